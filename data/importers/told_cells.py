"""The cells of an office's sheet, told plainly, with account kept of what was read how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pyarrow as pa

from data.importers.column_orders import DATES
from data.importers.guesses import file_column
from data.importers.office_names import is_turned, turned
from data.importers.office_values import EPOCHS, LEFT_BLANK, is_choice, tidier
from data.importers.office_years import with_year
from data.importers.plan import SheetPlan
from data.importers.read_column import distinct_cells
from data.importers.sheets import RawSheet
from data.log_format import FileColumn

__all__ = ["ToldCells"]

_MOSTLY = 0.8


class ToldCells:
    """Tells the cells of an office's sheet plainly, and keeps account of what was read how."""

    def __init__(self, raw: RawSheet, plan: SheetPlan) -> None:
        self.raw, self.plan = raw, plan
        self.calendar = str(raw.decisions.get("date_system", "1900"))
        self.blank: Counter[str] = Counter()
        self.serial: Counter[str] = Counter()
        self.turned: list[str] = []
        self.down: list[str] = []
        self.of_year: dict[str, int] = {}
        """Cells whose days lack a year, by header."""
        self.no_choice: dict[tuple[str, str, str], int] = {}
        """Words that are none of a column's choices, with their cells: by header, name, word."""

    def column(self, meaning: str, position: int) -> pa.ChunkedArray:
        """Return one column, each distinct cell told once."""
        column = (
            file_column(self.plan.table, meaning)
            if not meaning.startswith("attribute: ")
            else (FileColumn(meaning, "name"))
        )
        distinct = distinct_cells(self.raw.columns[position])
        texts = [text.strip() for text in distinct.values.to_pylist()]
        if self.plan.year and column.type in DATES:
            texts = self._with_years(texts, position, distinct.counts.tolist())
        tell: Callable[[str], str] = tidier(column, EPOCHS[self.calendar])
        told = [tell(text) for text in texts]
        if column.type == "name" and column.part == "name":
            told = self._forward(told, position)
        if column.name in LEFT_BLANK:
            told = self._choices_only(texts, told, column, position, distinct.counts.tolist())
        self._note(texts, told, column, position)
        values = pa.array(told, pa.string()).take(pa.array(distinct.codes))
        return pa.chunked_array([values], pa.string())

    def _forward(self, names: list[str], position: int) -> list[str]:
        """Return names with the first name first, where most have the last name before a comma."""
        filled = [name for name in names if name]
        if filled and sum(map(is_turned, filled)) >= _MOSTLY * len(filled):
            self.turned.append(self.plan.column(position).header)
            return [turned(name) for name in names]
        return names

    def _with_years(self, texts: Sequence[str], position: int, counts: Sequence[int]) -> list[str]:
        """Return the days of a column with the sheet's year where they lack one."""
        told = [with_year(text, self.plan.year) for text in texts]
        cells = sum(n for a, b, n in zip(texts, told, counts, strict=True) if a != b)
        if cells:
            self.of_year[self.plan.column(position).header] = cells
        return told

    def _choices_only(
        self,
        texts: Sequence[str],
        told: Sequence[str],
        column: FileColumn,
        position: int,
        counts: Sequence[int],
    ) -> list[str]:
        """Return the cells with what is none of the choices left blank, and keep account of it."""
        header = self.plan.column(position).header
        kept = [now if not now or is_choice(now, column) else "" for now in told]
        for text, now, left, count in zip(texts, told, kept, counts, strict=True):
            if now and not left:
                self.no_choice[header, column.name, text] = count
        return kept

    def _note(
        self, texts: Sequence[str], told: Sequence[str], column: FileColumn, position: int
    ) -> None:
        for text, now in zip(texts, told, strict=True):
            if text and not now:
                self.blank[text[:20]] += 1
            elif column.type in DATES and now != text and text.replace(".", "").isdigit():
                self.serial[self.plan.column(position).header] += 1

    def filled_down(
        self, names: pa.ChunkedArray, beside: pa.ChunkedArray, header: str
    ) -> pa.ChunkedArray:
        """Return names that stand only in the first row of each one's rows, as merged cells do.

        They are taken so when each stands once and most rows have none.
        """
        texts = names.to_pylist()
        filled = [text for text in texts if text]
        rows = sum(map(bool, beside.to_pylist()))
        if len(set(filled)) != len(filled) or rows < 2 * len(filled) or not (texts and texts[0]):
            return names
        self.down = [header]
        last, told = "", []
        for text, other in zip(texts, beside.to_pylist(), strict=True):
            last = text or last
            told.append(last if other else text)
        return pa.chunked_array([pa.array(told, pa.string())])

    def together(self, meaning: str, positions: Sequence[int]) -> pa.ChunkedArray:
        """Return several columns as one: names beside each other; a day rather than yes or no."""
        parts = [self.column(meaning, position).to_pylist() for position in positions]
        join = _JOINS.get(meaning, _name)
        rows = [join([text for text in row if text]) for row in zip(*parts, strict=True)]
        return pa.chunked_array([pa.array(rows, pa.string())])


def _name(texts: list[str]) -> str:
    return " ".join(texts)


def _names(texts: list[str]) -> str:
    """Return the names of a row; a number stands only where there are none."""
    named = [text for text in texts if text != "none" and any(map(str.isalpha, text))]
    if named:
        return "; ".join(dict.fromkeys(named))
    numbers = [int(text) for text in texts if text.isdigit()]
    if numbers:
        return str(sum(numbers))
    return texts[0] if texts else ""


def _thanks(texts: list[str]) -> str:
    """Return the day of the thank-you; without one yes, if any column says so."""
    days = [text for text in texts if text not in {"yes", "no"}]
    if days:
        return days[0]
    return "yes" if "yes" in texts else "no" if texts else ""


_JOINS: dict[str, Callable[[list[str]], str]] = {
    "names_given": _names,
    "referred_by": _names,
    "thanked": _thanks,
}
