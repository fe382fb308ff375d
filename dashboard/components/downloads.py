"""Tables as CSV files that may be opened in any spreadsheet program: the one place that makes them.

Names and notes are text of others. What a spreadsheet program would carry out as a formula gets an
apostrophe (:mod:`data.neutral`); numbers and days stay numbers and days.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data.neutral import neutralized_text

__all__ = ["csv_of", "no_other_downloads"]

# Streamlit's own button above every table writes formulas as they are. It cannot be switched off.
_ONLY_OURS = (
    '<style>[data-testid="stElementToolbarButton"]:has(button[aria-label="Download as CSV"])'
    "{display:none}</style>"
)


def csv_of(table: pd.DataFrame) -> bytes:
    r"""Return a table as the bytes of a CSV file: UTF-8 with its mark, so that Excel reads it.

    >>> csv_of(pd.DataFrame({"Name": ["=1+1", "Ann"], "Change": [-2, 3]})).decode("utf-8-sig")
    "Name,Change\n'=1+1,-2\nAnn,3\n"
    """
    safe = {position: _safe(table.iloc[:, position]) for position in range(table.shape[1])}
    frame = pd.DataFrame(safe, index=table.index)
    frame.columns = [neutralized_text(str(name)) for name in table.columns]
    return frame.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _safe(column: pd.Series) -> pd.Series:
    """Return a column whose texts, and only these, are neutralized."""
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return column
    return column.astype(object).map(
        lambda value: neutralized_text(value) if isinstance(value, str) else value
    )


def no_other_downloads() -> None:
    """Take away the download button that Streamlit puts above tables: ours are below them."""
    st.html(_ONLY_OURS)
