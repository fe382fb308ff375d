"""Export: the log format out, to a folder of CSV files or a workbook.

What is written comes back exactly by import: ids stand beside names, rows are in the order of their
key (equal logs give equal files), a day known to its month only is written as the month, and text
that a spreadsheet might carry out is neutralized (:mod:`data.neutral`). CSV files are UTF-8 with a
byte order mark, without which Excel on Windows takes them for another encoding.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from data.errors import LogbookError, NotAllowedError
from data.exported_sheets import WrittenSheet, exported_sheets
from data.exported_workbook import write_workbook
from data.log import Log
from data.store.copying import new_file, put_in_place, refuse_existing

__all__ = ["MARK", "export", "write_sheets"]

MARK = ".onward-export"
"""The file in a folder that says: export made this, and may replace it."""

_MARK_TEXT = "Made by onward export. The next export into this folder replaces its files.\n"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OPTIONS = csv.WriteOptions(quoting_style="needed")


def export(log: Log, path: str | os.PathLike[str], *, replayed: bool = False) -> Path:
    """Write a log in the log format: a workbook if ``path`` ends in ``.xlsx``, else a folder.

    The whole log, or with ``replayed`` what was known on its as-of date. For a full copy read the
    log by ``Logbook.unmerged_log``: entries that are one person stay apart there, beside the
    decision that they are one. Nothing is seen under the name before all of it is written.

    Raises ``NotAllowedError`` when the workbook exists, the folder holds files that export did not
    make, or the log does not fit into a workbook; ``LogbookError`` when the disk is full or
    read-only.
    """
    sheets = [
        s for s in exported_sheets(log, replayed=replayed) if len(s) or s.name == "interviews"
    ]
    return write_sheets(sheets, path)


def write_sheets(sheets: Sequence[WrittenSheet], path: str | os.PathLike[str]) -> Path:
    """Write sheets to a workbook if ``path`` ends in ``.xlsx``, else to a folder of CSV files.

    Raises what :func:`export` raises.
    """
    target = Path(path)
    if target.suffix.lower() == ".xlsx":
        refuse_existing(target)
        with new_file(target) as beside:
            write_workbook(sheets, beside)
            put_in_place(beside, target)
    else:
        _refuse_foreign_folder(target)
        with _written_aside(target) as beside:
            _write_folder(sheets, beside)
            _exchange(beside, target)
    return target


def _refuse_foreign_folder(path: Path) -> None:
    if not os.path.lexists(path):
        return
    if not path.is_dir():
        refuse_existing(path)
    inside = list(path.iterdir())
    if inside and MARK not in {entry.name for entry in inside}:
        raise NotAllowedError(
            "This folder holds files that export did not make, and nothing is overwritten.",
            where=str(path),
            fix="Name a new folder or an empty one.",
        )


@contextmanager
def _written_aside(target: Path) -> Iterator[Path]:
    """Give a name beside the target to write to; what is still there afterwards is taken away."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield beside
    except OSError as error:
        raise LogbookError(
            "The export could not be written.",
            where=str(target),
            why=f"{error.strerror or error}.",
            fix="Make room, or choose a folder of your own. What was there before is unchanged.",
        ) from error
    finally:
        _take_away(beside)


def _take_away(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _write_folder(sheets: Sequence[WrittenSheet], folder: Path) -> None:
    folder.mkdir()
    (folder / MARK).write_text(_MARK_TEXT, encoding="utf-8")
    for sheet in sheets:
        table = pa.Table.from_arrays(list(sheet.columns()), names=list(sheet.headers))
        with (folder / f"{sheet.name}.csv").open("wb") as file:
            file.write(_BYTE_ORDER_MARK)
            csv.write_csv(table, file, _OPTIONS)


def _exchange(written: Path, target: Path) -> None:
    """Give the folder its name; an earlier export under that name goes once this one stands."""
    earlier = target.with_name(f".{target.name}.{os.getpid()}.old")
    if target.exists():
        target.rename(earlier)
    try:
        written.rename(target)
    except OSError:
        if earlier.exists():
            earlier.rename(target)
        raise
    _take_away(earlier)
