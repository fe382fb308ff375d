"""Parents: the meeting that each first conversation goes back to (DESIGN §4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.credit_rules import Credited
from analysis.ledger import ABSENT, NEVER, Days, Ledger, Positions, taken
from analysis.levels import on_cycles

__all__ = ["Parents", "first_conversations", "parents"]


@dataclass(frozen=True, slots=True)
class Parents:
    """For each meeting: its request, its parent among the meetings, the credited steps up to it.

    ``request``: shape (meetings,), ascending positions in ``interviews``. ``parent``: a position
    among the meetings, −1 for a root. ``steps``: credited referrals up to the parent, 0 for a
    root. ``cycles``: the meetings of each cycle that was cut, the new root first.
    """

    request: Positions
    parent: Positions
    steps: Positions
    cycles: tuple[tuple[int, ...], ...]


def parents(book: Ledger, credits_: Credited) -> Parents:
    """Return the forest of the whole log as one array of parents, cycles cut."""
    requests = book.requests
    first = first_conversations(book, credits_)
    meetings = np.sort(first[first >= 0])
    first_held = taken(requests.held, first[requests.pair], NEVER)
    hit, steps = _first_held_above(
        _above(book, credits_), first_held, meetings, requests.held[meetings]
    )
    place = np.full(len(requests) + 1, ABSENT)
    place[meetings] = np.arange(len(meetings))
    found = taken(first, taken(requests.pair, hit))
    parent = taken(place, found)
    cycles = _cycles(book, meetings, parent)
    cut = np.array([cycle[0] for cycle in cycles], dtype=np.int64)
    parent[cut] = ABSENT
    return Parents(meetings, parent, np.where(parent >= 0, steps, 0), cycles)


def first_conversations(book: Ledger, credits_: Credited) -> Positions:
    """Return for each pair the request that became its first conversation (−1: never met).

    The earliest held_on; ties by the approach date, then by the date of the credited referral, then
    by the referrer's name; then by what credit says of it, and by the order of the rows at last.
    """
    requests, referrals = book.requests, book.referrals
    held = np.flatnonzero(requests.held != NEVER)
    referral = credits_.referral[held]
    keys = [requests.pair[held], requests.held[held], requests.approach[held]]
    keys.append(taken(referrals.dated, referral, NEVER))
    order = book.people.order(
        keys,
        taken(referrals.host, referral),
        [credits_.rule[held], taken(requests.approach, taken(referrals.made_in, referral), NEVER)],
    )
    pair, earliest = np.unique(requests.pair[held][order], return_index=True)
    first = np.full(book.pairs, ABSENT)
    first[pair] = held[order][earliest]
    return first


def _above(book: Ledger, credits_: Credited) -> Positions:
    """Return the request in which each request's credited referral was made.

    Has one entry more than there are requests: the last one is nowhere, and leads nowhere.
    """
    nowhere = len(book.requests)
    made_in = taken(book.referrals.made_in, credits_.referral)
    return np.append(np.where(made_in >= 0, made_in, nowhere), nowhere)


def _first_held_above(
    above: Positions, first_held: Days, meetings: Positions, held: Days
) -> tuple[Positions, Positions]:
    """Return the first request above each meeting whose pair had met by then, and the steps to it.

    Every request passed over is a conduit. ``soonest[k]`` holds the earliest first conversation
    among the 2^k requests from one upwards: whole blocks without an answer are jumped over, the
    long ones first. A way that runs in a circle is followed for longer than there are requests, so
    that it ends nowhere as well.
    """
    nowhere = len(above) - 1
    jumps, soonest = [above], [np.append(first_held, NEVER)]
    # NEVER is later than every day on which somebody met, so conduits that never met are no answer.
    while (jumps[-1] != nowhere).any() and 2 ** len(jumps) <= 2 * len(above):
        jump, least = jumps[-1], soonest[-1]
        soonest.append(np.minimum(least, least[jump]))
        jumps.append(jump[jump])
    at = above[meetings]
    steps = np.ones(len(meetings), dtype=np.int64)
    for k in range(len(jumps) - 1, -1, -1):
        passed = soonest[k][at] > held
        at = np.where(passed, jumps[k][at], at)
        steps += passed * 2**k
    answered = soonest[0][at] <= held
    return np.where(answered, at, ABSENT), steps


def _cycles(book: Ledger, meetings: Positions, parent: Positions) -> tuple[tuple[int, ...], ...]:
    """Return the cycles among the parents, each from the meeting at which it is cut.

    They lie within one day, so the earliest is told by the contact's name and e-mail, then by the
    seeker's, then by the approach date.
    """
    requests = book.requests
    held = requests.held[meetings]
    same_day = (parent >= 0) & (taken(held, parent, NEVER) == held)
    left = on_cycles(np.where(same_day, parent, ABSENT))
    if not len(left):
        return ()
    contact = book.people.name_order(requests.contact[meetings[left]])
    seeker = book.people.name_order(requests.seeker[meetings[left]])
    approach = requests.approach[meetings[left]]
    ordered = left[np.lexsort((approach, seeker, contact))]
    cycles, seen = [], set[int]()
    for start in ordered.tolist():
        if start in seen:
            continue
        cycle = [start]
        while (following := int(parent[cycle[-1]])) != start:
            cycle.append(following)
        seen.update(cycle)
        cycles.append(tuple(cycle))
    return tuple(cycles)
