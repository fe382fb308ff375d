"""What needs a person: mended in place, or in a file that is handed in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import acts, state
from dashboard.components.imports.mending import Problem, mending, problems_of
from data.importers.error_file import ErrorRow, ErrorSheet, error_workbook
from data.importers.plan import SheetPlan

__all__ = ["error_sheets", "needing"]

Rows = Mapping[acts.SheetKey, Mapping[int, Sequence[str]]]


def needing(first: acts.Reading, now: acts.Reading, plans: Sequence[SheetPlan], files: str) -> None:
    """Show every problem; ``first`` is the reading of the files as they came."""
    before, left = (problems_of(plans, reading.by_sheet) for reading in (first, now))
    if not before and not left:
        return
    st.header("What needs you", anchor=False)
    if state.selection().hide_names:
        st.caption("Names are hidden. Show them to see these rows and to mend them.")
        return
    mending(before, left, plans, now.rows, files)
    if left:
        _download(left, plans, now.rows)


def error_sheets(
    problems: Sequence[Problem], plans: Sequence[SheetPlan], rows: Rows
) -> list[ErrorSheet]:
    """Return the rows that need a person, with the reasons beside them."""
    sheets = []
    for plan in plans:
        key = acts.key_of(plan)
        faults: dict[int, list[tuple[int, str, str]]] = {}
        for problem in problems:
            if (problem.file, problem.sheet) == key:
                at = problem.place[3] if problem.place else -1
                faults.setdefault(problem.row, []).append((at, problem.reason, problem.fix))
        there = rows.get(key, {})
        told = [
            ErrorRow(row, tuple(there.get(row, ())), tuple(found))
            for row, found in sorted(faults.items())
        ]
        if told:
            headers = tuple(column.header for column in plan.columns)
            name = plan.sheet or plan.path.stem
            sheets.append(ErrorSheet(name, headers, tuple(told), plan.seeker))
    return sheets


def _download(problems: Sequence[Problem], plans: Sequence[SheetPlan], rows: Rows) -> None:
    """Offer the rows that need a person as a workbook that can be handed in once it is mended."""
    st.download_button(
        "Download these rows to mend them in the file",
        lambda: error_workbook(error_sheets(problems, plans, rows)),
        "rows-to-mend.xlsx",
        icon=":material/download:",
        on_click="ignore",
        key="error_file",
        help="A workbook of these rows, with what is wrong beside each. Mend it, and drop it here.",
    )
