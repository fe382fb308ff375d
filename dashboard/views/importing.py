"""Import: one's own files in, with every problem and what the log can answer, undone at will."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import cached, state
from dashboard.acts import Upload
from dashboard.components.imports.accepting import accepting
from dashboard.components.imports.answering import answering
from dashboard.components.imports.beginning import beginning, drop, warn_of_sample
from dashboard.components.imports.changes import changes
from dashboard.components.imports.done import done
from dashboard.components.imports.meanings import as_corrected, meanings, saved_meanings
from dashboard.components.imports.needing import needing
from dashboard.components.imports.notes import notes, refusals
from dashboard.components.imports.past import past
from dashboard.components.imports.preview import preview
from dashboard.components.imports.sheets import as_said, asked, sheets_key, sheets_table

__all__ = ["importing"]


def importing() -> None:
    """Show the page."""
    book = state.logbook_path()
    head = st.container()
    warn_of_sample(cached.log_of(book), book)
    uploads = drop()
    report = state.remembered_report()
    if uploads:
        _look_through(uploads, book, head)
    else:
        with head:
            beginning() if report is None else done(report, book)
    past(cached.past_imports_of(book), book)
    saved_meanings(cached.saved_meanings_of(book), book)


def _look_through(uploads: Sequence[Upload], book: Path, head: DeltaGenerator) -> None:
    """Show what the files are, what needs a person, and what the log could then answer."""
    files = cached.key_of_files(uploads)
    edits = state.edits(sheets_key(files))
    base = cached.plans_of(book, uploads, asked(cached.plans_of(book, uploads, {}), edits))
    said, cells = as_said(base, files), state.mended(files)
    plans = as_corrected(said, files)
    seen = cached.reading_of(book, uploads, plans, cells)
    with head:
        accepting(seen, base, plans, uploads, files, book)
    sheets_table(base, files)
    refusals(seen.by_sheet, plans)
    needing(cached.reading_of(book, uploads, plans, {}), seen, plans, files)
    meanings(said, plans, files)
    preview(plans, seen, cells)
    changes(seen.report.files)
    answering(seen.answers)
    notes(seen.by_sheet)
