"""Files that are damaged, no logbooks, or cannot be written: told clearly, and nothing lost."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from data import open_logbook
from data.errors import LogbookError
from tests.data.books import NOW, add_conversation, everything, new_book


@pytest.fixture(scope="module")
def whole_file(tmp_path_factory):
    book = new_book(tmp_path_factory.mktemp("whole"))
    with book.writing(now=NOW, act="form") as writing:
        rows = [{"person_id": f"p{n}", "name": f"Name {n * 7919}"} for n in range(30_000)]
        writing.insert("people", rows)
    return book.path


@pytest.fixture
def file(whole_file, tmp_path):
    return shutil.copy(whole_file, tmp_path / "log.duckdb")


def refused(path, **how):
    """What is said when the file is opened, else when it is read."""
    with pytest.raises(LogbookError) as raised:
        open_logbook(path, **how).log()
    assert raised.value.where == str(path)
    assert raised.value.fix
    return raised.value.what


@pytest.mark.parametrize("share", [0.99, 0.5, 0.1])
def test_a_truncated_file(file, share):
    size = int(file.stat().st_size * share)
    os.truncate(file, size)
    assert refused(file) == "The logbook is damaged."
    assert file.stat().st_size == size


@pytest.mark.parametrize("place", [0, 100, 4100, 8200, 0.5, 0.9])
def test_a_flipped_byte_is_noticed_and_no_wrong_row_is_read(file, place):
    content = bytearray(file.read_bytes())
    at = place if place >= 1 else int(len(content) * place)
    content[at] ^= 0xFF
    file.write_bytes(content)
    # The byte may lie in a block that holds nothing.
    assert said_or_read(file) in ("The logbook is damaged.", 30_000)
    assert file.read_bytes() == content


def said_or_read(file):
    try:
        return len(open_logbook(file).log().whole("people"))
    except LogbookError as error:
        return error.what


def test_a_damaged_log_of_the_last_act(file):
    code = "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]);"
    code += "c.execute(\"INSERT INTO settings VALUES ('a', 'b', now(), NULL)\"); os._exit(9)"
    subprocess.run([sys.executable, "-c", code, file], check=False)
    log = file.with_name(file.name + ".wal")
    content = bytearray(log.read_bytes())
    content[len(content) // 2] ^= 0xFF
    log.write_bytes(content)
    assert refused(file) == "The logbook is damaged."
    assert log.read_bytes() == content


def test_a_file_that_is_missing(tmp_path):
    assert refused(tmp_path / "none.duckdb") == "There is no logbook here."
    assert not list(tmp_path.iterdir())


def test_a_folder(tmp_path):
    assert refused(tmp_path) == "This is a folder, not a logbook."
    assert refused(tmp_path, create=True) == "This is a folder, not a logbook."


@pytest.mark.parametrize("content", [b"", b"short", b"seeker,contact_name\n" * 9000])
def test_a_file_of_another_kind_is_left_alone_even_with_create(tmp_path, content):
    file = tmp_path / "log.csv"
    file.write_bytes(content)
    assert "no logbook" in refused(file, create=True)
    assert file.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["log.csv"]


def test_an_sqlite_file_is_refused_without_fetching_a_reader_for_it(tmp_path):
    file = tmp_path / "log.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE logbook (product)")
    connection.close()
    assert refused(file) == "This file is no logbook."


@pytest.mark.parametrize(
    "tables",
    ["", "CREATE TABLE people (x INTEGER)", "CREATE TABLE logbook (product VARCHAR)"],
)
def test_a_database_of_another_program(tmp_path, tables):
    file = tmp_path / "other.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute(tables or "SELECT 1")
        connection.execute("CHECKPOINT")
    before = file.read_bytes()
    assert refused(file) == "This file is no logbook."
    assert refused(file, create=True) == "This file is no logbook."
    assert file.read_bytes() == before


@pytest.fixture
def as_nobody():
    """Give up the rights of the superuser, who may write everywhere, for the test's duration."""
    if os.name != "posix" or os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder(tmp_path):
    # Up to pytest's own folder, and left so: tests beside this one may be passing through.
    for up in (tmp_path, *(up for up in tmp_path.parents if "pytest-" in str(up))):
        up.chmod(0o755)
    yield tmp_path
    tmp_path.chmod(0o755)


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o444), (0o555, 0o666)])
def test_a_read_only_place_can_be_read_and_says_why_it_cannot_be_written(
    open_folder, folder_mode, file_mode, request
):
    book = new_book(open_folder)
    add_conversation(book, 1)
    book.path.chmod(file_mode)
    open_folder.chmod(folder_mode)
    request.getfixturevalue("as_nobody")
    with pytest.raises(LogbookError, match="read-only") as raised:
        add_conversation(book, 2)
    assert "nothing was saved" in str(raised.value)
    assert everything(book) == {"people": 2, "interviews": 1}
    with pytest.raises(LogbookError, match=re.escape(f"({open_folder})")):
        book.backup(open_folder / "copy.duckdb")
    with pytest.raises(LogbookError, match="read-only"):
        open_logbook(open_folder / "new.duckdb", create=True)
    assert [p.name for p in open_folder.iterdir()] == ["log.duckdb"]


def test_a_file_that_may_not_be_read(open_folder, request):
    book = new_book(open_folder)
    book.path.chmod(0)
    request.getfixturevalue("as_nobody")
    assert refused(book.path) == "You have no right to read the logbook."


def test_a_folder_that_may_not_be_entered(open_folder, request):
    inner = open_folder / "closed"
    inner.mkdir()
    book = new_book(inner)
    inner.chmod(0)
    request.getfixturevalue("as_nobody")
    assert refused(book.path) == "You have no right to read the logbook."


FULL_DISK = """
import resource, sys
from data import open_logbook
from data.errors import LogbookError
from tests.data.books import NOW, add_conversation, everything
book = open_logbook(sys.argv[1])
room = book.path.stat().st_size + int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
try:
    with book.writing(now=NOW, act="import") as writing:
        for n in range(20):
            names = [f"{n} {i} {i * 7919 % 10007}" for i in range(20_000)]
            writing.insert("people", [{"person_id": "x" + a, "name": a} for a in names])
except LogbookError as error:
    print("told:", error)
print(everything(book), book.revision())
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
add_conversation(book, 2)
print(everything(book), book.revision())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("room", [0, 300_000, 3_000_000])
def test_a_full_disk_is_told_and_every_act_before_it_is_there(tmp_path, room):
    # A file that may not grow is what a full disk looks like from inside.
    book = new_book(tmp_path)
    add_conversation(book, 1)
    said = subprocess.run(
        [sys.executable, "-c", FULL_DISK, book.path, str(room)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path.cwd(),
    )
    told, after, later = said.stdout.splitlines()
    assert "The disk is full, so nothing was saved." in told
    assert after == "{'people': 2, 'interviews': 1} 1"
    assert later == "{'people': 4, 'interviews': 2} 2"
    assert everything(book) == {"people": 4, "interviews": 2}
