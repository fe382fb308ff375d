"""Seekers: the roster, who has started, and the way to a one-to-one."""

from __future__ import annotations

import streamlit as st

from analysis.measures import measures
from analysis.roster import roster, roster_finding
from dashboard import cached, state
from dashboard.components.heading import heading
from dashboard.components.knowing import how_we_know
from dashboard.components.people import shown_names
from dashboard.components.roster import one_to_one, roster_strip
from dashboard.text.pictures import counted
from dashboard.text.roster import NOTES, roster_title

__all__ = ["seekers"]


def seekers() -> None:
    """Show the page."""
    selection = state.selection()
    figures = cached.figures_of(state.logbook_path(), selection)
    rows = cached.answer_of(roster, state.logbook_path(), selection)
    finding = roster_finding(rows)
    heading(roster_title(finding.key, finding.numbers), figures.log)
    names, theme = shown_names(selection), state.theme()
    one_to_one(rows, figures, names)
    going_on = rows[rows["ended_on"].isna()]
    if len(going_on):
        roster_strip(going_on, figures, names, theme, key="going_on")
    how_we_know(measures(figures, ["reach.started_share"]).values(), "seekers", notes=NOTES)
    ended = rows[rows["ended_on"].notna()]
    if len(ended):
        with st.expander(f"more: {counted(len(ended), 'search', 'searches')} that ended"):
            roster_strip(ended, figures, names, theme, key="ended")
