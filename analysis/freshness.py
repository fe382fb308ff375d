"""Fresh referrals, and what became of each referral (DESIGN §4, Multiplication)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.credit_rules import Credited
from analysis.ledger import ABSENT, NEVER, Days, Flags, Ledger, Positions, by_pair_and_day, taken

__all__ = ["Outcomes", "fresh", "outcomes"]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of each referral in the whole log, as days (``NEVER``: nothing so far)."""

    first_requested: Days
    first_held: Days
    handed_off: Days


def fresh(book: Ledger) -> Flags:
    """Return which referrals name a person new to the seeker.

    New: before the referral's day this seeker had neither asked nor met the person, and had not
    been given the name; of several referrals on one day the first by the referrer's folded name and
    e-mail is the new one. Leads, undated referrals and hosts who name themselves are never fresh.
    """
    requests, referrals = book.requests, book.referrals
    names_new = (referrals.pair >= 0) & (referrals.dated != NEVER)
    names_new &= (referrals.host != referrals.referred) & (referrals.seeker != referrals.referred)
    rows = np.flatnonzero(names_new)
    pair, dated = referrals.pair[rows], referrals.dated[rows]
    approach = taken(requests.approach, referrals.made_in[rows], NEVER)
    ordered = rows[book.people.order([pair, dated], referrals.host[rows], [approach])]
    _, first = np.unique(referrals.pair[ordered], return_index=True)
    is_first = np.zeros(len(referrals), dtype=np.bool_)
    is_first[ordered[first]] = True
    return is_first & (referrals.dated <= taken(first_asked(book), referrals.pair, NEVER))


def first_asked(book: Ledger) -> Days:
    """Return for each pair the earliest day of any of its requests (``NEVER``: not asked)."""
    earliest = np.full(book.pairs, NEVER)
    np.minimum.at(earliest, book.requests.pair, book.requests.asked)
    return earliest


def outcomes(book: Ledger, credits_: Credited) -> Outcomes:
    """Return when each referral's person was first asked and met by its seeker, from its day on.

    A lead counts as asked and met by the requests that are credited to it. ``handed_off``: the
    first approach by another seeker that is credited to the referral.
    """
    requests, referrals = book.requests, book.referrals
    credited = np.flatnonzero(credits_.referral >= 0)
    referral = credits_.referral[credited]
    own = requests.seeker[credited] == referrals.seeker[referral]
    asked, held = requests.asked[credited], requests.held[credited]
    lead = referrals.is_lead
    of_lead = own & lead[referral]
    return Outcomes(
        first_requested=np.where(
            lead,
            _earliest(referral[of_lead], asked[of_lead], len(referrals)),
            _first_since(book, requests.asked),
        ),
        first_held=np.where(
            lead,
            _earliest(referral[of_lead], held[of_lead], len(referrals)),
            _first_since(book, requests.held),
        ),
        handed_off=_earliest(referral[~own], requests.approach[credited][~own], len(referrals)),
    )


def _earliest(positions: Positions, days: Days, length: int) -> Days:
    earliest = np.full(length, NEVER)
    np.minimum.at(earliest, positions, days)
    return earliest


def _first_since(book: Ledger, event: Days) -> Days:
    """Return the first event of each referral's pair on or after the referral's day."""
    requests, referrals = book.requests, book.referrals
    rows = np.flatnonzero(event != NEVER)
    keys = by_pair_and_day(requests.pair[rows], event[rows])
    order = np.argsort(keys, kind="stable")
    wanted = by_pair_and_day(referrals.pair, referrals.dated)
    at = np.searchsorted(keys[order], wanted, side="left")
    at = np.where(at < len(rows), at, ABSENT)
    found = taken(rows[order], at)
    same = (found >= 0) & (taken(requests.pair, found) == referrals.pair) & (referrals.pair >= 0)
    return np.where(same, taken(event, found, NEVER), NEVER)
