"""Products of estimates, with an interval from those of the factors.

References
----------
.. [1] Zou, Donner 2008, Stat. Med. 27:1693, doi 10.1002/sim.3095 (recovery of variances from the
   intervals of the parts, here on the scale of logarithms).
"""

from __future__ import annotations

import math

from analysis.intervals import LEVEL, Estimate

__all__ = ["inverse", "product"]


def product(*factors: Estimate) -> Estimate:
    """Return the product of estimates that do not depend on each other.

    On the scale of logarithms the distances from value to bound of all factors are added as
    squares [1]_. The lower bound is 0 as soon as that of one factor is. A product of 0 has the
    product of the upper bounds as its own. ``n`` is the smallest of theirs. Where a factor is not
    given, its reason is that of the product.

    >>> found = product(Estimate(2.0, 1.5, 3.0, n=40), Estimate(0.5, 0.4, 0.6, n=70))
    >>> found.value, round(found.low, 3), round(found.high, 3), found.n
    (1.0, 0.695, 1.56, 40)
    >>> product(Estimate(2.0), Estimate(None, reason="no_units")).reason
    'no_units'
    """
    level = factors[0].level if factors else LEVEL
    n = min((factor.n for factor in factors), default=0)
    values = [factor.value for factor in factors if factor.value is not None]
    for factor in factors:
        if factor.reason is not None:
            return Estimate(None, level=level, n=n, reason=factor.reason)
    value = math.prod(values)
    bounded = [(f.low, f.high) for f in factors if f.low is not None and f.high is not None]
    if len(bounded) < len(factors):
        return Estimate(value, level=level, n=n)
    if value == 0:
        return Estimate(0.0, 0.0, math.prod(high for _, high in bounded), level, n)
    below = above = 0.0
    for at, (low, high) in zip(values, bounded, strict=True):
        below += math.log(at / low) ** 2 if low > 0 else math.inf
        above += math.log(high / at) ** 2
    low, high = value * math.exp(-math.sqrt(below)), value * math.exp(math.sqrt(above))
    return Estimate(value, low, high, level, n)


def inverse(of: Estimate, reason_if_none: str) -> Estimate:
    """Return one over an estimate; ``reason_if_none`` where that is zero.

    >>> inverse(Estimate(2.0, 1.0, 4.0), "no_names")
    Estimate(value=0.5, low=0.25, high=1.0, level=0.9, n=0, reason=None)
    """
    if of.value is None:
        return of
    if of.value == 0:
        return Estimate(None, level=of.level, n=of.n, reason=reason_if_none)
    low = None if of.high is None else 1 / of.high
    high = None if of.low is None else (1 / of.low if of.low > 0 else math.inf)
    return Estimate(1 / of.value, low, high, of.level, of.n)
