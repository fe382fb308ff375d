"""What the charts are asked: figures in, the data of a picture out."""

from __future__ import annotations

import pandas as pd

from analysis.figures import Figures
from analysis.reach import open_doors
from dashboard.charts.map_data import MapData, best_outcomes, map_data
from data.names import initials

__all__ = ["map_of"]


def map_of(figures: Figures, *, hide_names: bool) -> MapData:
    """Return what the referral map shows of the selected seekers."""
    doors = open_doors(figures)
    days = (pd.Timestamp(figures.log.as_of) - doors["dated_on"]).dt.days
    return map_data(
        figures.whole_forest,
        doors.assign(days=days),
        figures.people.reset_index(),
        best_outcomes(figures.opportunities),
        names=initials if hide_names else str,
        cohorts=dict(zip(figures.roster["person_id"], figures.roster["cohort"], strict=True)),
    )
