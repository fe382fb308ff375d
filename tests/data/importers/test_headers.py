import pytest

from data.importers.headers import choose_sheet, match_headers, nearest_known, sheet_by_name
from data.log_format import SHEETS, TRACKER_COLUMNS


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_every_column_is_found_by_its_own_name_however_it_is_spelled(sheet):
    for spell in (str, str.upper, lambda n: n.replace("_", " ").title(), lambda n: f" {n}: "):
        found = match_headers([spell(name) for name in sheet.names], sheet)
        assert found.known == {name: (i,) for i, name in enumerate(sheet.names)}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_a_sheet_of_another_name_is_recognized_by_its_columns(sheet):
    assert choose_sheet("Book1", sheet.names) == (sheet, "columns")


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_a_sheet_is_recognized_by_its_name(sheet):
    assert choose_sheet(sheet.name.replace("_", " ").upper(), sheet.names) == (sheet, "name")


def test_the_tracker_is_the_sheet_of_interviews_and_so_is_each_of_its_parts():
    for left_out in TRACKER_COLUMNS:
        columns = [name for name in TRACKER_COLUMNS if name != left_out]
        assert choose_sheet("tracker spring", columns)[0] == SHEETS["interviews"]


def test_a_name_does_not_stand_against_all_columns():
    assert choose_sheet("notes", TRACKER_COLUMNS) == (SHEETS["interviews"], "columns")


def test_singular_names_are_known():
    assert sheet_by_name("Opportunity") is SHEETS["opportunities"]
    assert sheet_by_name("interview") is SHEETS["interviews"]
    assert sheet_by_name("Sheet1") is None


def test_columns_that_no_sheet_has_choose_none():
    assert choose_sheet("Sheet1", ["price", "color", "weight"]) == (None, "")


def test_labels_are_headers_too():
    found = match_headers(["Seeker", "Contact", "Met on", "Asked on"], SHEETS["interviews"])
    assert set(found.known) == {"seeker", "contact_name", "held_on", "requested_on"}


def test_attributes_of_seekers_are_kept_as_they_are_spelled():
    found = match_headers(["seeker", "Attribute:  First Gen ", "attribute:"], SHEETS["seekers"])
    assert found.known == {"seeker": (0,), "attribute: First Gen": (1,)}
    assert found.unknown == (2,)
    assert match_headers(["attribute: x"], SHEETS["interviews"]).unknown == (0,)


def test_the_nearest_known_column_is_named():
    assert nearest_known("refered by", SHEETS["interviews"]) == "referred_by"
    assert nearest_known("qqqq", SHEETS["interviews"]) == ""
