"""Shares of rows as quiet bars: what the log says, and how much of it."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import Theme, palette
from dashboard.charts.template import plain, template
from dashboard.text.pictures import share_sentence

__all__ = ["ROW", "share_bars", "share_bars_text"]

ROW = 30
"""Pixels per bar."""


def share_bars(
    labels: Sequence[str], known: Sequence[int], total: Sequence[int], *, theme: Theme
) -> go.Figure:
    """Draw one bar per label: ``known`` of ``total`` rows, on a track that stands for all of them.

    A label of which there are no rows keeps its empty track.
    """
    color = palette(theme)
    shares = [part / whole if whole else 0.0 for part, whole in zip(known, total, strict=True)]
    names = [plain(label, 48) for label in labels]
    figure = go.Figure()
    for values, fill in (([1.0] * len(names), color.grid), (shares, color.held)):
        figure.add_trace(
            go.Bar(
                y=names,
                x=values,
                orientation="h",
                width=0.34,
                marker={"color": fill, "line": {"width": 0}, "cornerradius": 3},
                hoverinfo="skip",
            )
        )
    figure.update_layout(
        template=template(theme),
        barmode="overlay",
        height=ROW * max(1, len(names)) + 16,
        xaxis={"visible": False, "range": [0, 1.25]},
        yaxis={"autorange": "reversed", "type": "category"},
        annotations=[
            {"x": 1, "y": name, "xanchor": "left", "xshift": 10, "showarrow": False,
             "text": f"<b>{part:,}</b> of {whole:,}" if whole else "no rows",
             "font": {"size": 13, "color": color.quiet}}
            for name, part, whole in zip(names, known, total, strict=True)
        ],
    )  # fmt: skip
    return figure


def share_bars_text(labels: Sequence[str], known: Sequence[int], total: Sequence[int]) -> str:
    """Say what the bars show."""
    return "; ".join(
        share_sentence(label, part / whole if whole else 0.0, part, whole)
        for label, part, whole in zip(labels, known, total, strict=True)
    )
