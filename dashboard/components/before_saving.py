"""What is asked before a grid is saved: rows that go, and seekers whom nobody knows yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from dashboard.components.people import literal
from dashboard.text import grid as words
from data.entering.deleting import what_hangs_on
from data.entering.newcomers import Newcomer, newcomers
from data.entering.saving import Edit
from data.logbook import Logbook
from data.names import fold_name

__all__ = ["ask_before_saving", "is_asked_before_saving"]

_NEW = ""


def is_asked_before_saving(book: Path, changes: Sequence[Edit]) -> bool:
    """Whether rows are deleted, or a new seeker's name is near one that is there."""
    return any(e.wanted is None for e in changes) or bool(_doubtful(book, changes))


def _doubtful(book: Path, changes: Sequence[Edit]) -> list[Newcomer]:
    told = [e.wanted["seeker"] for e in changes if e.read is None and e.wanted]
    return [new for new in newcomers(Logbook(book), told) if new.near] if book.exists() else []


@st.dialog("Before it is saved")
def ask_before_saving(
    book: Path, changes: Sequence[Edit], save: Callable[[list[Edit]], None]
) -> None:
    """Ask what is to be asked; ``save`` is handed the edits with the seekers who are meant."""
    gone = [e.read["interview_id"] for e in changes if e.read is not None and e.wanted is None]
    if gone:
        st.write(words.hanging_note(len(gone), what_hangs_on(Logbook(book).read, gone)))
        st.caption("It can be undone.")
    meant: dict[str, str | None] = {
        fold_name(new.name): st.radio(
            words.newcomer_question(literal(new.name)),
            [*new.near, _NEW],
            index=None,
            format_func=_choice_of(new),
            key=f"newcomer_{new.name}",
        )
        for new in _doubtful(book, changes)
    }
    label = "Delete and save" if gone else "Save"
    answered = None not in meant.values()
    if st.button(label, type="primary", key="grid_confirmed", disabled=not answered):
        save([_with_seeker(edit, meant) for edit in changes])


def _choice_of(new: Newcomer) -> Callable[[str], str]:
    return lambda name: literal(name) if name else f"A new seeker: {literal(new.name)}"


def _with_seeker(edit: Edit, meant: dict[str, str | None]) -> Edit:
    if edit.wanted is None or edit.read is not None:
        return edit
    chosen = meant.get(fold_name(edit.wanted["seeker"]))
    return replace(edit, wanted=edit.wanted | {"seeker": chosen}) if chosen else edit
