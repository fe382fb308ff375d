"""Reach: whom we know, through whom, and where it is thin."""

from __future__ import annotations

from functools import partial

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
    with st.container(horizontal=True, vertical_alignment="center"):
        find_a_way(figures, shown_names(selection))
        how_we_know(found.values(), "reach")
    data = cached.map_data_of(path, selection)
    if data.rings:
        drawn = cached.map_pictures_of(path, selection, state.theme())
        map_with_rings(drawn, clicked=partial(pointed, data=data))
    with st.expander("more: all figures of reach"):
        measures_table(found.values(), "reach")
