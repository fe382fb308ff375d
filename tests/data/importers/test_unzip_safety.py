import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import FileRefusedError
from data.importers import unzip_safety
from data.importers.unzip_safety import unpack_safely

BOOK = {"xl/workbook.xml": b"<workbook/>"}


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), part, method)
    return content.getvalue()


def refused(content, match):
    with pytest.raises(FileRefusedError, match=match) as caught:
        unpack_safely(content, "log.xlsx")
    assert caught.value.fix


def test_a_sound_archive_is_unpacked():
    assert unpack_safely(zipped(BOOK), "log.xlsx") == BOOK


def test_more_than_two_thousand_parts_are_refused():
    many = {f"xl/media/{i}": b"" for i in range(unzip_safety.MAX_MEMBERS)}
    refused(zipped(BOOK | many), "2,000 parts")


def test_a_bomb_is_refused_by_its_ratio_and_by_its_size(monkeypatch):
    refused(zipped(BOOK | {"xl/a.xml": b"0" * 20_000_000}), "hundred times")
    monkeypatch.setattr(unzip_safety, "MAX_UNPACKED", 50_000)
    refused(zipped(BOOK | {"xl/a.xml": b"0" * 60_000}, zipfile.ZIP_STORED), "100 MB")


@pytest.mark.parametrize("path", ["../evil", "xl/../../evil", "/etc/passwd", "..\\evil", "c:evil"])
def test_paths_that_lead_out_are_refused(path):
    refused(zipped(BOOK | {path: b""}), "leads out")


@pytest.mark.parametrize(
    "part",
    [b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>',
     "\ufeff<!DOCTYPE x><x/>".encode("utf-16-le"), "<!DOCTYPE x><x/>".encode("utf-16-be")],
)  # fmt: skip
def test_document_type_definitions_are_refused(part):
    refused(zipped(BOOK | {"xl/worksheets/sheet1.xml": part}), "document type definition")


@pytest.mark.parametrize("count", ["799999999999", "&#57;99999999", "-1", "9" * 40])
def test_a_count_beyond_what_a_part_can_hold_is_refused(count):
    # calamine sets memory aside for it; when there is none, the whole process ends.
    strings = f'<sst count="1" uniqueCount="{count}"><si><t>x</t></si></sst>'.encode()
    refused(zipped(BOOK | {"xl/sharedStrings.xml": strings}), "announces more")


@pytest.mark.parametrize("part", ["content.xml", "xl/workbook.bin"])
def test_a_workbook_that_is_two_formats_at_once_is_refused(part):
    refused(zipped(BOOK | {part: b""}), "no .xlsx")


def test_protected_old_and_foreign_files_are_named_for_what_they_are():
    cfb = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100
    refused(cfb + "EncryptedPackage".encode("utf-16-le"), "password")
    refused(cfb, "old .xls")
    refused(b"seeker,contact_name\n", "damaged, or it is no workbook")
    refused(zipped({"word/document.xml": b""}), "no .xlsx")
    refused(zipped(BOOK)[:-30], "damaged")


def test_an_encrypted_member_is_refused():
    content = bytearray(zipped(BOOK))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    refused(bytes(content), "password")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/workbook.xml", b"<other/>")
    refused(content.getvalue(), "twice")


@settings(max_examples=300)
@given(st.data())
def test_a_mangled_archive_is_unpacked_or_refused(data):
    content = bytearray(zipped(BOOK | {"xl/a.xml": b"<a>" + b"text " * 20 + b"</a>"}))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(FileRefusedError):
        unpack_safely(bytes(content), "log.xlsx")
