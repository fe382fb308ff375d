"""Who gets a sector of the referral map of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.charts.map_data import MapData
from data.lookup import place_of

__all__ = ["MOST_LABELS", "SectorKind", "Sectors", "first_contacts", "parent_rows", "sectors"]

SectorKind = Literal["whole", "seeker", "cohort", "anchor"]

MOST_LABELS = 7
"""Names that stand around the map at most, sectors included."""

FEWEST_BEYOND = 3
"""Meetings beyond a first contact from which on a sector is worth its name."""


@dataclass(frozen=True, slots=True)
class Sectors:
    """Sectors of the map, in the order in which they are drawn, clockwise.

    ``of`` gives the sector's number for each meeting of ``MapData.meetings``; ``names`` the display
    names ("" for everybody else); ``met`` the meetings in each; ``people`` the contact_id of an
    anchor's sector ("" otherwise). ``parent`` is the row number of each meeting's parent when it
    stands in the same sector, else −1; ``elsewhere`` the same when it stands in another.
    """

    kind: SectorKind
    of: np.ndarray
    names: tuple[str, ...]
    people: tuple[str, ...]
    met: tuple[int, ...]
    parent: np.ndarray
    elsewhere: np.ndarray


def sectors(data: MapData) -> Sectors:
    """Divide the meetings: one sector per seeker; when seekers are many, per cohort or per anchor.

    Up to seven seekers each have a sector. More of them in two to four cohorts are told apart by
    cohort. Otherwise the sectors are the anchors': all that goes back to the same first contact,
    for the six with most beyond them, and one for everybody else.
    """
    meetings = data.meetings
    parent = parent_rows(meetings)
    kind: SectorKind = "anchor"
    if meetings["seeker_id"].nunique() <= MOST_LABELS:
        kind, key = "seeker", meetings["seeker_id"]
        names = meetings["seeker"]
    elif 2 <= meetings["cohort"].nunique() <= 4:  # noqa: PLR2004
        kind, key = "cohort", meetings["cohort"]
        names = meetings["cohort"]
    else:
        key = _anchors(meetings, parent)
        names = meetings["name"]
    return _divided(kind, key.to_numpy(dtype=object), names, parent)


def parent_rows(meetings: pd.DataFrame) -> np.ndarray:
    """Row number of each meeting's parent, −1 when it has none that is shown."""
    return place_of(meetings["parent_id"].astype("str"), meetings["interview_id"].astype("str"))


def first_contacts(parent: np.ndarray) -> np.ndarray:
    """Row number of the topmost meeting shown above each meeting, itself for a topmost one."""
    top = np.where(parent < 0, np.arange(len(parent)), parent)
    while True:
        above = top[top]
        if np.array_equal(above, top):
            return top
        top = above


def _anchors(meetings: pd.DataFrame, parent: np.ndarray) -> pd.Series:
    """Contact whose sector each meeting stands in: one of the six greatest anchors, or ""."""
    top = first_contacts(parent)
    anchor = pd.Series(meetings["contact_id"].to_numpy(dtype=object)[top], index=meetings.index)
    beyond = (parent >= 0).astype(int)
    ranking = (
        pd.DataFrame({"anchor": anchor, "beyond": beyond})
        .groupby("anchor", sort=False)["beyond"]
        .sum()
        .sort_values(ascending=False, kind="stable")
    )
    chosen = ranking[ranking >= FEWEST_BEYOND].index[: MOST_LABELS - 1]
    return anchor.where(anchor.isin(chosen), "")


def _divided(kind: SectorKind, key: np.ndarray, names: pd.Series, parent: np.ndarray) -> Sectors:
    """Number the sectors, and tell parents in the same sector from those in another."""
    count = pd.Series(key).value_counts(sort=False)
    order = _clockwise(kind, count, names, key)
    of = pd.Series(key).map({each: number for number, each in enumerate(order)}).to_numpy(dtype=int)
    same = (parent >= 0) & (of[parent] == of)
    first = {each: row for row, each in reversed(list(enumerate(key)))}
    return Sectors(
        kind="whole" if len(order) == 1 else kind,
        of=of,
        names=tuple("" if each == "" else str(names.iloc[first[each]]) for each in order),
        people=tuple(str(each) if kind == "anchor" else "" for each in order),
        met=tuple(int(count[each]) for each in order),
        parent=np.where(same, parent, -1),
        elsewhere=np.where((parent >= 0) & ~same, parent, -1),
    )


def _clockwise(
    kind: SectorKind, count: pd.Series, names: pd.Series, key: np.ndarray
) -> list[object]:
    """Keys of the sectors, clockwise from the top.

    Seekers and cohorts come by name. Anchors stand left and right by turns, the greatest at the top
    and everybody else at the bottom, so that names are spread over both sides.
    """
    if kind != "anchor":
        first = pd.Series(names.to_numpy(), index=key).groupby(level=0, sort=False).first()
        return list(first.sort_values(kind="stable").index)
    ranked = [each for each in count.sort_values(ascending=False, kind="stable").index if each]
    rest = [""] if "" in count.index else []
    return [*ranked[::2], *rest, *reversed(ranked[1::2])]
