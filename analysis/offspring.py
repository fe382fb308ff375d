"""Offspring: how many further meetings one meeting leads to, corrected for those still to come.

A meeting of yesterday has led to nothing yet, and that says nothing. With ``C_i`` the days that
meeting *i* has had (its *maturity*) and ``G`` the law of the delay from a meeting to those it leads
to, thinning a gamma–Poisson keeps its dispersion: ``Z_i ~ NB(mean R·G(C_i + 1), k)``. Delays that
were seen are right-truncated at the maturity of their parent: ``P(d) = (G(d + 1) − G(d)) /
G(C_parent + 1)``. Both likelihoods are maximized together over R, k and G.

References
----------
.. [1] Lloyd-Smith, Schreiber, Kopp, Getz 2005, Nature 438:355, doi 10.1038/nature04153.
.. [2] Kalbfleisch, Lawless 1991, Statistica Sinica 1:19 (right-truncated delays).
.. [3] Rao, Scott 1981, J. Am. Stat. Assoc. 76:221, doi 10.1080/01621459.1981.10477633 (likelihood
   ratios divided by a design effect).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2

from analysis.delays import LAWS, DelayLaw
from analysis.intervals import LEVEL, Estimate
from analysis.likelihood import Cells, Fitted, cells_of, maximum
from analysis.one_thread import one_thread
from analysis.profile import Profile

__all__ = ["LEAST_MEETINGS", "LEAST_OFFSPRING", "OffspringFit", "fit_offspring", "likely_drop"]

LEAST_MEETINGS = 20
"""Below this number of meetings R is not given."""
LEAST_OFFSPRING = 5
"""Below this number of further meetings R is not given."""
LEAST_SEEN = 0.5
"""What share of the delays the oldest meeting must have had time for."""
_WIDEST = 5.0
"""An interval that does not close below so many times the naive R is left open."""
_LOG_STEP = 0.25

Ints: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OffspringFit:
    """What was fitted.

    ``R`` and ``k``: estimates; an open upper end is infinity (k = ∞ is Poisson). ``law``: of the
    delays, None for the plain fit. ``loglik``, ``aic`` with those of Poisson (k = ∞) and geometric
    (k = 1) offspring beside it. ``seen``: share of the delays that the oldest meeting has had time
    for. ``n`` meetings with ``offspring`` further ones; ``naive`` their ratio. ``design_effect`` of
    the clusters, by which the likelihood ratio was divided. ``reason`` (None when R is given):
    ``too_few``, ``no_delays``, ``window_too_short`` or ``not_found``.
    """

    R: Estimate
    k: Estimate
    n: int
    offspring: int
    naive: float | None
    law: DelayLaw | None = None
    loglik: float | None = None
    aic: float | None = None
    aic_poisson: float | None = None
    aic_geometric: float | None = None
    seen: float | None = None
    design_effect: float = 1.0
    reason: str | None = None


@one_thread
def fit_offspring(
    counts: npt.ArrayLike,
    maturity: npt.ArrayLike | None = None,
    delays: npt.ArrayLike | None = None,
    parent_maturity: npt.ArrayLike | None = None,
    cluster: npt.ArrayLike | None = None,
    level: float = LEVEL,
    *,
    thorough: bool = True,
) -> OffspringFit:
    """Return R and k of offspring counts: as they are, or corrected for immature meetings.

    Parameters
    ----------
    counts : shape (meetings,), offspring so far, zeros included.
    maturity : shape (meetings,), whole days that each has had; None: the plain fit, without delays.
    delays : shape (delays,), whole days from a meeting to each one it led to.
    parent_maturity : shape (delays,), the maturity of the meeting from which each delay starts.
    cluster : shape (meetings,), whose each meeting is (a seeker): widens the interval of R where
        meetings of one cluster are alike.
    level : of the intervals, by profile likelihood: the log-likelihood ratio, divided by
        ``max(1, design effect)`` [3]_, below the χ² quantile. That of R is over the laws of delays
        as well: one that is a little less likely would give another R.
    thorough : False leaves out the interval of k and the other models, in two thirds of the time.

    The law of delays is gamma, lognormal or Weibull, by AIC. Without R there is a reason instead:
    ``too_few`` (fewer than 20 meetings, or 5 offspring), ``no_delays``, ``window_too_short`` (even
    the oldest meeting has had time for less than half of the delays), ``not_found``.

    Raises ``ValueError`` for lengths that differ, negative or broken numbers, and delays longer
    than the maturity of their parent.

    >>> fit_offspring([0, 1, 2]).R.reason
    'too_few'
    >>> plain = fit_offspring([0] * 30 + [1] * 10 + [2] * 10 + [6] * 5)
    >>> round(plain.R.value, 4), round(plain.k.value, 2)
    (1.0909, 0.57)
    """
    data = _Data.of(counts, maturity, delays, parent_maturity, cluster)
    if data.n < LEAST_MEETINGS or data.total < LEAST_OFFSPRING:
        return _without(data, "too_few")
    if maturity is not None and not len(data.delays):
        return _without(data, "no_delays")
    cells = cells_of(data.counts, data.maturity, data.delays, data.parents)
    found = [fit for fit in _candidates(cells, truncated=maturity is not None) if fit.converged]
    if not found:
        return _without(data, "not_found")
    best = max(found, key=lambda fit: fit.loglik)  # the laws have as many parameters
    seen = None if best.law is None else float(best.law.by(int(data.maturity.max())))
    if seen is not None and seen < LEAST_SEEN:
        return _without(data, "window_too_short", best.law, seen)
    return _estimated(data, cells, found, seen, level, thorough=thorough)


def likely_drop(level: float, design_effect: float) -> float:
    """Return by how much the log-likelihood may fall within an interval of this level.

    Half the χ² quantile, times the design effect of clusters where that is above 1 [3]_.

    >>> round(likely_drop(0.9, 0.7), 3)
    1.353
    """
    return float(chi2.ppf(level, 1)) / 2 * max(1.0, design_effect)


@dataclass(frozen=True, slots=True)
class _Data:
    counts: Ints
    maturity: Ints
    delays: Ints
    parents: Ints
    cluster: Ints | None

    @property
    def n(self) -> int:
        return len(self.counts)

    @property
    def total(self) -> int:
        return int(self.counts.sum())

    @classmethod
    def of(
        cls,
        counts: npt.ArrayLike,
        maturity: npt.ArrayLike | None,
        delays: npt.ArrayLike | None,
        parent_maturity: npt.ArrayLike | None,
        cluster: npt.ArrayLike | None,
    ) -> _Data:
        """Check at the door."""
        z = _whole(counts, "counts")
        c = np.zeros(len(z), np.int64) if maturity is None else _whole(maturity, "maturity")
        d, p = _whole(delays, "delays"), _whole(parent_maturity, "parent_maturity")
        for name, other, length in (("maturity", c, len(z)), ("parent_maturity", p, len(d))):
            if len(other) != length:
                raise ValueError(f"{name} has {len(other)} entries, not {length}")
        if maturity is None and len(d):
            raise ValueError("delays say nothing without the maturity of the meetings")
        if (d > p).any():
            raise ValueError("a delay is longer than its parent's maturity: it was not seen yet")
        codes = None
        if cluster is not None:
            codes = np.unique(np.asarray(cluster), return_inverse=True)[1].astype(np.int64)
            if len(codes) != len(z):
                raise ValueError(f"cluster has {len(codes)} entries, not {len(z)}")
        return cls(z, c, d, p, codes)


def _whole(values: npt.ArrayLike | None, name: str) -> Ints:
    if values is None:
        return np.zeros(0, np.int64)
    found = np.asarray(values, dtype=np.float64).ravel()
    if not np.isfinite(found).all() or (found < 0).any() or (found != np.floor(found)).any():
        raise ValueError(f"{name} are whole numbers from 0 on")
    return found.astype(np.int64)


def _without(
    data: _Data, reason: str, law: DelayLaw | None = None, seen: float | None = None
) -> OffspringFit:
    none = Estimate(None, n=data.n, reason=reason)
    naive = data.total / data.n if data.n else None
    return OffspringFit(none, none, data.n, data.total, naive, law=law, seen=seen, reason=reason)


def _estimated(
    data: _Data,
    cells: Cells,
    found: list[Fitted],
    seen: float | None,
    level: float,
    *,
    thorough: bool,
) -> OffspringFit:
    best = max(found, key=lambda fit: fit.loglik)
    effect = _design_effect(data, best)
    drop = likely_drop(level, effect)
    naive = data.total / data.n
    name = best.law.name if best.law else None
    low, high = _interval_of_mean(cells, found, drop, naive)
    plain = OffspringFit(
        R=Estimate(best.R, low, high, level, data.n),
        k=Estimate(best.k, level=level, n=data.n),
        n=data.n,
        offspring=data.total,
        naive=naive,
        law=best.law,
        loglik=best.loglik,
        aic=best.aic,
        seen=seen,
        design_effect=effect,
    )
    if not thorough:
        return plain
    poisson = maximum(cells, name, alpha=0.0, start=best)
    geometric = maximum(cells, name, alpha=1.0, start=best)
    k_low, k_high = _interval_of_k(cells, best, poisson, drop)
    k = Estimate(best.k, k_low, k_high, level, data.n)
    return replace(plain, k=k, aic_poisson=poisson.aic, aic_geometric=geometric.aic)


def _candidates(cells: Cells, *, truncated: bool) -> list[Fitted]:
    """Return the best fit by each law of delays; all but the first are sought near the first."""
    if not truncated:
        return [maximum(cells, None)]
    first = maximum(cells, LAWS[0])
    found = [first]
    for law in LAWS[1:]:
        near = maximum(cells, law, start=first)
        found.append(near if near.converged else maximum(cells, law))
    return found


def _design_effect(data: _Data, best: Fitted) -> float:
    """Return by how much clusters inflate the variance of the score of R (1: not at all).

    ``Σ_c (Σ_{i in c} u_i)² / Σ u_i²`` with ``u_i = (Z_i − μ_i)/(1 + μ_i/k)``, for m clusters times
    ``m/(m − 1)``. Where the ``u_i`` vary less than the fit says, they are taken to vary as it says,
    by ``Σ μ_i/(1 + μ_i/k)``: counts that are all equal leave nothing but rounding to compare.
    """
    if data.cluster is None or not len(data.cluster):
        return 1.0
    many = int(data.cluster.max()) + 1
    if many == 1:
        return 1.0
    # In the order of the counts, so that rounding does not depend on the order of rows or clusters.
    order = np.lexsort((data.counts, data.maturity))
    counts, maturity, cluster = data.counts[order], data.maturity[order], data.cluster[order]
    mean = best.R * (np.ones(len(counts)) if best.law is None else best.law.by(maturity))
    score = (counts - mean) / (1 + best.alpha * mean)
    within = max(math.fsum(score**2), math.fsum(mean / (1 + best.alpha * mean)))
    together = math.fsum(np.bincount(cluster, weights=score, minlength=many) ** 2)
    return together / within * many / (many - 1) if within else 1.0


def _interval_of_mean(
    cells: Cells, found: list[Fitted], drop: float, naive: float
) -> tuple[float, float]:
    """Return where the profile of R has dropped by ``drop``; an open upper end is infinity.

    The profile is over the laws of delays as well: at each R that of the likeliest one counts.
    """
    by_likelihood = sorted(found, key=lambda fit: -fit.loglik)
    best = by_likelihood[0]
    widest = math.log(max(_WIDEST * naive, best.R * 1.01))
    low: float | None = math.nan
    high: float | None = math.nan
    for fit in by_likelihood:
        profile = Profile(cells, fit, "R")
        left = drop - (best.loglik - fit.loglik)
        low = profile.end(left, -_LOG_STEP, math.log(best.R / 1e4), low)
        high = profile.end(left, _LOG_STEP, widest, high)
    return (0.0 if low is None else math.exp(low)), (math.inf if high is None else math.exp(high))


def _interval_of_k(cells: Cells, best: Fitted, poisson: Fitted, drop: float) -> tuple[float, float]:
    profile = Profile(cells, best, "k", poisson)
    most = profile.end(drop, _LOG_STEP, Fitted.LARGEST)
    low = 0.0 if most is None else 1 / math.expm1(most)
    if best.loglik - poisson.loglik <= drop:
        return low, math.inf
    least = profile.end(drop, -_LOG_STEP, 0.0)
    return low, (1 / math.expm1(least) if least else math.inf)
