"""Geometry of the referral map as data: where every mark, link, ring and name stands.

A pure function of :class:`~dashboard.charts.map_data.MapData` and a canvas; nothing is drawn.
Pixels are counted from the center of the hub, x to the right and y up; angles run clockwise from
the top, in radians.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.charts.bundles import MOST_MARKS, branches, marks
from dashboard.charts.map_data import MapData
from dashboard.charts.map_labels import map_labels
from dashboard.charts.map_links import map_links
from dashboard.charts.placing import placed_marks
from dashboard.charts.room import Room, find_room
from dashboard.charts.sectors import SectorKind, sectors

ABOVE, BESIDE = 30, 122
"""Pixels above and beside the rim that are kept for names."""

NEARLY = 0.94
"""Share of the wanted angles that still tells marks apart."""

WIDE_HUB = 190.0
"""Radius of the first ring, in pixels, from which on its name fits between the first marks."""

__all__ = ["WIDE_HUB", "Canvas", "Layout", "canvas_for", "layout"]


@dataclass(frozen=True, slots=True)
class Canvas:
    """Pixels to draw on, and the margin around the rim that is kept for names."""

    width: int
    height: int

    @property
    def rim(self) -> float:
        """Radius of the rim, in pixels."""
        return min(self.height / 2 - ABOVE, self.width / 2 - BESIDE)


def canvas_for(width: int | None) -> Canvas:
    """Canvas for a page of that width; 920 pixels when nobody says.

    >>> canvas_for(None)
    Canvas(width=920, height=736)
    """
    width = max(700, width or 920)
    return Canvas(width, min(920, width - 2 * BESIDE + 2 * ABOVE))


@dataclass(frozen=True, slots=True)
class Layout:
    """Geometry of one map.

    Attributes
    ----------
    nodes : DataFrame
        One row per mark: ``meeting`` (row of ``MapData.meetings``), ``count``, ``ring``,
        ``sector``, ``outcome``, ``beyond``, ``angle``, ``radius``, ``x``, ``y``, ``r`` (its size).
    doors : DataFrame
        One row per hollow mark: ``door`` (row of ``MapData.doors``), ``count``, ``mark``, ``days``,
        ``angle``, ``radius``, ``x``, ``y``, ``r``.
    links : DataFrame
        One row per link: ``kind`` (``credit``; ``hand_off`` between sectors or from somebody not
        shown; ``door``), ``start`` and ``end`` (marks; −1 for nobody shown), ``width`` in pixels,
        ``path`` (array of x and y).
    rings : DataFrame
        One row per ring: ``ring``, ``radius``, ``met``, ``label_x``, ``label_y``.
    parts : DataFrame
        One row per sector: ``name``, ``met``, ``start``, ``end`` (angles).
    labels : DataFrame
        At most seven names outside the rim: ``kind`` (``sector`` or ``person``), ``key``,
        ``name``, ``lines`` (the name as it is written), ``figure`` (people beyond, or met), ``x``,
        ``y``, ``side`` (1 right, −1 left), ``path``.
    """

    kind: SectorKind
    canvas: Canvas
    rim: float
    nodes: pd.DataFrame
    doors: pd.DataFrame
    links: pd.DataFrame
    rings: pd.DataFrame
    parts: pd.DataFrame
    labels: pd.DataFrame


def layout(data: MapData, canvas: Canvas) -> Layout:
    """Place everything. ``data`` has at least one meeting."""
    divided = sectors(data)
    known = branches(data, divided)
    for most, most_doors in MOST_MARKS:
        shown = marks(data, divided, most, most_doors, known)
        room = find_room(shown, len(divided.names), canvas.rim)
        if room.spread >= NEARLY:
            break
    placed = placed_marks(shown, room)
    parts = pd.DataFrame(
        {
            "name": divided.names,
            "person": divided.people,
            "met": divided.met,
            "start": placed.start,
            "end": placed.end,
        }
    )
    nodes, doors = placed.nodes, placed.doors
    return Layout(
        kind=divided.kind,
        canvas=canvas,
        rim=canvas.rim,
        nodes=nodes,
        doors=doors,
        links=map_links(nodes, doors, room),
        rings=_rings(data, room),
        parts=parts,
        labels=map_labels(data, nodes, parts, canvas.rim, (canvas.width, canvas.height)),
    )


def _rings(data: MapData, room: Room) -> pd.DataFrame:
    """Rings with the place of their names, in the corridor at the top."""
    met = data.ring_counts["met"].to_numpy()
    # The first ring is too narrow for its name: it stands inside, where nobody is.
    first = room.ring[0] - (16 if room.ring[0] > WIDE_HUB else 30)
    if data.doors["interview_id"].isna().any():
        first = min(first, room.door_ring[-1] - 20)
    return pd.DataFrame(
        {
            "ring": np.arange(len(room.ring)),
            "radius": room.ring,
            "met": met,
            "label_x": np.zeros(len(room.ring)),
            "label_y": [first, *room.ring[1:]],
        }
    )
