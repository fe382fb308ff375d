"""Find a way to an organization: who was met there, and whose door is open."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analysis.figures import Figures
from analysis.ways import organizations_known, ways_to
from dashboard.components.columns import DAY

__all__ = ["find_a_way"]


def find_a_way(figures: Figures, names: Callable[[str], str]) -> None:
    """Offer the way to an organization."""
    known = organizations_known(figures)
    if not known:
        return
    with st.popover("Find a way to …", icon=":material/route:", type="primary", key="way"):
        organization = st.selectbox(
            "Organization", known, index=None, placeholder="type to search", key="way_to"
        )
        if organization:
            _show(ways_to(figures, organization), figures, names)


def _show(ways: pd.DataFrame, figures: Figures, names: Callable[[str], str]) -> None:
    if ways.empty:
        st.write("Nobody there may be asked at present.")
        return
    people = figures.people["name"].fillna("")

    def called(ids: pd.Series) -> list[str]:
        return [names(str(people.get(i, ""))) if isinstance(i, str) else "" for i in ids]

    table = pd.DataFrame(
        {
            "Person": called(ways["person_id"]),
            "": ["met" if met else "open door" for met in ways["met"]],
            "Seeker": called(ways["seeker_id"]),
            "Named by": called(ways["through_id"]),
            "On": ways["day"],
        }
    )
    st.dataframe(table, hide_index=True, column_config={"On": DAY}, key="ways")
