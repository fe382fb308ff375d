"""The referral map: who was met through whom, ring by ring."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.layout import Layout, canvas_for, layout
from dashboard.charts.map_data import MapData
from dashboard.charts.map_marks import door_traces, mark_traces
from dashboard.charts.map_names import names_on_map
from dashboard.charts.palette import Palette, Theme, palette
from dashboard.charts.template import SERIF, plain, template
from dashboard.text.pictures import EMPTY_MAP

__all__ = ["referral_map"]

TITLE_ROOM = 64
"""Height of title and subtitle, in pixels."""

NAME_ROOM = 56
"""Half the width of a ring's name, in pixels."""

WIDTH_STEPS = 7
"""Widths of line that are told apart; plotly draws one width per trace."""


def referral_map(
    data: MapData,
    *,
    theme: Theme,
    width: int | None = None,
    title: str = "",
    subtitle: str = "",
) -> go.Figure:
    """Draw the referral map.

    Rings tell how many introductions lie between a seeker and who was met; a line's width how many
    people it led to; shape and color what came of a meeting; hollow marks who was named and not yet
    met, outlined the heavier the longer that is. Each mark's ``customdata`` is its kind
    (``meeting``, ``bundle`` or ``door``), interview_id (referral_id for a door) and person_id.

    A ``title`` with its ``subtitle`` stands above (see
    :func:`~dashboard.charts.map_words.map_finding`); a page that says it elsewhere leaves it out.
    Without meetings the figure shows where the first will stand.
    """
    if data.meetings.empty:
        return _empty(theme, width)
    plan = layout(data, canvas_for(width))
    color = palette(theme)
    figure = _sheet(theme, plan.canvas.width, plan.canvas.height)
    figure.update_layout(shapes=_circles(plan, color))
    figure.add_traces(
        [
            *_sector_traces(plan, color),
            _leader_trace(plan, color),
            *_link_traces(plan, color),
            *mark_traces(data, plan, color),
            *door_traces(data, plan, color),
        ]
    )
    figure.update_layout(annotations=names_on_map(plan, color))
    return _titled(figure, title, subtitle, color) if title else figure


def _titled(figure: go.Figure, title: str, subtitle: str, color: Palette) -> go.Figure:
    """The figure with a title above the map."""
    figure.update_layout(
        height=figure.layout.height + TITLE_ROOM,
        margin={"t": TITLE_ROOM},
        title={
            "text": plain(title),
            "subtitle": {"text": plain(subtitle), "font": {"size": 14, "color": color.quiet}},
            "yref": "container",
            "y": 1,
            "yanchor": "top",
            "pad": {"t": 10, "l": 4},
        },
    )
    return figure


def _sheet(theme: Theme, width: int, height: int) -> go.Figure:
    """An empty sheet on which one unit is one pixel, the hub in the middle."""
    legend = 34
    axis = {"visible": False, "fixedrange": True, "showgrid": False}
    figure = go.Figure()
    figure.update_layout(
        template=template(theme),
        height=height + legend,
        margin={"l": 0, "r": 0, "t": 0, "b": legend},
        xaxis={**axis, "range": [-width / 2, width / 2], "constrain": "domain"},
        yaxis={
            **axis,
            "range": [-height / 2, height / 2],
            "scaleanchor": "x",
            "constrain": "domain",
            "constraintoward": "top",
        },
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0.5,
            "xanchor": "center",
            "y": 0,
            "yanchor": "top",
            "itemsizing": "trace",
            "font": {"size": 13, "color": palette(theme).quiet},
            "bgcolor": "rgba(0,0,0,0)",
            "itemclick": False,
            "itemdoubleclick": False,
        },
    )
    return figure


def _circles(plan: Layout, color: Palette) -> list[dict[str, Any]]:
    """Rings, the outermost first, every other one a soft band; the hub stays empty."""
    circles = []
    radii = [*plan.rings["radius"], plan.rim]
    for number, radius in reversed(list(enumerate(radii))):
        band = color.band if number % 2 else color.paper
        line = {"color": color.grid, "width": 1 if number < len(radii) - 1 else 0}
        circles.append(_circle(radius, band, line))
    if len(plan.rings) > 1:  # the corridor in which ring names stand
        low = float(plan.rings["radius"].iat[1]) - 10
        side = {"x0": -NAME_ROOM, "x1": NAME_ROOM, "y0": low, "y1": plan.rim + 1}
        look = {"fillcolor": color.paper, "line": {"width": 0}, "layer": "below"}
        circles.append({"type": "rect", **side, **look})
    return circles


def _circle(radius: float, fill: str, line: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "circle",
        "x0": -radius,
        "x1": radius,
        "y0": -radius,
        "y1": radius,
        "fillcolor": fill,
        "line": line,
        "layer": "below",
    }


def _sector_traces(plan: Layout, color: Palette) -> list[go.Scatter]:
    """An arc outside the rim for each sector, and a line between neighbors."""
    if len(plan.parts) == 1:
        return []
    inner, outer = float(plan.rings["radius"].iat[0]) * 0.86, plan.rim + 4
    arcs, lines = [], []
    ends = plan.parts["end"].to_numpy()
    starts = plan.parts["start"].to_numpy()
    for start, end in zip(starts, ends, strict=True):
        angles = np.linspace(start, end, max(2, int((end - start) * 40)))
        arcs.append(outer * np.column_stack([np.sin(angles), np.cos(angles)]))
    for angle in (ends[:-1] + starts[1:]) / 2:
        out = np.array([[np.sin(angle), np.cos(angle)]])
        lines.append(np.vstack([inner * out, (outer + 4) * out]))
    return [
        _lines(lines, {"color": color.grid, "width": 1}),
        _lines(arcs, {"color": color.link, "width": 1.6}),
    ]


def _link_traces(plan: Layout, color: Palette) -> list[go.Scatter]:
    """Links by kind; credits in a few widths, the thin ones above the wide."""
    links = plan.links
    hand_offs = links.loc[links["kind"] == "hand_off", "path"]
    doors = links.loc[links["kind"] == "door", "path"]
    credit = links[links["kind"] == "credit"]
    traces = [
        _lines(list(hand_offs), {"color": color.link, "width": 1.1, "dash": "2px,3px"}),
        _lines(list(doors), {"color": color.accent, "width": 1, "dash": "1px,2.5px"}),
    ]
    edges = np.linspace(credit["width"].min(), credit["width"].max(), WIDTH_STEPS + 1)
    step = np.clip(np.searchsorted(edges, credit["width"], side="right") - 1, 0, WIDTH_STEPS - 1)
    for number in reversed(range(WIDTH_STEPS)):
        here = credit[step == number]
        if not here.empty:
            line = {"color": color.link, "width": float(here["width"].mean())}
            traces.append(_lines(list(here["path"]), line))
    return traces


def _leader_trace(plan: Layout, color: Palette) -> go.Scatter:
    """Lines from names outside the rim to whom they name."""
    return _lines(list(plan.labels["path"]), {"color": color.link, "width": 1})


def _lines(paths: list[np.ndarray], line: dict[str, Any]) -> go.Scatter:
    """Many paths as one trace, a gap after each."""
    gap = np.full((1, 2), np.nan)
    points = np.vstack([part for path in paths for part in (path, gap)] or [gap])
    return go.Scatter(
        x=points[:, 0],
        y=points[:, 1],
        mode="lines",
        line=line,
        hoverinfo="skip",
        showlegend=False,
    )


def _empty(theme: Theme, width: int | None) -> go.Figure:
    """Three faint rings around a hub that holds nothing yet."""
    canvas = canvas_for(width)
    color = palette(theme)
    figure = _sheet(theme, canvas.width, canvas.height // 2)
    rim = canvas.height / 4 - 16
    rings = [
        _circle(rim * part, color.paper, {"color": color.grid, "width": 1})
        for part in (1, 0.72, 0.44)
    ]
    figure.update_layout(
        shapes=rings,
        annotations=[
            {"x": 0, "y": 0, "text": "0", "showarrow": False,
             "font": {"family": SERIF, "size": 40, "color": color.ink}},
            {"x": 0, "y": -rim - 10, "text": EMPTY_MAP, "showarrow": False,
             "font": {"size": 14, "color": color.quiet}},
        ],
    )  # fmt: skip
    return figure
