"""Keeping in touch with those who gave their time."""

from __future__ import annotations

import numpy as np

from analysis.debts.acts import KINDS
from analysis.debts.owed import NEVER, Dates, Numbers, Owed, last_days, owed, undated
from analysis.debts.sources import Sources
from analysis.policy import Policies

__all__ = ["LATER_TOUCHES", "owed_touches"]

LATER_TOUCHES = ("advice_used", "referral_outcome", "update", "gave_back", "success_news")
"""Follow-ups by which one keeps in touch, as against those that belong to one conversation."""

_YEAR = np.timedelta64(365, "D")


def owed_touches(known: Sources, policies: Policies) -> list[Owed]:
    """Return ``keep_in_touch``: one debt per host, counted from the last touch.

    A touch is a conversation, a further request, or any dated follow-up to that host. After
    ``most_per_year`` later touches the next is due a year after the first of these.
    """
    asked = known.asked
    meetings = known.own_rows[asked.meeting[known.own_rows]]
    pair = asked.pair[meetings]
    opened = _last_touches(known)[pair]
    return [
        owed(
            "keep_in_touch",
            asked.seeker[meetings],
            opened,
            contact=asked.contact[meetings],
            pair=pair,
            interview=asked.interview[meetings],
            not_before=_not_before(known, pair, opened, policies),
        )
    ]


def _last_touches(known: Sources) -> Dates:
    asked, own, acts = known.asked, known.own_rows, known.acts
    pairs = np.concatenate([asked.pair[own], asked.pair[own], acts.pair])
    days = np.concatenate([asked.held_on[own], asked.requested_on[own], acts.done_on])
    return last_days(pairs, days, known.log.ids.pairs)


def _not_before(known: Sources, pair: Numbers, opened: Dates, policies: Policies) -> Dates:
    """Return the day a year after the touch ``most_per_year`` touches ago, NaT for none."""
    later = _later_touches(known)
    earliest = np.full(len(pair), NEVER)
    for rows, policy in policies.in_force(opened):
        rule = policy.rule("keep_in_touch")
        if rule is not None:
            earliest[rows] = later.back(max(rule.most_per_year, 1))[pair[rows]] + _YEAR
    return earliest


class _Later:
    """Later touches of each pair, the last one first."""

    def __init__(self, pair: Numbers, days: Dates, pairs: int) -> None:
        order = np.lexsort((-days.astype(np.int64), pair))
        self.pair, self.days, self.pairs = pair[order], days[order], pairs

    def back(self, touches: int) -> Dates:
        """Return the day of each pair's touch so many touches ago, NaT for none."""
        nth = np.arange(len(self.pair)) - touches + 1
        first = np.searchsorted(self.pair, self.pair, side="left")
        rows = np.flatnonzero(nth == first)
        found = undated(self.pairs + 1)
        found[self.pair[rows]] = self.days[rows]
        return found


def _later_touches(known: Sources) -> _Later:
    acts = known.acts
    kinds = [KINDS.index(kind) for kind in LATER_TOUCHES]
    later = np.isin(acts.kind, kinds) & ~np.isnat(acts.done_on) & (acts.pair >= 0)
    return _Later(acts.pair[later], acts.done_on[later], known.log.ids.pairs)
