"""What is owed for a name: to ask that person, and to tell who gave the name what came of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.debts.acts import done_by, is_approximate
from analysis.debts.owed import NEVER, Dates, Flags, dates_of, owed, words
from analysis.debts.sources import Sources
from data.lookup import is_among, place_of, shared_codes

__all__ = ["owed_for_names"]


def owed_for_names(known: Sources) -> list[pd.DataFrame]:
    """Return ``act_on_referral`` and ``tell_referrer``.

    Fresh referrals of a person are to be acted on: by a request, a hand-off, or by giving up. What
    came of a name is owed to whoever gave it, for fresh names and for those that a request is
    credited to, from the first outcome on: met, declined, cancelled, given up.
    """
    return [_to_act_on(known), _to_tell(known)]


def _to_act_on(known: Sources) -> pd.DataFrame:
    names = known.referrals[known.referrals["fresh"].to_numpy(dtype=np.bool_)]
    names = names.reset_index(drop=True)
    asked, handed = dates_of(names["first_requested_on"]), dates_of(names["handed_off_on"])
    acted_on = np.fmin(asked, handed)
    by_request = ~np.isnat(asked) & ~(handed < asked)
    acted = ~np.isnat(acted_on)
    waived = names["waived_on"].notna().to_numpy()
    return owed(
        "act_on_referral",
        names,
        contact_id=names["referred_id"].array,
        through_id=names["from_id"].array,
        opened_on=names["dated_on"].array,
        exact=~_approximate(names, known),
        acted=acted,
        acted_on=acted_on,
        acted_by=words([by_request, acted], ["request", "hand_off"]),
        lifted_on=names["waived_on"].array,
        lifted_by=words([waived], ["waived"]),
    )


def _approximate(names: pd.DataFrame, known: Sources) -> Flags:
    """Return for which names the day of naming or of asking is known to the month only."""
    asked = known.requests[is_approximate(known.requests, "requested_on")]
    name, pair = shared_codes(
        names[["seeker_id", "referred_id"]], asked[["seeker_id", "contact_id"]]
    )
    held = known.requests.loc[is_approximate(known.requests, "held_on"), "interview_id"]
    rough = np.isin(name, pair[pair >= 0]) | is_among(names["interview_id"], held)
    return is_approximate(names, "made_on") | rough


def _to_tell(known: Sources) -> pd.DataFrame:
    names = known.referrals
    told = (names["fresh"] | names["earned"]) & names["referred_id"].notna()
    told &= names["from_id"].notna() & (names["from_id"] != names["seeker_id"])
    first = _first_outcomes(names[told.to_numpy(dtype=np.bool_)], known)
    debts = owed(
        "tell_referrer",
        first,
        contact_id=first["from_id"].array,
        interview_id=first["request_id"].array,
        opened_on=first["known_on"].array,
        exact=~first["rough"].to_numpy(dtype=np.bool_),
    )
    return done_by(debts, known.follow_ups, ["referral_outcome"], link="referral_id")


def _first_outcomes(names: pd.DataFrame, known: Sources) -> pd.DataFrame:
    """Return one row per name of which an outcome is known: the first one.

    An outcome of unknown day comes first, so that nothing that happens later gives it a day.
    Adds request_id (blank: given up without asking), known_on, rough (to the month only).
    """
    names = names[
        ["referral_id", "seeker_id", "from_id", "referred_id", "dated_on", "waived_on"]
    ].assign(place=np.arange(len(names)))
    columns = ["referral_id", "seeker_id", "from_id", "known_on", "request_id", "rough", "place"]
    waived = names[names["waived_on"].notna()]
    given_up = waived.assign(known_on=waived["waived_on"], request_id=None, rough=False)
    every = pd.concat([_of_requests(names, known)[columns], given_up[columns]], ignore_index=True)
    every = every.astype({"request_id": "str"})
    # Positions are in the order of ids, and sooner sorted.
    request = place_of(every["request_id"], known.credited.credits["interview_id"])
    known_on = dates_of(every["known_on"]).astype(np.int64)  # NaT is the smallest of all
    place = every["place"].to_numpy()
    order = np.lexsort((request, known_on, place))
    _, first = np.unique(place[order], return_index=True)
    return every.take(order[first]).drop(columns="place").reset_index(drop=True)


def _of_requests(names: pd.DataFrame, known: Sources) -> pd.DataFrame:
    """Return the outcomes of the requests of each name: its seeker's own and those credited."""
    outcomes = _outcomes(known)
    credits_ = known.credited.credits[["interview_id", "referral_id"]].dropna()
    credited = outcomes.merge(credits_, left_on="request_id", right_on="interview_id")
    of_credit = names.merge(
        credited[["referral_id", "request_id", "known_on", "rough"]], on="referral_id"
    )
    own = names.merge(
        outcomes[["asker_id", "asked_id", "asked_on", "request_id", "known_on", "rough"]],
        left_on=["seeker_id", "referred_id"],
        right_on=["asker_id", "asked_id"],
    )
    return pd.concat([of_credit, own[own["asked_on"] >= own["dated_on"]]], ignore_index=True)


def _outcomes(known: Sources) -> pd.DataFrame:
    """Return the requests that came to something: met, declined, cancelled, or silent too long."""
    asked = known.requests
    declined = (asked["state"] == "declined").to_numpy()
    answered = dates_of(asked["answered_on"])
    no = np.where(declined, answered, NEVER)
    days = [dates_of(asked["held_on"]), dates_of(asked["cancelled_on"]), no]
    silent = dates_of(asked["silent_on"])
    known_on = np.fmin.reduce([*days, silent])
    rough = np.zeros(len(asked), dtype=np.bool_)
    for column in ("held_on", "cancelled_on", "answered_on", "requested_on"):
        rough |= is_approximate(asked, column)
    told = ~np.isnat(known_on) | declined
    return pd.DataFrame(
        {
            "request_id": asked["interview_id"],
            "asker_id": asked["seeker_id"],
            "asked_id": asked["contact_id"],
            "asked_on": _asked_on(asked, known_on),
            "known_on": known_on,
            "rough": rough,
        }
    )[told]


def _asked_on(asked: pd.DataFrame, known_on: Dates) -> Dates:
    days = dates_of(asked["approach_on"])
    return np.where(np.isnat(days), np.fmin(dates_of(asked["answered_on"]), known_on), days)
