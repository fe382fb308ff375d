"""From a sheet of text to a sheet of values, with every problem of every row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.errors import FileRefusedError
from data.importers.column_orders import decide_orders
from data.importers.date_order import DateOrder
from data.importers.faults import Reading, column_letters, report
from data.importers.headers import Headers, match_headers
from data.importers.read_column import Distinct, ReadColumn, distinct_cells, read_column
from data.importers.required import Need, needs
from data.importers.sheets import RawSheet, TypedSheet
from data.log_format import FileColumn, Sheet

__all__ = ["read_typed"]

Mask = npt.NDArray[np.bool_]


def _where(raw: RawSheet) -> str:
    return f"{raw.file}, sheet {raw.sheet}" if raw.sheet else raw.file


def _once(raw: RawSheet, found: Headers) -> dict[str, Distinct]:
    """Return each known column as distinct cells; refuse one that is there twice and differs."""
    columns = {}
    for name, (position, *others) in found.known.items():
        columns[name] = distinct_cells(raw.take(position))
        for other in others:
            if not _trimmed(columns[name]).equals(_trimmed(distinct_cells(raw.take(other)))):
                places = f"{column_letters(position)} and {column_letters(other)}"
                raise FileRefusedError(
                    f'The header "{raw.headers[other]}" is there twice, with differing values.',
                    where=_where(raw),
                    why=f"Columns {places}.",
                    fix="Delete or rename one of the two columns.",
                )
    return columns


def _trimmed(column: Distinct) -> pa.Array:
    return pc.utf8_trim_whitespace(column.values).take(pa.array(column.codes))


def _not_blank(columns: Mapping[str, Distinct], rows: int) -> Mask:
    """Return which rows have something in at least one of the columns."""
    filled = np.zeros(rows, np.bool_)
    for column in columns.values():
        blank = pc.equal(pc.utf8_trim_whitespace(column.values), "")
        filled |= ~column.where(blank.to_numpy(zero_copy_only=False))
    return filled


def _check_columns(raw: RawSheet, sheet: Sheet, found: Headers) -> None:
    """Refuse a sheet that lacks every column which could say what each row must say."""
    for need in needs(sheet):
        if need.what != "seeker" and not any(name in found.known for name in need.columns):
            raise FileRefusedError(
                f"No column tells the {need.what}.",
                where=_where(raw),
                why=f"Read as {sheet.name}; looked for: {', '.join(need.columns)}.",
                fix=f'Add the column "{need.columns[0]}", or name it so.',
            )


def _seeker_need(sheet: Sheet) -> Need | None:
    if sheet.name == "seekers":
        return None
    return next((need for need in needs(sheet) if need.what == "seeker"), None)


_WHO = ("seeker", "seeker_email", "seeker_id")


def _whose(reading: Reading, seeker: str | None) -> dict[str, pa.Array]:
    """Return the column that says whose the rows are, where they do not say it themselves.

    A sheet with a column for it that is blank says so row by row, and those rows are rejected.

    Raises ``FileRefusedError`` when nothing says whose conversations a sheet holds.
    """
    need = _seeker_need(reading.sheet)
    rows = len(reading.row_numbers)
    if need is None or not rows:
        return {}
    told = np.zeros(rows, np.bool_)
    for name in need.columns:
        told |= reading.filled.get(name, np.zeros(rows, np.bool_))
    if seeker is None:
        if told.any() or any(name in reading.headers for name in _WHO):
            return {}
        raise FileRefusedError(
            "The sheet does not say whose rows these are.",
            where=_where(reading.raw),
            why='It has no column "seeker".',
            fix='Name the seeker with --seeker, or add the column "seeker".',
        )
    name = "seeker_email" if "@" in seeker else "seeker"
    own = reading.columns[name].typed[""] if name in reading.columns else None
    reading.filled[name] = reading.filled.get(name, np.zeros(rows, np.bool_)) | ~told
    theirs = pa.nulls(rows, pa.string()) if own is None else own
    return {name: pc.if_else(pa.array(told), theirs, pa.scalar(seeker))}


def _approximate(columns: Mapping[str, ReadColumn], rows: int) -> pa.Array:
    """Return for each row the names of its dates known to the month, joined by ``;``."""
    joined = np.full(rows, None, dtype=object)
    for name, column in columns.items():
        if "__approximate" in column.typed:  # not a date of this table
            continue
        for position in np.flatnonzero(column.approximate).tolist():
            before = joined[position]
            joined[position] = f"{before};{name}" if before else name
    return pa.array(joined, pa.string())


def _file_column(sheet: Sheet, name: str) -> FileColumn:
    """Return the file column; what stands under ``attribute: X`` is read like a name."""
    return sheet.column(name) if name in sheet.names else FileColumn(name, "name")


def read_typed(
    raw: RawSheet,
    sheet: Sheet,
    *,
    as_of: date,
    date_order: DateOrder | None,
    seeker: str | None,
    headers: Headers | None = None,
) -> TypedSheet:
    """Return the sheet with its cells read as the log format's sheet says.

    ``headers`` says what the columns are; without it their headers do. Rows that are blank in every
    known column are left out. Raises ``FileRefusedError`` when the
    sheet cannot be understood as a whole: an open order of day and month, a header twice with
    differing values, no column for what every row must say, nothing that says whose rows these are.
    """
    found = headers or match_headers(raw.headers, sheet)
    whole = _once(raw, found)
    kept = _not_blank(whole, len(raw.row_numbers))
    distinct = {name: column.take(kept) for name, column in whole.items()}
    del whole
    if kept.any():
        _check_columns(raw, sheet, found)
    orders = decide_orders(_where(raw), sheet, distinct, date_order)
    columns = {
        name: read_column(
            distinct.pop(name),
            _file_column(sheet, name),
            order=orders.get(name, "YMD"),
            as_of=as_of,
        )
        for name in tuple(distinct)
    }
    reading = Reading(
        raw,
        sheet,
        raw.row_numbers[kept],
        headers={name: raw.headers[places[0]] for name, places in found.known.items()},
        columns=columns,
        filled={name: column.filled for name, column in columns.items()},
    )
    given = _whose(reading, seeker)
    report(reading, found)
    return _handed_on(reading, given, orders)


def _handed_on(
    reading: Reading, given: Mapping[str, pa.Array], orders: Mapping[str, DateOrder]
) -> TypedSheet:
    raw = reading.raw
    arrays = {
        name + suffix: values
        for name, column in reading.columns.items()
        for suffix, values in column.typed.items()
    }
    rows = len(reading.row_numbers)
    arrays |= {**given, "__approximate": _approximate(reading.columns, rows)}
    return TypedSheet(
        file=raw.file,
        sheet=raw.sheet,
        format=raw.format,
        table=reading.sheet.name,
        row_numbers=reading.row_numbers,
        columns=pa.table(arrays),
        rejected=tuple(reading.rejected),
        warnings=tuple(reading.warnings),
        decisions={**raw.decisions, "header_row": raw.header_row, "date_order": dict(orders)},
        headers=reading.headers,
    )
