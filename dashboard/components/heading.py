"""The head of a page: its sentence, and what must be said before anything else."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from analysis.findings import STALE_DAYS
from dashboard import state
from dashboard.text.pictures import day
from data.log import Log

__all__ = ["heading"]


def heading(sentence: str, log: Log) -> None:
    """Show the sentence; before it, when the log ends long before the as-of date, say so."""
    newest = log.newest_entry
    if newest is not None and (log.as_of - newest).days > STALE_DAYS:
        _stale(newest)
    st.title(sentence, anchor=False)


def _stale(newest: dt.date) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(f"Nothing was logged since {day(newest)}.", icon=":material/history:")
        st.button(
            f"Show all as of {day(newest)}",
            key="as_of_newest",
            on_click=state.on_day,
            args=[newest],
        )
