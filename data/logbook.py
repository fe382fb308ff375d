"""The logbook: one file that keeps a log. No connection is held between acts.

A read opens the file read-only, takes one consistent :class:`~data.log.Log` into memory and closes
it. A write opens it, carries out one transaction, checkpoints, raises the revision and closes. So
commands, notebooks and backups work beside an open dashboard.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from data.backup import back_up, free_name, restore
from data.columns import LOG_TABLES
from data.errors import LogbookError
from data.frames import as_frame
from data.log import Log
from data.store.connection import connected
from data.store.copying import copy_whole, new_file, put_in_place
from data.store.frames import as_pandas
from data.store.schema import format_of, migrate, migrations, revision_of
from data.store.statements import read_table
from data.store.transaction import Transaction, transaction

__all__ = ["Logbook", "Stamp", "open_logbook"]

Stamp = tuple[int, ...]

_IN_A_LOG = (*LOG_TABLES, "policies", "settings")


class Logbook:
    """A logbook on disk; made by :func:`open_logbook`. ``path`` is its file."""

    __slots__ = ("path",)

    def __init__(self, path: Path) -> None:
        self.path = path

    def __repr__(self) -> str:
        return f"Logbook({str(self.path)!r})"

    def stamp(self) -> Stamp:
        """Return a key that differs after every act that changed the logbook, without opening it.

        Inode, time and size of the file and of the log beside it, all from the file system.
        """
        names = (self.path, self.path.with_name(self.path.name + ".wal"))
        states = [name.stat() for name in names if name.exists()]
        return tuple(part for s in states for part in (s.st_ino, s.st_mtime_ns, s.st_size))

    def revision(self) -> int:
        """Return the number of acts that have changed the logbook."""
        with self._reading() as connection:
            return revision_of(connection)

    def log(
        self,
        as_of: dt.date | None = None,
        cohorts: Iterable[str] = (),
        advisor: str = "",
    ) -> Log:
        """Return the whole log as it stands now, read in one go, with a selection.

        ``as_of`` is the date up to which it is looked at (None: the newest entry); ``cohorts`` are
        ids or names.

        Raises ``UnknownNameError`` for an unknown cohort, ``LogbookInUseError`` while another
        program writes, and ``LogbookError`` when the file cannot be read.
        """
        revision, tables = self._whole()
        return Log.from_frames(
            tables,
            as_of=as_of,
            cohorts=cohorts,
            advisor=advisor,
            revision=revision,
            path=self.path,
            ordered=True,
        )

    def unmerged_log(self, as_of: dt.date | None = None) -> Log:
        """Return the whole log with entries of the same person still apart: what export writes."""
        revision, tables = self._whole()
        frames = {name: as_frame(name, frame, ordered=True) for name, frame in tables.items()}
        return Log(frames, as_of=as_of, revision=revision, path=self.path)

    def _whole(self) -> tuple[int, dict[str, pd.DataFrame]]:
        with self._reading() as connection:
            tables = {name: as_pandas(connection, read_table(name)) for name in _IN_A_LOG}
            return revision_of(connection), tables

    def table(self, table: str) -> pd.DataFrame:
        """Return one table as stored, in the order of its key: ``imports``, ``changes`` …."""
        with self._reading() as connection:
            return as_frame(table, as_pandas(connection, read_table(table)), ordered=True)

    def read(
        self,
        query: str,
        values: Sequence[object] = (),
        beside: Mapping[str, pa.Table] | None = None,
    ) -> pa.Table:
        """Return what a static query with bound values finds.

        The query may speak of the tables in ``beside`` by their names.
        """
        with self._reading() as connection:
            for name, table in (beside or {}).items():
                connection.register(name, table)
            return connection.sql(query, params=[*values]).to_arrow_table()

    @contextmanager
    def writing(
        self, *, now: dt.datetime, act: str, who: str = "", import_id: str | None = None
    ) -> Iterator[Transaction]:
        """Carry out one act of writing: all of it or, when anything is raised, nothing.

        The act is saved when the block ends without an error: committed, checkpointed and read
        back. The revision is raised by one if the act changed something.
        """
        with connected(self.path, read_only=False) as connection:
            self._refuse_other_formats(connection)
            with transaction(
                connection, self.path, now=now, act=act, who=who, import_id=import_id
            ) as writing:
                yield writing

    def backup(self, file: str | os.PathLike[str]) -> None:
        """Make a verified copy; see :func:`data.backup.back_up`."""
        back_up(self.path, Path(file))

    def restore(self, file: str | os.PathLike[str]) -> Path | None:
        """Put a backup in this logbook's place; see :func:`data.backup.restore`."""
        return restore(self.path, Path(file))

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with connected(self.path, read_only=True) as connection:
            self._refuse_other_formats(connection)
            yield connection

    def _refuse_other_formats(self, connection: duckdb.DuckDBPyConnection) -> None:
        found, known = format_of(connection, self.path), migrations()[-1].number
        _refuse_newer(found, self.path)
        if found < known:
            raise LogbookError(
                "The logbook was replaced by an older one while it was in use.",
                where=str(self.path),
                fix="Open it again: it is then brought up to date.",
            )


def open_logbook(path: str | os.PathLike[str], *, create: bool = False) -> Logbook:
    """Return the logbook in a file; with ``create``, make an empty one if there is none.

    A logbook of an older format is brought up to date, after a backup beside it
    (``log.before-format-2.duckdb``).

    Raises ``LogbookError`` when there is none, or the file is damaged, no logbook, of a newer
    version or in use.
    """
    file = Path(path).expanduser()
    if create and not os.path.lexists(file):
        _create(file)
    with connected(file, read_only=True) as connection:
        found = format_of(connection, file)
    if found < migrations()[-1].number:
        _bring_up_to_date(file)
    _refuse_newer(found, file)
    return Logbook(file)


def _refuse_newer(found: int, file: Path) -> None:
    known = migrations()[-1].number
    if found > known:
        raise LogbookError(
            "The logbook was written by a newer version of Onward.",
            where=str(file),
            why=f"It has format {found}; this version knows formats up to {known}.",
            fix="Install the newest Onward. The file was left as it is.",
        )


def _create(file: Path) -> None:
    """Make an empty logbook under another name first: nobody ever sees half of one."""
    with new_file(file) as written:
        with connected(written, read_only=False, new=True) as connection:
            migrate(connection, migrations())
        put_in_place(written, file)


def _bring_up_to_date(file: Path) -> None:
    steps = migrations()
    before = free_name(file, f"before-format-{steps[-1].number}")
    with new_file(before) as written:
        copy_whole(file, written)
        put_in_place(written, before)
    with connected(file, read_only=False) as connection:
        migrate(connection, steps)
