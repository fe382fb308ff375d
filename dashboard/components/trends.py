"""The four answers at a glance: how they stand, what changed, and the last twelve weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analysis.definitions import Measure
from dashboard.text.figures import likely, per_ten, reason, value
from dashboard.text.pictures import counted
from dashboard.text.this_week import FEW, changed, lately

__all__ = ["KEYS", "Answer", "answers", "trends"]

Measures = Mapping[str, Measure]

KEYS = (
    "reach.contacts_met",
    "reach.open_doors",
    "multiplication.R_naive",
    "follow_up.overdue",
    "follow_up.on_time_share",
    "conversion.opportunity_share",
)
"""The figures that are told."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its label, the value and its change; which weeks it counts, and a note.

    Without a ``unit`` the log does not note what the weeks would count.
    """

    label: str
    shown: str
    change: str
    weeks: str
    unit: str
    note: str

    @property
    def told(self) -> str:
        """Value and change in one line."""
        return f"{self.shown} ({self.change})" if self.change else self.shown


def answers(found: Measures, before: Measures) -> tuple[Answer, ...]:
    """Return reach, multiplication, follow-up and conversion, with the change since ``before``."""
    met, doors = found["reach.contacts_met"], found["reach.open_doors"]
    late, on_time = found["follow_up.overdue"], found["follow_up.on_time_share"]
    further = found["multiplication.R_naive"]
    found_some = found["conversion.opportunity_share"]
    change = {key: changed(measure, before[key]) for key, measure in found.items()}
    return (
        Answer(
            "People met",
            value(met),
            change[met.key],
            "conversations",
            "Conversations",
            reason(doors.reason) if doors.value is None else counted(int(doors.value), "open door"),
        ),
        Answer(
            *_led_to(further),
            change[further.key],
            "names",
            "" if doors.value is None else "New names",
            _likely_of_ten(further),
        ),
        Answer(
            "Overdue",
            value(late),
            change[late.key],
            "thanks",
            "" if on_time.reason == "not_recorded" else "Thank-yous",
            reason(on_time.reason) if on_time.reason else f"{value(on_time)} thanked in time",
        ),
        Answer(
            "Found an opportunity",
            value(found_some),
            change[found_some.key],
            "opportunities",
            "" if found_some.value is None else "Opportunities",
            reason(found_some.reason) if found_some.reason else likely(found_some),
        ),
    )


def trends(weeks: pd.DataFrame, told: tuple[Answer, ...]) -> None:
    """Show the answers side by side, each with its weekly counts."""
    for column, answer in zip(st.columns(len(told)), told, strict=True):
        counts = [int(count) for count in weeks[answer.weeks]]
        with column.container(border=True, height="stretch"):
            st.metric(
                answer.label,
                answer.shown,
                answer.change or None,
                delta_color="off",
                delta_arrow="off",
                chart_data=counts if answer.unit and any(counts) else None,
                chart_type="bar",
            )
            if answer.unit:
                st.caption(f"{answer.unit}: {lately(counts)}")
            st.caption(answer.note)


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
