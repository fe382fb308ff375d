"""Check: each thing it tells, once where it is and once where it is not; errors first."""

import pytest

from analysis.check import _CREDIT, _REASONS, check
from data.log import Log
from tests.analysis.small import DAY, asked, met, named, on, thanked

PEOPLE = [{"person_id": p, "name": p.upper()} for p in "stabcd"]
FINE = {
    "people": PEOPLE,
    "interviews": [
        met(1, "a", 20, source="cold", requested_on=on(25)),
        met(2, "b", 9, source="referral", referral_id="r1", requested_on=on(12)),
        asked(3, "c", 6, answer="declined", answered_on=on(5)),
    ],
    "referrals": [named(1, "a", "b", "i1", 20)],
    "follow_ups": [thanked(1, "a", "i1", 19)],
}


def found(**more):
    rows = check(Log.from_frames({**FINE, **more}, as_of=DAY))
    assert list(rows.columns) == ["check", "severity", "table", "ids", "message", "fix"]
    return rows


def changed(number, **more):
    rows = [dict(row) for row in FINE["interviews"]]
    rows[number - 1] |= more
    return {"interviews": rows}


def referral(**more):
    return {"referrals": [FINE["referrals"][0] | more]}


def test_a_log_in_which_nothing_is_wrong():
    assert found().empty
    assert check(Log.from_frames({})).empty


CASES = [
    ("named_referral", "warning", changed(3, referral_id="r1"), ("i3",)),
    ("orphan", "warning", {"referrals": []}, ("i2",)),
    ("conversation_not_in_log", "error", referral(interview_id="gone"), ("r1",)),
    (
        "undated_referral", "warning",
        {**referral(interview_id="i3", from_id="c", referred_id="d", made_on=None),
         **changed(3, answered_on=None)}, ("r1",),
    ),
    ("self_referral", "warning", referral(referred_id="a"), ("r1",)),
    ("other_conversation", "warning", referral(from_id="c"), ("r1",)),
    ("late_referral", "warning", referral(made_on=on(11)), ("r1",)),
    ("unknown_reference", "error",
     {"follow_ups": [FINE["follow_ups"][0] | {"interview_id": "gone"}]}, ("f1",)),
    ("unknown_person", "error", {"people": PEOPLE[:4]}, ("i3",)),
    ("unknown_person", "error",
     {"notes": [{"note_id": "n", "person_id": "gone", "kind": "session"}]}, ("n",)),
    ("answer_without_date", "warning", changed(3, answered_on=None), ("i3",)),
    ("held_though_declined", "warning", changed(1, answer="declined"), ("i1",)),
    ("one_email_two_people", "warning",
     {"people": [{**p, "email": "x@example.org"} if p["name"] in "AB" else p for p in PEOPLE]},
     ("a", "b")),
    ("thanked_and_not", "warning", changed(1, thanked=False), ("i1",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "severity", "tables", "ids"), CASES, ids=[f"{n}-{c[0]}" for n, c in enumerate(CASES)]
)
def test_a_check_tells_what_is_there(name, severity, tables, ids):
    rows = found(**tables)
    mine = rows[rows["check"] == name]
    assert list(mine["ids"]) == [ids]
    assert list(mine["severity"]) == [severity]


def test_a_cycle_of_one_day_is_told_with_its_conversations():
    rows = check(
        Log.from_frames(
            {
                "people": PEOPLE,
                "interviews": [met(1, "a", 9, source="referral"), met(2, "b", 9)],
                "referrals": [named(1, "a", "b", "i1", 9), named(2, "b", "a", "i2", 9)],
            },
            as_of=DAY,
        )
    )
    cycle = rows[rows["check"] == "credit_cycle"]
    assert [set(ids) for ids in cycle["ids"]] == [{"i1", "i2"}]


def test_errors_come_first():
    rows = found(**changed(3, answered_on=None), people=PEOPLE[:4])
    assert list(rows["severity"]) == sorted(rows["severity"])
    assert set(rows["severity"]) == {"error", "warning"}


def test_every_message_is_a_sentence_and_every_fix_one_that_asks():
    told = []
    for _, _, tables, _ in CASES:
        rows = found(**tables)
        told += [*rows["message"], *rows["fix"]]
    told += [m.format(reason=r) for _, m, _ in _CREDIT.values() for r in _REASONS.values()]
    for text in told:
        assert text.endswith("."), text
        assert text[0].isupper() or "_" in text.split()[0], text
        assert "{" not in text, text


def test_every_kind_of_problem_that_credit_finds_has_words():
    from analysis.credit_problems import REFERRAL_PROBLEMS
    from analysis.credit_rules import PROBLEMS

    assert {*REFERRAL_PROBLEMS, "named_referral", "orphan", "credit_cycle"} == set(_CREDIT)
    assert {p for p in PROBLEMS if p} <= set(_REASONS)
