"""Contact: who met them, whom they named, what they are owed, and what they wish."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analysis.chain import contact_chain
from analysis.hosts import contact_counts, seekers_of
from analysis.timeline import contact_timeline
from dashboard import cached, state
from dashboard.components.heading import heading
from dashboard.components.people import literal, shown_names
from dashboard.components.person_events import chain_of, chain_table, timeline_of, timeline_table
from dashboard.components.person_wishes import perhaps_the_same, seekers_table, thank, wishes_of
from dashboard.components.undo import offer_undo
from dashboard.text.contacts import contact_sentence, place_of_work
from dashboard.text.persons import nobody

__all__ = ["contact"]


def contact() -> None:
    """Show the page."""
    selection, person, path = state.selection(), state.person(), state.logbook_path()
    everybody = replace(selection, cohorts=(), advisor="")
    figures = cached.figures_of(path, everybody)
    if person not in figures.people.index:
        st.title(nobody("contact", known=False), anchor=False)
        return
    names = shown_names(selection)
    who = figures.people.loc[person]
    name = names(str(who["name"])) if isinstance(who["name"], str) else "unnamed"
    counts = contact_counts(figures, person)
    heading(literal(contact_sentence(name, counts, figures.log.as_of)), figures.log)
    st.text(place_of_work(who.to_dict()))
    offer_undo()
    events, chain = contact_timeline(figures, person), contact_chain(figures, person)
    timeline_of(events, figures, names, person, counts)
    met = seekers_of(figures, person)
    thank(name, counts, met, figures, hidden=selection.hide_names)
    wishes_of(counts, person)
    if len(met):
        st.header("Seekers", anchor=False)
        seekers_table(met, figures, names)
    if len(chain.people):
        st.header("Who led here, and who followed", anchor=False)
        chain_of(chain, figures, names, person, "contact")
    with st.expander("more: both pictures as tables, people of the same name"):
        timeline_table(events, figures, names, "contact")
        chain_table(chain, figures, names, "contact")
        perhaps_the_same(cached.directory_of(path), person, names)
