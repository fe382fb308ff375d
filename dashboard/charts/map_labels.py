"""Names around the referral map: at most seven, outside the rim, never upon one another."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from dashboard.charts.map_data import MapData
from dashboard.charts.sectors import MOST_LABELS
from dashboard.text.pictures import EVERYBODY_ELSE

__all__ = ["LETTER", "LINE_HEIGHT", "label_boxes", "map_labels"]

LINE_HEIGHT = 17.0
"""Pixels that a line of a label takes."""

LETTER = 7.3
"""Pixels that a letter of a name takes, about."""

_BETWEEN = 6.0  # pixels between two labels

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
    names = [name or EVERYBODY_ELSE for name in table["name"]]
    table["lines"] = [(name,) for name in names]
    beside = _stacked(table, rim, size)["x"].abs()
    letters = ((size[0] / 2 - beside - 4) / LETTER).astype(int)
    table["lines"] = [broken(name, room) for name, room in zip(names, letters, strict=True)]
    return _stacked(table, rim, size)


def broken(name: str, letters: int) -> tuple[str, ...]:
    """A name in one line, or in two when it is longer than ``letters``; cut where that is too long.

    >>> broken("Ana Silva", 14), broken("Bartholomew Featherstonehaugh", 14)
    (('Ana Silva',), ('Bartholomew', 'Featherstoneh…'))
    """
    lines = [name]
    if len(name) > letters:
        gaps = [at for at, letter in enumerate(name) if letter == " " and at <= letters]
        lines = [name[: gaps[-1]], name[gaps[-1] + 1 :]] if gaps else [name]
    return tuple(
        line if len(line) <= letters else line[: letters - 1].rstrip() + "…" for line in lines
    )


def label_boxes(labels: pd.DataFrame) -> pd.DataFrame:
    """Boxes that the labels take, in pixels: ``left``, ``right``, ``bottom``, ``top``."""
    wide = labels["lines"].map(lambda lines: max(len(line) for line in lines)) * LETTER
    tall = _heights(labels) / 2
    left = labels["x"].where(labels["side"] > 0, labels["x"] - wide)
    return pd.DataFrame(
        {
            "left": left,
            "right": left + wide,
            "bottom": labels["y"] - tall,
            "top": labels["y"] + tall,
        }
    )


def _heights(labels: pd.DataFrame) -> pd.Series:
    """Height of each label: its name, and a line for its figure."""
    return (labels["lines"].map(len) + 1).astype(float) * LINE_HEIGHT


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
        y[here] = _apart(y[here], _heights(table).to_numpy()[here] + _BETWEEN, size[1] / 2)
    # The corner nearest to the hub stays outside the rim, too.
    corner = np.maximum(np.abs(y) - _heights(table).to_numpy() / 2, 0.0)
    x = side * np.sqrt(np.maximum(off**2 - corner**2, 0.0))
    path = [
        _leader(angle, start, rim, (at_x, at_y))
        for angle, start, at_x, at_y in zip(table["angle"], table["from_radius"], x, y, strict=True)
    ]
    return table.assign(side=side, x=x + side * 4, y=y, path=path)


def _apart(wanted: np.ndarray, tall: np.ndarray, limit: float) -> np.ndarray:
    """Heights near the wanted ones, none upon another, all within ± ``limit``."""
    order = np.argsort(-wanted, kind="stable")
    half = tall[order] / 2
    y = np.clip(wanted[order], half - limit, limit - half)
    for at in range(1, len(y)):
        y[at] = min(y[at], y[at - 1] - half[at - 1] - half[at])
    if len(y):
        y[-1] = max(y[-1], half[-1] - limit)
    for at in range(len(y) - 2, -1, -1):
        y[at] = max(y[at], y[at + 1] + half[at + 1] + half[at])
    placed = np.empty_like(y)
    placed[order] = y
    return placed


def _leader(angle: float, start: float, rim: float, end: tuple[float, float]) -> np.ndarray:
    """Line from a mark straight out to the rim, then to the name."""
    out = rim + 6
    direction = np.array([math.sin(angle), math.cos(angle)])
    return np.vstack([direction * start, direction * out, np.array(end)])
