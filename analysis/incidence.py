"""Incidence: by which day how many had it happen, when some are still waiting and some no longer.

Whether a name is asked is not decided on the day on which it is given. Some have been asked, some
still may be (*at risk*), and of some it is sure that they will not (the search has ended, the name
was given up): that *competes*. To leave out those still at risk, or to count them as no, would be
wrong; so would one minus Kaplan–Meier with the competing ones taken for waiting, which overstates
[3]_. The cumulative incidence of Aalen and Johansen [1]_ is right, and Kaplan–Meier [2]_ is what is
left of it when nothing competes.

References
----------
.. [1] Aalen, Johansen 1978, Scand. J. Stat. 5:141, https://www.jstor.org/stable/4615704.
.. [2] Kaplan, Meier 1958, J. Am. Stat. Assoc. 53:457, doi 10.1080/01621459.1958.10501452.
.. [3] Putter, Fiocco, Geskus 2007, Stat. Med. 26:2389, doi 10.1002/sim.2712.
.. [4] Efron 1982, The Jackknife, the Bootstrap and Other Resampling Plans, chapter 6 (influence
   functions, the infinitesimal jackknife), doi 10.1137/1.9781611970319.
.. [5] Rothman 1978, J. Chronic Dis. 31:557, doi 10.1016/0021-9681(78)90043-7 (the interval of a
   share, of as many units as its variance is worth).
.. [6] Brookmeyer, Crowley 1982, Biometrics 38:29, doi 10.2307/2530286 (interval of a median).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from analysis.clusters import numbered
from analysis.intervals import LEVEL, Estimate, wilson

__all__ = ["HAPPENED", "OTHERWISE", "WAITING", "Incidence", "aalen_johansen"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

WAITING, HAPPENED, OTHERWISE = 0, 1, 2
"""What became of a unit: nothing so far; what is asked about; something that rules it out."""

_HALF = 0.5
_ROUNDING = 1e-9
_CELLS = 2_000_000
"""So many numbers are held at a time while clusters are added up."""


@dataclass(frozen=True, slots=True)
class Incidence:
    """A curve: to which share of the units it has happened by the end of each day.

    ``days``: the days on which anything was seen, ascending. Of shape (days,): ``share`` with
    ``low`` … ``high`` at ``level``; ``at_risk``: units still waiting when the day began;
    ``waiting``: the share still waiting when it was over; ``watched``: how many units have been
    watched for so long, ``at risk ÷ share waiting before``, which is n less those lost from sight.
    ``n`` units; to ``happened`` of them it has happened. ``design_effect``: by how much clusters
    widen the variance on the last day, at least 1. Without units everything is empty or 0.
    """

    days: Ints
    share: Floats
    low: Floats
    high: Floats
    at_risk: Ints
    n: int
    waiting: Floats
    watched: Floats
    happened: int
    design_effect: float = 1.0
    level: float = LEVEL

    def by(self, day: float) -> Estimate:
        """Return the share to which it has happened by the end of this day.

        The reason is ``no_units`` without any. Past the last day seen the curve stays where it is
        if nobody is waiting any more; else nothing is known there: ``window_too_short``.
        """
        if not self.n:
            return Estimate(None, level=self.level, reason="no_units")
        at = int(np.searchsorted(self.days, day, side="right")) - 1
        if day > self.days[-1] and self.waiting[-1] > _ROUNDING:
            return Estimate(None, level=self.level, n=self.n, reason="window_too_short")
        if at < 0:  # before the first day seen: to nobody, and all are being watched
            return Estimate(0.0, *wilson(0, self.n, self.level), self.level, self.n)
        low, value, high = (float(of[at]) for of in (self.low, self.share, self.high))
        return Estimate(value, low, high, self.level, self.n)

    def last_day(self, least: float = 1.0) -> int | None:
        """Return the last day until which at least so many units have been watched.

        None when there is none, or no units.
        """
        enough = np.flatnonzero(self.watched >= least - _ROUNDING)
        return int(self.days[enough[-1]]) if len(enough) else None

    def median(self) -> Estimate:
        """Return by which day it has happened to half of the units, in days.

        The first day on which the share is a half or more; where the curve is flat at exactly one
        half that is the earliest one (:attr:`flat_at_half` says so). The interval goes from the
        first day on which ``high`` reaches a half to the first on which ``low`` does (infinity:
        nowhere yet) [6]_. The reason is ``not_reached`` when the curve stays below a half,
        ``no_units`` without any.
        """
        if not self.n:
            return Estimate(None, level=self.level, reason="no_units")
        low, value, high = (self._first(of) for of in (self.high, self.share, self.low))
        if math.isinf(value):
            return Estimate(None, level=self.level, n=self.n, reason="not_reached")
        return Estimate(value, low, high, self.level, self.n)

    @property
    def flat_at_half(self) -> bool:
        """Whether the curve is flat at exactly one half, so that any day of the flat would do."""
        return bool((np.abs(self.share - _HALF) < _ROUNDING).any())

    def _first(self, curve: Floats) -> float:
        """Return the first day on which this curve has reached a half; infinity: none."""
        reached = np.flatnonzero(curve >= _HALF - _ROUNDING)
        return float(self.days[reached[0]]) if len(reached) else math.inf


def aalen_johansen(
    days: npt.ArrayLike,
    outcome: npt.ArrayLike,
    cluster: npt.ArrayLike | None = None,
    level: float = LEVEL,
) -> Incidence:
    """Return the cumulative incidence of what happened, by whole days, with intervals.

    Parameters
    ----------
    days : shape (units,), whole days from 0 on: until it happened, until something else ruled it
        out, or as long as the unit has been watched.
    outcome : shape (units,), which of these: 1 (it happened), 2 (something else did first), 0
        (still at risk when last seen). Without any 2 this is one minus Kaplan–Meier.
    cluster : shape (units,), to whom each unit belongs (a seeker): units of one are alike.
    level : of the intervals.

    On one day what happens comes before what is lost from sight: with ``Y(d)`` units waiting when
    day d begins, ``h₁(d)``, ``h₂(d)`` the shares of them with either outcome on it, and ``S(d) =
    Π_{u ≤ d} (1 − h₁(u) − h₂(u))``: ``share(d) = Σ_{u ≤ d} S(u − 1) h₁(u)`` [1]_.

    The variance is the sum of squared influence functions [4]_; those of a cluster are added first
    (for m clusters times m/(m − 1)), and it is never taken for less than the one of independent
    units. The interval is Wilson's for as many units as that variance is worth, ``share (1 − share)
    ÷ variance`` [5]_, so that it stays in 0 … 1, and without any waiting or clusters is that of a
    plain share. At a share of 0 or 1, where no variance can be seen, it is Wilson's for the units
    ``watched`` until then. It never counts on more units than n, nor on fewer than one.

    Raises ``ValueError`` for days that are not whole numbers from 0 on, other outcomes, and lengths
    that differ.

    >>> curve = aalen_johansen([0, 2, 3, 3, 5], [1, 0, 1, 2, 0])
    >>> curve.days.tolist(), curve.share.round(4).tolist()
    ([0, 2, 3, 5], [0.2, 0.2, 0.4667, 0.4667])
    >>> curve.by(120).reason, curve.median().reason, aalen_johansen([], []).by(1).reason
    ('window_too_short', 'not_reached', 'no_units')
    """
    day, what, who = _checked(days, outcome, cluster)
    if not len(day):
        none, no = np.zeros(0), np.zeros(0, np.int64)
        return Incidence(no, none, none, none, no, 0, none, none, 0, level=level)
    seen = np.flatnonzero(np.bincount(day)) if day.max() < 8 * len(day) else np.unique(day)
    at = np.searchsorted(seen, day)
    curve = _Curve.of(at, what, len(seen))
    plain = curve.variance()
    effect = np.ones(len(seen))
    if who is not None:
        with np.errstate(divide="ignore", invalid="ignore"):
            effect = np.maximum(1.0, _clustered(curve, at, what, who) / plain)
        effect[~np.isfinite(effect)] = 1.0
    low, high = _interval(curve.share, curve.worth(plain * effect), level)
    return Incidence(
        days=seen.astype(np.int64),
        share=curve.share,
        low=low,
        high=high,
        at_risk=curve.at_risk,
        n=len(day),
        waiting=curve.after,
        watched=curve.watched,
        happened=int((what == HAPPENED).sum()),
        design_effect=float(effect[-1]),
        level=level,
    )


def _checked(
    days: npt.ArrayLike, outcome: npt.ArrayLike, cluster: npt.ArrayLike | None
) -> tuple[Ints, Ints, Ints | None]:
    """Check at the door."""
    day = np.asarray(days, dtype=np.float64).ravel()
    what = np.asarray(outcome, dtype=np.float64).ravel()
    if len(what) != len(day):
        raise ValueError(f"{len(day)} days and {len(what)} outcomes do not belong together")
    if not np.isfinite(day).all() or (day < 0).any() or (day != np.floor(day)).any():
        raise ValueError("days are whole numbers from 0 on")
    if not np.isin(what, (WAITING, HAPPENED, OTHERWISE)).all():
        raise ValueError("an outcome is 0 (still at risk), 1 (happened) or 2 (something else did)")
    who = None
    if cluster is not None:
        who = numbered(cluster)[0]
        if len(who) != len(day):
            raise ValueError(f"cluster has {len(who)} entries, not {len(day)}")
    return day.astype(np.int64), what.astype(np.int64), who


@dataclass(frozen=True, slots=True)
class _Curve:
    """The curve and what its influence functions are made of, each of shape (days,).

    The influence of a unit on the share of day t is ``A(t) − share(t)·B(t)``, where A and B add up
    over the days ``u ≤ t`` on which the unit was at risk: ``gain`` (in A) if it happened on u,
    ``base`` (in A) and ``slope`` (in B) if anything did, less ``drift_a`` and ``drift_b``.
    """

    share: Floats
    after: Floats
    at_risk: Ints
    watched: Floats
    first: Floats
    any: Floats
    gain: Floats
    base: Floats
    slope: Floats

    @classmethod
    def of(cls, at: Ints, what: Ints, many: int) -> _Curve:
        """Return the curve of units seen last on the day ``at``, with outcome ``what``."""
        counts = np.bincount(at * 3 + what, minlength=3 * many).reshape(many, 3)
        at_risk = counts.sum(1)[::-1].cumsum()[::-1]
        first, either = counts[:, 1] / at_risk, counts[:, 1:].sum(1) / at_risk
        after = np.cumprod(1 - either)
        before = np.concatenate([[1.0], after[:-1]])
        share = np.minimum(np.cumsum(before * first), 1.0)
        left = 1 - either
        spread = np.divide(1.0, left, out=np.zeros(many), where=left > _ROUNDING)
        # Past a day on which nobody was left the curve is flat and its watch goes no further.
        watched = np.divide(at_risk, before, out=np.zeros(many), where=before > 0)
        return cls(
            share=share,
            after=after,
            at_risk=at_risk.astype(np.int64),
            watched=watched,
            first=first,
            any=either,
            gain=before / at_risk,
            base=share * spread / at_risk,
            slope=spread / at_risk,
        )

    def variance(self) -> Floats:
        """Return the sum of squared influence functions of independent units, by day.

        Those of different days are uncorrelated, so that the variance of each day's outcome is
        enough: a quadratic in share(t), of which the coefficients add up over the days.
        """
        risk = self.at_risk.astype(np.float64)
        other = self.any - self.first
        p1, p2 = self.gain + self.base, self.base
        mean = self.first * p1 + other * p2
        fixed = risk * (self.first * p1**2 + other * p2**2 - mean**2)
        mixed = risk * self.slope * (mean - self.any * mean)
        square = risk * self.slope**2 * (self.any - self.any**2)
        fixed, mixed, square = np.cumsum(fixed), np.cumsum(mixed), np.cumsum(square)
        return np.maximum(fixed - 2 * self.share * mixed + self.share**2 * square, 0.0)

    def worth(self, variance: Floats) -> Floats:
        """Return of how many units a share with this variance tells."""
        inside = self.share * (1 - self.share)
        seen = (variance > 0) & (inside > _ROUNDING)
        units = np.divide(inside, variance, out=self.watched.copy(), where=seen)
        return np.clip(units, 1.0, float(self.at_risk[0]))


def _clustered(curve: _Curve, at: Ints, what: Ints, who: Ints) -> Floats:
    """Return the sum over clusters of the squared sums of influence functions, by day."""
    size = np.bincount(who)
    if len(size) < 2:  # noqa: PLR2004  # one cluster has no spread
        return np.zeros(len(curve.share))
    single = size[who] == 1
    # Clusters of one unit that ended alike are alike: one stands for all of them.
    cells, like = np.unique(at[single] * 3 + what[single], return_counts=True)
    rest = np.unique(who[~single], return_inverse=True)[1]
    many = int(rest.max()) + 1 if len(rest) else 0
    at = np.concatenate([at[~single], cells // 3])
    what = np.concatenate([what[~single], cells % 3])
    who = np.concatenate([rest, many + np.arange(len(cells))])
    weight = np.concatenate([np.ones(many), like])
    order = np.argsort(who, kind="stable")
    at, what, who = at[order], what[order], who[order]
    days = len(curve.share)
    block = max(1, _CELLS // days)
    total = np.zeros(days)
    for start in range(0, len(weight), block):
        low, high = np.searchsorted(who, (start, start + block))
        rows = min(block, len(weight) - start)
        total += _of_clusters(
            curve, at[low:high], what[low:high], who[low:high] - start, weight[start : start + rows]
        )
    return total * len(size) / (len(size) - 1)


def _of_clusters(curve: _Curve, at: Ints, what: Ints, who: Ints, weight: Floats) -> Floats:
    days, rows = len(curve.share), len(weight)

    def spread(chosen: npt.NDArray[np.bool_]) -> Floats:
        cell = who[chosen] * days + at[chosen]
        return np.bincount(cell, minlength=rows * days).reshape(rows, days).astype(np.float64)

    gone = spread(what >= 0)
    risk = gone[:, ::-1].cumsum(1)[:, ::-1]
    first, either = spread(what == HAPPENED), spread(what != WAITING)
    first -= risk * curve.first
    either -= risk * curve.any
    a = np.cumsum(first * curve.gain + either * curve.base, axis=1)
    b = np.cumsum(either * curve.slope, axis=1)
    return np.asarray(weight @ (a - curve.share * b) ** 2)


def _interval(share: Floats, units: Floats, level: float) -> tuple[Floats, Floats]:
    """Return Wilson's interval of shares of so many units, whole or not."""
    if not 0 < level < 1:
        raise ValueError(f"A level lies between 0 and 1, not {level}.")
    z = NormalDist().inv_cdf((1 + level) / 2)
    center = share + z * z / (2 * units)
    half = z * np.sqrt(np.maximum(share * (1 - share), 0) / units + z * z / (4 * units * units))
    scale = 1 + z * z / units
    low = np.where(share <= _ROUNDING, 0.0, np.maximum((center - half) / scale, 0.0))
    high = np.where(share >= 1 - _ROUNDING, 1.0, np.minimum((center + half) / scale, 1.0))
    return np.minimum(low, share), np.maximum(high, share)
