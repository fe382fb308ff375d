"""Agreements and notes of one seeker: what was agreed, what is new, and the next review."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from analysis.figures import Figures
from dashboard import edits, state
from dashboard.components.acting import saving
from dashboard.text.persons import NOTE_KINDS, days, review_note
from data.errors import OnwardError

__all__ = ["new_note", "notes_of", "open_agreements"]

_HIDDEN = "hidden with the names"
_SHORT = 80


def notes_of(figures: Figures, person_id: str, *, hidden: bool) -> pd.DataFrame:
    """Return the notes about a person known by the as-of date, the latest first."""
    notes = figures.log.table("notes")
    mine = notes[(notes["person_id"] == person_id).to_numpy()]
    mine = mine.sort_values(["noted_on", "note_id"], ascending=False)
    # Free text may name people, so it hides with the names.
    text = _HIDDEN if hidden else mine["text"].fillna("")
    return mine.assign(text=text, kind=mine["kind"].map(NOTE_KINDS))


def open_agreements(figures: Figures, person_id: str, *, hidden: bool) -> None:
    """Show what was agreed and is not done, with a button to note it as done; the next review."""
    notes = notes_of(figures, person_id, hidden=hidden)
    st.header("Agreed", anchor=False)
    st.caption(review_note(_next_review(notes, figures.log.as_of)))
    agreed = notes[(notes["kind"] == NOTE_KINDS["agreement"]) & notes["done_on"].isna()]
    for note in agreed.sort_values("due_on").head(8).to_dict("records"):
        with st.container(horizontal=True, vertical_alignment="center"):
            due = note["due_on"]
            st.text(f"{'no day' if pd.isna(due) else f'by {due:%-d %b %Y}'}: {note['text']}")
            st.button(
                "Done",
                key=f"kept_{note['note_id']}",
                icon=":material/check:",
                on_click=_finish,
                args=[note["note_id"]],
                type="tertiary",
            )
    if agreed.empty:
        st.caption("No agreement is open.")
    new_note(person_id)
    if notes.empty:
        return
    with st.expander(f"All notes ({len(notes):,})"):
        table = pd.DataFrame(
            {
                "Noted": days(notes["noted_on"]),
                "Kind": notes["kind"].to_numpy(),
                "Note": notes["text"].to_numpy(),
                "Due": days(notes["due_on"]),
                "Done": days(notes["done_on"]),
            }
        )
        st.dataframe(table, hide_index=True, key="all_notes")


def _finish(note_id: str) -> None:
    try:
        edits.finish_note(state.logbook_path(), note_id, edits.acting_day())
    except OnwardError as error:
        state.remember_trouble(error)


def _next_review(notes: pd.DataFrame, as_of: dt.date) -> dt.date | None:
    """Return the earliest day ahead on which a review or an agreement of this person is due."""
    is_review = notes["kind"] == NOTE_KINDS["review"]
    ahead = notes[is_review & notes["done_on"].isna() & (notes["due_on"] >= pd.Timestamp(as_of))]
    first = ahead["due_on"].min()
    return None if pd.isna(first) else first.date()


def new_note(person_id: str) -> None:
    """Offer to keep a note, an agreement with a day, or the day of the next review."""
    with (
        st.popover("Add a note", icon=":material/edit_note:"),
        st.form("new_note", clear_on_submit=True, border=False),
    ):
        kind = st.selectbox(
            "Kind", list(NOTE_KINDS), format_func=NOTE_KINDS.__getitem__, key="note_kind"
        )
        text = st.text_area("Note", key="note_text", max_chars=2000, height=_SHORT)
        due = st.date_input(
            "By when",
            None,
            key="note_due",
            format="YYYY-MM-DD",
            help="Of an agreement; of a review the day of the next one.",
        )
        if st.form_submit_button("Save", key="note_save"):
            saving(
                lambda book: edits.add_note(
                    book, kind=kind, text=text, person_id=person_id, due_on=due
                )
            )
