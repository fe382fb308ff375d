"""Multiplication corrected: meetings with the time they have had, and what was fitted to them.

Meetings of yesterday have led to nothing yet. Each meeting is taken with its *maturity*, the days
it has had while the search went on, and with its offspring of these days; :mod:`analysis.offspring`
fits R, k and the law of delays to them (SCIENCE §1).

References
----------
.. [1] Lloyd-Smith, Schreiber, Kopp, Getz 2005, Nature 438:355, doi 10.1038/nature04153.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.debts.acts import is_approximate
from analysis.figures import Figures, once
from analysis.follow_up import search_ends
from analysis.offspring import OffspringFit, fit_offspring
from data.columns import TABLES
from data.log import Log
from data.lookup import place_of

__all__ = ["delays", "meetings_in_time", "newest_entries", "offspring_fit", "seen"]

Floats = npt.NDArray[np.float64]
Dates = npt.NDArray[np.datetime64]

_ENTRIES = ("interviews", "referrals", "follow_ups", "opportunities")
_DAY = np.timedelta64(1, "D")


@once
def meetings_in_time(figures: Figures) -> pd.DataFrame:
    """Return the selected meetings held while the search went on, with the time they have had.

    A meeting is watched until the first of: the as-of date, the day its seeker's search ended, and
    the newest entry of the seeker's cohort (:func:`newest_entries`). Offspring after that day are
    left out, whosever they are: without this cut a search that succeeded would count as one that
    failed to multiply. Meetings held after the end of the search are left out.

    One row per meeting, in the order of ``figures.forest``: interview_id, seeker_id, contact_id,
    held_on, generation, source, ``maturity`` (whole days from held_on to that day, from 0 on),
    ``offspring`` (up to that day), and ``row`` (where it stands in ``figures.forest``).
    """
    meetings = figures.forest
    until = _watched_until(figures, meetings["seeker_id"])
    held = _days(meetings["held_on"])
    maturity = (until - held).astype(np.int64)
    kept = np.flatnonzero(maturity >= 0)
    parent, child = _pairs(figures)
    seen_child = _days(figures.whole_forest["held_on"])[child] <= until[parent]
    offspring = np.bincount(parent[seen_child], minlength=len(meetings))
    columns = ["interview_id", "seeker_id", "contact_id", "held_on", "generation", "source"]
    return (
        meetings[columns]
        .assign(maturity=maturity, offspring=offspring, row=np.arange(len(meetings)))
        .take(kept)
        .reset_index(drop=True)
    )


@once
def delays(figures: Figures) -> pd.DataFrame:
    """Return the delays from meetings to the meetings they led to: what the law of delays is of.

    Columns: parent_id, ``days`` (whole days, 0 on the same day), ``parent_maturity``. Those of the
    offspring that :func:`meetings_in_time` counts, without those of which a day is known to the
    month only.
    """
    meetings = meetings_in_time(figures)
    place = np.full(len(figures.forest), -1)
    place[meetings["row"]] = np.arange(len(meetings))
    parent, child = _pairs(figures)
    parent, child = place[parent[place[parent] >= 0]], child[place[parent] >= 0]
    held = _days(figures.whole_forest["held_on"])
    days = (held[child] - _days(meetings["held_on"])[parent]).astype(np.int64)
    maturity = meetings["maturity"].to_numpy()[parent]
    rough = _rough(figures)
    own = place_of(meetings["interview_id"], figures.whole_forest["interview_id"])
    kept = (days <= maturity) & ~rough[child] & ~rough[own[parent]]
    return pd.DataFrame(
        {
            "parent_id": meetings["interview_id"].take(parent[kept]).array,
            "days": days[kept],
            "parent_maturity": maturity[kept],
        }
    )


@once
def offspring_fit(figures: Figures) -> OffspringFit:
    """Return R and k of the selected meetings, corrected for the time they have had.

    :func:`analysis.offspring.fit_offspring` of :func:`meetings_in_time` and :func:`delays`,
    clustered by seeker. Its n is that of the meetings held while the search went on.
    """
    meetings, found = meetings_in_time(figures), delays(figures)
    return fit_offspring(
        meetings["offspring"],
        meetings["maturity"],
        found["days"],
        found["parent_maturity"],
        place_of(meetings["seeker_id"], figures.seekers),
    )


@once
def seen(figures: Figures) -> Floats:
    """Return which share of its offspring each meeting has had time for: ``G(C_i + 1)``.

    Shape (rows of :func:`meetings_in_time`,). NaN throughout when no law of delays was found.
    """
    law, meetings = offspring_fit(figures).law, meetings_in_time(figures)
    if law is None:
        return np.full(len(meetings), np.nan)
    return law.by(meetings["maturity"].to_numpy())


def newest_entries(log: Log) -> pd.Series:
    """Return the newest entry of each seeker's cohort by the as-of date, by seeker id.

    An entry is a day that a request, a referral, a follow-up or an opportunity tells of. Of several
    cohorts the newest counts; seekers who are in no cohort are one group of their own. Seekers of
    cohorts without any entry are missing.
    """
    told = pd.concat([_entries(log, table) for table in _ENTRIES], ignore_index=True)
    own = told.groupby("seeker_id")["day"].max()
    roster = log.table("seekers")[["person_id", "cohort_id"]]
    strangers = own.index.difference(pd.Index(roster["person_id"]))
    members = pd.concat(
        [roster, pd.DataFrame({"person_id": strangers, "cohort_id": ""})], ignore_index=True
    )
    members = members.assign(
        day=own.reindex(members["person_id"]).array, cohort_id=members["cohort_id"].fillna("")
    )
    newest = members.groupby("cohort_id")["day"].transform("max")
    return newest.groupby(members["person_id"].array).max().dropna()


def _entries(log: Log, table: str) -> pd.DataFrame:
    rows = log.table(table)
    days = np.fmax.reduce([_days(rows[column]) for column in TABLES[table].happened])
    # Rows of a seeker are many: one row a seeker and day is enough.
    told = pd.DataFrame({"seeker_id": rows["seeker_id"].array, "day": days.astype("datetime64[s]")})
    return told.dropna().groupby("seeker_id", as_index=False)["day"].max()


def _watched_until(figures: Figures, seekers: pd.Series) -> Dates:
    """Return until when each seeker's meetings are watched, shape (seekers,)."""
    today = np.datetime64(figures.log.as_of, "D")
    found = np.full(len(seekers), today)
    for limits in (search_ends(figures.log), newest_entries(figures.log)):
        at = place_of(seekers, limits.index)
        days = np.append(_days(limits), today)
        found = np.fmin(found, days[at])
    return found


def _pairs(figures: Figures) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return parents as positions in the forest, children in the whole forest: shape (pairs,)."""
    children = figures.whole_forest["parent_id"]
    place = place_of(children, figures.forest["interview_id"])
    child = np.flatnonzero(place >= 0)
    return place[child], child


def _rough(figures: Figures) -> npt.NDArray[np.bool_]:
    """Return which meetings of the whole forest were held on a day known to the month only."""
    rows = figures.log.table("interviews")
    flagged = is_approximate(rows, "held_on")
    at = place_of(figures.whole_forest["interview_id"], rows["interview_id"])
    return flagged[at]


def _days(values: pd.Series) -> Dates:
    return values.to_numpy().astype("datetime64[D]")
