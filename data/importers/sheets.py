"""What the importer hands on: a sheet as it was read, and a sheet whose cells have types."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ["Decisions", "RawSheet", "Refusal", "Rejection", "SheetWarning", "TypedSheet"]

Decisions = dict[str, object]
"""What reading decided, for people and for ``--json``: encoding, delimiter, date_order …."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """One problem of one row. A row with three problems has three of these.

    ``row`` is the row as the spreadsheet shows it, ``column`` the header in the file (empty when
    the problem belongs to the whole row), ``value`` the cell as it stands there.
    """

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    fix: str


@dataclass(frozen=True, slots=True)
class SheetWarning:
    """Something that was read, or left out, in a way that a person should know of.

    ``row`` is the first row concerned, or None when it is about a column or the whole sheet.
    """

    sheet: str
    row: int | None
    column: str
    value: str
    reason: str
    fix: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file or sheet cannot be read as a whole, and how to mend it."""

    reason: str
    fix: str


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as text: headers, and one Arrow column of strings per header (blank is ``""``).

    ``row_numbers`` are the rows as the spreadsheet shows them; blank rows are still in.
    ``surplus`` holds the row numbers that have more filled cells than there are headers.
    """

    file: str
    sheet: str | None
    format: Literal["csv", "xlsx"]
    header_row: int
    headers: tuple[str, ...]
    columns: list[pa.ChunkedArray]
    row_numbers: npt.NDArray[np.int64]
    surplus: tuple[int, ...] = ()
    decisions: Decisions = field(default_factory=dict)
    warnings: tuple[SheetWarning, ...] = ()
    """What was seen while the file was opened."""

    def take(self, position: int) -> pa.ChunkedArray:
        """Return a column and let go of it, so that a large sheet is in memory only once."""
        column, self.columns[position] = self.columns[position], pa.chunked_array([], pa.string())
        return column


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """A sheet whose cells have been read: what the writing half of the importer builds on.

    ``table`` is the name of the log format's sheet (a key of ``SHEETS``), empty when the file is
    refused before that is known. ``row_numbers`` and ``columns`` hold every row that is not blank,
    the rejected ones included, so that they can be counted; ``rejected_rows`` says which these are.
    Where ``refused`` is given there are no rows.

    ``columns`` has a column for every known header of the file, by the log format's name:

    * text, names, ids, e-mails, choices: string, trimmed, null when blank (a cell that cannot be
      read is null as well, and its row is rejected);
    * date: date32; whole: int32; yes_no: bool;
    * names (``referred_by``): list of string;
    * names_or_number (``names_given``): list of string (empty for ``none`` and ``0``, null when
      only a number or nothing is said) and ``names_given__number``: int32, how many in every case;
    * date_or_yes_no (``thanked``): date32, and ``thanked__said``: bool (a date is a yes), and
      ``thanked__approximate``: bool;
    * ``attribute: X`` of seekers: string, under ``attribute: X`` as the file spells X;
    * ``__approximate``: string, the ``;``-joined names of the row's date columns that are known to
      the month only, null when there are none: what the tables keep in ``approximate``.

    When a seeker was given for a sheet that does not say whose it is, ``seeker`` or
    ``seeker_email`` is filled in.
    """

    file: str
    sheet: str | None
    format: Literal["csv", "xlsx"]
    table: str
    row_numbers: npt.NDArray[np.int64]
    columns: pa.Table
    rejected: tuple[Rejection, ...] = ()
    warnings: tuple[SheetWarning, ...] = ()
    decisions: Decisions = field(default_factory=dict)
    refused: Refusal | None = None
    headers: dict[str, str] = field(default_factory=dict)
    """The header in the file for each canonical column name, for messages."""
    path: Path = Path()
    """The file itself."""

    @property
    def file_rows(self) -> int:
        """Number of rows that are not blank, rejected ones included."""
        return len(self.row_numbers)

    @property
    def rejected_rows(self) -> npt.NDArray[np.bool_]:
        """Which of the rows have at least one rejection."""
        bad = np.unique(np.fromiter((r.row for r in self.rejected), np.int64))
        mask: npt.NDArray[np.bool_] = np.isin(self.row_numbers, bad)
        return mask
