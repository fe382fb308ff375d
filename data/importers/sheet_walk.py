"""Walking the XML of a workbook's sheet before anything else reads it.

The walk notes how far the sheet reaches, how much text it asks for, and the cells that calamine
leaves empty: those that hold an error or a formula that has never been worked out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from xml.parsers import expat

from data.errors import FileRefusedError
from data.importers.cells import NO_VALUE

__all__ = ["MAX_CELLS", "MAX_TEXT", "Position", "damaged", "special_cells", "string_lengths"]

MAX_CELLS = 5_000_000  # calamine takes 32 bytes a cell
MAX_TEXT = 50_000_000
LONGEST_CELL = 131_072  # characters, as in text with separators; programs stop at 32,767
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_STRING = re.compile(rb"<(?:[A-Za-z0-9_]+:)?si[\s/>]")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

Position = tuple[int, int]


def damaged(name: str, why: str = "") -> FileRefusedError:
    """Return the refusal of a workbook that is broken."""
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

    def __init__(self, strings: Sequence[int]) -> None:
        self.special: dict[Position, str] = {}
        self.last_row = self.last_column = 0
        self.characters = 0
        self._strings = strings
        self._row = self._column = 0
        self._last = (0, 0)
        self._kind = ""
        self._formula = self._in_value = False
        self._value: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
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
        """Note how far the sheet reaches; raise ``ValueError`` for places that no sheet has.

        One place after another: of two cells at one place nobody could say which counts.
        """
        place = (self._row, self._column)
        possible = 0 < self._row <= LAST_ROW and 0 <= self._column <= LAST_COLUMN
        if not possible or place <= self._last:
            raise ValueError(f"row {self._row}, column {self._column}")
        self._last = place
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
            self._count(value)
            if self._kind == "e":
                self.special[self._row, self._column] = value or "#VALUE!"
            elif self._formula and not value and self._kind != "str":
                self.special[self._row, self._column] = NO_VALUE

    def _count(self, value: str) -> None:
        """Count a cell's characters; a shared string counts each time that it is used."""
        number = int(value) if self._kind == "s" and value else None
        if number is not None and not 0 <= number < len(self._strings):
            raise ValueError(f"text {number} of {len(self._strings)}")
        length = len(value) if number is None else self._strings[number]
        if length > LONGEST_CELL:
            raise _TooLongError
        self.characters += length


class _TooLongError(Exception):
    """A cell has more characters than any cell of a log."""


def string_lengths(part: bytes) -> list[int]:
    """Return how many bytes each shared string takes up at most.

    >>> string_lengths(b"<sst><si><t>Ann</t></si><si/></sst>")
    [19, 11]
    """
    starts = [found.start() for found in _STRING.finditer(part)]
    return [end - start for start, end in pairwise([*starts, len(part)])]


def special_cells(part: bytes, name: str, strings: Sequence[int] = ()) -> dict[Position, str]:
    """Return the error cells and formulas without value of a sheet, by row and column from 1.

    ``strings`` are the lengths of the workbook's shared strings. Raises ``FileRefusedError`` when
    the XML is broken, or the sheet's extent or its text is too large.
    """
    walk = _SheetWalk(strings)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    try:
        parser.Parse(part, True)  # noqa: FBT003
    except (expat.ExpatError, LookupError, ValueError) as error:  # also: unknown encodings
        raise damaged(name, f"({error})") from error
    except _TooLongError as error:
        raise FileRefusedError(
            f"A cell has more than {LONGEST_CELL:,} characters.",
            where=name,
            fix="Shorten it: a note is a few sentences.",
        ) from error
    if walk.characters > MAX_TEXT:
        raise FileRefusedError(
            f"A sheet holds more than {MAX_TEXT // 10**6} million characters.",
            where=name,
            fix="Cut it into several workbooks, or save the sheet as CSV.",
        )
    if walk.last_row * walk.last_column > MAX_CELLS:
        raise FileRefusedError(
            "A sheet reaches further than any log.",
            where=name,
            why=f"It has {walk.last_row} rows and {walk.last_column} columns.",
            fix="Delete the empty rows and columns beyond the table, or save the sheet as CSV.",
        )
    return walk.special
