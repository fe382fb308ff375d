"""Finished tables to a workbook or a folder of CSV files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa

from data.export import write_sheets
from data.neutral import neutralized

__all__ = ["export_tables"]

_LONGEST_NAME = 31  # of a workbook's sheet
_NOT_IN_NAMES = re.compile(r"[^\w]+")


class _Sheet:
    """A table as a sheet to write: text is neutralized, whole numbers are ``int32``."""

    def __init__(self, name: str, table: pd.DataFrame) -> None:
        self.name = name
        self._table = table
        self.headers = tuple(map(str, table.columns))

    def __len__(self) -> int:
        return len(self._table)

    def columns(self) -> Iterator[pa.ChunkedArray]:
        for name in self._table.columns:
            values = self._table[name]
            if values.dtype == "Int32":
                yield pa.chunked_array([pa.array(values, pa.int32())])
            else:
                text = pa.array(values.astype("str"), pa.large_string())
                yield neutralized(text if isinstance(text, pa.ChunkedArray) else _one(text))


def _one(values: pa.Array) -> pa.ChunkedArray:
    return pa.chunked_array([values])


def export_tables(tables: Mapping[str, pd.DataFrame], path: str | os.PathLike[str]) -> Path:
    """Write tables of text and whole numbers (``Int32``): a workbook, or a folder of CSV files.

    Raises what :func:`data.export.export` raises.
    """
    names: dict[str, pd.DataFrame] = {}
    for told, table in tables.items():
        names[_free_name(told, names)] = table
    return write_sheets([_Sheet(name, table) for name, table in names.items()], path)


def _free_name(told: str, taken: Mapping[str, object]) -> str:
    """Return a name that files and sheets may have, and that is not taken."""
    plain = _NOT_IN_NAMES.sub("_", told).strip("_").lower()[: _LONGEST_NAME - 3] or "table"
    name, number = plain, 1
    while name in taken:
        number += 1
        name = f"{plain}_{number}"
    return name
