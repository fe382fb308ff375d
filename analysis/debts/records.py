"""Which kinds of follow-up a log notes at all, cohort by cohort: not recorded is not no."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.debts.acts import KINDS as ACTS
from analysis.debts.acts import Acts
from analysis.debts.owed import Flags, Owed, flags_of
from analysis.debts.touch import LATER_TOUCHES
from analysis.policy import RULES
from data.log import Log

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


def recorded_kinds(log: Log, acts: Acts) -> Flags:
    """Return which kinds of follow-up are noted for each person, shape (people, kinds).

    People are numbered as in :class:`data.ids.Ids`, kinds are those of
    :data:`analysis.debts.acts.KINDS`. A kind is noted for a seeker when any follow-up of that kind
    is known of anybody in one of the seeker's cohorts, whatever is selected. People on no roster
    count as a group of their own. A conversation that says ``thanked = no`` notes thanks as well.
    """
    noted: Flags = _noted(log, acts)
    person = log.ids.of("seekers", "person_id")[log.rows("seekers")]
    group, cohorts = pd.factorize(log.table("seekers")["cohort_id"], use_na_sentinel=False)
    listed = flags_of(person, len(noted))[:-1]
    recorded = np.zeros_like(noted)
    recorded[~listed] = noted[~listed].any(axis=0)
    for kind in range(len(ACTS)):
        by_group = np.zeros(len(cohorts), dtype=np.bool_)
        by_group[group[noted[person, kind]]] = True
        recorded[person[by_group[group]], kind] = True
    return recorded


def _noted(log: Log, acts: Acts) -> Flags:
    """Return which kinds of follow-up are noted of each person itself."""
    noted = np.zeros((log.ids.count("person"), len(ACTS)), dtype=np.bool_)
    known = (acts.seeker >= 0) & (acts.kind >= 0)
    noted[acts.seeker[known], acts.kind[known]] = True
    said = log.table("interviews")["thanked"]
    said_no = np.flatnonzero(said.eq(False).fillna(False))  # noqa: FBT003
    seeker = log.ids.of("interviews", "seeker_id")[log.rows("interviews")[said_no]]
    noted[seeker[seeker >= 0], ACTS.index("thank_you_email")] = True
    return noted


def is_recorded(debts: Owed, log: Log, acts: Acts) -> Flags:
    """Return for which debts the log would hold the act that closes them, had it been done.

    A setting ``recorded_from:<kind>`` declares from which day on a kind is recorded: debts opened
    on or after it are, earlier ones are not. Without one, the cohort's own log decides.
    """
    kinds = recorded_kinds(log, acts)
    recorded = np.ones(len(debts), dtype=np.bool_)
    for rule, closing in KINDS.items():
        rows = np.flatnonzero(debts.rule == RULES.index(rule))
        columns = [ACTS.index(kind) for kind in closing]
        noted = np.logical_or.reduce(kinds[:, columns], axis=1)[debts.seeker[rows]]
        declared = _declared(log, closing)
        if declared is not None:
            opened = debts.opened_on[rows]
            noted = np.where(np.isnat(opened), noted, opened >= declared)
        recorded[rows] = noted
    return recorded


def _declared(log: Log, kinds: tuple[str, ...]) -> np.datetime64 | None:
    said = [log.setting(f"recorded_from:{kind}") for kind in kinds]
    days = [np.datetime64(day, "s") for day in said if day]
    return min(days) if days else None
