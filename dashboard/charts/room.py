"""How much room the marks of the referral map need, and what gives way when there is little."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from dashboard.charts.bundles import Marks

__all__ = ["CORRIDOR", "Room", "find_room"]

CORRIDOR = 0.26
"""Half the angle kept free at the top, in radians: ring names stand there and cover nobody."""

SECTOR_GAP = 0.05
"""Angle between two sectors, in radians."""

MARK = 4.6
"""Radius of the smallest mark, in pixels."""

GAP = 3.4
"""Least distance between two marks, in pixels."""

_LARGEST = 17.0
_HUBS = (0.30, 0.36, 0.42, 0.48)
_HUBS_BY_RINGS = {1: 0.62, 2: 0.46, 3: 0.37}
_WIDEST_PITCH = 44.0  # pixels between neighbors on the first ring, when there is plenty of room


@dataclass(frozen=True, slots=True)
class Room:
    """Radii of rings, sizes of marks and angles that each branch needs.

    ``ring`` and ``door_ring`` (the hollow marks that hang on a ring; last those that hang on
    nobody, inside the first ring) are radii in pixels by ring;
    ``rows`` is the number of rows in which childless marks stand, ``row_step`` the pixels between
    rows. ``size`` is the radius of each mark. Angles, in radians: ``slot`` one column of childless
    marks by ring, ``door_slot`` one column of doors by ring, ``need`` each branch, ``sector`` each
    sector. ``spread`` is the factor by which all of them may grow (or must shrink).
    """

    ring: np.ndarray
    door_ring: np.ndarray
    rim: float
    rows: int
    row_step: float
    size: np.ndarray
    slot: np.ndarray
    door_slot: np.ndarray
    need: np.ndarray
    sector: np.ndarray
    spread: float

    @property
    def free(self) -> float:
        """Angle left over when everything is spread, in radians."""
        return max(0.0, available(len(self.sector)) - self.spread * float(self.sector.sum()))


def available(sectors: int) -> float:
    """Angle that marks may take, beside the corridor and the gaps between sectors."""
    return 2 * math.pi - 2 * CORRIDOR - SECTOR_GAP * max(0, sectors - 1)


def find_room(shown: Marks, sectors: int, rim: float) -> Room:
    """Find the roomiest arrangement in which everything fits inside ``rim`` pixels.

    First the hub grows, then childless marks stand in two to four rows, then marks shrink. When
    even that is too little, all angles shrink alike and marks touch.
    """
    rings = int(shown.rows["ring"].max()) + 1
    hubs = [hub for hub in _HUBS if hub >= _HUBS_BY_RINGS.get(rings, 0.0)]
    hubs = hubs or [_HUBS_BY_RINGS[rings]]
    for scale, rows, hub in itertools.product((1.0, 0.85, 0.7, 0.6), (1, 2, 3, 4), hubs):
        room = _room(shown, sectors, rim, (hub, rows, scale))
        if room.spread >= 1:
            return room
    return room


def _room(shown: Marks, sectors: int, rim: float, choice: tuple[float, int, float]) -> Room:
    """Arrangement with a given hub (share of the rim), rows of childless marks and scale."""
    hub, rows, scale = choice
    rings = int(shown.rows["ring"].max()) + 1
    tail = 0.72 if len(shown.doors) else 0.12 + 0.12 * (rows - 1)
    step = min((rim * (1 - hub)) / (rings - 1 + tail), rim * 0.26)
    ring = rim * hub + step * np.arange(rings)
    door_ring = np.append(ring + step * 0.58, ring[0] - step * 0.42)
    size = _sizes(shown, scale, step)
    pitch = (2 * MARK + GAP) * scale
    slot, door_slot = pitch / ring, pitch / door_ring
    need = _needs(shown, (size * 2 + GAP * scale), ring, rows, slot, door_slot)
    whole = _sector_needs(shown, need, sectors, rows, slot, door_slot)
    spread = min(available(sectors) / max(float(whole.sum()), 1e-9), _WIDEST_PITCH / pitch)
    row_step = min(pitch * 0.92, step * 0.42 / max(1, rows - 1))
    used = rim if tail else float(ring[-1])
    return Room(
        ring, door_ring, used, rows, row_step, size, slot, door_slot, need, whole, spread
    )


def _sizes(shown: Marks, scale: float, step: float) -> np.ndarray:
    """Radius of each mark: its area grows with the people beyond it, or in it."""
    rows = shown.rows
    people = rows["beyond"].to_numpy() + 1.6 * (rows["count"].to_numpy() - 1)
    outcome = np.where(rows["outcome"].to_numpy(object) == "held", 0.0, 0.9)
    size = MARK * scale * np.sqrt(1 + 0.28 * people) + outcome * scale
    return np.minimum(size, min(_LARGEST, step * 0.44))


def childless(shown: Marks) -> np.ndarray:
    """Marks that stand in rows: one person, nobody beyond them and no door of theirs."""
    rows = shown.rows
    parents = np.concatenate([rows["parent"].to_numpy(), shown.doors["mark"].to_numpy()])
    alone = ~np.isin(np.arange(len(rows)), parents)
    return alone & (rows["count"].to_numpy() == 1)


def columns_of(count: np.ndarray, rows: int) -> np.ndarray:
    """Columns that so many marks take when they stand in ``rows`` rows."""
    return np.ceil(np.asarray(count) / rows)


def _needs(
    shown: Marks,
    pitch: np.ndarray,
    ring: np.ndarray,
    rows: int,
    slot: np.ndarray,
    door_slot: np.ndarray,
) -> np.ndarray:
    """Angle of each branch: its own mark's, or that of all that hangs on it if that is more."""
    at = shown.rows["ring"].to_numpy()
    parent = shown.rows["parent"].to_numpy()
    single = childless(shown)
    marks = len(at)
    need = pitch / ring[at]
    singles = np.bincount(parent[single & (parent >= 0)], minlength=marks)
    doors = np.bincount(shown.doors.query("mark >= 0")["mark"], minlength=marks)
    below = np.minimum(at + 1, len(ring) - 1)
    inside = columns_of(singles, rows) * slot[below] + columns_of(doors, rows) * door_slot[at]
    for mark in range(marks - 1, -1, -1):
        need[mark] = max(need[mark], inside[mark])
        if parent[mark] >= 0 and not single[mark]:
            inside[parent[mark]] += need[mark]
    return need


def _sector_needs(
    shown: Marks,
    need: np.ndarray,
    sectors: int,
    rows: int,
    slot: np.ndarray,
    door_slot: np.ndarray,
) -> np.ndarray:
    """Angle of each sector: its trees, its first contacts without anybody beyond, its loose doors."""
    table = shown.rows
    top = table["parent"].to_numpy() < 0
    single = childless(shown)
    sector = table["sector"].to_numpy()
    whole = np.bincount(sector, weights=np.where(top & ~single, need, 0), minlength=sectors)
    for ring, width in enumerate(slot):
        here = top & single & (table["ring"].to_numpy() == ring)
        whole += columns_of(np.bincount(sector[here], minlength=sectors), rows) * width
    loose = shown.doors.query("mark < 0")["sector"]
    return whole + columns_of(np.bincount(loose, minlength=sectors), rows) * door_slot[-1]
