"""The latest acts: what was done, when and by whom, each with the way to take it back."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import edits, state
from dashboard.text.log import act_label
from data.entering.acts import latest_acts
from data.errors import OnwardError
from data.logbook import Logbook

__all__ = ["latest_acts_list"]

MOST = 12


def latest_acts_list(book: Path) -> None:
    """List the latest acts with Undo; what was taken back can be brought back."""
    acts = latest_acts(Logbook(book), MOST).to_pylist() if book.exists() else []
    if not acts:
        st.caption("Nothing was entered or imported yet.")
    for act in acts:
        said, when, button = st.columns([6, 4, 2], vertical_alignment="center")
        said.text(act_label(act))
        who = f" by {act['who']}" if act["who"] else ""
        when.text(f"{act['recorded_at']:%d %b %Y, %H:%M}{who}")
        if act["undone"] or act["brought_back"]:
            button.caption("taken back" if act["undone"] else "")
            continue
        button.button(
            "Bring back" if act["act"] == "undo" else "Undo",
            key=f"undo_{act['act_id']}",
            icon=":material/redo:" if act["act"] == "undo" else ":material/undo:",
            on_click=_take_back,
            args=[act["act_id"]],
        )


def _take_back(act_id: str) -> None:
    try:
        edits.undo_act(state.logbook_path(), act_id)
    except OnwardError as error:
        state.remember_trouble(error)
