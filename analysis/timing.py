"""Timing: how long it takes from one conversation to the next, and each step on the way.

Delays are censored: of a name given last week it is not known yet when it will be asked. So each
step is a curve (:mod:`analysis.incidence`), and its middle is the day by which *half of all* have
come so far, not the middle of those that have. From a conversation to those it leads to, delays are
right-truncated; their law is fitted together with R (:mod:`analysis.offspring`).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.corrected import delays, meetings_in_time, newest_entries, offspring_fit
from analysis.debts.acts import is_approximate
from analysis.figures import Figures, once
from analysis.follow_up import search_ends
from analysis.incidence import HAPPENED, OTHERWISE, WAITING, Incidence, aalen_johansen
from analysis.intervals import Estimate
from analysis.typical_delay import likely_median
from data.columns import TABLES
from data.lookup import is_among, place_of

__all__ = [
    "answering",
    "first_opportunity",
    "generation_interval",
    "meeting_after_yes",
    "thanking",
]

Dates = npt.NDArray[np.datetime64]

_HALF = 0.5
_DAY = np.timedelta64(1, "D")
_NEVER = np.datetime64("NaT", "D")


@once
def generation_interval(figures: Figures) -> Estimate:
    """Return by how many days half of the conversations that one leads to have come, given time.

    The median in whole days, the smallest d with ``G(d + 1) ≥ ½``, of the law of delays fitted with
    R; the interval is that of :func:`analysis.typical_delay.likely_median`, clustered by
    seeker. ``n``: the delays seen. Without a fit its reason.

    Source: SCIENCE §1; on generation intervals, Svensson 2007, Math. Biosci. 208:300,
    doi 10.1016/j.mbs.2006.10.010.
    """
    fit, seen = offspring_fit(figures), delays(figures)
    if fit.R.value is None or fit.law is None:
        return Estimate(None, n=len(seen), reason=fit.R.reason or "no_delays")
    meetings = meetings_in_time(figures)
    parent = place_of(seen["parent_id"], meetings["interview_id"])
    low, high = likely_median(
        fit.law,
        seen["days"].to_numpy(dtype=np.int64),
        seen["parent_maturity"].to_numpy(dtype=np.int64),
        place_of(meetings["seeker_id"].iloc[parent], figures.seekers),
        fit.R.level,
    )
    value = _whole(fit.law.quantile(_HALF))
    low, high = min(_whole(low), value), max(_whole(high), value)
    return Estimate(value, low, high, fit.R.level, len(seen))


def _whole(days: float) -> float:
    """Return the whole days of a delay in continuous time: d for d < delay ≤ d + 1."""
    return days if math.isinf(days) else float(max(math.ceil(days - 1e-9) - 1, 0))


@once
def answering(figures: Figures) -> Incidence:
    """Return by which day requests are answered, yes or no: days since the request.

    Competing: cancelled, or the search ended; silence stays at risk. Clustered by seeker. A
    conversation counts as an answer on its day at the latest. Left out: requests or answers of
    which the day is unknown or known to the month only.
    """
    asked = figures.requests
    told = _exact(figures, asked, "requested_on") & asked["requested_on"].notna().to_numpy()
    yes_or_no = asked["answer"].notna().to_numpy()
    undated = yes_or_no & asked["answered_on"].isna().to_numpy()
    told &= ~undated & _exact(figures, asked, "answered_on")
    answered = np.where(yes_or_no, _days(asked["answered_on"]), _NEVER)
    return _curve(figures, asked, "requested_on", answered, _days(asked["cancelled_on"]), told)


@once
def meeting_after_yes(figures: Figures) -> Incidence:
    """Return by which day conversations that were agreed to are held: days since the yes.

    Competing: cancelled, or the search ended. Clustered by seeker. Left out: requests without a yes
    on a day of its own (one is not told when a conversation counts as its own answer), and days
    known to the month only.
    """
    asked = figures.requests
    own = figures.interviews
    place = place_of(asked["interview_id"], own["interview_id"])
    said = own["answered_on"].iloc[place].notna().to_numpy()
    told = said & (asked["answer"] == "accepted").to_numpy()
    told &= _exact(figures, asked, "answered_on") & _exact(figures, asked, "held_on")
    held = _days(asked["held_on"])
    return _curve(figures, asked, "answered_on", held, _days(asked["cancelled_on"]), told)


@once
def first_opportunity(figures: Figures) -> Incidence:
    """Return by which day seekers have found their first opportunity: days since they joined.

    Of a seeker in several cohorts the first joining counts, whichever cohorts are selected.
    Competing: the search ended without one. Seekers of whom the day of joining is unknown are left
    out, and those who found one before it.
    """
    members = figures.log.table("seekers")
    members = members[is_among(members["person_id"], figures.seekers)]
    roster = members[~is_approximate(members, "joined_on")]
    joined = roster.groupby("person_id")["joined_on"].min().dropna()
    found = figures.opportunities
    dates = [column for column in TABLES["opportunities"].row_from if column != "closed_on"]
    days = found[dates].min(axis=1)
    first = days.groupby(found["seeker_id"]).min()
    rough = found.loc[_any_rough(found, dates), "seeker_id"]
    rows = joined.rename("joined_on").rename_axis("seeker_id").reset_index()
    happened = _days(first.reindex(rows["seeker_id"]))
    told = ~(happened < _days(rows["joined_on"])) & ~is_among(rows["seeker_id"], rough)
    nothing = np.full(len(rows), _NEVER)
    return _curve(figures, rows, "joined_on", happened, nothing, told)


@once
def thanking(figures: Figures) -> Incidence:
    """Return by which day hosts are thanked by mail: days since the conversation.

    What lifts the thanks (a decision, a host who is not to be contacted) competes; the end of a
    search does not end them. Clustered by seeker. Left out: thanks of unknown day, conversations of
    cohorts whose logs note no thanks at all, and days known to the month only.
    """
    owed = figures.debts
    owed = owed[(owed["rule"] == "thank_you_email") & (owed["state"] != "unrecorded")]
    owed = owed.reset_index(drop=True)
    done = owed["state"].isin(["done", "done_late"]).to_numpy()
    closed = _days(owed["closed_on"])
    told = ~(done & np.isnat(closed)) & ~_thanked_roughly(figures, owed)
    told &= _exact(figures, owed, "held_on")
    lifted = np.where(done, _NEVER, closed)
    happened = np.where(done, closed, _NEVER)
    return _curve(figures, owed, "opened_on", happened, lifted, told, ends=False)


def _curve(
    figures: Figures,
    rows: pd.DataFrame,
    start: str,
    happened: Dates,
    ruled_out: Dates,
    told: npt.NDArray[np.bool_],
    *,
    ends: bool = True,
) -> Incidence:
    """Return the curve of rows (seeker_id and a day to start from) that are told."""
    started = _days(rows[start])
    until = _watched(figures, rows["seeker_id"])
    if ends:
        over = search_ends(figures.log)
        at = place_of(rows["seeker_id"], over.index)
        ruled_out = np.fmin(ruled_out, np.append(_days(over), _NEVER)[at])
    # What is told of the time after the watch (news of the day of an end) was known all the same.
    did = ~np.isnat(happened) & ~(ruled_out < happened)
    other = ~did & ~np.isnat(ruled_out)
    outcome = np.where(did, HAPPENED, np.where(other, OTHERWISE, WAITING))
    last = np.where(did, happened, np.where(other, ruled_out, until))
    days = np.maximum((last - started).astype(np.int64), 0)
    kept = told & ~np.isnat(started)
    return aalen_johansen(days[kept], outcome[kept], rows["seeker_id"][kept])


def _watched(figures: Figures, seekers: pd.Series) -> Dates:
    """Return until when each seeker's log has been kept: the newest entry of the cohort."""
    newest = newest_entries(figures.log)
    today = np.datetime64(figures.log.as_of, "D")
    found = np.append(_days(newest), today)[place_of(seekers, newest.index)]
    return np.fmin(found, today)


def _exact(figures: Figures, rows: pd.DataFrame, column: str) -> npt.NDArray[np.bool_]:
    """Return of which rows the day of their request is known to the day, or not told at all."""
    asked = figures.log.table("interviews")
    rough = asked.loc[is_approximate(asked, column), "interview_id"]
    return ~is_among(rows["interview_id"], rough)


def _any_rough(rows: pd.DataFrame, columns: list[str]) -> npt.NDArray[np.bool_]:
    return np.logical_or.reduce([is_approximate(rows, column) for column in columns])


def _thanked_roughly(figures: Figures, owed: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return which thanks were given on a day that is known to the month only."""
    acts = figures.follow_ups[is_approximate(figures.follow_ups, "done_on")]
    rough = pd.MultiIndex.from_frame(acts[["seeker_id", "contact_id", "done_on"]])
    thanks = pd.MultiIndex.from_frame(owed[["seeker_id", "contact_id", "closed_on"]])
    return np.asarray(thanks.isin(rough), dtype=np.bool_)


def _days(values: pd.Series) -> Dates:
    return values.to_numpy().astype("datetime64[D]")
