"""How much room the marks of the referral map need, and what gives way when there is little."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.charts.bundles import Marks

__all__ = ["CORRIDOR", "SECTOR_GAP", "Room", "available", "childless", "columns_of", "find_room"]

Floats = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]

CORRIDOR = 0.33
"""Half the angle kept free at the top, in radians: ring names stand there and cover nobody."""

SECTOR_GAP = 0.05
"""Angle between two sectors, in radians."""

MARK = 4.8
"""Radius of the smallest mark, in pixels."""

GAP = 3.4
"""Least distance between two marks, in pixels."""

SMALLEST_DOOR = 3.8
"""Least radius of a hollow mark, in pixels: below it the outline would fill it."""

LARGEST = 17.0
"""Greatest radius of a mark, in pixels."""

_HUBS = (0.30, 0.35, 0.40, 0.45, 0.5)
_HUBS_BY_RINGS = {1: 0.62, 2: 0.46, 3: 0.37}
_ROWS = (1, 2, 3, 4)
_SCALES = (1.6, 1.3, 1.15, 1.0, 0.9, 0.8, 0.7, 0.6)
_WIDEST_PITCH = 64.0  # pixels between neighbors on the first ring, when there is plenty of room


@dataclass(frozen=True, slots=True)
class Room:
    """Radii of rings, sizes of marks and angles that each branch needs.

    ``ring`` and ``door_ring`` (the hollow marks that hang on a ring; last those that hang on
    nobody, inside the first ring) are radii in pixels by ring; ``rows`` is the number of rows in
    which childless marks stand, ``row_step`` the pixels between rows. ``size`` and ``door_size``
    are the radii of marks. Angles, in radians: ``slot`` one column of childless marks by ring,
    ``door_width`` each door, ``need`` each branch, ``sector`` each sector. ``spread`` is the factor
    by which all of them may grow (or must shrink).
    """

    ring: Floats
    door_ring: Floats
    rows: int
    row_step: float
    size: Floats
    door_size: Floats
    slot: Floats
    door_width: Floats
    need: Floats
    sector: Floats
    spread: float

    @property
    def free(self) -> float:
        """Angle left over when everything is spread, in radians."""
        return max(0.0, available(len(self.sector)) - self.spread * float(self.sector.sum()))


def available(sectors: int) -> float:
    """Angle that marks may take, beside the corridor and the gaps between sectors."""
    return 2 * math.pi - 2 * CORRIDOR - SECTOR_GAP * max(0, sectors - 1)


def childless(shown: Marks) -> Flags:
    """Marks that stand in rows: one person, nobody beyond them and no door of theirs."""
    rows = shown.rows
    parents = np.concatenate([rows["parent"].to_numpy(), shown.doors["mark"].to_numpy()])
    alone = ~np.isin(np.arange(len(rows)), parents)
    return alone & (rows["count"].to_numpy() == 1)


def columns_of(count: npt.ArrayLike, rows: int) -> Floats:
    """Columns that so many marks take when they stand in ``rows`` rows."""
    return np.ceil(np.asarray(count) / rows)


def find_room(shown: Marks, sectors: int, rim: float) -> Room:
    """Find the best arrangement in which everything fits inside ``rim`` pixels.

    The hub grows, childless marks stand in two to four rows, or marks shrink, whichever changes
    least. When everything together is too little, all angles shrink alike and marks touch.
    """
    crowd = _crowd(shown, sectors)
    least = _HUBS_BY_RINGS.get(crowd.rings, 0.0)
    hubs = [hub for hub in _HUBS if hub >= least] or [least]
    for way in sorted(itertools.product(hubs, _ROWS, _SCALES), key=_cost):
        room = _room(crowd, rim, way)
        # Large marks are for maps with plenty of room, rows for rings that are wide enough.
        apart = way[1] == 1 or room.row_step >= 2 * MARK * way[2]
        if apart and room.spread >= max(1.0, 2 * way[2] - 1):
            return room
    return _room(crowd, rim, (hubs[-1], 1, _SCALES[-1]))


def _cost(way: tuple[float, int, float]) -> float:
    """How far a way of arranging is from a small hub, one row and marks of full size."""
    hub, rows, scale = way
    small = ((1 - scale) / 0.12) ** 2 if scale < 1 else 1 - scale
    return ((hub - _HUBS[0]) / 0.08) ** 2 + 0.15 * (rows - 1) ** 2 + small


@dataclass(frozen=True, slots=True)
class _Crowd:
    """What has to find room, counted once."""

    rings: int
    sectors: int
    ring: npt.NDArray[np.int_]
    parent: npt.NDArray[np.int_]
    sector: npt.NDArray[np.int_]
    single: Flags
    people: Floats
    notable: Flags
    singles: Floats
    branching: list[npt.NDArray[np.int_]]
    door_mark: npt.NDArray[np.int_]
    door_sector: npt.NDArray[np.int_]
    door_count: npt.NDArray[np.int_]
    top_singles: Floats


def _crowd(shown: Marks, sectors: int) -> _Crowd:
    rows = shown.rows
    ring, parent = rows["ring"].to_numpy(), rows["parent"].to_numpy()
    sector, single = rows["sector"].to_numpy(), childless(shown)
    rings = shown.rings
    top = single & (parent < 0)
    top_singles = np.zeros((sectors, rings))
    np.add.at(top_singles, (sector[top], ring[top]), 1)
    return _Crowd(
        rings=rings,
        sectors=sectors,
        ring=ring,
        parent=parent,
        sector=sector,
        single=single,
        people=rows["beyond"].to_numpy() + 1.6 * (rows["count"].to_numpy() - 1),
        notable=rows["outcome"].to_numpy(object) != "held",
        singles=np.bincount(parent[single & (parent >= 0)], minlength=len(ring)).astype(float),
        branching=[np.flatnonzero((ring == at) & ~single) for at in range(rings)],
        door_mark=shown.doors["mark"].to_numpy(),
        door_sector=shown.doors["sector"].to_numpy(),
        door_count=shown.doors["count"].to_numpy(),
        top_singles=top_singles,
    )


def _room(crowd: _Crowd, rim: float, way: tuple[float, int, float]) -> Room:
    """Arrangement with a given hub (share of the rim), rows of childless marks and scale."""
    hub, rows, scale = way
    tail = 0.72 if len(crowd.door_mark) else 0.12 + 0.12 * (rows - 1)
    step = min((rim * (1 - hub) - GAP) / (crowd.rings - 1 + tail), rim * 0.26)
    ring = rim * hub + step * np.arange(crowd.rings)
    door_ring = np.append(ring + step * 0.58, ring[0] - step * 0.42)
    pitch = (2 * MARK + GAP) * scale
    size, door_size = _sizes(crowd, scale, step)
    at = np.where(crowd.door_mark >= 0, crowd.ring[crowd.door_mark], -1)
    door_width = (2 * door_size + GAP * scale) / door_ring[at]
    slot = pitch / ring
    need = _needs(crowd, (2 * size + GAP * scale) / ring[crowd.ring], rows, slot, door_width)
    sector = _sector_needs(crowd, need, rows, slot, door_width)
    return Room(
        ring=ring,
        door_ring=door_ring,
        rows=rows,
        row_step=min(pitch * 0.92, step * 0.42 / max(1, rows - 1)),
        size=size,
        door_size=door_size,
        slot=slot,
        door_width=door_width,
        need=need,
        sector=sector,
        spread=min(available(crowd.sectors) / float(sector.sum()), _WIDEST_PITCH / pitch),
    )


def _sizes(crowd: _Crowd, scale: float, step: float) -> tuple[Floats, Floats]:
    """Radius of each mark and of each hollow one: the area grows with the people it stands for."""
    size = MARK * scale * np.sqrt(1 + 0.28 * crowd.people) + 0.4 * scale * crowd.notable
    hollow = max(MARK * scale, SMALLEST_DOOR) * np.sqrt(1 + 0.2 * (crowd.door_count - 1))
    return (
        np.minimum(size, min(LARGEST, step * 0.4)),
        np.minimum(hollow, max(SMALLEST_DOOR, step * 0.22)),
    )


def _needs(crowd: _Crowd, own: Floats, rows: int, slot: Floats, door_width: Floats) -> Floats:
    """Angle of each branch: its own mark's, or that of all that hangs on it if that is more."""
    marks = len(own)
    below = np.minimum(crowd.ring + 1, crowd.rings - 1)
    named = crowd.door_mark >= 0
    inside = _sums(crowd.door_mark[named], door_width[named], marks)
    inside = inside + columns_of(crowd.singles, rows) * slot[below]
    need = own.copy()
    for here in reversed(crowd.branching):
        need[here] = np.maximum(own[here], inside[here])
        hanging = here[crowd.parent[here] >= 0]
        np.add.at(inside, crowd.parent[hanging], need[hanging])
    return need


def _sector_needs(
    crowd: _Crowd, need: Floats, rows: int, slot: Floats, door_width: Floats
) -> Floats:
    """Angle of each sector: trees, first contacts with nobody beyond, doors that hang on nobody."""
    tree = (crowd.parent < 0) & ~crowd.single
    trees = _sums(crowd.sector[tree], need[tree], crowd.sectors)
    loose = crowd.door_mark < 0
    doors = _sums(crowd.door_sector[loose], door_width[loose], crowd.sectors)
    return np.asarray(trees + columns_of(crowd.top_singles, rows) @ slot + doors)


def _sums(place: npt.NDArray[np.int_], weight: Floats, places: int) -> Floats:
    """Sum of the weights at each place."""
    return np.asarray(np.bincount(place, weights=weight, minlength=places), dtype=np.float64)
