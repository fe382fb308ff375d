"""What people decided about debts (waived, snoozed), and what contacts asked for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.debts.owed import NEVER, Dates, dates_of, day_for, undated
from data.log import Log

__all__ = ["decided", "lifted_by_contacts", "resting"]

_MAY_NAME = ("contact_id", "interview_id", "referral_id")
_FOR_EVER = np.datetime64("9999-12-31", "s")
_MAY_REST = ("act_on_referral", "nudge")


def decided(debts: pd.DataFrame, log: Log) -> pd.DataFrame:
    """Return for each debt the latest decision: columns waived_on and snoozed_until.

    A decision is about what was owed on its day: debts of its rule and seeker opened by then,
    towards the contact, conversation and referral that it names (blank: all of them). Of two
    decisions on one day, waiving stands. Without ``until`` a debt is snoozed for good.
    """
    decisions = log.table("debt_decisions")
    if decisions.empty:
        nothing = undated(len(debts))
        return pd.DataFrame({"waived_on": nothing, "snoozed_until": nothing})
    found = pd.concat([_matched(debts, rows) for rows in _by_what_they_name(decisions)] or [_NONE])
    opened = dates_of(debts["opened_on"])[found["debt"].to_numpy(dtype=np.int64)]
    found = found[~(opened > dates_of(found["decided_on"]))]
    found = found.sort_values(["decided_on", "decision"], kind="stable")
    last = found.drop_duplicates("debt", keep="last").set_index("debt").reindex(range(len(debts)))
    waived, snoozed = last["decision"] == "waived", last["decision"] == "snoozed"
    until = np.where(last["until"].isna(), _FOR_EVER, dates_of(last["until"]))
    return pd.DataFrame(
        {
            "waived_on": np.where(waived, dates_of(last["decided_on"]), NEVER),
            "snoozed_until": np.where(snoozed, until, NEVER),
        }
    )


_NONE = pd.DataFrame(
    {
        "debt": pd.Series([], dtype="int64"),
        "decided_on": pd.Series([], dtype="datetime64[s]"),
        "decision": pd.Series([], dtype="str"),
        "until": pd.Series([], dtype="datetime64[s]"),
    }
)


def _by_what_they_name(decisions: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the decisions in groups that name the same columns; others are left out of each."""
    if decisions.empty:
        return []
    named = decisions[[*_MAY_NAME]].notna()
    return [
        rows.drop(columns=[c for c, is_named in zip(_MAY_NAME, key, strict=True) if not is_named])
        for key, rows in decisions.groupby([named[column] for column in _MAY_NAME])
    ]


def _matched(debts: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    keys = ["rule", "seeker_id", *(c for c in _MAY_NAME if c in decisions)]
    told = decisions[[*keys, "decided_on", "decision", "until"]]
    rows = np.flatnonzero(debts["rule"].isin(told["rule"].unique()))
    numbered = debts[keys].iloc[rows].astype({"rule": "str"}).assign(debt=rows)
    found = numbered.merge(told, on=keys)
    return found[["debt", "decided_on", "decision", "until"]]


def lifted_by_contacts(debts: pd.DataFrame, log: Log) -> Dates:
    """Return the day on which the contact's wish not to be contacted lifted each debt."""
    since = day_for(debts["contact_id"], _of_people(log, "do_not_contact_on"))
    wished = ~np.isnat(since)
    return np.where(wished, np.fmax(since, dates_of(debts["opened_on"])), NEVER)


def resting(debts: pd.DataFrame, log: Log) -> Dates:
    """Return until when a contact rests from requests, for debts that would ask something."""
    until = day_for(debts["contact_id"], _of_people(log, "resting_until"))
    return np.where(debts["rule"].isin(_MAY_REST), until, NEVER)


def _of_people(log: Log, column: str) -> pd.Series:
    people = log.table("people")[["person_id", column]].dropna()
    return people.set_index("person_id")[column]
