"""Backups are whole and compared; restoring keeps what was there."""

import os
import subprocess
import sys

import duckdb
import pytest

from data import open_logbook
from data.errors import LogbookError, LogbookInUseError, NotAllowedError
from data.store import connection, copying
from tests.data.books import NOW, add_conversation, everything, new_book

HURRIED = {**connection.connected.__wrapped__.__kwdefaults__, "patience": 0.2}


@pytest.fixture
def book(tmp_path):
    book = new_book(tmp_path)
    add_conversation(book, 1)
    return book


def schema_of(path):
    with duckdb.connect(path, read_only=True) as opened:
        return opened.execute("SELECT sql FROM duckdb_tables() ORDER BY ALL").fetchall()


def test_a_backup_is_a_whole_logbook(book, tmp_path):
    copy = tmp_path / "far" / "copy.duckdb"
    book.backup(copy)
    assert schema_of(copy) == schema_of(book.path)
    assert len(schema_of(copy)) == 20
    kept = open_logbook(copy)
    assert (everything(kept), kept.revision()) == (everything(book), 1)
    assert [p.name for p in copy.parent.iterdir()] == ["copy.duckdb"]
    add_conversation(kept, 2)
    assert everything(book) == {"people": 2, "interviews": 1}


def test_a_backup_holds_what_is_only_in_the_log_of_the_last_act(book, tmp_path):
    # Copying the file alone would lose it (FACTS: 10 of 15 rows, silently).
    code = "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]);"
    code += "c.execute(\"INSERT INTO settings VALUES ('a', 'b', now(), NULL)\"); os._exit(9)"
    subprocess.run([sys.executable, "-c", code, book.path], check=False)
    assert book.path.with_name("log.duckdb.wal").exists()
    book.backup(tmp_path / "copy.duckdb")
    kept = open_logbook(tmp_path / "copy.duckdb")
    assert list(kept.table("settings")["setting"]) == ["a"]


def test_nothing_is_overwritten(book, tmp_path):
    (tmp_path / "copy.duckdb").write_text("mine")
    with pytest.raises(NotAllowedError, match="nothing is overwritten"):
        book.backup(tmp_path / "copy.duckdb")
    with pytest.raises(NotAllowedError):
        book.backup(book.path)
    assert (tmp_path / "copy.duckdb").read_text() == "mine"


def test_a_copy_that_differs_is_thrown_away(book, tmp_path, monkeypatch):
    digests = iter([[("people", 2)], [("people", 1)]])
    monkeypatch.setattr(copying, "_digest", lambda *_: next(digests))
    with pytest.raises(LogbookError, match="thrown away"):
        book.backup(tmp_path / "copy.duckdb")
    assert [p.name for p in tmp_path.iterdir()] == ["log.duckdb"]


def test_a_damaged_logbook_is_not_backed_up(book, tmp_path):
    content = bytearray(book.path.read_bytes())
    content[4100] ^= 0xFF
    content[8200] ^= 0xFF
    book.path.write_bytes(content)
    with pytest.raises(LogbookError, match="damaged"):
        book.backup(tmp_path / "copy.duckdb")
    assert [p.name for p in tmp_path.iterdir()] == ["log.duckdb"]


def test_restoring_keeps_the_present_one_and_counts_on(book, tmp_path):
    book.backup(tmp_path / "copy.duckdb")
    add_conversation(book, 2)
    stamp = book.stamp()
    aside = book.restore(tmp_path / "copy.duckdb")
    assert everything(book) == {"people": 2, "interviews": 1}
    assert (book.revision(), book.stamp() != stamp) == (3, True)
    assert aside == tmp_path / "log.before-restore.duckdb"
    assert everything(open_logbook(aside)) == {"people": 4, "interviews": 2}
    assert everything(open_logbook(tmp_path / "copy.duckdb")) == {"people": 2, "interviews": 1}
    again = book.restore(aside)
    assert again.name == "log.before-restore-2.duckdb"
    assert everything(book) == {"people": 4, "interviews": 2}
    assert len(list(tmp_path.iterdir())) == 4


def test_restoring_where_nothing_is(book, tmp_path):
    book.backup(tmp_path / "copy.duckdb")
    book.path.unlink()
    assert book.restore(tmp_path / "copy.duckdb") is None
    assert everything(book) == {"people": 2, "interviews": 1}


@pytest.mark.parametrize("harm", ["truncated", "overwritten"])
def test_restoring_over_a_damaged_logbook_keeps_it_aside(book, tmp_path, harm):
    book.backup(tmp_path / "copy.duckdb")
    if harm == "truncated":
        os.truncate(book.path, 9000)
    else:
        book.path.write_bytes(b"x" * 100_000)
    damaged = book.path.read_bytes()
    aside = book.restore(tmp_path / "copy.duckdb")
    assert aside.read_bytes() == damaged
    assert everything(book) == {"people": 2, "interviews": 1}


def test_a_damaged_logbooks_log_goes_aside_with_it(book, tmp_path):
    book.backup(tmp_path / "copy.duckdb")
    log = book.path.with_name("log.duckdb.wal")
    log.write_bytes(b"no log at all" * 100)
    aside = book.restore(tmp_path / "copy.duckdb")
    assert aside.with_name(aside.name + ".wal").read_bytes() == b"no log at all" * 100
    assert not log.exists()
    assert everything(book) == {"people": 2, "interviews": 1}


@pytest.mark.parametrize("content", [None, b"", b"text" * 5000])
def test_what_is_no_backup_is_refused_and_the_present_one_stays(book, tmp_path, content):
    file = tmp_path / "copy.duckdb"
    if content is not None:
        file.write_bytes(content)
    before = book.path.read_bytes()
    with pytest.raises(LogbookError):
        book.restore(file)
    assert book.path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == (1 if content is None else 2)


def test_another_programs_database_is_refused(book, tmp_path):
    with duckdb.connect(tmp_path / "other.duckdb") as opened:
        opened.execute("CREATE TABLE t (x INTEGER)")
    with pytest.raises(LogbookError, match="no logbook"):
        book.restore(tmp_path / "other.duckdb")
    assert everything(book) == {"people": 2, "interviews": 1}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["log.duckdb", "other.duckdb"]


def test_a_backup_of_an_open_act_in_the_same_program_waits_or_is_told(book, tmp_path):
    with (
        pytest.raises(NotAllowedError, match="inside another act"),
        book.writing(now=NOW, act="form"),
    ):
        book.backup(tmp_path / "copy.duckdb")


def test_a_logbook_that_another_program_holds_is_not_replaced(book, tmp_path, monkeypatch):
    book.backup(tmp_path / "copy.duckdb")
    monkeypatch.setattr(connection.connected.__wrapped__, "__kwdefaults__", HURRIED)
    with duckdb.connect(book.path), pytest.raises(LogbookInUseError):
        book.restore(tmp_path / "copy.duckdb")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.duckdb", "log.duckdb"]
