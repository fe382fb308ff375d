"""Which kinds of follow-up a log notes at all, cohort by cohort: not recorded is not no."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.debts.owed import Flags, dates_of
from analysis.debts.touch import LATER_TOUCHES
from data.log import Log
from data.lookup import is_among

__all__ = ["KINDS", "is_recorded", "recorded_kinds"]

KINDS: Mapping[str, tuple[str, ...]] = {
    "thank_you_email": ("thank_you_email",),
    "thank_you_note": ("thank_you_note",),
    "connect": ("connect",),
    "tell_referrer": ("referral_outcome",),
    "tell_advice_used": ("advice_used",),
    "keep_in_touch": LATER_TOUCHES,
    "good_news": ("success_news",),
    "nudge": ("nudge",),
    "thank_for_answer": ("thank_you_email",),
    "ask_for_another_name": ("asked_for_name",),
}
"""The kinds of follow-up that close each rule's debts; rules without one are always recorded."""

_NO_COHORT = ""


def recorded_kinds(log: Log) -> pd.DataFrame:
    """Return which kinds of follow-up are noted for each seeker: columns seeker_id, kind.

    A kind is noted for a seeker when any follow-up of that kind is known of anybody in one of the
    seeker's cohorts, whatever is selected. People on no roster count as a group of their own. A
    conversation that says ``thanked = no`` notes thanks as well.
    """
    acts = log.table("follow_ups")[["seeker_id", "kind"]].drop_duplicates()
    interviews = log.table("interviews")
    said_no = interviews.loc[interviews["thanked"].eq(False).fillna(False), ["seeker_id"]]  # noqa: FBT003
    noted = pd.concat([acts, said_no.assign(kind="thank_you_email")]).drop_duplicates()
    members = _groups(log, interviews["seeker_id"])
    by_group = noted.merge(members, on="seeker_id")[["group", "kind"]].drop_duplicates()
    return members.merge(by_group, on="group")[["seeker_id", "kind"]].drop_duplicates()


def _groups(log: Log, asking: pd.Series) -> pd.DataFrame:
    roster = log.table("seekers")[["person_id", "cohort_id"]]
    members = roster.set_axis(["seeker_id", "group"], axis=1)
    tables = [log.table(name)["seeker_id"] for name in ("referrals", "follow_ups", "opportunities")]
    everyone = pd.concat([ids.drop_duplicates() for ids in (asking, *tables)]).drop_duplicates()
    strangers = everyone[~is_among(everyone, members["seeker_id"])]
    return pd.concat([members, pd.DataFrame({"seeker_id": strangers, "group": _NO_COHORT})])


def is_recorded(debts: pd.DataFrame, log: Log) -> Flags:
    """Return for which debts the log would hold the act that closes them, had it been done.

    A setting ``recorded_from:<kind>`` declares from which day on a kind is recorded: debts opened
    on or after it are, earlier ones are not. Without one, the cohort's own log decides.
    """
    kinds = recorded_kinds(log)
    seeker, people = pd.factorize(debts["seeker_id"].array)
    recorded = np.ones(len(debts), dtype=np.bool_)
    opened = dates_of(debts["opened_on"])
    for rule, closing in KINDS.items():
        rows = np.flatnonzero(debts["rule"] == rule)
        seekers = kinds.loc[kinds["kind"].isin(closing), "seeker_id"]
        noted = is_among(people, seekers)[seeker[rows]]
        declared = _declared(log, closing)
        if declared is not None:
            noted = np.where(np.isnat(opened[rows]), noted, opened[rows] >= declared)
        recorded[rows] = noted
    return recorded


def _declared(log: Log, kinds: tuple[str, ...]) -> np.datetime64 | None:
    said = [log.setting(f"recorded_from:{kind}") for kind in kinds]
    days = [np.datetime64(day, "s") for day in said if day]
    return min(days) if days else None
