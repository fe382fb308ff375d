"""CSV, TSV and other text with separators: encoding, delimiter, and columns in bounded memory."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.errors import FileRefusedError
from data.importers.header_rows import width_of_headers
from data.importers.header_words import is_header_word
from data.importers.headers import known_headers
from data.importers.plain_csv import read_plain
from data.importers.sheets import RawSheet, SheetWarning
from data.importers.text_limits import MAX_COLUMNS, BoundedLines, header_text, refuse_too_large
from data.names import fold_header

__all__ = ["decide_delimiter", "decide_encoding", "read_csv"]

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}

_ROWS_AT_ONCE = 2048  # more live lists make the garbage collector slow
_CELLS_AT_ONCE = 1 << 20
_LOOKED_AT = 40
_TOLD_DELIMITER = re.compile(r'"?sep=([,;\t|])"?\s*', re.IGNORECASE)
_TELLS_DELIMITER = re.compile(r"sep=[,;\t|]?", re.IGNORECASE)
# What a letter's two bytes of UTF-8 become when they are read as Windows-1252.
_READ_TWICE = re.compile("[\u00c2\u00c3][\u00a0-\u00bf\u0152-\u02dc\u2013-\u2122]")
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


def _refuse_text(path: Path, start: bytes) -> FileRefusedError:
    wide = start.count(0) * 4 > len(start) or start.startswith((b"\xff\xfe", b"\xfe\xff"))
    why = "It seems to be UTF-16 or UTF-32, or no text at all." if wide else ""
    return FileRefusedError(
        "The text of this file cannot be decoded.",
        where=path.name,
        why=why or "It is neither UTF-8 nor Windows-1252.",
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
    raise _refuse_text(path, start)


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        lines = BoundedLines(file, path.name)
        for record in csv.reader(lines, delimiter=delimiter, strict=True):
            lines.row_ends()
            yield record


def _first_filled(path: Path, encoding: str, delimiter: str) -> list[list[str]]:
    """Return the first filled rows; a broken one, and what follows it, is left out."""
    found: list[list[str]] = []
    try:
        records = islice(_records(path, encoding, delimiter), _LOOKED_AT)
        found.extend(r[:MAX_COLUMNS] for r in records if any(cell.strip() for cell in r))
    except (csv.Error, FileRefusedError):
        pass
    return found


def _first_line(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding) as file:
        return file.readline(16)


def decide_delimiter(path: Path, encoding: str) -> str:
    """Return the delimiter under which one of the first rows names most known columns.

    Ties go to the one that gives more cells, then to the comma. Where no column is known, the one
    that gives more cells in most rows is taken. A first line such as ``sep=;``, by
    which Excel is told, decides alone.
    """
    if told := _TOLD_DELIMITER.fullmatch(_first_line(path, encoding)):
        return told[1]
    known = known_headers()

    def merit(delimiter: str) -> tuple[int, int]:
        records = _first_filled(path, encoding, delimiter)
        told = (
            (sum(fold_header(c) in known or is_header_word(c) for c in record), len(record))
            for record in records
        )
        widths = sorted(len(record) for record in records)
        most, width = max(told, default=(0, 0))
        return (most, width) if most else (0, widths[len(widths) // 2] if widths else 0)

    return max(DELIMITERS, key=merit)


class _Columns:
    """Collects records into Arrow columns of strings, a block of rows at a time."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.blocks: list[list[pa.Array]] = [[] for _ in range(width)]
        self.count = 0
        self.surplus: list[int] = []
        self.rows_at_once = max(1, min(_ROWS_AT_ONCE, _CELLS_AT_ONCE // max(width, 1)))

    def add(self, records: list[list[str]]) -> None:
        if any(len(record) != self.width for record in records):
            records = [(record + [""] * (self.width - len(record))) for record in records]
        for blocks, cells in zip(self.blocks, zip(*records, strict=True), strict=True):
            blocks.append(pa.array(cells, pa.string()))
        self.count += len(records)

    def cut(self, record: list[str], row: int) -> list[str]:
        """Return a record without what is beyond the headers, and note the row."""
        if len(record) <= self.width:
            return record
        if any(cell.strip() for cell in record[self.width :]):
            self.surplus.append(row)
        return record[: self.width]

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
        told = row == 1 and record and _TELLS_DELIMITER.fullmatch(record[0])
        if not told and any(cell.strip() for cell in record):
            return row, record
    return 0, []


def _widened(
    path: Path, first: list[str], records: Iterator[list[str]], row: int
) -> tuple[list[str], list[list[str]]]:
    """Return the first row as wide as the header is, and the rows that were read to find that.

    No row is read where the first one is a header itself.
    """
    known = known_headers()
    if sum(fold_header(cell) in known for cell in first) > 1:
        return first, []
    peeked: list[list[str]] = []
    try:
        cells = 0
        for record in islice(records, _LOOKED_AT):
            peeked.append(record)
            cells += len(record)
            if cells > _CELLS_AT_ONCE:
                break
    except csv.Error as error:
        raise _broken(path, error, row + len(peeked) + 1) from error
    width = width_of_headers([first, *peeked])
    return first[:width] + [""] * (width - len(first)), peeked


def _body(path: Path, records: Iterator[list[str]], width: int, start: int) -> _Columns:
    columns = _Columns(width)
    records_read = start
    block: list[list[str]] = []

    def counted() -> Iterator[list[str]]:
        nonlocal records_read
        for record in records:
            records_read += 1
            yield columns.cut(record, records_read)

    rows = counted()
    try:
        while block := list(islice(rows, columns.rows_at_once)):
            columns.add(block)
    except csv.Error as error:
        raise _broken(path, error, records_read + 1) from error
    return columns


def read_csv(path: Path) -> RawSheet:
    """Return a text file with separators as columns of text.

    It begins with the first row that is not blank: the header, or a title above it; then it is as
    wide as the header below. Rows are numbered as a spreadsheet numbers them:
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
    refuse_too_large(path, len(headers))
    headers, peeked = _widened(path, headers, records, header_row)
    refuse_too_large(path, len(headers))
    columns, surplus = None, list[int]()
    if header_row == 1 and not peeked and encoding.startswith("utf-8"):
        columns = read_plain(path, delimiter, len(headers))
    if columns is None:
        body = _body(path, chain(peeked, records), len(headers), header_row)
        columns, surplus = body.arrays(), body.surplus
    count = len(columns[0])
    raw = RawSheet(
        file=path.name,
        sheet=None,
        format="csv",
        header_row=header_row,
        headers=tuple(header_text(header) for header in headers),
        columns=columns,
        row_numbers=np.arange(header_row + 1, header_row + 1 + count, dtype=np.int64),
        surplus=tuple(surplus),
        decisions={"encoding": ENCODINGS[encoding], "delimiter": DELIMITERS[delimiter]},
    )
    return replace(raw, warnings=_read_twice(raw)) if encoding == "cp1252" else raw


def _read_twice(raw: RawSheet) -> tuple[SheetWarning, ...]:
    """Warn of letters that were UTF-8 in a file which is not UTF-8 throughout."""
    for position, column in enumerate(raw.columns):
        suspects = pc.index(
            pc.match_substring_regex(column, _READ_TWICE.pattern), value=True
        ).as_py()
        if suspects >= 0:
            reason = "Some letters are probably wrong: parts of the file are in UTF-8, others not."
            fix = 'Save it as "CSV UTF-8" from where it comes from, or mend the letters in the log.'
            row = int(raw.row_numbers[suspects])
            value = column[suspects].as_py()
            return (SheetWarning("", row, raw.headers[position], value, reason, fix),)
    return ()
