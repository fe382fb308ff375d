"""From ten conversations: how many names, new names, people asked and people met, one by one.

Every person is one cell. Solid cells have happened; hatched ones are still to come: names that may
be asked, and the conversations that are expected in time. A line marks the conversations that one
began with: where *met* passes it, a search keeps itself going.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from analysis.cascade import Cascade, Step
from analysis.intervals import Estimate
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.template import template
from dashboard.text.figures import per_ten
from dashboard.text.multiplication import PARTS, STEPS, in_time_note, step_note
from dashboard.text.pictures import counted

__all__ = ["InTime", "Row", "from_ten", "from_ten_text", "ten_rows"]

ROW = 62
"""Pixels per step."""

MOST_CELLS = 60
"""Bars longer than so many people are drawn in one piece."""


FEWEST_CELLS = 18
"""The picture is at least so many people wide, so that each stays a small square."""


@dataclass(frozen=True, slots=True)
class InTime:
    """What one conversation leads to in time (R), and what it has led to so far."""

    expected: Estimate
    so_far: float


@dataclass(frozen=True, slots=True)
class Row:
    """One step in whole people: how many so far, still to come and unknown; its likely range."""

    key: str
    label: str
    so_far: int
    open: int
    unknown: int
    low: float | None
    high: float | None
    note: str


def ten_rows(
    told: Cascade,
    *,
    tens: bool,
    keys: Sequence[str] = tuple(STEPS),
    in_time: InTime | None = None,
) -> list[Row]:
    """Return the steps of these keys in whole people: from ten conversations, or from all of them.

    Parts are rounded so that their ends are: so far, so far with open, and all. With ``in_time``
    the people met are those expected in time.
    """
    scale = 10 / max(1, told.meetings) if tens else 1
    return [
        _expected(in_time)
        if step.key == "met" and tens and in_time
        else _row(step, scale, tens=tens, at_least=told.at_least)
        for step in told.steps
        if step.key in keys
    ]


def _expected(told: InTime) -> Row:
    value, low, high = (10 * (x or 0.0) for x in (
        told.expected.value, told.expected.low, told.expected.high,
    ))  # fmt: skip
    so_far = round(10 * told.so_far)
    note = in_time_note(per_ten(told.so_far), per_ten(value / 10))
    return Row("met", STEPS["met"], so_far, max(0, round(value) - so_far), 0, low, high, note)


def _row(step: Step, scale: float, *, tens: bool, at_least: bool) -> Row:
    ends = [step.total, step.total + step.open, step.total + step.open + step.unknown]
    so_far, opened, every = (round(end * scale) for end in ends)
    shown = per_ten(step.total * scale / 10) if tens else f"{step.total:,}"
    least = "at least " if at_least and step.key != "met" else ""
    still, unknown = opened - so_far, every - opened
    note = step_note(
        step.key, f"{least}{shown}", _part(still, step.open), f"{unknown:,}" if unknown else ""
    )
    low, high = (None, None) if least or not tens else (step.each.low, step.each.high)
    return Row(
        step.key,
        STEPS[step.key],
        so_far,
        still,
        unknown,
        None if low is None else 10 * low,
        None if high is None else 10 * high,
        note,
    )


def _part(shown: int, total: int) -> str:
    if shown:
        return f"{shown:,}"
    return "fewer than 1" if total else ""


def from_ten(
    told: Cascade,
    *,
    tens: bool,
    theme: Theme,
    keys: Sequence[str] = tuple(STEPS),
    in_time: InTime | None = None,
) -> go.Figure:
    """Draw the steps as rows of people against a line at the conversations they came from."""
    color = palette(theme)
    rows = ten_rows(told, tens=tens, keys=keys, in_time=in_time)
    base = 10 if tens else told.meetings
    longest = max(base, *(max(_end(row), _reach(row)) for row in rows))
    figure = go.Figure()
    whole = longest > MOST_CELLS
    figure.add_trace(_cells([(0, 0, base)], "conversations", _solid(color.link), whole=whole))
    places = list(enumerate(rows, start=1))
    solid = [(place, 0, row.so_far) for place, row in places]
    still = [(place, row.so_far, row.so_far + row.open) for place, row in places]
    lost = [(place, row.so_far + row.open, _end(row)) for place, row in places]
    for part, spans, marker in (
        ("so_far", solid, _solid(color.held)),
        ("open", still, _hatched(color)),
        ("unknown", lost, _dotted(color)),
    ):
        if any(end > start for _, start, end in spans):
            figure.add_trace(_cells(spans, PARTS[part], marker, whole=whole))
    _whiskers(figure, places, color, longest)
    labels = [counted(base, "conversation"), *(row.label for row in rows)]
    figure.update_layout(
        template=template(theme),
        barmode="overlay",
        height=ROW * len(labels) + 56,
        margin={"l": 8, "r": 8, "t": 8, "b": 40},
        xaxis={"visible": False, "range": [0, max(longest * 1.24 + 1, FEWEST_CELLS)]},
        yaxis={
            "range": [len(labels) - 0.4, -0.5],
            "tickvals": list(range(len(labels))),
            "ticktext": labels,
            "tickfont": {"size": 15, "color": color.ink},
        },
        shapes=[_line(base, len(labels), color)],
        annotations=[_note(place, row, color) for place, row in places],
        showlegend=True,
        legend={
            "orientation": "h", "x": 0, "y": 0, "yanchor": "top", "font": {"color": color.quiet},
            "itemclick": False, "itemdoubleclick": False, "traceorder": "normal",
        },
    )  # fmt: skip
    return figure


def from_ten_text(
    told: Cascade,
    *,
    tens: bool,
    keys: Sequence[str] = tuple(STEPS),
    in_time: InTime | None = None,
) -> str:
    """Say what the picture shows."""
    if not told.meetings:
        return "No conversation yet."
    base = 10 if tens else told.meetings
    rows = ten_rows(told, tens=tens, keys=keys, in_time=in_time)
    steps = "; ".join(f"{row.label}: {row.note}{_range(row)}" for row in rows)
    return f"From {counted(base, 'conversation')}: {steps}."


def _range(row: Row) -> str:
    return f" ({_likely(row)})" if row.low is not None else ""


def _likely(row: Row) -> str:
    if row.high is None or math.isinf(row.high):
        return f"likely {row.low:.0f} or more"
    return f"likely {row.low:.0f} to {row.high:.0f}"


def _reach(row: Row) -> float:
    return row.high if row.high is not None and math.isfinite(row.high) else (row.low or 0.0)


def _end(row: Row) -> int:
    return row.so_far + row.open + row.unknown


def _cells(
    spans: list[tuple[int, int, int]], name: str, marker: dict[str, Any], *, whole: bool
) -> go.Bar:
    """One bar per person from start to end in each row, or one for all of them."""
    one = 0.92
    cells: list[tuple[int, float, float]] = [
        (place, at + (1 - one) / 2, one) for place, start, end in spans for at in range(start, end)
    ]
    if whole:
        cells = [(place, start, end - start) for place, start, end in spans if end > start]
    return go.Bar(
        y=[place for place, _, _ in cells],
        base=[start for _, start, _ in cells],
        x=[length for _, _, length in cells],
        orientation="h",
        width=0.52,
        name=name,
        marker={"cornerradius": 5, **marker},
        hoverinfo="skip",
        showlegend=name != "conversations",
    )


def _solid(fill: str) -> dict[str, Any]:
    return {"color": fill, "line": {"width": 0}}


def _hatched(color: Palette) -> dict[str, Any]:
    pattern = {"shape": "/", "fgcolor": color.held, "bgcolor": color.paper, "size": 7,
               "solidity": 0.34, "fillmode": "replace"}  # fmt: skip
    return {"color": color.paper, "pattern": pattern, "line": {"color": color.held, "width": 1.4}}


def _dotted(color: Palette) -> dict[str, Any]:
    return {"color": color.paper, "line": {"color": color.link, "width": 1.4}}


def _line(base: int, rows: int, color: Palette) -> dict[str, Any]:
    return {
        "type": "line", "x0": base, "x1": base, "y0": -0.46, "y1": rows - 0.55,
        "line": {"color": color.accent, "width": 2, "dash": "dot"}, "layer": "above",
    }  # fmt: skip


def _whiskers(
    figure: go.Figure, places: list[tuple[int, Row]], color: Palette, longest: float
) -> None:
    """Draw beneath each bar how far its likely range reaches; an open one goes on to the right."""
    ranged = [(place, row) for place, row in places if row.low is not None]
    for place, row in ranged:
        is_open = row.high is None or math.isinf(row.high)
        figure.add_trace(
            go.Scatter(
                x=[row.low, 1.1 * longest if is_open else row.high],
                y=[place + 0.36, place + 0.36],
                mode="lines+markers",
                line={"color": color.quiet, "width": 1.6},
                marker={"symbol": ["line-ns", "arrow-bar-right" if is_open else "line-ns"],
                        "size": 9, "opacity": 1, "color": color.quiet,
                        "line": {"color": color.quiet, "width": 1.6}},
                name="likely range",
                showlegend=place == ranged[0][0],
                hovertemplate=f"{row.label}: {_likely(row)}<extra></extra>",
            )
        )  # fmt: skip


def _note(place: int, row: Row, color: Palette) -> dict[str, Any]:
    number, _, rest = row.note.partition(" ")
    if not number[:1].isdigit():
        number, rest = row.note, ""
    return {
        "x": _end(row), "y": place, "bgcolor": color.paper, "xanchor": "left", "xshift": 12,
        "showarrow": False, "align": "left", "text": f"<b>{number}</b> {rest}".rstrip(),
        "font": {"size": 15, "color": color.ink},
    }  # fmt: skip
