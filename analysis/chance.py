"""Chance by name: random numbers that belong to an event, not to the order in which it is drawn.

What-if questions are answered by comparing two futures. If both drew from one stream, a single
further meeting would shift every number that follows, and the difference would be noise. So each
event (the third meeting of this seeker in this path) has a number of its own: its name, scrambled
[1]_. Then more names given never lead to fewer meetings, path by path, and a slider moves the fan
smoothly. The scrambling is that of SplitMix64 [2]_.

References
----------
.. [1] Salmon, Moraes, Dror, Shaw 2011, Parallel random numbers: as easy as 1, 2, 3, SC '11,
   doi 10.1145/2063384.2063405.
.. [2] Steele, Lea, Flood 2014, Fast splittable pseudorandom number generators, OOPSLA '14,
   doi 10.1145/2660193.2660195.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Bits", "counts", "numbered", "on_ticket", "scrambled", "tickets", "uniform"]

Bits: TypeAlias = npt.NDArray[np.uint64]
Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11, _48 = (np.uint64(bits) for bits in (30, 27, 31, 11, 48))
_TICKETS = 65_536
_NEVER_MORE = 1e-18


def scrambled(names: Bits) -> Bits:
    """Return the names scrambled: every bit depends on every bit. One to one."""
    z = names ^ (names >> _30)
    z *= _FIRST
    z ^= z >> _27
    z *= _SECOND
    z ^= z >> _31
    return z


def numbered(of: Bits, number: npt.NDArray[np.integer]) -> Bits:
    """Return the random bits of the event with this number (from 0 on) of each of these names."""
    return scrambled(of + _GOLDEN * (number.astype(np.uint64) + np.uint64(1)))


def uniform(bits: Bits) -> Floats:
    """Return numbers in [0, 1), from the upper 53 bits.

    >>> float(uniform(np.array([2**63], dtype=np.uint64))[0])
    0.5
    """
    return np.asarray((bits >> _11) * 2.0**-53, dtype=np.float64)


def tickets(by_week: npt.ArrayLike) -> npt.NDArray[np.uint8]:
    """Return a lottery of 65,536 tickets: the week on each, the number of weeks for *none of them*.

    ``by_week``: shape (weeks,), probabilities that add up to at most one. A ticket is drawn by the
    upper 16 bits of a random number (:func:`numbered`); each probability is right to 1/65,536.

    >>> np.bincount(tickets([0.25, 0.5])).tolist()
    [16384, 32768, 16384]
    """
    share = np.asarray(by_week, dtype=np.float64)
    until = np.rint(_TICKETS * np.minimum(np.cumsum(share), 1.0)).astype(np.int64)
    return np.searchsorted(until, np.arange(_TICKETS), side="right").astype(np.uint8)


def on_ticket(lottery: npt.NDArray[np.uint8], bits: Bits) -> npt.NDArray[np.uint8]:
    """Return what stands on the tickets that these random bits draw."""
    return lottery[bits >> _48]


def counts(u: Floats, mean: Floats, spread: Floats) -> Ints:
    """Return negative binomial counts by inversion: the quantile at ``u``, each of its own law.

    ``mean`` from 0 on; ``spread`` = 1/k: the variance is ``mean + spread·mean²``, and 0 is Poisson.
    All of one shape. For the same ``u`` a larger mean never gives a smaller count.

    >>> counts(np.array([0.5, 0.99]), np.array([1.0, 1.0]), np.array([0.0, 1.0])).tolist()
    [1, 6]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        log_none = np.where(spread > 0, -np.log1p(spread * mean) / spread, -mean)
    p = np.exp(log_none)
    found = np.zeros(len(u), dtype=np.int64)
    at = np.flatnonzero(u >= p)
    u, p, spread = u[at], p[at], spread[at]
    step = mean[at] / (1 + spread * mean[at])
    total, n = p.copy(), 0
    while len(at):
        n += 1
        found[at] = n
        p = p * step * (1 + spread * (n - 1)) / n
        total += p
        # Rounding must not keep on counting where nothing is left to add.
        on = (u >= total) & ((p > _NEVER_MORE) | (n < step))
        at = at[on]
        u, p, total, spread, step = (x[on] for x in (u, p, total, spread, step))
    return found
