"""Many looks: how probable a finding is by chance when several things were looked at."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["benjamini_hochberg"]


def benjamini_hochberg(p_values: npt.ArrayLike) -> list[float]:
    """Return p values adjusted for how many there are, in the same order [1]_.

    ``q_(i) = min_{j ≥ i} p_(j) m / j`` over the ordered p values: among those with q below x, the
    expected share of findings by chance is at most x, for independent and for positively dependent
    looks.

    References
    ----------
    .. [1] Y. Benjamini, Y. Hochberg (1995), Controlling the false discovery rate, J. R. Stat. Soc.
       B 57:289-300, doi 10.1111/j.2517-6161.1995.tb02031.x

    >>> [round(q, 3) for q in benjamini_hochberg([0.01, 0.5, 0.04])]
    [0.03, 0.5, 0.06]
    >>> benjamini_hochberg([])
    []
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    raised = p[order] * len(p) / np.arange(1, len(p) + 1)
    found = np.empty(len(p))
    found[order] = np.minimum.accumulate(raised[::-1])[::-1]
    return [float(q) for q in found]
