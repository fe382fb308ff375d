"""What leaves a logbook, and what comes back."""

import csv

import networkx as nx
import openpyxl
import pytest

from data.logbook import open_logbook
from tests.dashboard.commands.books import call, told


def test_a_folder_comes_back_as_it_was(small, tmp_path):
    out, book = tmp_path / "out", tmp_path / "again.duckdb"
    assert told("export", out, "--logbook", small)["file"] == str(out)
    assert told("import", out, "--logbook", book)["written"]
    assert told("forest", "--logbook", book) == told("forest", "--logbook", small)


def test_a_workbook(small, tmp_path):
    path = tmp_path / "log.xlsx"
    said = call("export", path, "--logbook", small)
    assert said.exit_code == 0, said.output
    assert "interviews" in openpyxl.load_workbook(path).sheetnames


def test_an_export_as_of_a_day_knows_no_later(small, tmp_path):
    out, book = tmp_path / "out", tmp_path / "again.duckdb"
    call("export", out, "--logbook", small, "--as-of", "2026-01-10")
    call("import", out, "--logbook", book)
    assert [row["interview_id"] for row in told("forest", "--logbook", book)] == ["1"]


def test_a_full_copy_has_no_cohorts(small, tmp_path):
    said = call("export", tmp_path / "out", "--logbook", small, "--cohort", "North")
    assert said.exit_code == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("ending", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_a_graph(small, tmp_path, ending, read):
    path = tmp_path / f"log.{ending}"
    assert call("export", path, "--logbook", small).exit_code == 0
    names = nx.get_node_attributes(read(path), "name")
    assert set(names.values()) == {"Sam Lee", "Rae Fox", "Ann", "Bob", "Cleo", "Dan", "Eve"}
    assert {(names[a], names[b]) for a, b in read(path).edges} == {
        ("Ann", "Bob"),
        ("Bob", "Cleo"),
        ("Dan", "Eve"),
    }


def test_a_calendar_of_what_is_owed(small, tmp_path):
    path = tmp_path / "log.ics"
    assert call("export", path, "--logbook", small, "--as-of", "2026-01-28").exit_code == 0
    text = path.read_text(encoding="utf-8").replace("\n ", "")
    assert "SUMMARY:Rae Fox: Thank Dan" in text
    assert "SUMMARY:Rae Fox: Ask Eve for a conversation" in text  # due later: that is what for
    assert "DESCRIPTION:Named by Dan." in text
    assert "@x.org" not in text


@pytest.mark.parametrize("name", ["out.graphml", "out.gexf", "out.ics"])
def test_what_shows_people_is_not_shareable(small, tmp_path, name):
    said = call("export", tmp_path / name, "--shareable", "--logbook", small)
    assert said.exit_code == 2
    assert not (tmp_path / name).exists()


def test_too_few_people_are_not_shared(small, tmp_path):
    said = call("export", tmp_path / "out", "--shareable", "--logbook", small)
    assert said.exit_code == 2
    assert "10 seekers" in said.stderr


def test_the_sample_is_shared_without_names(sample_book, tmp_path):
    out = tmp_path / "out"
    assert told("export", out, "--shareable", "--logbook", sample_book)["shareable"]
    people = open_logbook(sample_book).log().whole("people")
    written = "".join(path.read_text(encoding="utf-8-sig") for path in out.glob("*.csv"))
    assert not [name for name in people["name"] if name in written]
    with (out / "by_cohort.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    # About 30 seekers each (29, 30 and 31), to the nearest five.
    assert [row["seekers"] for row in rows] == ["30", "30", "30"]


def test_a_template(tmp_path):
    path = tmp_path / "log.xlsx"
    assert told("template", path)["file"] == str(path)
    assert "interviews" in openpyxl.load_workbook(path).sheetnames
    assert call("template", path).exit_code == 2  # nothing is overwritten


def test_a_backup_is_restored(small, tmp_path):
    book, safe = tmp_path / "log.duckdb", tmp_path / "safe.duckdb"
    assert call("backup", safe, "--logbook", small).exit_code == 0
    assert told("restore", safe, "--logbook", book) == {"logbook": str(book), "kept": None}
    assert told("forest", "--logbook", book) == told("forest", "--logbook", small)
    kept = told("restore", safe, "--logbook", book)["kept"]
    assert len(told("forest", "--logbook", kept)) == 3


def test_backups_need_what_they_copy(tmp_path):
    safe = tmp_path / "safe.duckdb"
    assert call("backup", safe, "--logbook", tmp_path / "none.duckdb").exit_code == 2
    assert call("restore", safe, "--logbook", tmp_path / "log.duckdb").exit_code == 2
    assert list(tmp_path.iterdir()) == []
