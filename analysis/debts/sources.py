"""What the rules read: the log as known on the as-of date, prepared once for all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.credit import Credit
from analysis.debts.owed import dates_of, undated
from analysis.policy import Policies, due_on
from analysis.requests import requests
from data.log import Log
from data.lookup import is_among, place_of

__all__ = ["Sources", "sources"]


@dataclass(frozen=True, slots=True)
class Sources:
    """The frames that the rules read, all as known on the as-of date.

    ``requests`` and ``follow_ups`` are everybody's (``requests`` with ``selected``, ``advice``,
    ``approximate`` and ``silent_on``, the day on which a request without an answer was given up);
    ``referrals`` are the selected seekers', with what credit found out; ``opportunities`` are
    everybody's.
    """

    log: Log
    credited: Credit
    requests: pd.DataFrame
    referrals: pd.DataFrame
    follow_ups: pd.DataFrame
    opportunities: pd.DataFrame
    seekers: pd.Index
    ends: pd.Series
    today: np.datetime64

    @property
    def own(self) -> pd.DataFrame:
        """Requests of the selected seekers."""
        return self.requests[self.requests["selected"]]


def sources(log: Log, credited: Credit, policies: Policies, ends: pd.Series) -> Sources:
    """Return what the rules read of a log."""
    rows = log.table("interviews")
    asked = requests(log, credited).assign(
        advice=rows["advice"],
        approximate=rows["approximate"],
        names_given=rows["names_given"],
        names_asked=rows["names_asked"],
    )
    seekers = log.seeker_ids
    return Sources(
        log=log,
        credited=credited,
        requests=asked.assign(silent_on=_silent_on(asked, policies, log)),
        referrals=_referrals(log, credited, seekers),
        follow_ups=log.table("follow_ups"),
        opportunities=log.table("opportunities"),
        seekers=seekers,
        ends=ends,
        today=np.datetime64(log.as_of, "s"),
    )


def _referrals(log: Log, credited: Credit, seekers: pd.Index) -> pd.DataFrame:
    known = log.table("referrals")
    known = known[is_among(known["seeker_id"], seekers)]
    place = place_of(known["referral_id"], credited.referrals["referral_id"])
    found = credited.referrals.take(place).reset_index(drop=True)
    found = found.assign(waived_on=known["waived_on"].array, approximate=known["approximate"].array)
    limit = pd.Timestamp(log.as_of)
    for column in ("first_requested_on", "first_held_on", "handed_off_on"):
        found[column] = found[column].where(found[column] <= limit)
    return found


def _silent_on(asked: pd.DataFrame, policies: Policies, log: Log) -> np.ndarray:
    """Return the day on which each request had waited in vain for as long as the policy says."""
    requested = dates_of(asked["requested_on"])
    given_up = undated(len(asked))
    for mask, policy in policies.in_force(requested):
        nudge = policy.rule("nudge")
        if nudge is not None:
            given_up[mask] = due_on(
                requested[mask],
                nudge.given_up_after,
                business_days=nudge.business_days,
                pauses=policy.pauses,
            )
    answered, cancelled = dates_of(asked["answered_on"]), dates_of(asked["cancelled_on"])
    heard = (answered <= given_up) | (cancelled <= given_up)
    heard |= (asked["answer"].notna() & asked["answered_on"].isna()).to_numpy()
    vain = ~heard & (given_up <= np.datetime64(log.as_of, "s"))
    return np.where(vain, given_up, np.datetime64("NaT", "s"))
