"""Cells typed or pasted as offices write them, told in the way that the log format reads.

What a person writes into a grid is read as leniently as a spreadsheet of an office: "3/14/26",
"14. März 2026", "n/a", names parted by commas or line breaks. Whether day or month comes first is
never guessed: days that read both ways are told, so that the person can be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.entering.clearing import split_names
from data.entering.rows import Record
from data.importers.column_orders import DATES
from data.importers.date_order import DateOrder, read_date, votes_on_order
from data.importers.office_names import names_text
from data.importers.office_values import EPOCHS, is_nothing, says_no, says_yes, tidier
from data.log_format import SHEETS
from data.names import fold_name

__all__ = ["OpenDay", "decided_days", "nameless", "open_days", "told_plainly"]

_SHEET = SHEETS["interviews"]
_OFFICE = DATES | {"choice", "email", "whole", "yes_no"}
_ORDERS: tuple[DateOrder, DateOrder] = ("DMY", "MDY")
_NAMES = frozenset({"names", "names_or_number"})


def told_plainly(wanted: Record, read: Record | None = None) -> Record:
    """Return the cells that were typed, told plainly; those that stand as they were read stay so.

    >>> told_plainly({"held_on": "Sat, 14. März 26", "names_given": "Ann Lee, Bob Ray"})
    {'held_on': '14 march 2026', 'names_given': 'Ann Lee; Bob Ray'}
    >>> told_plainly({"names_given": "Lee, Ann; Bob Ray"}, {"names_given": "Lee, Ann"})
    {'names_given': 'Lee, Ann; Bob Ray'}
    """
    before = read or {}
    return {
        name: cell if cell == before.get(name) else _told(name, cell, before.get(name, ""))
        for name, cell in wanted.items()
    }


def _told(name: str, cell: str, before: str) -> str:
    if name not in _SHEET.names:
        return cell
    column = _SHEET.column(name)
    tell = tidier(column, EPOCHS["1900"])
    if column.type in _OFFICE:
        return tell(cell)
    if column.type not in _NAMES or is_nothing(cell):
        return "" if is_nothing(cell) and column.type in _NAMES else cell
    if column.type == "names_or_number" and ((told := tell(cell)) == "none" or told.isdigit()):
        return told
    known = {fold_name(each) for each in split_names(before)}
    parts = [part.strip() for part in cell.split(";")]
    return "; ".join(
        part if fold_name(part) in known else names_text(part) for part in parts if part
    )


def nameless(cell: str) -> bool:
    """Whether a cell of names says only yes or no: some, or nobody, but neither who nor how many.

    >>> nameless("yes"), nameless("Ann Lee"), nameless("1"), nameless("none")
    (True, False, False, False)
    """
    return not cell.isdigit() and (says_yes(cell) or says_no(cell))


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day that reads both ways, and that nothing in its column decides: row, cell, what it says.

    ``either`` is the day with the day first, ``other`` with the month first (ISO dates).
    """

    place: int
    column: str
    cell: str
    either: str
    other: str


def open_days(rows: Mapping[int, Record]) -> list[OpenDay]:
    """Return the days of these rows, told plainly, that may be meant in two ways.

    >>> [day.cell for day in open_days({0: {"held_on": "03/04/2026"}})]
    ['03/04/2026']
    >>> open_days({0: {"held_on": "03/04/2026"}, 1: {"held_on": "13/04/2026"}})
    []
    """
    found = [day for days, order in _two_ways(rows) if order is None for day in days]
    return sorted(found, key=lambda day: (day.place, day.column))


def decided_days(rows: Mapping[int, Record]) -> list[tuple[str, str, DateOrder]]:
    """Return the days that read both ways and that others in their column decide.

    Each with what its cell says, the day that it is read as, and the order.

    >>> decided_days({0: {"held_on": "03/04/2026"}, 1: {"held_on": "13/04/2026"}})
    [('03/04/2026', '2026-04-03', 'DMY')]
    """
    return [
        (day.cell, day.either if order == "DMY" else day.other, order)
        for days, order in _two_ways(rows)
        if order is not None
        for day in days
    ]


def _two_ways(rows: Mapping[int, Record]) -> Iterable[tuple[list[OpenDay], DateOrder | None]]:
    """Yield for each column of days those that read both ways, and the order of the column."""
    for column in _SHEET.columns:
        if column.type in DATES:
            told = [(place, row.get(column.name, "")) for place, row in rows.items()]
            cells = [(place, cell) for place, cell in told if cell]
            order = votes_on_order((cell, 1) for _, cell in cells).order
            days = [
                _open_day(place, column.name, cell)
                for place, cell in cells
                if votes_on_order([(cell, 1)]).open_example
            ]
            yield days, order


def _open_day(place: int, column: str, cell: str) -> OpenDay:
    either, other = (read_date(cell, order).on.isoformat() for order in _ORDERS)
    return OpenDay(place, column, cell, either, other)
