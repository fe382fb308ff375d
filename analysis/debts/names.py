"""What is owed for a name: to ask that person, and to tell who gave the name what came of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.debts.acts import done_by
from analysis.debts.owed import NEVER, Dates, Flags, Numbers, Owed, by_what, flags_of, owed, taken
from analysis.debts.sources import Named, Sources

__all__ = ["owed_for_names"]

_UNASKED = -1


def owed_for_names(known: Sources) -> list[Owed]:
    """Return ``act_on_referral`` and ``tell_referrer``.

    Fresh referrals of a person are to be acted on: by a request, a hand-off, or by giving up. What
    came of a name is owed to whoever gave it, for fresh names and for those that a request is
    credited to, from the first outcome on: met, declined, cancelled, given up.
    """
    return [_to_act_on(known), _to_tell(known)]


def _to_act_on(known: Sources) -> Owed:
    names = taken(known.named, np.flatnonzero(known.named.fresh))
    asked, handed = names.first_requested_on, names.handed_off_on
    acted_on = np.fmin(asked, handed)
    by_request = ~np.isnat(asked) & ~(handed < asked)
    acted = ~np.isnat(acted_on)
    return owed(
        "act_on_referral",
        names.seeker,
        names.dated_on,
        contact=names.referred,
        through=names.given_by,
        interview=names.interview,
        referral=names.referral,
        pair=names.pair,
        exact=~_approximate(names, known),
        acted=acted,
        acted_on=acted_on,
        acted_by=by_what([by_request, acted], ["request", "hand_off"]),
        lifted_on=names.waived_on,
        lifted_by=by_what([~np.isnat(names.waived_on)], ["waived"]),
    )


def _approximate(names: Named, known: Sources) -> Flags:
    """Return for which names the day of naming or of asking is known to the month only."""
    asked, ids = known.asked, known.log.ids
    asked_roughly = flags_of(asked.pair[known.rough("requested_on")], ids.pairs)
    held_roughly = flags_of(asked.interview[known.rough("held_on")], ids.count("interview"))
    return names.rough | asked_roughly[names.pair] | held_roughly[names.interview]


def _to_tell(known: Sources) -> Owed:
    names = known.named
    told = (names.fresh | names.earned) & (names.referred >= 0)
    told &= (names.given_by >= 0) & (names.given_by != names.seeker)
    names = taken(names, np.flatnonzero(told))
    first = _first_outcomes(names, known)
    names = taken(names, first.name)
    debts = owed(
        "tell_referrer",
        names.seeker,
        first.known_on,
        contact=names.given_by,
        interview=first.interview,
        referral=names.referral,
        pair=names.giver,
        exact=~first.rough,
    )
    return done_by(debts, known.acts, ["referral_outcome"], link="referral")


@dataclass(frozen=True, slots=True)
class _Outcomes:
    """What came of names: ``name`` is the place of the name, ``row`` of the request in the log.

    ``interview`` and ``row`` are −1 where a name was given up without asking. ``rough``: known to
    the month only.
    """

    name: Numbers
    row: Numbers
    interview: Numbers
    known_on: Dates
    rough: Flags


def _first_outcomes(names: Named, known: Sources) -> _Outcomes:
    """Return the first outcome of every name of which one is known, in the order of names.

    An outcome of unknown day comes first, so that nothing that happens later gives it a day.
    """
    waived = np.flatnonzero(~np.isnat(names.waived_on))
    nobody = np.full(len(waived), _UNASKED)
    given_up = _Outcomes(
        waived, nobody, nobody, names.waived_on[waived], np.zeros(len(waived), dtype=np.bool_)
    )
    every = _together([*_of_requests(names, known), given_up])
    # Rows are in the order of ids, and NaT is the smallest day of all.
    order = np.lexsort((every.row, every.known_on.astype(np.int64), every.name))
    _, first = np.unique(every.name[order], return_index=True)
    return taken(every, order[first])


def _together(parts: list[_Outcomes]) -> _Outcomes:
    return _Outcomes(
        *(
            np.concatenate([getattr(one, part) for one in parts])
            for part in ("name", "row", "interview", "known_on", "rough")
        )
    )


def _of_requests(names: Named, known: Sources) -> list[_Outcomes]:
    """Return the outcomes of the requests of each name: its seeker's own and those credited."""
    asked = known.asked
    known_on, asked_on, told = _outcomes(known)
    rough = _rough(known)

    def of(name: Numbers, at: Numbers) -> _Outcomes:
        return _Outcomes(name, asked.row[at], asked.interview[at], known_on[at], rough[at])

    place = np.full(known.log.ids.count("referral") + 1, -1)
    place[names.referral] = np.arange(len(names.referral))
    numbers = np.append(known.log.ids.of("referrals", "referral_id"), -1)
    credited = place[numbers[known.credited.came_by[asked.row[told]]]]
    name, at = _alike(names.pair, asked.pair[told])
    at = told[at]
    since = asked_on[at] >= names.dated_on[name]
    return [
        of(credited[credited >= 0], told[credited >= 0]),
        of(name[since], at[since]),
    ]


def _alike(ours: Numbers, theirs: Numbers) -> tuple[Numbers, Numbers]:
    """Return every two positions that hold the same number; −1 is like nothing."""
    order = np.argsort(theirs, kind="stable")
    ordered = theirs[order]
    first = np.searchsorted(ordered, ours, side="left")
    count = np.searchsorted(ordered, ours, side="right") - first
    count[ours < 0] = 0
    mine = np.repeat(np.arange(len(ours)), count)
    nth = np.arange(len(mine)) - np.repeat(np.cumsum(count) - count, count)
    return mine, order[first[mine] + nth]


def _outcomes(known: Sources) -> tuple[Dates, Dates, Numbers]:
    """Return when each request came to something, when it was asked, and which did.

    It was met, declined, cancelled, or silent too long.
    """
    asked = known.asked
    no = np.where(asked.declined, asked.answered_on, NEVER)
    known_on = np.fmin.reduce([asked.held_on, asked.cancelled_on, no, asked.silent_on])
    otherwise = np.fmin(asked.answered_on, known_on)
    asked_on = np.where(np.isnat(asked.approach_on), otherwise, asked.approach_on)
    return known_on, asked_on, np.flatnonzero(~np.isnat(known_on) | asked.declined)


def _rough(known: Sources) -> Flags:
    columns = ("held_on", "cancelled_on", "answered_on", "requested_on")
    return np.logical_or.reduce([known.rough(column) for column in columns])
