"""Follow-up: everything that seekers owe, as one relation (DESIGN §4 and §5).

Page, command, calendar and digest read :func:`debts`; :func:`open_doors` and :func:`thanks_owed`
give the two orders in which pages show them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.credit import Credit, credit
from analysis.debts.answers import owed_to_those_asked
from analysis.debts.conversations import owed_to_hosts
from analysis.debts.names import owed_for_names
from analysis.debts.news import owed_news
from analysis.debts.owed import CLOSED_BY, Dates, Numbers, Owed, joined
from analysis.debts.searches import search_ends
from analysis.debts.seekers import owed_to_seekers
from analysis.debts.sources import Sources, sources
from analysis.debts.states import (
    ACTS,
    STATES,
    WEIGHTS,
    Due,
    Stated,
    with_due_dates,
    with_states,
)
from analysis.debts.touch import owed_touches
from analysis.intervals import Estimate, share
from analysis.policy import RULES, Policies, Policy, policies_of
from data.ids import Ids
from data.log import Log

__all__ = [
    "COLUMNS",
    "OPEN",
    "STATES",
    "Settled",
    "counted",
    "debt_counts",
    "debts",
    "on_time_share",
    "search_ends",
    "settled",
    "thanks_owed",
    "told",
]

COLUMNS: tuple[str, ...] = (
    "rule",
    "seeker_id",
    "contact_id",
    "through_id",
    "interview_id",
    "referral_id",
    "opened_on",
    "due_on",
    "closed_on",
    "closed_by",
    "state",
    "weight",
    "acts",
    "days_overdue",
)

OPEN: tuple[str, ...] = ("overdue", "due")
"""States in which something is to be done now."""


def debts(
    log: Log,
    policy: Policy | Policies | None = None,
    credited: Credit | None = None,
) -> pd.DataFrame:
    """Return what the selected seekers owe and owed, one row per debt, as of the log's date.

    ``policy``: one policy, or versions of it; without one those that the log holds, after the
    shipped one. ``credited`` saves working out credit again; it must be that of the same log.

    Columns:

    - ``rule``: one of :data:`analysis.policy.RULES`; ``weight`` (``required``, ``recommended``,
      ``advisor``) and ``acts`` (who is to act: ``seeker``, ``advisor``) as the policy says;
    - ``seeker_id``; ``contact_id``: who is owed or to be asked (blank for the advisor's rules);
      ``through_id``: who gave the name (``act_on_referral``);
    - ``interview_id``, ``referral_id``: what it is about, where there is one;
    - ``opened_on``: the event it is counted from; ``due_on``; ``closed_on``, ``closed_by``
      (``follow_up``, ``request``, ``hand_off``, ``referral``; ``answer``, ``cancelled``;
      ``waived``, ``decision``, ``do_not_contact``; ``silence``, ``search_ended``). A day that the
      log does not say is blank;
    - ``state``: ``later`` until the due date; ``due`` on it and through the days of grace, then
      ``overdue`` (a recommended one stays ``due``); ``unrecorded`` instead of both when the
      cohort's log holds no follow-up of the kind; ``snoozed`` until the day decided, or while the
      contact rests; ``done``, ``done_late``, ``waived``, ``given_up``. What was done on an unknown
      day, or a day known to the month only, is never late;
    - ``days_overdue``: days since the due date if overdue, else 0.

    A debt's due date never moves: neither a decision, nor a new policy, nor anything that happened
    later reschedules it. An act done counts even after a debt was given up. Rows are sorted by
    due date, then by rule, then as the tables are.

    >>> log = Log.from_frames(
    ...     {"interviews": [{"interview_id": "1", "seeker_id": "s", "contact_id": "ann",
    ...                      "held_on": "2026-03-02", "thanked": False}]},
    ...     as_of=pd.Timestamp("2026-03-06").date())
    >>> owed = debts(log).set_index("rule")
    >>> owed.loc["thank_you_email", "state"], int(owed.loc["thank_you_email", "days_overdue"])
    ('overdue', 3)
    >>> owed.loc["connect", "state"]
    'unrecorded'
    """
    known = credit(log) if credited is None else credited
    policies = _versions(log, policy)
    return told(settled(sources(log, known, policies, search_ends(log)), policies), log.ids)


@dataclass(frozen=True, slots=True)
class Settled:
    """Debts as numbers, each with when it is due and what it is, in the order of the rules."""

    owed: Owed
    due: Due
    stated: Stated


def settled(read: Sources, policies: Policies) -> Settled:
    """Return the debts (see :func:`debts`) of what has been read of a log already, as numbers."""
    owed = joined(
        [
            *owed_to_hosts(read),
            *owed_to_those_asked(read),
            *owed_for_names(read),
            *owed_touches(read, policies),
            *owed_news(read),
            *owed_to_seekers(read),
        ]
    )
    owed, due = with_due_dates(owed, policies)
    return Settled(owed, due, with_states(owed, due, read))


def _versions(log: Log, policy: Policy | Policies | None) -> Policies:
    if policy is None:
        return policies_of(log)
    return Policies(policy) if isinstance(policy, Policy) else policy


def told(found: Settled, ids: Ids) -> pd.DataFrame:
    """Return the debts (see :func:`debts`) in words, by due date and rule."""
    owed, due, stated = found.owed, found.due, found.stated
    order = _order(due.due_on, owed.rule)
    rule, state = owed.rule[order], stated.state[order]
    return pd.DataFrame(
        {
            "rule": _words(RULES, rule),
            "seeker_id": ids.words("person", owed.seeker[order]),
            "contact_id": ids.words("person", owed.contact[order]),
            "through_id": ids.words("person", owed.through[order]),
            "interview_id": ids.words("interview", owed.interview[order]),
            "referral_id": ids.words("referral", owed.referral[order]),
            "opened_on": owed.opened_on[order],
            "due_on": due.due_on[order],
            "closed_on": stated.closed_on[order],
            "closed_by": _words(CLOSED_BY, stated.closed_by[order]),
            "state": _words(STATES, state),
            "weight": _words(WEIGHTS, due.weight[order]),
            "acts": _words(ACTS, due.acts[order]),
            "days_overdue": pd.array(stated.days_overdue[order], dtype="Int32"),
        },
        columns=list(COLUMNS),
        copy=False,
    )


def _words(words: tuple[str, ...], numbers: Numbers) -> Any:  # noqa: ANN401  # a column
    return pd.array([*words], dtype="str").take(numbers, allow_fill=True)


def _order(due_on: Dates, rule: Numbers) -> Numbers:
    """Return the places by due date (unknown ones last), then by rule, else as they stand."""
    days = due_on.astype("datetime64[D]").astype(np.int64)
    known = ~np.isnat(due_on)
    if not known.any():
        return np.argsort(rule, kind="stable")
    key = np.where(known, days - days[known].min(), days[known].max() - days[known].min() + 1)
    return np.argsort(key * len(RULES) + rule, kind="stable")


def thanks_owed(owed: pd.DataFrame) -> pd.DataFrame:
    """Return the hosts who wait for thanks by mail, by date: thanks are owed to all alike.

    ``owed`` is a frame of :func:`debts`.
    """
    thanks = owed[(owed["rule"] == "thank_you_email") & owed["state"].isin(OPEN)]
    return thanks.sort_values("opened_on", kind="stable", ignore_index=True)


def on_time_share(owed: pd.DataFrame) -> Estimate:
    """Return the share of conversations that were followed by thanks in time.

    ``owed`` is a frame of :func:`debts`, or of :func:`debt_counts`. Thanks in time ÷ (in time +
    late + overdue); left out are those not yet overdue, done on an unknown day, lifted, or not
    recorded. Reasons: ``no_units``, ``not_recorded``.
    """
    counts = owed if "debts" in owed else debt_counts(owed)
    thanks = counts[counts["rule"] == "thank_you_email"]
    if len(thanks) and (thanks["state"] == "unrecorded").all():
        return Estimate(None, n=0, reason="not_recorded")
    in_time = (thanks["state"] == "done") & thanks["dated"]
    late = thanks["state"].isin(["done_late", "overdue"])
    on_time = int(thanks.loc[in_time, "debts"].sum())
    return share(on_time, on_time + int(thanks.loc[late, "debts"].sum()))


def debt_counts(owed: pd.DataFrame) -> pd.DataFrame:
    """Return how many debts there are of each kind; kinds of which there are none have no row.

    ``owed`` is a frame of :func:`debts`. Columns: rule, state, weight, dated (the day on which it
    was closed is known), debts (how many). Rows are in the order of the first four.
    """
    kinds = owed[["rule", "state", "weight"]].assign(dated=owed["closed_on"].notna())
    return kinds.groupby(list(kinds), dropna=False).size().rename("debts").reset_index()


def counted(found: Settled) -> pd.DataFrame:
    """Return the :func:`debt_counts` of debts as numbers."""
    sizes = (len(RULES), len(STATES), len(WEIGHTS), 2)
    dated = ~np.isnat(found.stated.closed_on)
    codes = (found.owed.rule, found.stated.state, found.due.weight, dated.astype(np.int64))
    cells = np.bincount(np.ravel_multi_index(codes, sizes), minlength=math.prod(sizes))
    kinds = np.flatnonzero(cells)
    rule, state, weight, closed = np.unravel_index(kinds, sizes)
    table = pd.DataFrame(
        {
            "rule": _words(RULES, rule),
            "state": _words(STATES, state),
            "weight": _words(WEIGHTS, weight),
            "dated": closed.astype(np.bool_),
            "debts": cells[kinds],
        }
    )
    return table.sort_values(["rule", "state", "weight", "dated"], ignore_index=True)
