"""The funnel of a seeker: joined, first request, first meeting, and what came of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.debts.acts import is_approximate
from analysis.debts.owed import NEVER, Flags, dates_of
from analysis.debts.sources import Sources
from analysis.stages.opportunities import opportunity_stages
from analysis.stages.stage import Stage, chain, earliest, exact_days

__all__ = ["seeker_stages"]


def seeker_stages(known: Sources) -> list[Stage]:
    """Return the stages of every selected seeker.

    First referral: one made to the seeker on or after the first meeting, or a number of names
    given in a conversation. Next meeting: a later first conversation that is credited to a
    referral. Opportunities count on or after the first meeting. Nothing is decided while the search
    goes on; its end ends every stage not reached.
    """
    units, own = known.seekers, known.own
    over = units.isin(known.ends.index)
    everyone = np.ones(len(units), dtype=np.bool_)
    joined = Stage("joined", "", everyone, _joined_on(known, units), ~everyone)
    has, day = earliest(own["seeker_id"], exact_days(own, "requested_on"), units)
    held = own[own["held_on"].notna()]
    met, met_on = earliest(held["seeker_id"], dates_of(held["held_on"]), units)
    first_meeting = Stage("first_meeting", "first_request", met, met_on, over)
    return [
        joined,
        Stage("first_request", "joined", has, day, over),
        first_meeting,
        *chain(
            first_meeting,
            _first_referral(known, units, met_on, over),
            _next_meeting(known, units, over),
        ),
        *opportunity_stages(
            first_meeting, known.opportunities, "seeker_id", units, ended=over, over=over
        ),
    ]


def _joined_on(known: Sources, units: pd.Index) -> np.ndarray:
    roster = known.log.table("seekers")
    return earliest(roster["person_id"], exact_days(roster, "joined_on"), units)[1]


def _first_referral(known: Sources, units: pd.Index, met_on: np.ndarray, over: Flags) -> Stage:
    named = known.referrals
    since = np.append(met_on, NEVER)[units.get_indexer(pd.Index(named["seeker_id"]))]
    rough = is_approximate(named, "made_on")
    named = named[rough | ~(dates_of(named["dated_on"]) < since)]
    counted = known.own[(known.own["names_given"] > 0).fillna(False)]  # noqa: FBT003
    keys = pd.concat([named["seeker_id"], counted["seeker_id"]], ignore_index=True)
    days = np.append(
        np.where(is_approximate(named, "made_on"), NEVER, dates_of(named["dated_on"])),
        exact_days(counted, "held_on"),
    )
    has, day = earliest(keys, days, units)
    return Stage("first_referral", "first_meeting", has, day, over)


def _next_meeting(known: Sources, units: pd.Index, over: Flags) -> Stage:
    meetings = known.credited.meetings
    meetings = meetings[dates_of(meetings["held_on"]) <= known.today]
    ordered = meetings.sort_values("held_on", kind="stable")
    later = ordered[ordered["seeker_id"].duplicated() & ordered["referral_id"].notna()]
    has, day = earliest(later["seeker_id"], dates_of(later["held_on"]), units)
    return Stage("next_meeting", "first_referral", has, day, over)
