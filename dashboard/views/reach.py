"""Reach: whom we know, through whom, and where it is thin."""

from __future__ import annotations

import streamlit as st

from analysis.findings import reach_finding
from analysis.measures import CATALOG, measures
from dashboard import cached, state
from dashboard.components.heading import heading
from dashboard.components.knowing import how_we_know
from dashboard.components.map_with_rings import map_with_rings
from dashboard.components.measures_table import measures_table
from dashboard.components.people import shown_names
from dashboard.components.pointed import pointed
from dashboard.components.ways import find_a_way
from dashboard.text.sentences import sentence

__all__ = ["reach"]


def reach() -> None:
    """Show the page."""
    selection = state.selection()
    path = state.logbook_path()
    figures = cached.figures_of(path, selection)
    found = measures(figures, [key for key in CATALOG if key.startswith("reach.")])
    heading(sentence(reach_finding(figures)), figures.log)
    data = cached.map_data_of(path, selection)
    if data.rings:
        drawn = cached.map_pictures_of(path, selection, state.theme())
        pointed(map_with_rings(drawn), data)
    how_we_know(found.values(), "reach")
    find_a_way(figures, shown_names(selection))
    with st.expander("more: all figures of reach"):
        measures_table(found.values(), "reach")
