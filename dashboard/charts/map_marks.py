"""Marks of the referral map: people met, small branches, open doors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import Layout
from dashboard.charts.map_data import MapData
from dashboard.charts.palette import OUTCOMES, Palette
from dashboard.charts.template import plain
from dashboard.text.pictures import (
    AGES,
    OUTCOME_NAMES,
    bundle_note,
    door_note,
    meeting_note,
)

__all__ = ["AGE_LINES", "NUMBERED", "SYMBOLS", "age_of", "door_traces", "mark_traces"]

SYMBOLS = {"held": "circle", "opportunity": "diamond", "offer": "square", "accepted": "star"}
NUMBERED = 8.0
"""Radius in pixels from which on a mark has room for its number."""

AGE_LINES = {"fresh": 0.26, "waiting": 0.42, "old": 0.6}
"""Outline of an open door by age, as a share of its radius."""

# Plotly draws a diamond 1.3 and a star 1.4 times as large as a circle of the same size.
_EXTENT = {"held": 2.0, "opportunity": 2.0, "offer": 1.8, "accepted": 3.0}


def age_of(days: float) -> str:
    """Age of a door open for so many days, one of the keys of ``AGES``; unknown is old."""
    return next(key for key, _, last in AGES if last is None or days <= last)


def mark_traces(data: MapData, plan: Layout, color: Palette) -> list[go.Scatter]:
    """One trace per outcome, and one for small branches drawn as one mark."""
    nodes = plan.nodes
    single = nodes["count"] == 1
    traces = []
    for outcome in OUTCOMES:
        here = nodes[single & (nodes["outcome"] == outcome)]
        if not here.empty:
            trace = _marks(here, _EXTENT[outcome], SYMBOLS[outcome], color.outcome(outcome), color)
            trace.update(
                name=OUTCOME_NAMES[outcome],
                hovertext=[_meeting_hover(data, row) for row in here["meeting"]],
                customdata=_ids(data, here, "meeting"),
            )
            traces.append(trace)
    bundles = nodes[~single]
    if not bundles.empty:
        traces.append(_bundle_trace(data, bundles, color))
    return traces


def _marks(here: pd.DataFrame, extent: float, symbol: str, fill: str, color: Palette) -> go.Scatter:
    return go.Scatter(
        x=here["x"],
        y=here["y"],
        mode="markers",
        marker={
            "symbol": symbol,
            "size": here["r"] * extent,
            "color": fill,
            "opacity": 1,
            "line": {"color": color.paper, "width": 1},
        },
        hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 0.45}},
        cliponaxis=False,
    )


def _meeting_hover(data: MapData, row: int) -> str:
    meeting = data.meetings.iloc[row]
    held_on = None if pd.isna(meeting["held_on"]) else meeting["held_on"].date()
    notes = meeting_note(
        plain(meeting["seeker"]), held_on, meeting["outcome"], int(meeting["beyond"])
    )
    return _hover(meeting["name"], meeting["organization"], notes)


def _hover(name: str, organization: str, notes: tuple[str, ...]) -> str:
    """Lines of a hover text; ``notes`` are already escaped."""
    place = (plain(organization, 60),) if organization else ()
    return "<br>".join([f"<b>{plain(name, 60)}</b>", *place, *notes])


def _ids(data: MapData, here: pd.DataFrame, kind: str) -> list[list[str]]:
    rows = data.meetings.iloc[here["meeting"]]
    return [
        [kind, interview, person]
        for interview, person in zip(rows["interview_id"], rows["contact_id"], strict=True)
    ]


def _bundle_trace(data: MapData, bundles: pd.DataFrame, color: Palette) -> go.Scatter:
    """Small branches as one quiet mark each, with their number where there is room for it."""
    trace = _marks(bundles, 2.0, "circle", color.link, color)
    trace.update(
        name="several in one mark",
        hovertext=[_bundle_hover(row) for row in bundles.itertuples(index=False)],
        customdata=_ids(data, bundles, "bundle"),
    )
    wide = bundles["r"] >= NUMBERED
    trace.update(
        mode="markers+text",
        text=bundles["count"].map("{:,}".format).where(wide, ""),
        textfont={"size": 10, "color": color.ink},
    )
    return trace


def _bundle_hover(row: Any) -> str:  # noqa: ANN401
    notes = bundle_note(int(row.count), row.opportunities, row.offers, row.accepted)
    return "<br>".join([f"<b>{notes[0]}</b>", *notes[1:]])


def door_traces(data: MapData, plan: Layout, color: Palette) -> list[go.Scatter]:
    """Open doors, one trace per age: the longer open, the heavier the outline."""
    doors = plan.doors
    age = doors["days"].map(age_of)
    traces: list[go.Scatter] = []
    for key, name, _ in AGES:
        here = doors[age == key]
        if here.empty:
            continue
        line = np.maximum(1.0, AGE_LINES[key] * here["r"])
        trace = _marks(here, 2.0, "circle", color.paper, color)
        trace.update(
            name=name.removesuffix(" than a month") if traces else f"not yet met, {name}",
            hovertext=[_door_hover(data, row) for row in here.itertuples(index=False)],
            customdata=_door_ids(data, here),
        )
        trace.marker.line = {"color": color.accent, "width": line}
        trace.marker.size = here["r"] * 2 - line  # an outline stands half outside
        traces.append(trace)
    return traces


def _door_hover(data: MapData, row: Any) -> str:  # noqa: ANN401
    door = data.doors.iloc[row.door]
    days = None if pd.isna(row.days) else int(row.days)
    return _hover(door["name"], "", door_note(plain(door["named_by"]), days, int(row.count)))


def _door_ids(data: MapData, here: pd.DataFrame) -> list[list[str]]:
    rows = data.doors.iloc[here["door"]]
    person = rows["person_id"].fillna("")
    return [["door", *pair] for pair in zip(rows["referral_id"], person, strict=True)]
