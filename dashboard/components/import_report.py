"""The parts of an import: what a person says of the files, what was understood, every problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import acts, state
from dashboard.components.downloads import csv_of
from dashboard.text.imports import DATE_ORDERS, decided, done_sentence
from data.errors import OnwardError

__all__ = ["Said", "accept_button", "accepted", "choices", "problems", "understood"]

Report = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of the files."""

    seeker: str | None
    date_order: str | None


def choices() -> Said:
    """Ask for what the files may not say."""
    whose, order = st.columns(2)
    seeker = whose.text_input(
        "Whose log is this?",
        key="import_seeker",
        placeholder="name or e-mail, if no column says so",
        help="Only for a sheet without a column “seeker”.",
    )
    date_order = order.selectbox(
        "Order of dates",
        list(DATE_ORDERS),
        format_func=DATE_ORDERS.__getitem__,
        index=None,
        placeholder="as the file shows",
        key="import_date_order",
        help="Only if dates such as 03/04/2026 leave it open.",
    )
    return Said(seeker.strip() or None, date_order)


def understood(report: Report) -> None:
    """Show what each file is taken for, and what reading it decided."""
    table = pd.DataFrame(
        [
            {
                "File": f"{file['file']} · {file['sheet']}" if file["sheet"] else file["file"],
                "Taken for": (file["table"] or "not understood").replace("_", " "),
                "Rows": file["rows"],
                "New": file["accepted"],
                "Updated": file["updated"],
                "Known": file["duplicates"],
            }
            for file in report["files"]
        ]
    )
    st.dataframe(table, hide_index=True, key="understood")
    with st.expander("How the files were read"):
        for file in report["files"]:
            st.text(f"{file['file']}: {decided(file) or 'nothing had to be decided'}")


def problems(report: Report) -> None:
    """List every problem and warning with its place and how to mend it; the list downloads."""
    rows = [
        {
            "": kind,
            "File": file["file"],
            "Sheet": found.get("sheet") or "",
            "Row": found.get("row"),
            "Column": found.get("column") or "",
            "Value": found.get("value") or "",
            "What is wrong": found["reason"],
            "How to mend it": found["fix"],
        }
        for file in report["files"]
        for kind, found in _found(file)
    ]
    if not rows:
        return
    st.subheader("What needs you, and what to know", anchor=False)
    table = pd.DataFrame(rows)
    st.dataframe(table, hide_index=True, key="problems")
    st.download_button(
        "Download this list",
        csv_of(table),
        "import-problems.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _found(file: Report) -> Iterator[tuple[str, Report]]:
    if file["refused"]:
        yield "not read", {**file["refused"], "sheet": file["sheet"]}
    for found in file["rejected"]:
        yield "needs you", found
    for found in file["warnings"]:
        yield "note", found


def accept_button(report: Report) -> bool:
    """Offer to write the rows that are ready; True when it was pressed."""
    ready = sum(f["accepted"] + f["updated"] for f in report["files"])
    some_rejected = any(f["rejected"] for f in report["files"])
    if not ready:
        st.info("There is nothing to write.", icon=":material/info:")
        return False
    label = f"Write the {ready:,} rows that are ready" if some_rejected else "Write all rows"
    return st.button(label, type="primary", icon=":material/save:", key="accept")


def accepted(report: Report, book: Path) -> None:
    """Tell what the last import did, and offer to see it or to take it back."""
    with st.container(border=True):
        st.text(done_sentence(report))
        if report["import_id"] is None:
            return
        if st.button("Take this import back", icon=":material/undo:", key="undo_import"):
            try:
                acts.undo(book, report["import_id"])
            except OnwardError as error:
                st.text(str(error))
                return
            state.remember_report(None)
            st.rerun()
