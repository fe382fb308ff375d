"""Follow-up gaps: who waits for thanks or news, and which names have not been asked."""

from __future__ import annotations

import streamlit as st

from analysis.measures import CATALOG, measures
from analysis.waiting import days_waited, gaps_finding, not_noted, waiting
from dashboard import cached, state
from dashboard.charts.ageing import ageing_strip, ageing_text
from dashboard.components.digests import digests
from dashboard.components.heading import heading
from dashboard.components.knowing import how_we_know
from dashboard.components.measures_table import measures_table
from dashboard.components.people import shown_names
from dashboard.components.undo import offer_undo
from dashboard.components.waiting import choose_seeker, waiting_list
from dashboard.text.gaps import WHY_THIS_ORDER, gaps_title, not_noted_note

__all__ = ["gaps"]


def gaps() -> None:
    """Show the page."""
    selection, book = state.selection(), state.logbook_path()
    figures = cached.figures_of(book, selection)
    finding = cached.answer_of(gaps_finding, book, selection)
    heading(gaps_title(finding.key, finding.numbers), figures.log)
    offer_undo()
    lists = {
        which: cached.answer_of(waiting, book, selection, which)
        for which in ("thanks", "names", "news", "kind")
    }
    aged = {key: days_waited(lists[key], figures) for key in ("thanks", "names")}
    strip = {"thanks": None if finding.key == "not_noted" else aged["thanks"],
             "names": aged["names"] if finding.numbers["names_told"] else None}  # fmt: skip
    st.plotly_chart(
        ageing_strip(strip, theme=state.theme()),
        theme=None,
        key="ageing",
        config={"displayModeBar": False},
        alt=ageing_text(strip),
    )
    found = measures(figures, [key for key in CATALOG if key.startswith("follow_up.")])
    how_we_know(found.values(), "gaps", notes=WHY_THIS_ORDER)
    digests(figures, lists, names_hidden=selection.hide_names)
    names = shown_names(selection)
    if seeker := choose_seeker(lists, figures, names):
        lists = {key: rows[rows["seeker_id"] == seeker] for key, rows in lists.items()}
    for which in ("thanks", "names"):
        waiting_list(which, lists[which], figures, names)
    with st.expander("more: news, what would be kind, all figures of follow-up"):
        if note := not_noted_note(not_noted(figures)):
            st.caption(note)
        for which in ("news", "kind"):
            waiting_list(which, lists[which], figures, names)
        measures_table(found.values(), "follow_up")
