"""What check finds in the log: what cannot be right, and what should be looked at."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components.downloads import csv_of

__all__ = ["log_problems"]


def log_problems(found: pd.DataFrame) -> None:
    """Show what was found by kind, with how many rows and how to mend them; it downloads."""
    if found.empty:
        st.success("Nothing in the log contradicts itself.", icon=":material/check:")
        return
    by_kind = (
        found.groupby(["severity", "message", "fix"], sort=True)
        .agg(rows=("ids", "size"))
        .reset_index()
        .sort_values(["severity", "rows"], ascending=[True, False])
    )
    table = pd.DataFrame(
        {
            "How grave": by_kind["severity"].map({"error": "cannot be right", "warning": "look"}),
            "How many": by_kind["rows"],
            "What": by_kind["message"],
            "How to mend it": by_kind["fix"],
        }
    )
    st.dataframe(table, hide_index=True, key="check_table")
    st.download_button(
        "Download",
        csv_of(found.assign(ids=found["ids"].map("; ".join))),
        "to-look-at.csv",
        "text/csv",
        key="download_check",
        icon=":material/download:",
        on_click="ignore",
    )
