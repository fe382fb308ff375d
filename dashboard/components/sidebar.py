"""The sidebar: which log, whose seekers, which cohorts, up to which day, and whether names show."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import state
from dashboard.components.find_person import find_person
from dashboard.components.people import distinct
from dashboard.state import Selection
from data.log import Log
from data.names import initials

__all__ = ["sidebar"]


def sidebar(log: Log) -> Selection:
    """Show the choices and return what is chosen; all of it is in the URL."""
    state.start_on_day(log)
    names = log.whole("cohorts").set_index("cohort_id")["name"]
    with st.sidebar:
        if log.is_sample:
            st.info("Sample, invented people", icon=":material/science:")
        search, caseload = st.container(), st.container()
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
    advisor = _advisor(caseload, log, hide=hide)
    ids = tuple(str(i) for i in names.index if names[i] in cohorts)
    selection = Selection(as_of, ids, advisor, hide)
    with search:
        find_person(state.logbook_path(), selection)
    return selection


def _advisor(place: DeltaGenerator, log: Log, *, hide: bool) -> str:
    """Offer the caseload of one advisor; with names hidden, by initials."""
    advisors = sorted(log.whole("seekers")["advisor"].dropna().unique())
    shown = distinct(initials(name) if hide else name for name in advisors)
    state.start_with_advisor(advisors)
    chosen = place.selectbox(
        "Advisor",
        advisors,
        index=None,
        format_func=dict(zip(advisors, shown, strict=True)).__getitem__,
        placeholder="everybody",
        key="advisor",
        bind="query-params",
        disabled=not advisors,
    )
    return chosen or ""
