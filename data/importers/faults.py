"""Everything wrong with the rows of a sheet, told with its place, its reason and its fix."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.errors import FileRefusedError
from data.importers.headers import Headers, nearest_known
from data.importers.read_column import MAX_FAULTS, ReadColumn
from data.importers.required import unmet
from data.importers.sheets import RawSheet, Rejection, SheetWarning
from data.log_format import Sheet

__all__ = ["Reading", "column_letters", "report"]

Mask = npt.NDArray[np.bool_]

_MOST_UNKNOWN = 30
_LONGEST_TOLD = 1_000
_NOT_BEFORE_REQUEST = ("answered_on", "held_on")


@dataclass(slots=True)
class Reading:
    """A sheet whose columns have been read, while its problems are collected.

    ``headers`` has the file's header of each canonical column, ``filled`` the rows in which the
    column has anything.
    """

    raw: RawSheet
    sheet: Sheet
    row_numbers: npt.NDArray[np.int64]
    headers: dict[str, str]
    columns: dict[str, ReadColumn]
    filled: dict[str, Mask]
    rejected: list[Rejection] = field(default_factory=list)
    warnings: list[SheetWarning] = field(default_factory=list)

    def reject(self, position: int, column: str, value: str, reason: str, fix: str) -> None:
        """Add one problem of the row at a position."""
        row = int(self.row_numbers[position])
        if len(self.rejected) >= MAX_FAULTS:
            first = self.rejected[0]
            raise FileRefusedError(
                f"More than {MAX_FAULTS:,} cells cannot be read.",
                where=self.raw.file,
                why=f"For instance row {first.row}, {first.column or 'the whole row'}:"
                f" {first.reason}",
                fix="See whether the columns are what their headers say.",
            )
        header = self.headers.get(column, column)
        told = shortened(value)
        self.rejected.append(Rejection(self.raw.sheet or "", row, header, told, reason, fix))

    def warn(self, reason: str, fix: str, *, row: int | None = None, column: str = "") -> None:
        """Add one warning."""
        header = self.headers.get(column, column)
        self.warnings.append(SheetWarning(self.raw.sheet or "", row, header, "", reason, fix))


def shortened(text: str) -> str:
    """Return a text as it is told: of a very long one the beginning.

    >>> shortened("Ann"), len(shortened("x" * 10_000))
    ('Ann', 1001)
    """
    return text if len(text) <= _LONGEST_TOLD else f"{text[:_LONGEST_TOLD]}…"


def column_letters(position: int) -> str:
    """Return the letters of a column as spreadsheets show them.

    >>> column_letters(0), column_letters(26)
    ('A', 'AA')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def report(reading: Reading, found: Headers) -> None:
    """Collect every warning and every problem of every row; problems end up sorted by row.

    Raises ``FileRefusedError`` when there are more than ``MAX_FAULTS`` problems.
    """
    reading.warnings.extend(reading.raw.warnings)
    _unknown_headers(reading, found)
    for name, column in reading.columns.items():
        _unreadable(reading, name, column)
        _stripped(reading, name, column)
    _surplus(reading)
    _unmet(reading)
    if reading.sheet.name == "interviews":
        _before_request(reading)
    order = {header: place for place, header in enumerate(reading.raw.headers)}
    reading.rejected.sort(key=lambda fault: (fault.row, order.get(fault.column, -1)))


def _unknown_headers(reading: Reading, found: Headers) -> None:
    raw = reading.raw
    for position in found.unknown[:_MOST_UNKNOWN]:
        header = raw.headers[position]
        nearest = nearest_known(header, reading.sheet)
        fix = f'Did you mean "{nearest}"?' if nearest else "Nothing, if it is not meant to be read."
        reading.warn(f'The column "{header}" is not known and was left out.', fix, column=header)
    if (more := len(found.unknown) - _MOST_UNKNOWN) > 0:
        fix = "Nothing, if they are not meant to be read."
        reading.warn(f"{more:,} more columns are not known and were left out.", fix)
    filled = [position for position in found.blank if _has_values(raw.columns[position])]
    for position in filled[:_MOST_UNKNOWN]:
        letters = column_letters(position)
        reading.warn(
            f"Column {letters} has values but no header, and was left out.",
            "Give it a header, or delete it.",
            column=letters,
        )
    if (more := len(filled) - _MOST_UNKNOWN) > 0:
        fix = "Give them headers, or delete them."
        reading.warn(f"{more:,} more columns have values but no header, and were left out.", fix)


def _has_values(column: pa.ChunkedArray) -> bool:
    return bool(pc.any(pc.not_equal(pc.utf8_trim_whitespace(column), "")).as_py())


def _unreadable(reading: Reading, name: str, column: ReadColumn) -> None:
    distinct = column.distinct
    cells = {code: distinct.values[code].as_py() for code in column.errors}
    for position in np.flatnonzero(distinct.where_code(list(column.errors))).tolist():
        code = int(distinct.codes[position])
        error = column.errors[code]
        reading.reject(position, name, cells[code], error.reason, error.fix)


def _stripped(reading: Reading, name: str, column: ReadColumn) -> None:
    positions = np.flatnonzero(column.distinct.where_code(column.stripped))
    if len(positions):
        cells = "1 cell" if len(positions) == 1 else f"{len(positions)} cells"
        reading.warn(
            f"Invisible characters were taken away in {cells}.",
            "Nothing needs to be done.",
            row=int(reading.row_numbers[positions[0]]),
            column=name,
        )


def _surplus(reading: Reading) -> None:
    surplus = np.isin(reading.row_numbers, np.array(reading.raw.surplus, np.int64))
    for position in np.flatnonzero(surplus).tolist():
        reading.reject(
            position,
            "",
            "",
            f"The row has more cells than the {len(reading.raw.headers)} headers.",
            "Put a cell that contains the separator into quotation marks.",
        )


def _unmet(reading: Reading) -> None:
    for need, missing in unmet(reading.sheet, reading.filled, len(reading.row_numbers)):
        there = [c for c in need.columns if c in reading.headers] or list(need.columns[:1])
        fix = f"Fill in {' or '.join(reading.headers.get(c, c) for c in there)}."
        if need.what == "seeker" and missing.all():
            fix += " If all rows are one seeker's, name that seeker with --seeker."
        for position in np.flatnonzero(missing).tolist():
            reading.reject(position, there[0], "", f"The row has no {need.what}.", fix)


def _days(column: ReadColumn) -> npt.NDArray[np.datetime64]:
    days: npt.NDArray[np.datetime64] = (
        column.typed[""].cast(pa.timestamp("s")).to_numpy(zero_copy_only=False)
    )
    return days.astype("datetime64[D]")


def _before_request(reading: Reading) -> None:
    """Reject what was held or answered before its request; of a month only the month counts."""
    requested = reading.columns.get("requested_on")
    if requested is None:
        return
    asked = _days(requested)
    for name in _NOT_BEFORE_REQUEST:
        if (column := reading.columns.get(name)) is None:
            continue
        days = _days(column)
        by_month = days.astype("datetime64[M]") < asked.astype("datetime64[M]")
        early = np.where(column.approximate | requested.approximate, by_month, days < asked)
        for position in np.flatnonzero(early).tolist():
            cell = column.distinct.values[int(column.distinct.codes[position])].as_py()
            reason = f"The day is before the one on which it was requested, {asked[position]}."
            reading.reject(position, name, cell, reason, "Mend one of the two dates.")
