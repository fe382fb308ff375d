"""Find a person: a few letters of a name, and the way to that person's page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from analysis.directory import find_people
from dashboard import cached, state
from dashboard.components.opening import person_link
from dashboard.components.people import shown_names
from dashboard.state import Selection
from dashboard.text.persons import found_note, person_entry

__all__ = ["find_person"]


@st.fragment
def find_person(path: Path, selection: Selection) -> None:
    """Offer the search; only this part is run again while somebody types."""
    wanted = st.text_input(
        "Find a person",
        type="search",
        placeholder="name of a seeker or contact",
        live=True,
        # Another key for another person, so that the search is empty once somebody was opened.
        key=f"find_{state.person()}",
    )
    if not wanted:
        return
    people, total = find_people(cached.directory_of(path), wanted)
    names = shown_names(selection)
    for person in people.to_dict("records"):
        where = person["organization"] if isinstance(person["organization"], str) else ""
        entry = person_entry(names(person["name"]), person["kind"], where)
        person_link(entry, person["person_id"], person["kind"])
    st.caption(found_note(total, len(people)))
