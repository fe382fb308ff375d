"""Who was clicked on the map: a line on the person and the way there."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts.map_data import MapData
from dashboard.components.map_with_rings import Pointed
from dashboard.components.opening import person_link
from dashboard.text.pictures import OUTCOME_NAMES, counted, day

__all__ = ["pointed"]


def pointed(mark: Pointed, data: MapData) -> None:
    """Tell who was clicked: met by whom and when, what came of it, and the way there."""
    with st.container(border=True):
        if mark.kind == "door":
            door = data.doors[data.doors["referral_id"] == mark.row_id].iloc[0]
            st.text(f"{door['name']}: named by {door['named_by'] or 'a friend'}, not yet met.")
            if mark.person_id:
                person_link(f"Open {door['name']}", mark.person_id, "contact")
            return
        rows = data.meetings.set_index("interview_id")
        met = rows.loc[mark.row_id]
        st.text(_met(met))
        if len(way := _way(rows, mark.row_id)) > 1:
            st.text(f"The way there: {' → '.join(way)}")
        person_link(f"Open {met['name']}", mark.person_id, "contact")
        person_link(f"Open {met['seeker']}", str(met["seeker_id"]), "seeker")


def _met(met: pd.Series) -> str:
    where = f", {met['organization']}" if met["organization"] else ""
    beyond = f" {counted(int(met['beyond']), 'further conversation')} go back to this one."
    return (
        f"{met['name']}{where}: met by {met['seeker']} on {day(met['held_on'].date())}"
        f" ({OUTCOME_NAMES[met['outcome']]}).{beyond if met['beyond'] else ''}"
    )


def _way(rows: pd.DataFrame, row_id: str) -> list[str]:
    way: list[str] = []
    at: object = row_id
    while isinstance(at, str) and at in rows.index:
        way.append(str(rows.loc[at, "name"]))
        at = rows.loc[at, "parent_id"]
    return way[::-1]
