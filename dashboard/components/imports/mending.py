"""Every problem with how to mend it, mended in place: what is edited stands for the cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

import pandas as pd
import streamlit as st

from dashboard import acts, state
from dashboard.text.imports import named, plain_fix
from data.importers.plan import SheetPlan
from data.importers.report import SheetReport

__all__ = ["Problem", "mending", "problems_of"]

Reports = Mapping[acts.SheetKey, SheetReport]
Rows = Mapping[acts.SheetKey, Mapping[int, Sequence[str]]]
Place = tuple[str, str, int, int]

MOST_IN_PLACE = 200
"""More problems than this are mended in the file."""

MOST_FIXES = 8

WRONG = "What is wrong, and how to mend it"

EDITED = "Cell (edit here)"

_WHO = ("contact_name", "contact_first_name", "contact_last_name", "referred_name", "seeker")


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one row; ``place`` is None where no single cell can be mended."""

    file: str
    sheet: str
    row: int
    column: str
    value: str
    reason: str
    fix: str
    place: Place | None = None


def problems_of(plans: Sequence[SheetPlan], reports: Reports) -> list[Problem]:
    """Return every problem of every row, in the order of the files."""
    found = []
    for plan in plans:
        key = acts.key_of(plan)
        report = reports.get(key)
        for fault in report.rejected if report else ():
            column = plan.column_named(fault.column) if fault.column else None
            place = None if column is None else (*key, fault.row, column.position)
            fix = plain_fix(fault.fix)
            found.append(
                Problem(*key, fault.row, fault.column, fault.value, fault.reason, fix, place)
            )
    return found


def mending(
    first: Sequence[Problem],
    now: Sequence[Problem],
    plans: Sequence[SheetPlan],
    rows: Rows,
    files: str,
) -> None:
    """Show what needs a person; what is edited in place is read instead of the file's cell.

    ``first`` are the problems of the files as they came, ``now`` those that are left.
    """
    lines = _lines(first, now)
    if lines:
        _editor(lines[:MOST_IN_PLACE], now, _who(plans, rows), files)
    if len(lines) > MOST_IN_PLACE:
        st.caption(
            f"The first {MOST_IN_PLACE} of {len(lines):,}; all of them are in the file below."
        )
    whole = [problem for problem in now if problem.place is None]
    if whole:
        st.caption("These rows can only be mended in the file:")
        st.dataframe(_whole_rows(whole), hide_index=True, key="whole_rows")


def _editor(
    lines: Sequence[Problem],
    now: Sequence[Problem],
    who: Mapping[tuple[str, str, int], str],
    files: str,
) -> None:
    table = pd.DataFrame(_shown(lines, now, state.mended(files), who))
    places = tuple(problem.place for problem in lines)
    key = f"mend_{sha256(repr((files, places)).encode()).hexdigest()[:16]}"
    st.data_editor(
        table,
        key=key,
        hide_index=True,
        disabled=[name for name in table.columns if name != EDITED],
        on_change=partial(_mended, files, key, lines),
        column_config={
            "Row": st.column_config.NumberColumn(width=60, format="%d"),
            EDITED: st.column_config.TextColumn(
                help="What you write here is read instead of the cell. Empty: nothing is known."
            ),
            WRONG: st.column_config.TextColumn(width="large"),
        },
    )
    fixes = {f"{p.reason} {p.fix}": None for p in now if p.place is not None}
    st.text("\n".join(list(fixes)[:MOST_FIXES]))


def _lines(first: Sequence[Problem], now: Sequence[Problem]) -> list[Problem]:
    """Return one line a cell: those of the beginning, so that none moves, then new ones."""
    lines: dict[Place, Problem] = {}
    for problem in (*first, *now):
        if problem.place is not None:
            lines.setdefault(problem.place, problem)
    return list(lines.values())


def _shown(
    lines: Sequence[Problem],
    now: Sequence[Problem],
    mended: Mapping[Place, str],
    who: Mapping[tuple[str, str, int], str],
) -> list[dict[str, object]]:
    left = {problem.place: problem for problem in now}
    still = {(problem.file, problem.sheet, problem.row) for problem in now}
    several = len({(line.file, line.sheet) for line in lines}) > 1
    shown = []
    for line in lines:
        at = (line.file, line.sheet, line.row)
        told = left.get(line.place, line)
        done = "✓ ready" if at not in still else "✓ mended; the row needs you elsewhere"
        wrong = f"{told.reason} {told.fix}" if line.place in left else done
        shown.append(
            {
                **({"File": named(line.file, line.sheet or None)} if several else {}),
                "Row": line.row,
                "Who": who.get(at, ""),
                "Column": line.column,
                EDITED: mended.get(line.place, line.value) if line.place else line.value,
                WRONG: wrong,
            }
        )
    return shown


def _who(plans: Sequence[SheetPlan], rows: Rows) -> dict[tuple[str, str, int], str]:
    """Return of whom each row tells, as far as its cells say."""
    found = {}
    for plan in plans:
        key = acts.key_of(plan)
        places = [c.position for meaning in _WHO for c in plan.columns if c.meaning == meaning]
        for row, cells in rows.get(key, {}).items():
            names = [cells[at].strip() for at in places if at < len(cells) and cells[at].strip()]
            found[(*key, row)] = ", ".join(names[:2])
    return found


def _mended(files: str, key: str, lines: Sequence[Problem]) -> None:
    """Remember what was edited; a cell that is as in the file is mended no more."""
    cells: dict[Place, str | None] = {}
    for row, changed in state.edits(key).items():
        line = lines[row]
        if EDITED in changed and line.place is not None:
            text = changed[EDITED] or ""
            cells[line.place] = None if text == line.value else text
    state.mend(files, cells)


def _whole_rows(problems: Sequence[Problem]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "File": [named(p.file, p.sheet or None) for p in problems],
            "Row": [p.row for p in problems],
            "Column": [p.column for p in problems],
            "What is wrong": [p.reason for p in problems],
            "How to mend it": [p.fix for p in problems],
        }
    )
