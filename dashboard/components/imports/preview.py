"""The rows of a file as they stand, with marks on cells that need a look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from dashboard import acts, state
from dashboard.charts.palette import Theme, mixed, palette
from dashboard.components.imports.hiding import shown_cells
from dashboard.text.imports import MARKS, named
from data.importers.plan import ColumnPlan, SheetPlan
from data.importers.report import SheetReport

__all__ = ["Marks", "marked", "marks_of", "preview", "preview_table"]

Cell = tuple[int, int]
"""The row as the spreadsheet shows it, and the position of the column."""

_STRENGTH = 0.3


@dataclass(frozen=True, slots=True)
class Marks:
    """Which cells of a sheet are marked, by row and position, and which rows are left out."""

    needs: frozenset[Cell] = frozenset()
    month: frozenset[Cell] = frozenset()
    mended: frozenset[Cell] = frozenset()
    out: frozenset[int] = frozenset()
    rejected: frozenset[int] = frozenset()


def marks_of(plan: SheetPlan, report: SheetReport | None, cells: acts.Cells) -> Marks:
    """Return what to mark in a sheet, from its plan, its report and the cells that were mended."""
    rejected = report.rejected if report else ()
    month = report.approximate if report else ()
    key = acts.key_of(plan)
    return Marks(
        needs=frozenset((f.row, at) for f in rejected for at in _positions(plan, f.column)),
        month=frozenset((row, at) for row, header in month for at in _positions(plan, header)),
        mended=frozenset((row, at) for file, sheet, row, at in cells if (file, sheet) == key),
        out=frozenset(left.row for left in plan.left_out),
        rejected=frozenset(f.row for f in rejected),
    )


def _positions(plan: SheetPlan, header: str) -> tuple[int, ...]:
    column = plan.column_named(header) if header else None
    return () if column is None else (column.position,)


def preview_table(
    plan: SheetPlan,
    rows: Mapping[int, Sequence[str]],
    marks: Marks,
    shown_cell: Callable[[str, ColumnPlan], str],
) -> pd.DataFrame:
    """Return the rows under the file's headers, each with its number and what is to know of it."""
    below = max(plan.header_rows, default=0)
    shown = {row: cells for row, cells in sorted(rows.items()) if row > below}
    table: dict[str, list[object]] = {"Row": list(shown)}
    told = [_note(row, marks) for row in shown]
    if any(told):
        table["Note"] = list(told)
    for column in plan.columns:
        header = column.header if column.meaning else f"{column.header} (not read)"
        table[header] = [
            shown_cell(cells[column.position] if column.position < len(cells) else "", column)
            for cells in shown.values()
        ]
    return pd.DataFrame(table)


def _note(row: int, marks: Marks) -> str:
    if row in marks.out:
        return MARKS["out"]
    notes = [MARKS["needs"]] if row in marks.rejected else []
    notes += [MARKS["mended"]] if any(row == at for at, _ in marks.mended) else []
    notes += [MARKS["month"]] if any(row == at for at, _ in marks.month) else []
    return ", ".join(notes)


def marked(table: pd.DataFrame, plan: SheetPlan, marks: Marks, theme: Theme) -> Styler:
    """Return the table with its marks as colors; the column *Note* says the same in words."""
    colors = _colors(theme)
    before = table.shape[1] - len(plan.columns)
    unread = {c.position for c in plan.columns if not c.meaning}
    places = [column.position for column in plan.columns]

    def style(row: pd.Series) -> list[str]:
        number = row.iloc[0]
        if number in marks.out:
            return [colors["out"]] * len(row)
        styles = [""] * before
        for position in places:
            at = (number, position)
            kind = next((k for k in ("needs", "mended", "month") if at in getattr(marks, k)), "")
            styles.append(colors[kind or "out"] if kind or position in unread else "")
        return styles

    return table.style.apply(style, axis=1)


def _colors(theme: Theme) -> dict[str, str]:
    """Return the style of each mark: enough contrast with the ink in light and dark."""
    hues = palette(theme)

    def background(hue: str) -> str:
        return f"background-color: {mixed(hue, hues.paper, _STRENGTH)}; color: {hues.ink}"

    return {
        "needs": background(hues.accent),
        "month": background(hues.opportunity),
        "mended": background(hues.offer),
        "out": f"color: {hues.quiet}",
    }


def preview(plans: Sequence[SheetPlan], seen: acts.Reading, cells: acts.Cells) -> None:
    """Show the first rows of a sheet and those that need a person, with marks and their legend."""
    there = [plan for plan in plans if seen.rows.get(acts.key_of(plan))]
    if not there:
        return
    st.header("The rows as they will be read", anchor=False)
    chosen = there[0]
    if len(there) > 1:
        chosen = st.selectbox(
            "Sheet", there, format_func=lambda p: named(p.file, p.sheet), key="previewed"
        )
    key = acts.key_of(chosen)
    marks = marks_of(chosen, seen.by_sheet.get(key), cells)
    table = preview_table(chosen, seen.rows[key], marks, shown_cells(state.selection()))
    st.dataframe(
        marked(table, chosen, marks, state.theme()),
        hide_index=True,
        key="preview",
        column_config={
            "Row": st.column_config.NumberColumn(width=60, format="%d"),
            "Note": st.column_config.TextColumn(width=150),
        },
    )
    _legend(marks, any(not column.meaning for column in chosen.columns))


def _legend(marks: Marks, some_unread: bool) -> None:  # noqa: FBT001
    """Say what the colors mean, of those that are there."""
    colors = _colors(state.theme())
    there = {"needs": marks.needs, "month": marks.month, "mended": marks.mended}
    spots = [
        f'<span style="{colors[kind]}; padding: 0 .6em; margin-right: 1em">{MARKS[kind]}</span>'
        for kind, cells in there.items()
        if cells
    ]
    if some_unread:
        spots.append(f'<span style="{colors["out"]}">gray: not read</span>')
    if spots:
        st.html(f'<div style="font-size: .875rem">{"".join(spots)}</div>')
