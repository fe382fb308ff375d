"""One column: its distinct cells are read once, and the results spread over the rows.

A column of a million rows has few distinct dates, numbers and choices, so those are read in plain
Python. Names, ids and e-mails can all differ; cells of plain characters, which need no care, are
recognized for the whole column at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.importers import cells
from data.importers.cells import LONGEST_NAME, CellError
from data.importers.date_order import DateOrder, Day, read_date
from data.log_format import FileColumn

__all__ = ["MAX_FAULTS", "Distinct", "ReadColumn", "distinct_cells", "read_column"]

MAX_FAULTS = 100_000
"""More problems than that are not told one by one: something is wrong with the sheet as a whole."""

_NEEDS_NO_CARE = {
    # Printable, no blank at either end, no leading apostrophe (export's) or # (an error cell).
    "text": r"^[!-\"$-&(-~\x{A1}-\x{AC}\x{AE}-\x{24F}]"
    r"([ -~\x{A1}-\x{AC}\x{AE}-\x{24F}]*[!-~\x{A1}-\x{AC}\x{AE}-\x{24F}])?$",
    # A subset of what email-validator takes: short, ASCII, no reserved ending.
    "email": r"^[A-Za-z0-9_%+-]{1,30}(\.[A-Za-z0-9_%+-]{1,30})?"
    r"@([A-Za-z0-9]{1,30}(-[A-Za-z0-9]{1,30})?\.){1,3}[A-Za-z]{2,3}$",
}
_ARROW_TYPES = {"whole": pa.int32(), "yes_no": pa.bool_(), "names": pa.list_(pa.string())}
_PLAIN_TYPES = {"id": "text", "person": "text", "text": "text", "name": "text", "email": "email"}


@dataclass(frozen=True, slots=True)
class Distinct:
    """A column as its distinct cells, and for each row which of them it has."""

    values: pa.Array
    codes: npt.NDArray[np.int32]

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """How many rows have each distinct cell."""
        return np.bincount(self.codes, minlength=len(self.values))

    def where(self, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Return for each row whether its cell is among the chosen distinct ones."""
        rows: npt.NDArray[np.bool_] = chosen[self.codes]
        return rows

    def where_code(self, codes: list[int]) -> npt.NDArray[np.bool_]:
        """Return for each row whether its cell is among the distinct ones with these codes."""
        chosen = np.zeros(len(self.values), np.bool_)
        chosen[codes] = True
        return self.where(chosen)

    def take(self, rows: npt.NDArray[np.bool_]) -> Distinct:
        """Return the column with the chosen rows only."""
        return Distinct(self.values, self.codes[rows])


@dataclass(slots=True)
class ReadColumn:
    """A column that has been read.

    ``typed`` maps the suffix of each resulting column (``""`` for the column itself) to its values.
    ``filled`` says which rows have anything in their cell, ``approximate`` (dates only) which are
    known to the month. ``errors`` and ``stripped`` are by distinct cell.
    """

    distinct: Distinct
    typed: dict[str, pa.Array]
    filled: npt.NDArray[np.bool_]
    approximate: npt.NDArray[np.bool_]
    errors: dict[int, CellError] = field(default_factory=dict)
    stripped: list[int] = field(default_factory=list)


def distinct_cells(column: pa.ChunkedArray) -> Distinct:
    """Return a column of strings as distinct cells and codes."""
    if not len(column):
        return Distinct(pa.array([], pa.string()), np.empty(0, np.int32))
    encoded = pa.concat_arrays(column.chunks).dictionary_encode()
    return Distinct(encoded.dictionary, encoded.indices.to_numpy())


def _cell_reader(column: FileColumn, order: DateOrder, as_of: date) -> Callable[[str], object]:
    """Return what reads one cell of the column."""
    own = column.column
    low, high = (own.low, own.high) if own else (None, None)
    last = None if own and own.plan else as_of
    readers: dict[str, Callable[[str], object]] = {
        "whole": partial(cells.read_whole, low=low, high=high),
        "names_or_number": partial(cells.read_names_or_number, low=low, high=high),
        "yes_no": cells.read_yes_no,
        "choice": partial(cells.read_choice, choices=own.choices if own else ()),
        "names": cells.read_names,
        "email": cells.read_email,
        "date": partial(_read_day, order=order, last=last),
        "date_or_yes_no": partial(_read_day_or_yes_no, order=order, last=as_of),
        "text": cells.read_text,
    }
    return readers.get(column.type, cells.read_name)


def _read_day(text: str, order: DateOrder, last: date | None) -> Day:
    day = read_date(text, order)
    begins = day.on.replace(day=1) if day.approximate else day.on
    if last is not None and begins > last:
        raise CellError(
            f"The date {day.on.isoformat()} is after {last.isoformat()}, up to which this is read.",
            "Mend the date; what is planned belongs into a column of plans, such as scheduled_for.",
        )
    return day


def _read_day_or_yes_no(text: str, order: DateOrder, last: date | None) -> Day | bool:
    if not any(c.isdecimal() for c in text) or len(text) == 1:
        try:
            return cells.read_yes_no(text)
        except CellError as error:
            raise CellError("This is neither a date nor yes or no.", error.fix) from error
    return _read_day(text, order, last)


def _no_care_needed(values: pa.Array, kind: str) -> npt.NDArray[np.bool_]:
    pattern = _NEEDS_NO_CARE.get(_PLAIN_TYPES.get(kind, ""))
    if pattern is None or not len(values):
        return np.zeros(len(values), np.bool_)
    plain: npt.NDArray[np.bool_] = pc.match_substring_regex(values, pattern).to_numpy(
        zero_copy_only=False
    )
    if kind != "text":
        plain &= pc.less_equal(pc.utf8_length(values), LONGEST_NAME).to_numpy(zero_copy_only=False)
    return plain


def read_column(
    distinct: Distinct, column: FileColumn, *, order: DateOrder, as_of: date
) -> ReadColumn:
    """Return the column with every cell read; cells that cannot be read are null and in errors.

    Reading ends after ``MAX_FAULTS`` of them: such a sheet is refused.
    """
    read = _cell_reader(column, order, as_of)
    plain = _no_care_needed(distinct.values, column.type)
    careful = np.flatnonzero(~plain)
    texts = distinct.values.take(pa.array(careful)).to_pylist()
    errors: dict[int, CellError] = {}
    stripped, results = [], []
    blank = np.zeros(len(distinct.values), np.bool_)
    for code, text in zip(careful.tolist(), texts, strict=True):
        result = None
        try:
            cleaned, was_stripped = cells.clean(text)
            if column.type in {"name", "names", "names_or_number"} and cells.is_invisible(text):
                cells.read_name(text)
            if was_stripped:
                stripped.append(code)
            if cleaned:
                result = read(cleaned)
            else:
                blank[code] = True
        except CellError as error:
            errors[code] = error.with_traceback(None)  # which would keep much in memory
            if len(errors) > MAX_FAULTS:
                break
        results.append(result)
    results += [None] * (len(careful) - len(results))
    month_only = np.zeros(len(distinct.values), np.bool_)
    month_only[careful] = [isinstance(r, Day) and r.approximate for r in results]
    approximate = distinct.where(month_only)
    typed = _spread(distinct, plain, results, column)
    if column.type == "date_or_yes_no":
        typed["__approximate"] = pa.array(approximate)
    return ReadColumn(distinct, typed, ~distinct.where(blank), approximate, errors, stripped)


def _spread(
    distinct: Distinct, plain: npt.NDArray[np.bool_], results: list[object], column: FileColumn
) -> dict[str, pa.Array]:
    """Return the results, told by distinct cell, for every row."""

    def rows(values: list[object], arrow_type: pa.DataType) -> pa.Array:
        return pa.array(values, arrow_type).take(pa.array(distinct.codes))

    arrow_type = _ARROW_TYPES.get(column.type, pa.string())
    if column.type == "names_or_number":
        pairs = [r if isinstance(r, tuple) else (None, None) for r in results]
        names = rows([names for names, _ in pairs], pa.list_(pa.string()))
        return {"": names, "__number": rows([number for _, number in pairs], pa.int32())}
    if column.type in {"date", "date_or_yes_no"}:
        days = rows([r.on if isinstance(r, Day) else None for r in results], pa.date32())
        said = [True if isinstance(r, Day) else r for r in results]
        return {"": days} | ({} if column.type == "date" else {"__said": rows(said, pa.bool_())})
    if plain.any():
        careful = pa.array(results, arrow_type)
        values = pc.replace_with_mask(distinct.values, pa.array(~plain), careful)
        return {"": values.take(pa.array(distinct.codes))}
    return {"": rows(results, arrow_type)}
