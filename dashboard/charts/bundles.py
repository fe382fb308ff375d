"""Marks of the referral map: one per meeting, and one for small branches when meetings are many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.charts.map_data import MapData
from dashboard.charts.palette import OUTCOMES
from dashboard.charts.sectors import Sectors
from data.lookup import place_of

__all__ = ["MOST_MARKS", "MOST_PATHS", "Branches", "Marks", "branches", "marks"]

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


@dataclass(frozen=True, slots=True)
class Branches:
    """What is chosen from, whatever the number of marks: each meeting's branch, each door's home.

    ``size``: meetings in the branch that starts with each meeting; ``kept``: those that are drawn
    however small; ``namer``: row number of the meeting in which a door's name was given, −1 for an
    introducer's; ``home``: the sector of each door's seeker.
    """

    size: np.ndarray
    kept: np.ndarray
    namer: np.ndarray
    home: np.ndarray


def branches(data: MapData, parts: Sectors) -> Branches:
    """Return what :func:`marks` chooses from: the same for every number of marks."""
    meetings, doors = data.meetings, data.doors
    asked_by = place_of(doors["seeker_id"].astype("str"), meetings["seeker_id"].astype("str"))
    return Branches(
        size=_branch_sizes(parts.parent),
        kept=_paths_to_offers(meetings["outcome"], parts.parent),
        namer=place_of(doors["interview_id"].astype("str"), meetings["interview_id"].astype("str")),
        home=np.append(parts.of, 0)[asked_by],
    )


def marks(
    data: MapData, parts: Sectors, most: int, most_doors: int, known: Branches | None = None
) -> Marks:
    """Choose what is drawn, at most about ``most`` marks and ``most_doors`` hollow ones.

    Branches of up to *m* meetings that hang on one person are drawn as one mark, where *m* is the
    smallest that makes room. Who led to more people, and the paths to offers while these are few,
    are always drawn. ``known`` saves working out :func:`branches` again.
    """
    known = branches(data, parts) if known is None else known
    ring = data.meetings["generation"].to_numpy()
    for small in _SIZES:
        own = known.kept | (known.size > small)
        if np.count_nonzero(own) > most:  # each of these is a mark
            continue
        mark_of = _joined(parts, ring, own=own)
        if mark_of.max(initial=-1) < most:
            break
    else:
        mark_of = _joined(parts, ring, own=known.kept | (known.size > _SIZES[-1]))
    rows = _rows(data, parts, mark_of)
    return Marks(rows, _doors(data, known, rows, mark_of, most_doors), mark_of, data.rings)


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
    data: MapData, known: Branches, rows: pd.DataFrame, mark_of: np.ndarray, most: int
) -> pd.DataFrame:
    """One row per hollow mark: a door, or all doors of one namer when they are many."""
    number, mark = np.arange(len(known.namer)), _mark(known.namer, mark_of)
    sector = np.where(mark >= 0, rows["sector"].to_numpy()[mark], known.home)
    many = len(number) > most
    if many:
        mark = _gathered(mark, rows, most)
    # Alone: one door each, unless they are many or were named by people drawn as one mark.
    together = many | np.isin(mark, np.flatnonzero(rows["count"] > 1))
    apart = np.where(together, -1, number)
    days = data.doors["days"].to_numpy()
    key = ((mark + 1) * (int(sector.max(initial=0)) + 1) + sector) * (len(number) + 1) + apart + 1
    group, _ = pd.factorize(key)
    _, first = np.unique(group, return_index=True)
    longest = days[first]
    np.fmax.at(longest, group, days)
    return pd.DataFrame(
        {
            "mark": mark[first],
            "sector": sector[first],
            "apart": apart[first],
            "door": first,
            "count": np.bincount(group, minlength=len(first)),
            "days": longest,
        }
    )


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
