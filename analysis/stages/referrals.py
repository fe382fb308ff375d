"""The funnel of a referral: made, requested, answered, held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.debts.owed import NEVER, Flags, dates_of
from analysis.debts.sources import Sources
from analysis.stages.stage import Stage, earliest, exact_days
from data.lookup import is_among

__all__ = ["Ways", "referral_stages", "still_open", "ways"]


@dataclass(frozen=True, slots=True)
class Ways:
    """Referrals of the selected seekers and the requests that followed them.

    ``requests`` has one row per referral and request: referral_id, interview_id, asked_on,
    answered, answered_on, held_on, alive (neither held nor decided, and the search goes on).
    """

    referrals: pd.DataFrame
    requests: pd.DataFrame


def ways(known: Sources) -> Ways:
    """Return which requests followed each referral.

    Its seeker's requests to the person named, on or after its day, and all those credited to it,
    another seeker's too. Undated referrals are followed by every request to the person.
    """
    asked = _asked(known)
    columns = ["interview_id", "asked_on", "answered", "answered_on", "held_on", "alive"]
    named = known.referrals
    own = named[["referral_id", "seeker_id", "referred_id", "dated_on"]].merge(
        asked,
        left_on=["seeker_id", "referred_id"],
        right_on=["seeker_id", "contact_id"],
    )
    own = own[~(own["first_on"] < own["dated_on"])]
    credits_ = known.credited.credits[["interview_id", "referral_id"]].dropna()
    credited = credits_[is_among(credits_["referral_id"], named["referral_id"])]
    credited = credited.merge(asked, on="interview_id")
    both = pd.concat(
        [own[["referral_id", *columns]], credited[["referral_id", *columns]]], ignore_index=True
    )
    return Ways(named, both.drop_duplicates(["referral_id", "interview_id"], ignore_index=True))


def _asked(known: Sources) -> pd.DataFrame:
    asked = known.requests
    over = is_among(asked["seeker_id"], known.ends.index)
    waiting = asked["state"].isin(["pending", "accepted"])
    first = asked["approach_on"].fillna(asked["answered_on"]).fillna(asked["cancelled_on"])
    return asked[["interview_id", "seeker_id", "contact_id"]].assign(
        first_on=first,
        asked_on=np.where(
            asked["requested_on"].isna(),
            exact_days(asked, "held_on"),
            exact_days(asked, "requested_on"),
        ),
        answered=asked["answered_on"].notna() | asked["answer"].notna(),
        answered_on=exact_days(asked, "answered_on"),
        held_on=asked["held_on"],
        alive=waiting & ~over,
    )


def referral_stages(known: Sources, found: Ways | None = None) -> list[Stage]:
    """Return the stages of every referral of the selected seekers, leads included.

    Requested: by a request that followed it (see :func:`ways`); not any more when it was given up,
    when the search ended, or when the person had been asked already. Answered and held: by any of
    these requests; not any more when none of them is still open. ``found`` spares asking for the
    requests again.
    """
    found = ways(known) if found is None else found
    named, asked = found.referrals, found.requests
    units = pd.Index(named["referral_id"])
    everyone = np.ones(len(units), dtype=np.bool_)
    made = Stage("made", "", everyone, _made_on(named, known), ~everyone)
    has, day = earliest(asked["referral_id"], dates_of(asked["asked_on"]), units)
    requested = Stage("requested", "made", has, day, _will_not_be_asked(named, known))
    alive = is_among(units, asked.loc[asked["alive"], "referral_id"])
    answered = asked[asked["answered"]]
    has, day = earliest(answered["referral_id"], dates_of(answered["answered_on"]), units)
    held = asked[asked["held_on"].notna()]
    met, met_on = earliest(held["referral_id"], dates_of(held["held_on"]), units)
    return [
        made,
        requested,
        Stage("answered", "requested", has, day, ~alive),
        Stage("held", "answered", met, met_on, ~alive),
    ]


def _made_on(named: pd.DataFrame, known: Sources) -> np.ndarray:
    flagged = known.requests.loc[known.requests["approximate"].notna(), "interview_id"]
    rough = named["approximate"].notna() | is_among(named["interview_id"], flagged)
    return np.where(rough, NEVER, dates_of(named["dated_on"]))


def _will_not_be_asked(named: pd.DataFrame, known: Sources) -> Flags:
    asked = _asked(known).groupby(["seeker_id", "contact_id"])["first_on"].min()
    keys = pd.MultiIndex.from_frame(named[["seeker_id", "referred_id"]])
    known_already = dates_of(asked.reindex(keys)) < dates_of(named["dated_on"])
    oneself = (named["referred_id"] == named["seeker_id"]).to_numpy(dtype=np.bool_)
    over = is_among(named["seeker_id"], known.ends.index)
    return named["waived_on"].notna().to_numpy() | over | known_already | oneself


def still_open(found: Ways, stages: list[Stage]) -> pd.Index:
    """Return the requests in which a name was given that may still lead to a meeting.

    Directly, or by way of a request that was not held and in which such a name was given in turn.
    """
    never = np.zeros(len(found.referrals), dtype=np.bool_)
    entered = ~never
    for stage in stages[1:]:
        never |= entered & ~stage.reached & stage.dropped
        entered = entered & stage.reached
    held = stages[-1].reached & entered
    named = found.referrals[["referral_id", "interview_id"]]
    alive = pd.Index(named.loc[~never & ~held, "interview_id"].dropna().unique())
    passed = found.requests[found.requests["held_on"].isna()]
    while True:
        through = passed.loc[is_among(passed["interview_id"], alive), "referral_id"]
        more = named.loc[is_among(named["referral_id"], through), "interview_id"].dropna().unique()
        grown = alive.union(pd.Index(more))
        if len(grown) == len(alive):
            return alive
        alive = grown
