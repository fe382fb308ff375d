"""The chain as a small tree, drawn."""

from __future__ import annotations

from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.chain_plan import ChainPlan
from dashboard.charts.map_marks import SYMBOLS
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.template import plain, template
from dashboard.text.persons import STATES

__all__ = ["chain_chart"]


_ROW = 34
_HIGH_ROW = 48
"""Pixels of a row; the second where a name takes two lines."""

_WIDE = 800
_LABEL = 150
"""Pixels: the picture on a narrow page, and the last name of a row."""

_NARROW = 72
_SIZES = {False: (13, 6.3), True: (12, 5.8)}
"""Columns of fewer pixels are narrow; by that the size of names, and the pixels of a letter."""

_BOLD = 0.92
"""How many of the letters there is room for when they are bold."""

_FOOT = 14
_LEGEND_ROOM = 58
"""Pixels below the last row, and above the first."""

_BESIDE = 5
"""Pixels beside a label that stay free."""


def chain_chart(plan: ChainPlan, *, theme: Theme) -> go.Figure:
    """Draw the chain; every mark carries the person_id and kind of whom a click opens."""
    color = palette(theme)
    marks = plan.marks
    columns = int(marks["x"].max()) + 1 if len(marks) else 1
    right = max(0.96, _LABEL / (_WIDE - _LABEL) * (columns - 1))
    column = _WIDE / (columns - 1 + right)
    labels = _labels(marks, column)
    marks = marks.assign(y=_heights(marks["row"], labels))
    figure = go.Figure(_links(marks, color))
    figure.add_trace(_texts(marks, labels, _SIZES[column < _NARROW][0], color))
    states = [state for state in [*_LEGEND, *STATES] if (marks["state"] == state).any()]
    for state in states:
        # What is named like that on its own mark needs no second word for the same ring.
        told = state != "more" or "open" not in states
        figure.add_trace(_marks(marks[marks["state"] == state], state, color, told=told))
    foot = (marks["y"].max() if len(marks) else 0.0) + _FOOT
    figure.update_layout(
        template=template(theme),
        height=int(foot) + _LEGEND_ROOM,
        margin={"l": 10, "r": 10, "t": _LEGEND_ROOM - 8, "b": 8},
        xaxis={"visible": False, "range": [-0.06, columns - 1 + right]},
        yaxis={"visible": False, "range": [foot, 0]},
        showlegend=True,
        legend={
            "orientation": "h", "x": 0, "xanchor": "left", "yref": "container", "y": 1,
            "yanchor": "top", "itemclick": False, "itemdoubleclick": False,
            "font": {"size": 12, "color": color.quiet},
        },
    )  # fmt: skip
    return figure


_LEGEND = {"seeker": "seeker", "more": "further names, not asked"}


def _links(marks: pd.DataFrame, color: Palette) -> go.Scatter:
    """Draw who named whom, with a corner where the row changes."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for x, y, parent in zip(marks["x"], marks["y"], marks["parent"], strict=True):
        if parent >= 0:
            from_x, from_y = marks["x"].iloc[parent], marks["y"].iloc[parent]
            xs += [from_x, from_x, x, None]
            ys += [from_y, y, y, None]
    line = {"color": color.link, "width": 1.6}
    return go.Scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _room(marks: pd.DataFrame) -> pd.Series:
    """Columns up to the next mark on the row: the room for a label."""
    ordered = marks.sort_values(["row", "x"])
    following = ordered.groupby("row")["x"].shift(-1)
    return (following - ordered["x"]).fillna(3).reindex(marks.index)


def _heights(rows: pd.Series, labels: list[str]) -> pd.Series:
    """Return how far below the top each mark stands, in pixels."""
    high = pd.Series(["<br>" in label for label in labels], index=rows.index, dtype=bool)
    needs = high.groupby(rows).any().map({True: _HIGH_ROW, False: _ROW}).astype(float)
    return rows.map(needs.sort_index().cumsum()).astype(float)


def _labels(marks: pd.DataFrame, column: float) -> list[str]:
    """Return the name beside each mark, in two lines where need be; ``column`` in pixels."""
    _, letter = _SIZES[column < _NARROW]
    letters = ((_room(marks) * column - _BESIDE) / letter).astype(int)
    return [
        _label(row, max(6, room))
        for row, room in zip(marks.itertuples(index=False), letters, strict=True)
    ]


def _texts(marks: pd.DataFrame, labels: list[str], size: int, color: Palette) -> go.Scatter:
    """Write the names; marks of one size that nobody sees keep them on one height."""
    return go.Scatter(
        x=marks["x"],
        y=marks["y"],
        mode="markers+text",
        text=labels,
        textposition="top right",
        textfont={"size": size, "color": color.ink},
        marker={"size": 12, "opacity": 0},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}, "textfont": {"color": color.ink}},
    )


def _marks(here: pd.DataFrame, state: str, color: Palette, *, told: bool) -> go.Scatter:
    return go.Scatter(
        x=here["x"],
        y=here["y"],
        mode="markers",
        name=_LEGEND.get(state) or STATES[state],
        showlegend=told,
        marker={
            "opacity": 1,
            **_look(state, color),
            "size": [_size(state) * (1.5 if h else 1) for h in here["here"]],
        },
        customdata=[
            [kind, person] if isinstance(person, str) else []
            for kind, person in zip(here["kind"], here["person_id"], strict=True)
        ],
        hovertext=[_hover(row) for row in here.itertuples(index=False)],
        hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        cliponaxis=False,
    )


def _label(row: object, letters: int) -> str:
    bold = row.here or row.state == "seeker"  # type: ignore[attr-defined]
    letters = int(letters * _BOLD) if bold else letters
    name = " ".join(row.name.split())  # type: ignore[attr-defined]
    first, *rest = wrap(name, letters, break_long_words=False, break_on_hyphens=False) or [""]
    lines = [first, " ".join(rest)] if rest else [first]
    told = "<br>".join(plain(line, letters) for line in lines)
    return f"<b>{told}</b>" if bold else told


def _hover(row: object) -> str:
    head = f"<b>{plain(row.name, 60)}</b>"  # type: ignore[attr-defined]
    told = row.said if row.state == "more" else plain(row.said, 160)  # type: ignore[attr-defined]
    return f"{head}<br>{told}" if told else head


_HOLLOW = {
    "planned": "held",
    "open": "accent",
    "waiting": "accent",
    "silent": "quiet",
    "more": "accent",
}


def _look(state: str, color: Palette) -> dict[str, object]:
    paper = {"color": color.paper, "width": 1}
    if state in SYMBOLS or state == "met":
        outcome = "held" if state == "met" else state
        return {"symbol": SYMBOLS[outcome], "color": color.outcome(outcome), "line": paper}
    if state in {"declined", "cancelled"}:
        symbol = "x-thin" if state == "declined" else "line-ew"
        return {"symbol": symbol, "line": {"color": color.quiet, "width": 2.2}}
    if state in _HOLLOW:
        line = {"color": getattr(color, _HOLLOW[state]), "width": 2}
        symbol = "circle-open-dot" if state == "waiting" else "circle"
        fill = color.accent if state == "waiting" else color.paper
        return {"symbol": symbol, "color": fill, "line": line}
    symbol = {"seeker": "square-open", "introducer": "circle", "let_go": "circle-open"}[state]
    return {"symbol": symbol, "color": color.quiet, "line": {"color": color.quiet, "width": 1.6}}


def _size(state: str) -> float:
    return {"accepted": 16.0, "introducer": 8.0, "let_go": 8.0, "declined": 9.0}.get(state, 11.0)
