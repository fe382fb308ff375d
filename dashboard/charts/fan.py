"""A fan: conversations held so far, and how many there may be in the coming weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from analysis.projection import Projection
from dashboard.charts.palette import Palette, Theme, mixed, palette
from dashboard.charts.template import template

__all__ = ["fan", "quantiles"]

Floats = npt.NDArray[np.float64]

PAST_WEEKS = 26
"""How much of what has been is drawn beside what may come."""

_LOWEST, _LOW, _MIDDLE, _HIGH, _HIGHEST = range(5)


def fan(
    held_on: pd.Series, found: Projection, *, theme: Theme, before: Projection | None = None
) -> go.Figure:
    """Draw conversations so far (``held_on``: their days) and the fan of those to come.

    ``before``: the projection without changes; its middle is drawn as a dotted line.
    """
    color = palette(theme)
    start = found.starts_on
    days = [start + dt.timedelta(days=7 * week) for week in range(found.weeks + 1)]
    bands = _from_now(found)
    figure = go.Figure()
    figure.add_trace(_past(held_on, start, color))
    for low, high, share, name in (
        (_LOWEST, _HIGHEST, 0.22, "90 in 100"),
        (_LOW, _HIGH, 0.42, "half of them"),
    ):
        figure.add_traces(_band(days, bands[:, low], bands[:, high], share, name, color))
    figure.add_trace(_line(days, bands[:, _MIDDLE], "middle", color.held, "solid"))
    if before is not None:
        old = _from_now(before)[:, _MIDDLE]
        figure.add_trace(_line(days, old, "without your changes", color.ink, "dot"))
    figure.update_layout(
        template=template(theme),
        height=320,
        margin={"l": 8, "r": 16, "t": 12, "b": 8},
        yaxis={"nticks": 5, "tickformat": ",d", "showgrid": True, "gridcolor": color.grid},
        shapes=[_today(start, color)],
        annotations=[_today_name(start, color)],
        legend={"orientation": "h", "x": 0, "y": -0.12, "yanchor": "top",
                "font": {"color": color.quiet}, "itemclick": False, "itemdoubleclick": False},
        showlegend=True,
    )  # fmt: skip
    return figure


def quantiles(found: Projection) -> Floats:
    """Return the quantiles of conversations to come, week by week: shape (weeks, 5)."""
    return found.total.values  # noqa: PD011  # no frame


def _from_now(found: Projection) -> Floats:
    """Return the quantiles from today on, with all conversations held before: (weeks + 1, 5)."""
    coming = quantiles(found)
    return np.vstack([np.zeros((1, coming.shape[1])), coming]) + found.meetings


def _past(held_on: pd.Series, start: dt.date, color: Palette) -> go.Scatter:
    begin = pd.Timestamp(start) - pd.Timedelta(weeks=PAST_WEEKS)
    before = int((held_on < begin).sum())
    days = held_on[held_on.between(begin, pd.Timestamp(start))]
    counts = before + days.value_counts().sort_index().cumsum()
    x, y = [begin, *counts.index, start], [before, *counts, len(held_on)]
    return _line(x, y, "held so far", color.held, "solid")


def _line(
    days: Sequence[Any], values: Sequence[float] | Floats, name: str, line: str, dash: str
) -> go.Scatter:
    return go.Scatter(
        x=list(days),
        y=list(values),
        mode="lines",
        name=name,
        line={"color": line, "width": 2.4, "dash": dash},
        hovertemplate="%{x|%-d %b %Y}: %{y:,.0f}<extra>" + name + "</extra>",
    )


def _band(
    days: list[dt.date], low: Floats, high: Floats, share: float, name: str, color: Palette
) -> list[go.Scatter]:
    edge = {"width": 0}
    return [
        go.Scatter(
            x=days, y=list(low), mode="lines", line=edge, hoverinfo="skip", showlegend=False
        ),
        go.Scatter(
            x=days,
            y=list(high),
            mode="lines",
            line=edge,
            fill="tonexty",
            fillcolor=mixed(color.held, color.paper, share),
            hoverinfo="skip",
            name=name,
        ),
    ]


def _today(start: dt.date, color: Palette) -> dict[str, Any]:
    return {"type": "line", "x0": start, "x1": start, "yref": "paper", "y0": 0, "y1": 1,
            "line": {"color": color.quiet, "width": 1, "dash": "dot"}}  # fmt: skip


def _today_name(start: dt.date, color: Palette) -> dict[str, Any]:
    return {"x": start, "yref": "paper", "y": 1, "text": "as of", "showarrow": False,
            "xanchor": "right", "xshift": -6,
            "font": {"size": 12, "color": color.quiet}}  # fmt: skip
