"""Making bad files by hand: archives, sheets and text, byte by byte."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["HEADERS", "ROW", "Case", "book", "laid_over", "sheet", "strings", "text", "zipped"]

HEADERS = "seeker,contact_name,held_on,notes\n"
ROW = "Ann Ash,Bob Birch,2026-01-02,met\n"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CELLS = (("seeker", "contact_name", "held_on", "notes"), ("Ann Ash", "Bob Birch", "2026-01-02", ""))

Content = bytes | Callable[[], bytes]


@dataclass(frozen=True)
class Case:
    """A bad file, and what must happen: words of its refusal, of its rejected rows, of a warning.

    ``rows`` is how many rows are read, rejected ones left out; None when the file is refused.
    """

    what: str
    file: str
    content: Content
    refused: str = ""
    rejected: str = ""
    rows: int | None = None
    warned: str = ""

    def laid_into(self, folder: Path) -> Path:
        path = folder / self.file
        path.write_bytes(self.content() if callable(self.content) else self.content)
        return path


def text(body: str = "", head: str = HEADERS, encoding: str = "utf-8") -> bytes:
    return (head + (body or ROW)).encode(encoding)


def zipped(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, part in parts.items():
            about = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            archive.writestr(about, part, method)
    return content.getvalue()


def sheet(rows: str = "", *, before: str = "", after: str = "") -> str:
    """The XML of a sheet: a header, a sound row, and more rows as they are given."""
    lines = [
        f'<row r="{r}">'
        + "".join(
            f'<c r="{"ABCD"[c]}{r}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for c, cell in enumerate(cells)
        )
        + "</row>"
        for r, cells in enumerate(CELLS, start=1)
    ]
    body = "".join(lines) + rows
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{body}</sheetData>{after}</worksheet>'


def strings(*texts: str) -> str:
    items = "".join(f"<si><t>{one}</t></si>" for one in texts)
    return f'<sst xmlns="{MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{items}</sst>'


def book(
    one: str | None = None,
    *,
    names: str = '<sheet name="interviews" sheetId="1" r:id="r1"/>',
    links: str = "",
    head: str = "",
    more: Mapping[str, bytes | str] | None = None,
    without: str = "",
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A workbook of one sheet, with parts put in or left out."""
    kind = f"{OFFICE}/worksheet"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="b" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{head}'
        f"<sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
        f'Type="{kind}" Target="worksheets/sheet1.xml"/>{links}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet() if one is None else one,
        **(more or {}),
    }
    parts.pop(without, None)
    return zipped(parts, method)


def link(ident: str, target: str, kind: str = "worksheet", mode: str = "") -> str:
    return f'<Relationship Id="{ident}" Type="{OFFICE}/{kind}" Target="{target}" {mode}/>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def cell(place: str, value: str, kind: str = "", style: str = "") -> str:
    about = (f' t="{kind}"' if kind else "") + (f' s="{style}"' if style else "")
    return f'<c r="{place}"{about}><v>{value}</v></c>'


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)


def with_date(value: str) -> bytes:
    """A workbook whose second row is held on the day with this serial number."""
    more = row(3, told("A3", "Ann Ash"), told("B3", "Cleo"), cell("C3", value, style="1"))
    return book(sheet(more), more={"xl/styles.xml": STYLES})


def told(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def laid_over(name: str, times: int, size: int) -> bytes:
    """An archive in which many members are the same bytes: its list names them again and again."""
    inside = b"<a>" + b" " * size + b"</a>"
    packed = zlib.compress(inside, 0)[2:-4]
    crc, lengths = zlib.crc32(inside), (len(packed), len(inside))
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, *lengths, len(name), 0)
    body = local + name.encode() + packed
    listed = b""
    for number in range(times):
        other = f"xl/a{number:04}.xml".encode() if number else b"xl/workbook.xml"
        listed += struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, *lengths, len(other),
            0, 0, 0, 0, 0, 0,
        ) + other  # fmt: skip
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, times, times, len(listed), len(body), 0)
    return body + listed + end
