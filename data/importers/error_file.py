"""A workbook of the rows that could not be read, with the reason and the fix beside each.

It has the headers of the file that was handed in, so that it can be handed in itself once it is
mended. Cells are text, neutralized as in every export (:mod:`data.neutral`); those that need a
person are marked.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.neutral import neutralized_text

__all__ = ["FIX", "REASON", "ROW", "ErrorRow", "ErrorSheet", "error_workbook"]

REASON, FIX, ROW = "What is wrong", "How to mend it", "Row in the file"
"""The headers of what was put beside the rows; an import leaves these columns out."""

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_CHARACTERS = 32_767
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_WIDEST = 40


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """One row: its number in the file, its cells, and where what is wrong and how to mend it.

    ``faults`` are (position, reason, fix); a fault of the whole row has the position -1.
    """

    row: int
    cells: tuple[str, ...]
    faults: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class ErrorSheet:
    """The rejected rows of one sheet; ``seeker`` is said in a column where the file has none."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[ErrorRow, ...]
    seeker: str = ""


def error_workbook(sheets: Sequence[ErrorSheet]) -> bytes:
    """Return the workbook's bytes: one sheet for each that has rejected rows."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "fault": book.add_format({"bg_color": "#F6D5CC"}),
        "told": book.add_format({"italic": True, "font_color": "#8A2F1D"}),
    }
    taken: set[str] = set()
    for sheet in sheets:
        name = _free_name(sheet.name, taken)
        _write(book.add_worksheet(name), sheet, formats)
    book.close()
    return target.getvalue()


def _free_name(wanted: str, taken: set[str]) -> str:
    """Return a name that a worksheet may have and that no other has yet."""
    plain = _NOT_IN_A_NAME.sub(" ", wanted).strip().strip("'")[:_LONGEST_NAME] or "rows"
    name, number = plain, 1
    while name.lower() in taken or name.lower() == "history":
        number += 1
        end = f" ({number})"
        name = plain[: _LONGEST_NAME - len(end)] + end
    taken.add(name.lower())
    return name


def _write(worksheet: Worksheet, sheet: ErrorSheet, formats: Mapping[str, Format]) -> None:
    whose = ("seeker",) if sheet.seeker else ()
    headers = (REASON, FIX, ROW, *whose, *sheet.headers)
    worksheet.freeze_panes(1, 0)
    for at, header in enumerate(_safe(headers)):
        worksheet.write_string(0, at, header, formats["head"])
        worksheet.set_column(at, at, min(_WIDEST, max(12, len(header) + 2)))
    worksheet.set_column(0, 1, _WIDEST)
    before = 3 + len(whose)
    for line, row in enumerate(sheet.rows, start=1):
        _write_row(worksheet, line, row, sheet, formats)
        marked = {position for position, _, _ in row.faults}
        for position, cell in enumerate(_safe(row.cells)):
            mark = formats["fault"] if position in marked else None
            if cell:
                worksheet.write_string(line, before + position, cell, mark)
            elif mark:
                worksheet.write_blank(line, before + position, None, mark)


def _write_row(
    worksheet: Worksheet, line: int, row: ErrorRow, sheet: ErrorSheet, formats: Mapping[str, Format]
) -> None:
    """Write what stands before the cells of the file."""
    reasons = " ".join(dict.fromkeys(_placed(sheet, p, reason) for p, reason, _ in row.faults))
    fixes = " ".join(dict.fromkeys(fix for _, _, fix in row.faults))
    for at, text in enumerate(_safe((reasons, fixes))):
        worksheet.write_string(line, at, text, formats["told"])
    worksheet.write_number(line, 2, row.row)
    if sheet.seeker:
        worksheet.write_string(line, 3, _safe((sheet.seeker,))[0])


def _placed(sheet: ErrorSheet, position: int, reason: str) -> str:
    inside = 0 <= position < len(sheet.headers) and sheet.headers[position]
    return f"{sheet.headers[position]}: {reason}" if inside else reason


def _safe(texts: Sequence[str]) -> list[str]:
    return [neutralized_text(text)[:_CHARACTERS] for text in texts]
