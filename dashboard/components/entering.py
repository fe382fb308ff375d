"""The ways of entering conversations: one in a form, many in an empty grid, or those there are."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from analysis.figures import Figures
from analysis.log_contents import newest_requests
from dashboard import state
from dashboard.components.entry_form import entry_form
from dashboard.components.log_grid import log_grid
from dashboard.text.grid import MANY_NOTE, WAYS, shown_note

__all__ = ["entering"]


def entering(book: Path, figures: Figures) -> None:
    """Offer the ways of entering; none is left while something in a grid is not saved."""
    dirty = bool(state.kept("grid_dirty"))
    empty = figures.log.whole("interviews").empty
    way = st.radio(
        "Enter",
        [*WAYS],
        index=0 if empty else len(WAYS) - 1,
        format_func=WAYS.__getitem__,
        horizontal=True,
        key="log_way",
        label_visibility="collapsed",
        disabled=dirty,
        help="Save or drop the changes first." if dirty else None,
    )
    if way == "form":
        entry_form(book)
        return
    seeker, ids = "", list[str]()
    if way == "many":
        st.caption(MANY_NOTE)
    else:
        seeker = st.text_input("Only this seeker", key="grid_seeker", disabled=dirty)
        ids, total = newest_requests(figures, seeker)
        st.caption(shown_note(len(ids), total))
    if log_grid(book, ids, (str(book), str(state.selection()), str(way), seeker)) != dirty:
        state.keep("grid_dirty", not dirty)
        st.rerun()
