"""What leaves a page is never a formula."""

import csv
import datetime as dt
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.downloads import csv_of
from data.neutral import neutralized, neutralized_text, restored
from tests.house import ROOT

STARTS = "=+-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20"  # the last four are wide ones
TEXT = st.text(st.one_of(st.sampled_from(STARTS + "'"), st.characters(codec="utf-8")), max_size=6)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", STARTS)
def test_a_name_that_begins_like_a_formula_is_text(start):
    name = f'{start}HYPERLINK("http://elsewhere.invalid")'
    table = pd.DataFrame({"Seeker": [name, "Ann"], name: ["'" + name, ""]})
    assert read(csv_of(table)) == [
        ["Seeker", "'" + name],
        ["'" + name, "''" + name],
        ["Ann", ""],
    ]


def test_numbers_stay_numbers_days_days_and_blanks_blank():
    table = pd.DataFrame(
        {
            "Change": [-3, 4],
            "Share": [-0.5, None],
            "Since": pd.to_datetime(["2026-03-02", None]),
            "Day": [dt.date(2026, 3, 2), None],
            "Mixed": [-1, "-1"],
            "Category": pd.Categorical(["-a", None]),
            "Counted": pd.array([-1, None], "Int32"),
        }
    )
    assert read(csv_of(table))[1:] == [
        ["-3", "-0.5", "2026-03-02", "2026-03-02", "-1", "'-a", "-1"],
        ["4", "", "", "", "'-1", "", ""],
    ]


def test_two_columns_of_one_name_and_no_rows_at_all():
    table = pd.DataFrame([["=a", 1]], columns=["A", "A"])
    assert read(csv_of(table)) == [["A", "A"], ["'=a", "1"]]
    assert read(csv_of(table.head(0))) == [["A", "A"]]


@given(TEXT)
def test_one_text_and_a_column_of_texts_are_neutralized_alike_and_come_back(text):
    import pyarrow as pa

    (in_column,) = neutralized(pa.chunked_array([[text]])).to_pylist()
    assert neutralized_text(text) == in_column
    assert not in_column.startswith(tuple(STARTS))
    assert restored(in_column) == text


def test_pages_make_csv_files_in_one_place_only():
    made = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "dashboard").rglob("*.py")
        if ".to_csv(" in path.read_text(encoding="utf-8")
    ]
    assert made == ["dashboard/components/downloads.py"]
