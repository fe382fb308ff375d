"""What can be done with the rows chosen from a list: mark as done, let go, put off."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from analysis.figures import Figures
from dashboard import edits, state
from dashboard.text.gaps import ACTS, FROM_NOW_ON, REASONS, choose_rows
from data.errors import OnwardError

__all__ = ["acting", "list_key", "saving"]

_PUT_OFF = 7
"""Days that are proposed when something is put off."""


def list_key(which: str, shown: pd.DataFrame, figures: Figures) -> str:
    """Return a table's key that changes with its rows, so that a tick never slips to another."""
    seen = (figures.log.revision, figures.log.as_of, tuple(shown.index))
    return f"waiting_{which}_{zlib.crc32(repr(seen).encode()):x}"


def acting(which: str, chosen: pd.DataFrame, *, unnoted: bool) -> None:
    """Offer the acts for rows of ``Figures.debts``; ``unnoted``: the log notes none of them yet."""
    if chosen.empty:
        st.caption(choose_rows(which))
        return
    day = edits.acting_day()
    done, number = ACTS[which], len(chosen)
    if unnoted:
        st.caption(FROM_NOW_ON)
    with st.container(horizontal=True):
        with st.popover(f"{done} ({number})", icon=":material/check:"):
            on = st.date_input(
                f"{done} on", day, max_value=state.today(), key=f"done_on_{which}", format=_FORMAT
            )
            _button("Save", which, "done", lambda book: edits.mark_done(book, chosen, on))
        with st.popover(f"Let go ({number})", icon=":material/do_not_disturb_on:"):
            why = st.selectbox(
                "Why", REASONS, index=None, accept_new_options=True, key=f"why_{which}",
                placeholder="choose, or write a reason",
            )  # fmt: skip
            _button(
                "Save",
                which,
                "let_go",
                lambda book: edits.waive(book, chosen, str(why)),
                disabled=not why,
            )
        with st.popover(f"Put off ({number})", icon=":material/schedule:"):
            until = st.date_input(
                "Until", day + dt.timedelta(days=_PUT_OFF), min_value=day + dt.timedelta(days=1),
                key=f"until_{which}", format=_FORMAT,
            )  # fmt: skip
            _button("Save", which, "put_off", lambda book: edits.snooze(book, chosen, until))


_FORMAT = "YYYY-MM-DD"


def _button(
    label: str, which: str, act: str, save: Callable[[Any], object], *, disabled: bool = False
) -> None:
    if st.button(label, key=f"{act}_{which}", disabled=disabled):
        saving(save)


def saving(save: Callable[[Any], object]) -> None:
    """Save an act on the logbook that is looked at, and show the page as it stands then."""
    try:
        save(state.logbook_path())
    except OnwardError as error:
        state.remember_trouble(error)
    st.rerun()
