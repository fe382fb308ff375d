"""Import: one's own files in, with every problem and what the log can answer, undone at will."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from analysis.coverage import coverage
from analysis.figures import Figures
from analysis.findings import reach_finding
from dashboard import acts, cached, state
from dashboard.components.answers import answers_table
from dashboard.components.import_report import (
    accept_button,
    accepted,
    choices,
    problems,
    understood,
)
from dashboard.components.map_with_rings import map_with_rings
from dashboard.text.imports import import_sentence
from dashboard.text.sentences import sentence

__all__ = ["importing"]


def importing() -> None:
    """Show the page."""
    book = state.logbook_path()
    done = state.remembered_report()
    if done is not None:
        accepted(done, book)
        _show_map(book)
    head = st.empty()  # the sentence stands first, and is known last
    files = st.file_uploader(
        "Drop files: a workbook, or CSV files",
        type=["xlsx", "csv", "tsv", "txt"],
        accept_multiple_files=True,
        key=state.upload_key(),
    )
    if not files:
        head.title("Bring in your own log: nothing leaves this machine.", anchor=False)
        st.write(
            "One sheet with a row for each conversation is enough: seeker, contact name, held on,"
            " referred by, names given, thanked. Everything else refines an answer."
        )
        st.download_button(
            "Download the template",
            acts.template_bytes,
            "onward-template.xlsx",
            icon=":material/download:",
            on_click="ignore",
        )
        return
    uploads = [acts.Upload(file.name, file.getvalue()) for file in files]
    said = choices()
    with st.spinner("Reading the files …"):
        seen = acts.preview(book, uploads, seeker=said.seeker, date_order=said.date_order)
    found = seen.report.to_json()
    head.title(import_sentence(found), anchor=False)
    understood(found)
    problems(found)
    st.subheader("What this log can answer", anchor=False)
    answers_table(coverage(Figures(seen.log)))
    if accept_button(found):
        report = acts.accept(
            book, uploads, seeker=said.seeker, date_order=said.date_order, good_rows=True
        )
        state.remember_report(report.to_json())
        state.forget_files()
        st.rerun()


def _show_map(book: Path) -> None:
    """Show what the log now tells: the sentence of Reach and the map."""
    figures = cached.figures_of(book, state.selection())
    st.subheader(sentence(reach_finding(figures)), anchor=False)
    data = cached.map_data_of(book, state.selection())
    if data.rings:
        map_with_rings(data, theme=state.theme(), key="map_after_import")
