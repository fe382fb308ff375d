"""How columns of tables look: days as people write them, numbers that stand below each other.

Streamlit puts every title at the left of its column and every number at the right, far apart in a
wide table. Here numbers stand at the left as well, filled up with spaces as wide as a digit, so
that title, units and tens line up; a number stays a number, to be sorted and downloaded as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

__all__ = ["DAY", "FIGURE_SPACE", "filled", "numbers", "without_blanks"]

DAY = st.column_config.DateColumn(format="D MMM YYYY")
"""A column of days."""

FIGURE_SPACE = "\N{FIGURE SPACE}"
"""A space that is as wide as a digit."""


def numbers(
    table: pd.DataFrame, *, helps: Mapping[str, str] | None = None, width: int | None = None
) -> dict[str, Any]:
    """Return, for each column of whole numbers of a table, how it is shown."""
    return {
        str(title): st.column_config.NumberColumn(
            alignment="left",
            format=f"%'{FIGURE_SPACE}{_digits(table[title])}d",
            help=(helps or {}).get(str(title)),
            width=width,
        )
        for title in table.columns
        if pd.api.types.is_integer_dtype(table[title])
    }


def filled(counts: pd.Series) -> dict[int, str]:
    """Return what is written for each of these numbers, as wide as the widest.

    For a table with a style of its own, which writes its cells itself.

    >>> list(filled(pd.Series([7, 120])).values()) == [FIGURE_SPACE * 2 + "7", "120"]
    True
    """
    digits = _digits(counts)
    return {int(n): str(int(n)).rjust(digits, FIGURE_SPACE) for n in counts.dropna().unique()}


def without_blanks(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table without the columns in which nothing stands.

    >>> without_blanks(pd.DataFrame({"Who": ["Ann"], "Where": [""], "On": [None]}))
       Who
    0  Ann
    """
    told = [not (table[title].isna() | (table[title] == "")).all() for title in table.columns]
    return table.loc[:, told] if len(table) else table


def _digits(counts: pd.Series) -> int:
    return max((len(str(int(n))) for n in counts.dropna().unique()), default=1)
