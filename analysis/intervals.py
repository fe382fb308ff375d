"""Intervals for shares and differences of shares, and the estimate that carries one.

An estimate is never a bare number: it has a value, an interval, the level of that interval and the
number of units behind it, or else a reason why it cannot be given.

References
----------
.. [1] E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference,
   J. Am. Stat. Assoc. 22:209-212, doi 10.1080/01621459.1927.10502953
.. [2] R. G. Newcombe (1998), Interval estimation for the difference between independent
   proportions: comparison of eleven methods, Statistics in Medicine 17:873-890 (method 10),
   doi 10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
.. [3] L. D. Brown, T. T. Cai, A. DasGupta (2001), Interval estimation for a binomial proportion,
   Statistical Science 16:101-133, doi 10.1214/ss/1009213286
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

__all__ = ["LEVEL", "Estimate", "jeffreys", "newcombe", "share", "wilson"]

LEVEL = 0.9
"""The level of every interval that Onward shows."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval: ``value`` in ``low`` … ``high`` at ``level``, from ``n`` units.

    ``value`` is None exactly when ``reason`` says why there is none. ``low`` and ``high`` are None
    where the method gives no interval.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    level: float = LEVEL
    n: int = 0
    reason: str | None = None

    def __post_init__(self) -> None:
        """Refuse an estimate that has neither value nor reason, or both."""
        if (self.value is None) == (self.reason is None):
            raise ValueError("An estimate has either a value or the reason why there is none.")


def wilson(successes: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    r"""Return the Wilson score interval of a share.

    With p the share and z the normal quantile of the level:
    ``(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)`` [1]_. It stays inside 0 … 1 and is
    never empty. Without units nothing is known:

    >>> wilson(0, 0)
    (0.0, 1.0)
    >>> [round(bound, 4) for bound in wilson(81, 263, level=0.95)]
    [0.2553, 0.3662]
    """
    _check(successes, n)
    if n == 0:
        return 0.0, 1.0
    z = _quantile(level)
    p = successes / n
    center = p + z * z / (2 * n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # Rounding must not leave 0 … 1, nor cut off a share of exactly none or all.
    low = 0.0 if successes == 0 else max(0.0, (center - half) / scale)
    high = 1.0 if successes == n else min(1.0, (center + half) / scale)
    return low, high


def newcombe(
    successes: int, n: int, other_successes: int, other_n: int, level: float = LEVEL
) -> tuple[float, float]:
    """Return Newcombe's hybrid score interval of the difference first share − other share.

    The Wilson intervals of both shares are combined by squares [2]_. Without units on either side
    the difference may be anything:

    >>> newcombe(0, 0, 1, 2)
    (-1.0, 1.0)
    >>> [round(bound, 4) for bound in newcombe(56, 70, 48, 80, level=0.95)]
    [0.0524, 0.3339]
    """
    low, high = wilson(successes, n, level)
    other_low, other_high = wilson(other_successes, other_n, level)
    if n == 0 or other_n == 0:
        return -1.0, 1.0
    p, q = successes / n, other_successes / other_n
    return (
        p - q - sqrt((p - low) ** 2 + (other_high - q) ** 2),
        p - q + sqrt((high - p) ** 2 + (q - other_low) ** 2),
    )


def jeffreys(successes: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the Jeffreys interval of a share: equal tails of Beta(x + ½, n − x + ½).

    The lower bound is 0 when there are no successes, the upper one 1 when there are only
    successes [3]_.

    >>> jeffreys(0, 0)
    (0.0, 1.0)
    """
    from scipy.stats import beta

    _check(successes, n)
    tail = (1 - level) / 2
    a, b = successes + 0.5, n - successes + 0.5
    low = 0.0 if successes == 0 else float(beta.ppf(tail, a, b))
    high = 1.0 if successes == n else float(beta.ppf(1 - tail, a, b))
    return low, high


def share(
    successes: int, n: int, level: float = LEVEL, *, reason_if_none: str = "no_units"
) -> Estimate:
    """Return a share as an estimate with its Wilson interval, or the reason why there is none.

    >>> share(0, 0).reason
    'no_units'
    >>> share(3, 4).value
    0.75
    """
    if n == 0:
        return Estimate(None, level=level, n=0, reason=reason_if_none)
    low, high = wilson(successes, n, level)
    return Estimate(successes / n, low, high, level, n)


def _quantile(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"A level lies between 0 and 1, not {level}.")
    return NormalDist().inv_cdf((1 + level) / 2)


def _check(successes: int, n: int) -> None:
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share.")
