"""The week: what happened, what waits, and whom to talk to."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analysis.attention import attention
from analysis.figures import Figures
from analysis.findings import week_finding
from analysis.measures import measures
from analysis.weekly import weekly
from dashboard import cached, state
from dashboard.components.heading import heading
from dashboard.components.knowing import how_we_know
from dashboard.components.people import shown_names
from dashboard.components.seekers import agreements_table, seekers_table
from dashboard.components.trends import trends
from dashboard.state import Selection
from dashboard.text.sentences import as_of_day, sentence

__all__ = ["this_week"]

KEYS = (
    "reach.contacts_met",
    "reach.open_doors",
    "multiplication.R_naive",
    "follow_up.overdue",
    "follow_up.on_time_share",
    "conversion.opportunity_share",
)


def this_week() -> None:
    """Show the page."""
    selection = state.selection()
    figures = cached.figures_of(state.logbook_path(), selection)
    found = measures(figures, KEYS)
    heading(_sentence(figures, selection), figures.log)
    trends(weekly(figures), found)
    how_we_know(found.values(), "week")
    names = shown_names(selection)
    st.subheader("To talk to this week", anchor=False)
    seekers_table(attention(figures), figures, names, "review")
    agreements_table(figures, names)
    with st.expander("more: everybody for whom something waits"):
        seekers_table(attention(figures, most=None), figures, names, "everybody")


def _sentence(figures: Figures, selection: Selection) -> str:
    """Return the page's sentence; when the log ended earlier, the sentence of its last day."""
    finding = week_finding(figures)
    if finding.day is None:
        return sentence(finding)
    last = cached.figures_of(state.logbook_path(), replace(selection, as_of=finding.day))
    return as_of_day(finding.day, sentence(week_finding(last)))
