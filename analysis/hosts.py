"""One contact in counts: who met them, whom they named, what they are owed, what they wish."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from analysis.figures import Figures
from analysis.follow_up import thanks_owed
from data.asking import LOAD_DAYS, LOAD_LIMIT

__all__ = ["ContactCounts", "contact_counts", "seekers_of"]

_THANKS = ("thank_you_email", "thank_you_note")


@dataclass(frozen=True, slots=True)
class ContactCounts:
    """What can be counted of one contact, over all selected seekers.

    ``asked``, ``met``: seekers; ``met_since``: the first conversation; ``named``: people named by
    the contact, ``named_by``: people who named the contact; ``thanked``: thanks sent, ``to_thank``:
    thanks that wait, ``thanks_noted``: whether the log notes thanks (None: nothing to thank for).
    ``lately``: requests in the last 30 days, ``limit``: how many a month are welcome, ``own_limit``
    whether the contact said so. Wishes: ``prefers``, ``resting_until``, ``do_not_contact_on``.
    """

    asked: int
    met: int
    met_since: dt.date | None
    named: int
    named_by: int
    thanked: int
    to_thank: int
    thanks_noted: bool | None
    lately: int
    limit: int
    own_limit: bool
    prefers: str
    resting_until: dt.date | None
    do_not_contact_on: dt.date | None

    @property
    def may_be_asked(self) -> bool:
        """Whether a draft, a way or a prompt may be made for this contact."""
        return self.do_not_contact_on is None


def contact_counts(figures: Figures, contact_id: str) -> ContactCounts:
    """Return the counts of one contact.

    Wishes are read as they stand now: whoever asked not to be contacted is left in peace, on
    whatever day the log is looked at.
    """
    requests = _of(figures.requests, "contact_id", contact_id)
    met = requests[requests["meeting"].to_numpy()]
    given = _of(figures.referrals, "from_id", contact_id)["referred_id"].dropna()
    got = _of(figures.referrals, "referred_id", contact_id)["from_id"]
    owed = _of(figures.debts, "contact_id", contact_id)
    of_thanks = owed.loc[owed["rule"] == "thank_you_email", "state"]
    sent = _of(figures.follow_ups, "contact_id", contact_id)["kind"]
    since = pd.Timestamp(figures.log.as_of) - pd.Timedelta(days=LOAD_DAYS)
    wishes = _wishes(figures, contact_id)
    own = wishes["asks_per_month"]
    return ContactCounts(
        asked=int(requests["seeker_id"].nunique()),
        met=int(met["seeker_id"].nunique()),
        met_since=_day(met["held_on"].min()),
        named=int(given[given != contact_id].nunique()),
        named_by=int(got[got != contact_id].nunique()),
        thanked=int(sent.isin(_THANKS).sum()),
        to_thank=len(thanks_owed(owed)),
        thanks_noted=bool((of_thanks != "unrecorded").any()) if len(of_thanks) else None,
        lately=int((requests["requested_on"] > since).sum()),
        limit=LOAD_LIMIT if pd.isna(own) else int(own),
        own_limit=not pd.isna(own),
        prefers="" if pd.isna(wishes["prefers"]) else str(wishes["prefers"]),
        resting_until=_resting(wishes["resting_until"], figures),
        do_not_contact_on=_day(wishes["do_not_contact_on"]),
    )


def seekers_of(figures: Figures, contact_id: str) -> pd.DataFrame:
    """Return the seekers who asked or met a contact, latest first.

    Columns: seeker_id, asked_on (first), met_on (first), times (conversations), named (people that
    the contact named to this seeker), named_by (who named the contact to this seeker; blank: nobody
    or unknown).
    """
    rows = _of(figures.requests, "contact_id", contact_id)
    asked = rows.groupby("seeker_id").agg(
        asked_on=("requested_on", "min"),
        met_on=("held_on", "min"),
        times=("held_on", "count"),
        latest=("approach_on", "max"),
    )
    given = _of(figures.referrals, "from_id", contact_id)
    got = _of(figures.referrals, "referred_id", contact_id).sort_values(["dated_on", "referral_id"])
    asked["named"] = given.groupby("seeker_id")["referred_id"].nunique()
    asked["named_by"] = got.groupby("seeker_id")["from_id"].first()
    asked["named"] = asked["named"].fillna(0).astype(int)
    ordered = asked.sort_values("latest", ascending=False, kind="stable").drop(columns="latest")
    return ordered.reset_index()


def _wishes(figures: Figures, contact_id: str) -> pd.Series:
    people = figures.log.whole("people")
    return _of(people, "person_id", contact_id).iloc[0]


def _resting(until: pd.Timestamp, figures: Figures) -> dt.date | None:
    return None if pd.isna(until) or until.date() < figures.log.as_of else until.date()


def _of(rows: pd.DataFrame, column: str, person_id: str) -> pd.DataFrame:
    return rows[(rows[column] == person_id).to_numpy()]


def _day(when: pd.Timestamp) -> dt.date | None:
    return None if pd.isna(when) else when.date()
