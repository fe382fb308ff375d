"""A sheet as a grid of text, from its first filled row on: the rows that proposals look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importers.sheets import RawSheet

__all__ = ["Cell", "Overrides", "Row", "first_rows", "with_overrides"]

Row = tuple[int, tuple[str, ...]]
"""The number of a row as the spreadsheet shows it, and its cells."""

Cell = tuple[Path, str | None, int, int]
"""File, sheet, row as shown, column from 0."""

Overrides = Mapping[Cell, str]
"""Texts that stand instead of cells before anything is read."""


def _slice(raw: RawSheet, start: int, count: int) -> list[Row]:
    columns = [column.slice(start, count).to_pylist() for column in raw.columns]
    numbers = raw.row_numbers[start : start + count].tolist()
    return list(zip(numbers, zip(*columns, strict=True), strict=True)) if columns else []


def first_rows(raw: RawSheet, count: int) -> list[Row]:
    """Return the first row that is filled, and those below it, blank ones included."""
    if not raw.headers:
        return []
    return [(raw.header_row, raw.headers), *_slice(raw, 0, count - 1)]


def with_overrides(raw: RawSheet, path: Path, overrides: Overrides) -> RawSheet:
    """Return the sheet with the texts that a person put in place of its cells."""
    mine = {
        (row, position): text
        for (file, sheet, row, position), text in overrides.items()
        if file == path and sheet == raw.sheet and 0 <= position < len(raw.headers)
    }
    if not mine:
        return raw
    headers, columns = list(raw.headers), list(raw.columns)
    places = {int(row): place for place, row in enumerate(raw.row_numbers.tolist())}
    for (row, position), text in mine.items():
        if row == raw.header_row:
            headers[position] = text.strip()
    for position in {position for _, position in mine}:
        cells = {places[row]: t for (row, p), t in mine.items() if p == position and row in places}
        if cells:
            columns[position] = _replaced(columns[position], cells)
    return replace(raw, headers=tuple(headers), columns=columns)


def _replaced(column: pa.ChunkedArray, cells: Mapping[int, str]) -> pa.ChunkedArray:
    mask = np.zeros(len(column), np.bool_)
    mask[list(cells)] = True
    texts = pa.array([cells[place] for place in sorted(cells)], pa.string())
    whole = pa.concat_arrays(column.chunks)
    return pa.chunked_array([pc.replace_with_mask(whole, pa.array(mask), texts)])
