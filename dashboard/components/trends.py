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
        f"{counted(int(doors.value or 0), 'open door')}",
    )
    _answer(
        columns[1],
        *_led_to(further),
        weeks["names"],
        "New names",
        _likely_of_ten(further),
    )
    _answer(
        columns[2],
        "Overdue",
        value(late),
        weeks["thanks"],
        "Thank-yous",
        reason(on_time.reason) if on_time.reason else f"{value(on_time)} thanked in time",
    )
    _answer(
        columns[3], "Found an opportunity", value(found_some), weeks["opportunities"],
        "Opportunities",
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
    return f"likely {per_ten(further.low)} to {per_ten(further.high)}; young ones need time"


def _answer(  # the parts of one answer
    column: Any,  # noqa: ANN401  # streamlit's container has no public type
    label: str,
    shown: str,
    weeks: pd.Series,
    unit: str,
    note: str,
) -> None:
    now, before = (int(count) for count in weeks.iloc[[-1, -2]])
    with column.container(border=True, height="stretch"):
        st.metric(label, shown, chart_data=[int(count) for count in weeks], chart_type="bar")
        st.caption(f"{unit}: {now:,} this week, {before:,} the week before")
        st.caption(note)
