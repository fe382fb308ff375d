"""Habits as dots with their ranges: how many further conversations go with each.

The axis is a ratio on a logarithmic scale, told in words; beside each row what it means per ten,
and what the guides say. Habits that cannot be compared stand below, in words.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.template import plain, template

__all__ = ["ROW", "habit_dots", "habit_dots_text"]

ROW = 34
"""Pixels per habit."""

_TICKS = {
    1 / 16: "a 16th",
    1 / 4: "a quarter",
    1 / 2: "half",
    1: "as many",
    2: "twice",
    4: "4 times",
    8: "8 times",
    16: "16 times",
}
_EVERY_OTHER = 40.0
"""A wider axis than this has a word at every second power of two."""
_NARROW, _WIDEST = 2.3, 40.0
"""The axis reaches at least so far to both sides, and at most."""

_DOTS, _TOLD, _GUIDES = 0.48, 0.51, 0.71
"""Where the dots end, and where the two columns of words begin, of the width."""


def habit_dots(rows: pd.DataFrame, *, theme: Theme) -> go.Figure:
    """Draw one row per habit.

    ``rows``: label; ratio, low, high (blank where it is not compared), stands_out, ``told`` (the
    ratio in words, or why there is none) and ``guides`` (what they say, in short).
    """
    color = palette(theme)
    rows = rows.reset_index(drop=True)
    dots = rows[rows["ratio"].notna()]
    least, most = _reach(dots)
    low, high = dots["low"].clip(lower=least), dots["high"].clip(upper=most)
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            x=dots["ratio"],
            y=dots.index,
            mode="markers",
            error_x={
                "type": "data", "symmetric": False, "thickness": 1.8, "width": 4,
                "array": high - dots["ratio"], "arrayminus": dots["ratio"] - low,
                "color": color.held,
            },
            marker={
                "size": 12, "opacity": 1, "line": {"color": color.held, "width": 2},
                "color": [color.held if out else color.paper for out in dots["stands_out"]],
            },
            customdata=[_note(row) for row in dots.to_dict("records")],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )  # fmt: skip
    ticks = _ticks(least, most)
    figure.update_layout(
        template=template(theme),
        height=ROW * max(1, len(rows)) + 74,
        margin={"l": 8, "r": 8, "t": 34, "b": 40},
        xaxis={
            "type": "log", "domain": [0, _DOTS], "range": [math.log10(least), math.log10(most)],
            "tickvals": list(ticks), "ticktext": list(ticks.values()), "visible": len(dots) > 0,
            "tickangle": 0, "showgrid": True, "gridcolor": color.grid,
        },
        yaxis={
            "range": [len(rows) - 0.4, -0.6], "tickvals": list(rows.index),
            "ticktext": [plain(label) for label in rows["label"]],
            "tickfont": {"size": 14, "color": color.ink},
        },
        shapes=[_line(color)] if len(dots) else [],
        annotations=[*_heads(color, dots), *_words(rows, color)],
    )  # fmt: skip
    return figure


def habit_dots_text(rows: pd.DataFrame) -> str:
    """Say what the dots show."""
    said = "; ".join(_note(row) for row in rows.to_dict("records"))
    return f"{said}." if said else "No habit to compare yet."


def _reach(dots: pd.DataFrame) -> tuple[float, float]:
    """Return from where to where the axis goes: all ranges, within bounds, and both sides of 1."""
    if dots.empty:
        return 1 / _NARROW, _NARROW
    low, high = float(dots["low"].min()), float(dots["high"].max())
    return (
        float(np.clip(low / 1.15, 1 / _WIDEST, 1 / _NARROW)),
        float(np.clip(high * 1.15, _NARROW, _WIDEST)),
    )


def _ticks(least: float, most: float) -> dict[float, str]:
    crowded = most / least > _EVERY_OTHER
    return {
        at: word
        for at, word in _TICKS.items()
        if least <= at <= most and not (crowded and round(math.log2(at)) % 2)
    }


def _note(row: dict[Any, Any]) -> str:
    told = row["told"]
    if row["ratio"] == row["ratio"]:  # not blank
        chance = "stands out from chance" if row["stands_out"] else "may be chance"
        told = f"{told} where conversations without it lead to ten; {chance}"
    return f"{plain(row['label'])}: {told} (guides: {row['guides']})"


def _line(color: Palette) -> dict[str, Any]:
    return {
        "type": "line", "x0": 1, "x1": 1, "yref": "paper", "y0": 0, "y1": 1,
        "line": {"color": color.accent, "width": 2, "dash": "dot"}, "layer": "below",
    }  # fmt: skip


def _heads(color: Palette, dots: pd.DataFrame) -> list[dict[str, Any]]:
    told = [(_TOLD, "for each 10 without it"), (_GUIDES, "what four guides say")]
    if len(dots):
        told.append((0, "how many further conversations go with it"))
    else:
        told[0] = (_TOLD, "")
    return [
        {
            "x": at, "xref": "paper", "y": 1, "yref": "paper", "xanchor": "left",
            "yanchor": "bottom", "showarrow": False, "text": text, "yshift": 6,
            "font": {"size": 12, "color": color.quiet},
        }
        for at, text in told
    ]  # fmt: skip


def _words(rows: pd.DataFrame, color: Palette) -> list[dict[str, Any]]:
    """Return what stands beside each row: per ten, or why not; and the guides."""
    found = []
    for at, row in enumerate(rows.to_dict("records")):
        compared = row["ratio"] == row["ratio"]
        number, _, rest = row["told"].partition(",")
        text = f"<b>{number}</b>,{rest}" if compared else row["told"]
        ink = color.ink if compared else color.quiet
        start = _TOLD if compared else 0.02
        for x, words, shade in ((start, text, ink), (_GUIDES, row["guides"], color.quiet)):
            found.append(
                {
                    "x": x, "xref": "paper", "y": at, "xanchor": "left", "showarrow": False,
                    "text": words, "align": "left", "bgcolor": color.paper,
                    "font": {"size": 13, "color": shade},
                }
            )  # fmt: skip
    return found
