"""Sound files, damaged at random: read or refused, never an error that nobody meant."""

import datetime as dt
import io
import zipfile
from hashlib import sha256

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.importers.planning import plan_files
from data.importers.source import read_sources
from tests.data.importers.hostile.bad_books import NEXT
from tests.data.importers.hostile.making import (
    STYLES,
    book,
    cell,
    row,
    sheet,
    strings,
    text,
    told,
    zipped,
)

LAST_DAY = dt.date(2026, 12, 31)
ROWS = row(3, NEXT, cell("C3", "46030", style="1"), cell("D3", "0", "s"))
BOOK = book(
    sheet(ROWS + row(4, told("A4", "Ann"), '<c r="B4" t="str"><f>"Bo"&amp;"b"</f><v>Bob</v></c>')),
    more={"xl/sharedStrings.xml": strings("a note", "another"), "xl/styles.xml": STYLES},
)
TEXTS = [
    text('Ann Ash,"Cleo ""C"" Cedar",25/01/2026,"a; b"\nZoë,Bob,,\n' * 3),
    text("Ann;Bob;2026-01-02;x\n" * 3, "seeker;contact_name;held_on;thanked\n", "cp1252"),
    text("Ann\tBob\t2026-01-02\tx\n" * 3, "seeker\tcontact_name\theld_on\tnotes\n", "utf-16"),
]
# What is likely to matter to a reader, beside any byte at all.
PIECES = [
    b'"',
    b",",
    b";",
    b"\x00",
    b"\r",
    b"\n",
    b"\xff",
    b"\xef\xbb\xbf",
    b"<",
    b"&",
    b"9" * 40,
    b"-1",
    b"</c>",
    b"<row>",
    b"r:id",
    b"1e999",
    b"=",
    b"PK\x01\x02",
    b"\xed\xa0\x80",
]
FEW = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "deadline": None}


@st.composite
def damaged(draw, content: bytes) -> bytes:
    """The content with some places overwritten, cut out, repeated, or cut off."""
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(changed)))
        match draw(st.sampled_from(["put", "byte", "cut", "again", "end"])):
            case "put":
                changed[at:at] = draw(st.sampled_from(PIECES))
            case "byte":
                changed[at : at + 1] = draw(st.binary(min_size=1, max_size=3))
            case "cut":
                del changed[at : at + draw(st.integers(1, 40))]
            case "again":
                changed[at:at] = changed[at : at + 30]
            case "end" if draw(st.booleans()):
                del changed[at:]
    return bytes(changed)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = parts_of(BOOK)


@st.composite
def damaged_inside(draw) -> bytes:
    """A sound archive in which one part is damaged."""
    name = draw(st.sampled_from(sorted(PARTS)))
    return zipped(PARTS | {name: draw(damaged(PARTS[name]))})


FILES = st.one_of(
    st.sampled_from(TEXTS).flatmap(damaged).map(lambda content: ("log.csv", content)),
    damaged(BOOK).map(lambda content: ("log.xlsx", content)),
    damaged_inside().map(lambda content: ("log.xlsx", content)),
)


def test_what_is_damaged_was_sound(tmp_path):
    for number, content in enumerate([*TEXTS, BOOK]):
        path = tmp_path / f"{number}.csv"
        path.write_bytes(content)
        (found,) = read_sources([path], as_of=LAST_DAY)
        assert found.refused is None
        assert int((~found.rejected_rows).sum()) >= 2, found.rejected


@settings(max_examples=180, **FEW)
@given(file=FILES)
def test_a_damaged_file_is_read_or_refused(tmp_path, file):
    name, content = file
    (tmp_path / name).write_bytes(content)
    sheets = read_sources([tmp_path / name], as_of=LAST_DAY)
    assert sheets
    for found in sheets:
        assert found.refused is None or (found.refused.reason and found.refused.fix)
        assert all(fault.reason and fault.fix for fault in found.rejected)
    assert plan_files([tmp_path / name])


@settings(max_examples=5, **FEW)
@given(file=FILES)
def test_a_damaged_file_writes_all_or_nothing(office, tmp_path, file):
    name, content = file
    (tmp_path / name).write_bytes(content)
    before = sha256(office.book.path.read_bytes()).hexdigest()
    stored = len(office.rows("interviews"))
    report = office.hand_in(tmp_path / name)
    whole = not any(found.refused or found.rejected for found in report.files)
    assert whole or not report.written
    if not report.written:
        assert sha256(office.book.path.read_bytes()).hexdigest() == before
    else:
        new = sum(found.accepted for found in report.files if found.table == "interviews")
        assert len(office.rows("interviews")) >= stored + new
