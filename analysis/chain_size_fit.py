"""Chain size fit: what the sizes of trees tell of R and k.

References
----------
.. [1] Blumberg, Lloyd-Smith 2013, PLoS Comput. Biol. 9:e1002993, doi 10.1371/journal.pcbi.1002993.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq, minimize

from analysis.chain_sizes import chain_size_loglik
from analysis.intervals import LEVEL, Estimate

__all__ = ["ChainSizeFit", "fit_chain_sizes"]

_LEAST_MEETINGS = 20
_LEAST_OFFSPRING = 5
_WIDEST = 5.0
"""An interval of R that does not close below so many times the naive R is left open."""
_EVENEST = math.log1p(1e4)
"""The upper limit of ln(1 + 1/k) that is searched."""
_RATES = (math.log(1e-6), math.log(20.0))
_STEP = 0.2
_CLOSE = 1e-4
_ALIKE = 1e-8


@dataclass(frozen=True, slots=True)
class ChainSizeFit:
    """What the sizes of trees tell.

    ``R`` and ``k``: estimates; an open upper end is infinity (k = ∞ is Poisson). ``trees``, of
    which so many may still grow (``open``), with ``meetings`` in all. ``loglik`` at the maximum.
    ``reason`` (None when R is given): ``too_few`` (fewer than 20 meetings, or 5 that came of
    others), ``undecided`` (all may still grow), ``not_found``
    (no likelihood settles, or it rises with R without end).
    """

    R: Estimate
    k: Estimate
    trees: int
    open: int
    meetings: int
    loglik: float | None = None
    reason: str | None = None


def fit_chain_sizes(
    sizes: Iterable[int], censored: Iterable[bool] | None = None, level: float = LEVEL
) -> ChainSizeFit:
    """Return the most likely R and k given the sizes of trees, with profile intervals.

    ``sizes`` and ``censored`` as for :func:`chain_size_loglik`. When all have ended, the most
    likely R is ``1 − 1/mean size`` whatever k is [1]_. The intervals hold the values of which the
    best likelihood lies within ``χ²(level; 1)/2`` of the maximum: the profile of R is left open
    where it does not close below 5 × the naive R, that of k at k = ∞ (Poisson). ``n``: trees.

    For trees that can be told apart from each other only; it does not know how old they are. Raises
    ``ValueError`` as :func:`chain_size_loglik`, and for a level outside 0 … 1.

    >>> fit = fit_chain_sizes([1] * 30 + [2] * 6 + [3] * 3 + [7])
    >>> round(fit.R.value, 6), round(1 - 40 / 58, 6)
    (0.310345, 0.310345)
    >>> fit_chain_sizes([1] * 40).reason
    'too_few'
    """
    size = np.asarray([*sizes], dtype=np.int64)
    open_ = np.zeros(len(size), dtype=np.bool_)
    if censored is not None:
        open_ = np.asarray([*censored], dtype=np.bool_)
    if not 0 < level < 1:
        raise ValueError(f"A level lies between 0 and 1, not {level}.")
    chain_size_loglik(size, 0.5, 1.0, open_)  # checks at the door
    trees, meetings, growing = len(size), int(size.sum()), int(open_.sum())

    def without(reason: str) -> ChainSizeFit:
        none = Estimate(None, level=level, n=trees, reason=reason)
        return ChainSizeFit(none, none, trees, growing, meetings, reason=reason)

    if meetings < _LEAST_MEETINGS or meetings - trees < _LEAST_OFFSPRING:
        return without("too_few")
    if growing == trees:
        return without("undecided")
    likelihood = _SizeLikelihood(size, open_, math.log(1 - trees / meetings))
    best = likelihood.best()
    if best is None or best[0][0] >= _RATES[1] - _CLOSE:
        return without("not_found")
    drop = NormalDist().inv_cdf((1 + level) / 2) ** 2 / 2
    (log_rate, u), peak = best
    most = math.log(min(max(_WIDEST * (1 - trees / meetings), 1.01 * math.exp(log_rate)), 20.0))

    def fallen(of: int) -> Callable[[float], float]:
        return lambda x: drop - (peak - likelihood.given(of, x, best[0][1 - of]))

    low = _leave(fallen(0), log_rate, -_STEP, _RATES[0])
    high = _leave(fallen(0), log_rate, _STEP, most)
    least = _leave(fallen(1), u, -_STEP, 0.0)
    uneven = _leave(fallen(1), u, _STEP, _EVENEST)
    return ChainSizeFit(
        R=Estimate(
            math.exp(log_rate),
            0.0 if low is None else math.exp(low),
            math.inf if high is None else math.exp(high),
            level,
            trees,
        ),
        k=Estimate(
            _dispersion(u),
            0.0 if uneven is None else _dispersion(uneven),
            math.inf if least is None else _dispersion(least),
            level,
            trees,
        ),
        trees=trees,
        open=growing,
        meetings=meetings,
        loglik=peak,
    )


def _dispersion(u: float) -> float:
    """Return k of ``u = ln(1 + 1/k)``."""
    return 1 / math.expm1(u) if u > _ALIKE else math.inf


class _SizeLikelihood:
    """The likelihood of sizes at (ln R, ln(1 + 1/k)); the R of trees that ended needs no search."""

    def __init__(
        self, size: npt.NDArray[np.int64], open_: npt.NDArray[np.bool_], naive: float
    ) -> None:
        self._size, self._open, self._naive = size, open_, naive

    def at(self, log_rate: float, u: float) -> float:
        found = chain_size_loglik(self._size, math.exp(log_rate), _dispersion(u), self._open)
        return found if math.isfinite(found) else -1e12

    def best(self) -> tuple[tuple[float, float], float] | None:
        """Return the maximum and where it is; None when no search has settled."""
        found = []
        for u in (0.1, 1.0, 3.0):
            search = self._search(lambda x: -self.at(x[0], x[1]), [self._naive, u], (0, 1))
            if search is not None:
                found.append(search)
        if not found:
            return None
        (log_rate, u), loss = min(found, key=lambda one: one[1])
        if not self._open.any():
            log_rate, loss = self._naive, -self.at(self._naive, u)
        if -self.at(log_rate, 0.0) <= loss:  # Poisson is as likely
            u, loss = 0.0, -self.at(log_rate, 0.0)
        return (log_rate, u), -loss

    def given(self, of: int, x: float, start: float) -> float:
        """Return the best likelihood where R (0) or k (1) is given."""
        if of and not self._open.any():
            return self.at(self._naive, x)
        best = -math.inf
        for first in {start, self._naive if of else 1.0}:
            point = (lambda y: (y, x)) if of else (lambda y: (x, y))
            search = self._search(lambda y, to=point: -self.at(*to(y[0])), [first], (1 - of,))  # type: ignore[misc]
            best = max(best, -math.inf if search is None else -search[1])
        return best

    def _search(
        self,
        loss: Callable[[npt.NDArray[np.float64]], float],
        start: list[float],
        free: tuple[int, ...],
    ) -> tuple[list[float], float] | None:
        bounds = [(_RATES, (0.0, _EVENEST))[at] for at in free]
        first = [min(max(x, low), high) for x, (low, high) in zip(start, bounds, strict=True)]
        found = minimize(loss, first, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-12})
        return ([float(x) for x in found.x], float(found.fun)) if np.isfinite(found.fun) else None


def _leave(
    above: Callable[[float], float], start: float, step: float, limit: float
) -> float | None:
    """Return where ``above`` falls below zero on the way to ``limit``; None: nowhere."""
    inside = start
    while inside != limit:
        outside = max(inside + step, limit) if step < 0 else min(inside + step, limit)
        if above(outside) < 0:
            return float(brentq(above, inside, outside, xtol=_CLOSE))
        inside, step = outside, 2 * step
    return None
