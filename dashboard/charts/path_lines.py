"""The paths behind offers: everyone through whom one was found, from the first contact on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.map_marks import SYMBOLS
from dashboard.charts.palette import OUTCOMES, Palette, Theme, palette
from dashboard.charts.template import plain, template
from dashboard.text.conversion import ROLES, path_sentence
from dashboard.text.pictures import OUTCOME_NAMES

__all__ = ["MOST_STEPS", "PathLine", "Step", "path_lines", "path_lines_text"]

ROW = 76
"""Pixels per path."""

MOST_STEPS = 8
"""Longer paths are drawn with their middle taken together."""

FEWEST_COLUMNS = 4
LETTERS = 112
"""How many letters of names have room side by side."""


@dataclass(frozen=True, slots=True)
class Step:
    """One person on a path: name, how they helped, and lines to read when pointed at."""

    name: str
    role: str
    note: str


@dataclass(frozen=True, slots=True)
class PathLine:
    """One path: who found what, when, and everyone on the way; ``reached`` is how far it came."""

    seeker: str
    title: str
    reached: str
    steps: tuple[Step, ...]


def path_lines(lines: Sequence[PathLine], *, theme: Theme) -> go.Figure:
    """Draw one row per path: people as dots, from the first contact to what came of it."""
    color = palette(theme)
    drawn = [_shortened(line.steps) for line in lines]
    columns = max([FEWEST_COLUMNS, *(len(steps) for steps in drawn)])
    longest = LETTERS // (columns + 1)
    figure = go.Figure()
    for row, steps in enumerate(drawn):
        figure.add_trace(_line(row, len(steps), color))
    for role in (*ROLES, "between"):
        marks = [
            (at, row, step)
            for row, steps in enumerate(drawn)
            for at, step in enumerate(steps)
            if step.role == role
        ]
        if marks:
            figure.add_trace(_people(marks, role, longest, color))
    for outcome in OUTCOMES[1:]:
        ends = [
            (len(drawn[row]), row, line)
            for row, line in enumerate(lines)
            if _outcome(line.reached) == outcome
        ]
        if ends:
            figure.add_trace(_ends(ends, outcome, color))
    figure.update_layout(
        template=template(theme),
        height=ROW * max(1, len(lines)) + 46,
        margin={"l": 8, "r": 8, "t": 4, "b": 36},
        xaxis={"visible": False, "range": [-0.5, columns + 0.6]},
        yaxis={
            "range": [len(lines) - 0.35, -0.5], "tickvals": list(range(len(lines))),
            "ticktext": [_label(line, color) for line in lines],
            "tickfont": {"size": 14, "color": color.ink},
        },
        showlegend=True,
        legend={
            "orientation": "h", "x": 0, "y": 0, "yanchor": "top", "font": {"color": color.quiet},
            "itemclick": False, "itemdoubleclick": False, "traceorder": "normal",
        },
    )  # fmt: skip
    return figure


def path_lines_text(lines: Sequence[PathLine]) -> str:
    """Say what the picture shows, path by path."""
    said = [
        path_sentence(line.seeker, line.title, [step.name for step in line.steps]) for line in lines
    ]
    return " ".join(said) or "Nothing has come of it yet."


def _shortened(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The path, its middle taken together where it is too long."""
    if len(steps) <= MOST_STEPS:
        return steps
    first, last = steps[:2], steps[len(steps) - (MOST_STEPS - 3) :]
    left_out = steps[2 : len(steps) - len(last)]
    names = " · ".join(step.note for step in left_out)
    return (*first, Step(f"{len(left_out)} more", "between", names), *last)


def _outcome(reached: str) -> str:
    """A job interview is drawn as the opportunity it belongs to."""
    return "opportunity" if reached == "interview" else reached


def _line(row: int, length: int, color: Palette) -> go.Scatter:
    return go.Scatter(
        x=[0, length],
        y=[row, row],
        mode="lines",
        line={"color": color.link, "width": 2},
        hoverinfo="skip",
        showlegend=False,
    )


def _people(
    marks: list[tuple[int, int, Step]], role: str, longest: int, color: Palette
) -> go.Scatter:
    met = role == "met"
    return go.Scatter(
        x=[at for at, _, _ in marks],
        y=[row for _, row, _ in marks],
        mode="markers+text",
        text=[_in_two(step.name, longest) for _, _, step in marks],
        textposition="bottom center",
        textfont={"size": 12.5, "color": color.ink},
        marker={
            "symbol": "circle" if role != "introducer" else "circle-dot", "opacity": 1,
            "size": 5 if role == "between" else 15, "color": color.held if met else color.paper,
            "line": {"color": color.paper if met else color.held, "width": 1 if met else 2.2},
        },
        name=ROLES.get(role, ""),
        customdata=[plain(step.note) for _, _, step in marks],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=role != "between",
        cliponaxis=False,
    )  # fmt: skip


def _ends(ends: list[tuple[int, int, PathLine]], outcome: str, color: Palette) -> go.Scatter:
    return go.Scatter(
        x=[at for at, _, _ in ends],
        y=[row for _, row, _ in ends],
        mode="markers+text",
        text=["" if line.steps else "no conversation is named" for _, _, line in ends],
        textposition="middle right",
        textfont={"size": 12.5, "color": color.quiet},
        marker={
            "symbol": SYMBOLS[outcome], "size": 18 if outcome != "accepted" else 22, "opacity": 1,
            "color": color.outcome(outcome), "line": {"color": color.paper, "width": 1},
        },
        name=OUTCOME_NAMES[outcome],
        customdata=[f"{plain(line.seeker)}: {plain(line.title)}" for _, _, line in ends],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )  # fmt: skip


def _in_two(name: str, longest: int) -> str:
    """A name in two lines, so that neighbors keep apart.

    >>> _in_two("Ann Lee Ash", 12), _in_two("Ann", 12)
    ('Ann Lee<br>Ash', 'Ann')
    """
    first, _, last = name.rpartition(" ")
    return "<br>".join(plain(part, longest) for part in (first, last) if part)


def _label(line: PathLine, color: Palette) -> str:
    small = f"<span style='font-size:12px;color:{color.quiet}'>{plain(line.title, 34)}</span>"
    return f"{plain(line.seeker, 26)}<br>{small}"
