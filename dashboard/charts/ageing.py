"""Open doors by age: how long people who were named have been waiting to be asked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.map_marks import age_of
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.template import template
from dashboard.text.pictures import AGES, ageing_sentence, counted

__all__ = ["LAST_WEEK", "age_counts", "ageing_strip", "ageing_text"]

LAST_WEEK = 12
"""Weeks that have a column of their own; what is older stands together."""


def ageing_strip(doors: pd.DataFrame, *, theme: Theme) -> go.Figure:
    """Draw a column per week of age; the longer a door is open, the heavier its column.

    ``doors`` has a column ``days`` (open so far); unknown ages count as oldest.
    """
    color = palette(theme)
    weeks = _weeks(doors)
    count = weeks.value_counts().reindex(range(LAST_WEEK + 1), fill_value=0)
    age = pd.Series([age_of(week * 7 + 3) for week in count.index], index=count.index)
    figure = go.Figure()
    for key, name, _ in AGES:
        here = count[age == key]
        figure.add_trace(
            go.Bar(
                x=[_week_name(week) for week in here.index],
                y=[n or None for n in here],
                text=[f"{n:,}" if n else "" for n in here],
                textposition="outside",
                textfont={"size": 12, "color": color.quiet},
                cliponaxis=False,
                name=name,
                marker=_column(key, color),
                customdata=[counted(int(n), "door") for n in here],
                hovertemplate="%{customdata} open for %{x} weeks<extra></extra>",
            )
        )
    figure.update_layout(
        template=template(theme),
        height=150,
        margin={"l": 8, "r": 8, "t": 22, "b": 36},
        barmode="overlay",
        bargap=0.28,
        xaxis={"type": "category", "title": {"text": "weeks since the name was given",
               "font": {"size": 12, "color": color.quiet}, "standoff": 6}},
        yaxis={"visible": False},
    )  # fmt: skip
    return figure


def age_counts(doors: pd.DataFrame) -> dict[str, int]:
    """Doors by age, in the order of ``AGES``."""
    ages = doors["days"].map(age_of)
    return {key: int((ages == key).sum()) for key, _, _ in AGES}


def ageing_text(doors: pd.DataFrame) -> str:
    """Say what the strip shows."""
    return ageing_sentence(age_counts(doors))


def _weeks(doors: pd.DataFrame) -> pd.Series:
    """Full weeks that each door has been open, ``LAST_WEEK`` for all that is older or unknown."""
    weeks = (doors["days"] // 7).fillna(LAST_WEEK)
    return weeks.clip(0, LAST_WEEK).astype(np.int64)


def _week_name(week: int) -> str:
    """Name of a column.

    >>> _week_name(0), _week_name(3), _week_name(12)
    ('under 1', '3', '12 or more')
    """
    if week == 0:
        return "under 1"
    return f"{LAST_WEEK} or more" if week >= LAST_WEEK else str(week)


def _column(age: str, color: Palette) -> dict[str, object]:
    """Hollow while young, then tinted, then full, as the outlines on the map."""
    fill = {"fresh": color.paper, "waiting": f"{color.accent}55", "old": color.accent}[age]
    return {"color": fill, "line": {"color": color.accent, "width": 1.4}}
