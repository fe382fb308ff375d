"""The imports of the past: when, which files, what came of them, and each to be taken back."""

from __future__ import annotations

import datetime as dt  # noqa: F401  # for the example
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard.components.imports.done import take_back
from dashboard.text.pictures import counted, day
from data.importers.past import PastImport

__all__ = ["past", "past_line"]

LATEST = 12
"""How many are listed."""

MOST_FILES = 3


def past(imports: Sequence[PastImport], book: Path) -> None:
    """List the imports, newest first, and offer to take each one back."""
    if not imports:
        return
    with st.expander(f"Past imports: {len(imports):,}", icon=":material/history:"):
        refused = st.container()
        for each in imports[:LATEST]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(past_line(each), width="stretch")
                if each.taken_back_on is not None:
                    st.caption(f"taken back on {day(each.taken_back_on.date())}")
                elif st.button("Take back", key=f"undo_{each.import_id}", icon=":material/undo:"):
                    with refused:
                        take_back(book, each.import_id)
        if len(imports) > LATEST:
            st.caption(f"and {len(imports) - LATEST:,} earlier")


def past_line(each: PastImport) -> str:
    """Return one import as a line: when, which files, what came of it.

    >>> past_line(PastImport("1", dt.datetime(2026, 3, 1, 9, 5), ("a.csv",), 3, 0, 1, 0, None))
    '1 Mar 2026, 09:05 · a.csv · 3 new rows, 1 known already'
    """
    parts = [counted(each.accepted, "new row")]
    parts += [f"{each.updated:,} updated"] if each.updated else []
    parts += [f"{each.duplicates:,} known already"] if each.duplicates else []
    parts += [f"{each.rejected:,} left out"] if each.rejected else []
    when = f"{day(each.recorded_at.date())}, {each.recorded_at:%H:%M}"
    files = ", ".join(each.files[:MOST_FILES])
    if len(each.files) > MOST_FILES:
        files += f" and {len(each.files) - MOST_FILES} more"
    return f"{when} · {files} · {', '.join(parts)}"
