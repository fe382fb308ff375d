"""A part of the figures: the same log, with some of its seekers or of their requests only."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from analysis.debts.sources import Sources, sources_of_part
from analysis.figures import Figures
from analysis.follow_up import debt_counts
from data.lookup import is_among

__all__ = ["Part"]


class Part(Figures):
    """The figures of some seekers; with ``interviews``, of these requests of theirs only.

    Every measure of the catalog can be read off it as off the whole. For the seekers of a cohort it
    gives what a log at that cohort gives; nothing that was derived for the whole is derived again.

    >>> from data.log import Log
    >>> told = [("1", "s", "ann", "2026-01-05"), ("2", "t", "bob", "2026-01-06")]
    >>> columns = ["interview_id", "seeker_id", "contact_id", "held_on"]
    >>> whole = Figures(Log.from_frames({"interviews": pd.DataFrame(told, columns=columns)}))
    >>> list(Part(whole, pd.Index(["t"])).forest["contact_id"])
    ['bob']
    """

    def __init__(
        self, whole: Figures, seekers: pd.Index, interviews: pd.Series | None = None
    ) -> None:
        super().__init__(whole.log, credited=whole.credited)
        self._whole = whole
        self._seekers = seekers
        self._interviews = interviews

    @cached_property
    def roster(self) -> pd.DataFrame:
        """The rows of the roster of these seekers."""
        return self._mine(self._whole.roster, "person_id", of_requests=False)

    @cached_property
    def seekers(self) -> pd.Index:
        """Ids of these seekers."""
        return self._seekers

    @cached_property
    def singles_out(self) -> bool:
        """Whether one seeker is left of several."""
        several = len(self._whole.seekers) > 1
        return self._whole.singles_out or (several and len(self._seekers) == 1)

    @cached_property
    def whole_requests(self) -> pd.DataFrame:
        """Requests of anybody; ``selected`` are those here."""
        known = self._whole.whole_requests
        return known.assign(selected=is_among(known["interview_id"], self.requests["interview_id"]))

    @cached_property
    def requests(self) -> pd.DataFrame:
        """These requests."""
        return self._mine(self._whole.requests)

    @cached_property
    def referrals(self) -> pd.DataFrame:
        """Referrals to these seekers, made in these requests."""
        return self._mine(self._whole.referrals)

    @cached_property
    def sources(self) -> Sources:
        """What the figures on arrays read, narrowed to the part."""
        return sources_of_part(
            self._whole.sources, self.whole_requests, self._seekers, self._interviews
        )

    @cached_property
    def whole_forest(self) -> pd.DataFrame:
        """One row per meeting of anybody, up to the as-of date; ``selected`` are those here."""
        meetings = self._whole.whole_forest
        return meetings.assign(
            selected=is_among(meetings["interview_id"], self.forest["interview_id"])
        )

    @cached_property
    def forest(self) -> pd.DataFrame:
        """One row per meeting that is here."""
        return self._mine(self._whole.forest)

    @cached_property
    def debts(self) -> pd.DataFrame:
        """Everything that is or was owed by these seekers, for these requests."""
        return self._mine(self._whole.debts)

    @cached_property
    def debt_counts(self) -> pd.DataFrame:
        """How many of these debts there are of each kind."""
        return debt_counts(self.debts)

    def _selected(self, table: str) -> pd.DataFrame:
        return self._mine(self.log.table(table))

    def _mine(
        self, rows: pd.DataFrame, seeker: str = "seeker_id", *, of_requests: bool = True
    ) -> pd.DataFrame:
        mine = is_among(rows[seeker], self._seekers)
        if of_requests and self._interviews is not None:
            mine &= is_among(rows["interview_id"], self._interviews)
        return rows[mine].reset_index(drop=True)
