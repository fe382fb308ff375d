"""The quick form: who, whom, when, what came of it, in two minutes and without a mouse."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard import edits, state
from dashboard.components.choose_person import NEW, choose_person
from dashboard.components.people import literal
from dashboard.text import log as words
from dashboard.text.grid import newcomer_warning, said_plainly
from data.columns import TABLES
from data.entering.hosts import host_before_asking, twins
from data.entering.newcomers import newcomers
from data.entering.problems import ProblemsError
from data.entering.rows import Record, grid_column
from data.errors import OnwardError
from data.logbook import Logbook

__all__ = ["entry_form"]

_THANKED = {"": "not noted", "day": "the same day", "yes": "yes", "no": "not yet"}


@st.fragment
def entry_form(book: Path) -> None:
    """Show the form; only this part is run again while somebody types."""
    number = state.kept("entry_number") or 0
    row: Record = {}
    who, whom = st.columns(2)
    with who:
        chosen, name = choose_person(book, "Who asked (seeker)", "entry_seeker", seekers=True)
        row |= {"seeker": name} if chosen in {"", NEW} else {"seeker": name, "seeker_id": chosen}
        if chosen == NEW and book.exists():
            for new in newcomers(Logbook(book), [name]):
                if new.near:
                    warning = newcomer_warning(new.name, new.near)
                    st.warning(literal(warning), icon=":material/group:")
    with whom:
        row |= _contact(book, number)
    happened, day = _when(number)
    row |= _days(happened, day)
    also: list[str] = []
    with st.container(border=True):
        row["referred_by"] = st.text_input(
            "Referred by",
            key=f"entry_referred_{number}",
            help=words.cell_help("referred_by"),
        )
        if happened in {"met", "declined"}:
            row["names_given"] = st.text_input(
                "Names given", key=f"entry_names_{number}", help=words.cell_help("names_given")
            )
        if happened == "met":
            also = _told_of_meeting(row, day, number)
    row["notes"] = st.text_input("Notes", key=f"entry_notes_{number}")
    _problems()
    if st.button("Save", type="primary", key="entry_save", icon=":material/save:"):
        _save(book, {n: v.strip() for n, v in row.items()}, also)


def _contact(book: Path, number: int) -> Record:
    chosen, name = choose_person(book, "Whom (contact)", f"entry_contact_{number}", seekers=False)
    if not chosen:
        return {"contact_name": ""}
    if chosen != NEW:
        if book.exists():
            host = host_before_asking(Logbook(book).read, chosen, edits.acting_day())
            for warning in words.host_warnings(host):
                st.warning(literal(warning), icon=":material/info:")
        return {"contact_name": name, "contact_id": chosen}
    email = st.text_input("E-mail", key=f"entry_email_{number}")
    where = st.text_input("Organization", key=f"entry_org_{number}")
    near = twins(Logbook(book), name, email) if book.exists() else []
    if near:
        told = [f"{t.name}, {t.organization}" if t.organization else t.name for t in near[:3]]
        st.warning(literal(words.twin_note(told)), icon=":material/group:")
    return {"contact_name": name, "contact_email": email, "organization": where}


def _when(number: int) -> tuple[str, dt.date]:
    what, when = st.columns([2, 1], vertical_alignment="bottom")
    happened = what.radio(
        "What came of it",
        list(words.HAPPENED),
        index=list(words.HAPPENED).index("met"),
        horizontal=True,
        format_func=words.HAPPENED.__getitem__,
        key=f"entry_happened_{number}",
    )
    day = when.date_input(
        "On", edits.acting_day(), max_value=state.today(), key=f"entry_day_{number}"
    )
    return happened or "met", day


def _days(happened: str, day: dt.date) -> Record:
    """Return the dates that a request tells of, by what came of it."""
    on = day.isoformat()
    return {
        "met": {"held_on": on},
        "waiting": {"requested_on": on},
        "accepted": {"answered_on": on, "answer": "accepted"},
        "declined": {"answered_on": on, "answer": "declined"},
    }[happened]


def _told_of_meeting(row: Record, day: dt.date, number: int) -> list[str]:
    """Ask what a conversation tells besides; return the follow-ups that were done as well."""
    thanked = st.radio(
        "Thanked",
        list(_THANKED),
        index=list(_THANKED).index(""),
        horizontal=True,
        format_func=_THANKED.__getitem__,
        key=f"entry_thanked_{number}",
    )
    row["thanked"] = day.isoformat() if thanked == "day" else thanked or ""
    left, right = st.columns(2)
    row["came_of_it"] = left.selectbox(
        "What it opened",
        ["", *words.OUTCOMES],
        format_func=lambda kind: words.choice(kind) if kind else "nothing yet",
        key=f"entry_outcome_{number}",
    )
    row["mode"] = right.selectbox(
        "How they met",
        ["", *_choices("mode")],
        format_func=lambda mode: words.choice(mode) if mode else "not noted",
        key=f"entry_mode_{number}",
    )
    # Boxes, not pills: of those the chosen ones cannot be read in the dark (3.6 : 1).
    with st.container(horizontal=True):
        st.text("Also done that day:")
        return [
            kind
            for kind in ("thank_you_note", "connect")
            if kind in _KINDS and st.checkbox(words.choice(kind), key=f"entry_{kind}_{number}")
        ]


_KINDS = TABLES["follow_ups"].column("kind").choices


def _choices(name: str) -> tuple[str, ...]:
    column = grid_column(name).column
    return column.choices if column else ()


def _save(book: Path, row: Record, also: list[str]) -> None:
    state.keep("entry_problems", None)
    try:
        edits.save_entry(book, row, also, new_contact="contact_id" not in row)
    except ProblemsError as error:
        state.keep("entry_problems", error.problems)
        st.rerun()
    except OnwardError as error:
        state.remember_trouble(error)
    else:
        # The seeker stays: often one seeker tells of several conversations.
        state.keep("entry_number", (state.kept("entry_number") or 0) + 1)
    st.rerun()


def _problems() -> None:
    problems = state.kept("entry_problems")
    if not problems:
        return
    st.error("Nothing was saved yet.", icon=":material/error:")
    table = pd.DataFrame(
        {
            "Where": [words.LABELS.get(p.column, p.column) for p in problems],
            "What is wrong": [said_plainly(p.reason) for p in problems],
            "How to mend it": [said_plainly(p.fix) for p in problems],
        }
    )
    st.dataframe(table, hide_index=True, key="entry_problem_table")
