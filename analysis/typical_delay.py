"""Typical delay: how surely the middle of a law of delays is known, delays being right-truncated.

References
----------
.. [1] Kalbfleisch, Lawless 1991, Statistica Sinica 1:19 (right-truncated delays).
.. [2] Rao, Scott 1981, J. Am. Stat. Assoc. 76:221, doi 10.1080/01621459.1981.10477633 (a likelihood
   ratio divided by a design effect).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtri

from analysis.delays import DelayLaw

__all__ = ["likely_median"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_HALF = 0.5
_TINY = 1e-200
_SHAPES = (math.log(0.1), math.log(30.0))
_WIDEST = math.log(50.0)
_STEP = 0.05


def likely_median(
    law: DelayLaw, days: Ints, maturity: Ints, cluster: Ints, level: float
) -> tuple[float, float]:
    """Return the interval of the median of a law, in days of continuous time.

    ``days``: delays seen, ``maturity`` of the parent of each, ``cluster``: whose each is; all of
    shape (delays,). By profile likelihood of ``Π P(d)/G(C + 1)`` [1]_ over laws of the same name,
    the ratio divided by max(1, design effect) of clusters [2]_. Not closed within 50 times: 0 or
    infinity.
    """
    middle = math.log(law.quantile(_HALF))
    # A delay and its parent's maturity are two terms, each worked out once for equal days.
    delay, times = np.unique(days, return_counts=True)
    parent, parents = np.unique(maturity, return_counts=True)

    def best(x: float) -> float:
        def loss(shape: float) -> float:
            at = _with_median(law, x, math.exp(shape))
            seen = np.log(np.maximum(at.cdf(delay + 1) - at.cdf(delay), _TINY))
            over = np.log(np.maximum(at.by(parent), _TINY))
            return float(over @ parents - seen @ times)

        found = minimize_scalar(loss, bounds=_SHAPES, method="bounded", options={"xatol": 1e-3})
        return -float(found.fun)

    peak = minimize_scalar(
        lambda x: -best(x), bounds=(middle - 1, middle + 1), method="bounded",
        options={"xatol": 1e-3},
    )  # fmt: skip
    drop = NormalDist().inv_cdf((1 + level) / 2) ** 2 / 2
    drop *= max(1.0, _design_effect(law, days, maturity, cluster))

    def above(x: float) -> float:
        return drop - (-float(peak.fun) - best(x))

    low, high = (_leave(above, float(peak.x), side) for side in (-_STEP, _STEP))
    return math.exp(low), math.exp(high)


def _with_median(law: DelayLaw, log_median: float, shape: float) -> DelayLaw:
    unit = DelayLaw(law.name, 1.0, shape).quantile(_HALF)
    return DelayLaw(law.name, math.exp(log_median) / max(unit, _TINY), shape)


def _design_effect(law: DelayLaw, days: Ints, maturity: Ints, cluster: Ints) -> float:
    """Return by how much delays of one cluster are alike: of normal scores of their ranks."""
    near, far = law.cdf(days), law.cdf(days + 1)
    rank = (near + far) / 2 / np.maximum(law.by(maturity), _TINY)
    score = ndtri(np.clip(rank, 1e-6, 1 - 1e-6))
    score = score - score.mean()
    who = np.unique(cluster, return_inverse=True)[1]
    many = int(who.max()) + 1
    total = float((score**2).sum())
    if many == 1 or not total:
        return 1.0
    return float((np.bincount(who, weights=score) ** 2).sum() / total * many / (many - 1))


def _leave(above: Callable[[float], float], start: float, step: float) -> float:
    """Return where the profile has fallen; infinity on that side: nowhere near."""
    inside = start
    while abs(inside - start) < _WIDEST:
        outside = inside + step
        if above(outside) < 0:
            return float(brentq(above, inside, outside, xtol=1e-3))
        inside, step = outside, 1.5 * step
    return math.copysign(math.inf, step)
