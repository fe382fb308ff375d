"""The workbook of rows that could not be read: as handed in, with the reason beside each."""

import io

import openpyxl

from data.importers.error_file import FIX, REASON, ROW, ErrorRow, ErrorSheet, error_workbook

HEADERS = ("Who", "Met on", "Thanked?")
ROWS = (
    ErrorRow(7, ("Ann Ash", "31.02.2026", "Y"), ((1, "No such day.", "Write 2026-02-28."),)),
    ErrorRow(
        9,
        ("=HYPERLINK(1)", "", ""),
        ((1, "No date.", "Fill it in."), (-1, "Too many cells.", "Mend the row.")),
    ),
)


def opened(*sheets):
    return openpyxl.load_workbook(io.BytesIO(error_workbook(sheets)))


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_rows_have_their_reasons_beside_them_and_the_headers_of_the_file():
    (sheet,) = opened(ErrorSheet("Mara", HEADERS, ROWS)).worksheets
    assert sheet.title == "Mara"
    head, first, second = values(sheet)
    assert head == [REASON, FIX, ROW, *HEADERS]
    assert first == [
        "Met on: No such day.", "Write 2026-02-28.", 7, "Ann Ash", "31.02.2026", "Y",
    ]  # fmt: skip
    assert second[0] == "Met on: No date. Too many cells."
    assert second[1] == "Fill it in. Mend the row."


def test_no_cell_is_a_formula_and_what_needs_a_person_is_marked():
    (sheet,) = opened(ErrorSheet("Mara", HEADERS, ROWS)).worksheets
    assert sheet["D3"].value == "'=HYPERLINK(1)"
    assert sheet["D3"].data_type == "s"
    marked = {c.coordinate for row in sheet.iter_rows() for c in row if c.fill.fill_type}
    assert marked == {"E2", "E3"}


def test_a_seeker_that_no_column_tells_is_said_in_one():
    (sheet,) = opened(ErrorSheet("log", HEADERS, ROWS, seeker="Mara Lind")).worksheets
    assert [row[3] for row in values(sheet)] == ["seeker", "Mara Lind", "Mara Lind"]


def test_sheets_have_names_of_their_own_that_a_workbook_may_have():
    rows = ROWS[:1]
    named = ("a/b:c", "a b c", "'", "x" * 40, "x" * 41, "History")
    found = opened(*(ErrorSheet(name, HEADERS, rows) for name in named)).sheetnames
    assert found[:3] == ["a b c", "a b c (2)", "rows"]
    assert len({name.lower() for name in found}) == len(named)
    assert all(0 < len(name) <= 31 for name in found)
    assert "history" not in {name.lower() for name in found}


def test_a_row_that_is_shorter_than_the_headers_is_written_as_it_is():
    (sheet,) = opened(
        ErrorSheet("s", HEADERS, (ErrorRow(2, ("Ann",), ((2, "r", "f"),)),))
    ).worksheets
    assert values(sheet)[1][:4] == ["Thanked?: r", "f", 2, "Ann"]
