"""Projection: how many conversations the coming weeks may bring, simulated from today's log.

Not a forecast of what will be, but what follows if things go on as they have: open names and
requests are resolved by what is left of their chances at their age, new conversations give names,
seekers ask as many as they have time for, searches end, first contacts come at the recent rate. The
parameters are drawn from their uncertainty for every path (:mod:`analysis.process`), so that the
fan is as wide as what we do not know. Whether such fans have been right before is another question:
:mod:`analysis.backtest`.

References
----------
.. [1] Lloyd-Smith, Schreiber, Kopp, Getz 2005, Nature 438:355, doi 10.1038/nature04153 (gamma
   mixed Poisson offspring).
.. [2] Crump, Mode 1968, J. Math. Anal. Appl. 24:494, doi 10.1016/0022-247X(68)90005-X (branching
   in time).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from analysis.course import Course
from analysis.future import Futures, futures
from analysis.process import Drawn, Process, drawn
from analysis.standing import Standing

__all__ = ["LEVELS", "Fan", "Levers", "Projection", "project"]

Floats: TypeAlias = npt.NDArray[np.float64]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The quantiles of a fan: the median, and the ends of its 50 % and 90 % bands."""

_LAST_WEEKS = 4
_EFFORT = 30_000_000
"""So many single events are simulated at most, roughly."""
_FEWEST_PATHS = 200
_MOST_A_WEEK = 20_000.0
_MOST_ASKS = 50.0
"""Nobody is taken to ask more people because of one meeting, or own finds in one week."""


@dataclass(frozen=True, slots=True)
class Levers:
    """What if: by what each parameter is multiplied, from 0 on; 1 leaves it as it is.

    ``referrals_per_meeting``: names given; ``acted_on_share``, ``held_share``: never above all of
    them; ``days_to_act``: half the days is 0.5; ``capacity``: people asked in a week.
    """

    referrals_per_meeting: float = 1.0
    acted_on_share: float = 1.0
    held_share: float = 1.0
    days_to_act: float = 1.0
    capacity: float = 1.0

    def __post_init__(self) -> None:
        """Refuse negative and broken numbers, and no days at all."""
        for name in self.__slots__:
            value = getattr(self, name)
            if not 0 <= value < float("inf"):
                raise ValueError(f"{name} is multiplied by a number from 0 on, not {value}")
        if self.days_to_act == 0:
            raise ValueError("days_to_act is multiplied by more than 0")


@dataclass(frozen=True, slots=True, eq=False)
class Fan:
    """Quantiles by week.

    ``values``: shape (weeks, 5), one column for each of :data:`LEVELS`; whole numbers. ``mean``:
    shape (weeks,).
    """

    values: Floats
    mean: Floats

    @classmethod
    def of(cls, counts: npt.NDArray[np.integer]) -> Fan:
        """Return the fan of counts of shape (paths, weeks)."""
        if not counts.size:
            return cls(np.zeros((counts.shape[1], len(LEVELS))), np.zeros(counts.shape[1]))
        found = np.quantile(counts, LEVELS, axis=0, method="inverted_cdf").T
        return cls(found.astype(np.float64), counts.mean(axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """What the coming ``weeks`` may bring, from ``starts_on`` on.

    ``new``: the fan of new meetings in each week; ``total``: of those so far in the projection (add
    ``meetings``, held before, for the whole log). ``introduced``: the mean of new meetings of each
    week that go back to another one. ``counts``: the paths themselves, new meetings of shape
    (paths, weeks). ``seekers``: whose search goes on on the first day; ``n``: meetings behind the
    parameters. ``by_names``: whether the log tells of names, so that levers have something to hold.
    ``reason``, when there is no projection (everything is empty then): ``nobody_met``,
    ``one_seeker``, ``ended`` (no search goes on), ``not_recorded`` (how people were found),
    ``too_few`` (20 meetings and 5 further ones), ``no_delays``, ``window_too_short``,
    ``not_found``.
    """

    starts_on: dt.date
    weeks: int
    meetings: int
    seekers: int
    n: int
    new: Fan
    total: Fan
    introduced: Floats
    counts: npt.NDArray[np.int32]
    by_names: bool = True
    reason: str | None = None

    @property
    def paths(self) -> int:
        """How many paths were simulated."""
        return len(self.counts)

    def at_least(self, many: int, week: int | None = None) -> float | None:
        """Return in which share of the paths so many new meetings are held within so many weeks.

        None without a projection. All ``weeks`` unless told otherwise.
        """
        if self.reason is not None or not self.paths:
            return None
        return float((self.counts[:, :week].sum(axis=1) >= many).mean())

    def runs_dry(self, last: int = _LAST_WEEKS) -> float | None:
        """Return in which share of the paths the last weeks bring no meeting at all.

        None without a projection, or when it is shorter.
        """
        if self.reason is not None or not self.paths or self.weeks < last:
            return None
        return float((self.counts[:, self.weeks - last :].sum(axis=1) == 0).mean())


def project(
    standing: Standing,
    process: Process,
    *,
    weeks: int = 26,
    paths: int = 10_000,
    rng: np.random.Generator,
    levers: Levers | None = None,
) -> Projection:
    """Return what the coming weeks may bring, by simulation.

    Week by week and path by path: of names not asked yet and people asked, each happens by its
    remaining probability given its age; each new meeting leads to a negative binomial number of
    people asked, with mean ``R ÷ held`` (R in the path; the product of the factors where R is not
    known) and dispersion k, after the delays of acting; these are met with probability held after
    the delays of holding; meetings so far lead by other routes than their names to the part
    ``other_share`` of R that is ahead of them; first contacts are Poisson. A seeker asks
    ``capacity`` people a week, own finds first, and the rest waits. A search ends with its cohort
    or, sooner, at the rate of the log. What falls after the end does not happen.

    The same ``rng`` state gives the same paths; with other ``levers`` the same chances are used, so
    that a difference between two projections comes of the levers. Where thousands of searches go
    on, fewer ``paths`` are simulated, but at least 200: ``Projection.paths`` says how many. Memory
    does not grow with paths but for the counts that are given back.

    Raises ``ValueError`` for a negative number of weeks or fewer than one path.

    >>> import numpy as np
    >>> from analysis.figures import Figures
    >>> from analysis.intervals import Estimate
    >>> from analysis.delays import DelayLaw
    >>> from analysis.standing import standing
    >>> from data.log import Log
    >>> now = standing(Figures(Log.from_frames({})))
    >>> plain = Process.plain(Estimate(1.0), Estimate(1.0), DelayLaw("gamma", 15.0, 2.0))
    >>> project(now, plain, rng=np.random.default_rng(1)).reason
    'ended'
    """
    if weeks < 0 or paths < 1:
        raise ValueError("a projection has weeks from 0 on and at least one path")
    key = int(rng.integers(0, 2**63))
    if process.reason or not standing.seekers:
        return _without(standing, process, process.reason or "ended")
    now = standing if process.by_names else _without_names(standing)
    many = min(paths, max(_FEWEST_PATHS, _EFFORT // _effort(now, process, weeks)))
    parameters = drawn(process, many, np.random.default_rng(key))
    course = _course(now, process, parameters, levers or Levers())
    found = futures(now, course, weeks, key)
    return _summed(standing, process, found, weeks)


def _without_names(standing: Standing) -> Standing:
    """Return the same without what waits on the way: the plain process has it in R."""
    none = np.zeros(0, np.int64)
    return replace(standing, names_of=none, names_age=none, asked_of=none, asked_age=none)


def _effort(now: Standing, process: Process, weeks: int) -> int:
    """Return how many events a path has, roughly: what is open, found, and follows from it."""
    found = (process.first_asks.value or 0.0) * now.seekers * weeks
    start = len(now.names_of) + len(now.asked_of) + len(now.first_of) + len(now.met_of) + found
    return max(1, round(3 * start + now.seekers * weeks / 20))


def _course(now: Standing, process: Process, p: Drawn, levers: Levers) -> Course:
    """Return what the paths go by: the parameters, moved by the levers."""
    acted = np.minimum(p.acted * levers.acted_on_share, 1.0)
    held = np.minimum(p.held * levers.held_share, 1.0)
    as_before = _ratio(p.R, p.held)
    acting = _ratio(acted, p.acted)
    asks = as_before * acting
    return Course(
        asks=np.minimum(asks * levers.referrals_per_meeting, _MOST_ASKS),
        spread=p.spread,
        held=held,
        first_held=p.first_held,
        acted_more=_ratio(acted, process.acted.share.value),
        held_more=_ratio(held, process.held.share.value),
        first_held_more=_ratio(p.first_held, process.first_held.share.value),
        other_asks=asks * process.other_share,
        returns=np.full(len(p.R), np.nan) if process.by_names else p.R,
        first_asks=np.minimum(p.first_asks, _MOST_ASKS),
        fewer_first_asks=p.fewer_first_asks,
        ending=p.ending,
        fresh=p.referrals_per_meeting * p.new_share * levers.referrals_per_meeting,
        saturation=p.saturation,
        most_new=_ratio(np.ones(len(p.R)), p.new_share),
        acted=process.acted,
        met=process.held,
        first_met=process.first_held,
        slower=levers.days_to_act,
        capacity=np.minimum(now.capacity * levers.capacity, _MOST_A_WEEK),
        known=process.known,
    )


def _ratio(upper: Floats, lower: Floats | float | None) -> Floats:
    """Return the ratio, 0 where there is nothing below it."""
    below = np.broadcast_to(0.0 if lower is None else lower, upper.shape)
    return np.divide(upper, below, out=np.zeros(len(upper)), where=below > 0)


def _without(standing: Standing, process: Process, reason: str) -> Projection:
    none = Fan.of(np.zeros((0, 0), np.int32))
    return Projection(
        starts_on=standing.starts_on,
        weeks=0,
        meetings=standing.meetings,
        seekers=standing.seekers,
        n=process.n,
        new=none,
        total=none,
        introduced=np.zeros(0),
        counts=np.zeros((0, 0), np.int32),
        by_names=process.by_names,
        reason=reason,
    )


def _summed(standing: Standing, process: Process, found: Futures, weeks: int) -> Projection:
    return Projection(
        starts_on=standing.starts_on,
        weeks=weeks,
        meetings=standing.meetings,
        seekers=standing.seekers,
        n=process.n,
        new=Fan.of(found.new),
        total=Fan.of(np.cumsum(found.new, axis=1)),
        introduced=found.introduced,
        counts=found.new,
        by_names=process.by_names,
    )
