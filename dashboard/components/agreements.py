"""What was agreed with seekers and is due: each can be noted as done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from analysis.figures import Figures
from analysis.roster import agreements
from dashboard import edits
from dashboard.components.acting import saving
from dashboard.components.people import literal
from dashboard.text.pictures import counted, day

__all__ = ["MOST_AGREEMENTS", "agreements_due", "due_agreements"]

MOST_AGREEMENTS = 8


def agreements_due(figures: Figures) -> pd.DataFrame:
    """Return what was agreed and is due by the as-of date, the latest first."""
    agreed = agreements(figures)
    due = agreed[agreed["due_on"] <= pd.Timestamp(figures.log.as_of)]
    return due.sort_values(["due_on", "note_id"], ascending=False, ignore_index=True)


def due_agreements(figures: Figures, names: Callable[[str], str], *, hidden: bool) -> None:
    """Show the latest agreements that are due, each with the way to note it as done."""
    due = agreements_due(figures)
    if due.empty:
        return
    st.header("Agreed, and due", anchor=False)
    st.caption("Tick what was done.")
    known = figures.people["name"].reindex(due["person_id"]).fillna("unnamed").to_numpy()
    shown = due.assign(name=[names(str(name)) for name in known]).head(MOST_AGREEMENTS)
    for note in shown.to_dict("records"):
        # Free text may name people, so it hides with the names.
        text = "hidden with the names" if hidden else _text(note["text"])
        told = literal(f"{note['name']}: {text} (by {day(note['due_on'])})")
        if st.checkbox(told, key=f"kept_{note['note_id']}"):
            saving(partial(_finish, note_id=note["note_id"]))
    if len(due) > MOST_AGREEMENTS:
        st.caption(
            f"… and {counted(len(due) - MOST_AGREEMENTS, 'older one')}, on the seekers' own pages."
        )


def _finish(logbook: Path, note_id: str) -> None:
    edits.finish_note(logbook, note_id, edits.acting_day())


def _text(text: object) -> str:
    return text if isinstance(text, str) and text.strip() else "without words"
