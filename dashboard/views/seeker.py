"""Seeker: a one-to-one."""

from __future__ import annotations

import streamlit as st

from dashboard import cached, state
from dashboard.components.people import shown_names

__all__ = ["seeker"]


def seeker() -> None:
    """Show the page."""
    selection = state.selection()
    figures = cached.figures_of(state.logbook_path(), selection)
    name = figures.people["name"].get(state.person())
    if name is None:
        st.title("Choose a seeker.", anchor=False)
        return
    st.text(shown_names(selection)(name))
