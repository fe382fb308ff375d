"""What is owed to a host after a conversation: thanks, a connection, word of advice used."""

from __future__ import annotations

import pandas as pd

from analysis.debts.acts import done_by, is_approximate
from analysis.debts.owed import owed
from analysis.debts.sources import Sources

__all__ = ["owed_to_hosts"]


def owed_to_hosts(known: Sources) -> list[pd.DataFrame]:
    """Return ``thank_you_email``, ``thank_you_note``, ``connect`` and ``tell_advice_used``.

    Thanks are owed for every conversation, a connection once to every host (one made before counts
    as well), word of advice used where ``advice`` is filled.
    """
    held = known.own[known.own["held_on"].notna()]
    advised = held[held["advice"].fillna("").str.strip() != ""]
    acts = known.follow_ups
    return [
        done_by(_after(held, "thank_you_email"), acts, ["thank_you_email"], link="interview_id"),
        done_by(_after(held, "thank_you_note"), acts, ["thank_you_note"], link="interview_id"),
        done_by(_after(held[held["meeting"]], "connect"), acts, ["connect"], since_ever=True),
        done_by(_after(advised, "tell_advice_used"), acts, ["advice_used"], link="interview_id"),
    ]


def _after(held: pd.DataFrame, rule: str) -> pd.DataFrame:
    # A referral that a conversation came from is not what these debts are about.
    rows = held.drop(columns="referral_id")
    return owed(rule, rows, opened_on=rows["held_on"].array, exact=~is_approximate(rows, "held_on"))
