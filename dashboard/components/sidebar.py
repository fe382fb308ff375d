"""The sidebar: which log, whose seekers, which cohorts, up to which day, and whether names show."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.state import Selection
from data.log import Log

__all__ = ["sidebar"]


def sidebar(log: Log) -> Selection:
    """Show the choices and return what is chosen; all of it is in the URL."""
    state.start_on_day(log)
    names = log.whole("cohorts").set_index("cohort_id")["name"]
    advisors = sorted(log.whole("seekers")["advisor"].dropna().unique())
    with st.sidebar:
        if log.is_sample:
            st.info("Sample, invented people", icon=":material/science:")
        advisor = st.selectbox(
            "Advisor",
            advisors,
            index=None,
            placeholder="everybody",
            key="advisor",
            bind="query-params",
            disabled=not advisors,
        )
        cohorts = st.multiselect(
            "Cohorts",
            list(names.sort_values()),
            placeholder="all",
            key="cohorts",
            bind="query-params",
            disabled=names.empty,
        )
        as_of = st.date_input(
            "As of", key="as_of", bind="query-params", format="YYYY-MM-DD", max_value=None
        )
        hide = st.toggle("Hide names", key="hide_names", bind="query-params")
        newest = log.newest_entry
        if newest is not None:
            st.caption(f"Newest entry: {newest:%-d %b %Y}")
    ids = tuple(str(i) for i in names.index if names[i] in cohorts)
    return Selection(as_of, ids, advisor or "", hide)
