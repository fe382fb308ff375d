"""Whole copies of a logbook: made by the database, compared row by row, put in place at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from data.errors import LogbookError, NotAllowedError
from data.store.connection import PATIENCE, in_memory, look_at_file, patiently
from data.store.failures import explained, explained_os
from data.store.statements import digest_of
from data.store.turns import turn

__all__ = ["copy_whole", "new_file", "put_in_place", "refuse_existing", "replace"]

_ATTACH = "ATTACH ? AS original (READ_ONLY)"
_ATTACH_COPY = "ATTACH ? AS made"
_COPY = "COPY FROM DATABASE original TO made"
_USE = {"original": "USE original", "made": "USE made"}
_TABLES = """
SELECT table_name, sql FROM duckdb_tables()
WHERE NOT internal AND database_name = current_database() ORDER BY table_name
"""


def refuse_existing(path: Path) -> None:
    """Raise ``NotAllowedError`` when the file exists: nothing is overwritten."""
    if os.path.lexists(path):
        raise NotAllowedError(
            "This file exists already, and nothing is overwritten.",
            where=str(path),
            fix="Choose another name, or move the file away.",
        )


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give the name of a file beside ``path`` to write to; it is gone afterwards.

    Errors of the file system leave as ``LogbookError``.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield beside
    except OSError as error:
        raise explained_os(error, path) from error
    finally:
        for suffix in ("", ".wal"):
            with suppress(OSError):
                beside.with_name(beside.name + suffix).unlink(missing_ok=True)


def put_in_place(written: Path, path: Path) -> None:
    """Give a finished file its name, on disk before it is seen; never over another file."""
    _to_disk(written)
    try:
        os.link(written, path)
    except FileExistsError:
        refuse_existing(path)
    except OSError:  # a file system without links
        refuse_existing(path)
        written.rename(path)
    _to_disk(path.parent)


def replace(written: Path, path: Path) -> None:
    """Give a finished file the name of another one at once: there is no moment without a file."""
    _to_disk(written)
    written.replace(path)
    _to_disk(path.parent)


def _to_disk(path: Path) -> None:
    # Windows opens no folders; there the file system keeps its own journal.
    with suppress(PermissionError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def copy_whole(original: Path, made: Path, *, patience: float = PATIENCE) -> None:
    """Copy a logbook into a new file and compare every table of the two.

    Raises ``LogbookError`` when the original is damaged or in use, the disk is full, or the copy
    differs.
    """
    with turn(original):
        look_at_file(original)
        try:
            with in_memory(made.with_name(made.name + ".tmp")) as connection:
                patiently(lambda: connection.execute(_ATTACH, [str(original)]), patience)
                connection.execute(_ATTACH_COPY, [str(made)])
                connection.execute(_COPY)
                same = _digest(connection, "original") == _digest(connection, "made")
        except duckdb.Error as error:
            failed = made.parent if made.name in str(error) else original
            raise explained(error, failed) from error
    if not same:
        raise LogbookError(
            "The copy differs from the logbook, so it was thrown away.",
            where=str(original),
            fix="Check the disk, then do it again.",
        )


def _digest(connection: duckdb.DuckDBPyConnection, which: str) -> list[tuple[object, ...]]:
    """Return name, definition, number of rows and a hash over the rows of every table."""
    connection.execute(_USE[which])
    tables = connection.execute(_TABLES).fetchall()
    return [(*table, *connection.execute(digest_of(table[0])).fetchall()[0]) for table in tables]
