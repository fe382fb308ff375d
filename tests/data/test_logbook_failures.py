"""What DuckDB and the file system say, and what a person is told."""

import os
from pathlib import Path

import duckdb
import pytest

from data.errors import LogbookError, LogbookInUseError, NotAllowedError
from data.store import copying, transaction
from data.store.failures import explained, explained_os
from tests.data.books import NOW, add_conversation, everything, new_book

FILE = Path("log.duckdb")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("could not write: No space left on device", "The disk is full"),
        ("IO Error: File too large", "The disk is full"),
        ("Corrupt database file: computed checksum 1", "The logbook is damaged"),
        ("IO Error: Could not read enough bytes from file", "The logbook is damaged"),
        ("Failure while replaying WAL file", "The logbook is damaged"),
        ("created with a newer version of DuckDB", "written by a newer version"),
        ("Cannot open file: Permission denied", "read-only"),
        ("Cannot open file: Read-only file system", "read-only"),
        ("Constraint Error: NOT NULL", "did not accept this, so nothing was saved"),
    ],
)
def test_every_kind_of_failure_has_its_words(said, told):
    error = explained(duckdb.Error(said), FILE)
    assert told in error.what
    assert error.where == "log.duckdb"
    assert type(error) is LogbookError


@pytest.mark.parametrize(
    ("said", "holder"),
    [
        ("Conflicting lock is held in /usr/bin/python3 (PID 999999999).", "/usr/bin/python3"),
        ("Conflicting lock is held in PID 999999999.", "process 999999999"),
        ("File is already open in nothing that we know", "a program that the system does not"),
    ],
)
def test_the_holder_is_named_as_far_as_it_is_known(said, holder):
    error = explained(duckdb.Error(f"Could not set lock on file: {said}"), FILE)
    assert isinstance(error, LogbookInUseError)
    assert holder in error.why


def test_failures_of_the_file_system_have_the_same_words():
    assert "disk is full" in explained_os(OSError(28, os.strerror(28)), FILE).what
    assert "read-only" in explained_os(PermissionError(13, os.strerror(13)), FILE).what


def test_what_cannot_be_read_back_is_not_called_saved(tmp_path, monkeypatch):
    book = new_book(tmp_path)
    states = iter([[("people", 2)], [("people", 1)]])
    monkeypatch.setattr(transaction, "_state", lambda _: next(states))
    with pytest.raises(LogbookError, match="count it as not saved"):
        add_conversation(book)


def test_an_update_that_names_no_column_changes_nothing(tmp_path):
    book = new_book(tmp_path)
    add_conversation(book)
    with book.writing(now=NOW, act="form") as writing:
        assert writing.update("people", [{"person_id": "s1"}]) == 0
    assert book.revision() == 1


def test_a_file_system_without_links_keeps_files_too(tmp_path, monkeypatch):
    def no_links(*_):
        raise OSError(95, os.strerror(95))

    monkeypatch.setattr(copying.os, "link", no_links)
    book = new_book(tmp_path)
    add_conversation(book)
    book.backup(tmp_path / "copy.duckdb")
    assert book.restore(tmp_path / "copy.duckdb").exists()
    assert everything(book) == {"people": 2, "interviews": 1}
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path):
    (tmp_path / "written").write_text("new")
    (tmp_path / "there").write_text("mine")
    with pytest.raises(NotAllowedError):
        copying.put_in_place(tmp_path / "written", tmp_path / "there")
    assert (tmp_path / "there").read_text() == "mine"


def test_restoring_over_a_database_of_another_program_keeps_it_aside(tmp_path):
    book = new_book(tmp_path, "good.duckdb")
    other = new_book(tmp_path)
    with duckdb.connect(other.path) as connection:
        connection.execute("DROP TABLE logbook")
    assert other.restore(book.path).exists()
    assert everything(other) == {}


def test_a_logbook_says_what_it_is(tmp_path):
    assert repr(new_book(tmp_path)) == f"Logbook({str(tmp_path / 'log.duckdb')!r})"
