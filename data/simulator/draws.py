"""Draws from laws of chance, made from nothing but uniform numbers.

The stream of ``Generator.random`` is fixed by the bit generator; the other methods of numpy's
generator may change from version to version. The sample has to come out the same everywhere, so
every law is drawn here by inversion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log
from typing import TypeVar

import numpy as np

__all__ = ["Delay", "Draws"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Delay:
    """A delay in days: gamma with a whole ``shape`` (Erlang) and a ``mean``, plus ``least``.

    A delay that was drawn is cut to whole days, so that P(delay = d) = G(d + 1 - least) -
    G(d - least) with G the gamma law, and delays within a day happen.
    """

    mean: float
    shape: int = 2
    least: int = 0


class Draws:
    """Draws of one simulation, all from the generator that was passed in.

    >>> draws = Draws(np.random.default_rng(1))
    >>> draws.chance(0.0), draws.chance(1.0), draws.pick(["a"])
    (False, True, 'a')
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self._uniform = rng.random

    def uniform(self) -> float:
        """Return a number in [0, 1)."""
        return float(self._uniform())

    def chance(self, p: float) -> bool:
        """Return whether something with probability ``p`` happened."""
        return self.uniform() < p

    def whole(self, n: int) -> int:
        """Return one of 0, …, n - 1, all alike."""
        return int(self.uniform() * n)

    def pick(self, things: Sequence[T]) -> T:
        """Return one of the things, all alike."""
        return things[self.whole(len(things))]

    def weighted(self, things: Sequence[tuple[T, float]]) -> T:
        """Return one of the things by its weight."""
        left = self.uniform() * sum(weight for _, weight in things)
        for thing, weight in things:
            left -= weight
            if left < 0:
                return thing
        return things[-1][0]

    def exponential(self, mean: float) -> float:
        """Return an exponential waiting time; infinite when the mean is."""
        return inf if mean == inf else -mean * log(1.0 - self.uniform())

    def days(self, delay: Delay) -> int:
        """Return a delay in whole days."""
        waited = sum(self.exponential(delay.mean / delay.shape) for _ in range(delay.shape))
        return delay.least + int(waited)

    def negative_binomial(self, mean: float, k: float = inf) -> int:
        """Return a count with the given mean and dispersion ``k`` (infinite: Poisson).

        P(0) = (1 + mean/k)^-k; P(n + 1) = P(n) (k + n)/(n + 1) mean/(k + mean).
        """
        if mean <= 0:
            return 0
        p = float(np.exp(-mean)) if k == inf else (1 + mean / k) ** -k
        left, count = self.uniform() - p, 0
        while left >= 0 and p > 0:
            step = mean if k == inf else (k + count) * mean / (k + mean)
            p *= step / (count + 1)
            count += 1
            left -= p
        return count
