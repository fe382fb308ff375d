"""The funnel of a request: asked, answered, held, and what a conversation leads to."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.debts.acts import is_approximate
from analysis.debts.owed import NEVER, Flags, dates_of
from analysis.debts.sources import Sources
from analysis.stages.opportunities import opportunity_stages
from analysis.stages.referrals import referral_stages, still_open, ways
from analysis.stages.stage import Stage, chain, earliest, exact_days
from data.lookup import is_among

__all__ = ["request_stages"]


def request_stages(known: Sources) -> list[Stage]:
    """Return the stages of every request of the selected seekers.

    Answered: an answer of whatever kind, or held. Held: not any more when declined or cancelled.
    Referred on: a referral made in the conversation on or after its day, or a number of names
    given; not any more when the log says that there were none. Next meeting: a first conversation
    that is credited to it, as parent or directly. The search's end ends every stage not reached.
    """
    own = known.own.reset_index(drop=True)
    units = pd.Index(own["interview_id"])
    over = is_among(own["seeker_id"], known.ends.index)
    everyone = np.ones(len(own), dtype=np.bool_)
    cancelled = own["cancelled_on"].notna().to_numpy()
    no = (own["state"] == "declined").to_numpy()
    requested = Stage("requested", "", everyone, exact_days(own, "requested_on"), ~everyone)
    answered = Stage(
        "answered",
        "requested",
        (own["answered_on"].notna() | own["answer"].notna()).to_numpy(),
        _answered_on(own),
        cancelled | over,
    )
    held = Stage(
        "held",
        "answered",
        own["held_on"].notna().to_numpy(),
        exact_days(own, "held_on"),
        no | cancelled | over,
    )
    found = known.opportunities.dropna(subset=["interview_id"])
    return [
        requested,
        answered,
        held,
        *chain(held, _referred_on(own, units, known, over), _next_meeting(own, units, known, over)),
        *opportunity_stages(
            held,
            found,
            "interview_id",
            units,
            ended=over,
            over=over | ~_has_open(found, units),
        ),
    ]


def _answered_on(own: pd.DataFrame) -> np.ndarray:
    """Return the day of the answer, NaT where it may hang on a day known to the month only."""
    rough = is_approximate(own, "answered_on") | is_approximate(own, "held_on")
    return np.where(rough, NEVER, dates_of(own["answered_on"]))


def _has_open(found: pd.DataFrame, units: pd.Index) -> Flags:
    return is_among(units, found.loc[found["closed_on"].isna(), "interview_id"])


def _referred_on(own: pd.DataFrame, units: pd.Index, known: Sources, over: Flags) -> Stage:
    named = known.referrals.dropna(subset=["interview_id"])
    place = units.get_indexer(pd.Index(named["interview_id"]))
    held_on = np.append(exact_days(own, "held_on"), NEVER)[place]
    in_order = named["approximate"].notna().to_numpy() | ~(dates_of(named["dated_on"]) < held_on)
    named = named[in_order]
    has, day = earliest(named["interview_id"], exact_days_of_naming(named), units)
    counted = (own["names_given"] > 0).fillna(False).to_numpy(dtype=np.bool_)  # noqa: FBT003
    told = (own["names_given"].notna() | own["names_asked"].notna()).to_numpy()
    day = np.where(counted & ~has, exact_days(own, "held_on"), day)
    return Stage("referred_on", "held", has | counted, day, told | over)


def exact_days_of_naming(named: pd.DataFrame) -> np.ndarray:
    """Return the days of referrals, NaT where they are known to the month only."""
    return np.where(is_approximate(named, "made_on"), NEVER, dates_of(named["dated_on"]))


def _next_meeting(own: pd.DataFrame, units: pd.Index, known: Sources, over: Flags) -> Stage:
    meetings = known.credited.meetings
    meetings = meetings[dates_of(meetings["held_on"]) <= known.today]
    led_to = pd.concat(
        [
            meetings[["held_on"]].assign(by=meetings["parent_id"]),
            meetings[["held_on"]].assign(by=meetings["direct_parent_id"]),
        ],
        ignore_index=True,
    )
    place = units.get_indexer(pd.Index(led_to["by"]))
    since = np.append(dates_of(own["held_on"]), NEVER)[place]
    led_to = led_to[dates_of(led_to["held_on"]) >= since]
    has, day = earliest(led_to["by"], dates_of(led_to["held_on"]), units)
    return Stage("next_meeting", "referred_on", has, day, over | _all_names_decided(own, known))


def _all_names_decided(own: pd.DataFrame, known: Sources) -> Flags:
    """Return which conversations have names, all of them in the log and none still open."""
    rows = known.referrals.groupby("interview_id").size()
    listed = own["interview_id"].map(rows).fillna(0).to_numpy()
    missing = (own["names_given"] > listed).fillna(False).to_numpy(dtype=np.bool_)  # noqa: FBT003
    found = ways(known)
    alive = still_open(found, referral_stages(known, found))
    return (listed > 0) & ~missing & ~is_among(own["interview_id"], alive)
