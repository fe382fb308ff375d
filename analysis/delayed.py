"""Delayed: what happens to a share of all, after a while, and what is left of that with age.

A name is asked, and a request is held, with some probability and some delay. Curves are by whole
days (:mod:`analysis.incidence`); a projection goes by weeks. A name that has waited for two months
is less likely to be asked than a fresh one: what is left is the part of the curve that lies ahead,
among those that are still waiting.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from analysis.delays import DelayLaw
from analysis.incidence import Incidence
from analysis.intervals import Estimate

__all__ = ["Delayed"]

Floats: TypeAlias = npt.NDArray[np.float64]

_WEEK = 7
_LONGEST = 1095
_LATE = 0.9999


@dataclass(frozen=True, slots=True, eq=False)
class Delayed:
    """Something that happens to a share of all, after a delay of whole days.

    Both of shape (days,), for day 0, 1, …: ``happened``, to which share it has happened by the end
    of the day; ``waiting``, the share to which it has not, and still may. (Without anything that
    competes they add up to one.) After the last day nothing more happens. ``share`` is the last
    value of ``happened``, with its interval.
    """

    happened: Floats
    waiting: Floats
    share: Estimate

    @classmethod
    def of(cls, curve: Incidence, horizon: int) -> Delayed:
        """Return what a curve of incidence says up to a horizon, in days.

        Without units, or when nobody was watched until the horizon, as far as it goes.
        """
        days = np.arange(horizon + 1)
        at = np.searchsorted(curve.days, days, side="right") - 1
        happened = np.append(curve.share, 0.0)[at]
        waiting = np.append(curve.waiting, 1.0)[at]
        share = curve.by(horizon)
        if share.value is None:
            last = int(curve.days[-1]) if curve.n else 0
            share = curve.by(min(last, horizon)) if curve.n else Estimate(0.0, 0.0, 1.0)
        return cls(happened, waiting, share)

    @classmethod
    def at_once(cls, share: Estimate | None = None) -> Delayed:
        """Return what happens on the same day; to all, unless told to which share."""
        known = Estimate(1.0, 1.0, 1.0) if share is None else share
        if known.value is None:
            raise ValueError("a share without a value cannot be drawn from")
        return cls(np.array([known.value]), np.array([1 - known.value]), known)

    @classmethod
    def of_law(cls, law: DelayLaw, share: Estimate | None = None) -> Delayed:
        """Return what happens by this law of delays; to all, unless told to which share."""
        known = Estimate(1.0, 1.0, 1.0) if share is None else share
        if known.value is None:
            raise ValueError("a share without a value cannot be drawn from")
        last = min(_LONGEST, math.ceil(law.quantile(_LATE)))
        happened = known.value * law.by(np.arange(last + 1))
        return cls(happened, 1 - happened, known)

    def new_by_week(self, weeks: int, slower: float = 1.0) -> Floats:
        """Return by how many weeks later it happens, of those to which it does: shape (weeks,).

        Entry j: in the j-th week after the one in which the delay began, on each of its days alike:
        ``mean over u = 0 … 6 of [F(7j + 6 − u) − F(7j − 1 − u)] / F(∞)``. ``slower`` multiplies all
        delays. What comes later is missing from the sum. Zeros when it happens to nobody.

        >>> Delayed.at_once().new_by_week(2).tolist()
        [1.0, 0.0]
        """
        if not self.happened[-1] > 0:
            return np.zeros(weeks)
        edges = _WEEK * np.arange(1, weeks + 1)[:, None] - np.arange(_WEEK)
        by_then = self._by(edges / slower).mean(axis=1) / self.happened[-1]
        return np.diff(by_then, prepend=0.0)

    def open_by_week(self, ages: npt.ArrayLike, weeks: int, faster: float = 1.0) -> Floats:
        """Return the probability that it has happened by each coming week, given the age.

        ``ages``: shape (n,), whole days that each has waited by the end of today, and it has not
        happened. Entry (i, j) of the answer, shape (n, weeks), is the probability that it happens
        within the next 7(j + 1) days: ``[F(a + 7(j + 1)) − F(a)] / waiting(a)``. ``faster`` lets
        the days from today on count for more. Beyond the last day of the curve: 0.

        >>> half = Delayed(np.array([0.0] * 8 + [0.5]), np.array([1.0] * 8 + [0.5]), Estimate(0.5))
        >>> half.open_by_week([0, 1, 8], 2).tolist()
        [[0.0, 0.5], [0.5, 0.5], [0.0, 0.0]]
        """
        age = np.asarray(ages, dtype=np.int64)
        last = len(self.happened) - 1
        now = self.happened[np.minimum(age, last)]
        waiting = self.waiting[np.minimum(age, last)]
        ahead = _WEEK * np.arange(1, weeks + 1) * faster
        more = self._by(age[:, None] + 1 + ahead) - now[:, None]
        left = np.divide(
            more, waiting[:, None], out=np.zeros_like(more), where=waiting[:, None] > 0
        )
        return np.clip(left, 0.0, 1.0)

    def ahead_by_week(self, ages: npt.ArrayLike, weeks: int, slower: float = 1.0) -> Floats:
        """Return which share of all that happens lies ahead, by coming week: shape (n, weeks).

        As :meth:`open_by_week`, of units of which it is not known whether it has happened: ``[F(a +
        7(j + 1)) − F(a)] / F(∞)``.
        """
        age = np.asarray(ages, dtype=np.int64)
        if not self.happened[-1] > 0:
            return np.zeros((len(age), weeks))
        now = self.happened[np.minimum(age, len(self.happened) - 1)]
        ahead = _WEEK * np.arange(1, weeks + 1) / slower
        return (self._by(age[:, None] + 1 + ahead) - now[:, None]) / self.happened[-1]

    def _by(self, x: Floats) -> Floats:
        """Return F in continuous days: ``happened(d)`` at ``d + 1``, straight lines between."""
        return np.interp(x, np.arange(len(self.happened) + 1), np.append(0.0, self.happened))
