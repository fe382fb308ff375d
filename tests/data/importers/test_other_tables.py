"""Sheets of other tables in offices' own words, and logs that only look a little like them."""

import pytest

from data.importers.header_words import LANGUAGES, NOTHING, _vocabulary
from data.importers.planning import plan_files
from data.importers.table_choice import RARER
from data.log_format import SHEETS
from tests.data.importers.grids import meanings, plan_of, text, workbook

DAY = "2026-03-14"
SHEETS_OF_OFFICES = {
    "follow_ups": (
        {"Student": "Mia Sol", "Contact": "Ann Lee", "Follow-up type": "thank you note",
         "Sent on": DAY, "Comments": "by post"},
        {"seeker", "contact_name", "kind", "done_on", "note"},
    ),
    "opportunities": (
        {"Student": "Mia Sol", "Opportunity": "job opening", "Employer": "Acme",
         "Date applied": DAY, "Offer": "", "Reason": ""},
        {"seeker", "kind", "organization", "applied_on", "offered_on", "closed_reason"},
    ),
    "destinations": (
        {"Absolventin": "Mia Sol", "Verbleib": "employed", "Arbeitgeber": "Acme",
         "Arbeitsbeginn": DAY, "Gemeldet am": DAY},
        {"seeker", "category", "organization", "started_on", "known_on"},
    ),
    "people": (
        {"Name": "Ann Lee", "Email": "ann@x.org", "Company": "Acme", "Job title": "Head",
         "LinkedIn": "https://linkedin.com/in/ann", "City": "Bern"},
        {"name", "email", "organization", "title", "linkedin_url", "location"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("table", SHEETS_OF_OFFICES)
def test_other_tables_are_known_by_their_words(tmp_path, table):
    row, told = SHEETS_OF_OFFICES[table]
    plan = plan_of(text(tmp_path / "Sheet1.csv", [list(row), list(row.values())]))
    assert (plan.table, plan.missing) == (table, ())
    assert set(meanings(plan).values()) == told


def test_a_log_with_the_background_of_people_is_a_log(tmp_path):
    row = SHEETS_OF_OFFICES["people"][0] | {"Date met": DAY, "Thanked?": "Y"}
    plan = plan_of(text(tmp_path / "Sheet1.csv", [list(row), list(row.values())]))
    assert plan.table == "interviews"


def test_a_log_that_tells_what_came_of_it_is_a_log(tmp_path):
    row = {"Student": "Mia Sol", "Contact": "Ann Lee", "Date met": DAY, "Opportunity": "project"}
    plan = plan_of(text(tmp_path / "Sheet1.csv", [list(row), list(row.values())]))
    assert plan.table == "interviews"


def test_a_log_that_leaves_its_date_open_is_asked_about_beside_a_whole_other_table(tmp_path):
    log = [["Student", "Contact", "Date"], ["Mia Sol", "Ann Lee", "soon"], ["Mia Sol", "Bob", "?!"]]
    row = SHEETS_OF_OFFICES["opportunities"][0]
    path = workbook(tmp_path / "both.xlsx", {"Log": log, "Jobs": [list(row), list(row.values())]})
    first, second = plan_files([path])
    assert (first.table, first.use, first.missing) == ("interviews", True, ("date",))
    assert (second.table, second.use) == ("opportunities", True)


@pytest.mark.parametrize("table", RARER)
def test_every_language_has_words_and_none_is_weak(table):
    words = _vocabulary(table).values()
    assert {word.language for word in words} == set(LANGUAGES)
    assert not any(word.weak for word in words)
    assert {word.meaning for word in words} <= {*SHEETS[table].names, NOTHING}
