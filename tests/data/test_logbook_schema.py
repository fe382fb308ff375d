"""The file against the contract of columns, and migrations."""

import re

import duckdb
import pytest

from data import open_logbook
from data.columns import TABLES
from data.errors import LogbookError
from data.store import schema
from data.store.connection import connected
from data.store.schema import Migration, migrations
from data.store.statements import stored_columns
from tests.data.books import add_conversation, everything, new_book

TYPES = {"date": "DATE", "whole": "INTEGER", "yes_no": "BOOLEAN"}
# On a million requests an index here made an import five times slower (0001_the_log.sql).
CHECKED_BY_THE_ACT = {"people", "interviews", "referrals", "follow_ups", "changes"}

COLUMNS = """
SELECT column_name, data_type, NOT is_nullable FROM duckdb_columns()
WHERE table_name = ? ORDER BY column_index
"""
CONSTRAINTS = """
SELECT constraint_type, constraint_column_names, constraint_text FROM duckdb_constraints()
WHERE table_name = ? AND constraint_type <> 'NOT NULL'
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return new_book(tmp_path_factory.mktemp("schema")).path


def asked(file, query, *values):
    with connected(file, read_only=True) as connection:
        return connection.execute(query, [*values]).fetchall()


def test_there_are_the_tables_of_the_contract_and_two_of_the_logbooks_own(file):
    names = asked(file, "SELECT table_name FROM duckdb_tables()")
    assert {name for (name,) in names} == {*TABLES, "logbook", "migrations"}
    assert asked(file, "SELECT count(*) FROM duckdb_indexes()") == [(0,)]


@pytest.mark.parametrize("table", TABLES)
def test_columns_types_and_what_must_be_filled(file, table):
    stored = asked(file, COLUMNS, table)
    own = [(c.name, TYPES.get(c.type, "VARCHAR"), c.required) for c in TABLES[table].columns]
    more = [("recorded_at", "TIMESTAMP", True), ("import_id", "VARCHAR", False)]
    assert stored == own + [m for m in more if m[0] not in TABLES[table].names]
    assert tuple(name for name, _, _ in stored) == stored_columns(table)


@pytest.mark.parametrize("table", TABLES)
def test_keys_choices_and_bounds(file, table):
    contract = TABLES[table]
    found = asked(file, CONSTRAINTS, table)
    keyed = all(contract.column(name).required for name in contract.key)
    keys = [tuple(columns) for kind, columns, _ in found if kind == "PRIMARY KEY"]
    assert keys == ([contract.key] if keyed and table not in CHECKED_BY_THE_ACT else [])
    checks = {columns[0]: text for kind, columns, text in found if kind == "CHECK"}
    choices = {name: tuple(re.findall(r"'([^']+)'", text)) for name, text in checks.items()}
    bounds = {name: tuple(map(int, re.findall(r"\b\d+\b", text))) for name, text in checks.items()}
    for column in contract.columns:
        assert choices.get(column.name, ()) == column.choices
        if not column.choices:
            expected = () if column.low is None else (column.low, column.high)
            assert bounds.get(column.name, ()) == expected
    assert {kind for kind, _, _ in found} <= {"PRIMARY KEY", "CHECK"}


def test_every_migration_is_recorded_with_what_it_was(file):
    recorded = asked(file, "SELECT number, name FROM migrations ORDER BY number")
    assert recorded == [(step.number, step.name) for step in migrations()]
    assert [number for number, _ in recorded] == list(range(1, len(recorded) + 1))


NEXT = len(migrations()) + 1


@pytest.fixture
def with_second(monkeypatch):
    """Pretend that this version knows one more migration."""

    def know(sql):
        steps = (*migrations(), Migration(NEXT, "9999_more.sql", sql))
        for module in (schema, __import__("data.logbook", fromlist=["migrations"])):
            monkeypatch.setattr(module, "migrations", lambda: steps)

    return know


def test_an_older_logbook_is_brought_up_to_date_after_a_backup(tmp_path, with_second):
    book = new_book(tmp_path)
    add_conversation(book, 1)
    with_second('ALTER TABLE cohorts ADD COLUMN "color" VARCHAR; CREATE TABLE more (x INTEGER)')
    later = open_logbook(book.path)
    assert later.read("SELECT max(number) AS n FROM migrations")["n"].to_pylist() == [NEXT]
    assert later.read("SELECT count(*) AS n FROM more")["n"].to_pylist() == [0]
    assert everything(later) == {"people": 2, "interviews": 1}
    kept = tmp_path / f"log.before-format-{NEXT}.duckdb"
    assert asked(kept, "SELECT max(number) FROM migrations") == [(NEXT - 1,)]
    assert asked(kept, "SELECT count(*) FROM interviews") == [(1,)]
    open_logbook(book.path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [kept.name, "log.duckdb"]


def test_a_migration_that_fails_leaves_the_logbook_as_it_was(tmp_path, with_second, monkeypatch):
    book = new_book(tmp_path)
    add_conversation(book, 1)
    with monkeypatch.context() as patched:
        steps = (*migrations(), Migration(NEXT, "9999.sql", "CREATE TABLE a (x INTEGER); SELEC"))
        patched.setattr("data.logbook.migrations", lambda: steps)
        with pytest.raises(LogbookError):
            open_logbook(book.path)
    assert everything(open_logbook(book.path)) == {"people": 2, "interviews": 1}
    assert asked(book.path, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'a'") == [(0,)]


def test_a_logbook_of_a_newer_version_is_refused_and_left_alone(tmp_path):
    book = new_book(tmp_path)
    with duckdb.connect(book.path) as connection:
        connection.execute("INSERT INTO migrations VALUES (99, '0099_future.sql', '')")
    before = book.path.read_bytes()
    for act in (lambda: open_logbook(book.path), book.log, lambda: add_conversation(book)):
        with pytest.raises(LogbookError, match="newer version of Onward") as raised:
            act()
        assert "format 99" in raised.value.why
    assert book.path.read_bytes() == before


def test_a_logbook_replaced_by_an_older_one_is_told(tmp_path, with_second):
    book = new_book(tmp_path)
    with_second("SELECT 1")
    with pytest.raises(LogbookError, match="replaced by an older one"):
        book.log()
