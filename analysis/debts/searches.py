"""When a seeker's search ended: left, accepted an offer, or the cohort is over."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.log import Log

__all__ = ["search_ends"]


def search_ends(log: Log) -> pd.Series:
    """Return the day on which each search ended, for searches that ended by the as-of date.

    Index: seeker ids, whatever cohorts are selected; values: ``datetime64[s]``. A membership ends
    with the first of left_on, the first accepted_on since joining, and the cohort's ends_on; the
    search of a seeker in several cohorts ends when the last of them has. An acceptance by somebody
    on no roster ends that search as well.

    >>> log = Log.from_frames({
    ...     "cohorts": [{"cohort_id": "c", "name": "Spring", "ends_on": "2026-05-31"}],
    ...     "seekers": [{"person_id": "s", "cohort_id": "c", "left_on": "2026-04-01"}]},
    ...     as_of=pd.Timestamp("2026-06-30").date())
    >>> search_ends(log)["s"]
    Timestamp('2026-04-01 00:00:00')
    """
    return log.remember(search_ends, lambda: _search_ends(log)).copy(deep=False)


def _search_ends(log: Log) -> pd.Series:
    accepted = log.table("opportunities")[["seeker_id", "accepted_on"]].dropna()
    accepted = accepted.rename(columns={"seeker_id": "person_id"})
    cohorts = log.table("cohorts")[["cohort_id", "ends_on"]]
    members = log.table("seekers")[["person_id", "cohort_id", "joined_on", "left_on"]]
    members = members.merge(cohorts, on="cohort_id", how="left")
    pairs = members[["person_id", "cohort_id", "joined_on"]].merge(accepted, on="person_id")
    since = pairs[~(pairs["accepted_on"] < pairs["joined_on"])]
    first = since.groupby(["person_id", "cohort_id"])["accepted_on"].min()
    members = members.join(first, on=["person_id", "cohort_id"])
    ends = members[["left_on", "accepted_on", "ends_on"]].min(axis=1)
    ends = ends.where(ends <= pd.Timestamp(log.as_of)).astype("datetime64[s]")
    last = _last_of(members["person_id"], ends)
    strangers = accepted[~accepted["person_id"].isin(members["person_id"])]
    return pd.concat([last, strangers.groupby("person_id")["accepted_on"].min()]).rename("ends_on")


def _last_of(people: pd.Series, ends: pd.Series) -> pd.Series:
    """Return the last end of each person, leaving out people with a search that goes on."""
    going_on = people[ends.isna()].unique()
    over = ~people.isin(going_on)
    last = ends[over].groupby(people[over]).max()
    return last.astype("datetime64[s]") if len(last) else _none()


def _none() -> pd.Series:
    return pd.Series(np.array([], dtype="datetime64[s]"), index=pd.Index([], dtype="str"))
