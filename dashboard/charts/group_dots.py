"""What ten conversations of each group lead to in time: a dot with its likely range.

Beside it stands what the group has led to so far.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.template import plain, template
from dashboard.text.pictures import counted

__all__ = ["ROW", "group_dots", "group_dots_text"]

ROW = 30
"""Pixels per group."""

HALF = 0.5


def group_dots(groups: pd.DataFrame, *, theme: Theme) -> go.Figure:
    """Draw one row per group: ``label``, and the columns of :func:`analysis.reproduction.R_by`.

    Groups that have had time for less than half of what they lead to have a hollow dot.
    """
    color = palette(theme)
    rows = groups.reset_index(drop=True)
    told = rows[rows["R"].notna()]
    longest = max(11.0, 10 * float(told["high"].max())) if len(told) else 11.0
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            x=10 * told["R"],
            y=told.index,
            mode="markers",
            error_x={
                "type": "data", "symmetric": False, "thickness": 1.6, "width": 4,
                "array": 10 * (told["high"] - told["R"]),
                "arrayminus": 10 * (told["R"] - told["low"]), "color": color.held,
            },
            marker={
                "size": 11, "opacity": 1, "line": {"color": color.held, "width": 2},
                "color": [color.paper if seen < HALF else color.held for seen in told["seen"]],
            },
            customdata=[_note(row) for row in told.to_dict("records")],
            hovertemplate="%{customdata}<extra></extra>",
            cliponaxis=False,
        )
    )  # fmt: skip
    figure.update_layout(
        template=template(theme),
        height=ROW * max(1, len(rows)) + 54,
        margin={"l": 8, "r": 8, "t": 30, "b": 24},
        xaxis={
            "range": [0, longest * 1.5], "tickvals": [0, 5, 10, *range(20, int(longest) + 1, 10)],
            "side": "bottom", "visible": len(told) > 0,
        },
        yaxis={
            "range": [len(rows) - 0.4, -0.6], "tickvals": list(rows.index),
            "ticktext": [plain(label, 28) for label in rows["label"]],
        },
        shapes=[_line(color)] if len(told) else [],
        annotations=[
            *([_line_name(color)] if len(told) else []),
            *(
                _told(at, row, 1.08 * longest if len(told) else 0, color)
                for at, row in enumerate(rows.to_dict("records"))
            ),
        ],
    )  # fmt: skip
    return figure


def group_dots_text(groups: pd.DataFrame) -> str:
    """Say what the dots show."""
    said = "; ".join(f"{row['label']}: {_note(row)}" for row in groups.to_dict("records"))
    return f"{said}." if said else "No conversation yet."


def _note(row: dict[Any, Any]) -> str:
    held = counted(int(row["meetings"]), "conversation")
    led = f"{held} led to {int(row['led_to']):,}"
    if row["R"] != row["R"]:  # blank
        return led
    return f"{led} so far (from ten likely {10 * row['low']:.0f} to {10 * row['high']:.0f} in time)"


def _line(color: Palette) -> dict[str, Any]:
    return {
        "type": "line", "x0": 10, "x1": 10, "yref": "paper", "y0": 0, "y1": 1,
        "line": {"color": color.accent, "width": 2, "dash": "dot"}, "layer": "below",
    }  # fmt: skip


def _line_name(color: Palette) -> dict[str, Any]:
    return {
        "x": 10, "yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False,
        "text": "10 lead to 10", "font": {"size": 12, "color": color.quiet},
    }  # fmt: skip


def _told(at: int, row: dict[Any, Any], start: float, color: Palette) -> dict[str, Any]:
    """The counts at the right, whether or not there is a dot."""
    held = counted(int(row["meetings"]), "conversation")
    return {
        "x": start, "y": at, "xanchor": "left", "showarrow": False,
        "text": f"{held} led to <b>{int(row['led_to']):,}</b>",
        "font": {"size": 13, "color": color.quiet},
    }  # fmt: skip
