"""The way in stages: one bar per stage in three parts, reached, still open and ended.

A bar is as long as there are units that came to the stage before, so the eye follows what is left.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import OUTCOMES, Palette, Theme, palette
from dashboard.charts.template import template
from dashboard.text.stages import stage_note, stages_sentence

__all__ = ["ROW", "stage_bars", "stage_bars_text"]

ROW = 40
"""Pixels per stage."""

MANY, WIDE = 1_000, 1.66
"""From how many units on the figures at a bar's end need more room, and how much."""

FORK = 0.5
"""The gap before a fork of the way, in rows."""

_FORKS = ("referred_on", "first_referral", "opportunity")


def stage_bars(rows: pd.DataFrame, *, theme: Theme) -> go.Figure:
    """Draw the stages of a funnel.

    ``rows``: stage, label, entered, reached, open, dropped, ``days`` (a line about how long it
    took, or blank) and ``note``, which stands in place of a bar that cannot be told.
    """
    color = palette(theme)
    place = _places(rows)
    told = (rows["note"] == "").to_numpy()
    longest = max(1, int(rows["entered"].max())) if len(rows) else 1
    figure = go.Figure()
    start = rows["reached"] * 0
    for part, name in (("reached", "reached"), ("open", "still open"), ("dropped", "ended")):
        shown = told & (rows[part] > 0).to_numpy()
        chosen = rows[shown]
        figure.add_trace(
            go.Bar(
                y=place[shown],
                x=chosen[part],
                base=start[shown],
                orientation="h",
                width=0.56,
                name=name,
                marker={"cornerradius": 3, **_marker(part, chosen["stage"], color)},
                customdata=[_hover(row, name) for row in chosen.to_dict("records")],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=bool(shown.any()),
            )
        )
        start = start + rows[part]
    end = float(place.max(initial=0))
    figure.update_layout(
        template=template(theme),
        barmode="overlay",
        height=round(ROW * (end + 1)) + 44,
        margin={"l": 8, "r": 8, "t": 4, "b": 36},
        xaxis={"visible": False, "range": [0, longest * (WIDE if longest >= MANY else 1.42)]},
        yaxis={
            "range": [end + 0.6, -0.5], "tickvals": list(place), "ticktext": list(rows["label"]),
            "tickfont": {"size": 15, "color": color.ink},
        },
        annotations=[
            _note(at, row, color) for at, row in zip(place, rows.to_dict("records"), strict=True)
        ],
        showlegend=True,
        legend={
            "orientation": "h", "x": 0, "y": 0, "yanchor": "top", "font": {"color": color.quiet},
            "itemclick": False, "itemdoubleclick": False, "traceorder": "normal",
        },
    )  # fmt: skip
    return figure


def stage_bars_text(rows: pd.DataFrame) -> str:
    """Say what the bars show."""
    return stages_sentence(rows.to_dict("records")) if len(rows) else "Nothing to count yet."


def _places(rows: pd.DataFrame) -> Any:  # noqa: ANN401  # an array of rows
    """Rows from above, with a gap before each fork."""
    forks = rows["stage"].isin(_FORKS).cumsum().to_numpy()
    return rows.reset_index(drop=True).index.to_numpy() + FORK * forks


def _marker(part: str, stages: pd.Series, color: Palette) -> dict[str, Any]:
    if part == "reached":
        fills = [color.outcome(s) if s in OUTCOMES[1:] else color.held for s in stages]
        return {"color": fills, "line": {"width": 0}}
    if part == "dropped":
        return {"color": color.paper, "line": {"color": color.link, "width": 1.2}}
    pattern = {"shape": "/", "fgcolor": color.held, "bgcolor": color.paper, "size": 7,
               "solidity": 0.34, "fillmode": "replace"}  # fmt: skip
    return {"color": color.paper, "pattern": pattern, "line": {"color": color.held, "width": 1.2}}


def _hover(row: dict[Any, Any], part: str) -> str:
    count = row[{"reached": "reached", "still open": "open", "ended": "dropped"}[part]]
    days = f"<br>{row['days']}" if row["days"] and part == "reached" else ""
    return f"{row['label']}: {count:,} of {row['entered']:,} {part}{days}"


def _note(at: float, row: dict[Any, Any], color: Palette) -> dict[str, Any]:
    text = row["note"]
    if not text:
        number, _, rest = stage_note(row["entered"], row["reached"], row["open"]).partition(" ")
        bare = number.rstrip(",")
        text = f"<b>{bare}</b>{number[len(bare) :]} {rest}"
    return {
        "x": row["entered"] if not row["note"] else 0, "y": at, "xanchor": "left", "xshift": 10,
        "showarrow": False, "text": text, "font": {"size": 14, "color": color.quiet},
    }  # fmt: skip
