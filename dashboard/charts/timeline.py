"""The timeline of one person: a calm line for each kind of event, marks on their days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.template import plain, template
from dashboard.text.persons import LINES, WHAT
from dashboard.text.pictures import day

__all__ = ["timeline_chart", "timeline_text"]

_ROW = 46
"""Pixels per line."""

_HELD_BACK = ("declined", "cancelled", "closed")
_OPEN = ("waiting", "planned", "agreed")
_DIAMONDS = {"opened": "diamond", "offered": "square", "accepted": "star"}
_MOST_NAMES = 6
_SHORT = 120
_CROWDED = 100
"""Days of one kind from which on all marks are small, so that they can be told apart."""

_APART = 0.032
"""Of the width, how far apart two numbers stand at least: some 20 pixels of a narrow page."""

_TOLD = 4
"""Events of one day from which on their number is written; the size of the mark tells fewer."""


def timeline_chart(
    events: pd.DataFrame, *, as_of: date, theme: Theme, names: Mapping[str, str] | None = None
) -> go.Figure:
    """Draw the events on one line per kind.

    ``events`` has the columns of :data:`analysis.timeline.COLUMNS` and ``said``, what the hover
    tells of each; ``names`` says what stands before a line, else its events are counted. Events of
    one kind and day share a mark, the larger the more. What is known to the month only is a span
    over that month; what has no day is left to the table.
    """
    color = palette(theme)
    dated = events[events["day"].notna()]
    lines = [line for line in LINES if (dated["line"] == line).any()]
    figure = go.Figure()
    first, last = _range(dated, as_of)
    for place, line in enumerate(lines):
        rows = dated[dated["line"] == line]
        for trace in _spans(rows[rows["month"]], place, color):
            figure.add_trace(trace)
        numbered = _numbered(rows, last - first)
        for what, here in rows.groupby("what", sort=False):
            figure.add_trace(_marks(str(what), here, place, numbered, color))
    figure.update_layout(
        template=template(theme),
        height=_ROW * max(len(lines), 1) + 56,
        margin={"l": 132, "r": 12, "t": 26, "b": 28},
        xaxis={
            "type": "date",
            "range": [first, last],
            "tickformat": _ticks(first, last),
            "nticks": 12,
        },
        yaxis={
            "range": [len(lines) - 0.5, -0.5],
            "tickvals": [*range(len(lines))],
            "ticktext": [_line_name(line, dated, names or {}, color) for line in lines],
        },
        shapes=[*(_rule(place, color) for place in range(len(lines))), _today(as_of, color)],
        annotations=[_today_name(as_of, color)],
    )
    return figure


def _line_name(line: str, dated: pd.DataFrame, names: Mapping[str, str], color: Palette) -> str:
    told = names.get(line) or f"{LINES[line]} · {int((dated['line'] == line).sum()):,}"
    name, _, count = told.partition(" · ")
    return f"<span style='color:{color.ink}'>{name}</span>{f' · {count}' if count else ''}"


def _numbered(rows: pd.DataFrame, width: pd.Timedelta) -> set[tuple[str, pd.Timestamp]]:
    """Return the marks of a line, by kind and day, beside which a number can be read.

    The highest are numbered first; one that would touch a number beside it has none: the size of
    the mark tells it, and pointing at it.
    """
    counts = rows.groupby(["what", "day"]).size()
    kept: list[tuple[str, pd.Timestamp]] = []
    for what, when in counts[counts >= _TOLD].sort_values(ascending=False, kind="stable").index:
        if all(abs(when - other) / width >= _APART for _, other in kept):
            kept.append((what, when))
    return set(kept)


def _range(dated: pd.DataFrame, as_of: date) -> tuple[pd.Timestamp, pd.Timestamp]:
    days = [*dated["day"], pd.Timestamp(as_of)]
    first, last = min(days), max(days)
    margin = max((last - first) * 0.03, pd.Timedelta(days=4))
    return first - margin, last + margin


def _ticks(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Write days below a few months, months beyond."""
    return "%-d %b\n%Y" if (last - first).days < _SHORT else "%b\n%Y"


def _rule(place: int, color: Palette) -> dict[str, object]:
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": place, "y1": place,
            "line": {"color": color.grid, "width": 1}, "layer": "below"}  # fmt: skip


def _today(as_of: date, color: Palette) -> dict[str, object]:
    return {"type": "line", "x0": as_of.isoformat(), "x1": as_of.isoformat(), "yref": "paper",
            "y0": 0, "y1": 1, "line": {"color": color.quiet, "width": 1, "dash": "dot"},
            "layer": "below"}  # fmt: skip


def _today_name(as_of: date, color: Palette) -> dict[str, object]:
    return {"x": as_of.isoformat(), "xanchor": "right", "xshift": 4, "text": day(as_of),
            "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
            "font": {"size": 12, "color": color.quiet}}  # fmt: skip


def _spans(rows: pd.DataFrame, place: int, color: Palette) -> list[go.Scatter]:
    """Draw the months of which no day is known."""
    months = rows["day"].dt.to_period("M").drop_duplicates()
    return [
        go.Scatter(
            x=[month.start_time, month.end_time.normalize()],
            y=[place, place],
            mode="lines",
            line={"color": color.link, "width": 9},
            opacity=0.45,
            hoverinfo="skip",
        )
        for month in months
    ]


def _marks(
    what: str,
    rows: pd.DataFrame,
    place: int,
    numbered: set[tuple[str, pd.Timestamp]],
    color: Palette,
) -> go.Scatter:
    by_day = rows.groupby("day", sort=True)
    counts = by_day.size()
    said = [_hover(what, when, here) for when, here in by_day]
    shown = [(what, when) in numbered for when in counts.index]
    crowded = len(counts) >= _CROWDED
    return go.Scatter(
        x=list(counts.index),
        y=[place] * len(counts),
        mode="markers+text" if any(shown) else "markers",
        text=[str(n) if told else "" for n, told in zip(counts, shown, strict=True)],
        textposition="top center",
        textfont={"size": 11, "color": color.quiet},
        name=WHAT.get(what, what),
        marker={
            "opacity": 1,
            **_mark(what, color),
            "size": [_size(what, 1 if crowded else int(count)) for count in counts],
        },
        customdata=[_who(here) for _, here in by_day],
        hovertext=said,
        hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        cliponaxis=False,
    )


def _mark(what: str, color: Palette) -> dict[str, object]:
    paper = {"line": {"color": color.paper, "width": 1}}
    if what in _HELD_BACK:
        return {
            "symbol": "x-thin",
            "color": color.quiet,
            "line": {"color": color.quiet, "width": 2},
        }
    if what in _OPEN:
        outline = {"color": color.accent, "width": 2}
        return {"symbol": "circle", "color": color.paper, "line": outline}
    if what == "silent":
        outline = {"color": color.quiet, "width": 1.6}
        return {"symbol": "circle", "color": color.paper, "line": outline}
    if what in _DIAMONDS:
        of = {"opened": color.opportunity, "offered": color.offer, "accepted": color.accepted}
        return {"symbol": _DIAMONDS[what], "color": of[what], **paper}
    if what in {"applied", "interviewed"}:
        return {"symbol": "circle", "color": color.opportunity, **paper}
    quiet = what in {"met_again", "connect", "nudge", "asked_for_name", "kept"}
    return {"symbol": "circle", "color": color.link if quiet else color.held, **paper}


def _size(what: str, count: int) -> float:
    base = {"met": 13.0, "opened": 12.0, "offered": 12.0, "accepted": 15.0}.get(what, 10.0)
    return base + min(count - 1, 4) * 2


def _hover(what: str, when: pd.Timestamp, rows: pd.DataFrame) -> str:
    month = bool(rows["month"].all())
    head = f"<b>{WHAT.get(what, what)}</b>, {f'{when:%B %Y}' if month else day(when.date())}"
    told = [plain(said, 80) for said in rows["said"] if said]
    more = [f"and {len(told) - _MOST_NAMES:,} more"] if len(told) > _MOST_NAMES else []
    return "<br>".join([head, *told[:_MOST_NAMES], *more])


def _who(rows: pd.DataFrame) -> list[str]:
    """Return the person that a click on the mark opens: the only one, if there is one."""
    people = rows["person_id"].dropna().unique()
    return [str(people[0])] if len(people) == 1 else []


def timeline_text(events: pd.DataFrame) -> str:
    """Say what the picture shows: how many events of each kind, from when to when.

    >>> rows = pd.DataFrame({"line": ["met", "met"], "day": pd.to_datetime(
    ...     ["2026-03-02", "2026-03-09"])})
    >>> timeline_text(rows)
    'met: 2, from 2 Mar 2026 to 9 Mar 2026.'
    """
    parts = []
    for line, name in LINES.items():
        days = events.loc[events["line"] == line, "day"]
        if not len(days):
            continue
        known = days.dropna()
        span = ""
        if len(known):
            first, last = day(known.min().date()), day(known.max().date())
            span = f", on {first}" if first == last else f", from {first} to {last}"
        parts.append(f"{name}: {len(days):,}{span}.")
    return " ".join(parts)
