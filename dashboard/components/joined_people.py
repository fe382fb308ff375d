"""People who were taken for one person, each with the way to part them again."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import edits, state
from dashboard.text.log import joined_line
from data.entering.persons import joined_people
from data.errors import OnwardError
from data.logbook import Logbook

__all__ = ["part_joined_people"]

MOST = 12


def part_joined_people(book: Path) -> None:
    """List the latest who were taken for one person, and offer to part each two."""
    joined = joined_people(Logbook(book).read) if book.exists() else []
    if not joined:
        return
    st.caption("Taken for one person. Parted, each has its own conversations again.")
    for each in joined[:MOST]:
        said, button = st.columns([10, 3], vertical_alignment="center")
        said.text(joined_line(each))
        button.button(
            "Part them",
            key=f"part_{each.person_id}_{each.is_person_id}",
            icon=":material/call_split:",
            on_click=_part,
            args=[each.person_id, each.is_person_id],
        )
    if len(joined) > MOST:
        st.caption(f"and {len(joined) - MOST} earlier")


def _part(person_id: str, is_person_id: str) -> None:
    try:
        edits.part_people(state.logbook_path(), person_id, is_person_id)
    except OnwardError as error:
        state.remember_trouble(error)
