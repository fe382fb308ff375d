"""Days without a year: the year may stand in the sheet's name, in a title, or in the file's name.

"3/14" below "Spring 2026" is told as 3/14/2026, and that is said. A season that reaches into the
next year ("Fall 2025", "2025/26") tells no year for all of its days, so nothing is taken from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.importers.grid import Row
from data.importers.guesses import Values, is_date
from data.names import fold_name

__all__ = ["Year", "lacks_year", "values_with_year", "with_year", "year_told"]

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_NEXT = re.compile(r"(?<![0-9])20[0-9]{2}\s?[-/–]\s?[0-9]{2}(?![0-9])")
_REACHES_ON = frozenset(
    str.split(
        "fall autumn winter herbst wintersemester ws otono invierno automne hiver autunno inverno "
        "outono herfst academic school schuljahr studienjahr"
    )
)
_NUMBERS = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\.?")
_SAID = re.compile(r"([^0-9]*[^0-9\s][^0-9]*\s)([0-9].*)")
"""A day with a word before it, such as "sent 3/14"."""

_LONGEST, _HALF = 24, 0.5


@dataclass(frozen=True, slots=True)
class Year:
    """A year, and what tells it."""

    year: int
    why: str


def year_told(path: Path, sheet: str | None, titles: Sequence[Row]) -> Year | None:
    """Return the year that the sheet's name, a title above the headers or the file's name tells.

    >>> year_told(Path("log.xlsx"), "2026 spring", ())
    Year(year=2026, why='the sheet has it in its name, “2026 spring”')
    >>> year_told(Path("log 2025-26.xlsx"), "Fall 2025", ()) is None
    True
    """
    texts = [(sheet or "", "the sheet has it in its name")]
    texts += [(c, f"row {number} says so") for number, cells in titles for c in cells if c.strip()]
    texts.append((path.stem, "the file has it in its name"))
    for text, why in texts:
        years = set(_YEAR.findall(text))
        if years:
            reaches_on = _NEXT.search(text) or _REACHES_ON & set(fold_name(text).split())
            if len(years) > 1 or reaches_on:
                return None
            return Year(int(min(years)), f"{why}, “{text.strip()[:60]}”")
    return None


def with_year(text: str, year: int) -> str:
    """Return a day that lacks its year with it; anything else as it stands.

    >>> with_year("3/14", 2026), with_year("14. März", 2026), with_year("3/14/25", 2026)
    ('3/14/2026', '14. März 2026', '3/14/25')
    >>> with_year("yes", 2026), with_year("14/15", 2026), with_year("sent 3/14", 2026)
    ('yes', '14/15', 'sent 3/14/2026')
    """
    bare = text.strip()
    if len(bare) > _LONGEST or not any(c.isdigit() for c in bare) or is_date(bare):
        return text
    if numbers := _NUMBERS.fullmatch(bare):
        first, mark, second = numbers.groups()
        told = f"{first}{mark}{second}{mark}{year}"
    else:
        told = f"{bare} {year}"
    if is_date(told):
        return told
    said = _SAID.fullmatch(bare)
    return f"{said[1]}{with_year(said[2], year)}" if said else text


def lacks_year(values: Values, year: int) -> bool:
    """Whether a column holds days, and some of them lack their year."""
    if not len(values):
        return False
    told = [with_year(text, year) for text in values.texts]
    days = sum(map(is_date, told))
    return told != values.texts and days >= _HALF * len(values)


def values_with_year(values: Values, year: int) -> Values:
    """Return the values of a column of days, each with its year."""
    return Values(tuple((place, with_year(text, year)) for place, text in values.cells))
