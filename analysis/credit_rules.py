"""The three rules of credit: named, inferred, orphan (DESIGN §4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.ledger import (
    ABSENT,
    NEVER,
    UNKNOWN,
    Flags,
    Ledger,
    Positions,
    by_pair_and_day,
    taken,
)

__all__ = ["PROBLEMS", "RULES", "Credited", "credited"]

RULES = ("named", "inferred", "orphan", "none")
PROBLEMS = (
    "",
    "not_in_log",
    "names_other_person",
    "undated",
    "late",
    "from_contact",
    "conversation_not_in_log",
    "conversation_later",
)
"""Why a named referral earns nothing, in the order in which the tests are made."""


@dataclass(frozen=True, slots=True)
class Credited:
    """For each request: the position of the credited referral, the rule, what failed.

    ``rule`` and ``problem`` are positions in :data:`RULES` and :data:`PROBLEMS`.
    """

    referral: Positions
    rule: Positions
    problem: Positions


def credited(book: Ledger) -> Credited:
    """Return the referral that each request of the whole log is credited to."""
    requests = book.requests
    problem = _problem(book)
    referral = np.where((requests.named != ABSENT) & (problem == 0), requests.named, ABSENT)
    rule = np.where(referral >= 0, RULES.index("named"), RULES.index("none"))
    open_ = np.flatnonzero(referral < 0)
    referral[open_] = _inferred(book, open_)
    rule[open_[referral[open_] >= 0]] = RULES.index("inferred")
    came_by_one = (requests.named != ABSENT) | requests.by_referral
    rule[(referral < 0) & came_by_one] = RULES.index("orphan")
    return Credited(referral, rule, problem)


def _problem(book: Ledger) -> Positions:
    """Return for each request which test its named referral fails (0: none, or none is named)."""
    requests, referrals = book.requests, book.referrals
    named = requests.named
    host, dated = taken(referrals.host, named), taken(referrals.dated, named, NEVER)
    other = taken(referrals.referred, named) != requests.contact
    made_in = taken(referrals.made_in, named)
    source_approach = taken(requests.approach, made_in, NEVER)
    # A request without an approach date comes before everything, so that nothing passes.
    approach = np.where(requests.approach == NEVER, -NEVER, requests.approach)
    failed = {
        "not_in_log": named == UNKNOWN,
        "names_other_person": other & ~taken(referrals.is_lead, named, otherwise=False),
        "undated": dated == NEVER,
        "late": dated > approach,
        "from_contact": host == requests.contact,
        "conversation_not_in_log": made_in == UNKNOWN,
        "conversation_later": (made_in >= 0) & (source_approach > approach),
    }
    asked = named != ABSENT
    return np.select([asked & test for test in failed.values()], range(1, len(failed) + 1), 0)


def _inferred(book: Ledger, open_: Positions) -> Positions:
    """Return for each of these requests the earliest referral that passes the tests, or ABSENT.

    A referral is *ready* once it has been made and the request it was made in has been approached.
    Among a pair's referrals in the order in which they became ready, the best so far (a running
    minimum of their ranks) is the answer to every request until the next one.
    """
    requests, referrals = book.requests, book.referrals
    wanted = np.zeros(book.pairs, dtype=np.bool_)
    wanted[requests.pair[open_]] = True
    rows = np.flatnonzero(_may_earn(book) & wanted[np.maximum(referrals.pair, 0)])
    if not len(rows):
        return np.full(len(open_), ABSENT)
    rows = rows[_rank(book, rows)]
    pair = referrals.pair[rows]
    ready = np.maximum(
        referrals.dated[rows], taken(requests.approach, referrals.made_in[rows], -NEVER)
    )
    rank = np.arange(len(rows))
    by_ready = np.lexsort((rank, ready, pair))
    # A later pair's numbers are all below an earlier one's, so that the minimum starts anew.
    shift = pair[by_ready] * (len(rows) + 1)
    best = np.minimum.accumulate(rank[by_ready] - shift) + shift
    keys = by_pair_and_day(pair[by_ready], ready[by_ready])
    approach = requests.approach[open_]
    last = np.searchsorted(keys, by_pair_and_day(requests.pair[open_], approach), side="right") - 1
    found = (last >= 0) & (approach != NEVER)
    found &= taken(pair[by_ready], last) == requests.pair[open_]
    return np.where(found, rows[best[np.maximum(last, 0)]], ABSENT)


def _may_earn(book: Ledger) -> Flags:
    """Return which referrals name a person and can pass the tests on some day."""
    requests, referrals = book.requests, book.referrals
    introduced = referrals.made_in == ABSENT
    asked = (referrals.made_in >= 0) & (taken(requests.approach, referrals.made_in) != NEVER)
    return (
        (referrals.pair >= 0)
        & (referrals.dated != NEVER)
        & (referrals.host != referrals.referred)
        & (introduced | asked)
    )


def _rank(book: Ledger, rows: Positions) -> Positions:
    """Return the order of credit among referrals: date, referrer's approach, name and e-mail.

    An introducer has no approach date and comes after those who have. Beyond the rule, requests
    of which more is known come first; the order of the rows, that is ids, decides last.
    """
    requests, referrals = book.requests, book.referrals
    made_in = referrals.made_in[rows]
    approach = taken(requests.approach, made_in, NEVER)
    keys = [referrals.pair[rows], referrals.dated[rows], approach]
    held_at_once = (taken(requests.held, made_in, NEVER) == approach).astype(np.int64)
    named = (taken(requests.named, made_in) != ABSENT).astype(np.int64)
    return book.people.order(keys, referrals.host[rows], [-held_at_once, -named])
