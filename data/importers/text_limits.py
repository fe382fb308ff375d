"""How much a text with separators may ask for: rows, columns, cells, characters in one row.

A file of a few megabytes can ask for more memory than there is: a header of thousands of columns
above millions of short rows, one line of nothing but separators, a quotation mark that swallows all
that follows. So these are counted before anything is laid out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from data.errors import FileRefusedError

__all__ = [
    "MAX_CELLS",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "BoundedLines",
    "header_text",
    "refuse_too_large",
]

MAX_ROWS = 5_000_000
MAX_COLUMNS = 16_384  # as many as a spreadsheet has
MAX_CELLS = 64_000_000  # a million rows with every column of the log format
LONGEST_ROW = 2_000_000
LONGEST_HEADER = 1_000
_BYTES_AT_ONCE = 1 << 20


class BoundedLines(Iterator[str]):
    """The lines of a text for ``csv``, which keeps all that belongs to one row in memory.

    Call ``row_ends`` after each row. Raises ``FileRefusedError`` for a row that is too long.
    """

    def __init__(self, file: TextIO, name: str) -> None:
        self._file = file
        self._name = name
        self._line = self._row_began = 0
        self._length = 0

    def row_ends(self) -> None:
        """Begin to count anew."""
        self._length, self._row_began = 0, self._line

    def __next__(self) -> str:
        """Return the next line."""
        line = self._file.readline(LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self._line += 1
        self._length += len(line)
        if self._length > LONGEST_ROW:
            raise FileRefusedError(
                f"A row has more than {LONGEST_ROW:,} characters.",
                where=self._name,
                why=f"It begins in line {self._row_began + 1}; perhaps a quotation mark is never"
                " closed.",
                fix='Close the quotation mark; inside quotes write "".',
            )
        return line


def header_text(cell: str) -> str:
    """Return a header without blanks around it, and of an endless one the beginning.

    >>> header_text(" held on "), len(header_text("x" * 100_000))
    ('held on', 1000)
    """
    return cell.strip()[:LONGEST_HEADER].strip()


def refuse_too_large(path: Path, width: int) -> None:
    """Raise ``FileRefusedError`` when a text has too many columns, rows or cells.

    ``width`` is the number of columns; rows are counted by line ends.
    """
    if width > MAX_COLUMNS:
        raise FileRefusedError(
            f"The file has {width:,} columns.",
            where=path.name,
            why=f"A spreadsheet has {MAX_COLUMNS:,} at most.",
            fix="Hand in the columns of the log only.",
        )
    rows = _line_ends(path)
    if rows > MAX_ROWS or rows * width > MAX_CELLS:
        raise FileRefusedError(
            "The file has more rows or columns than any log.",
            where=path.name,
            why=f"It has about {rows:,} rows and {width:,} columns.",
            fix="Delete empty rows and columns, or cut it into several files.",
        )


def _line_ends(path: Path) -> int:
    feeds = returns = 0
    with path.open("rb") as file:
        while block := file.read(_BYTES_AT_ONCE):
            feeds += block.count(b"\n")
            returns += block.count(b"\r")
    return max(feeds, returns)
