"""What the referral map says: its finding, as title and subtitle."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.map_data import MapData
from dashboard.charts.sectors import MOST_LABELS, first_contacts, parent_rows
from dashboard.text.pictures import depth_sentence, map_title

__all__ = ["FEWEST_DEEP", "half_from", "map_finding"]

FEWEST_DEEP = 10
"""Meetings past the second ring from which on the map says to whom they go back."""


def map_finding(data: MapData) -> tuple[str, str]:
    """Title and subtitle of a map: how far it reaches, and to how many people that goes back."""
    generation = data.meetings["generation"]
    sentence = depth_sentence(half_from(data), int((generation > 0).sum()), len(data.meetings))
    return map_title(len(data.meetings), data.rings), sentence


def half_from(data: MapData) -> int:
    """Fewest first contacts to whom half of those past the second ring go back.

    0 when there are fewer than ``FEWEST_DEEP`` of them, or when it takes more than seven people.
    """
    meetings = data.meetings
    top = first_contacts(parent_rows(meetings))
    contact = pd.Series(meetings["contact_id"].to_numpy(dtype=object)[top])
    beyond = contact[(meetings["generation"] > 1).to_numpy()].value_counts()
    if beyond.sum() < FEWEST_DEEP:
        return 0
    fewest = int((beyond.cumsum() * 2 < beyond.sum()).sum()) + 1
    return fewest if fewest <= MOST_LABELS else 0
