"""How many conversations have led to none, one, two … further ones, and how many would have."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.template import template
from dashboard.text.pictures import counted

__all__ = ["led_to_columns", "led_to_text", "led_to_words"]


def led_to_words(counts: pd.Series) -> list[str]:
    """Return the name of each column: how many further conversations.

    >>> led_to_words(pd.Series([3, 2, 0]))
    ['none', '1', '2 or more']
    """
    last = len(counts) - 1
    return [
        "none" if number == 0 else f"{number} or more" if number == last else str(number)
        for number in range(len(counts))
    ]


def led_to_columns(
    counts: pd.Series, *, theme: Theme, expected: pd.Series | None = None
) -> go.Figure:
    """Draw a column per number of further conversations so far, with a mark at what was fitted."""
    color = palette(theme)
    figure = go.Figure(
        go.Bar(
            x=led_to_words(counts),
            y=list(counts),
            text=[f"{count:,}" for count in counts],
            textposition="outside",
            textfont={"size": 13, "color": color.ink},
            cliponaxis=False,
            marker={"color": color.held, "cornerradius": 4, "line": {"width": 0}},
            customdata=[counted(int(count), "conversation") for count in counts],
            hovertemplate="%{customdata} led to %{x}<extra></extra>",
        )
    )
    if expected is not None:
        figure.add_trace(_marks(counts, expected, color))
    figure.update_layout(
        showlegend=False,
        template=template(theme),
        height=210,
        margin={"l": 8, "r": 8, "t": 24, "b": 24},
        xaxis={"type": "category"},
        yaxis={"visible": False},
    )
    return figure


def _marks(counts: pd.Series, expected: pd.Series, color: Palette) -> go.Scatter:
    return go.Scatter(
        x=led_to_words(counts),
        y=list(expected),
        mode="markers",
        marker={"symbol": "line-ew", "size": 46, "opacity": 1,
                "line": {"width": 2.5, "color": color.accent}},
        cliponaxis=False,
        hovertemplate="expected %{y:.0f} to lead to %{x}<extra></extra>",
    )  # fmt: skip


def led_to_text(counts: pd.Series) -> str:
    """Say what the columns show."""
    said = ", ".join(
        f"{count:,} led to {word}"
        for count, word in zip(counts, led_to_words(counts), strict=True)
        if count
    )
    return f"{counted(int(counts.sum()), 'conversation')}: {said}." if said else "None yet."
