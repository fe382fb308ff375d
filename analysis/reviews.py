"""Since when a week is looked at: the last review of the selected cohorts, else the week before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from analysis.figures import Figures
from data.lookup import is_among

__all__ = ["Since", "last_review", "reviewed_cohorts"]

_A_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Since:
    """The day since which changes are told, and whether a review took place on it."""

    day: dt.date
    reviewed: bool


def reviewed_cohorts(figures: Figures) -> pd.Series:
    """Return the cohorts of the selected seekers, which a review is about: names by cohort_id."""
    known = figures.roster[["cohort_id", "cohort"]].dropna(subset=["cohort_id"])
    names = known.drop_duplicates("cohort_id").set_index("cohort_id")["cohort"]
    return names.fillna("").sort_values(kind="stable")


def last_review(figures: Figures) -> Since:
    """Return the day of the last review before the as-of date, else the day a week before it.

    A review is a note of that kind about one of the cohorts of the selected seekers. One of the
    as-of date itself is the review for which the page is open.
    """
    notes = figures.log.table("notes")
    of_cohorts = is_among(notes["cohort_id"], reviewed_cohorts(figures).index)
    days = notes.loc[of_cohorts & (notes["kind"] == "review").to_numpy(), "noted_on"]
    last = days[days < pd.Timestamp(figures.log.as_of)].max()
    if pd.isna(last):
        return Since(figures.log.as_of - _A_WEEK, reviewed=False)
    return Since(last.date(), reviewed=True)
