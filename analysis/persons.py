"""One person in counts: what a seeker did and has to do, what a contact gave and may be asked.

Nobody is scored: counts and days only, no share, rank or probability. A comparison with others is
a function of its own (:func:`middle_half`), asked for on demand.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.figures import Figures
from analysis.follow_up import search_ends
from analysis.reach import names_told
from data.lookup import is_among, place_of

__all__ = [
    "COMPARED",
    "FEWEST_COMPARED",
    "SeekerCounts",
    "how_found",
    "kind_to_do",
    "middle_half",
    "seeker_counts",
    "what_waits",
]

COMPARED = ("asked", "met", "named", "opportunities")
"""The counts that may be seen beside those of the cohort."""

FEWEST_COMPARED = 8
"""Below this number of seekers a cohort has no middle half."""

_WAITING = ("overdue", "due", "later", "snoozed")


@dataclass(frozen=True, slots=True)
class SeekerCounts:
    """What can be counted of one seeker.

    ``asked``, ``met``: people; ``named``: people named to the seeker (None: the log does not say);
    ``opportunities``, ``offers``; ``late``: what is past its day, ``late_since`` the earliest of
    these days, ``due``: what is to be done now and not late; ``thanks_noted``: whether the log
    notes thanks (None: nobody to thank yet). ``ended_on``: the end of the search; ``last_on``: the
    latest event.
    """

    asked: int
    met: int
    named: int | None
    opportunities: int
    offers: int
    late: int
    late_since: dt.date | None
    due: int
    thanks_noted: bool | None
    ended_on: dt.date | None
    last_on: dt.date | None


def seeker_counts(figures: Figures, seeker_id: str) -> SeekerCounts:
    """Return the counts of one seeker, who is among the selected ones."""
    requests = _of_seeker(figures.requests, seeker_id)
    named = _of_seeker(figures.referrals, seeker_id)["referred_id"].dropna()
    found = _of_seeker(figures.opportunities, seeker_id)
    owed = _of_seeker(figures.debts, seeker_id)
    asked_for = owed["weight"] != "recommended"
    late = owed[asked_for & (owed["state"] == "overdue")]
    thanks = owed.loc[owed["rule"] == "thank_you_email", "state"]
    ends = search_ends(figures.log)
    ended = ends.get(seeker_id, pd.NaT)
    dates = [requests[column] for column in ("requested_on", "answered_on", "held_on")]
    dates.append(_of_seeker(figures.follow_ups, seeker_id)["done_on"])
    return SeekerCounts(
        asked=int(requests["contact_id"].nunique()),
        met=int(requests.loc[requests["meeting"].to_numpy(), "contact_id"].nunique()),
        named=_named(figures, seeker_id, named),
        opportunities=len(found),
        offers=int(found["offered_on"].notna().sum()),
        late=len(late),
        late_since=_day(late["due_on"].min()),
        due=int((asked_for & (owed["state"] == "due")).sum()),
        thanks_noted=bool((thanks != "unrecorded").any()) if len(thanks) else None,
        ended_on=_day(ended) if ended <= pd.Timestamp(figures.log.as_of) else None,
        last_on=_day(pd.concat(dates).max()),
    )


def _named(figures: Figures, seeker_id: str, named: pd.Series) -> int | None:
    """Return how many people were named; None when neither row nor conversation tells of names."""
    if len(named):
        return int(named[named != seeker_id].nunique())
    told = _of_seeker(figures.interviews, seeker_id)[["names_given", "names_asked"]].notna()
    return 0 if told.to_numpy().any() or names_told(figures) else None


def what_waits(figures: Figures, seeker_id: str) -> pd.DataFrame:
    """Return what a seeker is to do, and what the advisor is, by due date: rows of ``debts``.

    The required ones in state overdue, due, later or snoozed, and the advisor's own when overdue.
    Nothing is asked for towards contacts who wished not to be contacted, on whatever day they said
    so.
    """
    owed = _wished_for(figures, seeker_id)
    mine = (owed["weight"] == "required") & owed["state"].isin(_WAITING)
    return owed[mine | ((owed["weight"] == "advisor") & (owed["state"] == "overdue"))]


def kind_to_do(figures: Figures, seeker_id: str) -> pd.DataFrame:
    """Return what would be kind as well: recommended debts that are open; rows of ``debts``."""
    owed = _wished_for(figures, seeker_id)
    return owed[(owed["weight"] == "recommended") & (owed["state"] == "due")]


def _wished_for(figures: Figures, seeker_id: str) -> pd.DataFrame:
    people = figures.log.whole("people")
    silent = people.loc[people["do_not_contact_on"].notna(), "person_id"]
    owed = _of_seeker(figures.debts, seeker_id)
    return owed[~is_among(owed["contact_id"], silent)].sort_values("due_on", kind="stable")


def how_found(figures: Figures, seeker_id: str) -> pd.DataFrame:
    """Return how the people a seeker asked were found, and how many were met: counts.

    Columns: found (``introduction`` when a referral is credited, else the log's ``source``,
    ``unknown`` when it is blank), asked, met, opportunities; most asked first.
    """
    rows = _of_seeker(figures.requests, seeker_id)
    credits_ = figures.credited.credits
    place = place_of(rows["interview_id"], credits_["interview_id"])
    credited = pd.Series(
        credits_["referral_id"].array.take(place, allow_fill=True), index=rows.index
    ).notna()
    source = rows["source"].replace("referral", "introduction").fillna("unknown")
    found = _of_seeker(figures.opportunities, seeker_id)["interview_id"].dropna().value_counts()
    told = pd.DataFrame(
        {
            "found": source.mask(credited, "introduction"),
            "contact_id": rows["contact_id"],
            "met_id": rows["contact_id"].where(rows["meeting"]),
            "opportunities": found.reindex(rows["interview_id"]).fillna(0).to_numpy(),
        }
    )
    counts = told.groupby("found").agg(
        asked=("contact_id", "nunique"),
        met=("met_id", "nunique"),
        opportunities=("opportunities", "sum"),
    )
    counts = counts.astype(int).sort_values("asked", ascending=False, kind="stable")
    return counts.reset_index()


def middle_half(figures: Figures, seeker_id: str) -> pd.DataFrame:
    """Return a seeker's counts beside the middle half of the same cohort.

    One row per word of :data:`COMPARED`: count, own, low, high (the quartiles, to whole numbers
    outwards) and n, the seekers of the cohort, those who have not begun included. Empty below
    :data:`FEWEST_COMPARED` seekers, and for a count of which nobody in the cohort has any.
    """
    roster = figures.log.at(cohorts=(), advisor="").roster()
    mine = roster[(roster["person_id"] == seeker_id).to_numpy()].sort_values("joined_on")
    cohort = mine["cohort_id"].iloc[-1] if len(mine) else None
    mates = pd.Index(roster.loc[roster["cohort_id"] == cohort, "person_id"].unique())
    if len(mates) < FEWEST_COMPARED:
        return pd.DataFrame(columns=["count", "own", "low", "high", "n"])
    requests, named = figures.requests, figures.referrals
    met = requests[requests["meeting"].to_numpy()]
    counted = {
        "asked": requests.groupby("seeker_id")["contact_id"].nunique(),
        "met": met.groupby("seeker_id")["contact_id"].nunique(),
        "named": named.groupby("seeker_id")["referred_id"].nunique(),
        "opportunities": figures.opportunities.groupby("seeker_id").size(),
    }
    rows = []
    for name, counts in counted.items():
        of_mates = counts.reindex(mates).fillna(0).to_numpy(dtype=np.float64)
        if of_mates.any():
            low, high = np.percentile(of_mates, [25, 75])
            own = int(counts.get(seeker_id, 0))
            rows.append((name, own, int(np.floor(low)), int(np.ceil(high)), len(mates)))
    return pd.DataFrame(rows, columns=["count", "own", "low", "high", "n"])


def _of_seeker(rows: pd.DataFrame, seeker_id: str) -> pd.DataFrame:
    return rows[(rows["seeker_id"] == seeker_id).to_numpy()]


def _day(when: pd.Timestamp) -> dt.date | None:
    return None if pd.isna(when) else when.date()
