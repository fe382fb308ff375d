"""Log: what was entered, a grid and a quick form to enter more, and every act undone at will."""

from __future__ import annotations

import streamlit as st

from analysis.log_contents import log_contents, problems_of_log
from dashboard import cached, state
from dashboard.components.entering import entering
from dashboard.components.entry_people import correct_people
from dashboard.components.heading import heading
from dashboard.components.joined_people import part_joined_people
from dashboard.components.latest_acts import latest_acts_list
from dashboard.components.log_problems import log_problems
from dashboard.components.undo import offer_undo
from dashboard.text.log import log_sentence

__all__ = ["log"]


def log() -> None:
    """Show the page."""
    book, selection = state.logbook_path(), state.selection()
    figures = cached.figures_of(book, selection)
    contents = cached.answer_of(log_contents, book, selection)
    heading(log_sentence(contents), figures.log)
    if figures.log.is_sample:
        st.caption("This is the sample, with invented people: try everything, it can be undone.")
    offer_undo("undo_log")
    if selection.hide_names:
        st.info("Names are hidden. Show them (in the sidebar) to enter or correct anything.")
        return
    entering(book, figures)
    with st.expander("more: latest acts, each can be undone"):
        latest_acts_list(book)
    with st.expander("more: people, to correct a name or join two entries of one person"):
        correct_people(book)
        part_joined_people(book)
    with st.expander("more: what should be looked at"):
        log_problems(cached.answer_of(problems_of_log, book, selection))
