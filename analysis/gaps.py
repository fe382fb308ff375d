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
    """Return rule and state of the selected seekers' required debts: rows of ``figures.debts``."""
    owed = figures.debts[["rule", "state"]]
    return owed[figures.debts["weight"] == "required"]


def _in_states(figures: Figures, *states: str) -> Reading:
    owed = required(figures)
    if len(owed) and (owed["state"] == "unrecorded").all():
        return Reading(Estimate(None, n=len(owed), reason="not_recorded"))
    counts = owed[owed["state"].isin(states)].groupby("rule").size()
    groups = tuple(
        Group("rule", str(rule), Estimate(float(count), n=len(owed)))
        for rule, count in counts.items()
    )
    return Reading(Estimate(float(counts.sum()), n=len(owed)), groups)


def _unrecorded(figures: Figures) -> Reading:
    owed = required(figures)
    counts = owed[owed["state"] == "unrecorded"].groupby("rule").size()
    groups = tuple(
        Group("rule", str(rule), Estimate(float(count), n=len(owed)))
        for rule, count in counts.items()
    )
    return Reading(Estimate(float(counts.sum()), n=len(owed)), groups)


def _on_time_share(figures: Figures) -> Reading:
    owed = figures.debts[["rule", "state", "closed_on"]]
    thanks = owed[owed["rule"] == "thank_you_email"]
    estimate = on_time_share(thanks)
    return Reading(estimate, left_out=len(thanks) - estimate.n)


def _cold_leads(figures: Figures) -> Reading:
    owed = required(figures)
    leads = owed[owed["rule"] == "act_on_referral"]
    return Reading(Estimate(float((leads["state"] == "overdue").sum()), n=len(leads)))


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
        _unrecorded,
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
