"""Where each mark of the referral map stands: angles handed out from the sectors downwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.charts.bundles import Marks
from dashboard.charts.room import CORRIDOR, SECTOR_GAP, Room, childless, columns_of

__all__ = ["Placed", "placed_marks"]


@dataclass(frozen=True, slots=True)
class Placed:
    """Marks and doors with their places, and where each sector starts and ends."""

    nodes: pd.DataFrame
    doors: pd.DataFrame
    start: np.ndarray
    end: np.ndarray


def placed_marks(shown: Marks, room: Room) -> Placed:
    """Place all marks; angles run clockwise from the top, in radians."""
    return _Placing(shown, room).done()


class _Placing:
    """Hands out angles, from the sectors down to the last mark."""

    def __init__(self, shown: Marks, room: Room) -> None:
        self.shown, self.room = shown, room
        table = shown.rows
        self.parent = table["parent"].to_numpy()
        self.ring = table["ring"].to_numpy()
        self.sector = table["sector"].to_numpy()
        self.single = childless(shown)
        self.angle = np.zeros(len(table))
        self.radius = room.ring[self.ring].astype(float)
        self.door_angle = np.zeros(len(shown.doors))
        at = np.where(shown.doors["mark"] >= 0, self.ring[shown.doors["mark"]], -1)
        self.door_radius = room.door_ring[at].astype(float)
        self.below = _by(self.parent, ~self.single)
        self.singles = _by(self.parent, self.single)
        self.door_of = _by(shown.doors["mark"].to_numpy(), np.ones(len(shown.doors), dtype=bool))

    def done(self) -> Placed:
        """Place every sector, clockwise from the corridor."""
        count = len(self.room.sector)
        spare = self.room.free / count
        widths = self.room.sector * self.room.spread + spare
        gaps = SECTOR_GAP * np.arange(count)
        start = CORRIDOR + gaps + np.concatenate([[0.0], np.cumsum(widths)[:-1]])
        for sector in range(count):
            self._sector(sector, start[sector], widths[sector])
        return Placed(self._nodes(), self._doors(), start, start + widths)

    def _sector(self, sector: int, start: float, width: float) -> None:
        """Place what stands in a sector: trees in the order of their size, then the others."""
        here = self.sector == sector
        top = (self.parent < 0) & here
        trees = np.flatnonzero(top & ~self.single)
        trees = trees[np.argsort(-self.room.need[trees], kind="stable")]
        beside = top & self.single
        alone = [np.flatnonzero(beside & (self.ring == g)) for g in np.unique(self.ring[beside])]
        doors = self.shown.doors
        loose = np.flatnonzero((doors["mark"] < 0) & (doors["sector"] == sector))
        pieces = len(trees) + len(alone) + (len(loose) > 0)
        spare = (width - self.room.spread * self.room.sector[sector]) / max(1, pieces)
        at = start
        for place, mark in enumerate([*trees, -1]):
            if place == len(trees) // 2:  # far from the corridor, where the name of the ring is
                at = self._door_row(loose, at + spare / 2 * (len(loose) > 0))
                at += spare / 2 * (len(loose) > 0)
            if mark < 0:
                break
            span = self.room.need[mark] * self.room.spread
            self._branch(mark, at + spare / 2, span)
            at += span + spare
        for group in alone:
            at = self._rows(group, at + spare / 2, self.room.slot[self.ring[group[0]]]) + spare / 2

    def _branch(self, top: int, start: float, span: float) -> None:
        """Place a mark in the middle of its span, and all below it."""
        waiting = [(top, start, span)]
        while waiting:
            mark, start, span = waiting.pop()
            self.angle[mark] = start + span / 2
            waiting.extend(self._children(mark, start, span))

    def _children(self, mark: int, start: float, span: float) -> list[tuple[int, float, float]]:
        """Place doors and childless marks below a mark; return the branches and their spans."""
        room = self.room
        branches = self.below.get(mark, _NOBODY)
        branches = branches[np.argsort(-room.need[branches], kind="stable")]
        # Greatest branches outside by turns, so that a fan is even on both sides.
        branches = np.concatenate([branches[::2], branches[1::2][::-1]])
        singles, doors = self.singles.get(mark, _NOBODY), self.door_of.get(mark, _NOBODY)
        below = min(self.ring[mark] + 1, len(room.ring) - 1)
        widths = room.need[branches] * room.spread
        total = widths.sum()
        total += columns_of(len(singles), room.rows) * room.slot[below] * room.spread
        total += room.door_width[doors].sum() * room.spread
        at = start + (span - total) / 2
        half = (len(branches) + 1) // 2
        found = []
        for place, (branch, width) in enumerate(zip(branches, widths, strict=True)):
            if place == half:
                at = self._leaves(singles, doors, at)
            found.append((int(branch), at, float(width)))
            at += width
        if half >= len(branches):
            self._leaves(singles, doors, at)
        return found

    def _leaves(self, singles: np.ndarray, doors: np.ndarray, at: float) -> float:
        """Place childless marks and doors side by side; return where they end."""
        if len(singles):
            at = self._rows(singles, at, self.room.slot[self.ring[singles[0]]])
        return self._door_row(doors, at)

    def _rows(self, group: np.ndarray, at: float, slot: float) -> float:
        """Place childless marks in columns of a few; return where they end."""
        column, row = np.divmod(np.arange(len(group)), self.room.rows)
        wide = slot * self.room.spread
        self.angle[group] = at + (column + 0.5) * wide
        self.radius[group] += row * self.room.row_step
        return at + float(columns_of(len(group), self.room.rows)) * wide

    def _door_row(self, group: np.ndarray, at: float) -> float:
        """Place doors side by side; return where they end."""
        wide = self.room.door_width[group] * self.room.spread
        self.door_angle[group] = at + np.cumsum(wide) - wide / 2
        return at + float(wide.sum())

    def _nodes(self) -> pd.DataFrame:
        return self.shown.rows.assign(
            angle=self.angle,
            radius=self.radius,
            x=self.radius * np.sin(self.angle),
            y=self.radius * np.cos(self.angle),
            r=self.room.size,
        )

    def _doors(self) -> pd.DataFrame:
        return self.shown.doors.assign(
            angle=self.door_angle,
            radius=self.door_radius,
            x=self.door_radius * np.sin(self.door_angle),
            y=self.door_radius * np.cos(self.door_angle),
            r=self.room.door_size,
        )


_NOBODY = np.array([], dtype=int)


def _by(parent: np.ndarray, chosen: np.ndarray) -> dict[int, np.ndarray]:
    """Chosen rows by parent."""
    rows = np.flatnonzero(chosen & (parent >= 0))
    return {int(p): rows[parent[rows] == p] for p in np.unique(parent[rows])}
