"""Workbooks (.xlsx): every sheet as columns of text.

calamine reads the values. It gives nothing for a cell that holds an error or a formula that has
never been worked out, and it lays out a sheet's whole extent in memory, with a copy of its text in
every cell; so each sheet's XML is walked once before, to find those cells and to refuse an extent,
or an amount of text, that no log has. calamine then gets the walked parts, and no others.
"""

from __future__ import annotations

import io
import posixpath
import re
import xml.etree.ElementTree as ET  # document type definitions are refused before
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa

from data.errors import FileRefusedError
from data.importers.sheet_walk import Asked, Position, damaged, special_cells, string_lengths
from data.importers.sheets import RawSheet, SheetWarning
from data.importers.text_limits import header_text
from data.importers.unzip_safety import packed_anew, unpack_safely

__all__ = ["read_workbook"]

MAX_SHEETS = 500
MAX_CONTENT = 100_000_000
_ROWS_AT_ONCE = 8192
_SHARED_STRINGS = "xl/sharedstrings.xml"
_ALSO_READ = frozenset(
    {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", _SHARED_STRINGS}
)
# Where readers learn which part is the workbook: always the one that was looked at.
_ROOT = {
    "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'relationships"><Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/'
    b'2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
}
_WHOLE_FLOATS = 1e15
# Days of this workbook count from 1904; it says so where bare numbers are to be days.
_DATE_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true|on)["']""")

Row = list[str]


def _sheet_paths(parts: dict[str, bytes], name: str) -> dict[str, str]:
    """Return the path of each sheet's XML by the sheet's name; no name and no path may be twice."""
    try:
        book = ET.fromstring(parts["xl/workbook.xml"])  # noqa: S314
        links = ET.fromstring(parts["xl/_rels/workbook.xml.rels"])  # noqa: S314
    except (ET.ParseError, LookupError, ValueError) as error:  # also: unknown encodings
        raise damaged(name) from error
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    paths: dict[str, str] = {}
    for element in book.iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        key = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        target = targets.get(key, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        path = posixpath.normpath(path)
        if element.get("name", "") in paths or path in paths.values():
            raise damaged(name, "Two of its sheets are one.")
        paths[element.get("name", "")] = path
    return paths


def cell_text(value: object) -> str:
    """Return a workbook's cell as text: whole numbers without a point, dates as ISO.

    >>> cell_text(30.0), cell_text(1.5), cell_text(True), cell_text(date(2026, 3, 4))
    ('30', '1.5', 'true', '2026-03-04')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE_FLOATS:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _rows(
    values: Iterator[list[object]], first_column: int, special: dict[Position, str]
) -> Iterator[Row]:
    """Yield the rows as text, from column A on, with the special cells put in."""
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in special.items():
        by_row.setdefault(row, []).append((column, text))
    last = max(by_row, default=0)
    number = 0
    for number, cells in enumerate(values, start=1):
        texts = [""] * first_column + [cell_text(value) for value in cells]
        yield _with_special(texts, by_row.get(number, []))
    for missing in range(number + 1, last + 1):
        yield _with_special([], by_row.get(missing, []))


def _with_special(texts: Row, special: list[tuple[int, str]]) -> Row:
    for column, text in special:
        texts.extend([""] * (column - len(texts)))
        texts[column - 1] = text
    return texts


def _as_columns(rows: Iterator[Row], width: int) -> list[pa.ChunkedArray]:
    blocks: list[list[pa.Array]] = [[] for _ in range(width)]
    while block := list(islice(rows, _ROWS_AT_ONCE)):
        even = [(row + [""] * (width - len(row)))[:width] for row in block]
        for column, cells in zip(blocks, zip(*even, strict=True), strict=True):
            column.append(pa.array(cells, pa.string()))
    return [pa.chunked_array(column, pa.string()) for column in blocks]


def _sheet(file: str, name: str, rows: Iterator[Row], width: int) -> RawSheet:
    header_row, headers = 0, list[str]()
    for number, row in enumerate(rows, start=1):
        if any(cell.strip() for cell in row):
            header_row, headers = number, row
            break
    width = max(width, len(headers)) if headers else 0
    headers += [""] * (width - len(headers))
    columns = _as_columns(rows, width)
    count = len(columns[0]) if columns else 0
    return RawSheet(
        file=file,
        sheet=name,
        format="xlsx",
        header_row=header_row,
        headers=tuple(header_text(header) for header in headers),
        columns=columns,
        row_numbers=np.arange(header_row + 1, header_row + 1 + count, dtype=np.int64),
    )


def read_workbook(path: Path) -> list[RawSheet]:
    """Return every worksheet of a workbook as columns of text; an empty one has no headers.

    Raises ``FileRefusedError`` when the file is no workbook, is damaged, protected or unsafe.
    """
    if path.stat().st_size > MAX_CONTENT:
        raise FileRefusedError(
            "The workbook is larger than 100 MB.", where=path.name, fix="Save its sheets as CSV."
        )
    parts = unpack_safely(path.read_bytes(), path.name)
    paths = _sheet_paths(parts, path.name)
    if len(paths) > MAX_SHEETS:
        raise FileRefusedError(
            f"The workbook has more than {MAX_SHEETS} sheets.",
            where=path.name,
            fix="Cut it into several workbooks.",
        )
    calendar = {"date_system": "1904"} if _DATE_1904.search(parts["xl/workbook.xml"]) else {}
    strings = next((parts[part] for part in parts if part.lower() == _SHARED_STRINGS), b"")
    lengths = string_lengths(strings)
    asked = Asked()
    special = {
        name: special_cells(parts[part], path.name, lengths, asked)
        for name, part in paths.items()
        if part in parts
    }
    read = {part for part in parts if part.lower() in _ALSO_READ} | {*paths.values()}
    content = packed_anew(_ROOT | {part: parts[part] for part in parts if part in read})
    del parts, strings, lengths
    sheets = _read_sheets(path.name, content, special)
    return [replace(sheet, decisions=sheet.decisions | calendar) for sheet in sheets]


def _read_sheets(
    file: str, content: bytes, special: dict[str, dict[Position, str]]
) -> list[RawSheet]:
    """Return the worksheets of what was found safe."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    sheets, hidden = [], []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for about in book.sheets_metadata:
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue
                if about.visible != SheetVisibleEnum.Visible:
                    hidden.append(about.name)
                    continue
                sheet = book.get_sheet_by_name(about.name)
                first = sheet.start[1] if sheet.start else 0
                found = special.get(about.name, {})
                width = max([first + sheet.width, *(column for _, column in found)])
                rows = _rows(iter(sheet.iter_rows()), first, found)  # type: ignore[arg-type]
                sheets.append(_sheet(file, about.name, rows, width))
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(file) from error
    except BaseException as error:  # a fault inside calamine comes as pyo3's PanicException
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(file) from error
    return _without_hidden(file, sheets, hidden)


def _without_hidden(file: str, sheets: list[RawSheet], hidden: list[str]) -> list[RawSheet]:
    """Return the sheets that a person sees, with a word on the others: nobody reads unseen rows."""
    if hidden and not sheets:
        raise FileRefusedError(
            "Every sheet of the workbook is hidden.",
            where=file,
            fix="Show the sheet that should be read (right-click on the tabs, Unhide), and save.",
        )
    told = tuple(
        SheetWarning(
            name, None, "", "", f'The sheet "{name}" is hidden and was left out.',
            "Show it and save the workbook, if it should be read.",
        )
        for name in hidden
    )  # fmt: skip
    return [replace(sheets[0], warnings=told), *sheets[1:]] if told else sheets
