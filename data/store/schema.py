"""Numbered migrations: how a file becomes a logbook, and an old logbook a new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import duckdb

from data.errors import LogbookError

__all__ = [
    "Migration",
    "continue_from",
    "format_of",
    "migrate",
    "migrations",
    "revision_of",
    "settled_revision",
]

_RECORD = """
CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL
)
"""
_RECORDED = "SELECT coalesce(max(number), 0) FROM migrations"
_OURS = """
SELECT product, (SELECT coalesce(max(number), 0) FROM migrations) FROM logbook
"""
_REVISION = "SELECT revision FROM logbook"
_CONTINUE = "UPDATE logbook SET revision = greatest(revision, ?) + 1"


@dataclass(frozen=True, slots=True)
class Migration:
    """One step from a format to the next: its number, file name and SQL."""

    number: int
    name: str
    sql: str


@cache
def migrations() -> tuple[Migration, ...]:
    """Return the migrations that come with this version, in order."""
    found = sorted(
        (file for file in files("data").joinpath("migrations").iterdir()),
        key=lambda file: file.name,
    )
    return tuple(
        Migration(int(file.name[:4]), file.name, file.read_text(encoding="utf-8"))
        for file in found
        if file.name.endswith(".sql")
    )


def format_of(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Return the number of the newest migration that the logbook has had.

    Raises ``LogbookError`` when the file is another program's database.
    """
    try:
        found = connection.execute(_OURS).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):  # no such tables or columns
        found = []
    if len(found) != 1 or found[0][0] != "onward":
        raise LogbookError(
            "This file is no logbook.",
            where=str(path),
            why="It is a DuckDB database of another program.",
            fix="Choose another file. It was left as it is.",
        )
    return int(found[0][1])


def migrate(connection: duckdb.DuckDBPyConnection, steps: Iterable[Migration]) -> None:
    """Apply the migrations that the file has not had, each in a transaction of its own."""
    connection.execute(_RECORD)
    had = connection.execute(_RECORDED).fetchall()[0][0]
    for step in steps:
        if step.number > had:
            _apply(connection, step)
    connection.execute("CHECKPOINT")


def _apply(connection: duckdb.DuckDBPyConnection, step: Migration) -> None:
    connection.begin()
    try:
        connection.execute(step.sql)
        digest = sha256(step.sql.encode()).hexdigest()
        connection.execute(
            "INSERT INTO migrations VALUES (?, ?, ?)", [step.number, step.name, digest]
        )
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def revision_of(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the number of acts that have written to the logbook."""
    return int(connection.execute(_REVISION).fetchall()[0][0])


def settled_revision(connection: duckdb.DuckDBPyConnection) -> int:
    """Write everything to the main file and return the revision; 0 when that cannot be done."""
    try:
        connection.execute("CHECKPOINT")
        return revision_of(connection)
    except duckdb.Error:  # damaged, or no logbook
        return 0


def continue_from(connection: duckdb.DuckDBPyConnection, revision: int) -> None:
    """Set the revision higher than its own and the given one."""
    connection.execute(_CONTINUE, [revision])
    connection.execute("CHECKPOINT")
