"""One bar in parts: a whole of conversations, each in the group it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Literal

import plotly.graph_objects as go

from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.template import plain, template

__all__ = ["Fill", "Part", "parts_bar"]

Fill = Literal["full", "half", "light", "faint", "waiting", "hollow"]
"""How a part is filled: four strengths of one color, the accent, or an outline."""

BAR, ROW = 64, 26
"""Pixels of the bar, and of a row of names beneath it."""

IN_A_ROW = 3
"""How many names stand in a row beneath the bar where there is least room."""

ROOM = 0.045
"""The share of the bar that a number inside needs."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the bar: its name, how many, and how it is filled."""

    label: str
    count: int
    fill: Fill = "full"


def parts_bar(parts: Sequence[Part], *, theme: Theme) -> go.Figure:
    """Draw the parts that are not empty side by side, named beneath with their counts."""
    color = palette(theme)
    total = sum(part.count for part in parts)
    rows = ceil(sum(part.count > 0 for part in parts) / IN_A_ROW) or 1
    figure = go.Figure()
    for part in parts:
        if not part.count:
            continue
        name = plain(part.label, 48)
        inside = f"{part.count:,}" if part.count >= ROOM * total else ""
        figure.add_trace(
            go.Bar(
                y=[""],
                x=[part.count],
                orientation="h",
                width=0.9,
                name=f"{name} <b>{part.count:,}</b>",
                text=[inside],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                insidetextfont={"size": 15, "color": _ink(part.fill, color)},
                marker=_marker(part.fill, color),
                hovertemplate=f"{name}: {part.count:,} of {total:,}<extra></extra>",
            )
        )
    figure.update_layout(
        template=template(theme),
        barmode="stack",
        height=BAR + ROW * rows,
        margin={"l": 2, "r": 2, "t": 4, "b": ROW * rows},
        xaxis={"visible": False, "range": [0, max(1, total)]},
        yaxis={"visible": False},
        showlegend=True,
        legend={
            "orientation": "h", "x": 0, "y": -0.1, "yanchor": "top", "traceorder": "normal",
            "maxheight": ROW * rows,
            "font": {"size": 14, "color": color.ink}, "itemclick": False,
            "itemdoubleclick": False,
        },
    )  # fmt: skip
    return figure


def _marker(fill: Fill, color: Palette) -> dict[str, Any]:
    edge = {"color": color.paper, "width": 2}
    fills = {
        "full": color.held,
        "waiting": color.accent,
        "hollow": color.paper,
    }
    if fill in fills:
        line = {"color": color.link, "width": 1.2} if fill == "hollow" else edge
        return {"color": fills[fill], "line": line, "cornerradius": 4}
    strength = {"half": "B0", "light": "70", "faint": "30"}[fill]
    line = {"color": color.held, "width": 1.2} if fill == "faint" else edge
    return {"color": f"{color.held}{strength}", "line": line, "cornerradius": 4}


def _ink(fill: Fill, color: Palette) -> str:
    return color.ink if fill in {"hollow", "faint", "light"} else color.paper
