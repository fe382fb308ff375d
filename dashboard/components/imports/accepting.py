"""The head of the page once files are there: the sentence, what is asked, and the one button."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import acts, state
from dashboard.components.imports.sheets import who_and_when
from dashboard.text.imports import accept_label, reading_sentence, ready_rows
from data.importers.plan import SheetPlan

__all__ = ["accepting"]


def accepting(
    seen: acts.Reading,
    asking: Sequence[SheetPlan],
    plans: Sequence[SheetPlan],
    uploads: Sequence[acts.Upload],
    files: str,
    book: Path,
) -> None:
    """Say how many rows are ready, ask what the files do not say, and take the rows in."""
    st.title(reading_sentence(seen.report, plans), anchor=False)
    who_and_when(asking, files)
    unsure = sum(len(plan.unsure) for plan in asking if plan.use)
    if unsure:
        guesses = "1 column is a guess" if unsure == 1 else f"{unsure} columns are guesses"
        st.caption(f":material/help: {guesses}: see below what each column is taken for.")
    if not ready_rows(seen.report):
        return
    label = accept_label(seen.report)
    if st.button(label, type="primary", icon=":material/save:", key="accept"):
        bar = st.progress(0.0, "Taking the rows in …")
        report = acts.accept(
            book,
            uploads,
            plans,
            state.mended(files),
            lambda what, share: _tell(bar, what, share),
        )
        state.remember_report(report.to_json())
        state.forget_files()
        st.rerun()


def _tell(bar: DeltaGenerator, what: str, share: float) -> None:
    """Show what is being done, and which part of the work has been."""
    bar.progress(min(share, 1.0), f"{what.capitalize()} …")
