"""The likely region: which R, k and law of delays agree with the counts, for figures of them.

The interval of a figure ``g(R, k, law)`` by profile likelihood is the range of ``g`` over all
parameters whose log-likelihood lies within a drop of its maximum [1]_. The region is followed along
rays in (ln R, ln(1 + 1/k)); the law of delays at a point is the one that is most likely for its R.

References
----------
.. [1] Cox, Hinkley 1974, Theoretical Statistics, section 9.3; the range over a region as the
   profile interval of a function: Venzon, Moolgavkar 1988, Appl. Stat. 37:87, doi 10.2307/2347496.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from analysis.delays import DelayLaw
from analysis.intervals import Estimate
from analysis.likelihood import Cells, Fitted, Likelihood, law_at, maximum
from analysis.offspring import OffspringFit, likely_drop
from analysis.one_thread import one_thread

__all__ = ["LikelyPoint", "likely_points", "ranged"]

_RAYS = 24
_FURTHEST = 2.5
"""How far a ray is followed, in half-widths of the intervals of R and k."""
_CLOSE = 5e-3

Point = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LikelyPoint:
    """One set of parameters within the likely region; ``k`` may be infinity, ``law`` None."""

    R: float
    k: float
    law: DelayLaw | None


@one_thread
def likely_points(cells: Cells, fit: OffspringFit) -> tuple[LikelyPoint, ...]:
    """Return the most likely parameters first, then points on the border of the likely region.

    ``cells``: those that ``fit`` was made of. Where the interval of R is open above, the border
    ends where the search for its end was given up. Empty when the fit has no R.
    """
    if fit.R.value is None or fit.k.value is None:
        return ()
    name = fit.law.name if fit.law else None
    best = _start(fit)
    top = _widest(fit)
    path = [maximum(cells, name, R=R, start=best) for R in (_least(fit), top)]
    law = _LawByRate(path[0], best, path[1])
    likelihood = Likelihood(cells, name)
    peak = likelihood.at(np.array(best.point))[0]
    drop = likely_drop(fit.R.level, fit.design_effect)
    u = best.point[1]
    sides = (
        (math.log(top) - best.point[0], best.point[0] - math.log(_least(fit))),
        (_log_alpha(fit.k.low) - u, u - _log_alpha(fit.k.high)),
    )

    def on(ray: float) -> LikelyPoint:
        x, y = math.cos(ray), math.sin(ray)
        step = np.array([x * sides[0][x < 0], y * sides[1][y < 0]])

        def point(length: float) -> Point:
            log_rate = min(best.point[0] + length * step[0], math.log(top))
            thin = min(max(u + length * step[1], 0.0), Fitted.LARGEST)
            return law.point(log_rate, thin)

        def above(length: float) -> float:
            return drop - (peak - likelihood.at(point(length))[0])

        return _told(point(_border(above)), name, law_at(name, point(_border(above))))

    rays = [on(2 * math.pi * i / _RAYS) for i in range(_RAYS)]
    return (LikelyPoint(fit.R.value, fit.k.value, fit.law), *rays)


def ranged(
    points: tuple[LikelyPoint, ...], of: Callable[[LikelyPoint], float], level: float, n: int
) -> Estimate:
    """Return a figure of the parameters with its interval: its range over the likely region.

    Raises ``ValueError`` without points.
    """
    if not points:
        raise ValueError("without a fit there is no figure of it")
    values = [of(point) for point in points]
    return Estimate(values[0], min(values), max(values), level, n)


class _LawByRate:
    """The law of delays along the profile of R: a parabola through three fits, in its point."""

    def __init__(self, low: Fitted, best: Fitted, high: Fitted) -> None:
        at = np.array([fit.point[0] for fit in (low, best, high)])
        told = np.array([fit.point[2:] for fit in (low, best, high)])
        self._center = best.point[0]
        offset = at - self._center
        exact = len(np.unique(np.round(offset, 9))) == len(offset)
        self._fit = np.polynomial.polynomial.polyfit(offset, told, 2) if exact else told[1:2]

    def point(self, log_rate: float, thin: float) -> Point:
        """Return the point of the likelihood with this R and k."""
        x = log_rate - self._center
        return np.array([log_rate, thin, *(x ** np.arange(len(self._fit)) @ self._fit)])


def _border(above: Callable[[float], float]) -> float:
    """Return where along a ray the likelihood has dropped, or how far the ray is followed."""
    inside, outside = 0.0, 1.0
    while above(outside) >= 0:
        inside, outside = outside, outside + 0.5
        if outside > _FURTHEST:
            return _FURTHEST
    return float(brentq(above, inside, outside, xtol=_CLOSE))


def _told(point: Point, name: str | None, law: DelayLaw | None) -> LikelyPoint:
    alpha = math.expm1(point[1])
    return LikelyPoint(
        math.exp(point[0]), 1 / alpha if alpha > 0 else math.inf, law if name else None
    )


def _start(fit: OffspringFit) -> Fitted:
    mean, k = float(fit.R.value or 0.0), float(fit.k.value or 0.0)
    alpha = 0.0 if math.isinf(k) else 1 / k
    law = fit.law
    rest = (0.0, 0.0)
    if law is not None:
        location = law.scale if law.name == "lognormal" else law.mean
        rest = (math.log(location), math.log(law.shape))
    point = (math.log(mean), math.log1p(alpha), *rest)
    return Fitted(mean, alpha, law, fit.loglik or 0.0, 0, converged=True, point=point)


def _least(fit: OffspringFit) -> float:
    return max(float(fit.R.low or 0.0), 1e-4 * float(fit.R.value or 1.0))


def _widest(fit: OffspringFit) -> float:
    high = float(fit.R.high or math.inf)
    if math.isfinite(high):
        return high
    return max(5 * float(fit.naive or 0.0), 1.01 * float(fit.R.value or 0.0))


def _log_alpha(k: float | None) -> float:
    if not k:
        return Fitted.LARGEST
    return 0.0 if math.isinf(k) else math.log1p(1 / k)
