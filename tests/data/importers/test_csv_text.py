import codecs
import csv
import io

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import FileRefusedError
from data.importers import csv_text
from data.importers.csv_text import decide_delimiter, decide_encoding, read_csv
from data.importers.plain_csv import read_plain

IN_TMP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def written(tmp_path, content):
    path = tmp_path / "log.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows_of(raw):
    columns = [column.to_pylist() for column in raw.columns]
    return [list(row) for row in zip(*columns, strict=True)]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [("seeker\nZoë\n".encode(), "utf-8"),
     (codecs.BOM_UTF8 + "seeker\nZoë\n".encode(), "utf-8-sig"),
     (codecs.BOM_UTF16_LE + "seeker\nZoë\n".encode("utf-16-le"), "utf-16"),
     (codecs.BOM_UTF16_BE + "seeker\nZoë\n".encode("utf-16-be"), "utf-16"),
     ("seeker\nZoë – “x” €\n".encode("cp1252"), "cp1252")],
)  # fmt: skip
def test_the_encoding_is_decided_and_the_text_read(tmp_path, content, encoding):
    path = written(tmp_path, content)
    assert decide_encoding(path) == encoding
    raw = read_csv(path)
    assert raw.headers == ("seeker",)
    assert rows_of(raw)[0][0].startswith("Zoë")


@pytest.mark.parametrize(
    "content",
    [b"seeker\nZo\x81\n", b"a,b\n\x8d\n", "seeker\nZoë".encode("utf-16-le"),
     b"\xff\xfe\x00\x00abcd", codecs.BOM_UTF8 + b"\xff", codecs.BOM_UTF16_LE + b"a\x00b"],
)  # fmt: skip
def test_what_is_in_no_known_encoding_is_refused(tmp_path, content):
    with pytest.raises(FileRefusedError, match="decoded"):
        read_csv(written(tmp_path, content))


@pytest.mark.parametrize("content", ["", "\n\n   \n"])
def test_a_file_without_anything_is_refused(tmp_path, content):
    with pytest.raises(FileRefusedError, match=r"empty|blank"):
        read_csv(written(tmp_path, content))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_decided_by_the_headers_it_makes(tmp_path, delimiter):
    content = delimiter.join(["seeker", "contact_name", '"notes, and; more|x"']) + "\nA,B;C\n"
    path = written(tmp_path, content)
    assert decide_delimiter(path, "utf-8") == delimiter


@pytest.mark.parametrize(
    ("content", "row"),
    [('seeker,notes\nAnn,"never closed\nBob,x\n', "row 2"),
     ('seeker,notes\nAnn,ok\nBob,"a"b\n', "row 3"),
     ('"seeker,notes\nAnn,ok\n', "row 1")],
)  # fmt: skip
def test_quotation_marks_that_do_not_close_refuse_the_file(tmp_path, content, row):
    with pytest.raises(FileRefusedError, match=row):
        read_csv(written(tmp_path, content))


def test_rows_are_numbered_as_the_spreadsheet_numbers_them(tmp_path):
    raw = read_csv(written(tmp_path, '\nseeker,notes\nAnn,"two\nlines"\n\nBob,x\n'))
    assert raw.header_row == 2
    assert dict(zip(raw.row_numbers.tolist(), rows_of(raw), strict=True)) == {
        3: ["Ann", "two\nlines"],
        4: ["", ""],
        5: ["Bob", "x"],
    }


def test_rows_with_too_many_cells_are_noted_and_blank_ones_beyond_the_header_are_not(tmp_path):
    raw = read_csv(written(tmp_path, "seeker,notes\nAnn,x,\nBob,y,z\nCleo\n"))
    assert raw.surplus == (3,)
    assert rows_of(raw) == [["Ann", "x"], ["Bob", "y"], ["Cleo", ""]]


CELL = st.text(st.sampled_from('ab",;\r\n \x00é'), max_size=5)


@IN_TMP
@given(
    rows=st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=6), end=st.sampled_from("\n\r")
)
def test_what_csv_writes_is_read_back_in_both_ways(tmp_path, rows, end):
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["seeker", "notes"], *rows])
    path = written(tmp_path, text.getvalue())
    assert rows_of(read_csv(path)) == rows
    body = csv_text._body(path, csv_text._records(path, "utf-8", ","), 2, 0)
    assert [list(r) for r in zip(*(c.to_pylist() for c in body.arrays()), strict=True)][1:] == rows


@IN_TMP
@given(body=st.text(st.sampled_from('ab",\n\r'), max_size=24))
def test_the_quick_way_never_says_anything_that_the_careful_way_does_not(tmp_path, body):
    path = written(tmp_path, "seeker,notes\n" + body)
    quick = read_plain(path, ",", 2)
    if quick is None:
        return
    records = csv_text._records(path, "utf-8", ",")
    careful = csv_text._body(path, records, 2, 0)
    assert careful.surplus == []
    assert [c.to_pylist() for c in quick] == [c.to_pylist()[1:] for c in careful.arrays()]


def test_the_quick_way_is_taken_for_a_plain_file(tmp_path):
    quick = read_plain(written(tmp_path, 'seeker,notes\nAnn,"x, ""y"""\n'), ",", 2)
    assert quick is not None
    assert pa.table(quick, ["a", "b"]).to_pylist() == [{"a": "Ann", "b": 'x, "y"'}]
