"""Days without a year, in sheets whose name or title tells it."""

import datetime as dt

import pytest

from tests.data.importers.grids import plan_of, read, text, workbook

HEADERS = ["Contact", "Date met", "Thanked?"]
ROWS = [
    ["Ann Lee", "3/14", "3/15"],
    ["Bob Ray", "14. Apr", "sent 4/15"],
    ["Cleo Fox", "5/1/25", ""],
]


def test_the_year_of_the_sheets_name_is_proposed_and_told(tmp_path):
    path = workbook(tmp_path / "log.xlsx", {"2026 spring": [HEADERS, *ROWS]})
    column = plan_of(path).column(1)
    assert (column.meaning, column.sure) == ("held_on", True)
    assert column.reason.endswith(
        "Days without a year: 2026, the sheet has it in its name, “2026 spring”."
    )
    sheet = read(path, seeker="Mia Sol")
    days = [dt.date(2026, 3, 14), dt.date(2026, 4, 14), dt.date(2025, 5, 1)]
    assert sheet.columns["held_on"].to_pylist() == days
    thanked = [dt.date(2026, 3, 15), dt.date(2026, 4, 15), None]
    assert sheet.columns["thanked"].to_pylist() == thanked
    told = {warning.column: warning.reason for warning in sheet.warnings}
    assert told["Date met"].startswith("2 days have no year: read as of 2026; the sheet has it")
    assert told["Thanked?"].startswith("2 days have no year")


@pytest.mark.parametrize(
    ("title", "name"), [("Tracker, spring 2026", "log.csv"), ("Tracker", "log 2026.csv")]
)
def test_a_title_or_the_files_name_tells_it_too(tmp_path, title, name):
    rows = [[title, "", ""], HEADERS, *ROWS]
    assert plan_of(text(tmp_path / name, rows)).year == 2026


@pytest.mark.parametrize("title", ["Tracker", "Fall 2025", "2025/26", "2025 and 2026"])
def test_a_year_that_is_not_sure_is_not_taken(tmp_path, title):
    rows = [[title, "", ""], HEADERS, *ROWS[:2]]
    plan = plan_of(text(tmp_path / "log.csv", rows))
    assert plan.year == 0
    assert not plan.column(1).sure


def test_where_days_have_their_year_a_title_changes_nothing(tmp_path):
    rows = [
        ["Spring 2025", "", ""],
        HEADERS,
        ["Ann Lee", "3/14/26", ""],
        ["Bob Ray", "3/15/26", ""],
    ]
    path = text(tmp_path / "log.csv", rows)
    assert plan_of(path).year == 0
    assert read(path, seeker="Mia Sol").columns["held_on"].to_pylist()[0] == dt.date(2026, 3, 14)
