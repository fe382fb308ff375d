"""Names around the referral map: at most seven, outside the rim, never upon one another."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from dashboard.charts.map_data import MapData
from dashboard.charts.sectors import MOST_LABELS

__all__ = ["LABEL_HEIGHT", "map_labels"]

LABEL_HEIGHT = 40.0
"""Pixels that a name of two lines takes, distance to the next included."""

FEWEST_BEYOND = 3
"""People beyond somebody from which on the map may name them."""

_OFF = 20.0  # pixels between rim and name


def map_labels(
    data: MapData,
    nodes: pd.DataFrame,
    parts: pd.DataFrame,
    rim: float,
    size: tuple[int, int],
) -> pd.DataFrame:
    """Place the names of sectors, then of those with most people beyond, while there is room.

    Nobody is named who stands above or below somebody already named: their people are the same.
    """
    wanted = [*_of_sectors(parts, rim), *_of_people(data, nodes, parts)]
    columns = ["kind", "key", "name", "figure", "angle", "from_radius"]
    table = pd.DataFrame(wanted[:MOST_LABELS], columns=columns)
    return _stacked(table, rim, size)


def _of_sectors(parts: pd.DataFrame, rim: float) -> list[tuple[str, str, str, int, float, float]]:
    if len(parts) == 1:
        return []
    return [
        ("sector", part.person, part.name, int(part.met), (part.start + part.end) / 2, rim + 4)
        for part in parts.itertuples(index=False)
    ]


def _of_people(
    data: MapData, nodes: pd.DataFrame, parts: pd.DataFrame
) -> list[tuple[str, str, str, int, float, float]]:
    """Contacts with most people beyond; not those whose sector is named after them."""
    sector_is_person = parts["person"].ne("").any()
    if sector_is_person:
        return []
    meetings = data.meetings.iloc[nodes["meeting"]]
    who, name = meetings["contact_id"].tolist(), meetings["name"].tolist()
    interview = meetings["interview_id"].tolist()
    place = nodes[["angle", "radius"]].to_numpy().tolist()
    parent = nodes["parent"].to_numpy()
    beyond = nodes["beyond"].to_numpy()
    taken: set[int] = set()
    named: set[str] = set()
    found: list[tuple[str, str, str, int, float, float]] = []
    for mark in np.argsort(-beyond, kind="stable").tolist():
        if beyond[mark] < FEWEST_BEYOND or len(found) == MOST_LABELS:
            break
        line = _line_above(mark, parent)
        if who[mark] in named or any(each in taken for each in line):
            continue
        taken.add(mark)
        named.add(who[mark])
        found.append(("person", interview[mark], name[mark], int(beyond[mark]), *place[mark]))
    return found


def _line_above(mark: int, parent: np.ndarray) -> list[int]:
    line = [mark]
    while parent[line[-1]] >= 0:
        line.append(int(parent[line[-1]]))
    return line


def _stacked(table: pd.DataFrame, rim: float, size: tuple[int, int]) -> pd.DataFrame:
    """Give each name a place beside the rim near its angle, one below the other."""
    off = rim + _OFF
    side = np.where(np.sin(table["angle"]) >= 0, 1, -1)
    y = off * np.cos(table["angle"].to_numpy(dtype=float))
    for one in (1, -1):
        here = np.flatnonzero(side == one)
        y[here] = _apart(y[here], size[1] / 2 - LABEL_HEIGHT / 2)
    x = side * np.sqrt(np.maximum(off**2 - y**2, 0.0))
    path = [
        _leader(angle, start, rim, (at_x, at_y))
        for angle, start, at_x, at_y in zip(table["angle"], table["from_radius"], x, y, strict=True)
    ]
    return table.assign(side=side, x=x + side * 4, y=y, path=path)


def _apart(wanted: np.ndarray, limit: float) -> np.ndarray:
    """Heights near the wanted ones, at least ``LABEL_HEIGHT`` apart and within ± ``limit``."""
    order = np.argsort(-wanted, kind="stable")
    y = np.clip(wanted[order], -limit, limit)
    for at in range(1, len(y)):
        y[at] = min(y[at], y[at - 1] - LABEL_HEIGHT)
    if len(y) and y[-1] < -limit:
        y[-1] = -limit
        for at in range(len(y) - 2, -1, -1):
            y[at] = max(y[at], y[at + 1] + LABEL_HEIGHT)
    placed = np.empty_like(y)
    placed[order] = y
    return placed


def _leader(angle: float, start: float, rim: float, end: tuple[float, float]) -> np.ndarray:
    """Line from a mark straight out to the rim, then to the name."""
    out = rim + 6
    direction = np.array([math.sin(angle), math.cos(angle)])
    return np.vstack([direction * start, direction * out, np.array(end)])
