"""Commands, a notebook and an open dashboard on one file at the same time."""

import subprocess
import sys
import threading
import time

import duckdb
import pytest

from data import open_logbook
from data.errors import LogbookInUseError
from data.store import connection
from tests.data.books import NOW, add_conversation, new_book

READER = """
import sys, time
from data import open_logbook
book, end, seen = open_logbook(sys.argv[1]), time.monotonic() + float(sys.argv[2]), []
while time.monotonic() < end:
    log = book.log()
    assert len(log.whole("people")) == 2 * len(log.whole("interviews")) == 2 * log.revision
    seen.append(log.revision)
    time.sleep(0.02)
assert seen == sorted(seen)
print(len(seen), seen[-1])
"""
WRITER = """
import sys
from data import open_logbook
from tests.data.books import add_conversation
book = open_logbook(sys.argv[1])
for number in range(int(sys.argv[2]), int(sys.argv[2]) + 6):
    add_conversation(book, number, act="command")
print("saved")
"""


def started(code, *words):
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_processes_and_threads_read_and_write_one_file(tmp_path):
    """Two commands write, a notebook reads, a dashboard reads in two threads and writes."""
    book = new_book(tmp_path)
    processes = [started(WRITER, book.path, 1000), started(WRITER, book.path, 2000)]
    processes.append(started(READER, book.path, 2))
    problems, done = [], threading.Event()

    def show():
        while not done.is_set():
            log = book.log()
            if len(log.whole("people")) != 2 * log.revision:
                problems.append(log)
            time.sleep(0.02)

    def type_in():
        for number in range(6):
            add_conversation(book, number)

    threads = [threading.Thread(target=show) for _ in range(2)]
    writer = threading.Thread(target=type_in)
    for thread in (*threads, writer):
        thread.start()
    writer.join()
    said = [process.communicate(timeout=120) for process in processes]
    done.set()
    for thread in threads:
        thread.join()
    assert not problems
    assert [error for _, error in said] == ["", "", ""]
    assert book.revision() == 18
    assert len(book.log().whole("interviews")) == 18


HOLDER = """
import sys, time, duckdb
held = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "reading")
print("held", flush=True)
time.sleep(float(sys.argv[3]))
"""


@pytest.fixture
def impatient(monkeypatch):
    opening = connection.connected.__wrapped__
    hurried = {**opening.__kwdefaults__, "patience": 0.3}
    monkeypatch.setattr(opening, "__kwdefaults__", hurried)


@pytest.mark.parametrize("how", ["reading", "writing"])
def test_who_holds_the_file_is_named(tmp_path, how, impatient):
    book = new_book(tmp_path)
    holder = started(HOLDER, book.path, how, 60)
    assert holder.stdout.readline() == "held\n"
    act = book.log if how == "writing" else lambda: add_conversation(book)
    with pytest.raises(LogbookInUseError, match="in use by another program") as raised:
        act()
    holder.kill()
    holder.communicate()
    assert f"(process {holder.pid})" in raised.value.why
    if sys.platform == "linux":
        assert "python" in raised.value.why  # its command line
    add_conversation(book)


def test_another_program_is_waited_for(tmp_path):
    book = new_book(tmp_path)
    holder = started(HOLDER, book.path, "writing", 1)
    assert holder.stdout.readline() == "held\n"
    began = time.monotonic()
    assert book.revision() == 0
    assert time.monotonic() - began > 0.3
    holder.communicate()


def test_a_connection_that_this_program_holds_on_its_own_is_told(tmp_path, impatient):
    book = new_book(tmp_path)
    with duckdb.connect(book.path), pytest.raises(LogbookInUseError, match="same program"):
        book.log()
    assert book.revision() == 0


def test_a_reader_waits_for_a_long_act_in_another_thread(tmp_path):
    book = new_book(tmp_path)
    begun, seen = threading.Event(), []

    def slow():
        with book.writing(now=NOW, act="import") as writing:
            begun.set()
            writing.insert("people", [{"person_id": "p"}])
            time.sleep(0.5)

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait()
    seen.append(open_logbook(book.path).revision())
    thread.join()
    assert seen == [1]
