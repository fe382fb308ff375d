"""Process: what a projection takes for granted of a log, each with its uncertainty.

How many names a conversation yields, how many of them are new, asked and met, and after how long;
how often seekers find people by themselves; how often searches end. A future is drawn with
parameters that are drawn too, one set for each path.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from analysis.delayed import Delayed
from analysis.delays import DelayLaw
from analysis.intervals import Estimate

__all__ = ["Drawn", "Process", "drawn", "values_of"]

Floats: TypeAlias = npt.NDArray[np.float64]

_ALL = Estimate(1.0, 1.0, 1.0)
_NONE = Estimate(0.0, 0.0, 0.0)
_NEARLY = 1e-9
_LOW_ENOUGH = 0.05
"""No lower end below this part of the value is believed: a scale of logarithms has no nought."""


@dataclass(frozen=True, slots=True)
class Process:
    """The parameters of a projection.

    - ``R``: further meetings per meeting, corrected, and ``k``, its dispersion (infinity: Poisson);
      R without a value: the product of the factors is taken.
    - ``referrals_per_meeting`` (ν), ``new_share``; ``acted``, of new names since the day they were
      given; ``held``, of people asked through an introduction since they were first asked.
    - ``first_asks``: people of own finding whom a seeker asks in a week, at present, and
      ``fewer_first_asks`` δ: w weeks from now ``e^(−δ w)`` times as many; ``first_held`` of them.
    - ``ending``: searches that end in a week, of those that go on, before their cohort does.
    - ``saturation`` θ: with m people known to the seeker, the share of names that are new goes with
      ``((1 + m) / known)^(−θ)``; ``known``: the mean (geometric) of 1 + m in the log.
    - ``other_share``: which part of R came by other routes than new names of a meeting's own.
    - ``by_names`` is False where the log does not tell of names: then each meeting leads to R
      further ones with the delays of ``acted``, and nothing between them is known.
    - ``n``: meetings behind it. ``reason``: why nothing can be projected (None: it can).
    """

    R: Estimate
    k: Estimate
    referrals_per_meeting: Estimate
    new_share: Estimate
    acted: Delayed
    held: Delayed
    first_asks: Estimate = _NONE
    fewer_first_asks: Estimate = _NONE
    first_held: Delayed = Delayed.at_once()  # noqa: RUF009  # frozen
    ending: Estimate = _NONE
    saturation: Estimate = _NONE
    known: float = 1.0
    other_share: float = 0.0
    by_names: bool = True
    n: int = 0
    reason: str | None = None

    @classmethod
    def plain(
        cls, R: Estimate, k: Estimate, law: DelayLaw | Delayed, first_asks: Estimate = _NONE
    ) -> Process:
        """Return the process without names: each meeting leads to R others, by a law of delays.

        >>> law = DelayLaw("gamma", 15.0, 2.0)
        >>> Process.plain(Estimate(1.0), Estimate(0.5), law).other_share
        1.0
        """
        acted = Delayed.of_law(law) if isinstance(law, DelayLaw) else law
        held = Delayed.at_once()
        return cls(R, k, R, _ALL, acted, held, first_asks, other_share=1.0, by_names=False)

    def certain(self) -> Process:
        """Return the same process as if every parameter were known exactly."""
        return replace(
            self,
            R=_exact(self.R),
            k=_exact(self.k),
            referrals_per_meeting=_exact(self.referrals_per_meeting),
            new_share=_exact(self.new_share),
            acted=replace(self.acted, share=_exact(self.acted.share)),
            held=replace(self.held, share=_exact(self.held.share)),
            first_asks=_exact(self.first_asks),
            fewer_first_asks=_exact(self.fewer_first_asks),
            first_held=replace(self.first_held, share=_exact(self.first_held.share)),
            ending=_exact(self.ending),
            saturation=_exact(self.saturation),
        )


def _exact(estimate: Estimate) -> Estimate:
    return replace(estimate, low=estimate.value, high=estimate.value)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Parameters of each path, all of shape (paths,). ``R`` is that of the path.

    ``spread`` = 1/k. ``acted``, ``held`` and ``first_held`` are shares.
    """

    R: Floats
    spread: Floats
    referrals_per_meeting: Floats
    new_share: Floats
    acted: Floats
    held: Floats
    first_asks: Floats
    fewer_first_asks: Floats
    first_held: Floats
    ending: Floats
    saturation: Floats


def drawn(process: Process, paths: int, rng: np.random.Generator) -> Drawn:
    """Return parameters for so many paths, each drawn from its interval, apart from the others.

    A share goes by the logistic scale, everything else by that of logarithms: half of the draws lie
    below the value, and the ends of the interval are where it says (:func:`values_of`). Where R is
    known the factors do not change it: they only say through which steps it comes about. Where it
    is not, R is their product.
    """
    z = rng.standard_normal((11, paths))
    nu = values_of(process.referrals_per_meeting, z[0])
    new = values_of(process.new_share, z[1], share=True)
    acted = values_of(process.acted.share, z[2], share=True)
    held = values_of(process.held.share, z[3], share=True)
    known = process.R.value is not None
    k = process.k
    narrow = Estimate(math.inf) if k.value is None else k
    return Drawn(
        R=values_of(process.R, z[4]) if known else nu * new * acted * held,
        spread=_spreads(narrow, z[5]),
        referrals_per_meeting=nu,
        new_share=new,
        acted=acted,
        held=held,
        first_asks=values_of(process.first_asks, z[6]),
        first_held=values_of(process.first_held.share, z[7], share=True),
        ending=values_of(process.ending, z[8]),
        saturation=_from_zero(process.saturation, z[9]),
        fewer_first_asks=_from_zero(process.fewer_first_asks, z[10]),
    )


def values_of(estimate: Estimate, z: Floats, *, share: bool = False) -> Floats:
    """Return what an estimate may really be, at these quantiles of the normal law.

    Two half-normal laws about the value, on the scale of logarithms (of odds for a share), the
    lower one up to ``low``, the upper one up to ``high``; where an end is open or missing, as far
    as the other one; without either, the value. A value of 0 that might be more is half-normal up
    to ``high``; so is, downward, a share of 1. Without a value: zeros.

    >>> values_of(Estimate(2.0, 1.0, 4.0), np.array([-1.6448536, 0.0, 1.6448536])).round(6)
    array([1., 2., 4.])
    """
    value, level = estimate.value, estimate.level
    if value is None:
        return np.zeros(len(z))
    tail = NormalDist().inv_cdf((1 + level) / 2)
    low, high = estimate.low, estimate.high
    high = None if high is None or math.isinf(high) else high
    if value < _NEARLY:
        return np.minimum(np.abs(z) / tail * max(0.0, high or 0.0), 1.0 if share else math.inf)
    if share and value > 1 - _NEARLY:
        return np.clip(1 - np.abs(z) / tail * (1 - (1.0 if low is None else low)), 0.0, 1.0)
    center = _scale(value, share=share)
    below = None if low is None else center - _scale(max(low, _LOW_ENOUGH * value), share=share)
    top = None if high is None else (min(high, 1 - _LOW_ENOUGH * (1 - value)) if share else high)
    above = None if top is None else _scale(top, share=share) - center
    down, up = below if below is not None else above, above if above is not None else below
    width = np.where(z < 0, down or 0.0, up or 0.0) / tail
    moved = center + np.maximum(width, 0.0) * z
    return 1 / (1 + np.exp(-moved)) if share else np.exp(moved)


def _scale(value: float, *, share: bool) -> float:
    return math.log(value / (1 - value)) if share else math.log(value)


def _spreads(k: Estimate, z: Floats) -> Floats:
    """Return 1/k: k as drawn, or 0 throughout where it may be infinite and that is most likely."""
    if k.value is None or math.isinf(k.value):
        return np.zeros(len(z))
    return 1 / np.maximum(values_of(k, z), 1e-6)


def _from_zero(estimate: Estimate, z: Floats) -> Floats:
    """Return what is normal about its value, in its interval's upper half, and never below 0."""
    if estimate.value is None:
        return np.zeros(len(z))
    tail = NormalDist().inv_cdf((1 + estimate.level) / 2)
    high = estimate.value if estimate.high is None else estimate.high
    return np.maximum(estimate.value + (high - estimate.value) / tail * z, 0.0)
