"""Workbooks (.xlsx): every sheet as columns of text.

calamine reads the values. It gives nothing for a cell that holds an error or a formula that has
never been worked out, and it lays out a sheet's whole extent in memory; so each sheet's XML is
walked once before, to find those cells and to refuse an extent that no log has.
"""

from __future__ import annotations

import io
import posixpath
import re
import xml.etree.ElementTree as ET  # document type definitions are refused before
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from xml.parsers import expat

import numpy as np
import pyarrow as pa

from data.errors import FileRefusedError
from data.importers.cells import NO_VALUE
from data.importers.sheets import RawSheet
from data.importers.unzip_safety import unpack_safely

__all__ = ["read_workbook", "special_cells"]

MAX_CELLS = 15_000_000  # calamine takes 32 bytes a cell: about 0.5 GB
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MAX_CONTENT = 100_000_000
_ROWS_AT_ONCE = 8192
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_WHOLE_FLOATS = 1e15

Row = list[str]
Position = tuple[int, int]


def _damaged(name: str, why: str = "") -> FileRefusedError:
    return FileRefusedError(
        "The workbook is damaged.",
        where=name,
        why=why,
        fix="Open it in the spreadsheet program and save it anew as .xlsx.",
    )


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class _SheetWalk:
    """Walks a sheet's XML and notes its extent and the cells that calamine leaves empty.

    Places are read strictly: calamine takes larger numbers than a sheet has rows, and then asks for
    more memory than there is, which ends the whole program.
    """

    def __init__(self) -> None:
        self.special: dict[Position, str] = {}
        self.last_row = self.last_column = 0
        self._row = self._column = 0
        self._kind = ""
        self._formula = self._in_value = False
        self._value: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
            self._reach()
        elif name == "f":
            self._formula = True
        elif name in {"v", "t"}:
            self._in_value = True

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._kind, self._formula, self._value = attributes.get("t", ""), False, []
        self._column += 1
        if "r" in attributes:
            place = _REFERENCE.fullmatch(attributes["r"])
            if place is None:
                raise ValueError(attributes["r"])
            self._column, self._row = _column_number(place[1]), int(place[2])
        self._reach()

    def _reach(self) -> None:
        """Note how far the sheet reaches; raise ``ValueError`` for places that no sheet has."""
        if not (0 < self._row <= LAST_ROW and 0 <= self._column <= LAST_COLUMN):
            raise ValueError(f"row {self._row}, column {self._column}")
        self.last_row = max(self.last_row, self._row)
        self.last_column = max(self.last_column, self._column)

    def text(self, characters: str) -> None:
        if self._in_value:
            self._value.append(characters)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in {"v", "t"}:
            self._in_value = False
        elif name == "c":
            value = "".join(self._value)
            if self._kind == "e":
                self.special[self._row, self._column] = value or "#VALUE!"
            elif self._formula and not value and self._kind != "str":
                self.special[self._row, self._column] = NO_VALUE


def special_cells(part: bytes, name: str) -> dict[Position, str]:
    """Return the error cells and formulas without value of a sheet, by row and column from 1.

    Raises ``FileRefusedError`` when the XML is broken or the sheet's extent is too large.
    """
    walk = _SheetWalk()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    try:
        parser.Parse(part, True)  # noqa: FBT003
    except (expat.ExpatError, LookupError, ValueError) as error:  # also: unknown encodings
        raise _damaged(name, str(error)) from error
    if walk.last_row * walk.last_column > MAX_CELLS:
        raise FileRefusedError(
            "A sheet reaches further than any log.",
            where=name,
            why=f"It has {walk.last_row} rows and {walk.last_column} columns.",
            fix="Delete the empty rows and columns beyond the table, or save the sheet as CSV.",
        )
    return walk.special


def _sheet_paths(parts: dict[str, bytes], name: str) -> dict[str, str]:
    """Return the path of each sheet's XML by the sheet's name."""
    try:
        book = ET.fromstring(parts["xl/workbook.xml"])  # noqa: S314
        links = ET.fromstring(parts["xl/_rels/workbook.xml.rels"])  # noqa: S314
    except (ET.ParseError, LookupError, ValueError) as error:  # also: unknown encodings
        raise _damaged(name) from error
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    paths = {}
    for element in book.iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        key = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        target = targets.get(key, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        paths[element.get("name", "")] = posixpath.normpath(path)
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
        headers=tuple(header.strip() for header in headers),
        columns=columns,
        row_numbers=np.arange(header_row + 1, header_row + 1 + count, dtype=np.int64),
    )


def read_workbook(path: Path) -> list[RawSheet]:
    """Return every worksheet of a workbook as columns of text; an empty one has no headers.

    Raises ``FileRefusedError`` when the file is no workbook, is damaged, protected or unsafe.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    if path.stat().st_size > MAX_CONTENT:
        raise FileRefusedError(
            "The workbook is larger than 100 MB.", where=path.name, fix="Save its sheets as CSV."
        )
    content = path.read_bytes()
    parts = unpack_safely(content, path.name)
    paths = _sheet_paths(parts, path.name)
    special = {
        name: special_cells(parts[part], path.name) for name, part in paths.items() if part in parts
    }
    del parts
    sheets = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for about in book.sheets_metadata:
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(about.name)
                first = sheet.start[1] if sheet.start else 0
                found = special.get(about.name, {})
                width = max([first + sheet.width, *(column for _, column in found)])
                rows = _rows(iter(sheet.iter_rows()), first, found)  # type: ignore[arg-type]
                sheets.append(_sheet(path.name, about.name, rows, width))
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(path.name) from error
    return sheets
