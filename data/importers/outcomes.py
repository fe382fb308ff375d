"""What became of each row of the sheets: new, updated, a duplicate, or rejected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["DUPLICATE", "NEW", "REJECTED", "UPDATED", "CellChange", "Outcomes"]

REJECTED: Final = 0
NEW: Final = 1
UPDATED: Final = 2
DUPLICATE: Final = 3

_LISTED = 1_000


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that changes what is stored: the row that tells it, the column, before and after."""

    row_id: int
    column: str
    before: object
    after: object


@dataclass(slots=True)
class Outcomes:
    """The outcome of every row id, and the first thousand changes of stored values."""

    of_row: npt.NDArray[np.int8]
    changes: list[CellChange] = field(default_factory=list)

    def note(self, row_ids: npt.NDArray[np.int64], outcome: int) -> None:
        """Note the outcome of rows."""
        self.of_row[row_ids] = outcome

    def note_update(self, row_ids: npt.NDArray[np.int64]) -> None:
        """Note that rows which add nothing to their own table change something elsewhere."""
        known = row_ids[self.of_row[row_ids] == DUPLICATE]
        self.of_row[known] = UPDATED

    def list_changes(self, changes: Iterable[CellChange]) -> None:
        """Keep changes for the report, as many as people read."""
        for change in changes:
            if len(self.changes) >= _LISTED:
                return
            self.changes.append(change)
