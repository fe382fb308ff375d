"""Twelve weeks in the space of a word."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import Theme, palette
from dashboard.charts.template import template
from dashboard.text.pictures import trend_sentence

__all__ = ["HEIGHT", "sparkline", "sparkline_text"]

HEIGHT = 52
"""Height of the figure, in pixels."""


def sparkline(
    values: Sequence[float | None], *, theme: Theme, weeks: Sequence[str] = ()
) -> go.Figure:
    """Draw a line of weekly values, the last one as a dot; unknown weeks (None) stay open.

    ``weeks`` names each value when it is pointed at. The line starts at zero, so that its height
    can be compared with the next one's.
    """
    color = palette(theme)
    names = list(weeks) or [f"week {number}" for number in range(1, len(values) + 1)]
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            x=list(range(len(values))),
            y=list(values),
            text=names,
            mode="lines+markers",
            line={"color": color.held, "width": 1.8, "shape": "linear"},
            marker={"color": color.held, "size": _sizes(values), "opacity": 1},
            hovertemplate="%{text}: %{y:,}<extra></extra>",
            cliponaxis=False,
        )
    )
    highest = max((value for value in values if value is not None), default=1) or 1
    figure.update_layout(
        template=template(theme),
        height=HEIGHT,
        margin={"l": 4, "r": 8, "t": 6, "b": 4},
        xaxis={"visible": False},
        yaxis={"visible": False, "range": [-0.04 * highest, highest * 1.1]},
        shapes=[
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0,
             "line": {"color": color.grid, "width": 1}, "layer": "below"}
        ],
    )  # fmt: skip
    return figure


def sparkline_text(values: Sequence[float | None]) -> str:
    """Say what the line shows."""
    return trend_sentence(values)


def _sizes(values: Sequence[float | None]) -> list[float]:
    """Marks: the last known value, and those that stand alone between unknown ones."""
    known = [at for at, value in enumerate(values) if value is not None]
    alone = {at for at in known if at - 1 not in known and at + 1 not in known}
    shown = alone | set(known[-1:])
    return [7.0 if at in shown else 0.0 for at in range(len(values))]
