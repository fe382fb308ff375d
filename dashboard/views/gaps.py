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
from dashboard.components.pictures import picture
from dashboard.components.undo import offer_undo
from dashboard.components.waiting import half_of_them, of_chosen, waiting_list
from dashboard.text.gaps import gaps_title, not_noted_note, why_this_order

__all__ = ["gaps"]


def gaps() -> None:
    """Show the page."""
    selection, book = state.selection(), state.logbook_path()
    figures = cached.figures_of(book, selection)
    finding = cached.answer_of(gaps_finding, book, selection)
    heading(gaps_title(finding.key, finding.numbers), figures.log)
    offer_undo()
    names = shown_names(selection)
    lists = {
        which: cached.answer_of(waiting, book, selection, which)
        for which in ("thanks", "names", "news", "kind")
    }
    half = half_of_them(finding.numbers, lists, figures, names)
    aged = {key: days_waited(lists[key], figures) for key in ("thanks", "names")}
    strip = {"thanks": None if finding.key == "not_noted" else aged["thanks"],
             "names": aged["names"] if finding.numbers["names_told"] else None}  # fmt: skip
    late = {key: int((lists[key]["state"] == "overdue").sum()) for key in strip}
    drawn = ageing_strip(strip, theme=state.theme(), late=late)
    picture(drawn, ageing_text(strip), "ageing")
    found = measures(figures, [key for key in CATALOG if key.startswith("follow_up.")])
    with st.container(horizontal=True, vertical_alignment="center"):
        digests(figures, lists, names_hidden=selection.hide_names)
        costs = bool((lists["names"]["lost_per_week"] > 0).any())
        how_we_know(found.values(), "gaps", notes=why_this_order(by_cost=costs))
    lists = of_chosen(lists, half, figures, names)
    for which in ("thanks", "names"):
        waiting_list(which, lists[which], figures, names)
    with st.expander("more: news, what would be kind, all figures of follow-up"):
        if note := not_noted_note(not_noted(figures)):
            st.caption(note)
        for which in ("news", "kind"):
            waiting_list(which, lists[which], figures, names)
        measures_table(found.values(), "follow_up")
