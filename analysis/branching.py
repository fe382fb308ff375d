"""Branching: what offspring with mean R and dispersion k come to in the long run.

One meeting leads to a number of further meetings that is negative binomial with mean ``R`` and
dispersion ``k`` (Lloyd-Smith et al. 2005 [1]_): variance ``R + R²/k``. ``k = 1`` is geometric,
``k = ∞`` (``math.inf``) is Poisson. The tree that grows so is a Galton–Watson process; everything
here follows from ``R`` and ``k`` alone. How large trees become is :mod:`analysis.chain_sizes`,
whose names are at hand here too.

References
----------
.. [1] Lloyd-Smith, Schreiber, Kopp, Getz 2005, Nature 438:355, doi 10.1038/nature04153.
.. [2] Harris 1963, The Theory of Branching Processes, chapter I.
.. [3] Endo et al. 2020, Wellcome Open Res. 5:67, doi 10.12688/wellcomeopenres.15842.3.
.. [4] Wallinga, Lipsitch 2007, Proc. R. Soc. B 274:599, doi 10.1098/rspb.2006.3754.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import logsumexp
from scipy.stats import gamma, nbinom, poisson

from analysis.chain_size_fit import ChainSizeFit, fit_chain_sizes
from analysis.chain_sizes import (
    chain_size_loglik,
    chain_size_logpmf,
    chain_size_pmf,
    expected_chain_size,
)

__all__ = [
    "ChainSizeFit",
    "chain_size_loglik",
    "chain_size_logpmf",
    "chain_size_pmf",
    "doubling_time",
    "expected_chain_size",
    "extinction_ahead",
    "extinction_probability",
    "fit_chain_sizes",
    "growth_rate",
    "proportion_transmission",
    "share_from_top",
]

_TIGHT = 4 * np.finfo(float).eps


def extinction_probability(
    R: float, k: float, roots: int = 1, c: float = 0.0, p: float = 0.0
) -> float:
    """Return the probability that the trees of ``roots`` meetings that start now all end.

    The smallest ``s`` in [0, 1] with ``s = c + (1 − c)·(1 + (1 − p)·R·(1 − s)/k)^(−k)``, to the
    power of ``roots`` [1]_. ``c``: the share of hosts who never refer, whatever is asked; ``p``: by
    how much all others refer less.

    Exactly 1 when ``(1 − c)(1 − p)R ≤ 1``: the test is on the thinned mean, not on R. Raises
    ``ValueError`` for ``R < 0``, ``k ≤ 0``, ``roots < 0``, or ``c``, ``p`` outside [0, 1].

    >>> round(extinction_probability(1.5, 0.5), 7)
    0.7675919
    >>> extinction_probability(1.25, 0.5, c=0.2)
    1.0
    >>> extinction_probability(3.0, 1.0, roots=0)
    1.0
    """
    _check(R, k)
    for name, share in (("c", c), ("p", p)):
        if not 0 <= share <= 1:
            raise ValueError(f"{name} is a share from 0 to 1, not {share}")
    if roots < 0:
        raise ValueError(f"roots is a number of meetings, not {roots}")
    thinned = (1 - p) * R
    if (1 - c) * thinned <= 1:
        return 1.0

    def excess(q: float) -> float:
        # Divided by q, so that the trivial root q = 0 is gone and the other one stands alone.
        return (1 - c) * -math.expm1(_log_none(thinned * q, k)) / q - 1

    low = 1.0
    while excess(low) < 0:
        low /= 2
        if low < _TIGHT:  # R is one but for rounding
            return 1.0
    survival = low if low == 1.0 else brentq(excess, low, 2 * low, xtol=1e-300, rtol=_TIGHT)
    # Put in once more, a small s keeps all its digits, which 1 − q would lose.
    single = c + (1 - c) * math.exp(_log_none(thinned * survival, k))
    return float(single**roots)


def extinction_ahead(offspring: npt.ArrayLike, seen: npt.ArrayLike, R: float, k: float) -> float:
    """Return the probability that meetings that are on their way lead on to a last one.

    It looks forward from today: of each meeting's offspring the share ``G_i`` had time to come, and
    ``Z_i`` came; how many are still to come is negative binomial with dispersion ``k + Z_i``, so
    ``Π (1 + R(1 − G_i)(1 − s)/(k + R·G_i))^−(k + Z_i)`` with s = :func:`extinction_probability` of
    one meeting. Meetings that have had all their time take no part, whatever they led to.

    ``offspring``, ``seen``: shape (meetings,). Raises ``ValueError`` for shapes that differ, a
    share outside [0, 1], ``R < 0`` or ``k ≤ 0``.

    >>> extinction_ahead([4, 0], [1.0, 1.0], 1.5, 0.5)  # nothing is to come
    1.0
    >>> round(extinction_ahead([0], [0.0], 1.5, 0.5), 7)  # one meeting that starts now
    0.7675919
    """
    z, had = np.asarray(offspring, dtype=np.float64), np.asarray(seen, dtype=np.float64)
    if z.shape != had.shape:
        raise ValueError(f"{z.size} counts and {had.size} shares do not belong together")
    if (z < 0).any() or not ((had >= 0) & (had <= 1)).all():
        raise ValueError("offspring are counts from 0 on, and seen are shares from 0 to 1")
    survives = 1 - extinction_probability(R, k)
    to_come = R * (1 - had) * survives
    if math.isinf(k):
        return float(np.exp(-to_come.sum()))
    return float(np.exp(-((k + z) * np.log1p(to_come / (k + R * had))).sum()))


def _log_none(mean: float, k: float) -> float:
    """Return the log probability of no offspring: ``(1 + mean/k)^(−k)``."""
    return -mean if math.isinf(k) else -k * math.log1p(mean / k)


def proportion_transmission(R: float, k: float, share: float = 0.8) -> float:
    """Return the smallest proportion of meetings that yields this share of all offspring.

    Meetings in the order of their *realised* (negative binomial) offspring, most first, until the
    share is reached; inside the last count the meetings that are needed are counted linearly [3]_.
    (:func:`share_from_top` asks the reverse, of expected offspring.)

    With ``A(x)`` the share yielded by meetings with x or more:
    ``P(Z > x) + (share − A(x + 1))·R/x`` for the x with ``A(x + 1) < share ≤ A(x)``;
    ``A(x) = P(Z* ≥ x − 1)`` where Z* is negative binomial with dispersion k + 1 and mean
    ``R(k + 1)/k``.

    Raises ``ValueError`` for ``R ≤ 0``, ``k ≤ 0`` or a share outside [0, 1].

    >>> round(proportion_transmission(2, 0.5), 6)
    0.264419
    >>> proportion_transmission(2, 0.5, share=0.0)
    0.0
    """
    _check(R, k)
    if R == 0:
        raise ValueError("with R = 0 there are no offspring to share")
    if not 0 <= share <= 1:
        raise ValueError(f"share is from 0 to 1, not {share}")
    if share == 0:
        return 0.0
    if math.isinf(k):
        counts, biased = poisson(R), poisson(R)
    else:
        counts, biased = nbinom(k, k / (k + R)), nbinom(k + 1, k / (k + R))
    # The largest x with A(x) ≥ share.
    x = max(int(biased.isf(share)) + 1, 1)
    while biased.sf(x - 1) >= share:
        x += 1
    while x > 1 and biased.sf(x - 2) < share:
        x -= 1
    return float(counts.sf(x) + (share - biased.sf(x - 1)) * R / x)


def share_from_top(k: float, top: float = 0.2) -> float:
    """Return the share of *expected* offspring that belongs to the top proportion of hosts.

    Expected offspring are gamma with shape k: with ``q`` the gamma(k) quantile exceeded by ``top``,
    the share is the probability that a gamma(k + 1) exceeds q. R does not matter. ``top`` itself
    for ``k = ∞``, where all hosts are alike.

    Raises ``ValueError`` for ``k ≤ 0`` or a proportion outside [0, 1].

    >>> share_from_top(math.inf)
    0.2
    >>> round(share_from_top(1.0), 4)  # exponential: top·(1 − ln top)
    0.5219
    """
    _check(1.0, k)
    if not 0 <= top <= 1:
        raise ValueError(f"top is a proportion from 0 to 1, not {top}")
    if math.isinf(k):
        return float(top)
    return float(gamma.sf(gamma.isf(top, k), k + 1))


def growth_rate(R: float, days: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> float:
    """Return the rate per day at which meetings grow in number, negative when they dwindle.

    The r with ``1 = R · Σ w(t) e^(−r t)`` over the generation intervals ``days`` [4]_, in days,
    with their ``weights`` (equal when None). Minus infinity for ``R = 0``; infinity when the
    intervals of 0 days alone lead to one or more, ``R·w(0) ≥ 1``.

    Raises ``ValueError`` when no interval is longer than 0 days, or an interval or weight is
    negative.

    >>> round(growth_rate(2.0, [10.0]), 6)  # ln 2 / 10
    0.069315
    """
    _check(R, 1.0)
    t = np.atleast_1d(np.asarray(days, dtype=np.float64))
    w = np.ones_like(t) if weights is None else np.atleast_1d(np.asarray(weights, np.float64))
    if w.shape != t.shape or (t < 0).any() or (w < 0).any() or not (w[t > 0] > 0).any():
        raise ValueError("generation intervals are days from 0 on, some longer, each with a weight")
    if R == 0:
        return -math.inf
    kept = w > 0
    t, logs = t[kept], np.log(w[kept] / w[kept].sum())
    at_once = float(np.exp(logs[t == 0]).sum())
    if R * at_once >= 1:
        return math.inf

    def excess(r: float) -> float:
        return math.log(R) + float(logsumexp(logs - r * t))

    low, high, step = 0.0, 0.0, 1 / float(t.max())
    while excess(low) < 0:
        low, step = low - step, 2 * step
    step = 1 / float(t.max())
    while excess(high) > 0:
        high, step = high + step, 2 * step
    return 0.0 if low == high else float(brentq(excess, low, high, xtol=1e-16, rtol=_TIGHT))


def doubling_time(rate: float) -> float:
    """Return in how many days the number of meetings doubles at this rate: ``ln 2 / rate``.

    Infinite when it does not grow.

    >>> doubling_time(0.0)
    inf
    """
    return math.log(2) / rate if rate > 0 else math.inf


def _check(R: float, k: float) -> None:
    if not (R >= 0 and math.isfinite(R)):
        raise ValueError(f"R is a mean from 0 on, not {R}")
    if not k > 0:
        raise ValueError(f"k is a dispersion above 0, not {k}")
