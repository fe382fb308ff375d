"""Delays: the law of the time from a meeting to the meetings it leads to, in whole days.

``G`` is the distribution function of a continuous delay; dates are whole days, so that a delay of
``d`` days has the probability ``G(d + 1) − G(d)``, same-day delays included (SCIENCE §1).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import digamma, gammainc, gammaincc, gammaln, ndtr, ndtri
from scipy.special import gammaincinv as gamma_quantile

__all__ = ["LAWS", "DelayLaw", "LawName"]

LawName = Literal["gamma", "lognormal", "weibull"]
Floats: TypeAlias = npt.NDArray[np.float64]

_TINY = 1e-300
_STEP = 1e-5

LAWS: tuple[LawName, ...] = ("gamma", "lognormal", "weibull")


def _gamma(x: Floats, scale: float, shape: float) -> tuple[Floats, Floats]:
    y = x / scale
    late = y > shape
    below, beyond = np.empty_like(y), np.empty_like(y)
    below[~late], beyond[late] = gammainc(shape, y[~late]), gammaincc(shape, y[late])
    below[late], beyond[~late] = 1 - beyond[late], 1 - below[~late]
    return below, beyond


def _lognormal(x: Floats, scale: float, shape: float) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore"):
        z = np.log(x / scale) / shape
    return ndtr(z), ndtr(-z)


def _weibull(x: Floats, scale: float, shape: float) -> tuple[Floats, Floats]:
    with np.errstate(over="ignore"):
        power = (x / scale) ** shape
    return -np.expm1(-power), np.exp(-power)


def _gamma_slopes(x: Floats, scale: float, shape: float) -> tuple[Floats, Floats]:
    y = x / scale
    density = np.exp(shape * np.log(np.maximum(y, _TINY)) - y - gammaln(shape))  # times y
    step = _STEP * shape
    late = y > shape
    change = np.empty_like(y)
    for side, of, sign in ((~late, gammainc, 1.0), (late, gammaincc, -1.0)):
        change[side] = sign * (of(shape + step, y[side]) - of(shape - step, y[side]))
    return -density, change / (2 * _STEP) + density


def _lognormal_slopes(x: Floats, scale: float, shape: float) -> tuple[Floats, Floats]:
    z = np.log(np.maximum(x, _TINY) / scale) / shape
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return -density / shape, -z * density


def _weibull_slopes(x: Floats, scale: float, shape: float) -> tuple[Floats, Floats]:
    log_power = shape * np.log(np.maximum(x, _TINY) / scale)
    with np.errstate(over="ignore"):
        density = np.exp(log_power - np.exp(log_power))
    return -shape * density, (log_power - digamma(1 + 1 / shape)) * density


_BOTH: dict[LawName, Callable[[Floats, float, float], tuple[Floats, Floats]]] = {
    "gamma": _gamma,
    "lognormal": _lognormal,
    "weibull": _weibull,
}
_SLOPES: dict[LawName, Callable[[Floats, float, float], tuple[Floats, Floats]]] = {
    "gamma": _gamma_slopes,
    "lognormal": _lognormal_slopes,
    "weibull": _weibull_slopes,
}


@dataclass(frozen=True, slots=True)
class DelayLaw:
    """A law of delays, its scale in days.

    ``gamma`` (scale, shape), ``weibull`` (scale, shape), or ``lognormal`` (scale: the median,
    shape: the standard deviation of the logarithm).

    >>> law = DelayLaw("gamma", scale=15.0, shape=2.0)
    >>> law.mean
    30.0
    >>> round(float(law.by(29)), 3)  # within 29 whole days: G(30)
    0.594
    """

    name: LawName
    scale: float
    shape: float

    def cdf(self, x: npt.ArrayLike) -> Floats:
        """Return G(x): the probability of a delay of at most x days, in continuous time."""
        return self.both(x)[0]

    def both(self, x: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Return G(x) and 1 − G(x), each with all its digits."""
        days = np.maximum(np.asarray(x, dtype=np.float64), 0.0)
        return _BOTH[self.name](days, self.scale, self.shape)

    def slopes(self, x: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Return the derivatives of G(x) by the logarithms of location and shape (see :meth:`at`).

        Exact, but for the shape of a gamma law, of which it is a difference quotient.
        """
        days = np.maximum(np.asarray(x, dtype=np.float64), 0.0)
        return _SLOPES[self.name](days, self.scale, self.shape)

    def by(self, days: npt.ArrayLike) -> Floats:
        """Return G(C + 1): the probability that a delay in whole days is at most C."""
        return self.cdf(np.asarray(days, dtype=np.float64) + 1)

    @property
    def mean(self) -> float:
        """The mean delay, in days of continuous time."""
        if self.name == "gamma":
            return self.scale * self.shape
        if self.name == "weibull":
            return self.scale * math.gamma(1 + 1 / self.shape)
        return self.scale * math.exp(self.shape**2 / 2)

    def quantile(self, share: float) -> float:
        """Return by when this share of the delays is over, in days of continuous time."""
        if self.name == "gamma":
            return float(self.scale * gamma_quantile(self.shape, share))
        if self.name == "weibull":
            return float(self.scale * (-math.log1p(-share)) ** (1 / self.shape))
        return float(self.scale * math.exp(self.shape * ndtri(share)))

    @classmethod
    def at(cls, name: LawName, location: float, shape: float) -> DelayLaw:
        """Return the law of this name with that mean; with that median for a lognormal one."""
        if name == "gamma":
            return cls(name, location / shape, shape)
        if name == "weibull":
            return cls(name, location / math.gamma(1 + 1 / shape), shape)
        return cls(name, location, shape)
