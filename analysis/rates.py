"""Means of counts with intervals that hold for few, for none and for uneven counts.

References
----------
.. [1] F. Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28:437-442,
   doi 10.1093/biomet/28.3-4.437
.. [2] P. McCullagh, J. A. Nelder (1989), Generalized Linear Models, 2nd ed., ch. 6: overdispersion
   as a factor on the Poisson variance. doi 10.1201/9780203753736
"""

from __future__ import annotations

from math import fsum

import numpy as np
import numpy.typing as npt

from analysis.clusters import numbered
from analysis.intervals import LEVEL, Estimate

__all__ = ["mean_count", "poisson_interval", "rate", "variance_factor"]


def poisson_interval(total: float, level: float = LEVEL) -> tuple[float, float]:
    """Return Garwood's exact interval of a Poisson mean of which ``total`` was seen [1]_.

    ``χ²(α/2; 2T)/2 … χ²(1 − α/2; 2T + 2)/2``; the lower bound is 0 when nothing was seen.

    >>> [round(bound, 3) for bound in poisson_interval(10, level=0.95)]
    [4.795, 18.39]
    >>> poisson_interval(0)[0]
    0.0
    """
    # χ²(p; 2a) = 2 P⁻¹(a, p); all of scipy.stats would take seconds to import.
    from scipy.special import gammaincinv

    tail = (1 - level) / 2
    low = 0.0 if total <= 0 else float(gammaincinv(total, tail))
    return low, float(gammaincinv(total + 1, 1 - tail))


def variance_factor(events: npt.ArrayLike, exposure: npt.ArrayLike) -> float:
    """Return by how much a rate varies more than a Poisson rate would, at least 1.

    For ``m`` clusters with ``events`` e and ``exposure`` x, and the rate r = Σe ÷ Σx:
    ``max(1, m/(m−1) · Σ (e − r x)² / Σ e)`` [2]_. Fewer than two clusters, or no event, say
    nothing: 1.

    >>> variance_factor([0, 0, 0, 8], [1, 1, 1, 1])
    8.0
    >>> variance_factor([1, 1, 1], [1, 1, 1])
    1.0
    """
    e, x = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float)
    m = len(e)
    if m < 2 or e.sum() == 0:  # noqa: PLR2004  # one cluster has no spread
        return 1.0
    # fsum: rounding must not depend on the order of the clusters, which is that of ids.
    residuals = e - e.sum() / x.sum() * x
    return max(1.0, m / (m - 1) * fsum(residuals**2) / float(e.sum()))


def rate(events: npt.ArrayLike, exposure: npt.ArrayLike, level: float = LEVEL) -> Estimate:
    """Return events per unit of exposure over clusters that may differ, with an interval.

    The exact Poisson interval of the total; total and bounds are scaled by the variance factor
    (which see): Garwood's for clusters that agree, wider for those that do not. ``n`` is the
    exposure. Without exposure there is a reason instead.

    >>> rate([], []).reason
    'no_units'
    >>> rate([4, 2], [2, 2]).value
    1.5
    """
    e, x = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float)
    n = float(x.sum())
    if n == 0:
        return Estimate(None, level=level, reason="no_units")
    factor = variance_factor(e, x)
    low, high = poisson_interval(float(e.sum()) / factor, level)
    return Estimate(float(e.sum()) / n, low * factor / n, high * factor / n, level, int(n))


def mean_count(
    counts: npt.ArrayLike, clusters: npt.ArrayLike | None = None, level: float = LEVEL
) -> Estimate:
    """Return the mean of counts per unit: their :func:`rate` over clusters of units.

    Without ``clusters`` each unit is one of its own.

    >>> estimate = mean_count([3, 0, 1, 2])
    >>> estimate.value, estimate.n, estimate.low < 1.5 < estimate.high
    (1.5, 4, True)
    """
    z = np.asarray(counts, dtype=float)
    if clusters is None or len(z) == 0:
        return rate(z, np.ones(len(z)), level)
    group, _ = numbered(clusters)
    return rate(np.bincount(group, weights=z), np.bincount(group), level)
