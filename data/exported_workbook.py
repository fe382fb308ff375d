"""Sheets as one workbook: text stays text, numbers numbers, days days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.errors import NotAllowedError
from data.exported_sheets import WrittenSheet

__all__ = ["write_workbook"]

_ROWS = 1_048_576
_CHARACTERS = 32_767
# Excel counts a 29 February 1900 that never was: days before March are written as text.
_FIRST_DAY = dt.date(1900, 3, 1)
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
# Equal logs give equal files: a workbook otherwise says when it was made.
_MADE = dt.datetime(2026, 1, 1)  # noqa: DTZ001  # xlsxwriter takes plain times


def write_workbook(sheets: Sequence[WrittenSheet], path: Path) -> None:
    """Write the sheets into a new workbook.

    Raises ``NotAllowedError`` when a sheet has more rows, or a text more characters, than a
    workbook holds, and ``OSError`` when the file cannot be written.
    """
    for sheet in sheets:
        _refuse_too_large(sheet)
    book = xlsxwriter.Workbook(path, _OPTIONS | {"tmpdir": str(path.parent)})
    book.set_properties({"created": _MADE})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    head = book.add_format({"bold": True})
    try:
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, head, day)
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _refuse_too_large(sheet: WrittenSheet) -> None:
    why = ""
    if len(sheet) >= _ROWS:
        why = f"A sheet of a workbook holds {_ROWS - 1:,} rows."
    elif any(_longest(column) > _CHARACTERS for column in sheet.columns()):
        why = f"A cell of a workbook holds {_CHARACTERS:,} characters."
    if why:
        raise NotAllowedError(
            "The log does not fit into a workbook.",
            where=sheet.name,
            why=why,
            fix="Export to a folder: give a name without .xlsx.",
        )


def _longest(column: pa.ChunkedArray) -> int:
    if not pa.types.is_large_string(column.type):
        return 0
    return int(pc.max(pc.utf8_length(column)).as_py() or 0)


def _write_sheet(worksheet: Worksheet, sheet: WrittenSheet, head: Format, day: Format) -> None:
    worksheet.freeze_panes(1, 0)
    for number, name in enumerate(sheet.headers):
        worksheet.write_string(0, number, name, head)
    columns = list(sheet.columns())
    table = pa.Table.from_arrays(columns, names=[str(n) for n in range(len(columns))])
    row = 1
    for batch in table.to_batches(max_chunksize=10_000):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            for number, value in enumerate(values):
                if value is not None:
                    _write_cell(worksheet, row, number, value, day)
            row += 1


def _write_cell(
    worksheet: Worksheet, row: int, number: int, value: int | str | dt.date, day: Format
) -> None:
    if isinstance(value, int):
        worksheet.write_number(row, number, value)
    elif isinstance(value, str):
        worksheet.write_string(row, number, value)
    elif value >= _FIRST_DAY:
        worksheet.write_datetime(row, number, value, day)
    else:
        worksheet.write_string(row, number, value.isoformat())
