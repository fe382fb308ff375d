"""Backups: verified copies, and putting one back with the present logbook kept aside."""

from __future__ import annotations

import os
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from data.errors import LogbookError, LogbookInUseError
from data.store.connection import connected
from data.store.copying import copy_whole, new_file, put_in_place, refuse_existing, replace
from data.store.schema import continue_from, format_of, migrate, migrations, settled_revision

__all__ = ["back_up", "free_name", "restore"]


def back_up(logbook: Path, file: Path) -> None:
    """Make a verified copy of a logbook: every table of the copy is compared before it is named.

    Raises ``NotAllowedError`` when the file exists, and ``LogbookError`` when the logbook cannot be
    read, is no logbook, or there is no room.
    """
    refuse_existing(file)
    with connected(logbook, read_only=True) as connection:
        format_of(connection, logbook)
    with new_file(file) as written:
        copy_whole(logbook, written)
        put_in_place(written, file)


def restore(logbook: Path, file: Path) -> Path | None:
    """Put a verified copy of a backup in the place of a logbook.

    The present logbook, even a damaged one, is kept beside it; return its new name (None: there was
    none). The revision goes on counting from the higher of the two, so that nothing which was
    remembered of the logbook is taken for the restored one.

    Raises ``LogbookError`` when the backup cannot be read or is no logbook, and
    ``LogbookInUseError`` when another program holds either.
    """
    with new_file(logbook) as written, ExitStack() as held:
        copy_whole(file, written)
        revision = _hold_present(logbook, held) if logbook.exists() else 0
        with connected(written, read_only=False) as connection:
            format_of(connection, file)
            migrate(connection, migrations())
            continue_from(connection, revision)
        return _swap(written, logbook)


def _hold_present(logbook: Path, held: ExitStack) -> int:
    """Hold the present logbook while it is replaced, if it can be opened; return its revision."""
    try:
        connection = held.enter_context(connected(logbook, read_only=False))
    except LogbookInUseError:
        raise
    except LogbookError:  # damaged: that is what a backup is for
        return 0
    return settled_revision(connection)


def _swap(written: Path, logbook: Path) -> Path | None:
    if not logbook.exists():
        put_in_place(written, logbook)
        return None
    aside = free_name(logbook, "before-restore")
    log_of_present = logbook.with_name(logbook.name + ".wal")
    if log_of_present.exists():
        log_of_present.rename(aside.with_name(aside.name + ".wal"))
    put_in_place(logbook, aside)
    replace(written, logbook)
    return aside


def free_name(path: Path, why: str) -> Path:
    """Return a name beside the file that is not taken: ``log.before-restore.duckdb``, ``…-2`` …."""
    marks = (why if number == 1 else f"{why}-{number}" for number in count(1))
    names = (path.with_name(f"{path.stem}.{mark}{path.suffix}") for mark in marks)
    return next(name for name in names if not os.path.lexists(name))
