"""From what is owed to a state: due dates, what closed a debt, what it is on the as-of date."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.debts.decisions import decided, lifted_by_contacts, resting
from analysis.debts.owed import NEVER, Dates, Flags, dates_of, day_for, undated
from analysis.debts.records import is_recorded
from analysis.policy import Pause, Policies, Rule, due_on
from data.log import Log
from data.lookup import is_among

__all__ = ["REMAIN_AFTER_A_SEARCH", "STATES", "with_due_dates", "with_states"]

STATES = (
    "overdue",
    "due",
    "later",
    "done",
    "done_late",
    "waived",
    "snoozed",
    "given_up",
    "unrecorded",
)

REMAIN_AFTER_A_SEARCH = (
    "thank_you_email",
    "thank_you_note",
    "thank_for_answer",
    "tell_referrer",
    "tell_advice_used",
    "good_news",
)
"""Thanks and news: what is owed even when the search is over."""

_WEIGHTS = ("required", "recommended", "advisor")
_ACTS = ("seeker", "advisor")
_LIFTED_BY = ("decision", "do_not_contact", "search_ended")
_WAIVES = ("waived", "decision", "do_not_contact")
_FAR = np.datetime64("9999-12-31", "s")


def with_due_dates(debts: pd.DataFrame, policies: Policies) -> pd.DataFrame:
    """Return the debts that the policy asks for with due_on, last_day, weight and acts.

    Each debt keeps the policy that was in force when it was opened. ``last_day`` is the due date
    with the days of grace.
    """
    opened, not_before = dates_of(debts["opened_on"]), dates_of(debts["not_before"])
    due, last = undated(len(debts)), undated(len(debts))
    weight, acts = np.full(len(debts), -1), np.full(len(debts), -1)
    of_rule = debts["rule"].cat.codes.to_numpy()
    for version, policy in policies.in_force(opened):
        in_force = np.zeros(len(debts), dtype=np.bool_)
        in_force[version] = True
        for code, name in enumerate(debts["rule"].cat.categories):
            rows = np.flatnonzero(in_force & (of_rule == code))
            rule = policy.rule(name)
            if rule is not None and len(rows):
                due[rows], last[rows] = _dated(opened[rows], not_before[rows], rule, policy.pauses)
                weight[rows], acts[rows] = _WEIGHTS.index(rule.weight), _ACTS.index(rule.acts)
    dated = debts.assign(
        due_on=due,
        last_day=last,
        weight=pd.array(_WEIGHTS, dtype="str").take(weight, allow_fill=True),
        acts=pd.array(_ACTS, dtype="str").take(acts, allow_fill=True),
    )
    return dated if (weight >= 0).all() else dated[weight >= 0].reset_index(drop=True)


def _dated(
    opened: Dates, not_before: Dates, rule: Rule, pauses: tuple[Pause, ...]
) -> tuple[Dates, Dates]:
    def counted(since: Dates, days: int) -> Dates:
        return due_on(since, days, business_days=rule.business_days, pauses=pauses)

    due = np.fmax(counted(opened, rule.days), not_before)
    return due, counted(due, rule.grace_days) if rule.grace_days else due


def with_states(debts: pd.DataFrame, log: Log, ends: pd.Series) -> pd.DataFrame:
    """Return the debts with state, closed_on, closed_by and days_overdue as of the log's date."""
    choices = decided(debts, log)
    lifted_on, lifted_by = _lifted(debts, log, ends, dates_of(choices["waived_on"]))
    acted, ended, lifted = _what_closed(debts, lifted_on)
    day = np.select(
        [acted, ended, lifted],
        [dates_of(debts["acted_on"]), dates_of(debts["ended_on"]), lifted_on],
        NEVER,
    )
    # A connection made before the conversation closes the debt on the day on which it opens.
    closed_on = np.where(np.isnat(day), NEVER, np.fmax(day, dates_of(debts["opened_on"])))
    late = acted & debts["exact"].to_numpy() & (closed_on > dates_of(debts["last_day"]))
    late &= (debts["weight"] != "recommended").to_numpy()
    waived = lifted & is_among(lifted_by, _WAIVES)
    state = np.select(
        [late, acted | ended, waived, lifted],
        [STATES.index(word) for word in ("done_late", "done", "waived", "given_up")],
        _open_states(debts, log, dates_of(choices["snoozed_until"])),
    )
    closed_by = debts["acted_by"].where(acted, debts["ended_by"].where(ended))
    return _finished(debts, log, state, closed_on, closed_by.where(~lifted, lifted_by))


def _what_closed(debts: pd.DataFrame, lifted_on: Dates) -> tuple[Flags, Flags, Flags]:
    """Return which debts an act closed, which fell away, and which were given up.

    An act counts even after a debt was given up, yet not after the debt had fallen away.
    """
    ended = debts["ended"].to_numpy()
    ended_on = dates_of(debts["ended_on"])
    acted = debts["acted"].to_numpy() & ~(ended & (dates_of(debts["acted_on"]) > ended_on))
    lifted = ~acted & ~np.isnat(lifted_on) & (~ended | (lifted_on < ended_on))
    return acted, ended & ~acted & ~lifted, lifted


def _lifted(
    debts: pd.DataFrame, log: Log, ends: pd.Series, waived_on: Dates
) -> tuple[Dates, pd.Series]:
    """Return the first day on which each debt was given up or waived, and by what."""
    opened = dates_of(debts["opened_on"])
    over = day_for(debts["seeker_id"], ends)
    stays = debts["rule"].isin(REMAIN_AFTER_A_SEARCH).to_numpy()
    over = np.where(stays | np.isnat(over), NEVER, np.fmax(over, opened))
    days = np.stack([dates_of(debts["lifted_on"]), waived_on, lifted_by_contacts(debts, log), over])
    first = np.where(np.isnat(days), _FAR, days).argmin(axis=0)
    others = pd.Series(pd.array([None, *_LIFTED_BY], dtype="str").take(first), index=debts.index)
    return days[first, np.arange(len(debts))], debts["lifted_by"].where(first == 0, others)


def _open_states(debts: pd.DataFrame, log: Log, snoozed_until: Dates) -> np.ndarray:
    """Return the states of debts that nothing closed, as positions in :data:`STATES`."""
    today = np.datetime64(log.as_of, "s")
    due, last = dates_of(debts["due_on"]), dates_of(debts["last_day"])
    rests = np.fmax(snoozed_until, resting(debts, log)) > today
    later = due > today
    # A debt of unknown day is owed, and nobody can say since when.
    overdue = (last < today) & (debts["weight"] != "recommended").to_numpy()
    unrecorded = ~is_recorded(debts, log)
    return np.select(
        [rests, later, unrecorded, overdue],
        [STATES.index(word) for word in ("snoozed", "later", "unrecorded", "overdue")],
        STATES.index("due"),
    )


def _finished(
    debts: pd.DataFrame, log: Log, state: np.ndarray, closed_on: Dates, closed_by: pd.Series
) -> pd.DataFrame:
    today = np.datetime64(log.as_of, "s")
    days = (today - dates_of(debts["due_on"])).astype("timedelta64[D]").astype(np.int64)
    return debts.assign(
        closed_on=closed_on,
        closed_by=closed_by,
        state=pd.array(STATES, dtype="str").take(state),
        days_overdue=pd.array(np.where(state == STATES.index("overdue"), days, 0), dtype="Int32"),
    )
