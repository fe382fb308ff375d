"""Frames by the contract: pandas frames whose columns and types are those of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from data.columns import TABLES, ColumnType

__all__ = ["as_frame", "dtype_of", "empty_frame", "in_order"]

_DTYPES: dict[ColumnType, str] = {"date": "datetime64[s]", "whole": "Int32", "yes_no": "boolean"}
_RECORDED = {"recorded_at": "datetime64[us]", "import_id": "str"}


def dtype_of(type_: ColumnType) -> str:
    """Return the pandas dtype in which a column of that type is held."""
    return _DTYPES.get(type_, "str")


def _dtypes(table: str) -> dict[str, str]:
    own = {column.name: dtype_of(column.type) for column in TABLES[table].columns}
    return own | _RECORDED


def as_frame(
    table: str, rows: pd.DataFrame | Iterable[Mapping[str, Any]], *, ordered: bool = False
) -> pd.DataFrame:
    """Return the rows as a frame of that table: all its columns, typed, in the order of its key.

    ``rows`` is a frame or records; columns that are missing are blank, dates may be text in ISO
    order. ``ordered`` says that the rows are in the order of the key already.

    Raises ``ValueError`` for a column that the table does not have.

    >>> frame = as_frame("cohorts", [{"cohort_id": "b", "name": "B"}, {"cohort_id": "a"}])
    >>> list(frame["cohort_id"]), frame["starts_on"].isna().all().item()
    (['a', 'b'], True)
    """
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    dtypes = _dtypes(table)
    surplus = set(frame.columns) - set(dtypes)
    if surplus:
        msg = f"{table} has no column {', '.join(sorted(surplus))}"
        raise ValueError(msg)
    # An empty Arrow table may have columns without chunks, which pandas cannot merge: made anew.
    given = set(frame.columns) if len(frame) else set()
    columns = {
        name: _typed(frame[name], dtype) if name in given else _blank(frame.index, dtype)
        for name, dtype in dtypes.items()
    }
    typed = pd.DataFrame(columns, copy=False)
    return typed.reset_index(drop=True) if ordered else in_order(table, typed)


def _typed(values: pd.Series, dtype: str) -> pd.Series:
    if str(values.dtype) == dtype:
        return values
    if dtype.startswith("datetime"):
        values = pd.to_datetime(values)
    return values.astype(dtype)


def _blank(index: pd.Index, dtype: str) -> pd.Series:
    return pd.Series(None, index=index, dtype=dtype)


def in_order(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame sorted by the table's key, so that equal logs give equal frames."""
    key = [*TABLES[table].key]
    return frame.sort_values(key, kind="stable", ignore_index=True)


def empty_frame(table: str) -> pd.DataFrame:
    """Return a frame of that table without rows."""
    return as_frame(table, [], ordered=True)
