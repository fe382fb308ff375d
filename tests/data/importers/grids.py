"""Sheets as offices keep them, written for tests: rows of cells as CSV or as workbooks."""

import csv
import datetime as dt
from pathlib import Path

import xlsxwriter

from data.importers.planning import plan_files
from data.importers.source import read_sources

__all__ = ["AS_OF", "meanings", "plan_of", "read", "rows_of", "text", "workbook"]

AS_OF = dt.date(2026, 12, 31)


def text(path: Path, rows, delimiter=",", encoding="utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def workbook(path: Path, sheets, *, merged=(), date_1904=False) -> Path:
    """Write sheets of rows; days are written as days; ``merged`` are ranges of the first sheet."""
    with xlsxwriter.Workbook(path, {"date_1904": date_1904}) as book:
        day = book.add_format({"num_format": "d mmm yyyy"})
        for number, (name, rows) in enumerate(sheets.items()):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(at, column, dt.datetime(*cell.timetuple()[:3]), day)
                    else:
                        sheet.write(at, column, cell)
            for area, cell in merged if number == 0 else ():
                sheet.merge_range(area, cell)
    return path


def plan_of(path: Path, **more):
    (plan,) = plan_files([path], **more)
    return plan


def read(path: Path, **more):
    (sheet,) = read_sources([path], as_of=AS_OF, **more)
    assert sheet.refused is None, sheet.refused
    return sheet


def meanings(plan) -> dict[str, str]:
    """What is read, by header."""
    return {column.header: column.meaning for column in plan.columns if column.meaning}


def rows_of(sheet) -> list[dict]:
    """The rows of a typed sheet, of each only what is filled."""
    return [
        {
            name: value
            for name, value in row.items()
            if value is not None and not name.endswith("__approximate")
        }
        for row in sheet.columns.to_pylist()
    ]
