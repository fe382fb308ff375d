"""What people decided about debts (waived, snoozed), and what contacts asked for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.debts.owed import NEVER, Dates, Numbers, Owed, dates_of, undated
from analysis.policy import RULES
from data.log import Log

__all__ = ["decided", "lifted_by_contacts", "resting"]

_MAY_NAME = ("contact", "interview", "referral")
_FOR_EVER = np.datetime64("9999-12-31", "s")
_MAY_REST = ("act_on_referral", "nudge")


def decided(debts: Owed, log: Log) -> tuple[Dates, Dates]:
    """Return for each debt the latest decision: the day it was waived, the day it is snoozed until.

    A decision is about what was owed on its day: debts of its rule and seeker opened by then,
    towards the contact, conversation and referral that it names (blank: all of them). Of two
    decisions on one day, waiving stands. Without ``until`` a debt is snoozed for good.
    """
    decisions = _decisions(log)
    waived_on, snoozed_until = undated(len(debts)), undated(len(debts))
    if decisions.empty:
        return waived_on, snoozed_until
    found = pd.concat([_matched(debts, rows) for rows in _by_what_they_name(decisions)])
    found = found[~(debts.opened_on[found["debt"].to_numpy()] > dates_of(found["decided_on"]))]
    found = found.sort_values(["decided_on", "decision"], kind="stable")
    last = found.drop_duplicates("debt", keep="last")
    rows, waived = last["debt"].to_numpy(), (last["decision"] == "waived").to_numpy()
    until = np.where(last["until"].isna(), _FOR_EVER, dates_of(last["until"]))
    waived_on[rows] = np.where(waived, dates_of(last["decided_on"]), NEVER)
    snoozed_until[rows] = np.where(waived, NEVER, until)
    return waived_on, snoozed_until


def _decisions(log: Log) -> pd.DataFrame:
    """Return the decisions with ids and rules as numbers."""
    told, rows = log.table("debt_decisions"), log.rows("debt_decisions")
    numbers = {
        part: log.ids.of("debt_decisions", f"{part}_id")[rows] for part in ("seeker", *_MAY_NAME)
    }
    rule = pd.Categorical(told["rule"], categories=list(RULES)).codes.astype(np.int64)
    return told[["decision", "decided_on", "until"]].assign(rule=rule, **numbers)


def _by_what_they_name(decisions: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the decisions in groups that name the same columns; others are left out of each."""
    named = decisions[[*_MAY_NAME]] >= 0
    return [
        rows.drop(columns=[c for c, is_named in zip(_MAY_NAME, key, strict=True) if not is_named])
        for key, rows in decisions.groupby([named[column] for column in _MAY_NAME])
    ]


def _matched(debts: Owed, decisions: pd.DataFrame) -> pd.DataFrame:
    keys = ["rule", "seeker", *(part for part in _MAY_NAME if part in decisions)]
    rows: Numbers = np.flatnonzero(np.isin(debts.rule, decisions["rule"].unique()))
    rows = rows[np.isin(debts.seeker[rows], decisions["seeker"].unique())]
    numbered = pd.DataFrame({part: getattr(debts, part)[rows] for part in keys} | {"debt": rows})
    found = numbered.merge(decisions, on=keys)
    return found[["debt", "decided_on", "decision", "until"]]


def lifted_by_contacts(debts: Owed, log: Log) -> Dates:
    """Return the day on which the contact's wish not to be contacted lifted each debt."""
    since = _of_people(log, "do_not_contact_on")[debts.contact]
    return np.where(np.isnat(since), NEVER, np.fmax(since, debts.opened_on))


def resting(debts: Owed, log: Log) -> Dates:
    """Return until when a contact rests from requests, for debts that would ask something."""
    asks = np.isin(debts.rule, [RULES.index(rule) for rule in _MAY_REST])
    return np.where(asks, _of_people(log, "resting_until")[debts.contact], NEVER)


def _of_people(log: Log, column: str) -> Dates:
    """Return the day of each person's number; the last one, for −1, is blank."""
    days = undated(log.ids.count("person") + 1)
    person = log.ids.of("people", "person_id")[log.rows("people")]
    days[person] = dates_of(log.table("people")[column])
    return days
