"""What rows that are in the log already would change: before and after."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components.downloads import csv_of
from dashboard.text.imports import named
from dashboard.text.pictures import counted
from data.importers.report import SheetReport

__all__ = ["changes", "changes_table"]


def changes_table(reports: Iterable[SheetReport]) -> pd.DataFrame:
    """Return one line for each value that changes, with its row, what it was and will be."""
    return pd.DataFrame(
        [
            {
                "File": named(report.file, report.sheet),
                "Row": change.row,
                "Column": change.column.replace("_", " "),
                "Before": _told(change.before),
                "After": _told(change.after),
            }
            for report in reports
            for change in report.changes
        ],
        columns=["File", "Row", "Column", "Before", "After"],
    )


def _told(value: object) -> str:
    if value is None or value == "":
        return "(blank)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def changes(reports: Iterable[SheetReport]) -> None:
    """List what updates change, if anything does."""
    reports = list(reports)
    updated = sum(report.updated for report in reports)
    if not updated:
        return
    table = changes_table(reports)
    st.header(f"{counted(updated, 'row')} you had before will change", anchor=False)
    if table.empty:
        return
    if state.selection().hide_names:
        st.caption("Names are hidden. Show them to see what was and what will be.")
        return
    st.dataframe(table, hide_index=True, key="changes")
    st.download_button(
        "Download this list",
        csv_of(table),
        "import-changes.csv",
        "text/csv",
        key="changes_file",
        icon=":material/download:",
        on_click="ignore",
    )
