"""Names in files on a projected screen: initials, as everywhere when names are hidden."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.state import Selection
from data.importers.plan import MORE_MEANINGS, ColumnPlan
from data.log_format import SHEETS
from data.names import initials

__all__ = ["HIDDEN", "shown_cells"]

HIDDEN = "…"
"""What stands for a cell that may say anything."""

_NAMES = {
    *MORE_MEANINGS,
    *(c.name for sheet in SHEETS.values() for c in sheet.columns if c.role and c.part == "name"),
}
_PLAIN = {
    column.name
    for sheet in SHEETS.values()
    for column in sheet.columns
    if column.type in {"date", "date_or_yes_no", "choice", "whole", "yes_no", "id"}
}


def shown_cells(selection: Selection) -> Callable[[str, ColumnPlan], str]:
    """Return what shows a cell of a column: as it is, or with its names hidden."""
    return _hidden if selection.hide_names else _as_it_is


def _as_it_is(text: str, _column: ColumnPlan) -> str:
    return text


def _hidden(text: str, column: ColumnPlan) -> str:
    if not text or column.meaning in _PLAIN:
        return text
    return initials(text) if column.meaning in _NAMES else HIDDEN
