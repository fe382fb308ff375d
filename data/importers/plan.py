"""What each sheet is and what its columns mean: proposed, with reasons, and open to correction.

A plan is proposed by :mod:`data.importers.planning`, corrected by a person, and done by
``import_files(…, plans=…)``. Only what is sure is read without a person's word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from data.importers.sheets import Refusal
from data.log_format import SHEETS

__all__ = [
    "JOINED",
    "MORE_MEANINGS",
    "ColumnPlan",
    "LeftOut",
    "SheetPlan",
    "shown_header",
]

MORE_MEANINGS = {
    "contact_first_name": "contact's first name",
    "contact_last_name": "contact's last name",
    "seeker_first_name": "seeker's first name",
    "seeker_last_name": "seeker's last name",
}
"""Parts of a name in columns of their own, and their labels; they are joined by a space."""

JOINED = frozenset({"names_given", "referred_by", "thanked"})
"""Meanings that several columns of one sheet may have."""

_NAMES = {"contact": "contact_name", "seeker": "seeker"}
_WHOSE = frozenset({"seeker", "seeker_email", "seeker_id", "seeker_first_name", "seeker_last_name"})
_WHOSE_BY_ID = frozenset({"interview_id", "referral_id"})
_YOU_SAID_SO = "You said so."

Row = tuple[int, tuple[str, ...]]


def shown_header(header: str, letters: str, *, twice: bool = False) -> str:
    """Return a header as people are told of it: one of its own for every column.

    >>> shown_header("Name", "D", twice=True), shown_header("", "E")
    ('Name (column D)', 'Column E')
    """
    if not header:
        return f"Column {letters}"
    return f"{header} (column {letters})" if twice else header


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What one column means, and why.

    ``meaning`` is a name of the log format (or of ``MORE_MEANINGS``), empty when the column is not
    read; ``proposed`` is what an unsure one could be. ``header`` is unique in the sheet.
    ``date_order`` is what the values decide (``DMY``, ``MDY``, ``YMD``), ``?`` when they leave it
    open, empty when there are no dates.
    """

    position: int
    header: str
    meaning: str
    reason: str
    sure: bool
    proposed: str = ""
    examples: tuple[str, ...] = ()
    date_order: str = ""
    key: str = ""
    """What a saved mapping calls the column: its folded header, repeated ones numbered."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row below the header that is not read, and why: a total, a header again, a footnote."""

    row: int
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What one sheet of a file is.

    ``table`` is a key of the log format's ``SHEETS``, empty when the sheet is no log; ``why`` says
    why. ``header_rows`` are the rows as the spreadsheet shows them. ``seeker`` says whose log it is
    where no column tells; ``year`` is that of days which lack it (0: none is known). ``top`` holds
    the first filled rows as they stand. ``office`` sheets are read leniently (dashes, serial days
    …); the others have the log format's own headers only.
    """

    path: Path
    file: str
    sheet: str | None
    format: Literal["csv", "xlsx"]
    table: str
    why: str
    use: bool = True
    rows: int = 0
    header_rows: tuple[int, ...] = ()
    columns: tuple[ColumnPlan, ...] = ()
    seeker: str = ""
    seeker_why: str = ""
    seeker_sure: bool = False
    date_order: str = ""
    year: int = 0
    year_why: str = ""
    mapping: str = ""
    left_out: tuple[LeftOut, ...] = ()
    kept_rows: frozenset[int] = frozenset()
    top: tuple[Row, ...] = ()
    refused: Refusal | None = None
    office: bool = False
    sample: tuple[Row, ...] = field(default=(), repr=False, compare=False)
    """Rows on which proposals are made anew when the table or the header row is corrected."""

    @property
    def asks_seeker(self) -> bool:
        """Whether a person must say whose log it is."""
        told = {column.meaning for column in self.columns}
        needs = (
            any(column.role == "seeker" for column in SHEETS[self.table].columns)
            if (self.table)
            else False
        )
        by_id = _WHOSE_BY_ID if self.table != "interviews" else frozenset()
        return (
            self.use
            and needs
            and self.table != "seekers"
            and not told & (_WHOSE | by_id)
            and not (self.seeker and self.seeker_sure)
        )

    @property
    def asks_date_order(self) -> bool:
        """Whether a person must say if day or month comes first."""
        return not self.date_order and any(c.meaning and c.date_order == "?" for c in self.columns)

    @property
    def missing(self) -> tuple[str, ...]:
        """What each row must say and no column tells: such a sheet cannot be read yet."""
        from data.importers.required import needs

        if not self.table:
            return ()
        told = {_whole_name(column.meaning) for column in self.columns if column.meaning}
        return tuple(
            need.what
            for need in needs(SHEETS[self.table])
            if not told & set(need.columns) and (need.what != "seeker" or self.table == "seekers")
        )

    @property
    def unsure(self) -> tuple[ColumnPlan, ...]:
        """The columns that a person should look at."""
        return tuple(column for column in self.columns if not column.sure)

    @property
    def meanings(self) -> dict[str, str]:
        """What a column of this sheet may mean, by name, with its label."""
        if not self.table:
            return {}
        named = {c.name: c.label or c.name for c in SHEETS[self.table].columns if not c.ident}
        parts = {
            part: label
            for part, label in MORE_MEANINGS.items()
            if _NAMES[part.split("_")[0]] in named
        }
        return named | parts

    def column(self, position: int) -> ColumnPlan:
        """Return the column at a position from 0; raises ``KeyError`` when there is none."""
        for column in self.columns:
            if column.position == position:
                return column
        raise KeyError(position)

    def column_named(self, header: str) -> ColumnPlan | None:
        """Return the column that a report calls so; of joined columns the first."""
        for name in (header, header.split(" + ", maxsplit=1)[0]):
            for column in self.columns:
                if column.header == name:
                    return column
        return None

    def with_columns(self, meanings: Mapping[int, str]) -> SheetPlan:
        """Return the plan with what a person says that columns mean; empty: not read.

        A meaning that only one column can have is taken away from the column that had it. Raises
        ``KeyError`` for a position or a meaning that there is not.
        """
        for position, meaning in meanings.items():
            self.column(position)
            known = meaning in self.meanings or meaning in SHEETS[self.table].names
            if meaning and not known and not meaning.startswith("attribute: "):
                raise KeyError(meaning)
        taken = {meaning for meaning in meanings.values() if meaning not in JOINED}
        columns = tuple(
            _said(column, meanings[column.position])
            if column.position in meanings
            else _freed(column, taken)
            for column in self.columns
        )
        return replace(self, columns=columns, office=True)

    def with_column(self, position: int, meaning: str) -> SheetPlan:
        """Return the plan with what a person says that one column means; empty: not read."""
        return self.with_columns({position: meaning})

    def with_seeker(self, seeker: str) -> SheetPlan:
        """Return the plan of a sheet whose rows are this seeker's, told by name or e-mail."""
        seeker = seeker.strip()
        return replace(self, seeker=seeker, seeker_why=_YOU_SAID_SO, seeker_sure=bool(seeker))

    def with_date_order(self, date_order: str) -> SheetPlan:
        """Return the plan with ``DMY`` or ``MDY`` for its dates; empty: as the values decide."""
        return replace(self, date_order=date_order)

    def with_use(self, use: bool) -> SheetPlan:  # noqa: FBT001 - it is what is said
        """Return the plan of a sheet that is imported, or is not."""
        return replace(self, use=use)

    def keeping(self, row: int) -> SheetPlan:
        """Return the plan that reads a row which looked like none to read."""
        left_out = tuple(left for left in self.left_out if left.row != row)
        rows = self.rows + len(self.left_out) - len(left_out)
        return replace(self, kept_rows=self.kept_rows | {row}, left_out=left_out, rows=rows)


def _whole_name(meaning: str) -> str:
    return _NAMES[meaning.split("_", maxsplit=1)[0]] if meaning in MORE_MEANINGS else meaning


def _said(column: ColumnPlan, meaning: str) -> ColumnPlan:
    return replace(column, meaning=meaning, proposed="", reason=_YOU_SAID_SO, sure=True)


def _freed(column: ColumnPlan, taken: set[str]) -> ColumnPlan:
    if not column.meaning or column.meaning not in taken:
        return column
    return replace(column, meaning="", reason="You said that another column means it.", sure=True)
