"""What the charts are asked: figures in, the data of a picture out."""

from __future__ import annotations

from analysis.figures import Figures
from analysis.open_doors import open_doors
from dashboard.charts.map_data import MapData, best_outcomes, map_data
from data.names import initials

__all__ = ["map_of"]


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
