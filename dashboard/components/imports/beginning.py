"""Before any file is dropped: what is enough, and the template."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import acts, state
from data.log import Log

__all__ = ["beginning", "drop", "warn_of_sample"]


PASTED = "pasted rows.tsv"
"""What rows are called that were pasted: a file like any other from there on."""


def drop() -> tuple[acts.Upload, ...]:
    """Take the files that are dropped, and rows that are pasted."""
    files = st.file_uploader(
        "Drop files here: workbooks and text files, as they are",
        type=["xlsx", "xlsm", "csv", "tsv", "txt"],
        accept_multiple_files=True,
        key=state.upload_key(),
    )
    given = [(file.name, file.getvalue()) for file in files]
    pasted = _pasted()
    return acts.as_uploads([*given, *([(PASTED, pasted.encode())] if pasted.strip() else [])])


def _pasted() -> str:
    """Take rows as a spreadsheet program copies them, headers included."""
    with st.expander("or paste rows from a spreadsheet, with their headers"):
        return st.text_area(
            "Rows, with the headers above them",
            key=f"pasted_{state.upload_key()}",
            height=160,
            help="Mark the rows in your spreadsheet, headers included, copy them, and paste here.",
        )


def beginning() -> None:
    """Say what is enough, and offer the template."""
    st.title("Bring in your own log: nothing leaves this machine.", anchor=False)
    st.write(
        "Your spreadsheet as it is: titles above the headers, your own column names, one sheet for"
        " each seeker. One row for each conversation is enough: with whom, when, who referred,"
        " which names were given, thanked or not. You see everything before anything is kept."
    )
    st.download_button(
        "No spreadsheet yet? Download the template",
        acts.template_bytes,
        "onward-template.xlsx",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )


def warn_of_sample(log: Log, book: Path) -> None:
    """Warn when one's own rows would stand among invented people; it is not refused."""
    if not log.is_sample:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(
            "This logbook holds the sample: your own rows would stand among invented people.",
            icon=":material/science:",
        )
        if book != state.own_logbook_path():
            st.button("Use my own logbook", on_click=state.show_sample, kwargs={"on": False})
