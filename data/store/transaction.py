"""One act of writing: all of it or nothing, and read back before it is called saved."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from data.columns import TABLES
from data.errors import LogbookError
from data.store import statements
from data.store.rows import Rows, arrow_rows, filled, with_key

__all__ = ["Transaction", "transaction"]

_BATCH = 20_000
_REVISION = "SELECT revision FROM logbook"
_INSERTS = re.compile(r'\s*INSERT\s+INTO\s+"?(\w+)', re.IGNORECASE)
_NEXT_REVISION = "UPDATE logbook SET revision = revision + 1"


class Transaction:
    """What may be done within one act of writing; made by ``Logbook.writing``.

    ``now`` is when the act takes place, ``act`` what it is called and ``who`` does it: they are
    stored with what it writes. ``import_id`` is stored with new rows and changes, if the act is an
    import. ``revision`` is the logbook's when the act has changed something.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        *,
        now: dt.datetime,
        act: str,
        who: str = "",
        import_id: str | None = None,
    ) -> None:
        self._connection = connection
        self.now = now
        self.act = act
        self.who = who
        self.import_id = import_id
        self.revision: int = connection.execute(_REVISION).fetchall()[0][0] + 1
        self.changed = False
        self._noted = 0
        self._filled_by_statement: set[str] = set()

    def insert(self, table: str, rows: Rows) -> int:
        """Insert rows, and return how many.

        Columns that are missing are blank; ``recorded_at`` and ``import_id`` come from the act
        unless the rows have them. Raises ``LogbookError`` when a key is taken or a row breaks the
        table's rules.
        """
        given = arrow_rows(table, rows)
        if len(given):
            whole = filled(table, given, self.now, self.import_id)
            self._refuse_taken_keys(table, whole)
            self._connection.from_arrow(whole).insert_into(table)
            self.changed = True
        return len(given)

    def _refuse_taken_keys(self, table: str, whole: pa.Table) -> None:
        key = TABLES[table].key
        if _is_keyed(table):
            with self._given(statements.GIVEN_KEYS, whole.select([*key])):
                self._refuse_found(table, statements.taken_key(table))

    def refuse_repeated_keys(self) -> None:
        """Raise ``LogbookError`` when statements of this act have given a key to two rows."""
        for table in sorted(self._filled_by_statement):
            self._refuse_found(table, statements.repeated_key(table))

    def _refuse_found(self, table: str, query: str) -> None:
        taken = self._connection.execute(query).fetchall()
        if taken:
            named = zip(TABLES[table].key, taken[0], strict=True)
            raise LogbookError(
                "A row has an id that another row has already, so nothing was saved.",
                where=table,
                why=", ".join(f"{name} {value}" for name, value in named),
                fix="Give it another id, or change the row that has it.",
            )

    def update(self, table: str, rows: Rows) -> int:
        """Give stored rows other values, and return how many rows that changed.

        ``rows`` holds the table's key and the columns to set (an empty value empties). Before and
        after of what differs go to ``changes``.

        Raises ``LogbookError`` when one of the rows is not stored.
        """
        given = with_key(table, arrow_rows(table, rows))
        key = TABLES[table].key
        columns = tuple(name for name in given.column_names if name not in key)
        with self._stored(table, given):
            if not columns:
                return 0
            query = statements.select_differing(table, columns)
            differing = self._connection.execute(query).fetchall()
            for start in range(0, len(differing), _BATCH):
                self._note(table, columns, differing[start : start + _BATCH])
            return self.sql(statements.update_rows(table, columns))

    def _note(self, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        keys, width = len(TABLES[table].key), len(columns)
        notes = []
        for row in rows:
            before, after = row[keys : keys + width], row[keys + width :]
            differs = [i for i in range(width) if before[i] != after[i]]
            notes.append(
                {
                    "change_id": f"{self.revision:08d}-{self._next_note():07d}",
                    "act": self.act,
                    "who": self.who or None,
                    "in_table": table,
                    "row_key": _json(dict(zip(TABLES[table].key, row[:keys], strict=True))),
                    "before": _json({columns[i]: before[i] for i in differs}),
                    "after": _json({columns[i]: after[i] for i in differs}),
                }
            )
        self.insert("changes", notes)

    def _next_note(self) -> int:
        self._noted += 1
        return self._noted

    def delete(self, table: str, keys: Rows) -> int:
        """Delete the rows with these keys, and return how many; they are kept in ``changes``.

        Raises ``LogbookError`` when one of the rows is not stored.
        """
        given = with_key(table, arrow_rows(table, keys)).select([*TABLES[table].key])
        with self._stored(table, given):
            about = [self.act, self.who or None, table, self.now, self.import_id]
            values = [self.revision, self._noted, *about]
            self._noted += self.sql(statements.record_deletions(table), values)
            return self.sql(statements.delete_rows(table))

    @contextmanager
    def _given(self, name: str, rows: pa.Table) -> Iterator[None]:
        self._connection.register(name, rows)
        try:
            yield
        finally:
            with suppress(duckdb.Error):  # a failed statement has ended the transaction already
                self._connection.unregister(name)

    @contextmanager
    def _stored(self, table: str, given: pa.Table) -> Iterator[None]:
        with self._given(statements.GIVEN, given):
            missing = self._connection.execute(statements.count_missing(table)).fetchall()[0][0]
            if missing:
                raise LogbookError(
                    f"{missing} of the rows to be changed are no longer in the logbook.",
                    where=table,
                    why="Another act has taken them away since they were read.",
                    fix="Read the log again, then repeat the change.",
                )
            yield

    def sql(self, statement: str, values: Sequence[object] = ()) -> int:
        """Carry out a static statement with bound values, and return how many rows it touched.

        Updates and deletions made this way leave no trace in ``changes``: use :meth:`update` and
        :meth:`delete` for the log's tables.
        """
        result = self._connection.execute(statement, [*values])
        names = [column[0] for column in result.description or ()]
        touched = int(result.fetchall()[0][0]) if names == ["Count"] else 0
        self.changed = self.changed or touched > 0
        filled_table = _INSERTS.match(statement)
        if touched and filled_table and _is_keyed(filled_table[1]):
            self._filled_by_statement.add(filled_table[1])
        return touched

    def aside(self, statement: str, values: Sequence[object] = ()) -> None:
        """Carry out a statement that makes or fills a temporary table: the log stays the same."""
        self._connection.execute(statement, [*values])

    def read(self, query: str, values: Sequence[object] = ()) -> pa.Table:
        """Return what a static query finds, this act's own writes included."""
        return self._connection.sql(query, params=[*values]).to_arrow_table()

    def register(self, name: str, rows: pa.Table) -> None:
        """Let queries of this act read an Arrow table under a name."""
        self._connection.register(name, rows)


def _is_keyed(table: str) -> bool:
    """Tell whether rows of a table have a key: none of its columns may be empty."""
    contract = TABLES.get(table)
    return contract is not None and all(contract.column(k).required for k in contract.key)


def _json(values: dict[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False, default=str)


@contextmanager
def transaction(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    now: dt.datetime,
    act: str,
    who: str = "",
    import_id: str | None = None,
) -> Iterator[Transaction]:
    """Carry out one act: commit it whole, or roll back and raise again what went wrong.

    An act that changed nothing leaves the file and its revision as they were.
    """
    connection.begin()
    try:
        writing = Transaction(connection, now=now, act=act, who=who, import_id=import_id)
        yield writing
        writing.refuse_repeated_keys()
        if writing.changed:
            connection.execute(_NEXT_REVISION)
        written = _state(connection)
    except BaseException:
        _roll_back(connection)
        raise
    if not writing.changed:
        _roll_back(connection)
        return
    connection.commit()
    connection.execute("CHECKPOINT")
    if _state(connection) != written:
        raise LogbookError(
            "What was written could not be read back, so count it as not saved.",
            where=str(path),
            fix="Compare the log with your sheet, then do it again.",
        )


def _state(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Return the revision and the number of rows of every table."""
    revision = connection.execute(_REVISION).fetchall()
    return revision + sorted(connection.execute(statements.COUNTS).fetchall())


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    # After a fatal error there is nothing left to roll back: the file holds the last act.
    with suppress(duckdb.Error):
        connection.rollback()
