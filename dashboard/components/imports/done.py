"""After an import: what was done, how to take it back, the true sentence and the map."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from analysis.findings import reach_finding
from dashboard import acts, cached, state
from dashboard.components.map_with_rings import map_with_rings
from dashboard.components.trouble import trouble
from dashboard.text.imports import done_sentence
from dashboard.text.sentences import sentence
from data.errors import OnwardError

__all__ = ["done", "take_back"]


def done(report: Mapping[str, Any], book: Path) -> None:
    """Show what the log now tells, and offer to take the import back."""
    figures = cached.figures_of(book, state.selection())
    st.title(sentence(reach_finding(figures)), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(":material/check_circle:")
        st.text(done_sentence(report))
        if report["import_id"] and st.button(
            "Take this import back", icon=":material/undo:", key="undo_import"
        ):
            take_back(book, report["import_id"])
    data = cached.map_data_of(book, state.selection())
    if data.rings:
        drawn = cached.map_pictures_of(book, state.selection(), state.theme())
        map_with_rings(drawn, key="map_after_import")


def take_back(book: Path, import_id: str) -> None:
    """Take an import back and show the page anew; or say why that cannot be."""
    try:
        with st.spinner("Taking it back …"):
            acts.undo(book, import_id)
    except OnwardError as error:
        trouble(error)
        return
    state.remember_report(None)
    st.rerun()
