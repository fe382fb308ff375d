"""What the charts are asked: figures in, the data of a picture out."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from analysis.figures import Figures
from analysis.open_doors import open_doors
from dashboard.charts.map_data import MapData, best_outcomes, map_data
from dashboard.charts.map_words import map_finding
from dashboard.charts.palette import Theme
from dashboard.charts.referral_map import referral_map
from dashboard.charts.ring_bars import ring_bars, ring_bars_text
from data.names import initials

__all__ = ["MapPictures", "map_of", "map_pictures"]


@dataclass(frozen=True, slots=True)
class MapPictures:
    """The referral map, the same as one bar per ring, and the same in words."""

    referral_map: go.Figure
    rings: go.Figure
    words: str


def map_of(figures: Figures, *, hide_names: bool) -> MapData:
    """Return what the referral map shows of the selected seekers."""
    return map_data(
        figures.whole_forest,
        open_doors(figures),
        figures.people,
        best_outcomes(figures.opportunities),
        as_of=figures.log.as_of,
        names=initials if hide_names else str,
        cohorts=dict(zip(figures.roster["person_id"], figures.roster["cohort"], strict=True)),
    )


def map_pictures(data: MapData, *, theme: Theme) -> MapPictures:
    """Draw the referral map with its title, and the same more briefly.

    There is at least one meeting.
    """
    title, subtitle = map_finding(data)
    return MapPictures(
        referral_map(data, theme=theme, title=title, subtitle=subtitle),
        ring_bars(data, theme=theme),
        ring_bars_text(data),
    )
