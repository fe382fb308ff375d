"""What waits by age: how long hosts have waited for thanks, and names for a first message."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.map_marks import age_of
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.template import template
from dashboard.text.gaps import ageing_row, waited
from dashboard.text.pictures import AGES

__all__ = ["LAST_WEEK", "age_counts", "ageing_strip", "ageing_text"]

LAST_WEEK = 12
"""Weeks that have a column of their own; what is older stands together."""

_ROW = 100
"""Pixels per list."""

_GAP = 0.4
"""Of the height of a row, what stays free at its top: a number there stands clear of the row above,
near its own column."""


def ageing_strip(
    lists: Mapping[str, pd.Series | None],
    *,
    theme: Theme,
    late: Mapping[str, int] | None = None,
) -> go.Figure:
    """Draw a row per list and in it a column per week of waiting, all to one scale.

    ``lists`` holds for each of ``ROW_NAMES`` the days that each row has waited (blank: nobody knows
    since when, which counts as longest), or None when the log does not note it; ``late``: how many
    of them are late. The longer
    something waits, the heavier its column. The last column stands for all that is older; where it
    is more than twice as high as any week, it is cut, and its number says how high it is.
    """
    color = palette(theme)
    counts = {key: None if days is None else _by_week(days) for key, days in lists.items()}
    known = [count for count in counts.values() if count is not None]
    highest = _highest(known)
    figure = go.Figure()
    notes: list[dict[str, object]] = []
    for place, (key, count) in enumerate(counts.items()):
        axis = _axis(place)
        notes.append(_row_label(key, count, (late or {}).get(key, 0), axis, color))
        if count is not None:
            for trace in _columns(key, count.clip(upper=highest), count, axis, color):
                figure.add_trace(trace)
    figure.update_layout(
        template=template(theme),
        height=_ROW * len(counts) + 44,
        margin={"l": 172, "r": 8, "t": 4, "b": 40},
        barmode="overlay",
        bargap=0.28,
        xaxis={"type": "category", "categoryorder": "array", "categoryarray": _WEEKS,
               "range": [-0.5, LAST_WEEK + 0.5], "anchor": "free", "position": 0,
               "title": {"text": "weeks of waiting",
                         "font": {"size": 13, "color": color.quiet}, "standoff": 6}},
        annotations=notes,
        shapes=[
            *(_baseline(_axis(place), color) for place in range(len(counts))),
            *(_cut(_axis(place), highest, color) for place, count in enumerate(counts.values())
              if count is not None and count.max() > highest),
        ],
        **_axes(len(counts), highest),
    )  # fmt: skip
    return figure


def _highest(counts: list[pd.Series]) -> float:
    """Return the height of the picture: of single weeks; the last column is cut beyond twice that.

    It holds all that is older, and would press the weeks, which can still be mended, to the ground.
    """
    weeks = max((int(count.iloc[:LAST_WEEK].max()) for count in counts), default=0)
    older = max((int(count.iloc[LAST_WEEK]) for count in counts), default=0)
    return float(min(older, 2 * weeks) if weeks and older > weeks else max(weeks, older) or 1)


def _cut(axis: str, highest: float, color: Palette) -> dict[str, object]:
    """Draw a gap through the last column: it is higher than it is drawn."""
    return {"type": "line", "xref": "x", "yref": axis, "x0": LAST_WEEK - 0.46,
            "x1": LAST_WEEK + 0.46, "y0": highest * 0.62, "y1": highest * 0.78,
            "line": {"color": color.paper, "width": 4}}  # fmt: skip


def _axis(place: int) -> str:
    return f"y{place + 1}" if place else "y"


def _axes(rows: int, highest: float) -> dict[str, object]:
    height = 1 / rows if rows else 1
    return {
        f"yaxis{place + 1 if place else ''}": {
            "visible": False,
            "range": [0, highest * 1.02],
            "domain": [1 - (place + 1) * height, 1 - (place + _GAP) * height],
        }
        for place in range(rows)
    }


def _columns(
    key: str, height: pd.Series, count: pd.Series, axis: str, color: Palette
) -> list[go.Bar]:
    ages = pd.Series([age_of(week * 7 + 3) for week in count.index], index=count.index)
    return [
        go.Bar(
            x=[_WEEKS[week] for week in here.index],
            y=[height[week] or None for week in here.index],
            yaxis=axis,
            text=[f"{n:,}" if n else "" for n in here],
            textposition="outside",
            textfont={"size": 13, "color": color.quiet},
            cliponaxis=False,
            name=f"{key} {age}",
            marker=_column(age, color),
            customdata=[waited(key, int(n), _WEEKS[week]) for week, n in here.items()],
            hovertemplate="%{customdata}<extra></extra>",
        )
        for age, _, _ in AGES
        if len(here := count[ages == age])
    ]


def _row_label(
    key: str, count: pd.Series | None, late: int, axis: str, color: Palette
) -> dict[str, object]:
    total = None if count is None else int(count.sum())
    name, said = ageing_row(key, total, late)
    return {
        "xref": "paper", "x": 0, "xanchor": "right", "xshift": -14,
        "yref": axis, "y": 0, "yanchor": "bottom", "showarrow": False, "align": "right",
        "text": f"<b>{name}</b><br><span style='color:{color.quiet}'>{said}</span>",
        "font": {"size": 14, "color": color.ink},
    }  # fmt: skip


def _baseline(axis: str, color: Palette) -> dict[str, object]:
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": axis, "y0": 0, "y1": 0,
            "line": {"color": color.grid, "width": 1}}  # fmt: skip


def age_counts(days: pd.Series) -> dict[str, int]:
    """How many have waited how long, in the order of ``AGES``; an unknown day counts as longest."""
    ages = days.map(age_of)
    return {key: int((ages == key).sum()) for key, _, _ in AGES}


def ageing_text(lists: Mapping[str, pd.Series | None]) -> str:
    """Say what the strip shows."""
    parts = []
    for key, days in lists.items():
        name, said = ageing_row(key, None if days is None else len(days))
        ages = [] if days is None else list(age_counts(days).items())
        told = [f"{n:,} {_AGE_NAMES[age]}" for age, n in ages if n]
        parts.append(f"{name}: {said}{' (' + ', '.join(told) + ')' if told else ''}.")
    return " ".join(parts)


_AGE_NAMES = {key: name for key, name, _ in AGES}


def _by_week(days: pd.Series) -> pd.Series:
    """Rows by full weeks of waiting, ``LAST_WEEK`` for all that is longer or unknown."""
    weeks = (days // 7).fillna(LAST_WEEK).clip(0, LAST_WEEK).astype(np.int64)
    return weeks.value_counts().reindex(range(LAST_WEEK + 1), fill_value=0)


_WEEKS = ["under 1", *(str(week) for week in range(1, LAST_WEEK)), f"{LAST_WEEK} or more"]


def _column(age: str, color: Palette) -> dict[str, object]:
    """Hollow while young, then tinted, then full, as the outlines on the map."""
    fill = {"fresh": color.paper, "waiting": f"{color.accent}55", "old": color.accent}[age]
    return {"color": fill, "line": {"color": color.accent, "width": 1.4}}
