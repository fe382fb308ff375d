"""Sheets side by side: every sheet of one import with all its columns, ready for queries.

Each row gets a ``row_id``, unique in the import and rising with file, sheet and row. Queries find
the sheets as ``sheet_interviews``, ``sheet_referrals`` …, with every column that the log format
has, whether the file has it or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.importers.sheets import TypedSheet
from data.importers.statements import carry_out
from data.log_format import SHEETS, FileType, Sheet
from data.names import fold_name
from data.store.transaction import Transaction

__all__ = ["Staged", "register_sheets", "stage"]

_TYPES: dict[FileType, pa.DataType] = {
    "date": pa.date32(),
    "whole": pa.int32(),
    "yes_no": pa.bool_(),
    "names": pa.list_(pa.string()),
    "names_or_number": pa.list_(pa.string()),
    "date_or_yes_no": pa.date32(),
}
_MORE: dict[FileType, dict[str, pa.DataType]] = {
    "names_or_number": {"__number": pa.int32()},
    "date_or_yes_no": {"__said": pa.bool_(), "__approximate": pa.bool_()},
}
_ATTRIBUTE = "attribute: "


@dataclass(frozen=True, slots=True)
class Staged:
    """The sheets of one import; sheet ``i`` has the row ids from ``starts[i]`` on."""

    sheets: tuple[TypedSheet, ...]
    starts: npt.NDArray[np.int64]
    read_well: npt.NDArray[np.bool_]
    """For each row id: whether reading the sheet found nothing to reject."""

    def sheet_of(self, row_id: int) -> int:
        """Return which sheet a row is in."""
        return int(np.searchsorted(self.starts, row_id, side="right")) - 1

    def place(self, row_id: int) -> tuple[TypedSheet, int]:
        """Return the sheet of a row, and the row's position in it."""
        sheet = self.sheet_of(row_id)
        return self.sheets[sheet], row_id - int(self.starts[sheet])

    def rows_of(self, sheet: int) -> slice:
        """Return the row ids of a sheet."""
        return slice(int(self.starts[sheet]), int(self.starts[sheet + 1]))


def stage(sheets: Sequence[TypedSheet]) -> Staged:
    """Number the rows of the sheets."""
    counts = [sheet.file_rows for sheet in sheets]
    starts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)
    good = [~sheet.rejected_rows for sheet in sheets]
    return Staged(tuple(sheets), starts, np.concatenate([np.empty(0, np.bool_), *good]))


def register_sheets(
    writing: Transaction, staged: Staged, good: npt.NDArray[np.bool_]
) -> dict[str, pa.Table]:
    """Let queries read the rows that are ``good``, and the folded form of every foreign name.

    Returns the sheets by name.
    """
    sheets = {}
    for name, sheet in SHEETS.items():
        parts = [
            _only(_completed(typed.columns, sheet, staged.rows_of(i)), good[staged.rows_of(i)])
            for i, typed in enumerate(staged.sheets)
            if typed.table == name and typed.refused is None
        ]
        sheets[name] = pa.concat_tables([_empty(sheet), *parts])
        writing.register(f"sheet_{name}", sheets[name])
    attributes = [
        _attributes(typed.columns, staged.rows_of(i))
        for i, typed in enumerate(staged.sheets)
        if typed.table == "seekers" and typed.refused is None
    ]
    told = pa.concat_tables([_no_attributes(), *attributes])
    writing.register("told_attributes", told.filter(pa.array(good).take(told["row_id"])))
    _register_folds(writing)
    return sheets


def _register_folds(writing: Transaction) -> None:
    """Let queries fold names: plain ones there, the others here, once each."""
    carry_out(writing, "names")
    foreign = writing.read("SELECT DISTINCT text FROM foreign_texts")["text"]
    folded = [fold_name(text) for text in foreign.to_pylist()]
    names = pa.table({"text": foreign, "folded": pa.array(folded, pa.string())})
    writing.register("foreign_names", names)
    carry_out(writing, "fold_foreign" if len(names) else "fold_plain")


def _only(rows: pa.Table, good: npt.NDArray[np.bool_]) -> pa.Table:
    return rows if good.all() else rows.filter(pa.array(good))


def _types(sheet: Sheet) -> dict[str, pa.DataType]:
    types: dict[str, pa.DataType] = {"row_id": pa.int64()}
    for column in sheet.columns:
        types[column.name] = _TYPES.get(column.type, pa.string())
        for suffix, more in _MORE.get(column.type, {}).items():
            types[column.name + suffix] = more
    types["approximate"] = pa.string()
    return types


def _empty(sheet: Sheet) -> pa.Table:
    return pa.schema(_types(sheet)).empty_table()


def _completed(columns: pa.Table, sheet: Sheet, rows: slice) -> pa.Table:
    """Return the sheet's rows with every column of the log format, blank where it has none."""
    given = dict(zip(columns.column_names, columns.columns, strict=True))
    given["approximate"] = given.pop("__approximate", pa.nulls(len(columns), pa.string()))
    given["row_id"] = pa.array(np.arange(rows.start, rows.stop, dtype=np.int64))
    count = rows.stop - rows.start
    return pa.table(
        {
            name: given[name].cast(kind) if name in given else pa.nulls(count, kind)
            for name, kind in _types(sheet).items()
        }
    )


def _no_attributes() -> pa.Table:
    return pa.schema(
        {"row_id": pa.int64(), "attribute": pa.string(), "value": pa.string()}
    ).empty_table()


def _attributes(columns: pa.Table, rows: slice) -> pa.Table:
    """Return the ``attribute: …`` columns of a roster as one row a value."""
    row_ids = pa.array(np.arange(rows.start, rows.stop, dtype=np.int64))
    parts = [_no_attributes()]
    for name in columns.column_names:
        if name.startswith(_ATTRIBUTE):
            filled = pc.is_valid(columns[name])
            values = columns[name].filter(filled).cast(pa.string())
            attribute = pa.repeat(pa.scalar(name.removeprefix(_ATTRIBUTE)), len(values))
            parts.append(
                pa.table(
                    {"row_id": row_ids.filter(filled), "attribute": attribute, "value": values}
                )
            )
    return pa.concat_tables(parts)
