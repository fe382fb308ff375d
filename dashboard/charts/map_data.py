"""What the referral map shows: meetings, open doors and names, gathered from results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.charts.palette import OUTCOMES
from data.lookup import is_among, place_of

__all__ = ["MapData", "best_outcomes", "map_data"]

MEETING_COLUMNS = (
    "interview_id", "parent_id", "generation", "beyond", "seeker_id", "seeker", "cohort",
    "contact_id", "name", "organization", "outcome", "held_on",
)  # fmt: skip
DOOR_COLUMNS = ("referral_id", "interview_id", "seeker_id", "person_id", "name", "named_by", "days")


@dataclass(frozen=True, slots=True)
class MapData:
    """Everything the map draws; no figure in it is worked out while drawing.

    Attributes
    ----------
    meetings : DataFrame
        One row per meeting shown, in an order that does not depend on ids: ``interview_id``,
        ``parent_id`` (missing for roots; may name a meeting that is not shown), ``generation``
        (0 = first contacts), ``beyond`` (meetings below it), ``seeker_id``, ``seeker``, ``cohort``
        (display names), ``contact_id``, ``name``, ``organization``, ``outcome`` (one of
        ``OUTCOMES``), ``held_on``.
    doors : DataFrame
        One row per person named and not yet met: ``referral_id``, ``interview_id`` (the meeting
        shown in which the name was given; missing for introducers), ``seeker_id``, ``person_id``,
        ``name``, ``named_by``, ``days`` open.
    """

    meetings: pd.DataFrame
    doors: pd.DataFrame

    @property
    def rings(self) -> int:
        """Number of rings: the deepest generation and one; 0 without meetings."""
        return 0 if self.meetings.empty else int(self.meetings["generation"].max()) + 1

    @property
    def ring_counts(self) -> pd.DataFrame:
        """Meetings by ring (index, from 0) and outcome (columns), and the open doors beyond it.

        ``doors`` counts the names given by people on that ring; those of introducers, who stand
        on no ring, are counted nowhere here.
        """
        index = pd.RangeIndex(self.rings, name="ring")
        ring = self.meetings["generation"].to_numpy(dtype=np.int64)
        outcome = place_of(self.meetings["outcome"], pd.Series(OUTCOMES))
        cell = (ring * len(OUTCOMES) + outcome)[outcome >= 0]
        table = np.bincount(cell, minlength=self.rings * len(OUTCOMES)).reshape(-1, len(OUTCOMES))
        counts = pd.DataFrame(table, index=index, columns=pd.Index(OUTCOMES, name="outcome"))
        at = place_of(self.doors["interview_id"], self.meetings["interview_id"])
        doors = np.bincount(ring[at[at >= 0]], minlength=self.rings)
        return counts.assign(met=counts.sum(axis="columns"), doors=doors)


def best_outcomes(opportunities: pd.DataFrame) -> pd.Series:
    """Return the furthest outcome of each interview: accepted, offer, or opportunity.

    ``opportunities`` has the columns of the logbook's table; rows without interview_id say nothing
    about a meeting and are left out. The index of the result is interview_id.
    """
    rows = opportunities[opportunities["interview_id"].notna()]
    rank = np.where(rows["accepted_on"].notna(), 3, np.where(rows["offered_on"].notna(), 2, 1))
    best = pd.Series(rank, index=rows["interview_id"].to_numpy(), dtype=int)
    return best.groupby(level=0).max().map(dict(enumerate(OUTCOMES)))


def map_data(
    forest: pd.DataFrame,
    open_doors: pd.DataFrame,
    people: pd.DataFrame,
    outcomes: Mapping[str, str] | pd.Series,
    *,
    as_of: date | None = None,
    names: Callable[[str], str] = str,
    cohorts: Mapping[str, str] | None = None,
) -> MapData:
    """Gather what the map shows.

    Parameters
    ----------
    forest : DataFrame
        One row per meeting, as :func:`analysis.forest.forest` gives it; ``selected`` chooses.
    open_doors : DataFrame
        One row per person named and not yet met (see :func:`analysis.open_doors.open_doors`):
        ``referral_id``, ``seeker_id``, ``from_id``, ``referred_id``, ``dated_on``.
    people : DataFrame
        ``person_id`` (a column or the index), ``name``, ``organization``.
    outcomes : mapping
        Outcome by interview_id (see :func:`best_outcomes`); absent means held.
    as_of : date, optional
        Day on which the age of doors is told; without it ages are unknown.
    names : callable
        What to show for a name as it is written: ``str``, or :func:`data.names.initials` when
        names are hidden.
    cohorts : mapping, optional
        Name of the cohort by seeker_id; lets many seekers be told apart by cohort.
    """
    meetings = forest[forest["selected"].astype(bool)].copy()
    known = people.set_index("person_id") if "person_id" in people else people
    known = known[["name", "organization"]].fillna("")
    met = (meetings["seeker_id"], meetings["contact_id"])
    named = (open_doors["from_id"], open_doors["referred_id"].dropna())
    known = known[is_among(known.index.astype("str"), pd.concat([*met, *named]).astype("str"))]
    shown = known["name"].map(lambda name: names(name) if name else "")
    meetings["beyond"] = meetings["descendants"].astype(int)
    meetings["generation"] = meetings["generation"].astype(int)
    meetings["seeker"] = _told(meetings["seeker_id"], shown)
    meetings["name"] = _told(meetings["contact_id"], shown)
    meetings["cohort"] = _told(meetings["seeker_id"], cohorts or {})
    meetings["organization"] = _told(meetings["contact_id"], known["organization"])
    meetings["outcome"] = _told(meetings["interview_id"], outcomes, unknown="held")
    # Ids decide nothing: they come last, and only where everything that is told is equal.
    order = ["generation", "held_on", "name", "seeker", "organization", "interview_id"]
    meetings = meetings.sort_values(order, ignore_index=True)[list(MEETING_COLUMNS)]
    return MapData(meetings, _doors(open_doors, meetings, shown, as_of))


def _told(ids: pd.Series, words: Mapping[str, str] | pd.Series, unknown: str = "") -> pd.Series:
    """What is told of each id."""
    told = pd.Series(words, dtype="str").fillna(unknown)
    place = place_of(ids.astype("str"), told.index.astype("str"))
    said = np.append(told.to_numpy(dtype=object), unknown)  # the last one for −1, nobody
    return pd.Series(said[place], index=ids.index, dtype="str")


def _doors(
    open_doors: pd.DataFrame, meetings: pd.DataFrame, shown: pd.Series, as_of: date | None
) -> pd.DataFrame:
    """Open doors with the meeting that each was named in, the longest open first."""
    pair = (
        meetings[["seeker_id", "contact_id", "interview_id"]]
        .rename(columns={"contact_id": "from_id"})
        .astype("str")
    )
    doors = open_doors.drop(columns="interview_id", errors="ignore")
    doors = doors.astype({"seeker_id": "str", "from_id": "str"})
    doors = doors.merge(pair, on=["seeker_id", "from_id"], how="left")
    dated = pd.to_datetime(doors["dated_on"])
    doors["days"] = (pd.Timestamp(as_of) - dated).dt.days if as_of else np.nan
    doors["person_id"] = doors["referred_id"]
    doors["name"] = _told(doors["referred_id"], shown)
    doors["named_by"] = _told(doors["from_id"], shown)
    order = ["days", "name", "named_by", "referral_id"]
    doors = doors.sort_values(order, ascending=[False, True, True, True], ignore_index=True)
    return doors[list(DOOR_COLUMNS)]
