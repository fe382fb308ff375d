"""The four answers at a glance, each with the last twelve weeks."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analysis.definitions import Measure
from dashboard.text.figures import likely, per_ten, reason, value
from dashboard.text.pictures import counted

__all__ = ["trends"]


def trends(weeks: pd.DataFrame, found: dict[str, Measure]) -> None:
    """Show reach, multiplication, follow-up and conversion with their weekly counts."""
    met, doors = found["reach.contacts_met"], found["reach.open_doors"]
    late, on_time = found["follow_up.overdue"], found["follow_up.on_time_share"]
    further = found["multiplication.R_naive"]
    found_some = found["conversion.opportunity_share"]
    columns = st.columns(4)
    _answer(
        columns[0],
        "People met",
        value(met),
        weeks["conversations"],
        "Conversations",
        reason(doors.reason) if doors.value is None else counted(int(doors.value), "open door"),
    )
    _answer(
        columns[1],
        *_led_to(further),
        weeks["names"],
        "" if doors.value is None else "New names",
        _likely_of_ten(further),
    )
    _answer(
        columns[2],
        "Overdue",
        value(late),
        weeks["thanks"],
        "" if on_time.reason == "not_recorded" else "Thank-yous",
        reason(on_time.reason) if on_time.reason else f"{value(on_time)} thanked in time",
    )
    _answer(
        columns[3], "Found an opportunity", value(found_some), weeks["opportunities"],
        "" if found_some.value is None else "Opportunities",
        reason(found_some.reason) if found_some.reason else likely(found_some),
    )  # fmt: skip


FEW = 20
"""Below this number of conversations no rate is told, only what happened."""


def _led_to(further: Measure) -> tuple[str, str]:
    if further.value is None:
        return "10 conversations led to", "–"
    if further.n < FEW:
        return (
            f"{counted(further.n, 'conversation')} led to",
            f"{further.value * further.n:.0f} more",
        )
    return "10 conversations led to", f"{per_ten(further.value)} more"


def _likely_of_ten(further: Measure) -> str:
    if further.low is None or further.high is None:
        return reason(further.reason)
    if further.n < FEW:
        return "so far; too few to tell a rate"
    low, high = 10 * further.low, 10 * further.high
    return f"likely {low:.0f} to {high:.0f}; young ones need time"


def _answer(  # the parts of one answer
    column: Any,  # noqa: ANN401  # streamlit's container has no public type
    label: str,
    shown: str,
    weeks: pd.Series,
    unit: str,
    note: str,
) -> None:
    """Show one answer; without a ``unit`` the log does not note what the weeks would count."""
    now, before = (int(count) for count in weeks.iloc[[-1, -2]])
    counts = [int(count) for count in weeks] if unit else None
    with column.container(border=True, height="stretch"):
        st.metric(label, shown, chart_data=counts, chart_type="bar")
        if unit:
            st.caption(f"{unit}: {now:,} this week, {before:,} the week before")
        st.caption(note)
