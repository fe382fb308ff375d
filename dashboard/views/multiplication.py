"""Multiplication: whether one conversation leads to the next, and where the path stops."""

from __future__ import annotations

import streamlit as st

from analysis.cascade import cascade
from analysis.measures import CATALOG, measures
from analysis.open_doors import names_told
from analysis.outlook import multiplication_finding
from analysis.so_far import where_it_stops
from dashboard import cached, state
from dashboard.components import multiplying
from dashboard.components.going import go_to
from dashboard.components.heading import heading
from dashboard.components.knowing import how_we_know
from dashboard.components.measures_table import measures_table
from dashboard.components.people import shown_names
from dashboard.components.pictures import take_away
from dashboard.components.what_if import what_if
from dashboard.text.multiplication import OPEN_NOTE, multiplication_sentence, ways_note

__all__ = ["multiplication"]

JUDGED = ("growing", "fed", "close")
"""Findings of what conversations lead to in time."""

TENS = (*JUDGED, "ended", "finished")
"""Findings that are told per ten conversations; others in counts."""


def multiplication() -> None:
    """Show the page."""
    selection = state.selection()
    path = state.logbook_path()
    figures = cached.figures_of(path, selection)
    finding = cached.answer_of(multiplication_finding, path, selection)
    told = cached.answer_of(cascade, path, selection)
    tens = finding.key in TENS
    heading(multiplication_sentence(finding), figures.log)
    if finding.key == "nobody_met":
        return
    linked = finding.key != "not_recorded"
    in_time = multiplying.in_time(figures) if finding.key in JUDGED else None
    keys = ("names", "new", "asked") if names_told(figures) else ()
    keys = (*keys, "met") if linked else keys
    if keys:
        multiplying.steps(told, figures, tens=tens, keys=keys, in_time=in_time)
    found = measures(figures, [key for key in CATALOG if key.startswith("multiplication.")])
    notes = [OPEN_NOTE, ways_note(told.step("met").total, told.other_ways)]
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("See the names not asked", type="primary", icon=":material/door_open:"):
            go_to("gaps")
        how_we_know(found.values(), "multiplication", notes=[note for note in notes if note])
        if keys:
            table = multiplying.cascade_table(told, tens=tens, keys=keys, in_time=in_time)
            take_away(table, "from-ten-conversations")
    if in_time is not None:
        what_if(figures)
    with st.expander("more: what would be enough, by month, where the path stops, and all figures"):
        if linked:
            multiplying.enough(figures)
            multiplying.groups(figures)
            multiplying.stops(cached.answer_of(where_it_stops, path, selection))
            multiplying.seekers_stop(figures, shown_names(selection))
            multiplying.led_to(figures)
        measures_table(found.values(), "multiplication")
