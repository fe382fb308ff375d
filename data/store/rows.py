"""Rows on their way in: frames, Arrow tables or records, typed by the contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import pandas as pd
import pyarrow as pa

from data.columns import TABLES, ColumnType
from data.store.statements import stored_columns

__all__ = ["Rows", "arrow_rows", "filled", "with_key"]

Rows: TypeAlias = pa.Table | pd.DataFrame | Iterable[Mapping[str, Any]]

_TYPES: dict[ColumnType, pa.DataType] = {
    "date": pa.date32(),
    "whole": pa.int32(),
    "yes_no": pa.bool_(),
}


def _type_of(table: str, name: str) -> pa.DataType:
    if name == "recorded_at":
        return pa.timestamp("us")
    if name == "import_id":
        return pa.string()
    return _TYPES.get(TABLES[table].column(name).type, pa.string())


def arrow_rows(table: str, rows: Rows) -> pa.Table:
    """Return rows as Arrow: columns in the order of the contract, typed by it.

    Only the columns that the rows have; dates may be dates, time stamps or text in ISO order.

    Raises ``ValueError`` for a column that the table does not have.
    """
    given = _arrow(rows)
    surplus = set(given.column_names) - set(stored_columns(table))
    if surplus:
        raise ValueError(f"{table} has no column {', '.join(sorted(surplus))}")
    names = [name for name in stored_columns(table) if name in given.column_names]
    return pa.table({name: _cast(given[name], _type_of(table, name)) for name in names})


def _arrow(rows: Rows) -> pa.Table:
    if isinstance(rows, pa.Table):
        return rows
    if isinstance(rows, pd.DataFrame):
        return pa.Table.from_pandas(rows, preserve_index=False)
    records = list(rows)
    names = dict.fromkeys(name for record in records for name in record)
    return pa.table({name: [record.get(name) for record in records] for name in names})


def _cast(values: pa.ChunkedArray, type_: pa.DataType) -> pa.ChunkedArray:
    if values.type == type_ or (
        pa.types.is_large_string(values.type) and pa.types.is_string(type_)
    ):
        return values
    return values.cast(type_)


def filled(table: str, given: pa.Table, now: dt.datetime, import_id: str | None) -> pa.Table:
    """Return whole rows: missing columns blank, ``recorded_at`` and ``import_id`` from the act."""
    rows = len(given)
    defaults: dict[str, object] = {"recorded_at": now, "import_id": import_id}
    columns = {
        name: given[name]
        if name in given.column_names
        else pa.repeat(pa.scalar(defaults.get(name), _type_of(table, name)), rows)
        for name in stored_columns(table)
    }
    return pa.table(columns)


def with_key(table: str, given: pa.Table) -> pa.Table:
    """Return the rows with every column of the table's key; those that are missing are blank."""
    for name in TABLES[table].key:
        if name not in given.column_names:
            given = given.append_column(name, pa.nulls(len(given), _type_of(table, name)))
    return given
