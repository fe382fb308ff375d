"""Sums up and down a forest that is given as one array of parents.

All go by pointer jumping: after each round an entry looks twice as far up, so a chain of a million
needs twenty rounds of plain array arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.ledger import Positions

__all__ = ["Levels", "descendants", "levels", "offspring", "on_cycles"]


@dataclass(frozen=True, slots=True)
class Levels:
    """For each entry: its distance to the root in entries and in steps, and its root."""

    generation: Positions
    hops: Positions
    root: Positions


def levels(parent: Positions, steps: Positions) -> Levels:
    """Return how far each entry stands below its root.

    ``parent``: shape (n,), a position or −1 for a root, without cycles. ``steps``: shape (n,), the
    length of the way to the parent.

    >>> levels(np.array([-1, 0, 1]), np.array([0, 1, 2])).hops.tolist()
    [0, 1, 3]
    """
    above = np.where(parent < 0, np.arange(len(parent)), parent)
    generation = (parent >= 0).astype(np.int64)
    hops = np.where(parent >= 0, steps, 0)
    while True:
        higher = above[above]
        if np.array_equal(higher, above):
            return Levels(generation, hops, above)
        generation = generation + generation[above]
        hops = hops + hops[above]
        above = higher


def offspring(parent: Positions) -> Positions:
    """Return how many entries have each entry as parent.

    >>> offspring(np.array([-1, 0, 0])).tolist()
    [2, 0, 0]
    """
    return np.bincount(parent[parent >= 0], minlength=len(parent))


def descendants(parent: Positions) -> Positions:
    """Return how many entries stand anywhere below each entry of a forest without cycles.

    >>> descendants(np.array([-1, 0, 1])).tolist()
    [2, 1, 0]
    """
    family = np.ones(len(parent), dtype=np.int64)
    above = parent
    while (alive := np.flatnonzero(above >= 0)).size:
        added = np.bincount(above[alive], weights=family[alive], minlength=len(parent))
        family = family + added.astype(np.int64)
        higher = np.full(len(parent), -1)
        higher[alive] = above[above[alive]]
        above = higher
    return family - 1


def on_cycles(parent: Positions) -> Positions:
    """Return the positions that stand on a cycle of the parents.

    >>> on_cycles(np.array([1, 0, 1, -1])).tolist()
    [0, 1]
    """
    nodes = np.flatnonzero(parent >= 0)
    above = parent[nodes]
    look = np.full(len(parent), -1)
    look[nodes] = above
    for _ in range(len(nodes).bit_length()):
        alive = look >= 0
        look[alive] = look[look[alive]]
        if not (look >= 0).any():
            break
    return np.unique(look[look >= 0])
