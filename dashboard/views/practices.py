"""Practices: which habits go with more further conversations, beside what the guides say."""

from __future__ import annotations

import streamlit as st

from analysis.measures import measures
from analysis.practices import practices as compared
from dashboard import cached, state
from dashboard.components import practising
from dashboard.components.heading import heading
from dashboard.components.knowing import how_we_know
from dashboard.components.pictures import take_away
from dashboard.text.practices import HOW, expected_names, practices_sentence

__all__ = ["practices"]

NAMES = "multiplication.referrals_per_meeting"


def practices() -> None:
    """Show the page."""
    selection = state.selection()
    path = state.logbook_path()
    figures = cached.figures_of(path, selection)
    found = cached.answer_of(compared, path, selection)
    heading(practices_sentence(found), figures.log)
    if found.reason != "one_seeker_only" and found.meetings:
        practising.dots(found)
    keys = [f"practices.{row.habit}" for row in found.compared]
    measured = measures(figures, [*keys, NAMES])
    with st.container(horizontal=True, vertical_alignment="center"):
        practising.checklist_button(figures)
        how_we_know(measured.values(), "practices", notes=HOW)
        take_away(practising.habit_table(found), "habits-compared")
    if said := expected_names(measured[NAMES]):
        st.caption(said)
    with st.expander("more: every habit with its counts, and what each guide says"):
        practising.more(found)
