"""What the measures are worked out from: one log with everything derived from it, each once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, TypeVar, cast

import pandas as pd

from analysis.credit import Credit, credit
from analysis.debts.owed import flags_of
from analysis.debts.searches import search_ends
from analysis.debts.sources import Sources, sources
from analysis.follow_up import Settled, counted, settled, told
from analysis.forest import forest
from analysis.policy import Policies, Policy, policies_of
from analysis.requests import requests
from data.log import Log
from data.lookup import is_among, place_of

__all__ = ["Figures", "once", "singles_out"]

T = TypeVar("T")


def singles_out(log: Log) -> bool:
    """Whether the selection narrows a log of several seekers to one. Nobody is scored.

    >>> singles_out(Log.from_frames({}))
    False
    """
    return len(log.seeker_ids) == 1 and len(log.at(cohorts=(), advisor="").seeker_ids) > 1


def once(question: Callable[[Figures], T]) -> Callable[[Figures], T]:
    """Let a question be worked out once for each :class:`Figures`, whoever asks it."""

    @wraps(question)
    def asked(figures: Figures) -> T:
        return figures.remember(question, lambda: question(figures))

    return asked


class Figures:
    """A log with its selection, and the frames derived from it: each worked out once, on demand.

    ``credited`` may be handed in (it is the same for every selection of one revision), and so may
    the follow-up ``policy`` (else the log's own, after the shipped one).
    """

    def __init__(
        self,
        log: Log,
        *,
        credited: Credit | None = None,
        policy: Policy | Policies | None = None,
    ) -> None:
        self.log = log
        self._credited = credited
        self._policy = policy
        self._answers: dict[object, Any] = {}

    def remember(self, question: object, answer: Callable[[], T]) -> T:
        """Return the answer to a question, worked out when it is asked first.

        A frame comes as a copy of its own, so that what one caller adds to it another does not see.
        """
        if question not in self._answers:
            self._answers[question] = answer()
        found = self._answers[question]
        return cast("T", found.copy(deep=False) if isinstance(found, pd.DataFrame) else found)

    @cached_property
    def credited(self) -> Credit:
        """Who gets the credit for each request, on the whole log."""
        return self._credited or credit(self.log)

    @cached_property
    def roster(self) -> pd.DataFrame:
        """The selected seekers (see :meth:`data.log.Log.roster`)."""
        return self.log.roster()

    @cached_property
    def seekers(self) -> pd.Index:
        """Ids of the selected seekers."""
        return self.log.seeker_ids

    @cached_property
    def singles_out(self) -> bool:
        """Whether the selection narrows a log of several seekers to one."""
        return singles_out(self.log)

    @cached_property
    def whole_requests(self) -> pd.DataFrame:
        """Requests of anybody."""
        return requests(self.log, self.credited)

    @cached_property
    def requests(self) -> pd.DataFrame:
        """Requests of the selected seekers."""
        return _chosen(self.whole_requests)

    @cached_property
    def whole_forest(self) -> pd.DataFrame:
        """One row per meeting of anybody, up to the as-of date."""
        return forest(self.log, self.credited)

    @cached_property
    def forest(self) -> pd.DataFrame:
        """One row per meeting of the selected seekers."""
        return _chosen(self.whole_forest)

    @cached_property
    def interviews(self) -> pd.DataFrame:
        """Rows of ``interviews`` of the selected seekers as known by the as-of date."""
        return self._selected("interviews")

    @cached_property
    def referrals(self) -> pd.DataFrame:
        """Referrals to the selected seekers known by the as-of date, with what credit found out.

        Columns of :attr:`analysis.credit.Credit.referrals`; dates after the as-of date are blank.
        """
        known, table = self.sources, self.log.table("referrals").iloc[self.sources.own_names]
        found = self.credited.referrals.take(known.named.row).reset_index(drop=True)
        found = found.assign(waived_on=table["waived_on"].array, made_on=table["made_on"].array)
        limit = pd.Timestamp(self.log.as_of)
        for column in ("first_requested_on", "first_held_on", "handed_off_on"):
            found[column] = found[column].where(found[column] <= limit)
        return found

    @cached_property
    def opportunities(self) -> pd.DataFrame:
        """Opportunities of the selected seekers known by the as-of date."""
        return self._selected("opportunities")

    @cached_property
    def destinations(self) -> pd.DataFrame:
        """First destinations of the selected seekers known by the as-of date."""
        known = self.log.table("destinations")
        return known[is_among(known["person_id"], self.seekers)].reset_index(drop=True)

    @cached_property
    def follow_ups(self) -> pd.DataFrame:
        """Follow-ups of the selected seekers known by the as-of date."""
        return self._selected("follow_ups")

    @cached_property
    def people(self) -> pd.DataFrame:
        """People by id: name, organization, title, industry … as known by the as-of date."""
        return self.log.table("people").set_index("person_id")

    def of_people(self, ids: pd.Series | pd.Index, column: str) -> Any:  # noqa: ANN401  # a column
        """Return what is told of each of these people, blank for people who have no entry."""
        place = place_of(ids, self.people.index)
        return self.people[column].array.take(place, allow_fill=True)

    @cached_property
    def debts(self) -> pd.DataFrame:
        """Everything the selected seekers owe or owed, by the policy."""
        return told(self.settled, self.log.ids)

    @cached_property
    def settled(self) -> Settled:
        """The same as numbers: what is counted need not be put into words first."""
        return settled(self.sources, self.policies)

    @cached_property
    def debt_counts(self) -> pd.DataFrame:
        """How many debts there are of each kind (see :func:`analysis.follow_up.debt_counts`)."""
        return counted(self.settled)

    @cached_property
    def policies(self) -> Policies:
        """The versions of the follow-up policy."""
        if self._policy is None:
            return policies_of(self.log)
        return Policies(self._policy) if isinstance(self._policy, Policy) else self._policy

    @cached_property
    def sources(self) -> Sources:
        """The log as the rules of follow-up and the funnel read it."""
        ends = search_ends(self.log)
        return sources(self.log, self.credited, self.policies, ends, self.whole_requests)

    def _selected(self, table: str) -> pd.DataFrame:
        known, ids = self.log.table(table), self.log.ids
        chosen = flags_of(ids.numbers("person", self.seekers), ids.count("person"))
        own = chosen[ids.of(table, "seeker_id")[self.log.rows(table)]]
        return known if own.all() else known[own].reset_index(drop=True)


def _chosen(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the selected seekers; all of them without a copy."""
    chosen = rows if rows["selected"].all() else rows[rows["selected"]]
    return chosen.reset_index(drop=True)
