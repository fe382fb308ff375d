"""What stands against saving a grid: marked in its rows, and told below with the way out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from dashboard import state
from dashboard.charts.palette import mixed, palette
from dashboard.components.people import literal
from dashboard.text import grid as words
from dashboard.text.log import LABELS
from data.entering.problems import Problem

__all__ = ["NEEDS", "marked", "needs_column", "tell_problems"]

NEEDS = "needs"
"""The column before all others: what a row needs of a person."""

_STRENGTH = 0.15
_MOST = 12


def needs_column() -> Any:  # noqa: ANN401  # streamlit's type of it is not public
    """Return how the column is shown: it is read, not typed into."""
    return st.column_config.TextColumn(
        "Needs you", disabled=True, pinned=True, width=150, help="What is to be mended in this row."
    )


def marked(rows: pd.DataFrame) -> Styler:
    """Return the rows with a color where one needs a person; the cell says the same in words."""
    hues = palette(state.theme())
    ground = mixed(hues.accent, hues.paper, _STRENGTH)
    color = f"background-color: {ground}; color: {hues.ink}"
    return rows.style.map(lambda told: color if told else "", subset=[NEEDS])


def tell_problems(problems: Sequence[tuple[str, Problem]]) -> None:
    """List what is wrong and how to mend it, in lines that wrap; each names its row and cell."""
    lines = []
    for row, problem in problems[:_MOST]:
        cell = LABELS.get(problem.column, problem.column)
        where = ", ".join(filter(None, (f"**{literal(row)}**", literal(cell))))
        says = f" “{literal(problem.value)}”" if problem.value else ""
        reason, fix = words.said_plainly(problem.reason), words.said_plainly(problem.fix)
        lines.append(f"- {where}{says}: {literal(reason)} {literal(fix)}")
    if lines:
        st.markdown("\n".join(lines))
    if len(problems) > _MOST:
        st.caption(f"and {len(problems) - _MOST} more, marked in the grid")
