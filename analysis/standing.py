"""Standing: how a log stands on one day, as a projection needs it.

Whose search goes on, and until when; which names wait to be asked, which requests wait for a
conversation, and for how long; what conversations have had how much of their time. Numbers and
ages only, in the order of the log: no ids, no names.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.approaches import approaches
from analysis.cascade import open_names
from analysis.corrected import meetings_in_time, newest_entries
from analysis.figures import Figures, once
from analysis.follow_up import search_ends
from data.lookup import is_among, place_of

__all__ = ["STALE_DAYS", "Standing", "active_weeks", "standing", "starts_on"]

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Dates: TypeAlias = npt.NDArray[np.datetime64]

STALE_DAYS = 7
"""A log whose newest entry is older than this is projected from that entry on."""

_WEEK = 7
_BUSY = 0.95
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The state of a log on the day ``starts_on``.

    ``meetings``: held so far by the selected seekers. Of the ``seekers`` whose search goes on, each
    of shape (seekers,): ``capacity``, people asked in a week at most; ``ends_in``, weeks until the
    search is sure to end (infinity: no such day); ``known``, how many people each knows of.

    Then in pairs of one shape each, a position among these seekers and whole days of age: new names
    not asked yet (``names_of``, ``names_age``), people asked through an introduction and neither
    met nor out of reach (``asked_of``, ``asked_age``, since they were first asked), first contacts
    asked (``first_of``, ``first_age``), and conversations with what each has led to so far
    (``met_of``, ``met_age``, ``led_to``).
    """

    starts_on: dt.date
    meetings: int
    capacity: Floats
    ends_in: Floats
    known: Ints
    names_of: Ints
    names_age: Ints
    asked_of: Ints
    asked_age: Ints
    first_of: Ints
    first_age: Ints
    met_of: Ints
    met_age: Ints
    led_to: Ints

    @property
    def seekers(self) -> int:
        """How many searches go on."""
        return len(self.capacity)


@once
def standing(figures: Figures) -> Standing:
    """Return how the selected part of a log stands on :func:`starts_on`.

    - *Names not asked*: those of :func:`analysis.cascade.open_names`, aged since they were given.
    - *Asked*: people asked of whom :func:`analysis.approaches.approaches` says that they may still
      be met, aged since they were first asked.
    - *Capacity*: ``capacity_per_week`` of the roster (the largest of several); where it is not
      told, what busy weeks of this log looked like: of the weeks in which a seeker asked somebody,
      the 95th percentile of how many, or the seeker's own fullest week if that was fuller.
    - *Known*: people asked, met or named so far.

    >>> from data.log import Log
    >>> standing(Figures(Log.from_frames({}))).seekers
    0
    """
    day = starts_on(figures)
    over = search_ends(figures.log)
    active = figures.seekers[~is_among(figures.seekers, over.index)]
    asked = approaches(figures)
    waits = asked[asked["waiting"].to_numpy() & is_among(asked["seeker_id"], active)]
    parented = waits["introduced"].to_numpy(dtype=np.bool_)
    named = figures.referrals
    named = named[is_among(named["referral_id"], open_names(figures)[0])]
    named = named[is_among(named["seeker_id"], active)]
    met = meetings_in_time(figures)
    met = met[is_among(met["seeker_id"], active)]
    return Standing(
        starts_on=day,
        meetings=len(figures.forest),
        capacity=_capacity(figures, asked, active),
        ends_in=_ends_in(figures, active, day),
        known=_known(figures, active),
        names_of=place_of(named["seeker_id"], active),
        names_age=_age(named["dated_on"], day),
        asked_of=place_of(waits["seeker_id"][parented], active),
        asked_age=_age(waits["asked_on"][parented], day),
        first_of=place_of(waits["seeker_id"][~parented], active),
        first_age=_age(waits["asked_on"][~parented], day),
        met_of=place_of(met["seeker_id"], active),
        met_age=_age(met["held_on"], day),
        led_to=met["offspring"].to_numpy(dtype=np.int64),
    )


@once
def starts_on(figures: Figures) -> dt.date:
    """Return the day from which the log is projected.

    The as-of date; or the newest entry of the selected seekers' cohorts where that is more than
    :data:`STALE_DAYS` older: what happened since then is not in the log.
    """
    newest = newest_entries(figures.log)
    own = newest[is_among(newest.index, figures.seekers)]
    if own.empty:
        return figures.log.as_of
    last = pd.Timestamp(own.max()).date()
    stale = (figures.log.as_of - last).days > STALE_DAYS
    return last if stale else figures.log.as_of


@once
def active_weeks(figures: Figures) -> pd.DataFrame:
    """Return from when to when each selected seeker has been searching: one row per seeker.

    Columns: seeker_id, ``since`` (joined_on, else the first approach), ``until`` (the end of the
    search, else :func:`starts_on`), both blank for somebody of whom neither is known.
    """
    ids = figures.seekers
    joined = figures.roster.groupby("person_id")["joined_on"].min().reindex(ids)
    asked = approaches(figures)
    first = asked.groupby("seeker_id")["asked_on"].min().reindex(ids)
    since = joined.fillna(first).astype("datetime64[s]")
    ends = search_ends(figures.log).reindex(ids)
    until = ends.fillna(pd.Timestamp(starts_on(figures))).astype("datetime64[s]")
    return pd.DataFrame({"seeker_id": ids, "since": since.array, "until": until.array})


def _age(days: pd.Series, today: dt.date) -> Ints:
    age = (np.datetime64(today, "D") - days.to_numpy().astype("datetime64[D]")) // _DAY
    return np.maximum(age.astype(np.int64), 0)


def _capacity(figures: Figures, asked: pd.DataFrame, active: pd.Index) -> Floats:
    told = figures.roster.groupby("person_id")["capacity_per_week"].max().reindex(active)
    week = asked["asked_on"].to_numpy().astype("datetime64[D]").astype(np.int64) // _WEEK
    busy = asked.assign(week=week).groupby(["seeker_id", "week"]).size()
    usual = float(np.quantile(busy, _BUSY, method="higher")) if len(busy) else 1.0
    own = busy.groupby("seeker_id").max().reindex(active).fillna(0.0)
    found = np.maximum(own.to_numpy(dtype=np.float64), usual)
    known = told.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isnan(known), found, known)


def _ends_in(figures: Figures, active: pd.Index, day: dt.date) -> Floats:
    """Return in how many weeks each search is sure to end: with the last of its cohorts."""
    members = figures.log.table("seekers")[["person_id", "cohort_id"]]
    cohorts = figures.log.table("cohorts")[["cohort_id", "ends_on"]]
    members = members.merge(cohorts, on="cohort_id", how="left")
    ends = members["ends_on"].astype("datetime64[s]").fillna(pd.Timestamp("2200-01-01"))
    last = ends.groupby(members["person_id"].array).max().reindex(active)
    days = (last - pd.Timestamp(day)).dt.days.to_numpy(dtype=np.float64)
    known = last.notna().to_numpy() & (last < pd.Timestamp("2200-01-01")).to_numpy()
    return np.where(known, np.maximum(days, 0.0) / _WEEK, np.inf)


def _known(figures: Figures, active: pd.Index) -> Ints:
    asked = figures.whole_requests[["seeker_id", "contact_id"]]
    named = figures.referrals[["seeker_id", "referred_id"]].dropna()
    named = named.rename(columns={"referred_id": "contact_id"})
    people = pd.concat([asked, named], ignore_index=True)
    people = people[is_among(people["seeker_id"], active)].drop_duplicates()
    return np.bincount(place_of(people["seeker_id"], active), minlength=len(active))
