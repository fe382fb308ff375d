"""The grid of conversations: typed into, pasted into, saved as one act with every problem told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import cached, edits, state
from dashboard.components.conflict import ask_which_version
from dashboard.text import log as words
from data.entering.conflicts import ConflictError
from data.entering.deleting import what_hangs_on
from data.entering.problems import Problem, ProblemsError
from data.entering.rows import GRID, Record, conversations, grid_column
from data.entering.saving import Edit
from data.errors import OnwardError
from data.importers.date_order import DateOrder
from data.logbook import Logbook, Stamp

__all__ = ["edits_of", "log_grid"]

_ORDERS: dict[str, DateOrder | None] = {
    "decide from the days": None,
    "day first": "DMY",
    "month first": "MDY",
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rows as they were read for the grid: edits are told against these, whatever comes since.

    ``number`` tells the grid from the one before it; ``of`` is what was selected.
    """

    of: tuple[str, ...]
    stamp: Stamp
    rows: tuple[Record, ...]
    number: int


def log_grid(book: Path, ids: list[str], of: tuple[str, ...]) -> bool:
    """Show the grid with these requests, and its button; return whether something is not saved."""
    taken = _snapshot(book, ids, of)
    edited = st.data_editor(
        pd.DataFrame(taken.rows, columns=[*GRID]),
        key=f"grid_{taken.number}",
        num_rows="dynamic",
        hide_index=True,
        height=460,
        placeholder="",
        column_config={name: _column(name) for name in GRID},
    )
    changes = edits_of(taken.rows, edited)
    if not changes and (taken.of != of or taken.stamp != cached.key_of(book)[1]):
        state.keep("grid", None)
        st.rerun()
    _problems()
    _buttons(book, changes)
    return bool(changes)


def _snapshot(book: Path, ids: list[str], of: tuple[str, ...]) -> Snapshot:
    """Return the rows as read; while edits are not saved they stay, whatever was written since."""
    taken: Snapshot | None = state.kept("grid")
    if taken is None or taken.of[:1] != of[:1]:
        stamp = cached.key_of(book)[1]
        rows = conversations(Logbook(book).read, ids) if ids else []
        number = (state.kept("grid_number") or 0) + 1
        taken = Snapshot(of, stamp, tuple(rows), number)
        state.keep("grid", taken)
        state.keep("grid_number", number)
    return taken


def _column(name: str) -> Any:  # noqa: ANN401  # streamlit's type of it is not public
    column = grid_column(name)
    label, told = words.LABELS[name], words.cell_help(name)
    if column.type == "choice" and column.column:
        options = ["", *column.column.choices]
        return st.column_config.SelectboxColumn(
            label, help=told, options=options, format_func=words.choice
        )
    return st.column_config.TextColumn(label, help=told)


def edits_of(rows: tuple[Record, ...], edited: pd.DataFrame) -> list[Edit]:
    """Return what was edited: the rows of the grid against those it was given.

    The first rows of the index are those that were given; rows that are missing were deleted, and
    rows beyond are new. A new row without anything in it is none.
    """
    cells = edited.astype(object).where(edited.notna(), "")
    told = {
        place: {name: str(cell).strip() for name, cell in row.items()}
        for place, row in zip(edited.index, cells.to_dict("records"), strict=True)
    }
    found = [
        Edit(
            row, None if place not in told else {"interview_id": row["interview_id"]} | told[place]
        )
        for place, row in enumerate(rows)
    ]
    new = [row for place, row in told.items() if place >= len(rows) and any(row.values())]
    return [e for e in found if e.read != e.wanted] + [Edit(None, row) for row in new]


def _buttons(book: Path, changes: list[Edit]) -> None:
    new = sum(e.read is None for e in changes)
    gone = sum(e.wanted is None for e in changes)
    with st.container(horizontal=True, vertical_alignment="center"):
        saves = st.button(
            "Save", type="primary", key="grid_save", icon=":material/save:", disabled=not changes
        )
        if changes:
            st.button("Drop the changes", key="grid_drop", on_click=_forget)
        st.caption(words.edits_note(new, len(changes) - new - gone, gone))
    with st.expander("how days are read"):
        said = st.radio("Days such as 03/04/2026", list(_ORDERS), key="grid_order", horizontal=True)
    if saves and gone:
        _confirm(book, changes, _ORDERS[said])
    elif saves:
        _save(book, changes, _ORDERS[said])
    waiting: ConflictError | None = state.kept("grid_conflict")
    if waiting is not None:
        state.keep("grid_conflict", None)
        ask_which_version(waiting, changes, lambda chosen: _save(book, chosen, _ORDERS[said]))


@st.dialog("Delete conversations?")
def _confirm(book: Path, changes: list[Edit], order: DateOrder | None) -> None:
    gone = [e.read["interview_id"] for e in changes if e.read is not None and e.wanted is None]
    st.write(words.hanging_note(len(gone), what_hangs_on(Logbook(book).read, gone)))
    st.caption("It can be undone.")
    if st.button("Delete and save", type="primary", key="grid_delete"):
        _save(book, changes, order)


def _save(book: Path, changes: list[Edit], order: DateOrder | None) -> None:
    state.keep("grid_problems", None)
    try:
        edits.save_rows(book, changes, order)
    except ProblemsError as error:
        told = [(words.problem_row(_row(changes, p)), p) for p in error.problems]
        state.keep("grid_problems", (error.what, told))
    except ConflictError as error:
        state.keep("grid_conflict", error)
    except OnwardError as error:
        state.remember_trouble(error)
    else:
        state.keep("grid", None)
    st.rerun()


def _row(changes: list[Edit], problem: Problem) -> Record:
    edit = changes[problem.place]
    return edit.wanted or edit.read or {}


def _forget() -> None:
    for name in ("grid", "grid_problems", "grid_conflict"):
        state.keep(name, None)


def _problems() -> None:
    """Show every problem of the last attempt to save, cell by cell."""
    kept: tuple[str, list[tuple[str, Problem]]] | None = state.kept("grid_problems")
    if kept is None:
        return
    what, problems = kept
    st.error(what, icon=":material/error:")
    table = pd.DataFrame(
        {
            "Row": [row for row, _ in problems],
            "Cell": [words.LABELS.get(p.column, p.column or "the whole row") for _, p in problems],
            "It says": [p.value for _, p in problems],
            "What is wrong": [words.said_plainly(p.reason) for _, p in problems],
            "How to mend it": [words.said_plainly(p.fix) for _, p in problems],
        }
    )
    st.dataframe(table, hide_index=True, key="grid_problem_table")
