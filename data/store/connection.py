"""Opening the file: for one act, never longer, with everything else shut."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb

from data.errors import LogbookError
from data.store.failures import explained, is_held_elsewhere
from data.store.turns import turn

__all__ = ["PATIENCE", "connected", "in_memory", "look_at_file", "patiently"]

T = TypeVar("T")

PATIENCE = 5.0
"""Seconds for which opening is tried again while another program holds the file."""

_PAUSE = 0.02
_MAGIC = slice(8, 12)

# Never fetch code, never leave the file; little memory, so that a million rows go in beside the
# importer's own frames. Rows are read in the order of their key, so insertion order is free.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "memory_limit": "640MB",
    "threads": 2,
    "preserve_insertion_order": False,
}
_SHUT = "SET enable_external_access = false; SET lock_configuration = true"


@contextmanager
def connected(
    path: Path, *, read_only: bool, new: bool = False, patience: float = PATIENCE
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Hold the file open for one act, and close it whatever happens.

    Opening is tried again for ``patience`` seconds while another program holds the file. Errors
    of DuckDB leave as ``LogbookError`` (``LogbookInUseError`` names the holder); what the caller
    raises passes unchanged. ``new`` makes the file.
    """
    with turn(path):
        if not new:
            look_at_file(path)
        try:
            connection = patiently(
                lambda: duckdb.connect(path, read_only=read_only, config=_CONFIG), patience
            )
            try:
                connection.execute(_SHUT)
                yield connection
            finally:
                connection.close()
        except duckdb.Error as error:
            raise explained(error, path) from error


def patiently(attempt: Callable[[], T], patience: float) -> T:
    """Return what an attempt gives, trying again while another program holds the file."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return attempt()
        except duckdb.Error as error:
            if not is_held_elsewhere(error) or time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE)


def in_memory(spill: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection without a file, which spills to a folder: for copying between files."""
    return duckdb.connect(":memory:", config=_CONFIG | {"temp_directory": str(spill)})


def _head(path: Path) -> bytes:
    if not path.exists():
        raise LogbookError(
            "There is no logbook here.",
            where=str(path),
            fix="Check the name, or make a new one: onward import or onward sample.",
        )
    if not path.is_file():
        raise LogbookError(
            "This is a folder, not a logbook.", where=str(path), fix="Name the file in it."
        )
    with path.open("rb") as file:
        return file.read(_MAGIC.stop)


def look_at_file(path: Path) -> None:
    """Refuse what is no DuckDB file before DuckDB sees it (it would fetch a reader for others)."""
    try:
        head = _head(path)
    except PermissionError as error:
        raise LogbookError(
            "You have no right to read the logbook.",
            where=str(path),
            fix="Ask its owner, or copy it to a folder of your own.",
        ) from error
    if head[_MAGIC] != b"DUCK":
        raise LogbookError(
            "This file is no logbook." if head else "This file is empty: no logbook.",
            where=str(path),
            why="It was not written by Onward, or its beginning was overwritten.",
            fix="Choose another file. To bring in a spreadsheet: onward import FILE.",
        )
