"""The shape in which every rule states what is owed, before due dates and states are known.

Everything is held as numbers, whatever the as-of date: ids as those of :class:`data.ids.Ids`, rules
and causes as places in a list of words. A large log has six debts for each request, and copying
their texts from step to step would take most of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.policy import RULES

__all__ = [
    "CLOSED_BY",
    "NEVER",
    "Dates",
    "Flags",
    "Numbers",
    "Owed",
    "Rows",
    "among",
    "by_what",
    "dates_of",
    "ended",
    "first_days",
    "flags_of",
    "joined",
    "last_days",
    "nobody",
    "owed",
    "taken",
    "undated",
]

Rows = TypeVar("Rows")
"""A dataclass of arrays, all of one length."""

Dates = npt.NDArray[np.datetime64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

NEVER = np.datetime64("NaT", "s")

CLOSED_BY = (
    "follow_up",
    "request",
    "hand_off",
    "referral",
    "answer",
    "cancelled",
    "waived",
    "decision",
    "do_not_contact",
    "silence",
    "search_ended",
)
"""What may close a debt."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed, one entry per debt in every array.

    ``rule``: place in :data:`analysis.policy.RULES`. Ids are −1 where there is none.
    ``opened_on``: the event that the due date is counted from (NaT: its day is unknown).
    ``not_before``: the due date is no earlier than that. ``exact``: the days of event and act are
    known to the day. ``acted``, ``acted_on``, ``acted_by``: it was done, when (NaT: unknown) and by
    what, as the place in :data:`CLOSED_BY` (−1: by nothing). ``ended…``: the ground of the debt
    fell away (an answer came). ``lifted…``: it was given up.
    """

    rule: Numbers
    seeker: Numbers
    contact: Numbers
    through: Numbers
    interview: Numbers
    referral: Numbers
    pair: Numbers
    opened_on: Dates
    not_before: Dates
    exact: Flags
    acted: Flags
    acted_on: Dates
    acted_by: Numbers
    ended: Flags
    ended_on: Dates
    ended_by: Numbers
    lifted_on: Dates
    lifted_by: Numbers

    def __len__(self) -> int:
        return len(self.rule)


_BLANK: dict[str, Any] = {
    "Numbers": np.int64(-1),
    "Dates": NEVER,
    "Flags": np.False_,
}


def owed(rule: str, seeker: Numbers, opened_on: Dates, **parts: Any) -> Owed:  # noqa: ANN401
    """Return what is owed by ``rule``: parts that are not given are blank, and days are exact.

    ``pair`` is the number of seeker and contact in :meth:`data.ids.Ids.pair`.
    """
    length = len(seeker)
    given = {"seeker": seeker, "opened_on": opened_on, "exact": np.ones(length, np.bool_)} | parts
    given["rule"] = np.full(length, RULES.index(rule), np.int64)
    blank = {
        part.name: np.broadcast_to(_BLANK[str(part.type)], length)
        for part in fields(Owed)
        if part.name not in given
    }
    return Owed(**given, **blank)


def joined(parts: Sequence[Owed]) -> Owed:
    """Return all these debts, one after the other."""
    return Owed(
        **{
            part.name: np.concatenate([getattr(one, part.name) for one in parts])
            for part in fields(Owed)
        }
    )


def nobody(rule: str) -> Owed:
    """Return no debts."""
    return owed(rule, np.array([], dtype=np.int64), undated(0))


def taken(rows: Rows, which: Numbers | Flags) -> Rows:
    """Return these rows of a dataclass of arrays."""
    parts = fields(cast("Any", rows))
    return replace(cast("Any", rows), **{p.name: getattr(rows, p.name)[which] for p in parts})


def by_what(tests: Sequence[Flags], causes: Sequence[str]) -> Numbers:
    """Return for each row the first cause whose test it passes, −1 for none.

    Causes are places in :data:`CLOSED_BY`.

    >>> by_what([np.array([False, True])], ["answer"]).tolist()
    [-1, 4]
    """
    return np.select(list(tests), [CLOSED_BY.index(cause) for cause in causes], -1)


def ended(*events: tuple[Dates, Flags, str]) -> dict[str, Any]:
    """Return the ``ended`` parts: the earliest of (day, whether it happened, what it is).

    Something that happened on an unknown day comes before everything.
    """
    known = np.stack([np.where(happened, day, NEVER) for day, happened, _ in events])
    happened = np.stack([happened for _, happened, _ in events])
    ranked = np.where(happened, np.where(np.isnat(known), _FIRST, known), _LAST)
    first = ranked.argmin(axis=0)
    any_did = happened.any(axis=0)
    causes = np.array([CLOSED_BY.index(cause) for _, _, cause in events])
    return {
        "ended": any_did,
        "ended_on": known[first, np.arange(len(first))],
        "ended_by": np.where(any_did, causes[first], -1),
    }


_FIRST = np.datetime64(0, "s")
_LAST = np.datetime64("9999-12-31", "s")


def dates_of(column: pd.Series) -> Dates:
    """Return a column of dates as an array."""
    return column.to_numpy(dtype="datetime64[s]")


def undated(length: int) -> Dates:
    """Return an array of unknown dates."""
    return np.full(length, NEVER)


def first_days(numbers: Numbers, days: Dates, count: int) -> Dates:
    """Return the first day of each number below ``count``, NaT where there is none.

    Shape (count + 1,): the last one is that of −1, NaT.

    >>> days = np.array(["2026-01-05", "2026-01-02", "NaT"], dtype="datetime64[s]")
    >>> [str(day)[:10] for day in first_days(np.array([1, 1, 0]), days, 2)]
    ['NaT', '2026-01-02', 'NaT']
    """
    return _by_day(numbers, days, count, slice(None, None, -1))


def last_days(numbers: Numbers, days: Dates, count: int) -> Dates:
    """Return the last day of each number below ``count``; as :func:`first_days`."""
    return _by_day(numbers, days, count, slice(None))


def _by_day(numbers: Numbers, days: Dates, count: int, way: slice) -> Dates:
    known = np.flatnonzero((numbers >= 0) & ~np.isnat(days))
    # Of several assignments to one place the last one stays.
    order = known[np.argsort(days[known], kind="stable")][way]
    found = undated(count + 1)
    found[numbers[order]] = days[order]
    return found


def flags_of(numbers: Numbers, count: int) -> Flags:
    """Return which numbers below ``count`` are among these; the last one, for −1, is not."""
    found = np.zeros(count + 1, dtype=np.bool_)
    found[numbers[numbers >= 0]] = True
    return found


def among(numbers: Numbers, others: Numbers, count: int) -> Flags:
    """Return which numbers are among the others; −1 is not. All are below ``count``."""
    return flags_of(others, count)[numbers]
