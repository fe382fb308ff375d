"""What an import did, or would do: per sheet the counts, every problem and every change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import numpy as np

from data.importers.outcomes import DUPLICATE, NEW, UPDATED, CellChange, Outcomes
from data.importers.sheets import Decisions, Refusal, Rejection, SheetWarning, TypedSheet
from data.importers.staging import Staged

__all__ = ["Change", "ImportReport", "SheetReport", "report_sheets"]


@dataclass(frozen=True, slots=True)
class Change:
    """A stored value that a row changes, or a blank that it fills."""

    row: int
    column: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What became of one sheet.

    ``rows`` = ``accepted`` (new) + ``updated`` + ``duplicates`` + distinct rejected rows, whether
    anything is written or not. A sheet that was refused as a whole has no rows and ``refused``.
    ``changes`` lists what updates change, up to a thousand cells for the whole import.
    """

    file: str
    sheet: str | None
    format: str
    table: str
    rows: int
    accepted: int
    updated: int
    duplicates: int
    rejected: tuple[Rejection, ...] = ()
    warnings: tuple[SheetWarning, ...] = ()
    changes: tuple[Change, ...] = ()
    decisions: Decisions = field(default_factory=dict)
    refused: Refusal | None = None
    approximate: tuple[tuple[int, str], ...] = ()
    """Row and header of cells that are known to the month only; at most a thousand."""

    @property
    def rejected_rows(self) -> int:
        """Number of distinct rows that were rejected."""
        return len({rejection.row for rejection in self.rejected})

    def to_json(self) -> dict[str, object]:
        """Return the sheet's part of ``onward import --json``."""
        told: dict[str, object] = {
            "file": self.file,
            "sheet": self.sheet,
            "format": self.format,
            "table": self.table,
            "rows": self.rows,
            "accepted": self.accepted,
            "updated": self.updated,
            "duplicates": self.duplicates,
            "rejected": [asdict(rejection) for rejection in self.rejected],
            "warnings": [asdict(warning) for warning in self.warnings],
            "changes": [_plain(change) for change in self.changes],
            "decisions": self.decisions,
        }
        return told | {"refused": asdict(self.refused) if self.refused else None}


def _plain(change: Change) -> dict[str, object]:
    values = asdict(change)
    return {
        name: value if value is None or isinstance(value, int | str) else str(value)
        for name, value in values.items()
    }


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did (``written``), or would have done.

    ``import_id`` is None when nothing changed: a rehearsal, a refusal, or all rows known already.
    """

    written: bool
    import_id: str | None
    files: tuple[SheetReport, ...]

    @property
    def is_whole(self) -> bool:
        """Whether no row was rejected and no file refused."""
        return not any(sheet.rejected or sheet.refused for sheet in self.files)

    def to_json(self) -> dict[str, object]:
        """Return what ``onward import --json`` prints."""
        return {
            "written": self.written,
            "import_id": self.import_id,
            "files": [sheet.to_json() for sheet in self.files],
        }


def report_sheets(
    staged: Staged,
    outcomes: Outcomes,
    rejected: Sequence[tuple[int, Rejection]],
    warnings: Sequence[tuple[int, SheetWarning]],
) -> tuple[SheetReport, ...]:
    """Return the report of each sheet; rejections and warnings of rows come with their sheet."""
    later: dict[int, list[Rejection]] = {}
    for row_id, rejection in rejected:
        later.setdefault(staged.sheet_of(row_id), []).append(rejection)
    told: dict[int, list[SheetWarning]] = {}
    for row_id, warning in warnings:
        told.setdefault(staged.sheet_of(row_id), []).append(warning)
    changes: dict[int, list[CellChange]] = {}
    for change in outcomes.changes:
        changes.setdefault(staged.sheet_of(change.row_id), []).append(change)
    return tuple(
        _report(staged, i, outcomes, later.get(i, []), told.get(i, []), changes.get(i, []))
        for i in range(len(staged.sheets))
    )


def _report(
    staged: Staged,
    i: int,
    outcomes: Outcomes,
    rejected: list[Rejection],
    warnings: list[SheetWarning],
    changes: list[CellChange],
) -> SheetReport:
    sheet = staged.sheets[i]
    counts = np.bincount(outcomes.of_row[staged.rows_of(i)], minlength=4)
    start = int(staged.starts[i])
    return SheetReport(
        file=sheet.file,
        sheet=sheet.sheet,
        format=sheet.format,
        table=sheet.table,
        rows=sheet.file_rows,
        accepted=int(counts[NEW]),
        updated=int(counts[UPDATED]),
        duplicates=int(counts[DUPLICATE]),
        rejected=(*sheet.rejected, *rejected),
        warnings=(*sheet.warnings, *warnings),
        changes=tuple(
            Change(int(sheet.row_numbers[c.row_id - start]), c.column, c.before, c.after)
            for c in changes
        ),
        decisions=sheet.decisions,
        refused=sheet.refused,
        approximate=_approximate(sheet),
    )


_MOST_APPROXIMATE = 1000


def _approximate(sheet: TypedSheet) -> tuple[tuple[int, str], ...]:
    """Return the cells of a sheet that are known to the month only, in the order of rows."""
    found: list[tuple[int, str]] = []
    columns = sheet.columns
    if "__approximate" in columns.column_names:
        dates = columns["__approximate"]
        for place in np.flatnonzero(dates.is_valid().to_numpy()).tolist():
            names = dates[place].as_py().split(";")
            found += [(int(sheet.row_numbers[place]), sheet.headers.get(n, n)) for n in names]
    if "thanked__approximate" in columns.column_names:
        thanked = columns["thanked__approximate"].to_numpy()
        header = sheet.headers.get("thanked", "thanked")
        found += [(int(row), header) for row in sheet.row_numbers[thanked.astype(np.bool_)]]
    return tuple(sorted(found)[:_MOST_APPROXIMATE])
