"""People: correct what is stored of somebody, join two entries of one person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import edits, state
from dashboard.components.choose_person import NEW, choose_person
from dashboard.components.conflict import chosen_fields
from dashboard.text import log as words
from data.entering.conflicts import ConflictError, merged
from data.entering.persons import CORRECTED, person_as_stored
from data.errors import OnwardError
from data.logbook import Logbook

__all__ = ["correct_people"]


@st.fragment
def correct_people(book: Path) -> None:
    """Offer to correct a person, and to say that two entries are one person."""
    number = state.kept("people_number") or 0
    person_id, _ = choose_person(book, "Whom to correct", f"correct_{number}", seekers=False)
    if person_id in {"", NEW}:
        return
    try:
        read = _as_read(book, person_id, number)
    except OnwardError as error:
        st.warning(error.what)
        return
    wanted = _fields(read, f"{number}_{person_id}")
    _two_versions(book, person_id)
    with st.container(horizontal=True):
        if st.button("Save the correction", key="person_save", disabled=wanted == read):
            _save(book, person_id, read, wanted)
    st.caption("Is somebody else in the log the same person? Then that name and address stand.")
    same_id, same = choose_person(book, "The same person as", f"same_{number}", seekers=False)
    if (
        same_id not in {"", NEW}
        and same_id != person_id
        and st.button("Join the two", key="person_join", help=same)
    ):
        _finish(lambda: edits.join_people(book, person_id, same_id))


def _as_read(book: Path, person_id: str, number: int) -> dict[str, Any]:
    """Return the person as read when the fields were shown first: what edits are told against."""
    kept = state.kept("person_read")
    if kept is None or kept[0] != (str(book), person_id, number):
        kept = ((str(book), person_id, number), person_as_stored(Logbook(book).read, person_id))
        state.keep("person_read", kept)
    read: dict[str, Any] = kept[1]
    return read


def _fields(read: dict[str, Any], key: str) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    columns = st.columns(2)
    for place, name in enumerate(CORRECTED):
        at, label, told = columns[place % 2], words.LABELS[name], f"person_{key}_{name}"
        if name == "asks_per_month":
            wanted[name] = at.number_input(label, 0, 99, read[name], key=told)
        elif name.endswith(("_until", "_on")):
            wanted[name] = at.date_input(label, read[name], key=told)
        else:
            wanted[name] = at.text_input(label, read[name] or "", key=told).strip() or None
    return wanted


def _save(book: Path, person_id: str, read: dict[str, Any], wanted: dict[str, Any]) -> None:
    try:
        edits.correct_person(book, person_id, read=read, wanted=wanted)
    except ConflictError as error:
        state.keep("person_conflict", (person_id, error.conflicts[0]))
        st.rerun()
    except OnwardError as error:
        state.remember_trouble(error)
    else:
        _next()
    st.rerun()


def _two_versions(book: Path, person_id: str) -> None:
    """Show mine and theirs when somebody else changed this person, and save what is chosen."""
    kept = state.kept("person_conflict")
    if kept is None or kept[0] != person_id:
        return
    conflict = kept[1]
    with st.container(border=True):
        st.write("Somebody else has changed this in the meantime. Nothing was saved yet.")
        if conflict.theirs is None:
            st.write("The person was taken out of the log.")
            return
        mine = chosen_fields(conflict, f"person_{person_id}")
        if st.button("Save what was chosen", type="primary", key="person_conflict_save"):
            theirs, wanted = dict(conflict.theirs), merged(conflict, mine)
            if theirs == wanted:
                _next()
                st.rerun()
            _save(book, person_id, theirs, wanted)


def _finish(act: Any) -> None:  # noqa: ANN401  # a call without arguments
    try:
        act()
    except OnwardError as error:
        state.remember_trouble(error)
    else:
        _next()
    st.rerun()


def _next() -> None:
    state.keep("person_conflict", None)
    state.keep("people_number", (state.kept("people_number") or 0) + 1)
