"""The grid of conversations: typed into, pasted into, saved as one act with every problem told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import cached, edits, state
from dashboard.components.before_saving import ask_before_saving, is_asked_before_saving
from dashboard.components.conflict import ask_which_version
from dashboard.components.grid_problems import NEEDS, marked, needs_column, tell_problems
from dashboard.text import grid as words
from dashboard.text.log import LABELS, cell_help, choice
from data.entering.conflicts import ConflictError
from data.entering.office_cells import OpenDay, decided_days, open_days, told_plainly
from data.entering.problems import Problem, ProblemsError
from data.entering.rows import GRID, Record, conversations, grid_column
from data.entering.saving import Edit
from data.errors import OnwardError
from data.importers.date_order import DateOrder
from data.logbook import Logbook, Stamp

__all__ = ["edits_of", "log_grid"]

_BLANK_ROWS = 12
Placed = tuple[int | None, Edit]
"""An edit, and at which place of the grid its row stands; None when it was deleted."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rows as they were read for the grid: edits are told against these, whatever comes since.

    ``shown`` is what the grid began with: the rows as read or, when saving them failed, as they
    were typed, with what each needs. ``places`` tells for each of these which of ``rows`` it is,
    None for a new one. ``number`` tells the grid from the one before it; ``of`` is what was
    selected.
    """

    of: tuple[str, ...]
    stamp: Stamp
    rows: tuple[Record, ...]
    shown: tuple[Record, ...]
    places: tuple[int | None, ...]
    number: int
    problems: tuple[tuple[str, Problem], ...] = ()


def log_grid(book: Path, ids: list[str], of: tuple[str, ...]) -> bool:
    """Show the grid with these requests, and its button; return whether something is not saved."""
    taken = _snapshot(book, ids, of)
    if taken.problems:
        st.error(words.problems_note(len(taken.problems)), icon=":material/error:")
    names = [*([NEEDS] if taken.problems else []), *GRID]
    shown = pd.DataFrame([*taken.shown], columns=names)
    edited = st.data_editor(
        marked(shown) if taken.problems else shown,
        key=f"grid_{taken.number}",
        num_rows="dynamic",
        hide_index=True,
        height=460,
        placeholder="",
        column_config={name: _column(name) for name in GRID} | {NEEDS: needs_column()},
    )
    st.caption(words.DAYS_NOTE)
    placed = _placed(taken, edited)
    changes = [edit for _, edit in placed]
    if not changes and (taken.of != of or taken.stamp != cached.key_of(book)[1]):
        state.keep("grid", None)
        st.rerun()
    tell_problems(taken.problems)
    _buttons(book, taken, placed, edited)
    return bool(changes)


def _snapshot(book: Path, ids: list[str], of: tuple[str, ...]) -> Snapshot:
    """Return the rows as read; while edits are not saved they stay, whatever was written since."""
    taken: Snapshot | None = state.kept("grid")
    other = taken is None or taken.of != of
    if taken is None or (other and (taken.of[:1] != of[:1] or not state.kept("grid_dirty"))):
        stamp = cached.key_of(book)[1]
        rows = tuple(conversations(Logbook(book).read, ids)) if ids else ()
        blank = dict.fromkeys(GRID, "")
        shown = (*map(words.shown_row, rows), *([] if ids else [blank] * _BLANK_ROWS))
        places = (*range(len(rows)), *[None] * (len(shown) - len(rows)))
        taken = Snapshot(of, stamp, rows, shown, places, _next_number())
        state.keep("grid", taken)
    return taken


def _next_number() -> int:
    number = int(state.kept("grid_number") or 0) + 1
    state.keep("grid_number", number)
    return number


def _column(name: str) -> Any:  # noqa: ANN401  # streamlit's type of it is not public
    column = grid_column(name)
    label, told = LABELS[name], cell_help(name)
    if column.type == "choice" and column.column:
        options = ["", *column.column.choices]
        return st.column_config.SelectboxColumn(
            label, help=told, options=options, format_func=choice
        )
    return st.column_config.TextColumn(label, help=told)


def edits_of(
    rows: Sequence[Record], edited: pd.DataFrame, places: Sequence[int | None] | None = None
) -> list[Edit]:
    """Return what was edited: the rows of the grid against those that were read.

    ``places`` tells which of ``rows`` each of the first rows of the grid is (None: a new one);
    without it they stand in their order. Rows that are missing were deleted, rows beyond are new.
    A new row without anything in it is none. A cell that shows what was read says what was read.
    """
    at = tuple(range(len(rows))) if places is None else tuple(places)
    return [edit for _, edit in _told(rows, at, edited)]


def _placed(taken: Snapshot, edited: pd.DataFrame) -> list[Placed]:
    return _told(taken.rows, taken.places, edited)


def _told(
    rows: Sequence[Record], places: Sequence[int | None], edited: pd.DataFrame
) -> list[Placed]:
    cells = edited.reindex(columns=[*GRID]).astype(object)
    told = {
        place: {name: str(cell).strip() for name, cell in row.items()}
        for place, row in zip(
            edited.index, cells.where(cells.notna(), "").to_dict("records"), strict=True
        )
    }
    at = {known: place for place, known in enumerate(places) if known is not None}
    found: list[Placed] = []
    for known, row in enumerate(rows):
        place = at.get(known)
        typed = None if place is None else told.get(place)
        edit = Edit(row, None if typed is None else _wanted(row, typed))
        found.append((place if typed is not None else None, edit))
    taken = set(at.values())
    new = [(p, Edit(None, row)) for p, row in told.items() if p not in taken and any(row.values())]
    return [(place, edit) for place, edit in found if edit.read != edit.wanted] + new


def _wanted(row: Record, typed: Record) -> Record:
    shown = words.shown_row(row)
    same = {name: row[name] if cell == shown[name] else cell for name, cell in typed.items()}
    return {"interview_id": row["interview_id"]} | same


def _buttons(book: Path, taken: Snapshot, placed: Sequence[Placed], edited: pd.DataFrame) -> None:
    changes = [edit for _, edit in placed]
    new = sum(e.read is None for e in changes)
    gone = sum(e.wanted is None for e in changes)
    order = _date_order(changes)

    def save(chosen: Sequence[Edit]) -> None:
        _save(book, taken, placed, edited, (chosen, order))

    with st.container(horizontal=True, vertical_alignment="center"):
        saves = st.button(
            "Save", type="primary", key="grid_save", icon=":material/save:", disabled=not changes
        )
        if changes:
            st.button("Drop the changes", key="grid_drop", on_click=_forget)
        st.caption(words.edits_note(new, len(changes) - new - gone, gone))
    if saves and is_asked_before_saving(book, changes):
        ask_before_saving(book, changes, save)
    elif saves:
        save(changes)
    waiting: ConflictError | None = state.kept("grid_conflict")
    if waiting is not None:
        state.keep("grid_conflict", None)
        ask_which_version(waiting, changes, save)


def _date_order(changes: Sequence[Edit]) -> DateOrder | None:
    """Ask which comes first where a day that was typed reads both ways; None: as the days say."""
    told = {i: told_plainly(e.wanted, e.read) for i, e in enumerate(changes) if e.wanted}
    doubts: list[OpenDay] = open_days(told)
    if not doubts:
        if decided := decided_days(told):
            st.caption(words.decided_note(*decided[0]))
        return None
    first = doubts[0]
    orders: dict[DateOrder, str] = {"DMY": first.either, "MDY": first.other}
    return st.radio(
        f"Which day is {first.cell}?",
        [*orders],
        index=None,
        format_func=lambda order: words.day_order(order, orders[order]),
        horizontal=True,
        key="grid_order",
    )


def _save(
    book: Path,
    taken: Snapshot,
    placed: Sequence[Placed],
    edited: pd.DataFrame,
    chosen: tuple[Sequence[Edit], DateOrder | None],
) -> None:
    try:
        act = edits.save_rows(book, *chosen)
    except ProblemsError as error:
        meant = [(place, edit) for (place, _), edit in zip(placed, chosen[0], strict=False)]
        state.keep("grid", _needing(taken, meant, edited, error.problems))
    except ConflictError as error:
        state.keep("grid_conflict", error)
    except OnwardError as error:
        state.remember_trouble(error)
    else:
        # What was saved stands at the top with Undo, which may be out of sight.
        st.toast(f"{act.label}.", icon=":material/check:")
        _forget()
    st.rerun()


def _needing(
    taken: Snapshot, placed: Sequence[Placed], edited: pd.DataFrame, problems: Sequence[Problem]
) -> Snapshot:
    """Return the grid as it was typed, with the rows that need a person first, and why."""
    needs: dict[int, list[Problem]] = {}
    for problem in problems:
        place = placed[problem.place][0] if problem.place < len(placed) else None
        if place is not None:
            needs.setdefault(place, []).append(problem)
    touched = {place for place, _ in placed}
    order = sorted(edited.index, key=lambda p: (p not in needs, p not in touched, p))
    rows = edited.reindex(columns=[*GRID]).astype(object)
    typed: dict[int, Record] = rows.where(rows.notna(), "").to_dict("index")
    for place, edit in placed:
        if place is not None and edit.read is None and edit.wanted:
            typed[place] = {name: edit.wanted[name] for name in GRID}
    return replace(
        taken,
        shown=tuple(
            {NEEDS: words.needs_note(needs.get(place, ()))} | typed[place] for place in order
        ),
        places=tuple(taken.places[p] if p < len(taken.places) else None for p in order),
        number=_next_number(),
        problems=tuple(_named(placed[p.place][1], p) for p in problems),
    )


def _named(edit: Edit, problem: Problem) -> tuple[str, Problem]:
    """Return the problem with the name of its row, and its cell as it was typed."""
    row = edit.wanted or edit.read or {}
    typed = row.get(problem.column, problem.value)
    return words.problem_row(row), replace(problem, value=typed)


def _forget() -> None:
    for name in ("grid", "grid_conflict"):
        state.keep(name, None)
