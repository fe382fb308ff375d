"""What is owed around an answer: a nudge while there is none, thanks and a question after a no."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.debts.acts import done_by, is_approximate
from analysis.debts.owed import dates_of, day_for, ended, nobody, owed, words
from analysis.debts.sources import Sources
from data.lookup import is_among

__all__ = ["owed_to_those_asked"]


def owed_to_those_asked(known: Sources) -> list[pd.DataFrame]:
    """Return ``nudge``, ``thank_for_answer`` and ``ask_for_another_name``."""
    asked = known.own.drop(columns="referral_id")
    declined = asked[asked["state"] == "declined"]
    acts = known.follow_ups
    thanks = done_by(
        _after_no(declined, "thank_for_answer"), acts, ["thank_you_email"], link="interview_id"
    )
    another = done_by(
        _after_no(declined, "ask_for_another_name"), acts, ["asked_for_name"], link="interview_id"
    )
    return [_nudges(asked, acts), thanks, _named_anyway(another, known)]


def _nudges(asked: pd.DataFrame, acts: pd.DataFrame) -> pd.DataFrame:
    """Return a nudge for every request; an answer or a cancellation ends it, silence lifts it."""
    waiting = asked[asked["requested_on"].notna()]
    if waiting.empty:
        return nobody("nudge")
    heard = (waiting["answer"].notna() | waiting["answered_on"].notna()).to_numpy()
    cancelled = waiting["cancelled_on"].notna().to_numpy()
    silent_on = dates_of(waiting["silent_on"])
    debts = owed(
        "nudge",
        waiting,
        opened_on=waiting["requested_on"].array,
        exact=~is_approximate(waiting, "requested_on"),
        lifted_on=silent_on,
        lifted_by=words([~np.isnat(silent_on)], ["silence"]),
        **ended(
            (dates_of(waiting["answered_on"]), heard, "answer"),
            (dates_of(waiting["cancelled_on"]), cancelled, "cancelled"),
        ),
    )
    return done_by(debts, acts, ["nudge"], link="interview_id")


def _after_no(declined: pd.DataFrame, rule: str) -> pd.DataFrame:
    return owed(
        rule,
        declined,
        opened_on=declined["answered_on"].array,
        exact=~is_approximate(declined, "answered_on"),
    )


def _named_anyway(debts: pd.DataFrame, known: Sources) -> pd.DataFrame:
    """Return the debts with those done in whose declined request a name was given."""
    made = known.referrals.dropna(subset=["interview_id"]).groupby("interview_id")["dated_on"].min()
    named = is_among(debts["interview_id"], made.index)
    named &= ~debts["acted"].to_numpy()
    made_on = day_for(debts["interview_id"], made)
    return debts.assign(
        acted=debts["acted"] | named,
        acted_on=np.where(named, made_on, dates_of(debts["acted_on"])),
        acted_by=debts["acted_by"].mask(named, "referral"),
    )
