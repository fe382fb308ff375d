"""Shrinkage: figures of groups, each drawn toward all of them as far as it is uncertain.

References
----------
.. [1] Morris 1983, J. Am. Stat. Assoc. 78:47, doi 10.1080/01621459.1983.10477920 (parametric
   empirical Bayes).
.. [2] DerSimonian, Laird 1986, Control. Clin. Trials 7:177, doi 10.1016/0197-2456(86)90046-2 (how
   much the groups differ beyond chance).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["shrunk"]

_Z = 1.6448536269514722
"""The half width of a 90 % interval, in standard errors."""
_LEAST = 1e-9
_TWO = 2


def shrunk(
    values: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Return the values of groups, drawn toward their common mean. Shape (groups,).

    ``low`` and ``high``: the 90 % interval of each, whose half width is 1.645 standard errors s_g.
    The variance τ² between groups is found by the method of moments [2]_, their mean with the
    weights ``1/(s_g² + τ²)``, and each value becomes ``mean + τ²/(τ² + s_g²)·(value − mean)`` [1]_.
    One group, or none, stays as it is. Groups that differ no more than by chance all have the mean.

    >>> shrunk([0.45, 0.55], [0.25, 0.35], [0.65, 0.75]).tolist()
    [0.5, 0.5]
    >>> shrunk([0.2, 0.8], [0.1, 0.7], [0.3, 0.9]).round(2).tolist()
    [0.21, 0.79]
    """
    x = np.atleast_1d(np.asarray(values, dtype=np.float64))
    error = (np.asarray(high, dtype=np.float64) - np.asarray(low, dtype=np.float64)) / (2 * _Z)
    error = np.maximum(np.atleast_1d(error), _LEAST)
    if len(x) < _TWO:
        return x
    weight = 1 / error**2
    mean = float(weight @ x / weight.sum())
    spread = float(weight @ (x - mean) ** 2)
    scale = float(weight.sum() - (weight**2).sum() / weight.sum())
    between = max(0.0, (spread - (len(x) - 1)) / scale)
    both = 1 / (error**2 + between)
    mean = float(both @ x / both.sum())
    return np.asarray(mean + between / (between + error**2) * (x - mean))
