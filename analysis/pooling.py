"""Pooling: rates of groups, each drawn toward what all have in common as far as it is small.

A group of three conversations that led to none is no proof of anything. Groups' rates are taken as
gamma distributed about a common mean; how much they differ is estimated from all of them, and each
group's rate is what its own count says, weighed against the others (empirical Bayes).

References
----------
.. [1] Clayton, Kaldor 1987, Biometrics 43:671, doi 10.2307/2532003 (gamma–Poisson rates).
.. [2] Carlin, Gelfand 1990, J. Am. Stat. Assoc. 85:105, doi 10.1080/01621459.1990.10475312
   (intervals must carry that mean and shape are estimated).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gammainc, gammaincinv, gammaln

from analysis.intervals import LEVEL, Estimate

__all__ = ["PooledRates", "pool_rates"]

Floats: TypeAlias = npt.NDArray[np.float64]

_SPREADS = np.linspace(0.02, 2.0, 34)
"""Coefficients of variation between groups, 1/√shape, over which the interval averages."""
_MEANS = np.linspace(-1.0, 1.0, 33)
_ALIKE = 1e-4
_EPS = 1e-9
_NEGLIGIBLE = 1e-4


@dataclass(frozen=True, slots=True)
class PooledRates:
    """Rates of groups, pooled.

    ``mean``: the common rate; ``shape`` of the gamma law between groups (infinity: the groups do
    not differ by more than chance). ``groups``: one estimate per group, in the order given, with
    the exposure rounded to whole units as n.
    """

    shape: float
    mean: float
    groups: tuple[Estimate, ...]


def pool_rates(counts: npt.ArrayLike, exposure: npt.ArrayLike, level: float = LEVEL) -> PooledRates:
    """Return the rate of each group, partially pooled.

    With count ``Z_g`` and exposure ``E_g``: ``Z_g ~ Poisson(λ_g E_g)``, ``λ_g`` gamma with the
    mean m and the shape a that maximize the marginal (negative binomial) likelihood [1]_. The value
    is the posterior mean ``(a + Z_g)/(a/m + E_g)``, or m when a is infinite. The interval averages
    the posteriors over means and shapes by their likelihood [2]_, because both are estimated.

    A group without exposure has the value m and a wide interval. With no group, or no exposure at
    all, ``ValueError``; also for negative or broken numbers and lengths that differ. When nothing
    was counted anywhere the mean is 0 and the interval of each group says how far up it may be.

    >>> pooled = pool_rates([0, 9, 12, 3], [2.0, 10.0, 11.0, 9.0])
    >>> [round(group.value, 2) for group in pooled.groups]
    [0.64, 0.79, 0.87, 0.58]
    """
    z, e = _checked(counts, exposure)
    a, m = _most_likely(z, e)
    values = np.full(len(z), m) if math.isinf(a) or m == 0 else (a + z) / (a / m + e)
    lows, highs = _intervals(z, e, m, level)
    return PooledRates(
        a,
        m,
        tuple(
            Estimate(float(v), float(min(low, v)), float(max(high, v)), level, round(float(n)))
            for v, low, high, n in zip(values, lows, highs, e, strict=True)
        ),
    )


def _checked(counts: npt.ArrayLike, exposure: npt.ArrayLike) -> tuple[Floats, Floats]:
    z = np.atleast_1d(np.asarray(counts, dtype=np.float64))
    e = np.atleast_1d(np.asarray(exposure, dtype=np.float64))
    if z.shape != e.shape:
        raise ValueError(f"{len(z)} counts and {len(e)} exposures do not belong together")
    if not (np.isfinite(z).all() and np.isfinite(e).all()) or (z < 0).any() or (e < 0).any():
        raise ValueError("counts and exposures are numbers from 0 on")
    if (z[e == 0] > 0).any():
        raise ValueError("something was counted where there was no exposure")
    if not e.sum() > 0:
        raise ValueError("there is no exposure in any group, so there is no rate")
    return z, e


def _marginal(z: Floats, e: Floats, m: float, spread: float) -> float:
    """Return the log-likelihood of mean and spread, without what depends on neither."""
    expected = m * e[e > 0]
    seen = z[e > 0]
    if spread < _ALIKE:
        return float((seen * np.log(m) - expected).sum())
    a = 1 / spread**2
    rising = gammaln(seen + a) - gammaln(a)
    return float(
        (rising + seen * (math.log(m) - np.log(a + expected)) - a * np.log1p(expected / a)).sum()
    )


def _mean_given(z: Floats, e: Floats, spread: float) -> float:
    """Return the most likely mean for a spread: the root of the score, which falls in m."""
    plain = float(z.sum() / e.sum())
    if plain == 0 or spread < _ALIKE:
        return plain
    a = 1 / spread**2

    def score(log_m: float) -> float:
        expected = math.exp(log_m) * e
        return float((a * (z - expected) / (a + expected)).sum())

    rates = z[e > 0] / e[e > 0]
    high = math.log(float(rates.max()))
    low = min(math.log(plain), high) - 1.0
    while score(low) < 0:
        low -= 1.0
    return math.exp(high if score(high) >= 0 else float(brentq(score, low, high)))


def _most_likely(z: Floats, e: Floats) -> tuple[float, float]:
    if not z.sum():
        return math.inf, 0.0

    def loss(spread: float) -> float:
        return -_marginal(z, e, _mean_given(z, e, spread), spread)

    grid = np.linspace(_ALIKE, 5.0, 60)
    losses = [loss(float(s)) for s in grid]
    best = int(np.argmin(losses))
    around = (float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)]))
    found = minimize_scalar(loss, bounds=around, method="bounded", options={"xatol": 1e-7})
    spread = float(found.x)
    if loss(0.0) <= float(found.fun) + _EPS:
        return math.inf, _mean_given(z, e, 0.0)
    return 1 / spread**2, _mean_given(z, e, spread)


def _intervals(z: Floats, e: Floats, m: float, level: float) -> tuple[Floats, Floats]:
    """Return the bounds of each group: quantiles of its posterior, averaged over the grid."""
    center = math.log(max(m, 0.5 / float(e.sum())))
    width = 4 / math.sqrt(float(z.sum()) + 1) + 1.0
    means = np.exp(center + width * _MEANS)
    grid = np.array([_marginals(z, e, means, float(spread)) for spread in _SPREADS]).T
    weight = np.exp(grid - grid.max())
    kept = weight > weight.max() * _NEGLIGIBLE
    a = np.broadcast_to(1 / _SPREADS**2, weight.shape)[kept]
    of_mean = np.broadcast_to(means[:, None], weight.shape)[kept]
    share = weight[kept] / weight[kept].sum()
    bounds = [
        _quantiles(a + count, a / of_mean + exposed, share, level)
        for count, exposed in zip(z, e, strict=True)
    ]
    return np.array([low for low, _ in bounds]), np.array([high for _, high in bounds])


def _marginals(z: Floats, e: Floats, means: Floats, spread: float) -> Floats:
    """Return :func:`_marginal` for each mean, shape (means,); ``spread`` above 0."""
    a = 1 / spread**2
    seen, expected = z[e > 0], np.outer(means, e[e > 0])
    rising = float((gammaln(seen + a) - gammaln(a)).sum())
    log_means = np.log(means)[:, None]
    rest = seen * (log_means - np.log(a + expected)) - a * np.log1p(expected / a)
    return rising + rest.sum(axis=1)


def _quantiles(shape: Floats, rate: Floats, share: Floats, level: float) -> tuple[float, float]:
    """Return the central interval of a mixture of gamma laws."""

    def at(tail: float) -> float:
        ends = gammaincinv(shape, tail) / rate
        low, high = float(ends.min()), float(ends.max())
        if high - low < _EPS * max(high, _EPS):
            return high

        def beyond(x: float) -> float:
            return float(share @ gammainc(shape, rate * x)) - tail

        return float(brentq(beyond, low, high, xtol=_EPS, rtol=1e-6))

    return at((1 - level) / 2), at((1 + level) / 2)
