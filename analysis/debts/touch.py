"""Keeping in touch with those who gave their time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.debts.owed import NEVER, dates_of, nobody, owed
from analysis.debts.sources import Sources
from analysis.policy import Policies

__all__ = ["LATER_TOUCHES", "owed_touches"]

LATER_TOUCHES = ("advice_used", "referral_outcome", "update", "gave_back", "success_news")
"""Follow-ups by which one keeps in touch, as against those that belong to one conversation."""

_YEAR = np.timedelta64(365, "D")


def owed_touches(known: Sources, policies: Policies) -> list[pd.DataFrame]:
    """Return ``keep_in_touch``: one row per host, counted from the last touch.

    A touch is a conversation, a further request, or any dated follow-up to that host. After
    ``most_per_year`` later touches the next is due a year after the first of these.
    """
    own = known.own
    meetings = own[own["meeting"]].drop(columns="referral_id")
    if meetings.empty:
        return [nobody("keep_in_touch")]
    pair = ["seeker_id", "contact_id"]
    last = _touches(known).groupby(pair)["day"].max()
    keys = pd.MultiIndex.from_frame(meetings[pair])
    opened = dates_of(last.reindex(keys))
    return [
        owed(
            "keep_in_touch",
            meetings,
            opened_on=opened,
            not_before=_not_before(known, keys, opened, policies),
        )
    ]


def _touches(known: Sources) -> pd.DataFrame:
    own, acts = known.own, known.follow_ups
    pair = ["seeker_id", "contact_id"]
    days = [
        own[pair].assign(day=own["held_on"]),
        own[pair].assign(day=own["requested_on"]),
        acts[pair].assign(day=acts["done_on"]),
    ]
    return pd.concat(days, ignore_index=True).dropna()


def _not_before(
    known: Sources, keys: pd.MultiIndex, opened: np.ndarray, policies: Policies
) -> np.ndarray:
    """Return the day a year after the touch ``most_per_year`` touches ago, NaT for none."""
    acts = known.follow_ups
    later = acts[acts["kind"].isin(LATER_TOUCHES) & acts["done_on"].notna()]
    later = later.sort_values("done_on", ascending=False, kind="stable")
    number = later.groupby(["seeker_id", "contact_id"]).cumcount()
    earliest = np.full(len(keys), NEVER)
    for mask, policy in policies.in_force(opened):
        rule = policy.rule("keep_in_touch")
        if rule is None:
            continue
        nth = later[number == max(rule.most_per_year - 1, 0)]
        by_pair = nth.set_index(["seeker_id", "contact_id"])["done_on"]
        earliest[mask] = dates_of(by_pair.reindex(keys[mask])) + _YEAR
    return earliest
