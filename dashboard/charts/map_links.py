"""Links of the referral map: curves from who named a person to that person."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.charts.room import Room

__all__ = ["map_links"]

THINNEST, THICKEST = 1.1, 7.0
_POINTS = np.linspace(0, 1, 14)
_FINE = np.linspace(0, 1, 48)


def map_links(nodes: pd.DataFrame, doors: pd.DataFrame, room: Room) -> pd.DataFrame:
    """One row per link: credits within a sector, hand-offs, and doors to who named them.

    A credit's width grows with the square root of the people whom it led to: those beyond, and the
    one met.
    """
    rows = [*_credits(nodes), *_hand_offs(nodes, room), *_to_doors(nodes, doors)]
    return pd.DataFrame(rows, columns=["kind", "start", "end", "width", "path"])


def _credits(nodes: pd.DataFrame) -> list[tuple[str, int, int, float, np.ndarray]]:
    people = nodes["beyond"].to_numpy() + nodes["count"].to_numpy()
    most = max(2, int(people.max()))
    share = (np.sqrt(people) - 1) / (np.sqrt(most) - 1)
    width = THINNEST + (THICKEST - THINNEST) * share * min(1.0, most / 40)
    polar = nodes[["angle", "radius"]].to_numpy()
    found = []
    for end, start in enumerate(nodes["parent"].to_numpy()):
        if start >= 0:
            path = _curve(polar[start], polar[end])
            found.append(("credit", int(start), end, float(width[end]), path))
    return found


def _hand_offs(nodes: pd.DataFrame, room: Room) -> list[tuple[str, int, int, float, np.ndarray]]:
    """Links from another sector; a short stub when who led here is not shown at all."""
    polar = nodes[["angle", "radius"]].to_numpy()
    step = room.ring[1] - room.ring[0] if len(room.ring) > 1 else room.ring[0]
    orphaned = (nodes["parent"] < 0) & (nodes["elsewhere"] < 0) & (nodes["ring"] > 0)
    found = []
    for end, start in enumerate(nodes["elsewhere"].to_numpy()):
        if start >= 0:
            path = _around(polar[start], polar[end], 0.74 * room.ring[0])
            found.append(("hand_off", int(start), end, THINNEST, path))
        elif orphaned[end]:
            stub = polar[end] - np.array([0.0, 0.42 * step])
            found.append(("hand_off", -1, end, THINNEST, _curve(stub, polar[end])))
    return found


def _to_doors(
    nodes: pd.DataFrame, doors: pd.DataFrame
) -> list[tuple[str, int, int, float, np.ndarray]]:
    """Links from who named a person to the open door, ending at its outline."""
    polar = nodes[["angle", "radius"]].to_numpy()
    found = []
    for end, door in enumerate(doors.itertuples()):
        if door.mark >= 0:
            path = _curve(polar[door.mark], np.array([door.angle, door.radius]))
            found.append(("door", int(door.mark), end, THINNEST, _cut(path, door.r)))
    return found


def _curve(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Bézier curve between two polar places that leaves and arrives along the radius."""
    middle = (start[1] + end[1]) / 2
    places = np.array([start, [start[0], middle], [end[0], middle], end])
    return _bezier(_xy(places))


def _around(start: np.ndarray, end: np.ndarray, hub: float) -> np.ndarray:
    """Curve to another sector: inwards, around the total in the hub, and out again."""
    turn = end[0] - start[0]
    nearest = min(start[1], end[1])
    deepest = nearest - (nearest - hub) * min(1.0, abs(turn) / 1.2)
    way = 2 * _FINE - 1  # from −1 to 1
    angle = start[0] + turn * (1 + np.sin(np.pi / 2 * way)) / 2
    far = np.where(way < 0, start[1], end[1])
    return _xy(np.column_stack([angle, deepest + (far - deepest) * np.abs(way) ** 3]))


def _xy(polar: np.ndarray) -> np.ndarray:
    return np.column_stack([polar[:, 1] * np.sin(polar[:, 0]), polar[:, 1] * np.cos(polar[:, 0])])


def _bezier(points: np.ndarray) -> np.ndarray:
    t = _POINTS[:, None]
    u = 1 - t
    return np.asarray(
        u**3 * points[0] + 3 * u**2 * t * points[1] + 3 * u * t**2 * points[2] + t**3 * points[3]
    )


def _cut(path: np.ndarray, radius: float) -> np.ndarray:
    """The path up to the outline of a hollow mark of that radius at its end."""
    away = np.hypot(*(path - path[-1]).T)
    kept = path[away >= radius]
    last = kept[-1] if len(kept) else path[0]
    edge = path[-1] + (last - path[-1]) * radius / max(float(np.hypot(*(last - path[-1]))), 1e-9)
    return np.vstack([kept, edge])
