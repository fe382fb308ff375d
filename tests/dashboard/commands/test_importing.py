"""Sheets in and out again, by the command."""

import pytest

from tests.dashboard.commands.books import INTERVIEWS, call, sheets, told

COUNTS = ("rows", "accepted", "updated", "duplicates")
BAD = "seeker,contact_name,held_on\nSam,Ann,2026-01-05\nSam,,2026-01-06\nSam,Bob,2026-13-01\n"


@pytest.fixture
def book(tmp_path):
    return tmp_path / "log.duckdb"


@pytest.fixture
def folder(tmp_path):
    return sheets(tmp_path / "log")


@pytest.fixture
def bad(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(BAD, encoding="utf-8")
    return path


def test_the_report_is_as_designed(folder, book):
    report = told("import", folder, "--logbook", book, "--as-of", "2026-03-31")
    assert {"written", "import_id", "files"} <= set(report)
    assert report["written"]
    wanted = {"file", "format", "table", *COUNTS, "rejected", "warnings"}
    assert all(wanted <= set(file) for file in report["files"])
    assert {file["file"]: file["accepted"] for file in report["files"]} == {
        "interviews.csv": 4,
        "referrals.csv": 3,
        "seekers.csv": 2,
    }


def test_the_same_folder_again_changes_nothing(folder, book):
    told("import", folder, "--logbook", book)
    again = told("import", folder, "--logbook", book)
    assert (again["written"], again["import_id"]) == (False, None)
    assert sum(file["duplicates"] for file in again["files"]) == 9
    assert "holds all of it already" in call("import", folder, "--logbook", book).stdout


def test_a_changed_cell_is_shown_with_before_and_after(folder, book):
    call("import", folder, "--logbook", book)
    path = folder / "interviews.csv"
    path.write_text(INTERVIEWS.replace(",cold,", ",event,"), encoding="utf-8")
    said = call("import", path, "--logbook", book)
    assert said.exit_code == 0
    (line,) = [line for line in said.stdout.splitlines() if "cold" in line]
    assert line.split()[-3:] == ["source", "cold", "event"]


def test_a_rehearsal_writes_nothing(folder, book):
    report = told("import", folder, "--logbook", book, "--dry-run")
    assert (report["written"], report["import_id"]) == (False, None)
    assert sum(file["accepted"] for file in report["files"]) == 9
    assert not book.exists()
    assert "rehearsal" in call("import", folder, "--logbook", book, "--dry-run").stdout


def test_rejected_rows_keep_everything_out(bad, book):
    report = told("import", bad, "--logbook", book, code=1)
    assert not report["written"]
    (file,) = report["files"]
    assert {r["row"] for r in file["rejected"]} == {3, 4}
    assert {"sheet", "row", "column", "value", "reason", "fix"} <= set(file["rejected"][0])
    assert file["rows"] == file["accepted"] + file["updated"] + file["duplicates"] + 2
    said = call("import", bad, "--logbook", book)
    assert said.exit_code == 1
    assert "--good-rows" in said.stdout
    assert told("forest", "--logbook", book) == []


def test_good_rows_go_in_when_told(bad, book):
    report = told("import", bad, "--logbook", book, "--good-rows", code=1)
    assert report["written"]
    assert len(told("forest", "--logbook", book)) == 1


def test_a_refused_file_has_no_rows_and_a_reason(tmp_path, book):
    path = tmp_path / "log.csv"
    path.write_text('seeker,contact_name,held_on\n"Sam,Ann,2026-01-05\n', encoding="utf-8")
    (file,) = told("import", path, "--logbook", book, code=1)["files"]
    assert [file[count] for count in COUNTS] == [0, 0, 0, 0]
    assert file["refused"]["reason"]
    assert file["refused"]["reason"][:20] in call("import", path, "--logbook", book).stdout


def test_date_order_and_seeker_are_handed_on(tmp_path, book):
    path = tmp_path / "visits.csv"
    path.write_text("contact_name,held_on\nAnn,03/04/2026\nBob,05/04/2026\n", encoding="utf-8")
    assert call("import", path, "--logbook", book).exit_code == 1
    words = ("import", path, "--logbook", book, "--date-order", "dmy", "--seeker", "sam@x.org")
    assert told(*words)["written"]
    rows = told("gaps", "--all", "--logbook", book, "--as-of", "2026-04-10")
    thanks = [row for row in rows if row["rule"] == "thank_you_email"]
    assert [row["due_on"] for row in thanks] == ["2026-04-04", "2026-04-06"]


def test_what_happened_after_the_day_is_rejected(folder, book):
    told("import", folder, "--logbook", book, "--as-of", "2026-01-10", code=1)


def test_an_import_is_taken_back_and_brought_in_again(folder, book):
    first = told("import", folder, "--logbook", book)["import_id"]
    undone = told("undo-import", first, "--logbook", book)
    assert undone["undone_import_id"] == first
    assert told("forest", "--logbook", book) == []
    said = call("undo-import", undone["import_id"], "--logbook", book)
    assert said.exit_code == 0, said.output
    assert len(told("forest", "--logbook", book)) == 3


def test_an_import_that_is_built_upon_stays(folder, book):
    first = told("import", folder, "--logbook", book)["import_id"]
    path = folder / "interviews.csv"
    path.write_text(INTERVIEWS.replace(",cold,", ",event,"), encoding="utf-8")
    told("import", path, "--logbook", book)
    said = call("undo-import", first, "--logbook", book)
    assert said.exit_code == 2
    assert "Error:" in said.stderr
    assert len(told("forest", "--logbook", book)) == 3


def test_the_log_is_checked_after_an_import(tmp_path, book):
    path = tmp_path / "log.csv"
    path.write_text(
        "seeker,contact_name,source,held_on\nSam,Ann,referral,2026-01-05\n", encoding="utf-8"
    )
    said = call("import", path, "--logbook", book)
    assert "onward check" in said.stdout
    assert said.exit_code == 0
    (found,) = told("check", "--logbook", book)
    assert (found["check"], found["severity"]) == ("orphan", "warning")


def test_the_sample_warns(sample_book, tmp_path, folder):
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(sample_book.read_bytes())
    report = told("import", folder, "--logbook", copy)
    assert any("sample" in w["reason"] for file in report["files"] for w in file["warnings"])
