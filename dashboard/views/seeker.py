"""Seeker: a one-to-one. What was done, what waits, what helps, what was agreed."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analysis.chain import seeker_chain
from analysis.persons import kind_to_do, seeker_counts, what_waits
from analysis.timeline import seeker_timeline
from dashboard import cached, state
from dashboard.components.heading import heading
from dashboard.components.people import literal, shown_names
from dashboard.components.person_beside import beside_the_cohort, what_helps
from dashboard.components.person_events import chain_of, chain_table, timeline_of, timeline_table
from dashboard.components.person_handout import printing
from dashboard.components.person_notes import open_agreements
from dashboard.components.person_waits import waits
from dashboard.components.undo import offer_undo
from dashboard.text.persons import nobody, seeker_sentence

__all__ = ["seeker"]


def seeker() -> None:
    """Show the page."""
    selection, person = state.selection(), state.person()
    # Whoever is opened is shown, whichever cohorts are looked at.
    everybody = replace(selection, cohorts=(), advisor="")
    figures = cached.figures_of(state.logbook_path(), everybody)
    if person not in figures.seekers:
        st.title(nobody("seeker", known=person in figures.people.index), anchor=False)
        return
    names = shown_names(selection)
    name = names(str(figures.people["name"].get(person) or "unnamed"))
    counts = seeker_counts(figures, person)
    sentence = seeker_sentence(name, counts)
    heading(literal(sentence), figures.log)
    offer_undo()
    events, chain = seeker_timeline(figures, person), seeker_chain(figures, person)
    timeline_of(events, figures, names, person, counts)
    rows = what_waits(figures, person)
    with st.container(horizontal=True, vertical_alignment="center"):
        printing(name, sentence, (rows, events, chain), figures, names, person)
    st.header("What waits", anchor=False)
    if rows.empty:
        st.caption("Nothing that this log notes.")
    else:
        waits(rows, figures, names, "waits")
    open_agreements(figures, person, hidden=selection.hide_names)
    what_helps(figures, person)
    st.header("Who led to whom", anchor=False)
    chain_of(chain, figures, names, person, "seeker")
    with st.expander("more: what would be kind, both pictures as tables, the cohort"):
        waits(kind_to_do(figures, person), figures, names, "kind")
        timeline_table(events, figures, names, "seeker")
        chain_table(chain, figures, names, "seeker")
        beside_the_cohort(figures, person)
