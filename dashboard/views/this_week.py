"""The week: what happened, what changed, what waits, and whom to talk to."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analysis.attention import MOST, attention
from analysis.figures import Figures
from analysis.findings import week_finding
from analysis.measures import measures
from analysis.reviews import last_review
from analysis.weekly import weekly
from dashboard import cached, state
from dashboard.components.agreements import due_agreements
from dashboard.components.heading import heading
from dashboard.components.knowing import how_we_know
from dashboard.components.people import shown_names
from dashboard.components.review import review
from dashboard.components.seekers import download_seekers, to_talk_to
from dashboard.components.trends import answers, trends
from dashboard.components.undo import offer_undo
from dashboard.state import Selection
from dashboard.text.sentences import as_of_day, sentence
from dashboard.text.this_week import since_when

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
    selection, book = state.selection(), state.logbook_path()
    figures = cached.figures_of(book, selection)
    since = last_review(figures)
    found = measures(figures, KEYS)
    before = measures(cached.figures_of(book, replace(selection, as_of=since.day)), KEYS)
    said, told = _sentence(figures, selection), answers(found, before)
    heading(said, figures.log)
    offer_undo()
    trends(weekly(figures), told)
    st.caption(since_when(since))
    how_we_know(found.values(), "week")
    names, waiting = shown_names(selection), attention(figures, most=None)
    st.header("To talk to this week", anchor=False)
    to_talk_to(waiting.head(MOST), figures, names, "review")
    review(said, {a.label: a.told for a in told}, waiting.head(MOST), figures, names)
    due_agreements(figures, names, hidden=selection.hide_names)
    with st.expander("more: everybody for whom something waits"):
        to_talk_to(waiting, figures, names, "everybody")
        download_seekers(waiting, figures, names, "everybody")


def _sentence(figures: Figures, selection: Selection) -> str:
    """Return the page's sentence; when the log ended earlier, the sentence of its last day."""
    finding = week_finding(figures)
    if finding.day is None:
        return sentence(finding)
    last = cached.figures_of(state.logbook_path(), replace(selection, as_of=finding.day))
    return as_of_day(finding.day, sentence(week_finding(last)))
