"""From what is owed to a state: due dates, what closed a debt, what it is on the as-of date."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.debts.decisions import decided, lifted_by_contacts, resting
from analysis.debts.owed import (
    CLOSED_BY,
    NEVER,
    Dates,
    Flags,
    Numbers,
    Owed,
    dates_of,
    taken,
    undated,
)
from analysis.debts.records import is_recorded
from analysis.debts.sources import Sources
from analysis.policy import RULES, Pause, Policies, Rule, due_on

__all__ = [
    "ACTS",
    "REMAIN_AFTER_A_SEARCH",
    "STATES",
    "WEIGHTS",
    "Due",
    "Stated",
    "with_due_dates",
    "with_states",
]

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

WEIGHTS = ("required", "recommended", "advisor")
ACTS = ("seeker", "advisor")
_RECOMMENDED = WEIGHTS.index("recommended")
_LIFTED_BY = ("decision", "do_not_contact", "search_ended")
_WAIVES = ("waived", "decision", "do_not_contact")


@dataclass(frozen=True, slots=True)
class Due:
    """When debts are due: ``last_day`` is the due date with the days of grace.

    ``weight`` and ``acts`` are places in :data:`WEIGHTS` and :data:`ACTS`.
    """

    due_on: Dates
    last_day: Dates
    weight: Numbers
    acts: Numbers


@dataclass(frozen=True, slots=True)
class Stated:
    """What debts are on a day: ``state`` is a place in :data:`STATES`.

    ``closed_by`` is a place in :data:`analysis.debts.owed.CLOSED_BY`, −1 for what is open.
    """

    state: Numbers
    closed_on: Dates
    closed_by: Numbers
    days_overdue: Numbers


def with_due_dates(debts: Owed, policies: Policies) -> tuple[Owed, Due]:
    """Return the debts that the policy asks for, and when they are due.

    Each debt keeps the policy that was in force when it was opened.
    """
    due, last = undated(len(debts)), undated(len(debts))
    weight, acts = np.full(len(debts), -1), np.full(len(debts), -1)
    for version, policy in policies.in_force(debts.opened_on):
        of_rule = debts.rule[version]
        for code, name in enumerate(RULES):
            rule = policy.rule(name)
            rows = version[of_rule == code]
            if rule is not None and len(rows):
                opened, not_before = debts.opened_on[rows], debts.not_before[rows]
                due[rows], last[rows] = _dated(opened, not_before, rule, policy.pauses)
                weight[rows], acts[rows] = WEIGHTS.index(rule.weight), ACTS.index(rule.acts)
    dated = Due(due, last, weight, acts)
    if (weight >= 0).all():
        return debts, dated
    rows = np.flatnonzero(weight >= 0)
    return taken(debts, rows), taken(dated, rows)


def _dated(
    opened: Dates, not_before: Dates, rule: Rule, pauses: tuple[Pause, ...]
) -> tuple[Dates, Dates]:
    def counted(since: Dates, days: int) -> Dates:
        return due_on(since, days, business_days=rule.business_days, pauses=pauses)

    due = np.fmax(counted(opened, rule.days), not_before)
    return due, counted(due, rule.grace_days) if rule.grace_days else due


def with_states(debts: Owed, due: Due, known: Sources) -> Stated:
    """Return what the debts are as of the log's date."""
    waived_on, snoozed_until = decided(debts, known.log)
    lifted_on, lifted_by = _lifted(debts, known, waived_on)
    acted, ended, lifted = _what_closed(debts, lifted_on)
    days = [debts.acted_on, debts.ended_on, lifted_on]
    day = np.select([acted, ended, lifted], days, NEVER)
    # A connection made before the conversation closes the debt on the day on which it opens.
    closed_on = np.where(np.isnat(day), NEVER, np.fmax(day, debts.opened_on))
    late = acted & debts.exact & (closed_on > due.last_day) & (due.weight != _RECOMMENDED)
    waived = lifted & np.isin(lifted_by, [CLOSED_BY.index(cause) for cause in _WAIVES])
    state = np.select(
        [late, acted | ended, waived, lifted],
        [STATES.index(word) for word in ("done_late", "done", "waived", "given_up")],
        _open_states(debts, due, known, snoozed_until),
    )
    overdue = (known.today - due.due_on).astype("timedelta64[D]").astype(np.int64)
    return Stated(
        state=state,
        closed_on=closed_on,
        closed_by=np.select(
            [lifted, acted, ended], [lifted_by, debts.acted_by, debts.ended_by], -1
        ),
        days_overdue=np.where(state == STATES.index("overdue"), overdue, 0),
    )


def _what_closed(debts: Owed, lifted_on: Dates) -> tuple[Flags, Flags, Flags]:
    """Return which debts an act closed, which fell away, and which were given up.

    An act counts even after a debt was given up, yet not after the debt had fallen away.
    """
    ended = debts.ended
    acted = debts.acted & ~(ended & (debts.acted_on > debts.ended_on))
    lifted = ~acted & ~np.isnat(lifted_on) & (~ended | (lifted_on < debts.ended_on))
    return acted, ended & ~acted & ~lifted, lifted


def _lifted(debts: Owed, known: Sources, waived_on: Dates) -> tuple[Dates, Numbers]:
    """Return the first day on which each debt was given up or waived, and by what."""
    over = _ends(known)[debts.seeker]
    stays = np.isin(debts.rule, [RULES.index(rule) for rule in REMAIN_AFTER_A_SEARCH])
    over = np.where(stays | np.isnat(over), NEVER, np.fmax(over, debts.opened_on))
    first, by = debts.lifted_on, debts.lifted_by
    others = [waived_on, lifted_by_contacts(debts, known.log), over]
    for day, cause in zip(others, _LIFTED_BY, strict=True):
        sooner = ~np.isnat(day) & ~(first <= day)
        first, by = np.where(sooner, day, first), np.where(sooner, CLOSED_BY.index(cause), by)
    return first, by


def _ends(known: Sources) -> Dates:
    """Return the end of each person's search; the last one, for −1, is blank."""
    days = undated(known.log.ids.count("person") + 1)
    days[known.log.ids.numbers("person", known.ends.index)] = dates_of(known.ends)
    days[-1] = NEVER
    return days


def _open_states(debts: Owed, due: Due, known: Sources, snoozed_until: Dates) -> Numbers:
    """Return the states of debts that nothing closed, as places in :data:`STATES`."""
    rests = np.fmax(snoozed_until, resting(debts, known.log)) > known.today
    # A debt of unknown day is owed, and nobody can say since when.
    overdue = (due.last_day < known.today) & (due.weight != _RECOMMENDED)
    unrecorded = ~is_recorded(debts, known.log, known.acts)
    return np.select(
        [rests, due.due_on > known.today, unrecorded, overdue],
        [STATES.index(word) for word in ("snoozed", "later", "unrecorded", "overdue")],
        STATES.index("due"),
    )
