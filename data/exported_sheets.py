"""The log as sheets of the log format: names beside ids, everything as text or as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.log import Log
from data.log_format import SHEETS, FileColumn, Sheet
from data.neutral import neutralized

__all__ = ["ExportedSheet", "WrittenSheet", "exported_sheets"]

_ROLE_COLUMNS = {
    "seeker": ("seeker_id", "person_id"),
    "contact": ("contact_id",),
    "from": ("from_id",),
    "referred": ("referred_id",),
}


class _People:
    """The entries of people: a column of ids is looked up once, not once for each part of them."""

    def __init__(self, people: pd.DataFrame) -> None:
        self._people = people
        self._parts: dict[str, pa.Array] = {}

    @cached_property
    def _ids(self) -> pa.Array:
        return _whole(pa.array(self._people["person_id"], pa.large_string()))

    def places(self, ids: pd.Series) -> pa.Array:
        """Return where each id stands among the entries; null for an unknown one."""
        return _whole(pc.index_in(pa.array(ids, pa.large_string()), value_set=self._ids))

    def part(self, name: str) -> pa.Array:
        """Return one column of all entries, neutralized."""
        if name not in self._parts:
            self._parts[name] = _whole(_text(self._people[name]))
        return self._parts[name]


class WrittenSheet(Protocol):
    """What writing asks of a sheet; columns are text, ``int32`` or ``date32``."""

    @property
    def name(self) -> str:
        """The name of the sheet, or of its file."""

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers in order."""

    def columns(self) -> Iterator[pa.ChunkedArray]:
        """Give the columns in the order of the headers."""

    def __len__(self) -> int: ...


class ExportedSheet:
    """One sheet that export writes: ``name``, ``headers``, and its columns one after another."""

    def __init__(self, sheet: Sheet, read: Callable[[str], pd.DataFrame], people: _People) -> None:
        self._sheet = sheet
        self._read = read
        self._people = people
        self._places: dict[str, pa.Array] = {}
        self.name = sheet.name

    @cached_property
    def _rows(self) -> pd.DataFrame:
        return self._read(self._sheet.table)

    def __len__(self) -> int:
        return len(self._rows)

    @cached_property
    def _attributes(self) -> dict[str, pd.Series]:
        if not self._sheet.attributes:
            return {}
        rows = self._read("seeker_attributes")
        groups = rows.groupby("attribute", sort=True)
        return {str(name): group.set_index("person_id")["value"] for name, group in groups}

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers in order: the log format's, then one per attribute of seekers."""
        return self._sheet.names + tuple(f"attribute: {name}" for name in self._attributes)

    def columns(self) -> Iterator[pa.ChunkedArray]:
        """Give the columns in the order of the headers.

        Days are ``date32``, unless one of the column is known to the month only: then the whole
        column is text. Whole numbers are ``int32``, everything else text, neutralized.
        """
        for column in self._sheet.columns:
            yield self._column(column)
        for values in self._attributes.values():
            yield _text(self._rows["person_id"].map(values))

    def _column(self, column: FileColumn) -> pa.ChunkedArray:
        if column.name == "thanked":
            return _yes_no(self._rows["thanked"])
        if column.column is not None and column.column.name in self._rows:
            return self._typed(column.column.name)
        if column.role == "cohort":
            names = self._read("cohorts").set_index("cohort_id")["name"]
            return _text(self._rows["cohort_id"].map(names))
        if column.role:
            return self._person(column)
        return pa.chunked_array([pa.nulls(len(self), pa.string())])  # told by rows of its own

    def _person(self, column: FileColumn) -> pa.ChunkedArray:
        place = next(name for name in _ROLE_COLUMNS[column.role] if name in self._rows)
        if place not in self._places:
            self._places[place] = self._people.places(self._rows[place])
        return _chunked(self._people.part(column.part).take(self._places[place]))

    def _typed(self, name: str) -> pa.ChunkedArray:
        values = self._rows[name]
        if values.dtype == "boolean":
            return _yes_no(values)
        if values.dtype == "Int32":
            return _chunked(pa.array(values, pa.int32()))
        if values.dtype == "datetime64[s]":
            return self._days(name, values)
        return _text(values)

    def _days(self, name: str, values: pd.Series) -> pa.ChunkedArray:
        days = pa.array(values).cast(pa.date32())
        if "approximate" not in self._rows:
            return _chunked(days)
        month_only = self._rows["approximate"].map(
            lambda names: name in names.split(";"), na_action="ignore"
        )
        months = pa.array(month_only.isin([True]).to_numpy(dtype=np.bool_))
        if not pc.any(months).as_py():
            return _chunked(days)
        text = days.cast(pa.string())
        return _chunked(pc.if_else(months, pc.utf8_slice_codeunits(text, 0, 7), text))


def exported_sheets(log: Log, *, replayed: bool = False) -> list[ExportedSheet]:
    """Return the sheets of the log format in their order, filled from a log.

    All of the log, unless ``replayed``: then what was known on its as-of date.
    """
    read = log.table if replayed else log.whole
    people = _People(read("people"))
    return [ExportedSheet(sheet, read, people) for sheet in SHEETS.values()]


def _whole(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def _chunked(values: pa.Array) -> pa.ChunkedArray:
    return values if isinstance(values, pa.ChunkedArray) else pa.chunked_array([values])


def _text(values: pd.Series) -> pa.ChunkedArray:
    return neutralized(_chunked(pa.array(values.astype("str"), pa.large_string())))


def _yes_no(values: pd.Series) -> pa.ChunkedArray:
    said = pa.array(values, pa.bool_())
    return _chunked(pc.if_else(said, "yes", "no"))
