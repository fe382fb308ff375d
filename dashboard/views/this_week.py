"""The week: what happened, what changed, what waits, and whom to talk to."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analysis.attention import MOST, attention
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
from dashboard.components.seekers import everybody, long_silent, to_talk_to
from dashboard.components.trends import KEYS, answers, trends
from dashboard.components.undo import offer_undo
from dashboard.text.sentences import as_of_day, sentence
from dashboard.text.this_week import since_when

__all__ = ["this_week"]


def this_week() -> None:
    """Show the page."""
    selection, book = state.selection(), state.logbook_path()
    figures = cached.figures_of(book, selection)
    since = last_review(figures)
    found = measures(figures, KEYS)
    before = measures(cached.figures_of(book, replace(selection, as_of=since.day)), KEYS)
    said, told = _sentence(selection), answers(found, before)
    heading(said, figures.log)
    offer_undo()
    trends(weekly(figures), told)
    names, waiting = shown_names(selection), attention(figures, most=None)
    with st.container(horizontal=True, vertical_alignment="center"):
        review(said, {a.label: a.told for a in told}, waiting.head(MOST), figures, names)
        how_we_know(found.values(), "week")
    st.caption(since_when(since))
    st.header("To talk to this week", anchor=False)
    to_talk_to(waiting.head(MOST), figures, names, "review")
    long_silent(waiting)
    due_agreements(figures, names, hidden=selection.hide_names)
    with st.expander("more: everybody for whom something waits"):
        everybody(waiting, figures, names)


def _sentence(selection: state.Selection) -> str:
    """Return the page's sentence; when the log ended earlier, the sentence of its last day."""
    book = state.logbook_path()
    finding = cached.answer_of(week_finding, book, selection)
    if finding.day is None:
        return sentence(finding)
    last = cached.answer_of(week_finding, book, replace(selection, as_of=finding.day))
    return as_of_day(finding.day, last)
