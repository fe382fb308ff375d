"""CSV, TSV and other text with separators: encoding, delimiter, and columns in bounded memory."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa

from data.errors import FileRefusedError
from data.importers.headers import known_headers
from data.importers.plain_csv import read_plain
from data.importers.sheets import RawSheet
from data.names import fold_header

__all__ = ["decide_delimiter", "decide_encoding", "read_csv"]

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}

_ROWS_AT_ONCE = 2048  # more live lists make the garbage collector slow
_BYTES_AT_ONCE = 1 << 20


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(_BYTES_AT_ONCE):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _refuse_text(path: Path) -> FileRefusedError:
    return FileRefusedError(
        "The text of this file cannot be decoded.",
        where=path.name,
        why="It is neither UTF-8 nor Windows-1252.",
        fix='Save it as "CSV UTF-8" in the spreadsheet program.',
    )


def decide_encoding(path: Path) -> str:
    """Return the encoding of a text file, as Python names it.

    A byte order mark decides; else UTF-8 if every byte fits; else Windows-1252, strictly: its five
    undefined bytes are refused. Raises ``FileRefusedError`` otherwise.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise FileRefusedError(
            "The file is empty.", where=path.name, fix="Hand in a file that has a row of headers."
        )
    if start.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    elif start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        candidates = []
    elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif start.count(0) * 4 > len(start):  # UTF-16 without its mark, or no text at all
        candidates = []
    else:
        candidates = ["utf-8", "cp1252"]
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise _refuse_text(path)


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        yield from csv.reader(file, delimiter=delimiter, strict=True)


def _first_filled(path: Path, encoding: str, delimiter: str) -> list[str]:
    try:
        for record in _records(path, encoding, delimiter):
            if any(cell.strip() for cell in record):
                return record
    except csv.Error:
        return []
    return []


def decide_delimiter(path: Path, encoding: str) -> str:
    """Return the delimiter under which the first filled row names most known columns.

    Ties go to the one that gives more cells, then to the comma.
    """
    known = known_headers()

    def merit(delimiter: str) -> tuple[int, int]:
        record = _first_filled(path, encoding, delimiter)
        return sum(fold_header(cell) in known for cell in record), len(record)

    return max(DELIMITERS, key=merit)


class _Columns:
    """Collects records into Arrow columns of strings, a block of rows at a time."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.blocks: list[list[pa.Array]] = [[] for _ in range(width)]
        self.count = 0
        self.surplus: list[int] = []

    def add(self, records: list[list[str]], first_row: int) -> None:
        if any(len(record) != self.width for record in records):
            records = [
                self._fitted(record, first_row + offset) for offset, record in enumerate(records)
            ]
        for blocks, cells in zip(self.blocks, zip(*records, strict=True), strict=True):
            blocks.append(pa.array(cells, pa.string()))
        self.count += len(records)

    def _fitted(self, record: list[str], row: int) -> list[str]:
        if any(cell.strip() for cell in record[self.width :]):
            self.surplus.append(row)
        return (record + [""] * (self.width - len(record)))[: self.width]

    def arrays(self) -> list[pa.ChunkedArray]:
        return [pa.chunked_array(blocks, pa.string()) for blocks in self.blocks]


def _broken(path: Path, error: csv.Error, row: int) -> FileRefusedError:
    if "unexpected end of data" in str(error):
        what, why = "A quotation mark is never closed.", f"It opens in row {row} or soon after."
    elif "field larger" in str(error):
        what = "A cell has more than 131,072 characters."
        why = f"In row {row} or soon after a quotation mark is probably not closed."
    else:
        what, why = "The quotation marks do not fit.", f"In row {row} or soon after: {error}."
    return FileRefusedError(
        what, where=path.name, why=why, fix='Close the quotation mark; inside quotes write "".'
    )


def _header(records: Iterator[list[str]]) -> tuple[int, list[str]]:
    for row, record in enumerate(records, start=1):
        if any(cell.strip() for cell in record):
            return row, record
    return 0, []


def _body(path: Path, records: Iterator[list[str]], width: int, start: int) -> _Columns:
    columns = _Columns(width)
    records_read = start
    block: list[list[str]] = []

    def counted() -> Iterator[list[str]]:
        nonlocal records_read
        for record in records:
            records_read += 1
            yield record

    rows = counted()
    try:
        while block := list(islice(rows, _ROWS_AT_ONCE)):
            columns.add(block, start + columns.count + 1)
    except csv.Error as error:
        raise _broken(path, error, records_read + 1) from error
    return columns


def read_csv(path: Path) -> RawSheet:
    """Return a text file with separators as columns of text.

    The header is the first row that is not blank. Rows are numbered as a spreadsheet numbers them:
    blank rows count, a record over several lines is one row. Raises ``FileRefusedError`` when the
    file is empty, cannot be decoded, or its quotation marks do not close.
    """
    encoding = decide_encoding(path)
    delimiter = decide_delimiter(path, encoding)
    records = _records(path, encoding, delimiter)
    try:
        header_row, headers = _header(records)
    except csv.Error as error:
        raise _broken(path, error, 1) from error
    if not headers:
        raise FileRefusedError(
            "The file has blank rows only.",
            where=path.name,
            fix="Hand in a file that has a row of headers.",
        )
    columns, surplus = None, list[int]()
    if header_row == 1 and encoding.startswith("utf-8"):
        columns = read_plain(path, delimiter, len(headers))
    if columns is None:
        body = _body(path, records, len(headers), header_row)
        columns, surplus = body.arrays(), body.surplus
    count = len(columns[0])
    return RawSheet(
        file=path.name,
        sheet=None,
        format="csv",
        header_row=header_row,
        headers=tuple(header.strip() for header in headers),
        columns=columns,
        row_numbers=np.arange(header_row + 1, header_row + 1 + count, dtype=np.int64),
        surplus=tuple(surplus),
        decisions={"encoding": ENCODINGS[encoding], "delimiter": DELIMITERS[delimiter]},
    )
