"""Check: what in a log cannot be right, or should be looked at.

An *error* is something that no figure can rely on: a row that points to nothing. A *warning* was
accepted and flagged: it may be right, and the figures say how they treat it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.credit import Credit, credit
from data.log import Log
from data.lookup import is_among
from data.names import fold_email

__all__ = ["check"]

_COLUMNS = ("check", "severity", "table", "ids", "message", "fix")

_CREDIT = {
    "named_referral": (
        "warning",
        "The referral in referral_id earns nothing: {reason}.",
        "Correct referral_id, or empty it: the earliest referral that fits is then taken.",
    ),
    "orphan": (
        "warning",
        "Came by a referral that is not in the log.",
        "Add the referral, or say in referred_by who named this person.",
    ),
    "credit_cycle": (
        "warning",
        "Conversations of one day lead to each other; the first one is taken as the start.",
        "Correct the days on which they were held, or who named whom.",
    ),
    "conversation_not_in_log": (
        "error",
        "The conversation in which this referral was made is not in the log.",
        "Add the conversation, or correct interview_id.",
    ),
    "undated_referral": (
        "warning",
        "Nothing tells when this referral was made, so it earns nothing.",
        "Fill in made_on.",
    ),
    "self_referral": (
        "warning",
        "Somebody is named to themselves, or by themselves.",
        "Correct who was named, or by whom.",
    ),
    "other_conversation": (
        "warning",
        "Seeker or referrer differ from those of the conversation in which it was made.",
        "Correct interview_id, seeker or from_name.",
    ),
    "late_referral": (
        "warning",
        "The person had been asked before being named; the referral earns nothing.",
        "Correct made_on if the day is wrong; else nothing is to be done.",
    ),
}

_REASONS = {
    "not_in_log": "it is not in the log",
    "names_other_person": "it names somebody else",
    "undated": "nothing tells when it was made",
    "late": "it was made after the approach",
    "from_contact": "it comes from the person approached",
    "conversation_not_in_log": "the conversation in which it was made is not in the log",
    "conversation_later": "it was made in a request approached later",
}

_REFERENCES = (
    ("referrals", "interview_id", "interviews"),
    ("follow_ups", "interview_id", "interviews"),
    ("follow_ups", "referral_id", "referrals"),
    ("opportunities", "interview_id", "interviews"),
    ("seekers", "cohort_id", "cohorts"),
)
Row = tuple[str, str, str, tuple[str, ...], str, str]


def check(log: Log, credited: Credit | None = None) -> pd.DataFrame:
    """Return what is wrong or doubtful in the whole log, errors first.

    Columns: check (its name), severity (``error`` or ``warning``), table, ids (a tuple of the rows
    concerned), message, fix. Nothing found is a frame without rows.
    """
    known = credit(log) if credited is None else credited
    rows = [
        *_of_credit(known),
        *_dangling(log),
        *_unknown_people(log),
        *_answers(log),
        *_shared_emails(log),
        *_two_names(log),
        *_thanks(log),
    ]
    frame = pd.DataFrame(sorted(set(rows)), columns=list(_COLUMNS))
    return frame.sort_values(["severity", "check", "table"], kind="stable", ignore_index=True)


def _of_credit(known: Credit) -> Iterator[Row]:
    orphans = set(known.problems.loc[known.problems["problem"] == "orphan", "ids"])
    for problem in known.problems.itertuples():
        if problem.reason == "not_in_log" and problem.ids in orphans:
            continue  # the same thing, told as an orphan
        severity, message, fix = _CREDIT[problem.problem]
        reason = _REASONS.get(str(problem.reason), "")
        yield (
            problem.problem,
            severity,
            problem.table,
            tuple(problem.ids),
            message.format(reason=reason),
            fix,
        )


def _dangling(log: Log) -> Iterator[Row]:
    for table, column, target in _REFERENCES:
        if (table, column) == ("referrals", "interview_id"):
            continue  # told by credit, with what it does to the figures
        frame, key = log.whole(table), {"interviews": "interview_id", "referrals": "referral_id"}
        known = log.whole(target)[key.get(target, "cohort_id")]
        lost = frame[frame[column].notna() & ~is_among(frame[column], known)]
        for row in lost.itertuples(index=False):
            yield (
                "unknown_reference",
                "error",
                table,
                (str(row[0]),),
                f"{column} “{getattr(row, column)}” is not in {target}.",
                f"Add that row to {target}, or correct {column}.",
            )


def _unknown_people(log: Log) -> Iterator[Row]:
    known = log.whole("people")["person_id"]
    for table, columns in (
        ("interviews", ("seeker_id", "contact_id")),
        ("referrals", ("seeker_id", "from_id", "referred_id")),
        ("follow_ups", ("seeker_id", "contact_id")),
        ("opportunities", ("seeker_id",)),
        ("seekers", ("person_id",)),
        ("destinations", ("person_id",)),
        ("debt_decisions", ("seeker_id", "contact_id")),
        ("notes", ("person_id",)),
        ("seeker_attributes", ("person_id",)),
    ):
        frame = log.whole(table)
        for column in columns:
            lost = frame[frame[column].notna() & ~is_among(frame[column], known)]
            for row in lost.itertuples(index=False):
                yield (
                    "unknown_person",
                    "error",
                    table,
                    (str(row[0]),),
                    f"{column} “{getattr(row, column)}” is nobody in people.",
                    "Add the person, or correct the id.",
                )


def _answers(log: Log) -> Iterator[Row]:
    requests = log.whole("interviews")
    undated = requests["answer"].notna() & requests["answered_on"].isna()
    for interview in requests.loc[undated & requests["held_on"].isna(), "interview_id"]:
        yield (
            "answer_without_date",
            "warning",
            "interviews",
            (interview,),
            "There is an answer, and no day on which it came.",
            "Fill in answered_on.",
        )
    held = requests["held_on"].notna() & (requests["answer"] == "declined")
    for interview in requests.loc[held, "interview_id"]:
        yield (
            "held_though_declined",
            "warning",
            "interviews",
            (interview,),
            "The answer is declined, and yet it was held; it counts as held.",
            "Correct answer or held_on.",
        )


def _shared_emails(log: Log) -> Iterator[Row]:
    people = log.whole("people").dropna(subset=["email"])
    email = people["email"].map(fold_email)
    shared = email.duplicated(keep=False)
    for address, same in people[shared].groupby(email[shared]):
        yield (
            "one_email_two_people",
            "warning",
            "people",
            tuple(same["person_id"]),
            f"Several people have the e-mail {address}.",
            "Say that they are one person, or correct the e-mail.",
        )


def _two_names(log: Log) -> Iterator[Row]:
    people = log.whole("people").dropna(subset=["also_named"])
    for person in people[["person_id", "name", "also_named"]].itertuples(index=False):
        yield (
            "one_email_two_names",
            "warning",
            "people",
            (person.person_id,),
            f"One e-mail has two names: “{person.name}” and “{person.also_named}”.",
            "If they are two people, correct one of the e-mails; else empty also_named.",
        )


def _thanks(log: Log) -> Iterator[Row]:
    sent = log.whole("follow_ups")
    thanked = sent.loc[sent["kind"] == "thank_you_email", "interview_id"]
    told_no = log.whole("interviews")
    said_no = told_no["thanked"].eq(False).fillna(value=False).to_numpy(dtype=bool)  # noqa: FBT003
    both = told_no[said_no & is_among(told_no["interview_id"], thanked)]
    for interview in both["interview_id"]:
        yield (
            "thanked_and_not",
            "warning",
            "interviews",
            (interview,),
            "The row says not thanked, and a thank-you is in the log; it counts as thanked.",
            "Correct thanked, or the follow-up.",
        )
