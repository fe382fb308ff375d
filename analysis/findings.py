"""Findings: what the figures of a page allow to be said, and with which numbers.

A finding is a verdict with its numbers; the words are in the dashboard. Each has a condition, and
is said only where it holds: an interval that lies on one side, enough units, a log that tells it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from analysis.attention import MOST, attention
from analysis.coverage import coverage
from analysis.figures import Figures
from analysis.measures import Measure, measures
from analysis.open_doors import names_told, open_doors
from analysis.origins import origins
from analysis.weekly import event_days

__all__ = ["STALE_DAYS", "Finding", "Tone", "reach_finding", "week", "week_finding"]

Tone = Literal["good", "bad", "plain", "too_little"]

STALE_DAYS = 7
"""A newest entry older than this is said before anything else."""

FEW_MEETINGS = 20
"""Below this number of conversations no verdict is given."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What can be said on a page: which sentence, in which tone, with which numbers."""

    page: str
    key: str
    tone: Tone
    numbers: dict[str, int] = field(default_factory=dict)
    day: dt.date | None = None


def reach_finding(figures: Figures) -> Finding:
    """Return what can be said of whom a cohort knows.

    * ``nobody_met``: no conversation yet.
    * ``origin_missing``: of at least half of the conversations it is not known how the person was
      found; too little to say more.
    * ``own_network``: the interval of the share beyond their own network lies below one half.
    * ``one_host``: at least half of the conversations that came by introduction, and at least ten,
      go back to one contact.
    * ``met``: what has been reached, without a verdict below 20 conversations.
    """
    found = measures(
        figures,
        [
            "reach.contacts_met",
            "reach.organizations",
            "reach.share_beyond_own_network",
            "reach.concentration",
        ],
    )
    known = origins(figures)
    numbers = {
        "meetings": len(known),
        "met": int(found["reach.contacts_met"].value or 0),
        "organizations": int(found["reach.organizations"].value or 0),
        "unknown": int(known.isna().sum()),
        "known": int(known.notna().sum()),
        "introduced": int((known == "introduced").sum()),
        "own_network": int((known == "own_network").sum()),
        "doors": int(open_doors(figures)["referred_id"].nunique()),
        "names_told": int(names_told(figures)),
        "through_one": _through_one(found["reach.concentration"]),
    }
    if not numbers["meetings"]:
        return Finding("reach", "nobody_met", "too_little", numbers)
    if 2 * numbers["unknown"] >= numbers["meetings"]:
        return Finding("reach", "origin_missing", "too_little", numbers)
    if numbers["meetings"] < FEW_MEETINGS:
        return Finding("reach", "met", "plain", numbers)
    beyond = found["reach.share_beyond_own_network"]
    if beyond.high is not None and beyond.high < 0.5:  # noqa: PLR2004  # one half
        return Finding("reach", "own_network", "bad", numbers)
    if numbers["through_one"] >= 10 and 2 * numbers["through_one"] >= numbers["introduced"]:  # noqa: PLR2004
        return Finding("reach", "one_host", "bad", numbers)
    return Finding("reach", "met", "good", numbers)


def _through_one(concentration: Measure) -> int:
    """Return how many meetings lie below the one contact with most of them."""
    top = [group.estimate for group in concentration.by if group.group == "1"]
    return round((top[0].value or 0) * top[0].n) if top else 0


def week(figures: Figures) -> dict[str, int]:
    """Return the counts of the seven days that end on the as-of date, and what waits.

    conversations, names (new people named), thanks_overdue, thanks_open (conversations not thanked
    for whose day has not passed), names_unasked, quiet, not_started, seekers (for whom something is
    overdue), thanks_noted (1 when every selected cohort's log notes thanks). Days known to the
    month only are in no week.
    """
    since = pd.Timestamp(figures.log.as_of) - pd.Timedelta(days=7)
    owed = figures.debts
    late = owed[owed["state"] == "overdue"].groupby("rule").size()
    thanks = owed.loc[owed["rule"] == "thank_you_email", "state"]
    days = event_days(figures)
    noted = coverage(figures).query("aspect == 'thanks'")["state"]
    return {
        "conversations": int((days["conversations"] > since).sum()),
        "names": int((days["names"] > since).sum()),
        "thanks_overdue": int(late.get("thank_you_email", 0)),
        "thanks_open": int(thanks.isin(["later", "due", "snoozed"]).sum()),
        "names_unasked": int(late.get("act_on_referral", 0)),
        "quiet": int(late.get("gone_quiet", 0)),
        "not_started": int(late.get("first_request", 0)),
        "seekers": len(attention(figures, most=None)),
        "thanks_noted": int("yes" in set(noted) and "no" not in set(noted)),
    }


def week_finding(figures: Figures) -> Finding:
    """Return what can be said of the week that ends on the as-of date.

    * ``empty``: nothing has happened in this log by then.
    * ``stale``: the newest entry is more than seven days older than the as-of date.
    * ``good_week``: something happened, nobody waits for thanks (and the log notes thanks), nobody
      has gone quiet, and no more than eight seekers need a word.
    * ``waiting``: something is overdue.
    * ``quiet_week``: nothing is overdue, nor did much happen.
    """
    newest = figures.log.newest_entry
    if newest is None:
        return Finding("this_week", "empty", "too_little")
    if (figures.log.as_of - newest).days > STALE_DAYS:
        return Finding("this_week", "stale", "too_little", day=newest)
    numbers = week(figures)
    calm = not (numbers["thanks_overdue"] or numbers["quiet"]) and numbers["seekers"] <= MOST
    if numbers["conversations"] and calm and numbers["thanks_noted"]:
        return Finding("this_week", "good_week", "good", numbers)
    if numbers["seekers"]:
        return Finding("this_week", "waiting", "bad", numbers)
    return Finding("this_week", "quiet_week", "plain", numbers)
