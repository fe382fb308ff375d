"""Bad workbooks, and what is called one, each with what must happen."""

import random
import struct
import zipfile

from tests.data.importers.hostile.making import (
    Case,
    book,
    cell,
    laid_over,
    link,
    row,
    sheet,
    strings,
    text,
    told,
    with_date,
    zipped,
)

__all__ = ["BAD_BOOKS"]

NOISE = random.Random(4).randbytes(2000)
CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DTD = '<!DOCTYPE x [<!ENTITY a "ha">]>'
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
SHEET = "xl/worksheets/sheet1.xml"
SECOND = (
    '<sheet name="interviews" sheetId="1" r:id="r1"/><sheet name="other" sheetId="2" r:id="r2"/>'
)
NEXT = told("A3", "Ann Ash") + told("B3", "Cleo Cedar")  # a row that lacks its date


def old(stream: str) -> bytes:
    return CFB + stream.encode("utf-16-le")


def hidden(state: str, *, too: bool = False) -> bytes:
    """A workbook whose second sheet, or whose only one, is hidden."""
    one = f'<sheet name="interviews" sheetId="1" r:id="r1" state="{state}"/>'
    two = one.replace("interviews", "other").replace("r1", "r2").replace('"1"', '"2"')
    shown = '<sheet name="interviews" sheetId="1" r:id="r1"/>'
    return book(
        names=one if too else shown + two,
        links="" if too else link("r2", "worksheets/sheet2.xml"),
        more={} if too else {"xl/worksheets/sheet2.xml": sheet()},
    )


def twice() -> bytes:
    """An archive in which a part is there twice, once in capitals."""
    return book(more={"XL/WORKSHEETS/SHEET1.XML": sheet()})


def encrypted() -> bytes:
    content = bytearray(book())
    place = content.index(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 1)
    return bytes(content)


def says_less(content: bytes) -> bytes:
    """The same archive, whose list says that its sheet unpacks to ten bytes."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = changed.find(mark)
        while place >= 0:
            if SHEET.encode() in changed[place : place + 46 + 40]:
                struct.pack_into("<L", changed, place + offset, 10)
            place = changed.find(mark, place + 1)
    return bytes(changed)


def linked_out() -> bytes:
    """A workbook with formulas' links to another one elsewhere."""
    part = "xl/externalLinks/externalLink1.xml"
    inside = '<externalLink><externalBook r:id="r1"/></externalLink>'
    where = link("r1", "http://elsewhere.invalid/x.xlsx", mode='TargetMode="External"')
    return book(more={part: inside, "xl/externalLinks/_rels/externalLink1.xml.rels": where})


ARCHIVES = (
    Case("a workbook cut short", "a.xlsx", book()[:-40], refused="damaged"),
    Case("the first bytes of one", "a.xlsx", book()[:60], refused="damaged"),
    Case("the first four bytes of one", "a.xlsx", b"PK\x03\x04", refused="damaged"),
    Case("an empty archive", "a.xlsx", zipped({}), refused="empty zip"),
    Case("noise after the first bytes", "a.xlsx", b"PK\x03\x04" + NOISE, refused="damaged"),
    Case(
        "a program before the archive", "a.xlsx", b"MZ\x90\x00" + NOISE + book(), refused="program"
    ),
    Case("noise before the archive", "a.xlsx", b"\x01\x02" + NOISE + book(), refused="no workbook"),
    Case("an archive of sheets", "a.xlsx", zipped({"log.csv": text()}), refused="zip archive"),
    Case("an archive called text", "a.csv", zipped({"log.csv": text()}), refused="zip archive"),
    Case("a bomb", "a.xlsx", lambda: book(sheet(" " * 30_000_000)), refused="hundred times"),
    Case(
        "a bomb in a part that is not read",
        "a.xlsx",
        lambda: book(more={"xl/media/image1.png": b"\x00" * 30_000_000}),
        refused="hundred times",
    ),
    Case(
        "a bomb in an archive in the archive",
        "a.xlsx",
        lambda: book(more={"xl/embeddings/a.zip": zipped({"b": zipped({"c": b"0" * 10_000_000})})}),
        rows=1,
    ),
    Case(
        "three thousand parts",
        "a.xlsx",
        lambda: book(more={f"xl/media/{n}": b"" for n in range(3000)}),
        refused="2,000 parts",
    ),
    Case(
        "parts that lie over each other",
        "a.xlsx",
        lambda: laid_over("xl/workbook.xml", 100, 60_000),
        refused="over each other",
    ),
    Case(
        "a part that unpacks to more than it says",
        "a.xlsx",
        lambda: says_less(book()),
        refused="damaged",
    ),
    Case(
        "a path that climbs", "a.xlsx", book(more={"../../evil.xml": "<a/>"}), refused="leads out"
    ),
    Case(
        "a path from the root", "a.xlsx", book(more={"/etc/evil.xml": "<a/>"}), refused="leads out"
    ),
    Case(
        "a path of another system",
        "a.xlsx",
        book(more={"..\\evil.xml": "<a/>"}),
        refused="leads out",
    ),
    Case("a drive", "a.xlsx", book(more={"C:evil.xml": "<a/>"}), refused="leads out"),
    Case("a part twice", "a.xlsx", twice, refused="twice"),
    Case("parts with a password", "a.xlsx", encrypted, refused="password"),
    Case("a rare way of packing", "a.xlsx", book(method=zipfile.ZIP_LZMA), refused="packed as no"),
    Case("another rare way", "a.xlsx", book(method=zipfile.ZIP_BZIP2), refused="packed as no"),
    Case("parts that are not packed", "a.xlsx", book(method=zipfile.ZIP_STORED), rows=1),
)

KINDS = (
    Case("a workbook with a password", "a.xlsx", old("EncryptedPackage"), refused="password"),
    Case("one with a password, called text", "a.csv", old("EncryptedPackage"), refused="password"),
    Case("an old workbook", "a.xls", old("Workbook"), refused="old .xls"),
    Case("an old workbook with a new name", "a.xlsx", old("Workbook"), refused="old .xls"),
    Case("an old text document", "a.xlsx", old("WordDocument"), refused="old .doc"),
    Case("old slides", "a.xlsx", old("PowerPoint Document"), refused="old .ppt"),
    Case("a message", "a.xlsx", old("__substg1.0_001A001F"), refused="Outlook"),
    Case(
        "an OpenDocument sheet",
        "a.ods",
        zipped({"mimetype": "x", "content.xml": "<a/>"}),
        refused="OpenDocument",
    ),
    Case("one with a new name", "a.xlsx", zipped({"content.xml": "<a/>"}), refused="OpenDocument"),
    Case(
        "a workbook and OpenDocument at once",
        "a.xlsx",
        book(more={"content.xml": "<a/>"}),
        refused="OpenDocument",
    ),
    Case(
        "a document of Numbers",
        "a.numbers",
        zipped({"Index/Document.iwa": b"x"}),
        refused="Numbers",
    ),
    Case("a binary workbook", "a.xlsb", zipped({"xl/workbook.bin": b"x"}), refused="xlsb"),
    Case(
        "both kinds of workbook at once",
        "a.xlsx",
        book(more={"xl/workbook.bin": b"x"}),
        refused="xlsb",
    ),
    Case("a text document", "a.xlsx", zipped({"word/document.xml": "<a/>"}), refused=".docx"),
    Case("slides", "a.xlsx", zipped({"ppt/presentation.xml": "<a/>"}), refused=".pptx"),
    Case("a book to read", "a.xlsx", zipped({"META-INF/container.xml": "<a/>"}), refused="epub"),
    Case("a workbook with macros", "a.xlsm", book(more={"xl/vbaProject.bin": NOISE}), rows=1),
)

MARKUP = (
    Case("laughs in the sheet", "a.xlsx", book(LAUGHS + sheet()), refused="document type"),
    Case(
        "laughs in the strings",
        "a.xlsx",
        book(more={"xl/sharedStrings.xml": LAUGHS + strings("x")}),
        refused="document type",
    ),
    Case(
        "laughs in the styles",
        "a.xlsx",
        book(more={"xl/styles.xml": LAUGHS + "<a>&i;</a>"}),
        refused="document type",
    ),
    Case(
        "laughs in what nobody reads",
        "a.xlsx",
        book(more={"docProps/app.xml": LAUGHS + "<a/>"}),
        refused="document type",
    ),
    Case(
        "laughs in another encoding",
        "a.xlsx",
        book(more={SHEET: ("\ufeff" + LAUGHS + sheet()).encode("utf-16-le")}),
        refused="document type",
    ),
    Case(
        "laughs in a sheet of another ending",
        "a.xlsx",
        book(
            names=SECOND,
            links=link("r2", "worksheets/sheet2.txt"),
            more={"xl/worksheets/sheet2.txt": LAUGHS + sheet()},
        ),
        refused="damaged",
    ),
    Case(
        "an entity from a file",
        "a.xlsx",
        book('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + sheet()),
        refused="document type",
    ),
    Case(
        "an entity from elsewhere",
        "a.xlsx",
        book('<!DOCTYPE a [<!ENTITY % x SYSTEM "http://elsewhere.invalid/"> %x;]>' + sheet()),
        refused="document type",
    ),
    Case(
        "an entity that nobody knows",
        "a.xlsx",
        book(sheet(row(3, told("A3", "&nobody;")))),
        refused="damaged",
    ),
    Case(
        "a letter that XML cannot say",
        "a.xlsx",
        book(sheet(row(3, told("A3", "&#0;")))),
        refused="damaged",
    ),
    Case("half a letter", "a.xlsx", book(sheet(row(3, told("A3", "&#xD800;")))), refused="damaged"),
    Case(
        "bytes that are no UTF-8",
        "a.xlsx",
        book(more={SHEET: sheet().encode().replace(b"Bob", b"B\xff")}),
        refused="damaged",
    ),
    Case(
        "an encoding that nobody knows",
        "a.xlsx",
        book('<?xml version="1.0" encoding="klingon"?>' + sheet()),
        refused="damaged",
    ),
    Case("a sheet cut short", "a.xlsx", book(sheet()[:-30]), refused="damaged"),
    Case("a sheet of noise", "a.xlsx", book(more={SHEET: NOISE}), refused="damaged"),
    Case("a sheet of nothing", "a.xlsx", book(more={SHEET: b""}), refused="damaged"),
    Case(
        "a hundred thousand elements in each other",
        "a.xlsx",
        lambda: book(sheet("<a>" * 100_000 + "</a>" * 100_000), method=zipfile.ZIP_STORED),
        rows=1,
    ),
    Case(
        "the same in the list of sheets",
        "a.xlsx",
        lambda: book(head="<a>" * 100_000 + "</a>" * 100_000, method=zipfile.ZIP_STORED),
        rows=1,
    ),
    Case(
        "a thousand million strings announced",
        "a.xlsx",
        book(more={"xl/sharedStrings.xml": strings("x").replace('"1"', '"999999999"')}),
        refused="announces more",
    ),
)

MISSING = (
    Case("no list of sheets", "a.xlsx", book(without="xl/workbook.xml"), refused="no .xlsx"),
    Case(
        "no list of links", "a.xlsx", book(without="xl/_rels/workbook.xml.rels"), refused="damaged"
    ),
    Case("no sheet where one is told", "a.xlsx", book(without=SHEET), refused="damaged"),
    Case("no list of kinds", "a.xlsx", book(without="[Content_Types].xml"), rows=1),
    Case("no sheets at all", "a.xlsx", book(names=""), refused="empty"),
    Case(
        "a sheet without a link",
        "a.xlsx",
        book(names='<sheet name="a" sheetId="1" r:id="r9"/>'),
        refused="damaged",
    ),
    Case(
        "a sheet that lies elsewhere",
        "a.xlsx",
        book(
            names=SECOND,
            links=link("r2", "http://elsewhere.invalid/s.xml", mode='TargetMode="External"'),
        ),
        refused="damaged",
    ),
    Case(
        "a sheet that lies outside",
        "a.xlsx",
        book(names=SECOND, links=link("r2", "../../../../etc/hostname")),
        refused="damaged",
    ),
    Case(
        "a sheet that is the list of sheets",
        "a.xlsx",
        book(names=SECOND, links=link("r2", "workbook.xml")),
        rows=1,
    ),
    Case(
        "two sheets of one name",
        "a.xlsx",
        book(
            names=SECOND.replace("other", "interviews"), links=link("r2", "worksheets/sheet1.xml")
        ),
        refused="damaged",
    ),
    Case(
        "six hundred sheets",
        "a.xlsx",
        book(
            names="".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, 601)),
            links="".join(link(f"r{n}", f"worksheets/sheet{n}.xml") for n in range(2, 601)),
        ),
        refused="500 sheets",
    ),
    Case(
        "a chart and nothing else",
        "a.xlsx",
        book(
            names='<sheet name="c" sheetId="1" r:id="r2"/>',
            links=link("r2", "chartsheets/s.xml", "chartsheet"),
            more={"xl/chartsheets/s.xml": "<chartsheet/>"},
        ),
        refused="empty",
    ),
    Case(
        "a chart beside a sheet",
        "a.xlsx",
        book(
            names=SECOND,
            links=link("r2", "chartsheets/s.xml", "chartsheet"),
            more={"xl/chartsheets/s.xml": "<chartsheet/>"},
        ),
        rows=1,
    ),
    Case(
        "a sheet with nothing in it",
        "a.xlsx",
        book("<worksheet><sheetData/></worksheet>"),
        refused="empty|damaged",
    ),
    Case("a hidden sheet", "a.xlsx", hidden("hidden"), rows=1, warned="is hidden"),
    Case(
        "a sheet hidden from the menus", "a.xlsx", hidden("veryHidden"), rows=1, warned="is hidden"
    ),
    Case("hidden sheets only", "a.xlsx", hidden("hidden", too=True), refused="hidden"),
    Case("links to other workbooks", "a.xlsx", linked_out, rows=1),
)

CELLS = (
    Case(
        "a cell in the last corner",
        "a.xlsx",
        book(sheet(row(1048576, told("XFD1048576", "x")))),
        refused="further than any log",
    ),
    Case(
        "a cell in the last row",
        "a.xlsx",
        book(sheet(row(1048576, told("E1048576", "x")))),
        refused="further than any log",
    ),
    Case(
        "a cell in the last column",
        "a.xlsx",
        book(sheet(row(3, NEXT, told("XFD3", "x")))),
        rejected="no date",
        rows=1,
    ),
    Case(
        "a cell beyond the last column",
        "a.xlsx",
        book(sheet(row(3, told("XFE3", "x")))),
        refused="damaged",
    ),
    Case(
        "a cell beyond the last row",
        "a.xlsx",
        book(sheet(row(1048577, told("A1048577", "x")))),
        refused="damaged",
    ),
    Case(
        "a place of many digits",
        "a.xlsx",
        book(sheet(f'<row r="{"9" * 5000}"/>')),
        refused="damaged",
    ),
    Case("a place that is none", "a.xlsx", book(sheet(row(3, told("3A", "x")))), refused="damaged"),
    Case("a row before the first", "a.xlsx", book(sheet('<row r="0"/>')), refused="damaged"),
    Case(
        "a size that is not so",
        "a.xlsx",
        book(sheet(before='<dimension ref="A1:XFD1048576"/>')),
        rows=1,
    ),
    Case(
        "a size that is none",
        "a.xlsx",
        book(sheet(before='<dimension ref="ZZZZ9:"/>')),
        refused="damaged",
    ),
    Case(
        "cells joined over all there is",
        "a.xlsx",
        book(sheet(after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
        rows=1,
    ),
    Case(
        "a table over all there is",
        "a.xlsx",
        book(
            sheet(after='<tableParts count="1"><tablePart r:id="r1"/></tableParts>'),
            more={
                "xl/worksheets/_rels/sheet1.xml.rels": link("r1", "../tables/table1.xml", "table"),
                "xl/tables/table1.xml": '<table id="1" name="t" ref="A1:XFD1048576"/>',
            },
        ),
        rows=1,
    ),
    Case(
        "rows out of order",
        "a.xlsx",
        book(
            sheet(
                row(9, told("A9", "Ann"), told("B9", "Cleo"), told("C9", "2026-01-05"))
                + row(4, told("A4", "Ann"), told("B4", "Dora"), told("C4", "2026-01-06"))
            )
        ),
        refused="damaged",
    ),
    Case(
        "one cell twice",
        "a.xlsx",
        book(sheet(row(3, NEXT, told("C3", "2026-01-05"), told("C3", "x")))),
        refused="damaged",
    ),
    Case(
        "a text that is not there",
        "a.xlsx",
        book(
            sheet(row(3, NEXT, cell("C3", "7", "s"))), more={"xl/sharedStrings.xml": strings("x")}
        ),
        refused="damaged",
    ),
    Case(
        "a text of number -1",
        "a.xlsx",
        book(
            sheet(row(3, NEXT, cell("C3", "-1", "s"))), more={"xl/sharedStrings.xml": strings("x")}
        ),
        refused="damaged",
    ),
    Case(
        "a text of no number",
        "a.xlsx",
        book(
            sheet(row(3, NEXT, cell("C3", "x", "s"))), more={"xl/sharedStrings.xml": strings("x")}
        ),
        refused="damaged",
    ),
    Case(
        "texts where there are none",
        "a.xlsx",
        book(sheet(row(3, NEXT, cell("C3", "0", "s")))),
        refused="damaged",
    ),
    Case(
        "a kind of cell that is none",
        "a.xlsx",
        book(sheet(row(3, NEXT, cell("C3", "1", "zz")))),
        refused="damaged",
    ),
    Case(
        "an error cell",
        "a.xlsx",
        book(sheet(row(3, NEXT, cell("C3", "#REF!", "e")))),
        rejected="error #REF!|no date",
        rows=1,
    ),
    Case(
        "an error of its own making",
        "a.xlsx",
        book(sheet(row(3, NEXT, cell("C3", "#EVIL!", "e")))),
        refused="damaged",
    ),
    Case(
        "a formula without a value",
        "a.xlsx",
        book(sheet(row(3, NEXT, '<c r="C3"><f>TODAY()</f></c>'))),
        rejected="formula without a value|no date",
        rows=1,
    ),
    Case(
        "a formula that starts a program",
        "a.xlsx",
        book(
            sheet(
                row(
                    3,
                    NEXT,
                    told("C3", "2026-01-05"),
                    '<c r="D3" t="str"><f>cmd|/C calc!A0</f><v>hi</v></c>',
                )
            )
        ),
        rows=2,
    ),
    Case(
        "yes of another kind",
        "a.xlsx",
        book(sheet(row(3, NEXT, cell("C3", "7", "b")))),
        refused="damaged",
    ),
    Case(
        "a cell of 200,000 letters",
        "a.xlsx",
        book(sheet(row(3, NEXT, told("D3", "x" * 200_000))), method=zipfile.ZIP_STORED),
        refused="131,072 characters",
    ),
    Case(
        "a shared text of two million letters",
        "a.xlsx",
        book(
            sheet(row(3, NEXT, cell("D3", "0", "s"))),
            method=zipfile.ZIP_STORED,
            more={"xl/sharedStrings.xml": strings("x" * 2_000_000)},
        ),
        refused="131,072 characters",
    ),
    Case("a day before the first", "a.xlsx", with_date("-1"), rejected=".", rows=1),
    Case("day 1e308", "a.xlsx", with_date("1e308"), rejected=".", rows=1),
    Case("a day beyond all numbers", "a.xlsx", with_date("1e999"), rejected=".", rows=1),
    Case("a day that is no number", "a.xlsx", with_date("NaN"), rejected=".", rows=1),
    Case("a day in the year ten thousand", "a.xlsx", with_date("2958466"), rejected=".", rows=1),
    Case("day nought", "a.xlsx", with_date("0"), rejected=".", rows=1),
    Case("the 29th of February 1900", "a.xlsx", with_date("60"), rows=2),
    Case("a day of 400 digits", "a.xlsx", with_date("9" * 400), rejected=".", rows=1),
    Case(
        "a written day that is none",
        "a.xlsx",
        book(sheet(row(3, NEXT, cell("C3", "2026-13-45", "d")))),
        rejected=".",
        rows=1,
    ),
)

BAD_BOOKS = (*ARCHIVES, *KINDS, *MARKUP, *MISSING, *CELLS)
