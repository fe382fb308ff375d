import io
import zipfile
from contextlib import suppress
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import FileRefusedError
from data.importers import workbook
from data.importers.cells import NO_VALUE
from data.importers.sheet_walk import special_cells
from data.importers.workbook import read_workbook


def saved(path, sheets):
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # the same bytes in every run
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for position, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, position, value)
    return path


def cells_of(raw):
    rows = zip(*(column.to_pylist() for column in raw.columns), strict=True)
    return dict(zip(raw.row_numbers.tolist(), map(list, rows), strict=True))


def test_cells_become_text_and_rows_keep_their_numbers(tmp_path):
    path = saved(
        tmp_path / "log.xlsx",
        {
            "log": [
                [],
                [None, "seeker", "held_on", "minutes", "on time"],
                [None, "Ann", date(2026, 3, 4), 30, True],
                [],
                [None, "Bob", datetime(2026, 3, 4, 9, 30), 1.5, "no"],
            ]
        },
    )
    (raw,) = read_workbook(path)
    assert (raw.sheet, raw.header_row, raw.format) == ("log", 2, "xlsx")
    assert raw.headers == ("", "seeker", "held_on", "minutes", "on time")
    assert cells_of(raw) == {
        3: ["", "Ann", "2026-03-04", "30", "true"],
        4: ["", "", "", "", ""],
        5: ["", "Bob", "2026-03-04 09:30:00", "1.5", "no"],
    }


def test_error_cells_and_formulas_without_value_are_not_blank(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["seeker", "notes", "minutes"])
    sheet["A3"] = "#REF!"
    sheet["A3"].data_type = "e"
    sheet["B3"] = "=1+1"
    sheet["D5"] = "=2"  # beyond everything that has a value
    path = tmp_path / "log.xlsx"
    book.save(path)
    (raw,) = read_workbook(path)
    cells = cells_of(raw)
    assert cells[3][:2] == ["#REF!", NO_VALUE]
    assert cells[5][3] == NO_VALUE


def test_a_formula_with_a_value_is_its_value(tmp_path):
    path = tmp_path / "log.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["seeker", "notes"])
        sheet.write_formula(1, 0, '="An"&"n"', None, "Ann")
        sheet.write(1, 1, "x")
    (raw,) = read_workbook(path)
    assert cells_of(raw) == {2: ["Ann", "x"]}
    empty_text = b'<s><row><c t="str"><f>""</f><v></v></c></row></s>'  # as Excel writes it
    assert special_cells(empty_text, "log") == {}


def test_several_sheets_and_empty_ones(tmp_path):
    path = saved(tmp_path / "log.xlsx", {"a": [["seeker"]], "b": [], "c": [["x"], ["1"]]})
    raws = read_workbook(path)
    assert [raw.headers for raw in raws] == [("seeker",), (), ("x",)]


def test_a_sheet_that_reaches_to_the_end_of_the_world_is_refused(tmp_path):
    path = tmp_path / "log.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "seeker")
        sheet.write(1_048_575, 16_383, "far")
    with pytest.raises(FileRefusedError, match="further than any log"):
        read_workbook(path)


def test_cells_without_a_reference_are_counted_in_order():
    first = b'<row><c t="s"><v>0</v></c><c t="e"><v>#N/A</v></c></row>'
    part = b"<s>" + first + b"<row><c><f>A1</f></c></row></s>"
    assert special_cells(part, "log", [3]) == {(1, 2): "#N/A", (2, 1): NO_VALUE}


def test_a_workbook_that_is_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = saved(tmp_path / "log.xlsx", {"a": [["seeker"]]})
    monkeypatch.setattr(workbook, "MAX_CONTENT", 10)
    with pytest.raises(FileRefusedError, match="larger"):
        read_workbook(path)


def remade(content, change):
    """Return the workbook with each part changed, in a sound archive."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            new.writestr(member.filename, change(member.filename, old.read(member)))
    return out.getvalue()


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_mangled_workbook_is_read_or_refused(tmp_path, data):
    path = saved(tmp_path / "sound.xlsx", {"a": [["seeker", "held_on"], ["Ann", date(2026, 1, 2)]]})
    inside = data.draw(st.booleans())
    target = data.draw(
        st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml",
                         "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"])
    )  # fmt: skip

    def change(content):
        content = bytearray(content)
        for _ in range(data.draw(st.integers(1, 6))):
            place = data.draw(st.integers(0, len(content) - 1))
            if data.draw(st.booleans()):
                content[place] = data.draw(st.integers(0, 255))
            else:
                del content[place : place + data.draw(st.integers(1, 20))]
                content = content or bytearray(b"x")
        return bytes(content)

    sound = path.read_bytes()
    mangled = tmp_path / "mangled.xlsx"
    mangled.write_bytes(
        remade(sound, lambda name, part: change(part) if name == target else part)
        if inside
        else change(sound)
    )
    with suppress(FileRefusedError):
        read_workbook(mangled)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize(
    ("old", "new"), [(b"UTF-8", b"UTF-9"), (b"UTF-8", b"utf-7"), (b"<", b"<<")]
)
def test_xml_that_cannot_be_read_is_refused(tmp_path, part, old, new):
    sound = saved(tmp_path / "log.xlsx", {"a": [["seeker"]]}).read_bytes()
    path = tmp_path / "broken.xlsx"
    path.write_bytes(
        remade(sound, lambda name, xml: xml.replace(old, new) if name == part else xml)
    )
    with pytest.raises(FileRefusedError, match="damaged"):
        read_workbook(path)


@pytest.mark.parametrize("place", ["C99999999999", "ZZZ1", "A0", "1A", "a1", "A1048577", ""])
def test_a_cell_at_a_place_that_no_sheet_has_is_refused(place):
    with pytest.raises(FileRefusedError, match="damaged"):
        special_cells(f'<s><row r="1"><c r="{place}"/></row></s>'.encode(), "log")


@pytest.mark.parametrize("row", ["0", "-1", "99999999999", "x", "1048577"])
def test_a_row_that_no_sheet_has_is_refused(row):
    with pytest.raises(FileRefusedError, match="damaged"):
        special_cells(f'<s><row r="{row}"/></s>'.encode(), "log")
