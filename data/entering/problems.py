"""What stands against saving rows: each problem with its cell, why, and the way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.entering.office_cells import nameless, open_days
from data.entering.rows import Record
from data.errors import NotAllowedError
from data.importers.date_order import DateOrder

__all__ = ["Problem", "ProblemsError", "doubts_of"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands against saving one row: in which edit and cell, why, and the way out."""

    place: int
    column: str
    value: str
    reason: str
    fix: str


class ProblemsError(NotAllowedError):
    """Rows cannot be saved as they are, so none was; ``problems`` holds every one."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        number = len(problems)
        super().__init__(
            "Nothing was saved yet: one cell needs you."
            if number == 1
            else f"Nothing was saved yet: {number} things need you.",
            fix="Mend them in the grid, then save again.",
        )
        self.problems = tuple(problems)


_NAMELESS = (
    "This tells neither who nor how many.",
    "Write the names with ; between them, or how many they were; leave it blank when unknown.",
)


def doubts_of(told: Mapping[int, Record], date_order: DateOrder | None) -> dict[Problem, str]:
    """Return what a person must decide: days that read both ways, names without any.

    Each with a text that may stand in the cell while the other cells are read.
    """
    doubts = {
        Problem(place, column, row[column], *_NAMELESS): ""
        for place, row in told.items()
        for column in ("names_given", "referred_by")
        if nameless(row.get(column, ""))
    }
    for day in [] if date_order else open_days(told):
        reason = f"This could be {day.either} or {day.other}."
        fix = "Say whether days or months come first, or write the month as a word."
        doubts[Problem(day.place, day.column, day.cell, reason, fix)] = min(day.either, day.other)
    return doubts
