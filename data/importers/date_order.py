"""Dates in cells: how one is read, and what decides whether day or month comes first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.importers.cells import CellError, refuse_foreign_digits

__all__ = ["DATE_ORDERS", "DateOrder", "Day", "OrderVotes", "read_date", "votes_on_order"]

DateOrder = Literal["DMY", "MDY", "YMD"]
DATE_ORDERS: tuple[DateOrder, ...] = ("DMY", "MDY", "YMD")

FIRST_YEAR = 1900
MID_MONTH = 15
MONTHS_OF_A_YEAR = 12

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_GAP = r"[ \-/.,]{1,3}"
_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<m>[a-z]{3,9})"
_YEAR = r"(?P<y>[0-9]{4}|[0-9]{2})"
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        _DAY + r"(?: of)?" + _GAP + _MONTH + _GAP + _YEAR,
        _MONTH + _GAP + _DAY + _GAP + _YEAR,
        r"(?P<y>[0-9]{4})" + _GAP + _MONTH + _GAP + _DAY,
        _MONTH + _GAP + _YEAR,
    )
)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})")
_YEAR_MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([-/. ])[0-9]{1,2}\1[0-9]{2}")
# A time of day that programs add to dates; the log keeps plain dates.
_TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?( ?[AaPp][Mm])?$")

_HOW_TO_WRITE = "Write it as year-month-day, such as 2026-03-05."


@dataclass(frozen=True, slots=True)
class Day:
    """A date; ``approximate`` when only its month is known (then it is the 15th)."""

    on: date
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class OrderVotes:
    """What the cells of one column say about the order of day and month.

    ``day_first`` and ``month_first`` count the cells that can be read in one way only;
    ``open_example`` is a cell that reads as two different days, if there is one.
    """

    day_first: int
    month_first: int
    open_example: str = ""

    @property
    def order(self) -> DateOrder | None:
        """The order that most deciding cells have; None when a cell is open and none decides.

        A column without any such date needs no order and has ``YMD``.
        """
        if self.day_first > self.month_first:
            return "DMY"
        if self.month_first > self.day_first:
            return "MDY"
        return None if self.open_example or self.day_first else "YMD"


def _without_time(text: str) -> str:
    return _TIME.sub("", text)


def votes_on_order(cells: Iterable[tuple[str, int]]) -> OrderVotes:
    """Return what distinct cells, with how often each occurs, say about the order.

    13/04/2026 can only be a day first, 04/13/2026 only a month first; 03/04/2026 is open; and
    04/04/2026 is the same day either way, so it needs no decision.

    >>> votes_on_order([("03/04/2026", 5), ("13/04/2026", 1)]).order
    'DMY'
    >>> votes_on_order([("03/04/2026", 5)]).order is None
    True
    >>> votes_on_order([("04/04/2026", 5), ("2026-01-02", 1)]).order
    'YMD'
    """
    votes: Counter[str] = Counter()
    examples = []
    for text, count in cells:
        parts = _YEAR_LAST.fullmatch(_without_time(text.strip()))
        if parts is None:
            continue
        first, second = int(parts[1]), int(parts[3])
        if first > MONTHS_OF_A_YEAR >= second:
            votes["DMY"] += count
        elif second > MONTHS_OF_A_YEAR >= first:
            votes["MDY"] += count
        elif first != second and max(first, second) <= MONTHS_OF_A_YEAR:
            examples.append(text.strip())
    return OrderVotes(votes["DMY"], votes["MDY"], min(examples, default=""))


def _day(year: int, month: int, day: int | None) -> Day:
    if year < FIRST_YEAR:
        raise CellError(f"The year {year} is before {FIRST_YEAR}.", _HOW_TO_WRITE)
    try:
        return Day(date(year, month, day or MID_MONTH), approximate=day is None)
    except ValueError as error:
        raise CellError("There is no such day.", _HOW_TO_WRITE) from error


def _two_digits() -> CellError:
    return CellError("The year has two digits only.", _HOW_TO_WRITE)


def _named_month(text: str) -> Day | None:
    for pattern in _NAMED:
        parts = pattern.fullmatch(text)
        month = _MONTHS.get(parts["m"]) if parts else None
        if parts and month:
            if len(parts["y"]) < len("2026"):
                raise _two_digits()
            day = parts.groupdict().get("d")
            return _day(int(parts["y"]), month, int(day) if day else None)
    return None


def _numbers_only(text: str, order: DateOrder) -> Day | None:
    if parts := _YEAR_FIRST.fullmatch(text):
        return _day(int(parts[1]), int(parts[3]), int(parts[4]))
    if parts := _YEAR_MONTH.fullmatch(text):
        return _day(int(parts[1]), int(parts[2]), None)
    if parts := _MONTH_YEAR.fullmatch(text):
        return _day(int(parts[2]), int(parts[1]), None)
    if parts := _YEAR_LAST.fullmatch(text):
        first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
        if order == "YMD" and first != second:
            raise CellError("The year does not come first here.", _HOW_TO_WRITE)
        day, month = (second, first) if order == "MDY" else (first, second)
        if month > MONTHS_OF_A_YEAR >= day:
            read = "month first" if order == "MDY" else "day first"
            raise CellError(f"Dates of this column are read {read}; this is none.", _HOW_TO_WRITE)
        return _day(year, month, day)
    return None


def read_date(text: str, order: DateOrder) -> Day:
    """Return the day that a cell tells, in a column whose dates have this order.

    >>> read_date("03/04/2026", "DMY").on.isoformat()
    '2026-04-03'
    >>> read_date("05 Mar 2024", "DMY").on.isoformat()
    '2024-03-05'
    >>> read_date("March 2026", "DMY")
    Day(on=datetime.date(2026, 3, 15), approximate=True)

    Raises :class:`CellError` for what is no date, a year of two digits or before 1900, digits
    other than 0–9, and a day that contradicts the order.
    """
    refuse_foreign_digits(text)
    plain = _without_time(text)
    day = _numbers_only(plain, order) or _named_month(plain.lower())
    if day is not None:
        return day
    if _SHORT_YEAR.fullmatch(plain):
        raise _two_digits()
    raise CellError("This is not a date.", _HOW_TO_WRITE + " Leave it blank when unknown.")
