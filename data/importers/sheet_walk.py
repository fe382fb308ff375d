"""Walking the XML of a workbook's sheet before anything else reads it.

The walk notes how far the sheet reaches, how much text it asks for, and the cells that calamine
leaves empty: those that hold an error or a formula that has never been worked out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.parsers import expat

from data.errors import FileRefusedError
from data.importers.cells import NO_VALUE

__all__ = ["Asked", "Position", "damaged", "special_cells", "string_lengths"]

MAX_CELLS = 4_000_000  # calamine takes 32 bytes a cell
MAX_TEXT = 50_000_000
MAX_SPECIAL = 100_000
LONGEST_CELL = 131_072  # characters, as in text with separators; programs stop at 32,767
LONGEST_STRING = 1_000_000  # bytes of a shared string with its markup
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_STRING = re.compile(rb"<(?:[A-Za-z0-9_]+:)?si[\s/>]")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

Position = tuple[int, int]


@dataclass(slots=True)
class Asked:
    """What the sheets of one workbook ask for together."""

    cells: int = 0
    characters: int = 0
    special: int = 0


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

    def __init__(self, name: str, strings: Sequence[int], asked: Asked) -> None:
        self.special: dict[Position, str] = {}
        self._name = name
        self._strings = strings
        self._asked = asked
        self._before = asked.cells
        self._last_row = self._last_column = 0
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
        if self._row > self._last_row or self._column > self._last_column:
            self._last_row = max(self._last_row, self._row)
            self._last_column = max(self._last_column, self._column)
            self._asked.cells = self._before + self._last_row * self._last_column
            if self._asked.cells > MAX_CELLS:
                raise self._too_far()

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
                self._note(value or "#VALUE!")
            elif self._formula and not value and self._kind != "str":
                self._note(NO_VALUE)

    def _note(self, text: str) -> None:
        self.special[self._row, self._column] = text
        self._asked.special += 1
        if self._asked.special > MAX_SPECIAL:
            raise FileRefusedError(
                f"The workbook has more than {MAX_SPECIAL:,} errors or formulas without a value.",
                where=self._name,
                why=f"This is one: {text}.",
                fix="Open it in the spreadsheet program, mend the formulas, and save it.",
            )

    def _count(self, value: str) -> None:
        """Count a cell's characters; a shared string counts each time that it is used."""
        number = int(value) if self._kind == "s" and value else None
        if number is not None and not 0 <= number < len(self._strings):
            raise ValueError(f"text {number} of {len(self._strings)}")
        length = len(value) if number is None else self._strings[number]
        if length > (LONGEST_CELL if number is None else LONGEST_STRING):
            raise FileRefusedError(
                f"A cell has more than {LONGEST_CELL:,} characters.",
                where=self._name,
                why=f"Row {self._row}.",
                fix="Shorten it: a note is a few sentences.",
            )
        self._asked.characters += length
        if self._asked.characters > MAX_TEXT:
            raise FileRefusedError(
                f"The workbook holds more than {MAX_TEXT // 10**6} million characters.",
                where=self._name,
                fix="Cut it into several workbooks, or save its sheets as CSV.",
            )

    def _too_far(self) -> FileRefusedError:
        beyond = " with the sheets before it" if self._before else ""
        return FileRefusedError(
            f"A sheet reaches further than any log{beyond}.",
            where=self._name,
            why=f"It has {self._last_row:,} rows and {self._last_column:,} columns.",
            fix="Delete the empty rows and columns beyond the table, or save the sheet as CSV.",
        )


def string_lengths(part: bytes) -> list[int]:
    """Return how many bytes each shared string takes up at most.

    >>> string_lengths(b"<sst><si><t>Ann</t></si><si/></sst>")
    [19, 11]
    """
    starts = [found.start() for found in _STRING.finditer(part)]
    return [end - start for start, end in pairwise([*starts, len(part)])]


def special_cells(
    part: bytes, name: str, strings: Sequence[int] = (), asked: Asked | None = None
) -> dict[Position, str]:
    """Return the error cells and formulas without value of a sheet, by row and column from 1.

    ``strings`` are the lengths of the workbook's shared strings; ``asked`` is added to. Raises
    ``FileRefusedError`` when the XML is broken, or when the workbook asks for too much.
    """
    walk = _SheetWalk(name, strings, asked or Asked())
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    try:
        parser.Parse(part, True)  # noqa: FBT003
    except (expat.ExpatError, LookupError, ValueError) as error:  # also: unknown encodings
        raise damaged(name, f"({error})") from error
    return walk.special
