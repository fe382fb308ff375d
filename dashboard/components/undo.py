"""What was saved last in this window, and the way to take it back."""

from __future__ import annotations

import streamlit as st

from dashboard import edits, state
from dashboard.components.trouble import trouble
from data.errors import OnwardError

__all__ = ["offer_undo"]


def offer_undo(key: str = "undo") -> None:
    """Say what this window saved last, with a button that takes it back.

    Call it where the page shows what it has just done; it stays for some minutes, or until another
    act. What went wrong in an act (``state.remember_trouble``) is told here too.
    """
    trouble_met = state.remembered_trouble()
    if trouble_met is not None:
        trouble(trouble_met)
    saved = state.remembered_act()
    if saved is None:
        return
    act_id, label = saved
    with st.container(horizontal=True, vertical_alignment="center", key=f"saved_{key}"):
        st.success(f"{label}.", icon=":material/check:")
        st.button("Undo", key=key, icon=":material/undo:", on_click=_take_back, args=[act_id])


def _take_back(act_id: str) -> None:
    try:
        edits.undo_act(state.logbook_path(), act_id)
    except OnwardError as error:
        state.remember_trouble(error)
