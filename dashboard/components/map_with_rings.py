"""The referral map with its five-second version; tells who was clicked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.charts.questions import MapPictures

__all__ = ["Pointed", "map_with_rings"]

_QUIET = {"displayModeBar": False}


@dataclass(frozen=True, slots=True)
class Pointed:
    """A mark that was clicked.

    ``kind`` is ``meeting``, ``bundle`` or ``door``; ``row_id`` the interview_id (of the first one
    in a bundle), or a door's referral_id; ``person_id`` who was met or named.
    """

    kind: str
    row_id: str
    person_id: str


def map_with_rings(
    drawn: MapPictures, *, key: str = "map", clicked: Callable[[Pointed], None] | None = None
) -> None:
    """Show the map, the same as one bar per ring, and the same in words.

    ``clicked`` is told of the mark that is clicked, right below the map.
    """
    event = st.plotly_chart(
        drawn.referral_map,
        theme=None,
        key=key,
        on_select="rerun",
        selection_mode="points",
        config=_QUIET,
    )
    mark = _pointed(event.selection.points)
    if mark and clicked:
        clicked(mark)
    st.plotly_chart(drawn.rings, theme=None, key=f"{key}_rings", config=_QUIET)
    with st.expander("The map in words"):
        st.text(drawn.words)


def _pointed(points: list[dict[str, list[str]]]) -> Pointed | None:
    """First clicked mark that stands for somebody."""
    told = (point.get("customdata") for point in points)
    return next((Pointed(*ids) for ids in told if ids), None)
