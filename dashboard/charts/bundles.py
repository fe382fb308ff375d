"""Marks of the referral map: one per meeting, and one for small branches when meetings are many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.charts.map_data import MapData
from dashboard.charts.palette import OUTCOMES
from dashboard.charts.sectors import Sectors

__all__ = ["MOST_MARKS", "MOST_PATHS", "Marks", "marks"]

MOST_MARKS = ((640, 320), (520, 260), (420, 220), (340, 180), (280, 140), (220, 80))
"""Marks, and open doors, above which small ones are drawn as one; the next pair when room lacks."""

MOST_PATHS = 60
"""Offers up to which the whole path to each is drawn, however many the marks."""

_SIZES = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is drawn: ``rows`` (one per mark) and ``doors`` (one per hollow mark).

    ``rows``: ``meeting`` (row number in ``MapData.meetings``; of the first one in a bundle),
    ``count`` of meetings in it (1, or more in a bundle), ``ring``, ``sector``, ``parent`` (mark,
    or −1), ``elsewhere`` (mark in another sector that led to it, or −1), ``beyond``, ``outcome``,
    and how often it came to ``opportunities``, ``offers``, ``accepted``.
    ``doors``: ``door`` (row number in ``MapData.doors``; of the longest open), ``count``,
    ``mark`` of who named them (−1 for an introducer), ``sector``, ``days``.
    ``mark_of`` gives the mark that each meeting went into, ``rings`` the number of rings.
    """

    rows: pd.DataFrame
    doors: pd.DataFrame
    mark_of: np.ndarray
    rings: int


def marks(data: MapData, parts: Sectors, most: int, most_doors: int) -> Marks:
    """Choose what is drawn, at most about ``most`` marks and ``most_doors`` hollow ones.

    Branches of up to *m* meetings that hang on one person are drawn as one mark, where *m* is the
    smallest that makes room. Who led to more people, and the paths to offers while these are few,
    are always drawn.
    """
    size = _branch_sizes(parts.parent)
    kept = _paths_to_offers(data.meetings["outcome"], parts.parent)
    ring = data.meetings["generation"].to_numpy()
    for small in _SIZES:
        mark_of = _joined(parts, ring, own=kept | (size > small))
        if mark_of.max(initial=-1) < most:
            break
    rows = _rows(data, parts, mark_of)
    return Marks(rows, _doors(data, parts, rows, mark_of, most_doors), mark_of, data.rings)


def _branch_sizes(parent: np.ndarray) -> np.ndarray:
    """Meetings in the branch that starts with each meeting, itself included.

    Rows come by generation, so whoever stands above comes before.
    """
    size = np.ones(len(parent), dtype=int)
    for row in range(len(parent) - 1, -1, -1):
        if parent[row] >= 0:
            size[parent[row]] += size[row]
    return size


def _paths_to_offers(outcome: pd.Series, parent: np.ndarray) -> np.ndarray:
    """Meetings with an offer and everyone above them, when the offers are few enough to show."""
    kept = outcome.isin(["offer", "accepted"]).to_numpy(dtype=bool, copy=True)
    if kept.sum() > MOST_PATHS:
        return np.zeros(len(parent), dtype=bool)
    for row in range(len(parent) - 1, -1, -1):
        if kept[row] and parent[row] >= 0:
            kept[parent[row]] = True
    return kept


def _joined(parts: Sectors, ring: np.ndarray, *, own: np.ndarray) -> np.ndarray:
    """Mark of each meeting when whoever has no mark of their own joins the others beside them."""
    parent, rows = parts.parent, np.arange(len(ring))
    top = rows.copy()
    while True:  # climb to the start of the small branch
        climbs = ~own[top] & (parent[top] >= 0) & ~own[parent[top]]
        if not climbs.any():
            break
        top = np.where(climbs, parent[top], top)
    beside = parts.of[top] * (int(ring.max(initial=0)) + 1) + ring[top]
    hangs_on = np.where(parent[top] >= 0, parent[top], len(rows) + beside)
    return pd.factorize(np.where(own, rows, -1 - hangs_on))[0]


def _rows(data: MapData, parts: Sectors, mark_of: np.ndarray) -> pd.DataFrame:
    """One row per mark."""
    meetings = data.meetings
    first = np.unique(mark_of, return_index=True)[1]
    count = np.bincount(mark_of, minlength=len(first))
    outcome = meetings["outcome"].to_numpy(object)
    came = {each: np.bincount(mark_of[outcome == each], minlength=len(first)) for each in OUTCOMES}
    return pd.DataFrame(
        {
            "meeting": first,
            "count": count,
            "ring": meetings["generation"].to_numpy()[first],
            "sector": parts.of[first],
            "parent": _mark(parts.parent[first], mark_of),
            "elsewhere": np.where(count > 1, -1, _mark(parts.elsewhere[first], mark_of)),
            "beyond": np.where(count > 1, 0, meetings["beyond"].to_numpy()[first]),
            "opportunities": came["opportunity"],
            "offers": came["offer"],
            "accepted": came["accepted"],
            "outcome": np.where(count > 1, "held", outcome[first]),
        }
    )


def _mark(row: np.ndarray, mark_of: np.ndarray) -> np.ndarray:
    """Mark of each row number, −1 staying −1."""
    return np.where(row >= 0, mark_of[row], -1)


def _doors(
    data: MapData, parts: Sectors, rows: pd.DataFrame, mark_of: np.ndarray, most: int
) -> pd.DataFrame:
    """One row per hollow mark: a door, or all doors of one namer when they are many."""
    row = pd.Series(np.arange(len(mark_of)), index=data.meetings["interview_id"].to_numpy())
    namer = data.doors["interview_id"].map(row).fillna(-1).to_numpy(dtype=int)
    sector = pd.Series(parts.of, index=data.meetings["seeker_id"].to_numpy())
    home = data.doors["seeker_id"].map(sector[~sector.index.duplicated()]).fillna(0)
    doors = pd.DataFrame(
        {
            "door": np.arange(len(namer)),
            "mark": _mark(namer, mark_of),
            "sector": home.to_numpy(dtype=int),
            "days": data.doors["days"].to_numpy(),
        }
    )
    on_mark = doors["mark"] >= 0
    doors.loc[on_mark, "sector"] = rows["sector"].to_numpy()[doors.loc[on_mark, "mark"]]
    many = len(doors) > most
    if many:
        doors["mark"] = _gathered(doors["mark"].to_numpy(copy=True), rows, most)
    # Alone: one door each, unless they are many or were named by people drawn as one mark.
    together = many | (doors["mark"].isin(np.flatnonzero(rows["count"] > 1)))
    doors["apart"] = doors["door"].where(~together, -1)
    grouped = doors.groupby(["mark", "sector", "apart"], as_index=False, sort=False)
    return grouped.agg(door=("door", "first"), count=("door", "size"), days=("days", "max"))


def _gathered(mark: np.ndarray, rows: pd.DataFrame, most: int) -> np.ndarray:
    """Doors moved to who stands above, the farthest out first, until few hollow marks are left.

    When even those of the first ring are many, all of a sector stand together.
    """
    parent, ring = rows["parent"].to_numpy(), rows["ring"].to_numpy()
    for out in range(int(ring.max()), -1, -1):
        if len(np.unique(mark)) <= most:
            break
        here = (mark >= 0) & (ring[mark] == out)
        mark[here] = parent[mark[here]]
    return mark
