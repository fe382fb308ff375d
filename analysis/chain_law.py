"""Chain law: how many meetings the coming weeks bring, exactly, when nothing but chance is unknown.

With R, k and the delays fixed, and without capacity, saturation or ends, the number of meetings
that one meeting leads to within t weeks (itself included) has the generating function ``F_t(s) = s
· φ(1 − Σ_{j ≤ t} g_j (1 − F_{t−j}(s)))``, where ``g_j`` is the probability that a delay is j weeks
and ``φ(x) = (1 + R(1 − x)/k)^(−k)`` that of the negative binomial law [1]_, [2]_. What starts apart
multiplies. On the unit circle F is the Fourier transform of the law, and one inverse transform
gives it back. The simulator (:mod:`analysis.projection`) is checked against it.

References
----------
.. [1] Crump, Mode 1968, J. Math. Anal. Appl. 24:494, doi 10.1016/0022-247X(68)90005-X.
.. [2] Harris 1963, The Theory of Branching Processes, chapter VI.
.. [3] Abate, Whitt 1992, Oper. Res. Lett. 12:245, doi 10.1016/0167-6377(92)90050-D (generating
   functions inverted by the discrete Fourier transform, and the error of it).
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["law_quantile", "meetings_law"]

Floats: TypeAlias = npt.NDArray[np.float64]
Complex: TypeAlias = npt.NDArray[np.complex128]

_CLOSE = 1e-13
_ITERATIONS = 10_000
_ALIASED = 1e-9
_LARGEST = 1 << 17


def meetings_law(
    R: float,
    k: float,
    delay: npt.ArrayLike,
    weeks: int,
    *,
    roots: npt.ArrayLike = (),
    first_contacts: npt.ArrayLike = (),
    open_items: npt.ArrayLike = (),
    size: int | None = None,
) -> Floats:
    """Return the law of the number of new meetings within ``weeks`` weeks.

    Parameters
    ----------
    R, k : mean from 0 on and dispersion above 0 (infinity: Poisson) of what a meeting leads to.
    delay : probabilities that it does so 0, 1, … weeks later; what is missing to 1 is later than
        anybody asks.
    weeks : from 0 on; what happens in week 0, 1, …, weeks − 1 counts.
    roots : meetings held for certain in week 0, 1, … (they count).
    first_contacts : mean of Poisson meetings in week 0, 1, … that go back to nobody.
    open_items : shape (items, weeks or more): of each the probabilities that it becomes a meeting
        in week 0, 1, …; of a row that adds up to less than 1 the rest never does.
    size : how many values the law is given for; what lies beyond is folded back onto the first
        ones. None: doubled until the last half holds less than 1e-9.

    Shape (size,): the probability of 0, 1, … new meetings. Its error is the fold and rounding,
    about 1e-13 [3]_. Raises ``ValueError`` for ``R < 0``, ``k ≤ 0``, negative or broken
    probabilities, those that add up to more than 1, and a law of more than 130,000
    meetings; also when one meeting or more a meeting comes in the same week, ``R · delay[0] ≥ 1``:
    such a week never ends.

    >>> meetings_law(1.0, 1.0, [0.0, 1.0], 2, roots=[1]).round(4)[:4].tolist()
    [0.0, 0.5, 0.25, 0.125]
    >>> meetings_law(1.0, 1.0, [0.0, 1.0], 0, roots=[1]).tolist()[:1]
    [1.0]
    """
    lags, seeds, firsts = (_weekly(values, weeks) for values in (delay, roots, first_contacts))
    items = np.atleast_2d(np.asarray(open_items, dtype=np.float64))[:, :weeks]
    _check(R, k, lags, seeds, firsts, items)
    start = 256 if size is None else size
    while True:
        law = _law(R, k, (lags, seeds, firsts, items), start)
        if size is not None or law[start // 2 :].sum() < _ALIASED:
            return law
        if start >= _LARGEST:
            raise ValueError("so many meetings may follow that the law has no end in sight")
        start *= 2


def law_quantile(law: npt.ArrayLike, share: float) -> int:
    """Return the smallest number that is not exceeded with at least this probability.

    >>> law_quantile([0.5, 0.25, 0.25], 0.7)
    1
    """
    return int(np.searchsorted(np.cumsum(np.asarray(law, dtype=np.float64)), share - _CLOSE))


def _weekly(values: npt.ArrayLike, weeks: int) -> Floats:
    if weeks < 0:
        raise ValueError(f"weeks are whole numbers from 0 on, not {weeks}")
    given = np.asarray(values, dtype=np.float64).ravel()[:weeks]
    return np.concatenate([given, np.zeros(weeks - len(given))])


def _check(R: float, k: float, lags: Floats, seeds: Floats, firsts: Floats, items: Floats) -> None:
    if not (R >= 0 and math.isfinite(R) and k > 0):
        raise ValueError(f"R is from 0 on and k above 0, not {R} and {k}")
    for values in (lags, seeds, firsts, items):
        if not np.isfinite(values).all() or (values < 0).any():
            raise ValueError("probabilities and means are numbers from 0 on")
    most = max(lags.sum(), items.sum(axis=1).max(initial=0.0))
    if most > 1 + 1e-9:
        raise ValueError(f"probabilities add up to {most}, which is more than 1")
    if len(lags) and R * lags[0] >= 1:
        raise ValueError("one meeting leads to one or more in the same week: it never ends")


def _law(R: float, k: float, start: tuple[Floats, Floats, Floats, Floats], size: int) -> Floats:
    lags, seeds, firsts, items = start
    weeks = len(lags)
    # The law is real: half of the circle is enough.
    s = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    trees: list[Complex] = []
    for t in range(weeks):
        later = np.zeros_like(s)
        for j in range(1, t + 1):
            later += lags[j] * (1 - trees[t - j])
        trees.append(_tree(R, k, s, later, float(lags[0])))
    logs = np.zeros_like(s)
    product = np.ones_like(s)
    for week in range(weeks):
        tree = trees[weeks - 1 - week]
        product *= tree ** seeds[week]
        logs += firsts[week] * (tree - 1)
    for item in items if weeks else ():
        one = np.ones_like(s)
        for at in np.flatnonzero(item).tolist():
            one += item[at] * (trees[weeks - 1 - at] - 1)
        product *= one
    return np.clip(np.fft.irfft(product * np.exp(logs), size), 0.0, 1.0)


def _tree(R: float, k: float, s: Complex, later: Complex, at_once: float) -> Complex:
    """Return F_t: with what follows in the same week, the fixed point of its own equation."""
    found = s * _offspring(R, k, later + at_once * (1 - s))
    for _ in range(_ITERATIONS if at_once else 0):
        again = s * _offspring(R, k, later + at_once * (1 - found))
        change = float(np.abs(again - found).max())
        found = again
        if change < _CLOSE:
            break
    return found


def _offspring(R: float, k: float, less: Complex) -> Complex:
    """Return φ(1 − less)."""
    if math.isinf(k):
        return np.exp(-R * less)
    return np.asarray((1 + R * less / k) ** -k)
