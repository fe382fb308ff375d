"""Files that are handed in, opened: folders, workbooks, text with separators."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa

from data.errors import FileRefusedError
from data.importers.admission import TEXT_ENDINGS, WORKBOOK_ENDINGS, kind_of
from data.importers.csv_text import read_csv
from data.importers.grid import Overrides, with_overrides
from data.importers.sheets import RawSheet, Refusal
from data.importers.workbook import read_workbook

__all__ = ["cells_of", "files_of", "format_of", "raw_sheets", "refusal_of"]


def files_of(path: Path) -> list[Path]:
    """Return the files of a folder, or the file itself; raises ``FileRefusedError`` for none."""
    if not path.is_dir():
        return [path]
    files = sorted(
        file
        for file in path.iterdir()
        if file.suffix.lower() in TEXT_ENDINGS + WORKBOOK_ENDINGS
        and not file.name.startswith((".", "~$"))
    )
    if not files:
        raise FileRefusedError(
            "The folder holds no CSV file and no workbook.",
            where=path.name,
            fix=f"Put files into it that end in {', '.join(TEXT_ENDINGS + WORKBOOK_ENDINGS)}.",
        )
    return files


def format_of(path: Path) -> Literal["csv", "xlsx"]:
    """Return what a file seems to be by its name, for files that cannot be read."""
    return "xlsx" if path.suffix.lower() in WORKBOOK_ENDINGS else "csv"


def raw_sheets(path: Path) -> list[RawSheet]:
    """Return the sheets of a file; its first bytes, not its name, say that it is a workbook."""
    if kind_of(path) == "text":
        return [read_csv(path)]
    sheets = [sheet for sheet in read_workbook(path) if sheet.headers]
    if not sheets:
        raise FileRefusedError(
            "The workbook is empty.", where=path.name, fix="Hand in one with a row of headers."
        )
    return sheets


def refusal_of(error: FileRefusedError | OSError) -> Refusal:
    """Return why a file cannot be read, for people."""
    if isinstance(error, FileRefusedError):
        return Refusal(" ".join(filter(None, (error.what, error.why))), error.fix)
    return Refusal(
        f"The file cannot be read: {error.strerror or error}.", "See whether it is there."
    )


def cells_of(
    path: Path, sheet: str | None, rows: Iterable[int], *, overrides: Overrides | None = None
) -> dict[int, tuple[str, ...]]:
    """Return the cells of some rows as they stand in a file; rows that it lacks are left out.

    Raises ``FileRefusedError`` or ``OSError`` when the file cannot be read.
    """
    wanted = set(rows)
    for raw in raw_sheets(path):
        if raw.sheet == sheet:
            raw = with_overrides(raw, path, overrides or {})  # noqa: PLW2901
            found = {raw.header_row: raw.headers} if raw.header_row in wanted else {}
            keep = np.flatnonzero(np.isin(raw.row_numbers, np.array(sorted(wanted), np.int64)))
            columns = [column.take(pa.array(keep)).to_pylist() for column in raw.columns]
            numbers = raw.row_numbers[keep].tolist()
            return found | dict(zip(numbers, zip(*columns, strict=True), strict=True))
    return {}
