"""What columns mean, told once: saved, found again, handed from one logbook to the next."""

import datetime as dt
import json

import pytest

from data.errors import FileRefusedError
from data.importers.planning import plan_files
from data.importers.saved_mappings import (
    Mapping,
    forget_mapping,
    mapping_of,
    read_mapping,
    save_mapping,
    saved_mappings,
)
from tests.data.importers.grids import meanings, plan_of, text
from tests.data.importers.office import counts

NOW = dt.datetime(2026, 5, 1, 9)
HEAD = ["Zzz", "Whom", "Pals", "Ta", "Firm", "3rd"]
ROWS = [
    ["3/14/2026", "Ann Lee", "Bob Ray", "Y", "Acme", ""],
    ["3/15/2026", "Bob Ray", "Cleo Fox", "", "Initech", "x"],
]
SAID = {0: "held_on", 1: "contact_name", 2: "names_given", 3: "thanked", 5: ""}


@pytest.fixture
def path(tmp_path):
    return text(tmp_path / "Odd log.csv", [["Tracker of Mia Sol"], [], HEAD, *ROWS])


@pytest.fixture
def mapping(path):
    return mapping_of(plan_of(path).with_columns(SAID), "Odd logs")


def test_a_corrected_plan_becomes_a_mapping_and_comes_back_from_its_file(mapping, tmp_path):
    assert dict(mapping.columns) == {
        "zzz": "held_on",
        "whom": "contact_name",
        "pals": "names_given",
        "ta": "thanked",
        "firm": "organization",
        "3rd": "",
    }
    assert mapping.seeker_from == "title"
    file = tmp_path / "odd.json"
    file.write_text(mapping.to_json(), encoding="utf-8")
    assert read_mapping(file) == mapping


def test_saved_mappings_are_replaced_by_name_and_forgotten(office, mapping):
    assert saved_mappings(office.book) == ()
    save_mapping(office.book, mapping, now=NOW)
    other = Mapping("Odd logs", "interviews", (("whom", "contact_name"),))
    save_mapping(office.book, other, now=NOW)
    assert saved_mappings(office.book) == (other,)
    forget_mapping(office.book, "Odd logs", now=NOW)
    forget_mapping(office.book, "Odd logs", now=NOW)
    assert saved_mappings(office.book) == ()


def test_a_growing_file_is_recognized_each_week_and_updates_what_it_told(office, mapping, path):
    save_mapping(office.book, mapping, now=NOW)
    assert counts(office.hand_in(path)) == [(2, 0, 0, 0)]
    assert counts(office.hand_in(path)) == [(0, 0, 2, 0)]
    grown = [*ROWS, ["4/2/2026", "Cleo Fox", "none", "n", "", ""]]
    grown[1] = ["3/15/2026", "Bob Ray", "Cleo Fox", "Y", "Initech", ""]
    text(path, [["Tracker of Mia Sol"], ["as of April"], [], HEAD, *grown, ["Total", 3]])
    report = office.hand_in(path)
    assert counts(report) == [(1, 1, 1, 0)]
    assert report.files[0].decisions["mapping"] == "Odd logs"
    assert len(office.rows("interviews")) == 3
    assert office.names("referrals", "from_id", "referred_id") == [
        ("Ann Lee", "Bob Ray"),
        ("Bob Ray", "Cleo Fox"),
    ]


def test_the_order_of_columns_does_not_matter_and_new_ones_are_proposed(mapping, tmp_path):
    rows = [[*HEAD[::-1], "Notes"], *([*row[::-1], "good"] for row in ROWS)]
    plan = plan_of(text(tmp_path / "b.csv", rows), mappings=[mapping])
    assert plan.mapping == "Odd logs"
    assert meanings(plan) == {
        "Zzz": "held_on",
        "Whom": "contact_name",
        "Pals": "names_given",
        "Ta": "thanked",
        "Firm": "organization",
        "Notes": "notes",
    }
    assert plan.column_named("Whom").reason == 'The saved mapping "Odd logs" says so.'


def test_a_mapping_leaves_other_kinds_of_sheets_alone(mapping, tmp_path):
    plan = plan_of(text(tmp_path / "b.csv", [["Whom", "Zzz"], ["Ann", "x"]]), mappings=[mapping])
    assert plan.mapping == ""


def test_a_mapping_goes_before_the_log_formats_own_headers(tmp_path):
    rows = [["seeker", "contact_name", "held_on"], ["Ann Lee", "Mia Sol", "2026-01-02"]]
    columns = (("seeker", "contact_name"), ("heldon", "held_on"), ("contactname", "seeker"))
    swapped = Mapping("swapped", "interviews", columns)
    plan = plan_of(text(tmp_path / "b.csv", rows), mappings=[swapped])
    assert meanings(plan)["contact_name"] == "seeker"


def test_who_was_given_for_one_file_is_only_proposed_for_another(tmp_path):
    rows = [["Contact", "Date met"], ["Ann", "2026-01-02"]]
    mine = plan_of(text(tmp_path / "log v.csv", rows)).with_seeker("mia@x.org")
    mapping = mapping_of(mine, "m")
    assert (mapping.seeker_from, mapping.seeker) == ("given", "mia@x.org")
    again, other, named = plan_files(
        [text(tmp_path / name, rows) for name in ("log v (2).csv", "list.csv", "Tom Ash.csv")],
        mappings=[mapping],
    )
    assert (again.seeker, again.asks_seeker) == ("mia@x.org", False)
    assert (other.seeker, other.asks_seeker) == ("mia@x.org", True)
    assert (named.seeker, named.asks_seeker) == ("Tom Ash", True)


GOOD = {"onward_mapping": 1, "name": "m", "table": "interviews", "columns": {"a": "held_on"}}


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '"x"',
        {"onward_mapping": 2},
        {"columns": []},
        {"columns": {"a": 1}},
        {"columns": {"a": "no such"}},
        {"table": "nowhere"},
        {"columns": {"a": "held_on", "b": "held_on"}},
        {"date_order": "DYM"},
        {"name": 3},
        {"seeker_from": "stars"},
    ],
)
def test_what_is_no_mapping_is_refused_in_plain_words(tmp_path, bad):
    file = tmp_path / "m.json"
    file.write_text(bad if isinstance(bad, str) else json.dumps(GOOD | bad), encoding="utf-8")
    with pytest.raises(FileRefusedError) as refused:
        read_mapping(file)
    assert refused.value.why
    assert refused.value.fix


def test_a_mapping_without_a_name_has_its_files(tmp_path):
    file = tmp_path / "spring.json"
    file.write_text(json.dumps(GOOD | {"name": ""}), encoding="utf-8")
    assert read_mapping(file).name == "spring"
    with pytest.raises(FileRefusedError):
        read_mapping(tmp_path / "missing.json")


def test_a_mapping_that_fits_nothing_is_refused(office, mapping, tmp_path):
    other = text(
        tmp_path / "b.csv", [["seeker", "contact", "met on"], ["Mia", "Ann", "2026-01-02"]]
    )
    with pytest.raises(FileRefusedError, match="fits none"):
        office.hand_in(other, mappings=[mapping])
    assert office.rows("interviews") == []
