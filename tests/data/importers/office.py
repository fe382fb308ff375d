"""An office for tests: a logbook, and sheets handed in as plain text."""

import csv
import datetime as dt
import itertools
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from data import Logbook, open_logbook
from data.importers.act import import_files
from data.importers.report import ImportReport
from data.importers.undo import undo_import

__all__ = ["LAST_DAY", "Office", "counts"]

LAST_DAY = dt.date(2026, 12, 31)
START = dt.datetime(2026, 3, 2, 9, 0)

Sheets = Mapping[str, Iterable[Mapping[str, object]] | str]


class Office:
    """A new logbook in a folder, with ids n0, n1 … and a clock that moves with every act."""

    def __init__(self, folder: Path, prefix: str = "n") -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.book: Logbook = open_logbook(folder / "log.duckdb", create=True)
        self._numbers = itertools.count()
        self._acts = itertools.count()
        self._prefix = prefix

    def new_id(self) -> str:
        return f"{self._prefix}{next(self._numbers)}"

    def hand_in(self, sheets: Sheets | Path, **more) -> ImportReport:
        """Import sheets (rows, or CSV text) by the name of their file; or what lies at a path."""
        now = START + dt.timedelta(hours=next(self._acts))
        path = sheets if isinstance(sheets, Path) else write_sheets(self.folder / "in", sheets)
        options = {"now": now, "new_id": self.new_id, "as_of": LAST_DAY} | more
        return import_files(self.book, [path], **options)

    def take_back(self, import_id: str):
        now = START + dt.timedelta(hours=next(self._acts))
        return undo_import(self.book, import_id, now=now, new_id=self.new_id)

    def rows(self, table: str) -> list[dict]:
        """The rows of a table as plain dicts of what is filled."""
        frame = self.book.table(table).drop(columns=["recorded_at", "import_id"], errors="ignore")
        return [plain(row) for row in frame.to_dict("records")]

    def names(self, table: str, *columns: str) -> list[tuple]:
        """Columns of a table, people told by their names; sorted."""
        people = {row["person_id"]: row.get("name") for row in self.rows("people")}
        return sorted(
            (
                tuple(people.get(row.get(c), row.get(c)) for c in columns)
                for row in self.rows(table)
            ),
            key=repr,
        )

    def people(self) -> list[tuple]:
        return self.names("people", "name", "email", "organization")


def plain(row: dict) -> dict:
    return {
        name: value.date() if isinstance(value, pd.Timestamp) else value
        for name, value in row.items()
        if not pd.isna(value)
    }


def write_sheets(folder: Path, sheets: Sheets) -> Path:
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, rows in sheets.items():
        file = folder / f"{name}.csv"
        if isinstance(rows, str):
            file.write_text(rows, encoding="utf-8")
            continue
        records = list(rows)
        headers = list(dict.fromkeys(key for row in records for key in row))
        with file.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, headers, restval="")
            writer.writeheader()
            writer.writerows(records)
    return folder


def counts(report: ImportReport) -> list[tuple[int, int, int, int]]:
    """New, updated, duplicates and rejected of each sheet; they add up to its rows."""
    told = []
    for sheet in report.files:
        told.append((sheet.accepted, sheet.updated, sheet.duplicates, sheet.rejected_rows))
        assert sum(told[-1]) == sheet.rows
    return told
