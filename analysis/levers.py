"""Levers: by how much one factor must rise, alone, for ten conversations to lead to ten.

R is what new names lead to (the four factors, while searches go on) and other routes. A factor that
rises by x, all else as it is, makes it ``x·new names + other routes``; so x = (1 − other routes) ÷
new names is enough. How far a factor can rise is told by the office's own best quarter: each
quarter is drawn toward all quarters as far as it is uncertain, so that a lucky one is no target.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.corrected import meetings_in_time
from analysis.definitions import ONE_SEEKER
from analysis.factors import NAMES, Factors, factors
from analysis.figures import Figures, once
from analysis.four_factors import four_of, part_of, withheld
from analysis.intervals import Estimate
from analysis.shrinkage import shrunk

__all__ = ["FEW", "Lever", "Levers", "levers", "quarters"]

FEW = 20
"""A quarter with fewer conversations, or names, is none to compare with."""

_BASES = (10, 20, 50, 100, 1000)
_ENOUGH = 1.0


@dataclass(frozen=True, slots=True)
class Lever:
    """One factor, and how it would have to rise, alone, for ten conversations to lead to ten.

    ``factor``: one of :data:`analysis.factors.NAMES`; ``now``: what it is. ``needed``: what it
    would have to be; ``can``: whether it can (a share cannot be above 1). ``best``: of the office's
    quarters the best, drawn toward all of them, and ``quarter`` which (``2026 Q1``); None when none
    is large enough. ``gain``: by how much R would rise if the factor were at its best.

    In whole numbers for a sentence: of ``out_of`` (conversations for names, names for what is new,
    new names for what is asked, people asked for who is met) it is ``now_of`` now, ``needed_of``
    would be enough (None where it cannot), ``best_of`` the best quarter's (None where there is
    none).
    """

    factor: str
    now: Estimate
    needed: float
    can: bool
    best: float | None
    quarter: str | None
    gain: float
    out_of: int
    now_of: int
    needed_of: int | None
    best_of: int | None


@dataclass(frozen=True, slots=True)
class Levers:
    """What would be enough for ten conversations to lead to ten.

    ``R``: the factors' (see :class:`analysis.factors.Factors`). ``times``: by what new names would
    have to lead to more than they do; 1 or less: they need not. ``levers``: one per factor that is
    known. ``largest_gap``: the factor of which the best quarter would add most to R; None when no
    quarter is better. ``reason``: why there are no levers (then ``times`` is None): that of R or of
    the factors, or ``no_names``.
    """

    R: Estimate
    times: float | None = None
    levers: tuple[Lever, ...] = ()
    largest_gap: str | None = None
    reason: str | None = None

    @property
    def enough(self) -> bool:
        """Whether ten conversations lead to ten as it is."""
        return self.times is not None and self.times <= _ENOUGH

    @property
    def alone(self) -> tuple[Lever, ...]:
        """The factors that could do it alone."""
        return tuple(lever for lever in self.levers if lever.can)


@once
def levers(figures: Figures) -> Levers:
    """Return by how much each factor must rise alone, and which is furthest from its best quarter.

    Other routes are taken to stay as they are. For one seeker of several the reason is
    ``one_seeker_only``.
    """
    found = factors(figures)
    if figures.singles_out:
        return Levers(found.R, reason=ONE_SEEKER)
    by_names = _by_new_names(found)
    for part in (found.by_new_names, found.ended, found.R):
        if part.value is None:
            return Levers(found.R, reason=part.reason)
    if by_names <= 0 or found.R.value is None:
        return Levers(found.R, reason="no_names")
    times = (_ENOUGH - (found.R.value - by_names)) / by_names
    best = _best(quarters(_office(figures)))
    told = tuple(
        _lever(name, now, times, by_names, *best.get(name, (None, None)))
        for name, now in found.four.items()
        if now.value
    )
    gaps = [lever for lever in told if lever.gain > 0]
    largest = max(gaps, key=lambda lever: lever.gain).factor if gaps else None
    return Levers(found.R, times, told, largest)


@once
def quarters(figures: Figures) -> pd.DataFrame:
    """Return the four factors by the calendar quarter in which conversations were held.

    Columns: quarter (``2026 Q1``), factor, value, n, ``pooled`` (drawn toward all quarters,
    :func:`analysis.shrinkage.shrunk`). Only quarters with at least 20 conversations, and of these
    the factors of which at least 20 units tell.
    """
    part, meetings = part_of(figures), meetings_in_time(figures)
    held = meetings["held_on"]
    quarter = held.dt.year.astype("str") + " Q" + held.dt.quarter.astype("str")
    rows = []
    for label in sorted(quarter.unique()):
        one = part.only((quarter == label).to_numpy(dtype=np.bool_))
        for name, told in withheld(four_of(one)[0], one).items():
            if len(one.meetings) >= FEW and told.n >= FEW and told.value is not None:
                rows.append((label, name, told.value, told.low, told.high, told.n))
    table = pd.DataFrame(rows, columns=["quarter", "factor", "value", "low", "high", "n"])
    table = table.astype(dict.fromkeys(["value", "low", "high"], "float64"))
    pooled = np.full(len(table), np.nan)
    for name in NAMES:
        at = np.flatnonzero(table["factor"] == name)
        own = table.iloc[at]
        pooled[at] = shrunk(own["value"], own["low"], own["high"])
    return table.assign(pooled=pooled)[["quarter", "factor", "value", "n", "pooled"]]


def _by_new_names(found: Factors) -> float:
    """Return what meetings lead to by new names, while searches go on."""
    if not found.meetings:
        return 0.0
    known = (found.by_new_names.value or 0.0) + (found.ended.value or 0.0)
    return known * found.noted / found.meetings


def _office(figures: Figures) -> Figures:
    """Return the figures of everybody in the log."""
    log = figures.log
    if not log.cohorts and not log.advisor:
        return figures
    return Figures(log.at(cohorts=(), advisor=""), credited=figures.credited)


def _best(told: pd.DataFrame) -> dict[str, tuple[float, str]]:
    """Return the best quarter of each factor: its pooled value, and which."""
    top = told.sort_values(["pooled", "n"], ascending=False, kind="stable")
    top = top.drop_duplicates("factor")
    return {
        str(name): (float(value), str(quarter))
        for name, value, quarter in zip(top["factor"], top["pooled"], top["quarter"], strict=True)
    }


def _lever(
    name: str,
    now: Estimate,
    times: float,
    by_names: float,
    best: float | None,
    quarter: str | None,
) -> Lever:
    at = now.value or 0.0
    is_share = name != NAMES[0]
    needed = at * times
    can = not is_share or needed <= 1
    best = min(best, 1.0) if best is not None and is_share else best
    gain = 0.0 if best is None else max(by_names * (best / at - 1), 0.0)
    out_of = _base(at, needed if can else at, is_share=is_share)
    return Lever(
        factor=name,
        now=now,
        needed=needed,
        can=can,
        best=best,
        quarter=quarter,
        gain=gain,
        out_of=out_of,
        now_of=round(at * out_of),
        needed_of=_up(needed * out_of) if can else None,
        best_of=None if best is None else round(best * out_of),
    )


def _base(now: float, needed: float, *, is_share: bool) -> int:
    """Return the smallest round number of which the two differ in whole numbers.

    Ten conversations; of shares twenty. A need met already does not ask for a difference.
    """
    for base in _BASES[int(is_share) :]:
        if needed <= now or _up(needed * base) > round(now * base):
            return base
    return _BASES[-1]


def _up(number: float) -> int:
    """Return the whole number that is enough."""
    return math.ceil(number - 1e-9)
