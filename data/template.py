"""The workbook to fill in, made from the log format.

Six columns of the first sheet are open, for they give all four answers; the rest is folded away
behind the **+** above the columns. Choices drop down, what a column means is a comment on its
header. The pages ``help`` and ``example`` are no log: import passes over them.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.log_format import SHEETS, TRACKER_COLUMNS, FileColumn, Sheet
from data.store.copying import new_file, put_in_place, refuse_existing

__all__ = ["EXAMPLE", "template"]

EXAMPLE: dict[str, str | dt.date] = {
    "seeker": "Ana Ruiz",
    "contact_name": "Ben Carter",
    "held_on": dt.date(2026, 3, 2),
    "referred_by": "Chris Yang",
    "names_given": "Dana Fox; Eli Stone",
    "thanked": dt.date(2026, 3, 3),
}
"""One row of the sheet of conversations, by column: what the page ``example`` shows."""

_LAST_ROW = 1_048_575
_INTRODUCTION = """\
One row for each conversation on the sheet “interviews”. Six columns are enough; press + above the \
columns to open the others. Blank means unknown.
Each week: add rows, fill in what has become known, and hand in the same workbook again.
The other sheets are for what does not fit into a row; leave them empty if in doubt. On “seekers”, \
a column headed “attribute: …” makes a group, such as attribute: Region."""
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}


def template(path: str | os.PathLike[str]) -> Path:
    """Write the workbook to fill in.

    Raises ``NotAllowedError`` when the file exists and ``LogbookError`` when it cannot be written.
    """
    target = Path(path)
    refuse_existing(target)
    with new_file(target) as beside:
        _write(beside)
        put_in_place(beside, target)
    return target


def _write(path: Path) -> None:
    book = xlsxwriter.Workbook(path, _OPTIONS)
    formats = _Formats(
        head=book.add_format({"bold": True, "bottom": 1}),
        day=book.add_format({"num_format": "yyyy-mm-dd"}),
        wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheets = [sheet for sheet in SHEETS.values() if any(c.role for c in sheet.columns)]
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
    _write_example(book.add_worksheet("example"), formats)
    _write_help(book.add_worksheet("help"), sheets, formats)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


class _Formats:
    def __init__(self, *, head: Format, day: Format, wrapped: Format) -> None:
        self.head = head
        self.day = day
        self.wrapped = wrapped


def _write_sheet(page: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    page.freeze_panes(1, 0)
    page.outline_settings(symbols_right=False)
    for number, column in enumerate(_in_order(sheet)):
        page.write_string(0, number, column.name, formats.head)
        page.write_comment(0, number, _explained(column), {"x_scale": 2, "author": "Onward"})
        is_day = column.type in ("date", "date_or_yes_no")
        folded = {"level": 1, "hidden": True} if _is_folded(sheet, column) else {}
        page.set_column(
            number, number, max(12, len(column.name) + 4), formats.day if is_day else None, folded
        )
        if choices := _choices(column):
            page.data_validation(1, number, _LAST_ROW, number, _drop_down(choices))


def _in_order(sheet: Sheet) -> list[FileColumn]:
    """Return the columns with those that are open first."""
    if sheet.name == "interviews":
        first = [sheet.column(name) for name in TRACKER_COLUMNS]
        return first + [column for column in sheet.columns if column not in first]
    return sorted(sheet.columns, key=lambda column: _is_folded(sheet, column))


def _is_folded(sheet: Sheet, column: FileColumn) -> bool:
    if sheet.name == "interviews":
        return column.name not in TRACKER_COLUMNS
    return column.ident


def _choices(column: FileColumn) -> tuple[str, ...]:
    if column.type == "yes_no":
        return ("yes", "no")
    if column.type == "choice" and column.column is not None:
        return column.column.choices
    return ()


def _drop_down(choices: tuple[str, ...]) -> dict[str, object]:
    return {
        "validate": "list",
        "source": list(choices),
        "error_title": "Not one of the choices",
        "error_message": "Choose one from the list, or leave the cell blank.",
    }


def _explained(column: FileColumn) -> str:
    kinds = {
        "date": "A day, such as 2026-03-02; a month, such as 2026-03, if the day is unknown.",
        "whole": "A whole number.",
        "yes_no": "yes, no, or blank for unknown.",
        "choice": "One of: " + ", ".join(_choices(column)) + ".",
        "email": "One e-mail address.",
        "text": "Any text.",
        "id": "Any id of your own, or blank.",
        "person": "Blank: export fills it in.",
    }
    told = (column.help or column.label or column.name).rstrip(".")
    return " ".join((told[:1].upper() + told[1:] + ".", kinds.get(column.type, ""))).strip()


def _write_example(page: Worksheet, formats: _Formats) -> None:
    for number, name in enumerate(TRACKER_COLUMNS):
        page.set_column(number, number, 20)
        page.write_string(0, number, name, formats.head)
        value = EXAMPLE[name]
        if isinstance(value, dt.date):
            page.write_datetime(1, number, value, formats.day)
        else:
            page.write_string(1, number, value)


def _write_help(page: Worksheet, sheets: list[Sheet], formats: _Formats) -> None:
    page.set_column(0, 1, 22)
    page.set_column(2, 2, 100, formats.wrapped)
    introduction = _INTRODUCTION.splitlines()
    for row, line in enumerate(introduction):
        page.write_string(row, 2, line, formats.wrapped)
    row = len(introduction) + 1
    for number, head in enumerate(("sheet", "column", "what it tells")):
        page.write_string(row, number, head, formats.head)
    for sheet in sheets:
        for column in _in_order(sheet):
            row += 1
            for number, text in enumerate((sheet.name, column.name, _explained(column))):
                page.write_string(row, number, text)
