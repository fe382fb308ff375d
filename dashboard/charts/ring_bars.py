"""The referral map in five seconds: one bar per ring."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from dashboard.charts.map_data import MapData
from dashboard.charts.palette import OUTCOMES, Palette, Theme, palette
from dashboard.charts.template import template
from dashboard.text.pictures import OUTCOME_NAMES, counted, ring_name, rings_sentence

__all__ = ["ring_bars", "ring_bars_text"]

ROW = 34
"""Pixels per ring."""


def ring_bars(data: MapData, *, theme: Theme) -> go.Figure:
    """Draw how many were met on each ring, by outcome, and the doors open beyond it."""
    counts, color = data.ring_counts, palette(theme)
    rings = [ring_name(ring) for ring in counts.index]
    longest = int((counts["met"] + counts["doors"]).max()) if len(counts) else 1
    figure = go.Figure()
    for outcome in OUTCOMES:
        if counts[outcome].any():
            figure.add_trace(
                go.Bar(
                    **_along(rings, counts[outcome]),
                    name=OUTCOME_NAMES[outcome],
                    marker={"color": color.outcome(outcome), "line": _edge(color.paper)},
                )
            )
    figure.add_trace(
        go.Bar(
            **_along(rings, counts["doors"]),
            name="not yet met",
            marker={"color": color.paper, "line": {"color": color.accent, "width": 1.4}},
        )
    )
    figure.update_layout(
        template=template(theme),
        barmode="stack",
        height=ROW * max(1, len(rings)) + 20,
        xaxis={"visible": False, "range": [0, longest * 1.3]},
        yaxis={"autorange": "reversed", "type": "category"},
        annotations=[_total(row, color) for row in counts.itertuples()],
    )
    return figure


def ring_bars_text(data: MapData) -> str:
    """Say what the bars show."""
    counts = data.ring_counts
    return rings_sentence(list(counts["met"]), list(counts["doors"]))


def _along(rings: list[str], values: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "y": rings,
        "x": [value or None for value in values],
        "orientation": "h",
        "hovertemplate": "%{y}: %{x:,} %{fullData.name}<extra></extra>",
    }


def _edge(color: str) -> dict[str, Any]:
    """A hairline of paper between the parts of a bar."""
    return {"color": color, "width": 1}


def _total(row: Any, color: Palette) -> dict[str, Any]:  # noqa: ANN401
    """Figures at the end of a bar."""
    doors = f" · {counted(row.doors, 'door')} open" if row.doors else ""
    return {
        "x": row.met + row.doors,
        "y": ring_name(row.Index),
        "text": f"<b>{row.met:,}</b> met{doors}",
        "font": {"size": 13, "color": color.quiet},
        "xanchor": "left",
        "xshift": 8,
        "showarrow": False,
    }
