"""Large sheets, in small: the same as the plain way in pandas; a million rows in the benchmarks."""

import datetime as dt
import itertools

from data import open_logbook
from data.importers.act import import_files
from tests.benchmarks.plain_import import plain_import
from tests.benchmarks.tracker_file import write_tracker
from tests.data.importers.office import START, counts

ROWS = 3_000
LAST_DAY = dt.date(2026, 3, 1)


def test_a_large_sheet_gives_what_the_plain_way_gives(tmp_path):
    file = tmp_path / "interviews.csv"
    write_tracker(ROWS, file)
    book = open_logbook(tmp_path / "log.duckdb", create=True)
    ids = itertools.count()
    options = {"now": START, "new_id": lambda: f"n{next(ids)}", "as_of": LAST_DAY}
    told = import_files(book, [file], **options)
    beside = open_logbook(tmp_path / "plain.duckdb", create=True)
    plain = plain_import(file, beside.path, LAST_DAY)
    assert counts(told) == [(plain["new"], 0, plain["repeated"], 0)]
    assert len(book.table("people")) == plain["people"]
    ours, theirs = book.table("interviews"), beside.table("interviews")
    same = ["requested_on", "answered_on", "held_on", "names_given", "minutes_actual", "highlights"]
    for name in same:
        assert sorted(map(str, ours[name])) == sorted(map(str, theirs[name]))
    # Many ids are drawn at once: each is there once.
    assert ours["interview_id"].is_unique
    assert counts(import_files(book, [file], **options)) == [(0, 0, ROWS, 0)]
