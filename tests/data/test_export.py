"""Export writes the whole log in the log format, safely and all at once."""

import csv
import datetime as dt
import itertools
import os
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.columns import LOG_TABLES, TABLES
from data.errors import LogbookError, NotAllowedError
from data.export import MARK, export
from data.exported_sheets import exported_sheets
from data.importers.act import import_files
from data.importers.source import read_sources
from data.log import Log
from data.log_format import SHEETS
from data.neutral import neutralized, restored
from tests.data.books import NOW, new_book
from tests.data.full_log import ROWS, fill

RISKY = ("=", "+", "-", "@", "\t", "\r", "\0")


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return fill(new_book(tmp_path_factory.mktemp("full"))).unmerged_log()


def rows_of(file):
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def test_a_folder_has_a_file_for_every_sheet_with_rows(log, tmp_path):
    folder = export(log, tmp_path / "out")
    assert {p.name for p in folder.iterdir()} == {f"{n}.csv" for n in SHEETS} | {MARK}
    assert all(p.read_bytes().startswith(b"\xef\xbb\xbf") for p in folder.glob("*.csv"))
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_empty_log_gives_the_headers_to_fill_in(tmp_path):
    folder = export(Log.from_frames({}), tmp_path / "out")
    assert [p.name for p in folder.glob("*.csv")] == ["interviews.csv"]
    text = (folder / "interviews.csv").read_text(encoding="utf-8-sig")
    assert text.strip().replace('"', "").split(",") == list(SHEETS["interviews"].names)


def test_headers_are_the_log_formats_and_attributes_come_last(log):
    for sheet in exported_sheets(log):
        names = SHEETS[sheet.name].names
        more = ("attribute: First generation", "attribute: Region")
        assert sheet.headers == names + (more if sheet.name == "seekers" else ())


def test_names_stand_beside_ids_and_months_are_months(log, tmp_path):
    folder = export(log, tmp_path / "out")
    first = rows_of(folder / "interviews.csv")[0]
    assert (first["seeker"], first["seeker_id"]) == ("Zoë Ångström", "s1")
    assert (first["contact_name"], first["organization"]) == ("李 小龍", 'A "quoted", firm; Ltd')
    assert (first["requested_on"], first["held_on"]) == ("2026-01", "2026-02-03")
    assert (first["names_given"], first["thanked"], first["researched"]) == ("2", "no", "yes")
    assert (first["referred_by"], first["came_of_it"]) == ("", "")
    opportunity = rows_of(folder / "opportunities.csv")[0]
    assert (opportunity["applied_on"], opportunity["closed_on"]) == ("2026-02", "2026-03")
    seeker = rows_of(folder / "seekers.csv")[0]
    assert (seeker["cohort"], seeker["joined_on"]) == ("Spring 2026", "2026-01")
    assert seeker["attribute: First generation"] == "yes"


def test_entries_that_are_one_person_stay_apart(log, tmp_path):
    folder = export(log, tmp_path / "out")
    assert [row["person_id"] for row in rows_of(folder / "people.csv")] == [
        "c1", "c2", "c3", "c4", "s1", "s2"
    ]  # fmt: skip
    assert rows_of(folder / "referrals.csv")[2]["from_id"] == "c4"


def test_no_cell_of_any_file_can_be_carried_out(log, tmp_path):
    folder = export(log, tmp_path / "out")
    for file in folder.glob("*.csv"):
        for row in rows_of(file):
            assert not [value for value in row.values() if value.startswith(RISKY)]
    export(log, tmp_path / "out.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "out.xlsx"):
        for row in sheet.iter_rows():
            assert not [
                c for c in row if c.data_type == "f" or str(c.value or "").startswith(RISKY)
            ]


@given(st.text(st.sampled_from("'=+-@\t\rax"), max_size=6))
def test_what_is_neutralized_comes_back_exactly(text):
    import pyarrow as pa

    (out,) = neutralized(pa.chunked_array([[text]])).to_pylist()
    assert not out.startswith(RISKY)
    assert restored(out) == text


def test_numbers_stay_numbers_and_days_days_in_a_workbook(log, tmp_path):
    book = openpyxl.load_workbook(export(log, tmp_path / "out.xlsx"))
    assert book.sheetnames == list(SHEETS)
    headers, values = book["interviews"].iter_rows(max_row=2, values_only=True)
    first = dict(zip(headers, values, strict=True))
    assert first["names_given"] == 2
    assert first["held_on"] == dt.datetime(2026, 2, 3)
    assert first["requested_on"] == "2026-01"


def test_equal_logs_give_equal_files(log, tmp_path):
    shuffled = Log.from_frames(
        {name: rows[::-1] for name, rows in ROWS.items() if name != "same_person"}
    )
    plain = Log.from_frames({name: rows for name, rows in ROWS.items() if name != "same_person"})
    for name in ("folder", "book.xlsx"):
        export(shuffled, tmp_path / "1" / name)
        export(plain, tmp_path / "2" / name)
    files = [p.relative_to(tmp_path / "1") for p in (tmp_path / "1").rglob("*") if p.is_file()]
    assert len(files) == len(SHEETS) - 1 + 2
    for file in files:
        assert (tmp_path / "1" / file).read_bytes() == (tmp_path / "2" / file).read_bytes()


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_import_reads_every_cell_of_an_export_as_it_was(log, tmp_path, name):
    path = export(log, tmp_path / name)
    sheets = {s.table: s for s in read_sources([path], as_of=dt.date(2026, 12, 31))}
    assert set(sheets) == set(SHEETS)
    for sheet in sheets.values():
        assert (sheet.refused, sheet.rejected, sheet.warnings) == (None, (), ())
        stored = log.whole(SHEETS[sheet.table].table)
        for column in SHEETS[sheet.table].columns:
            if column.column is not None and not column.inline:
                read = sheet.columns[column.name].to_pandas()
                expected = stored[column.column.name]
                assert as_plain(read) == as_plain(expected), (sheet.table, column.name)
        if "approximate" in stored:
            months = sheet.columns["__approximate"].to_pandas()
            assert as_sets(months) == as_sets(stored["approximate"])


def as_plain(values):
    return [
        None if pd.isna(v) else pd.Timestamp(v) if isinstance(v, dt.date) else v for v in values
    ]


def as_sets(values):
    return [frozenset() if pd.isna(v) else frozenset(v.split(";")) for v in values]


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_export_import_export_is_exact(log, tmp_path, name):
    path = export(log, tmp_path / name)
    book, numbers = new_book(tmp_path), itertools.count()

    def take_in():
        return import_files(
            book, [path], now=NOW, new_id=lambda: f"n{next(numbers)}", as_of=dt.date(2026, 12, 31)
        )

    assert take_in().written
    back = book.unmerged_log()
    for table in LOG_TABLES:
        kept = [*TABLES[table].names]
        pd.testing.assert_frame_equal(back.whole(table)[kept], log.whole(table)[kept])
    again = export(back, tmp_path / f"again{path.suffix}")
    for file in again.iterdir() if again.is_dir() else [again]:
        first = path / file.name if path.is_dir() else path
        assert file.read_bytes() == first.read_bytes()
    assert not take_in().written
    assert book.revision() == 1


def test_a_replayed_export_tells_what_was_known_on_the_day(log, tmp_path):
    folder = export(log.at(as_of=dt.date(2026, 2, 10)), tmp_path / "out", replayed=True)
    rows = rows_of(folder / "interviews.csv")
    assert [row["interview_id"] for row in rows] == ["i1", "i2"]
    assert rows[1]["answer"] == ""
    assert not (folder / "destinations.csv").exists()


def test_an_export_replaces_an_export_and_nothing_else(log, tmp_path):
    folder = export(log, tmp_path / "out")
    export(Log.from_frames({}), folder)
    assert sorted(p.name for p in folder.iterdir()) == [MARK, "interviews.csv"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "interviews.csv").write_text("my own")
    (tmp_path / "book.xlsx").write_text("my own")
    (tmp_path / "file").write_text("my own")
    for name in ("mine", "book.xlsx", "file"):
        with pytest.raises(NotAllowedError, match="nothing is overwritten"):
            export(log, tmp_path / name)
    assert (tmp_path / "mine" / "interviews.csv").read_text() == "my own"
    (tmp_path / "empty").mkdir()
    export(log, tmp_path / "empty")
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "book.xlsx",
        "empty",
        "file",
        "mine",
        "out",
    ]


def test_an_export_that_fails_leaves_what_was_there(log, tmp_path, monkeypatch):
    folder = export(log, tmp_path / "out")
    before = sorted(p.name for p in folder.iterdir())

    def no_room(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("data.export.csv.write_csv", no_room)
    with pytest.raises(LogbookError, match="No space left on device"):
        export(log, folder)
    assert sorted(p.name for p in folder.iterdir()) == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_what_a_workbook_cannot_hold_is_told_and_a_folder_holds_it(tmp_path):
    row = {"interview_id": "i", "seeker_id": "s", "contact_id": "c", "notes": "x" * 40_000}
    log = Log.from_frames({"interviews": [row]})
    with pytest.raises(NotAllowedError, match="32,767 characters") as raised:
        export(log, tmp_path / "out.xlsx")
    assert "without .xlsx" in raised.value.fix
    assert not list(tmp_path.iterdir())
    assert len(rows_of(export(log, tmp_path / "out") / "interviews.csv")[0]["notes"]) == 40_000


def test_a_sheet_with_too_many_rows_is_told(log, tmp_path, monkeypatch):
    monkeypatch.setattr("data.exported_workbook._ROWS", 3)
    with pytest.raises(NotAllowedError, match="holds 2 rows"):
        export(log, tmp_path / "out.xlsx")


def test_days_before_march_1900_stay_what_they_are_in_a_workbook(tmp_path):
    row = {"interview_id": "i", "seeker_id": "s", "contact_id": "c"}
    days = {"requested_on": dt.date(1900, 1, 2), "held_on": dt.date(1900, 3, 1)}
    path = export(Log.from_frames({"interviews": [row | days]}), tmp_path / "out.xlsx")
    (sheet,) = read_sources([path], as_of=dt.date(2026, 12, 31))
    assert sheet.columns.select([*days]).to_pylist() == [days]


def test_a_folder_that_cannot_take_its_name_leaves_the_earlier_export(log, tmp_path, monkeypatch):
    folder = export(log, tmp_path / "out")
    rename = Path.rename

    def fail_for_new(self, target):
        if self.name.endswith(".new"):
            raise PermissionError(13, os.strerror(13))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_new)
    with pytest.raises(LogbookError, match="unchanged"):
        export(Log.from_frames({}), folder)
    assert (folder / "people.csv").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_every_table_of_the_log_goes_out():
    written = {sheet.table for sheet in SHEETS.values()} | {"seeker_attributes"}
    assert written == set(LOG_TABLES) <= set(TABLES)
