"""Clusters: units that are alike because they belong together, as numbers."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["numbered"]

Ints: TypeAlias = npt.NDArray[np.int64]


def numbered(clusters: npt.ArrayLike) -> tuple[Ints, int]:
    """Return the number of each unit's cluster, in the order of their names, and how many they are.

    What ``numpy.unique`` gives, without sorting a name for every unit. Shape (units,).

    >>> numbers, many = numbered(["t", "s", "t"])
    >>> numbers.tolist(), many
    ([1, 0, 1], 2)
    """
    codes, names = pd.factorize(np.asarray(clusters), sort=True)
    return codes.astype(np.int64), len(names)
