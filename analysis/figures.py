"""What the measures are worked out from: one log with everything derived from it, each once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pandas as pd

from analysis.credit import Credit, credit
from analysis.follow_up import debts
from analysis.forest import forest
from analysis.policy import Policies, Policy
from analysis.requests import requests
from data.log import Log
from data.lookup import is_among, place_of

__all__ = ["Figures", "singles_out"]


def singles_out(log: Log) -> bool:
    """Whether the selection narrows a log of several seekers to one. Nobody is scored.

    >>> singles_out(Log.from_frames({}))
    False
    """
    return len(log.seeker_ids) == 1 and len(log.at(cohorts=(), advisor="").seeker_ids) > 1


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
        known = self.whole_requests
        return known[known["selected"]].reset_index(drop=True)

    @cached_property
    def whole_forest(self) -> pd.DataFrame:
        """One row per meeting of anybody, up to the as-of date."""
        return forest(self.log, self.credited)

    @cached_property
    def forest(self) -> pd.DataFrame:
        """One row per meeting of the selected seekers."""
        meetings = self.whole_forest
        return meetings[meetings["selected"]].reset_index(drop=True)

    @cached_property
    def interviews(self) -> pd.DataFrame:
        """Rows of ``interviews`` of the selected seekers as known by the as-of date."""
        return self._selected("interviews")

    @cached_property
    def referrals(self) -> pd.DataFrame:
        """Referrals to the selected seekers known by the as-of date, with what credit found out.

        Columns of :attr:`analysis.credit.Credit.referrals`; dates after the as-of date are blank.
        """
        known = self._selected("referrals")
        place = place_of(known["referral_id"], self.credited.referrals["referral_id"])
        found = self.credited.referrals.take(place).reset_index(drop=True)
        found = found.assign(waived_on=known["waived_on"], made_on=known["made_on"])
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
        return debts(self.log, self._policy, self.credited, self.whole_requests)

    def _selected(self, table: str) -> pd.DataFrame:
        known = self.log.table(table)
        return known[is_among(known["seeker_id"], self.seekers)].reset_index(drop=True)
