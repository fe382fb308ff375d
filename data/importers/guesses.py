"""What the values of a column say about its meaning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from data.importers import cells
from data.importers.cells import CellError
from data.importers.date_order import read_date, votes_on_order
from data.importers.office_dates import day_text
from data.importers.office_names import is_person
from data.importers.office_values import (
    EPOCHS,
    LEFT_BLANK,
    is_choice,
    is_nothing,
    says_no,
    says_yes,
    tidier,
)
from data.importers.plan import MORE_MEANINGS
from data.log_format import SHEETS, FileColumn
from data.names import fold_name

__all__ = ["Values", "days_of", "file_column", "is_date", "read_as"]

_EPOCH = EPOCHS["1900"]
_SHORT = 60
_FEW = 5


@dataclass(frozen=True, slots=True)
class Values:
    """The filled cells of one column in a sample of rows; those that say nothing are left out."""

    cells: tuple[tuple[int, str], ...]
    """Place of the row in the sample, and text."""

    @classmethod
    def of(cls, column: Sequence[str]) -> Values:
        """Return the values of a column of a sample."""
        texts = enumerate(text.strip() for text in column)
        return cls(tuple((i, text) for i, text in texts if text and not is_nothing(text)))

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def texts(self) -> list[str]:
        """The texts, in order."""
        return [text for _, text in self.cells]

    @property
    def examples(self) -> tuple[str, ...]:
        """Up to three different texts."""
        return tuple(list(dict.fromkeys(text[:_SHORT] for text in self.texts))[:3])

    def share(self, holds: Callable[[str], bool]) -> float:
        """Return the share of texts for which something holds; 0 without texts."""
        return sum(map(holds, self.texts)) / len(self) if len(self) else 0.0

    def fits(self, column: FileColumn) -> float:
        """Return the share of texts that can be read as a column of the log format."""
        return self.share(_readers(column))

    def misfit(self, column: FileColumn) -> str:
        """Return the first text that cannot be read so, empty when all can."""
        reads = _readers(column)
        return next((text for text in self.texts if not reads(text)), "")

    @property
    def repeats(self) -> float:
        """Share of texts that have stood before: high where few seekers have many rows."""
        distinct = {fold_name(text) for text in self.texts}
        return 1 - len(distinct) / len(self) if len(self) else 0.0

    def kind(self) -> str:
        """Return what the values are: ``date``, ``email``, ``yes_no``, ``number`` or ``person``.

        Empty when they are of no kind, or there are none.
        """
        for kind, holds in _KINDS.items():
            if len(self) and self.share(holds) >= 0.8:  # noqa: PLR2004
                return kind
        return ""


def is_date(text: str) -> bool:
    """Whether an office would take a text for a day, or for a month of a year."""
    told = day_text(text, _EPOCH)
    for order in ("DMY", "MDY"):
        try:
            read_date(told, order)
        except CellError:
            continue
        return True
    return False


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "").replace("%", "").isdigit()


_KINDS: dict[str, Callable[[str], bool]] = {
    "email": lambda text: "@" in text and " " not in text.strip() and "." in text,
    "address": lambda text: text.lower().startswith(("http", "www.", "linkedin.com")),
    "yes_no": lambda text: (says_yes(text) or says_no(text)) and not text.isdigit(),
    "number": lambda text: _is_number(text) and len(text) < _FEW,
    "date": is_date,
    "phone": lambda text: sum(c.isdigit() for c in text) > 6 and not any(map(str.isalpha, text)),  # noqa: PLR2004
    "person": is_person,
    "long text": lambda text: len(text) > _SHORT,
}


def file_column(table: str, meaning: str) -> FileColumn:
    """Return the column of the log format that a meaning is read as."""
    sheet = SHEETS[table]
    if meaning in sheet.names:
        return sheet.column(meaning)
    role = "contact" if meaning.startswith("contact") else "seeker"
    return FileColumn(
        meaning, "name", role=role, part="name", label=MORE_MEANINGS.get(meaning, meaning)
    )


@lru_cache(maxsize=256)
def _readers(column: FileColumn) -> Callable[[str], bool]:
    """Return what says of a text whether it can be read as the column, told the office's way."""
    tell = tidier(column, _EPOCH)
    own = column.column
    low, high = (own.low, own.high) if own else (None, None)
    by_type: dict[str, Callable[[str], object]] = {
        "date": _day,
        "date_or_yes_no": _day_or_yes_no,
        "whole": partial(cells.read_whole, low=low, high=high),
        "yes_no": cells.read_yes_no,
        "choice": partial(cells.read_choice, choices=own.choices if own else ()),
        "email": _address,
        "names": _some_names,
        "names_or_number": _names_or_number,
        "name": _person if column.part == "name" and column.name not in MORE_MEANINGS else _name,
    }
    reads = by_type.get(column.type, str)

    def reads_well(text: str) -> bool:
        told = tell(text)
        try:
            if told:
                reads(told)
        except CellError:
            return False
        return True

    return reads_well


def _day(text: str) -> dt.date:
    if not is_date(text):
        read_date(text, "DMY")
    return dt.date.min


def _day_or_yes_no(text: str) -> object:
    return text in {"yes", "no"} or _day(text)


def _address(text: str) -> str:
    if not _KINDS["email"](text):
        raise CellError("No address.", "")
    return text


def _name(text: str) -> str:
    if not any(c.isalpha() for c in text) or "@" in text or len(text) > _SHORT or is_date(text):
        raise CellError("No name.", "")
    return text


def _person(text: str) -> str:
    if len(text) < 2 or says_yes(text) or says_no(text):  # noqa: PLR2004 - ticks and initials
        raise CellError("No name.", "")
    return _name(text)


def _some_names(text: str) -> object:
    names = cells.read_names(text)
    for name in names:
        _name(name)
        if len(name.split()) > 2 * _FEW:
            raise CellError("A sentence.", "")
    return names


def _names_or_number(text: str) -> object:
    if not any(c.isalpha() for c in text):
        return cells.read_names_or_number(text, 0, 200)
    return text == "none" or _some_names(text)


def read_as(values: Values, column: FileColumn) -> str:
    """Return how a column's own words are read as choices, and which are left out; up to four.

    >>> column = SHEETS["interviews"].column("source")
    >>> read_as(Values.of(["alum db", "LinkedIn", "event"]), column)
    'Read as: alum db → alumni. Left out: LinkedIn.'
    """
    tell = tidier(column, _EPOCH)
    told = {text: tell(text) for text in values.texts}
    other = {text: now for text, now in told.items() if now and not is_choice(text, column)}
    known = [
        f"{text[:_SHORT]} → {now.replace('_', ' ')}"
        for text, now in other.items()
        if is_choice(now, column)
    ]
    left = [t[:_SHORT] for t, now in other.items() if not is_choice(now, column)]
    parts = (("Read as", known), ("Left out", left if column.name in LEFT_BLANK else []))
    return " ".join(f"{what}: {', '.join(words[:4])}." for what, words in parts if words)


def days_of(values: Values) -> dict[int, int]:
    """Return the day, as a number, of each place whose text is a date; the rest is left out."""
    told = [(place, day_text(text, _EPOCH)) for place, text in values.cells]
    order = votes_on_order((text, 1) for _, text in told).order or "MDY"
    days = {}
    for place, text in told:
        try:
            days[place] = read_date(text, order).on.toordinal()
        except CellError:
            continue
    return days
