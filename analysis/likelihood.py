"""The joint likelihood of offspring counts and their delays, on cells, and its maximum.

Counts and maturities are few distinct pairs, whatever the number of meetings, and so are delays:
each cell is worked out once and weighted by how often it occurs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import gammaln

from analysis.delays import DelayLaw, LawName

__all__ = ["Cells", "Fitted", "Likelihood", "cells_of", "law_at", "maximum"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

_TINY = 1e-200
_LOCATION, _SHAPE = 2, 3
_LOCATIONS = (math.log(0.05), math.log(20_000.0))
_SHAPES: dict[LawName, tuple[float, float]] = {
    "gamma": (math.log(0.05), math.log(200.0)),
    "weibull": (math.log(0.1), math.log(50.0)),
    "lognormal": (math.log(0.02), math.log(6.0)),
}
_RATES = (math.log(1e-9), math.log(1e7))
_NEAR = 1e-3
_OF_ALL, _OF_PROFILE = 1e-11, 1e-8
"""How exact the best fit is, and how exact points of its profile need to be."""
_OPTIONS = {"gtol": 1e-6, "maxiter": 300}


@dataclass(frozen=True, slots=True)
class Cells:
    """Distinct (count, maturity), delays and maturities of parents, with how often each occurs.

    A delay and the maturity of its parent enter the likelihood as two separate terms, so that they
    need not be kept together.
    """

    count: Ints
    maturity: Ints
    times: Floats
    delay: Ints
    delay_times: Floats
    parent: Ints
    parent_times: Floats
    constant: float
    """−Σ ln Z!: what does not depend on the parameters."""

    @property
    def last_day(self) -> int:
        """The longest maturity of any meeting or parent."""
        return int(max(self.maturity.max(initial=0), self.parent.max(initial=0)))

    @property
    def mean(self) -> float:
        """Offspring per meeting, as they are."""
        return float((self.count * self.times).sum() / self.times.sum())

    @property
    def mean_delay(self) -> float:
        """The mean of the delays seen, too short for the young ones among them."""
        return float((self.delay * self.delay_times).sum() / max(self.delay_times.sum(), 1.0))


def cells_of(counts: Ints, maturity: Ints, delays: Ints, parents: Ints) -> Cells:
    """Return the cells of a log. All arrays are whole numbers from 0 on."""
    count, days, times = _distinct(counts, maturity)
    constant = -float((gammaln(count + 1.0) * times).sum())
    return Cells(count, days, times, *_counted_once(delays), *_counted_once(parents), constant)


def _distinct(first: Ints, second: Ints) -> tuple[Ints, Ints, Floats]:
    width = int(second.max(initial=0)) + 1
    keys, times = _counted_once(first * width + second)
    return keys // width, keys % width, times


def _counted_once(values: Ints) -> tuple[Ints, Floats]:
    keys, times = np.unique(values, return_counts=True)
    return keys, times.astype(np.float64)


@dataclass(frozen=True, slots=True)
class Fitted:
    """The parameters at a maximum; ``alpha`` is 1/k, ``free`` how many were not given."""

    R: float
    alpha: float
    law: DelayLaw | None
    loglik: float
    free: int
    converged: bool
    point: tuple[float, ...]

    LARGEST: ClassVar[float] = math.log1p(1e4)
    """The upper limit of ln(1 + 1/k) that is searched."""

    @property
    def k(self) -> float:
        """The dispersion; infinity for Poisson."""
        return 1 / self.alpha if self.alpha > 0 else math.inf

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return 2 * self.free - 2 * self.loglik


def maximum(
    cells: Cells,
    law: LawName | None,
    *,
    R: float | None = None,
    alpha: float | None = None,
    start: Fitted | None = None,
) -> Fitted:
    """Return the maximum of the likelihood, over all parameters but those that are given.

    ``law`` None: counts as they are, without delays. The search starts at ``start``, or at what
    the naive mean and the delays seen suggest, from two dispersions.
    """
    given = (None if R is None else math.log(R), None if alpha is None else math.log1p(alpha))
    free = [i for i, value in enumerate((*given, None, None)) if value is None]
    free = free if law else [i for i in free if i < _LOCATION]
    limits = (_RATES, (0.0, Fitted.LARGEST), _LOCATIONS, _SHAPES[law or "gamma"])
    bounds = np.array([limits[i] for i in free]).reshape(-1, 2)
    likelihood = Likelihood(cells, law)
    point = np.array([*(0.0 if value is None else value for value in given), 0.0, 0.0])

    def loss(x: Floats) -> tuple[float, Floats]:
        point[free] = x
        value, slope = likelihood.at(point)
        return -value, -slope[free]

    best, converged = (math.inf, np.zeros(len(free))), False
    for first in _starts(cells, law, start):
        x = np.clip(first[free], bounds[:, 0], bounds[:, 1])
        if not free:
            best, converged = (loss(x)[0], x), True
            break
        options = {"ftol": _OF_ALL if given == (None, None) else _OF_PROFILE, **_OPTIONS}
        found = minimize(loss, x, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
        settled = bool(found.success) or _is_flat(loss, found.x, bounds)
        if (settled, -found.fun) > (converged, -best[0]):
            best, converged = (float(found.fun), found.x), settled
    point[free] = best[1]
    return Fitted(
        R=math.exp(point[0]),
        alpha=math.expm1(point[1]),
        law=law_at(law, point),
        loglik=cells.constant - best[0],
        free=len(free),
        converged=converged and math.isfinite(best[0]),
        point=tuple(point.tolist()),
    )


def _is_flat(loss: Callable[[Floats], tuple[float, Floats]], x: Floats, bounds: Floats) -> bool:
    """Whether no small step along an axis is better: what a stopped line search leaves open."""
    here = loss(x)[0]
    for i, (low, high) in enumerate(bounds):
        for step in (-1e-3, 1e-3):
            there = x.copy()
            there[i] = min(max(there[i] + step, low), high)
            if loss(there)[0] < here - 1e-4:
                return False
    return True


def _starts(cells: Cells, law: LawName | None, start: Fitted | None) -> list[Floats]:
    if start is not None:
        same = start.law is None or start.law.name == law
        delay = start.point[2:] if same else _alike(start, law)
        return [np.array([*start.point[:2], *delay])]
    delay = (math.log(cells.mean_delay * 1.3 + 1), math.log(1.5 if law == "gamma" else 1.0))
    rate = math.log(max(cells.mean, 1e-6) * 1.3)
    return [np.array([rate, math.log1p(alpha), *delay]) for alpha in (0.5, 4.0)]


def _alike(start: Fitted, law: LawName | None) -> tuple[float, float]:
    """Return location and shape of a law that looks about like that of a gamma fit."""
    location, shape = start.point[_LOCATION:]
    if law == "weibull":
        return location, 0.55 * shape
    spread = math.log1p(math.exp(-shape))  # the variance of the logarithm, with the same moments
    return location - spread / 2, math.log(spread) / 2


def law_at(law: LawName | None, point: Floats) -> DelayLaw | None:
    """Return the law of delays at a point of the search, None when there is none."""
    if law is None:
        return None
    return DelayLaw.at(law, math.exp(point[_LOCATION]), math.exp(point[_SHAPE]))


class Likelihood:
    """The log-likelihood on cells, and its slope.

    A point is (ln R, ln(1 + 1/k), ln location, ln shape), the last two of the law of delays.
    """

    def __init__(self, cells: Cells, law: LawName | None) -> None:
        self._cells = cells
        self._law = law
        self._days = np.arange(cells.last_day + 2, dtype=np.float64)
        self._always, self._never = np.ones_like(self._days), np.zeros_like(self._days)
        self._steps = np.arange(int(cells.count.max(initial=0)), dtype=np.float64)

    def at(self, point: Floats) -> tuple[float, Floats]:
        """Return the value, without its constant, and the slope: shape (4,)."""
        cells = self._cells
        rate, alpha = math.exp(point[0]), math.expm1(point[1])
        law = law_at(self._law, point)
        by, beyond = law.both(self._days) if law else (self._always, self._never)
        mean = np.maximum(rate * by[cells.maturity + 1], _TINY)
        of_cell, of_alpha = self._counts(mean, alpha)
        value = float(of_cell @ cells.times)
        score = (cells.count - mean) / (1 + alpha * mean) * cells.times
        slope = np.zeros(len(point))
        slope[0] = score.sum()
        slope[1] = (1 + alpha) * float(of_alpha @ cells.times)
        if law is None:
            return value, slope
        seen = np.maximum(_between(by, beyond, cells.delay), _TINY)
        over = np.maximum(by[cells.parent + 1], _TINY)
        value += float(np.log(seen) @ cells.delay_times - np.log(over) @ cells.parent_times)
        of_counts = rate * score / mean
        of_seen, of_over = cells.delay_times / seen, cells.parent_times / over
        for i, change in zip((_LOCATION, _SHAPE), law.slopes(self._days), strict=True):
            slope[i] = (
                of_counts @ change[cells.maturity + 1]
                + of_seen @ (change[cells.delay + 1] - change[cells.delay])
                - of_over @ change[cells.parent + 1]
            )
        return value, slope

    def _counts(self, mean: Floats, alpha: float) -> tuple[Floats, Floats]:
        """Return ln P(Z) + ln Z! of each cell, and its derivative by alpha.

        Both exact down to ``alpha`` = 0, which is Poisson.
        """
        z, x = self._cells.count, alpha * mean
        thin = np.log1p(x)
        rising = np.cumsum(np.log1p(alpha * self._steps))
        rising_more = np.cumsum(self._steps / (1 + alpha * self._steps))
        value = z * (np.log(mean) - thin) - (mean if alpha == 0 else thin / alpha)
        small = x < _NEAR
        bent = 1 / 2 - x * (2 / 3 - x * (3 / 4 - x * 4 / 5))  # (ln(1 + x) − x/(1 + x))/x² near 0
        np.divide(thin - x / (1 + x), x * x, out=bent, where=~small)
        slope = mean * (mean * bent - z / (1 + x))
        return np.append(0.0, rising)[z] + value, np.append(0.0, rising_more)[z] + slope


def _between(by: Floats, beyond: Floats, day: Ints) -> Floats:
    """Return G(d + 1) − G(d), from whichever side keeps its digits."""
    early = by[day] < 0.5  # noqa: PLR2004 - the middle
    return np.where(early, by[day + 1] - by[day], beyond[day] - beyond[day + 1])
