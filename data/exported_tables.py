"""Finished tables to a workbook or a folder of CSV files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pandas as pd
import pyarrow as pa

from data.export import write_sheets
from data.neutral import neutralized

__all__ = ["TableWithNote", "export_tables", "write_shareable"]

NOTES = "notes"

_LONGEST_NAME = 31  # of a workbook's sheet
_NOT_IN_NAMES = re.compile(r"[^\w]+")


class TableWithNote(Protocol):
    """A table to write: its title, how to read it, and its frame; without rows it is withheld."""

    @property
    def title(self) -> str:
        """What the table is."""

    @property
    def note(self) -> str:
        """How to read it, or why it is withheld."""

    @property
    def frame(self) -> pd.DataFrame:
        """Text and whole numbers (``Int32``)."""


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


def export_tables(tables: Iterable[tuple[str, pd.DataFrame]], path: str | os.PathLike[str]) -> Path:
    """Write tables of text and whole numbers (``Int32``): a workbook, or a folder of CSV files.

    ``tables`` are pairs of a name and a frame; the names need not differ.

    Raises what :func:`data.export.export` raises.
    """
    names: dict[str, pd.DataFrame] = {}
    for told, table in tables:
        names[_free_name(told, names)] = table
    return write_sheets([_Sheet(name, table) for name, table in names.items()], path)


def write_shareable(tables: Iterable[TableWithNote], path: str | os.PathLike[str]) -> Path:
    """Write tables with their notes: a workbook, or a folder of CSV files.

    The first sheet, ``notes``, lists all of them with how to read each, or why it is withheld;
    those that are not withheld follow.

    Raises what :func:`data.export.export` raises.
    """
    told = list(tables)
    notes = pd.DataFrame([(t.title, t.note) for t in told], columns=["table", "note"], dtype="str")
    given = ((table.title, table.frame) for table in told if len(table.frame))
    return export_tables([(NOTES, notes), *given], path)


def _free_name(told: str, taken: Mapping[str, object]) -> str:
    """Return a name that files and sheets may have, and that is not taken."""
    plain = _NOT_IN_NAMES.sub("_", told).strip("_").lower()[: _LONGEST_NAME - 3] or "table"
    name, number = plain, 1
    while name in taken:
        number += 1
        name = f"{plain}_{number}"
    return name
