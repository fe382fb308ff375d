"""Plans done: a sheet's text with its headers in place, rows left out, and cells told plainly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.importers.column_orders import DATES
from data.importers.date_order import votes_on_order
from data.importers.guesses import file_column
from data.importers.headers import Headers
from data.importers.left_out import rows_left_out
from data.importers.office_values import perhaps
from data.importers.plan import MORE_MEANINGS, ColumnPlan, LeftOut, SheetPlan
from data.importers.read_column import distinct_cells
from data.importers.sheets import Decisions, RawSheet, SheetWarning
from data.importers.told_cells import ToldCells

__all__ = ["Prepared", "completed", "prepared"]

Mask = npt.NDArray[np.bool_]

_SAY_SO = "Say what it means on the Import page; --map FILE takes what was saved there."
_CONTACTS = frozenset({"contact_name", "contact_email", "contact_first_name", "contact_last_name"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sheet ready to be typed: its text, what its columns are, and what a person should know.

    ``headers`` is None when the headers themselves say what the columns are.
    """

    raw: RawSheet
    headers: Headers | None
    warnings: tuple[SheetWarning, ...]
    decisions: Decisions
    joined: tuple[tuple[str, tuple[int, ...]], ...] = ()


def _below(raw: RawSheet, plan: SheetPlan) -> int:
    """Return how many of the sheet's rows belong to its titles and headers."""
    last = max(plan.header_rows, default=raw.header_row)
    return int(np.searchsorted(raw.row_numbers, last, side="right"))


def _left_out(raw: RawSheet, plan: SheetPlan) -> list[LeftOut]:
    start = _below(raw, plan)
    lines = [
        list(raw.headers) if number == raw.header_row else _cells(raw, number)
        for number in plan.header_rows
    ]
    found = rows_left_out(
        [column.slice(start) for column in raw.columns],
        raw.row_numbers[start:],
        lines,
        dates=[c.position for c in plan.columns if _is_date(plan, c)],
        contacts=[c.position for c in plan.columns if c.meaning in _CONTACTS],
        office=plan.office,
    )
    return [left for left in found if left.row not in plan.kept_rows]


def _cells(raw: RawSheet, number: int) -> list[str]:
    place = int(np.searchsorted(raw.row_numbers, number))
    return [column[place].as_py() for column in raw.columns]


def _is_date(plan: SheetPlan, column: ColumnPlan) -> bool:
    return bool(column.meaning) and file_column(plan.table, column.meaning).type == "date"


def _rows_kept(raw: RawSheet, plan: SheetPlan, left_out: Sequence[LeftOut]) -> Mask:
    kept = ~np.isin(raw.row_numbers, np.array([left.row for left in left_out], np.int64))
    kept[: _below(raw, plan)] = False
    return kept


def prepared(raw: RawSheet, plan: SheetPlan) -> Prepared:
    """Return the sheet as its plan says it is to be read."""
    left_out = _left_out(raw, plan)
    kept = _rows_kept(raw, plan, left_out)
    if not kept.all():
        mask = pa.array(kept)
        raw = replace(
            raw,
            columns=[column.filter(mask) for column in raw.columns],
            row_numbers=raw.row_numbers[kept],
            surplus=tuple(row for row in raw.surplus if row > max(plan.header_rows, default=0)),
        )
    warnings = _of_rows(plan, left_out)
    decisions: Decisions = {"left_out_rows": [left.row for left in left_out]} if left_out else {}
    if not plan.office:
        return Prepared(raw, None, warnings, decisions)
    return _office(raw, plan, warnings, decisions)


def _office(
    raw: RawSheet, plan: SheetPlan, warnings: tuple[SheetWarning, ...], decisions: Decisions
) -> Prepared:
    """Return a sheet with headers of its own, its columns joined and its cells told plainly."""
    told = ToldCells(raw, plan)
    columns, headers = list(raw.columns), list(_shown(raw, plan))
    known: dict[str, tuple[int, ...]] = {}
    joined = []
    for meaning, positions in _by_meaning(plan).items():
        if len(positions) == 1:
            columns[positions[0]] = told.column(meaning, positions[0])
            known[meaning] = (positions[0],)
        else:
            known[meaning] = (len(columns),)
            columns.append(told.together(meaning, positions))
            headers.append(" + ".join(headers[position] for position in positions))
            joined.append((headers[-1], tuple(positions)))
    if "seeker" in known and "contact_name" in known:
        place, beside = known["seeker"][0], known["contact_name"][0]
        columns[place] = told.filled_down(columns[place], columns[beside], headers[place])
    last = max(plan.header_rows, default=raw.header_row)
    office = replace(raw, header_row=last, headers=tuple(headers), columns=columns)
    return Prepared(
        office,
        Headers(known, (), ()),
        (*warnings, *_of_columns(plan), *_of_choices(plan, told), *_of_years(plan, told)),
        decisions | _decisions(plan, told),
        tuple(joined),
    )


def _shown(raw: RawSheet, plan: SheetPlan) -> list[str]:
    shown = {column.position: column.header for column in plan.columns}
    return [shown.get(position, "") for position in range(len(raw.headers))]


def _by_meaning(plan: SheetPlan) -> dict[str, list[int]]:
    """Return the positions of each meaning; parts of a name are the name's."""
    found: dict[str, list[int]] = {}
    parts: dict[str, dict[str, int]] = {}
    for column in plan.columns:
        if column.meaning in MORE_MEANINGS:
            role, _, part = column.meaning.partition("_")
            parts.setdefault(role, {})[part] = column.position
        elif column.meaning:
            found.setdefault(column.meaning, []).append(column.position)
    for role, by_part in parts.items():
        name = "contact_name" if role == "contact" else "seeker"
        ordered = [by_part[part] for part in ("first_name", "last_name") if part in by_part]
        found.setdefault(name, ordered)
    return found


def _of_rows(plan: SheetPlan, left_out: Sequence[LeftOut]) -> tuple[SheetWarning, ...]:
    """Warn of rows that are left out, each kind of them once."""
    by_why: dict[str, list[LeftOut]] = {}
    for left in left_out:
        by_why.setdefault(left.why, []).append(left)
    return tuple(
        SheetWarning(
            plan.sheet or "",
            rows[0].row,
            "",
            rows[0].text,
            f"Left out. {why}" + (f" {len(rows)} such rows." if len(rows) > 1 else ""),
            "If it belongs to the log, move it among the other rows and give it a date.",
        )
        for why, rows in by_why.items()
    )


def _of_columns(plan: SheetPlan) -> tuple[SheetWarning, ...]:
    """Warn of columns that a person must decide on."""
    unsure = [
        SheetWarning(
            plan.sheet or "",
            None,
            column.header,
            column.examples[0] if column.examples else "",
            f'The column "{column.header}" was left out. {column.reason}',
            (f'Is it "{column.proposed}"? ' if column.proposed else "") + _SAY_SO,
        )
        for column in plan.columns
        if not column.sure and not column.meaning
    ]
    return tuple(unsure)


def _of_years(plan: SheetPlan, told: ToldCells) -> tuple[SheetWarning, ...]:
    """Warn of days that lack their year."""
    return tuple(
        SheetWarning(
            plan.sheet or "",
            None,
            header,
            "",
            f"{'1 day has' if cells == 1 else f'{cells} days have'} no year: read as of"
            f" {plan.year}; {plan.year_why}.",
            "If it is another year, write it into the cells.",
        )
        for header, cells in told.of_year.items()
    )


def _of_choices(plan: SheetPlan, told: ToldCells) -> tuple[SheetWarning, ...]:
    """Warn of words that are none of a column's choices: they are left out, their rows are not."""
    found = []
    for (header, name, text), cells in sorted(told.no_choice.items()):
        choices = file_column(plan.table, name).column
        may_be = perhaps(text, name)
        could = f"It may mean {' or '.join(may_be)}. " if may_be else ""
        many = "1 cell" if cells == 1 else f"{cells} cells"
        found.append(
            SheetWarning(
                plan.sheet or "",
                None,
                header,
                text,
                f"This is none of the choices, and was left out in {many}. The rows are read.",
                f"{could}Write one of: {', '.join(choices.choices if choices else ())}.",
            )
        )
    return tuple(found)


def _decisions(plan: SheetPlan, told: ToldCells) -> Decisions:
    """Return what was understood, for people and for ``--json``; what is empty is left out."""
    all_of_it: Decisions = {
        "columns": {column.header: column.meaning for column in plan.columns if column.meaning},
        "not_read": [c.header for c in plan.columns if c.sure and not c.meaning],
        "unsure": {c.header: c.proposed or "?" for c in plan.columns if not c.sure},
        "reasons": {column.header: column.reason for column in plan.columns},
        "mapping": plan.mapping,
        "read_as_blank": list(told.blank)[:8],
        "serial_days_since": dict.fromkeys(told.serial, told.calendar),
        "names_turned": told.turned,
        "names_hold_for_rows_below": told.down,
        "header_rows": list(plan.header_rows) if len(plan.header_rows) > 1 else [],
    }
    return {name: value for name, value in all_of_it.items() if value}


def completed(plan: SheetPlan, raw: RawSheet) -> SheetPlan:
    """Return the plan with what only the whole sheet tells: its rows, and the order of days."""
    if not plan.table:
        return plan
    left_out = _left_out(raw, plan)
    kept = _rows_kept(raw, plan, left_out)
    filled = np.zeros(len(raw.row_numbers), np.bool_)
    for column in raw.columns:
        filled |= pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy().astype(np.bool_)
    told = ToldCells(raw, plan)
    columns = tuple(_with_order(column, plan, told) for column in plan.columns)
    return replace(plan, left_out=tuple(left_out), rows=int((filled & kept).sum()), columns=columns)


def _with_order(column: ColumnPlan, plan: SheetPlan, told: ToldCells) -> ColumnPlan:
    """Return the column with the order of day and month that its values decide."""
    meaning = column.meaning or column.proposed
    if not meaning or file_column(plan.table, meaning).type not in DATES:
        return column
    source = told.column(meaning, column.position) if plan.office else None
    distinct = distinct_cells(source if source is not None else told.raw.columns[column.position])
    counts = zip(distinct.values.to_pylist(), distinct.counts.tolist(), strict=True)
    return replace(column, date_order=votes_on_order(counts).order or "?")
