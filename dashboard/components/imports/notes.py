"""What could not be read at all, what to know of what was read, and how it was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard import acts
from dashboard.components.downloads import csv_of
from dashboard.text.imports import how_read, named, plain_fix
from dashboard.text.pictures import counted
from data.importers.plan import SheetPlan
from data.importers.report import SheetReport

__all__ = ["notes", "refusals"]

_NOTED = ["File", "Row", "Column", "What to know", "What can be done"]

Reports = Mapping[acts.SheetKey, SheetReport]


def refusals(reports: Reports, plans: Sequence[SheetPlan]) -> None:
    """Say of each file or sheet that cannot be read why, and what to do.

    What a person can say on the page is asked there instead.
    """
    asked = {acts.key_of(plan) for plan in plans if _is_asked(plan)}
    for key, report in reports.items():
        if report.refused is None or key in asked:
            continue
        with st.container(border=True):
            st.markdown(":material/block: **This cannot be read**")
            st.text(named(report.file, report.sheet))
            st.text(report.refused.reason)
            st.text(plain_fix(report.refused.fix))


def _is_asked(plan: SheetPlan) -> bool:
    if plan.refused is not None or not plan.use:
        return False
    return bool(plan.asks_seeker or plan.asks_date_order or plan.missing)


def notes(reports: Reports) -> None:
    """List what was read, or left out, in a way that a person should know of."""
    rows = [
        {
            "File": named(report.file, report.sheet),
            "Row": "" if note.row is None else str(note.row),
            "Column": note.column,
            "What to know": note.reason,
            "What can be done": plain_fix(note.fix),
        }
        for report in reports.values()
        for note in report.warnings
    ]
    if not rows and not any(map(how_read, reports.values())):
        return
    table = pd.DataFrame(rows, columns=_NOTED)
    title = f"What to know: {counted(len(rows), 'note')}" if rows else "How the files were read"
    with st.expander(title, icon=":material/info:"):
        if rows:
            _table(table)

        for report in reports.values():
            if told := how_read(report):
                st.caption("How it was read")
                st.text(f"{named(report.file, report.sheet)}: {told}")


def _table(table: pd.DataFrame) -> None:
    st.dataframe(table, hide_index=True, key="notes")
    st.download_button(
        "Download this list",
        csv_of(table),
        "import-notes.csv",
        "text/csv",
        key="notes_file",
        icon=":material/download:",
        on_click="ignore",
    )
