"""Any office's spreadsheet in, by the command: without a template, with a saved mapping."""

import pytest

from data.importers.planning import plan_files
from data.importers.saved_mappings import mapping_of
from tests.dashboard.commands.books import call, told
from tests.data.importers.grids import text, workbook


@pytest.fixture
def book(tmp_path):
    return tmp_path / "log.duckdb"


@pytest.fixture
def odd(tmp_path):
    rows = [["Tracker of Mia Sol"], [], ["Whom", "Zzz", "Firm", "Hm"],
            ["Ann Lee", "3/14/2026", "Acme", "y"], ["Bob Ray", "3/20/2026", "", "n"]]  # fmt: skip
    return text(tmp_path / "odd.csv", rows)


@pytest.fixture(autouse=True)
def wide(monkeypatch):
    """A table that need not wrap its cells."""
    monkeypatch.setenv("COLUMNS", "200")


def test_a_spreadsheet_without_template_is_taken_in_and_what_was_understood_is_said(tmp_path, book):
    rows = [["Informational interviews – tracker of Mia Sol"], [],
            ["Contact Name", "Company", "Date met", "Referred by", "Thanked?", "Rating"],
            ["Ann Lee", "Acme", "3/14/2026", "-", "Y", "5"],
            ["Bob Ray", "n/a", "3/20/2026", "Ann Lee", "", "4"], ["Total", 2]]  # fmt: skip
    path = workbook(tmp_path / "log.xlsx", {"Sheet1": rows})
    said = call("import", path, "--logbook", book)
    assert said.exit_code == 0, said.output
    assert "What was understood" in said.stdout
    assert "Mia Sol" in said.stdout
    assert "A total." in said.stdout
    forest = told("forest", "--logbook", book)
    assert sorted(row["generation"] for row in forest) == [0, 1]  # rows go by ids, drawn by chance
    (file,) = told("import", path, "--logbook", book)["files"]
    assert file["duplicates"] == 2
    assert file["decisions"]["columns"]["Company"] == "organization"
    assert file["decisions"]["not_read"] == ["Rating"]
    assert set(file["decisions"]["reasons"]) == set(rows[2])


def test_a_mapping_says_what_columns_mean_and_what_is_unsure_without_it_is_said(
    tmp_path, odd, book
):
    assert told("import", odd, "--logbook", book, code=1)["files"][0]["refused"]
    said = call("import", odd, "--logbook", book, "--dry-run")
    assert said.exit_code == 1
    (plan,) = plan_files([odd])
    mapping = tmp_path / "odd.json"
    corrected = plan.with_columns({0: "contact_name", 1: "held_on", 3: "thanked"})
    mapping.write_text(mapping_of(corrected, "Odd").to_json(), encoding="utf-8")
    report = told("import", odd, "--logbook", book, "--map", mapping)
    assert report["written"]
    assert report["files"][0]["accepted"] == 2
    assert report["files"][0]["decisions"]["mapping"] == "Odd"
    assert told("import", odd, "--logbook", book, "--map", mapping)["files"][0]["duplicates"] == 2


def test_what_is_no_mapping_ends_the_command(odd, book):
    said = call("import", odd, "--logbook", book, "--map", odd)
    assert said.exit_code == 2
    assert "no mapping" in said.output
    assert not book.exists()
