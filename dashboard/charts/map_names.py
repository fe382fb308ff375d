"""What is written on the referral map: the total in the hub, rings, names around the rim."""

from __future__ import annotations

from typing import Any

from dashboard.charts.layout import Layout
from dashboard.charts.palette import Palette
from dashboard.charts.template import SERIF, plain
from dashboard.text.pictures import counted, ring_name

__all__ = ["names_on_map"]


def names_on_map(plan: Layout, color: Palette) -> list[dict[str, Any]]:
    """Annotations of a map, all text from data escaped."""
    met = int(plan.rings["met"].sum())
    return [
        *_hub(met, color),
        *(_ring(ring, color) for ring in plan.rings.itertuples(index=False)),
        *(_label(label, color) for label in plan.labels.itertuples(index=False)),
    ]


def _hub(met: int, color: Palette) -> list[dict[str, Any]]:
    total = {"family": SERIF, "size": 40, "color": color.ink}
    noun = counted(met, "meeting").split(" ", 1)[1]
    return [
        {"x": 0, "y": 8, "text": f"{met:,}", "font": total, "showarrow": False},
        {"x": 0, "y": -24, "text": noun, "font": {"size": 14, "color": color.quiet},
         "showarrow": False},
    ]  # fmt: skip


def _ring(ring: Any, color: Palette) -> dict[str, Any]:  # noqa: ANN401
    """Name and count of a ring, on its line in the corridor at the top."""
    name = ring_name(ring.ring)
    return {
        "x": ring.label_x,
        "y": ring.label_y,
        "text": f"{name} · <b>{ring.met:,}</b>",
        "font": {"size": 12, "color": color.quiet},
        "showarrow": False,
    }


def _label(label: Any, color: Palette) -> dict[str, Any]:  # noqa: ANN401
    """Name and figure beside the rim."""
    name = "<br>".join(plain(line) for line in label.lines)
    figure = f"{label.figure:,} beyond" if label.kind == "person" else f"{label.figure:,} met"
    return {
        "x": label.x,
        "y": label.y,
        "text": f"<b>{name}</b><br><span style='font-size:12px'>{figure}</span>",
        "font": {"size": 13.5, "color": color.ink},
        "align": "left" if label.side > 0 else "right",
        "xanchor": "left" if label.side > 0 else "right",
        "yanchor": "middle",
        "showarrow": False,
    }
