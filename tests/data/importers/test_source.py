from datetime import date

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import FileRefusedError
from data.importers.source import read_sources

AS_OF = date(2026, 11, 1)
INTERVIEWS = [["seeker", "contact_name", "held_on"], ["Ann", "Bob", "2026-01-01"]]
FEW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def read(*paths, **asked):
    return read_sources(paths, as_of=AS_OF, **asked)


def workbook(path, **sheets):
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def text(path, rows):
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_workbook_gives_its_sheets_and_what_was_decided(tmp_path):
    path = workbook(
        tmp_path / "log.xlsx",
        interviews=INTERVIEWS,
        Seeker=[["seeker", "cohort"], ["Ann", "Spring"]],
        help=[["How to fill this in"]],
        Sheet3=[],
    )
    first, second = read(path)
    assert (first.file, first.sheet, first.format, first.table) == (
        "log.xlsx",
        "interviews",
        "xlsx",
        "interviews",
    )
    assert (second.sheet, second.table) == ("Seeker", "seekers")
    assert first.path == path
    assert first.decisions["because_of_its"] == "name"
    assert second.decisions["ignored"] == ["help"]


def test_a_folder_gives_its_files_in_the_order_of_their_names(tmp_path):
    text(tmp_path / "seekers.csv", [["seeker", "cohort"], ["Ann", "Spring"]])
    text(tmp_path / "interviews.csv", INTERVIEWS)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.csv").write_text("x")
    assert [sheet.file for sheet in read(tmp_path)] == ["interviews.csv", "seekers.csv"]


def test_a_sheet_without_a_log_is_a_warning_beside_others_and_a_refusal_alone(tmp_path):
    prices = [["price", "color"], ["3", "red"]]
    (sheet,) = read(workbook(tmp_path / "log.xlsx", interviews=INTERVIEWS, Prices=prices))
    assert "Prices" in [warning.sheet for warning in sheet.warnings]
    (refused,) = read(text(tmp_path / "prices.csv", prices))
    assert "No header row found" in refused.refused.reason
    assert "contact_name" in refused.refused.fix


def test_a_tracker_of_any_name_is_read_by_its_columns_and_says_so(tmp_path):
    (sheet,) = read(text(tmp_path / "Spring 2026.csv", INTERVIEWS))
    assert sheet.table == "interviews"
    assert sheet.decisions["read_as"] == "interviews"
    assert sheet.decisions["because_of_its"] == "columns"
    assert sheet.decisions["encoding"] == "UTF-8"
    assert sheet.decisions["delimiter"] == "comma"


def test_the_first_bytes_say_what_a_file_is(tmp_path):
    sound = workbook(tmp_path / "log.xlsx", interviews=INTERVIEWS)
    renamed = tmp_path / "log.csv"
    renamed.write_bytes(sound.read_bytes())
    assert read(renamed)[0].format == "xlsx"
    wrong = text(tmp_path / "wrong.xlsx", INTERVIEWS)
    assert "no workbook" in read(wrong)[0].refused.reason


def test_what_is_not_there_is_refused_and_the_others_are_read(tmp_path):
    missing, found = read(tmp_path / "no.csv", text(tmp_path / "interviews.csv", INTERVIEWS))
    assert "cannot be read" in missing.refused.reason
    assert found.refused is None


def test_an_empty_folder_an_empty_workbook_and_an_empty_file_are_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty.csv").touch()
    workbook(tmp_path / "empty.xlsx", Sheet1=[])
    for name in ("empty", "empty.csv", "empty.xlsx"):
        (sheet,) = read(tmp_path / name)
        assert sheet.refused.fix, name
        assert sheet.file_rows == 0


def test_a_refused_sheet_does_not_hide_the_others(tmp_path):
    log = [["seeker", "contact_name", "held_on"], ["Ann", "Bob", "03/04/2026"]]
    first, second = read(
        workbook(tmp_path / "log.xlsx", interviews=log, seekers=[["seeker", "cohort"], ["A", "B"]])
    )
    assert (first.table, first.file_rows) == ("interviews", 0)
    assert "day or month" in first.refused.reason
    assert second.refused is None


@pytest.mark.parametrize("wrong", [{"date_order": "DYM"}, {"seeker": "ann@"}])
def test_a_call_that_makes_no_sense_is_refused_as_a_whole(tmp_path, wrong):
    with pytest.raises(FileRefusedError):
        read(tmp_path, **wrong)


@FEW
@given(
    content=st.binary(max_size=200), head=st.sampled_from([b"", b"seeker,contact_name,held_on\n"])
)
def test_any_bytes_are_read_or_refused(tmp_path, content, head):
    for ending in ("csv", "xlsx"):
        path = tmp_path / f"any.{ending}"
        path.write_bytes(head + content)
        for sheet in read(path):
            assert sheet.refused is None or sheet.refused.reason


@FEW
@given(content=st.text(st.sampled_from('ab,;"\n\r\t|é\x00\u200b12/'), max_size=60))
def test_any_text_is_read_or_refused(tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_text("seeker,contact_name,held_on\n" + content, encoding="utf-8", newline="")
    for sheet in read(path):
        assert sheet.refused is None or sheet.refused.reason
