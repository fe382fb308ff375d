"""Figures as a table that downloads with the same numbers."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from analysis.definitions import Measure
from dashboard.components.columns import numbers
from dashboard.components.downloads import csv_of
from dashboard.text.figures import likely, reason, value

__all__ = ["measures_table"]

_WIDTHS = {
    title: st.column_config.TextColumn(width=width)
    for title, width in (("Figure", 200), ("Value", 72), ("Likely", 112))
}
"""Pixels of columns, so that no range is cut."""


def measures_table(measures: Iterable[Measure], key: str) -> None:
    """Show label, value, interval, number and meaning of each measure."""
    rows = [
        {
            "Figure": m.label,
            "Value": value(m),
            "Likely": likely(m).removeprefix("likely "),
            "From": m.n,
            "What it means": m.definition,
            "Note": reason(m.reason) if m.reason else "",
        }
        for m in measures
    ]
    table = pd.DataFrame(rows)
    st.dataframe(
        table,
        hide_index=True,
        column_config=_WIDTHS | numbers(table, width=64),
        key=f"measures_{key}",
    )
    st.download_button(
        "Download these figures",
        csv_of(table),
        f"{key}.csv",
        "text/csv",
        key=f"download_measures_{key}",
        icon=":material/download:",
        on_click="ignore",
    )
