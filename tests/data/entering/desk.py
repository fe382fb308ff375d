"""An advisor's desk for tests: a small logbook, acts on it, and what its tables hold."""

import datetime as dt
import itertools
import shutil
from pathlib import Path

from data import open_logbook
from data.columns import LOG_TABLES
from data.entering import Edit, Signature, save_rows, undo_act
from data.entering.rows import GRID, conversations

__all__ = ["TODAY", "Desk"]

TODAY = dt.date(2026, 3, 20)


class Desk:
    """A copy of a logbook, with ids x0, x1 … and a clock that moves with every act."""

    def __init__(self, book: Path, folder: Path, prefix: str = "x") -> None:
        self.book = open_logbook(shutil.copy(book, folder / "log.duckdb"))
        self._numbers, self._acts, self._prefix = itertools.count(), itertools.count(), prefix

    def signed(self) -> Signature:
        now = dt.datetime(2026, 3, 20, 10) + dt.timedelta(minutes=next(self._acts))
        return Signature(now, lambda: f"{self._prefix}{next(self._numbers)}", "ann")

    def state(self) -> dict:
        return {table: self.book.table(table) for table in LOG_TABLES}

    def is_as(self, other: dict) -> bool:
        return all(frame.equals(other[table]) for table, frame in self.state().items())

    def rows(self) -> list[dict[str, str]]:
        found = self.book.read("SELECT interview_id FROM interviews ORDER BY held_on, 1")
        return conversations(self.book.read, found["interview_id"].to_pylist())

    def row(self, contact: str, seeker: str = "Sam Sole") -> dict[str, str]:
        return next(r for r in self.rows() if (r["seeker"], r["contact_name"]) == (seeker, contact))

    def edit(self, contact: str, **cells: str):
        read = self.row(contact)
        return save_rows(self.book, [Edit(read, read | cells)], self.signed())

    def add(self, **cells: str):
        blank = dict.fromkeys(GRID, "") | {"seeker": "Sam Sole"}
        return save_rows(self.book, [Edit(None, blank | cells)], self.signed())

    def undo(self, act):
        return undo_act(self.book, act.act_id, self.signed())
