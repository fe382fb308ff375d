"""Chain sizes: how many meetings a tree comes to, and how likely sizes are.

With offspring that are negative binomial (mean ``R``, dispersion ``k``; ``k = ∞`` is Poisson) the
size of a tree that ends has a law in closed form [1]_. Trees that may still grow enter a likelihood
with the probability of being at least as large as they are (:mod:`analysis.chain_size_fit`).

References
----------
.. [1] Blumberg, Lloyd-Smith 2013, PLoS Comput. Biol. 9:e1002993, doi 10.1371/journal.pcbi.1002993.
.. [2] Dwass 1969, J. Appl. Probab. 6:682, doi 10.2307/3212112 (the total progeny).
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, logsumexp

__all__ = [
    "chain_size_loglik",
    "chain_size_logpmf",
    "chain_size_pmf",
    "expected_chain_size",
]

_LARGE = 30.0
_BLOCK = 4096
_PRECISE = 1e-3
"""What is left of 1 keeps twelve digits down to here; below, the tail itself is added up."""


def chain_size_logpmf(n: npt.ArrayLike, R: float, k: float) -> npt.NDArray[np.float64]:
    """Return the log probability that a tree ends with exactly n meetings, its root included.

    The logarithm of :func:`chain_size_pmf`, of the same shape as ``n``.
    """
    _check(R, k)
    size = np.asarray(n, dtype=np.float64)
    if (size < 1).any() or (size != np.floor(size)).any():
        raise ValueError("a chain has at least one meeting, in whole numbers")
    more = size - 1
    if R == 0:
        return np.where(more == 0, 0.0, -np.inf)
    if math.isinf(k):
        return more * np.log(R * size) - R * size - gammaln(size + 1)
    a = k * size
    thin = np.log1p(R / k)
    exact = gammaln(a + more) - gammaln(a) + more * (math.log(R) - math.log(k))
    # Differences of large log-gammas lose their digits: Stirling's series term by term instead.
    with np.errstate(divide="ignore", invalid="ignore"):
        series = (a - 0.5) * np.log1p(more / a) + more * np.log(R * (size + more / k)) - more
        series += _stirling(a + more) - _stirling(a)
    rising = np.where(a < _LARGE, exact, series)
    return rising - gammaln(size + 1) - (a + more) * thin


def _stirling(x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return ln Γ(x) − (x − ½) ln x + x − ½ ln 2π, for large x."""
    y = 1 / (x * x)
    return (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y / 1188)))) / x


def chain_size_pmf(n: npt.ArrayLike, R: float, k: float) -> npt.NDArray[np.float64]:
    """Return the probability that a tree ends with exactly n meetings, its root included.

    ``Γ(kn + n − 1) / (Γ(kn) Γ(n + 1)) · (R/k)^(n−1) / (1 + R/k)^(kn + n − 1)`` [1]_; Borel's law
    for ``k = ∞``. For ``R > 1`` the probabilities add up to :func:`extinction_probability`, not to
    1: some trees do not end.

    ``n``: whole numbers from 1 on, any shape. Raises ``ValueError`` for others, ``R < 0``,
    ``k ≤ 0``.

    >>> np.log(chain_size_pmf([1, 4, 7], 0.5, 0.2)).round(5).tolist()
    [-0.25055, -3.79542, -4.83785]
    """
    return np.exp(chain_size_logpmf(n, R, k))


def chain_size_loglik(
    sizes: Iterable[int], R: float, k: float, censored: Iterable[bool] | None = None
) -> float:
    """Return the log-likelihood of R and k given the sizes of trees.

    ``sizes``: shape (trees,), meetings in each tree, roots included. ``censored``: which of them
    may still grow; these enter as ``P(S ≥ n)``. None: all have ended.

    Raises ``ValueError`` as :func:`chain_size_pmf`, and for lengths that differ.

    >>> round(chain_size_loglik([1, 1, 4, 7], 0.5, 0.2), 5)
    -9.13437
    """
    size = np.asarray([*sizes], dtype=np.int64)
    open_ = np.zeros(len(size), dtype=np.bool_)
    if censored is not None:
        open_ = np.asarray([*censored], dtype=np.bool_)
    if len(open_) != len(size):
        raise ValueError(f"{len(size)} sizes and {len(open_)} flags do not belong together")
    seen, many = np.unique(size[~open_], return_counts=True)
    total = float((chain_size_logpmf(seen, R, k) * many).sum()) if len(seen) else 0.0
    growing, many = np.unique(size[open_], return_counts=True)
    return total + sum(
        int(count) * _log_at_least(int(n), R, k) for n, count in zip(growing, many, strict=True)
    )


def _log_at_least(n: int, R: float, k: float) -> float:
    """Return ln P(S ≥ n): one less what is smaller; the tail itself where that is nearly all."""
    if n <= 1:
        return 0.0
    smaller = float(logsumexp(chain_size_logpmf(np.arange(1, n), R, k)))
    rest = -math.expm1(smaller) if smaller < 0 else 0.0
    if rest > _PRECISE or R > 1:
        return math.log(rest) if rest > 0 else -math.inf
    tail, start = -math.inf, n
    while True:
        block = float(logsumexp(chain_size_logpmf(np.arange(start, start + _BLOCK), R, k)))
        tail, before = float(np.logaddexp(tail, block)), tail
        if tail == before or not math.isfinite(tail):
            return tail
        start += _BLOCK


def expected_chain_size(R: float) -> float:
    """Return how many meetings a tree comes to on average, its root included: ``1/(1 − R)``.

    Infinite for ``R ≥ 1``. Raises ``ValueError`` for ``R < 0``.

    >>> expected_chain_size(0.75), expected_chain_size(1.0)
    (4.0, inf)
    """
    _check(R, 1.0)
    return 1 / (1 - R) if R < 1 else math.inf


def _check(R: float, k: float) -> None:
    if not (R >= 0 and math.isfinite(R)):
        raise ValueError(f"R is a mean from 0 on, not {R}")
    if not k > 0:
        raise ValueError(f"k is a dispersion above 0, not {k}")
