"""What credit found wrong or doubtful in a log, for ``check`` to tell."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.credit_rules import PROBLEMS, RULES, Credited
from analysis.freshness import first_asked
from analysis.ledger import ABSENT, NEVER, UNKNOWN, Flags, Ledger, taken
from analysis.parents import Parents
from data.log import Log

__all__ = ["REFERRAL_PROBLEMS", "credit_problems", "first_problem"]

REFERRAL_PROBLEMS = (
    "conversation_not_in_log",
    "undated_referral",
    "self_referral",
    "other_conversation",
    "late_referral",
)
"""What may be wrong with a referral, the gravest first."""


def credit_problems(log: Log, book: Ledger, credits_: Credited, forest: Parents) -> pd.DataFrame:
    """Return one row per problem: problem, reason, table, ids (a tuple), referral_id.

    Of requests (table ``interviews``): ``named_referral`` (the referral in ``referral_id`` earns
    nothing; reason: :data:`analysis.credit_rules.PROBLEMS`), ``orphan`` (came by a referral that is
    not in the log), ``credit_cycle`` (meetings of one day that lead to each other; ids start at the
    one that was made a root).

    Of referrals (table ``referrals``): ``conversation_not_in_log``, ``undated_referral``,
    ``self_referral`` (a host names himself, or the seeker), ``other_conversation`` (seeker or
    referrer differ from those of the conversation in which it is said to be made),
    ``late_referral`` (the seeker had asked that person before, and had not met them by then).
    """
    interviews = log.whole("interviews")["interview_id"].to_numpy(dtype=object)
    referrals = log.whole("referrals")["referral_id"].to_numpy(dtype=object)
    named = log.whole("interviews")["referral_id"].to_numpy(dtype=object)
    failed = np.flatnonzero(credits_.problem)
    orphans = np.flatnonzero(credits_.rule == RULES.index("orphan"))
    found = [
        _rows(
            "named_referral",
            [(i,) for i in interviews[failed]],
            reason=[PROBLEMS[p] for p in credits_.problem[failed]],
            referral_id=named[failed],
        ),
        _rows("orphan", [(i,) for i in interviews[orphans]], referral_id=named[orphans]),
        _rows("credit_cycle", [tuple(interviews[forest.request[[*c]]]) for c in forest.cycles]),
    ]
    for problem, which in _of_referrals(book).items():
        ids = referrals[which]
        found.append(_rows(problem, [(i,) for i in ids], table="referrals", referral_id=ids))
    return pd.concat(found, ignore_index=True)


def first_problem(book: Ledger) -> pd.array:
    """Return the gravest problem of each referral, blank where there is none."""
    code = np.full(len(book.referrals), ABSENT)
    for number, which in reversed(list(enumerate(_of_referrals(book).values()))):
        code[which] = number
    return taken(pd.array(REFERRAL_PROBLEMS, dtype="str"), code)


def _of_referrals(book: Ledger) -> dict[str, Flags]:
    requests, referrals = book.requests, book.referrals
    asked = taken(first_asked(book), referrals.pair, NEVER)
    met = np.full(book.pairs, NEVER)
    np.minimum.at(met, requests.pair, requests.held)
    dated = referrals.dated != NEVER
    known = referrals.made_in >= 0
    elsewhere = taken(requests.contact, referrals.made_in) != referrals.host
    elsewhere |= taken(requests.seeker, referrals.made_in) != referrals.seeker
    oneself = (referrals.host == referrals.referred) | (referrals.seeker == referrals.referred)
    not_met = taken(met, referrals.pair, NEVER) >= referrals.dated
    tests = (
        referrals.made_in == UNKNOWN,
        ~dated,
        oneself,
        known & elsewhere,
        dated & ~oneself & (asked < referrals.dated) & not_met,
    )
    return dict(zip(REFERRAL_PROBLEMS, tests, strict=True))


def _rows(
    problem: str,
    ids: list[tuple[str, ...]],
    *,
    reason: Iterable[str] | None = None,
    table: str = "interviews",
    referral_id: Iterable[str] | None = None,
) -> pd.DataFrame:
    frame = pd.DataFrame({"ids": pd.Series(ids, dtype=object)})
    frame.insert(0, "problem", pd.array([problem] * len(ids), dtype="str"))
    blank = [None] * len(ids)
    frame.insert(1, "reason", pd.array([*(reason or blank)], dtype="str"))
    frame.insert(2, "table", pd.array([table] * len(ids), dtype="str"))
    frame["referral_id"] = pd.array([*(blank if referral_id is None else referral_id)], dtype="str")
    return frame
