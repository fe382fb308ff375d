"""Statements made of the contract's names: identifiers quoted, every value bound.

Table and column names come from ``data.columns`` or from the file's own schema, never from a
sheet or a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from data.columns import TABLES

__all__ = [
    "COUNTS",
    "GIVEN",
    "GIVEN_KEYS",
    "count_missing",
    "delete_rows",
    "digest_of",
    "read_table",
    "record_deletions",
    "repeated_key",
    "select_differing",
    "stored_columns",
    "taken_key",
    "update_rows",
]

GIVEN = "given_rows"
GIVEN_KEYS = "given_keys"
"""The names under which the rows of an act, and the keys of new rows, are registered."""

_READ = "SELECT {columns} FROM {table} ORDER BY {key}"
_COUNT = "SELECT '{name}', count(*) FROM {table}"
_DIGEST = "SELECT count(*), bit_xor(hash(stored)) FROM {table} AS stored"
_MISSING = """
SELECT count(*) FROM given_rows AS given
WHERE NOT EXISTS (SELECT 1 FROM {table} AS stored WHERE {same_key})
"""
_TAKEN = """
SELECT {key} FROM given_keys AS given SEMI JOIN {table} AS stored ON {same_key}
UNION ALL
SELECT {key} FROM given_keys AS given GROUP BY ALL HAVING count(*) > 1
LIMIT 1
"""
_REPEATED = "SELECT {key} FROM {table} GROUP BY ALL HAVING count(*) > 1 LIMIT 1"
_DIFFERING = """
SELECT {key}, {before}, {after}
FROM {table} AS stored JOIN given_rows AS given ON {same_key}
WHERE {differs}
"""
_UPDATE = """
UPDATE {table} AS stored SET {values} FROM given_rows AS given
WHERE {same_key} AND ({differs})
"""
_RECORD_DELETIONS = """
INSERT INTO changes
SELECT
    printf('%08d-%07d', ?, ? + row_number() OVER ()), ?, ?, ?,
    json_object({key}), to_json(stored), NULL, ?, ?
FROM {table} AS stored JOIN given_rows AS given ON {same_key}
"""
_DELETE = "DELETE FROM {table} AS stored USING given_rows AS given WHERE {same_key}"


def stored_columns(table: str) -> tuple[str, ...]:
    """Return the names of a table's columns as stored: the contract's, then when and by which act.

    >>> stored_columns("settings")
    ('setting', 'value', 'recorded_at', 'import_id')
    """
    names = TABLES[table].names
    return names + tuple(name for name in ("recorded_at", "import_id") if name not in names)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _each(names: Iterable[str], form: str, between: str = ", ") -> str:
    return between.join(form.format(_quoted(name)) for name in names)


def _same_key(table: str) -> str:
    return _each(TABLES[table].key, "stored.{0} IS NOT DISTINCT FROM given.{0}", " AND ")


def _differs(columns: Iterable[str]) -> str:
    return _each(columns, "stored.{0} IS DISTINCT FROM given.{0}", " OR ")


COUNTS = " UNION ALL ".join(_COUNT.format(name=name, table=_quoted(name)) for name in TABLES)
"""Names of all tables with the number of their rows."""


@cache
def read_table(table: str) -> str:
    """Return the statement that reads a whole table in the order of its key."""
    return _READ.format(
        columns=_each(stored_columns(table), "{}"),
        table=_quoted(table),
        key=_each(TABLES[table].key, "{}"),
    )


def count_missing(table: str) -> str:
    """Return the statement that counts given keys that are not stored."""
    return _MISSING.format(table=_quoted(table), same_key=_same_key(table))


def taken_key(table: str) -> str:
    """Return the statement that finds a given key which is stored, or given twice."""
    return _TAKEN.format(
        key=_each(TABLES[table].key, "given.{}"),
        table=_quoted(table),
        same_key=_each(TABLES[table].key, "stored.{0} = given.{0}", " AND "),
    )


def repeated_key(table: str) -> str:
    """Return the statement that finds a key which two stored rows have."""
    return _REPEATED.format(key=_each(TABLES[table].key, "{}"), table=_quoted(table))


def select_differing(table: str, columns: tuple[str, ...]) -> str:
    """Return the statement that reads key, stored and given values of rows that would change."""
    return _DIFFERING.format(
        key=_each(TABLES[table].key, "stored.{}"),
        before=_each(columns, "stored.{}"),
        after=_each(columns, "given.{}"),
        table=_quoted(table),
        same_key=_same_key(table),
        differs=_differs(columns),
    )


def update_rows(table: str, columns: tuple[str, ...]) -> str:
    """Return the statement that gives the stored rows the given values where they differ."""
    return _UPDATE.format(
        table=_quoted(table),
        values=_each(columns, "{0} = given.{0}"),
        same_key=_same_key(table),
        differs=_differs(columns),
    )


def record_deletions(table: str) -> str:
    """Return the statement that notes rows about to be deleted in ``changes``.

    Bound values: revision, changes noted so far, act, who, table, now, import_id.
    """
    key = ", ".join("'" + name + "', stored." + _quoted(name) for name in TABLES[table].key)
    return _RECORD_DELETIONS.format(key=key, table=_quoted(table), same_key=_same_key(table))


def delete_rows(table: str) -> str:
    """Return the statement that deletes the rows with the given keys."""
    return _DELETE.format(table=_quoted(table), same_key=_same_key(table))


def digest_of(table: str) -> str:
    """Return the statement that counts a stored table's rows and sums up what stands in them."""
    return _DIGEST.format(table=_quoted(table))
