"""The workbook to fill in says exactly what the log format says."""

import csv
import datetime as dt

import openpyxl
import pytest

from data.errors import NotAllowedError
from data.importers.source import read_sources
from data.log_format import SHEETS, TRACKER_COLUMNS
from data.template import EXAMPLE, template

TO_FILL_IN = ["interviews", "referrals", "follow_ups", "opportunities", "destinations", "seekers"]


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return template(tmp_path_factory.mktemp("template") / "log.xlsx")


@pytest.fixture(scope="module")
def book(file):
    return openpyxl.load_workbook(file)


def headers(page):
    return [cell.value for cell in page[1]]


def test_headers_are_those_of_the_log_format(book):
    assert book.sheetnames == [*TO_FILL_IN, "example", "help"]
    for name in TO_FILL_IN:
        assert sorted(headers(book[name])) == sorted(SHEETS[name].names)


def test_six_columns_are_open_and_the_rest_is_folded(book):
    page = book["interviews"]
    assert headers(page)[:6] == list(TRACKER_COLUMNS)
    hidden = [
        any(d.min <= n <= d.max and d.hidden for d in page.column_dimensions.values())
        for n in range(1, page.max_column + 1)
    ]
    assert hidden == [False] * 6 + [True] * (len(SHEETS["interviews"].names) - 6)
    assert {d.outlineLevel for d in page.column_dimensions.values() if d.hidden} == {1}


@pytest.mark.parametrize("name", TO_FILL_IN)
def test_choices_drop_down_and_every_header_is_explained(book, name):
    page, sheet = book[name], SHEETS[name]
    lists = {
        str(rule.sqref).split("2:")[0]: rule.formula1.strip('"').split(",")
        for rule in page.data_validations.dataValidation
    }
    for cell in page[1]:
        column = sheet.column(cell.value)
        expected = ["yes", "no"] if column.type == "yes_no" else []
        if column.type == "choice":
            expected = list(column.column.choices)
        assert lists.get(cell.column_letter, []) == expected
        assert len(cell.comment.text) > 5


def test_the_empty_workbook_is_read_without_a_word(file):
    sheets = read_sources([file], as_of=dt.date(2026, 12, 31))
    assert [s.table for s in sheets] == TO_FILL_IN
    for sheet in sheets:
        assert (sheet.file_rows, sheet.rejected, sheet.warnings, sheet.refused) == (0, (), (), None)


def test_what_is_filled_in_is_read_and_the_example_is_not(file, tmp_path):
    book = openpyxl.load_workbook(file)
    for number, value in enumerate(EXAMPLE.values(), start=1):
        book["interviews"].cell(3, number, value)
    book.save(tmp_path / "filled.xlsx")
    first = read_sources([tmp_path / "filled.xlsx"], as_of=dt.date(2026, 12, 31))[0]
    assert (first.rejected, list(first.row_numbers)) == ((), [3])
    (row,) = first.columns.to_pylist()
    assert (row["seeker"], row["held_on"], row["thanked"]) == (
        "Ana Ruiz",
        dt.date(2026, 3, 2),
        dt.date(2026, 3, 3),
    )
    assert row["names_given"] == ["Dana Fox", "Eli Stone"]


def test_the_example_is_a_row_that_import_takes(tmp_path):
    assert tuple(EXAMPLE) == TRACKER_COLUMNS
    file = tmp_path / "interviews.csv"
    with file.open("w", newline="") as text:
        csv.writer(text).writerows([EXAMPLE.keys(), EXAMPLE.values()])
    (sheet,) = read_sources([file], as_of=dt.date(2026, 12, 31))
    assert (sheet.rejected, sheet.file_rows) == ((), 1)


def test_help_names_every_column_once(book):
    told = [(row[0], row[1]) for row in book["help"].iter_rows(min_row=6, values_only=True)]
    assert sorted(told) == sorted((n, c) for n in TO_FILL_IN for c in SHEETS[n].names)


def test_nothing_is_overwritten(file):
    before = file.read_bytes()
    with pytest.raises(NotAllowedError, match="nothing is overwritten"):
        template(file)
    assert file.read_bytes() == before
