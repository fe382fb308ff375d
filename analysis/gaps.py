"""Follow-up gaps: what is owed, what is late, and what the log does not note.

Counted are the required debts of seekers (see :mod:`analysis.policy`); recommended ones are never
late and never in a headline.
"""

from __future__ import annotations

import pandas as pd

from analysis.definitions import Definition, Group, Reading
from analysis.figures import Figures
from analysis.follow_up import on_time_share
from analysis.intervals import Estimate

__all__ = ["DEFINITIONS", "required"]


def required(figures: Figures) -> pd.DataFrame:
    """Return how many required debts the selected seekers have: rows of ``figures.debt_counts``."""
    owed = figures.debt_counts
    return owed[owed["weight"] == "required"]


def _in_states(figures: Figures, *states: str) -> Reading:
    owed = required(figures)
    if len(owed) and (owed["state"] == "unrecorded").all():
        return Reading(Estimate(None, n=int(owed["debts"].sum()), reason="not_recorded"))
    return _by_rule(owed, *states)


def _by_rule(owed: pd.DataFrame, *states: str) -> Reading:
    counts = owed[owed["state"].isin(states)].groupby("rule")["debts"].sum()
    n = int(owed["debts"].sum())
    groups = tuple(
        Group("rule", str(rule), Estimate(float(count), n=n)) for rule, count in counts.items()
    )
    return Reading(Estimate(float(counts.sum()), n=n), groups)


def _on_time_share(figures: Figures) -> Reading:
    counts = figures.debt_counts
    estimate = on_time_share(counts)
    thanks = int(counts.loc[counts["rule"] == "thank_you_email", "debts"].sum())
    return Reading(estimate, left_out=thanks - estimate.n)


def _cold_leads(figures: Figures) -> Reading:
    owed = required(figures)
    leads = owed[owed["rule"] == "act_on_referral"]
    cold = leads.loc[leads["state"] == "overdue", "debts"].sum()
    return Reading(Estimate(float(cold), n=int(leads["debts"].sum())))


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "follow_up.owed",
        "open now",
        "debts",
        "What the seekers owe now: thanks, an act on a name, news of what came of it.",
        "required debts of seekers in state due or overdue",
        lambda figures: _in_states(figures, "due", "overdue"),
        exclusions="Kinds of follow-up that the log does not note.",
    ),
    Definition(
        "follow_up.overdue",
        "overdue",
        "debts",
        "What the seekers owe and is past its day.",
        "required debts of seekers in state overdue",
        lambda figures: _in_states(figures, "overdue"),
        exclusions="Kinds of follow-up that the log does not note.",
    ),
    Definition(
        "follow_up.unrecorded",
        "not noted in this log",
        "debts",
        "What may have been done or not: the log notes no follow-up of this kind.",
        "required debts of seekers in state unrecorded",
        lambda figures: _by_rule(required(figures), "unrecorded"),
    ),
    Definition(
        "follow_up.on_time_share",
        "thanked in time",
        "share",
        "Conversations followed by a thank-you within the policy's days, of those whose day has"
        " come.",
        "thank_you_email done by its due day ÷ (done + overdue); Wilson interval",
        _on_time_share,
        exclusions="Not yet due; thanked on an unknown day; waived, snoozed or not noted.",
    ),
    Definition(
        "follow_up.cold_leads",
        "names not asked in time",
        "names",
        "New names that nobody has asked, given up or handed on, past their day.",
        "act_on_referral in state overdue",
        _cold_leads,
    ),
)
