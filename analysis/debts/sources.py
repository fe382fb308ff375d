"""What the rules read: the log as known on the as-of date, prepared once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.credit import Credit
from analysis.debts.acts import Acts, acts_of, is_approximate
from analysis.debts.owed import Dates, Flags, Numbers, dates_of, flags_of, undated
from analysis.policy import Policies, due_on
from analysis.requests import requests
from data.log import Log
from data.lookup import is_among

__all__ = ["Asked", "Named", "Sources", "sources", "sources_of_part"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Everybody's requests as numbers (see :class:`data.ids.Ids`), in the order of their ids.

    The columns of :func:`analysis.requests.requests`; ``pair``: seeker and contact; ``row``: where
    the request stands in the whole table and in the credits; ``answered``: an answer is known;
    ``silent_on``: the day on which a request without an answer was given up.
    """

    row: Numbers
    interview: Numbers
    seeker: Numbers
    contact: Numbers
    pair: Numbers
    requested_on: Dates
    approach_on: Dates
    answered_on: Dates
    held_on: Dates
    cancelled_on: Dates
    silent_on: Dates
    answered: Flags
    declined: Flags
    meeting: Flags


@dataclass(frozen=True, slots=True)
class Named:
    """The selected seekers' referrals as numbers, with what credit found out.

    The columns of :class:`analysis.credit.Credit`'s referrals, read as of the log's date, and
    ``waived_on``; ``pair``: the seeker and the one who was named, ``giver``: the seeker and the one
    who gave the name; ``rough``: named on a day that is known to the month only;
    ``row``: where the referral stands in the whole table and in what credit found out.
    """

    referral: Numbers
    seeker: Numbers
    given_by: Numbers
    interview: Numbers
    referred: Numbers
    pair: Numbers
    giver: Numbers
    dated_on: Dates
    waived_on: Dates
    first_requested_on: Dates
    handed_off_on: Dates
    fresh: Flags
    earned: Flags
    rough: Flags
    row: Numbers


class Sources:
    """What the rules read, all as known on the as-of date: frames, and arrays of numbers.

    ``requests`` and ``follow_ups`` are everybody's (``requests`` with ``selected``, ``advice``,
    ``approximate`` and what is told of names); ``referrals`` are the selected seekers', with what
    credit found out; ``opportunities`` are everybody's. ``asked``, ``named`` and ``acts`` hold the
    same as numbers. ``ends``: when each search ended.
    """

    def __init__(
        self,
        log: Log,
        credited: Credit,
        policies: Policies,
        ends: pd.Series,
        asked: pd.DataFrame | None = None,
        seekers: pd.Index | None = None,
        within: pd.Series | None = None,
    ) -> None:
        self.log = log
        self.credited = credited
        self.ends = ends
        self.seekers = log.seeker_ids if seekers is None else seekers
        self._within = within
        self.today = np.datetime64(log.as_of, "s")
        self.policies = policies
        self._requests = asked

    @cached_property
    def requests(self) -> pd.DataFrame:
        """Everybody's requests."""
        rows = self.log.table("interviews")
        asked = requests(self.log, self.credited) if self._requests is None else self._requests
        return asked.assign(
            advice=rows["advice"],
            approximate=rows["approximate"],
            names_given=rows["names_given"],
            names_asked=rows["names_asked"],
        )

    @cached_property
    def own(self) -> pd.DataFrame:
        """Requests of the selected seekers."""
        return self.requests[self.requests["selected"]]

    @cached_property
    def referrals(self) -> pd.DataFrame:
        """Referrals of the selected seekers."""
        known = self.log.table("referrals").iloc[self.own_names]
        found = self.credited.referrals.take(self.log.rows("referrals")[self.own_names])
        found = found.reset_index(drop=True).assign(
            waived_on=known["waived_on"].array, approximate=known["approximate"].array
        )
        limit = pd.Timestamp(self.log.as_of)
        for column in ("first_requested_on", "first_held_on", "handed_off_on"):
            found[column] = found[column].where(found[column] <= limit)
        return found

    @property
    def follow_ups(self) -> pd.DataFrame:
        """Everybody's follow-ups."""
        return self.log.table("follow_ups")

    @property
    def opportunities(self) -> pd.DataFrame:
        """Everybody's opportunities."""
        return self.log.table("opportunities")

    @cached_property
    def seeker_numbers(self) -> Numbers:
        """Numbers of the selected seekers, in the order of their ids."""
        return self.log.ids.numbers("person", self.seekers)

    @cached_property
    def is_selected(self) -> Flags:
        """Which persons are selected seekers; the last one, for −1, is not."""
        return flags_of(self.seeker_numbers, self.log.ids.count("person"))

    @cached_property
    def place(self) -> Numbers:
        """Where each person stands among the selected seekers, −1 for others."""
        place = np.full(self.log.ids.count("person") + 1, -1)
        place[self.seeker_numbers] = np.arange(len(self.seeker_numbers))
        place[-1] = -1
        return place

    @cached_property
    def asked(self) -> Asked:
        """Everybody's requests as numbers."""
        known, ids, rows = self.requests, self.log.ids, self.log.rows("interviews")
        return Asked(
            row=rows,
            interview=ids.of("interviews", "interview_id")[rows],
            seeker=ids.of("interviews", "seeker_id")[rows],
            contact=ids.of("interviews", "contact_id")[rows],
            pair=ids.pair("interviews", "contact_id")[rows],
            requested_on=dates_of(known["requested_on"]),
            approach_on=dates_of(known["approach_on"]),
            answered_on=dates_of(known["answered_on"]),
            held_on=dates_of(known["held_on"]),
            cancelled_on=dates_of(known["cancelled_on"]),
            silent_on=_silent_on(known, self.policies, self.today),
            answered=known["answer"].notna().to_numpy(),
            declined=(known["state"] == "declined").to_numpy(dtype=np.bool_),
            meeting=known["meeting"].to_numpy(dtype=np.bool_),
        )

    @cached_property
    def own_rows(self) -> Numbers:
        """Where the selected seekers' requests stand in ``asked``."""
        return np.flatnonzero(self.requests["selected"].to_numpy(dtype=np.bool_))

    @cached_property
    def own_names(self) -> Numbers:
        """Where the selected seekers' referrals stand in the table known by the as-of date."""
        seeker = self.log.ids.of("referrals", "seeker_id")[self.log.rows("referrals")]
        own = self.is_selected[seeker]
        if self._within is not None:
            own = own & is_among(self.log.table("referrals")["interview_id"], self._within)
        return np.flatnonzero(own)

    @cached_property
    def named(self) -> Named:
        """The selected seekers' referrals as numbers."""
        own, ids, table = self.own_names, self.log.ids, self.log.table("referrals")
        rows = self.log.rows("referrals")[own]
        found = self.credited.referrals

        def by_then(column: str) -> Dates:
            days = dates_of(found[column])[rows]
            return np.where(days <= self.today, days, np.datetime64("NaT", "s"))

        return Named(
            referral=ids.of("referrals", "referral_id")[rows],
            seeker=ids.of("referrals", "seeker_id")[rows],
            given_by=ids.of("referrals", "from_id")[rows],
            interview=ids.of("referrals", "interview_id")[rows],
            referred=ids.of("referrals", "referred_id")[rows],
            pair=ids.pair("referrals", "referred_id")[rows],
            giver=ids.pair("referrals", "from_id")[rows],
            dated_on=dates_of(found["dated_on"])[rows],
            waived_on=dates_of(table["waived_on"])[own],
            first_requested_on=by_then("first_requested_on"),
            handed_off_on=by_then("handed_off_on"),
            fresh=found["fresh"].to_numpy(dtype=np.bool_)[rows],
            earned=found["earned"].to_numpy(dtype=np.bool_)[rows],
            rough=is_approximate(table, "made_on")[own],
            row=rows,
        )

    @cached_property
    def acts(self) -> Acts:
        """Everybody's follow-ups as numbers."""
        return acts_of(self.log)

    def rough(self, column: str) -> Flags:
        """Return which requests' days of a column are known to the month only."""
        return is_approximate(self.log.table("interviews"), column)


def sources(
    log: Log,
    credited: Credit,
    policies: Policies,
    ends: pd.Series,
    asked: pd.DataFrame | None = None,
) -> Sources:
    """Return what the rules read of a log.

    ``asked``: the log's :func:`analysis.requests.requests`, where they have been worked out.
    """
    return Sources(log, credited, policies, ends, asked)


def sources_of_part(
    known: Sources, asked: pd.DataFrame, seekers: pd.Index, within: pd.Series | None
) -> Sources:
    """Return the same for some seekers; with ``within``, for what belongs to these requests only.

    ``asked``: everybody's requests, ``selected`` those of the part.
    """
    return Sources(known.log, known.credited, known.policies, known.ends, asked, seekers, within)


def _silent_on(asked: pd.DataFrame, policies: Policies, today: np.datetime64) -> Dates:
    """Return the day on which each request had waited in vain for as long as the policy says."""
    requested = dates_of(asked["requested_on"])
    given_up = undated(len(asked))
    for rows, policy in policies.in_force(requested):
        nudge = policy.rule("nudge")
        if nudge is not None:
            given_up[rows] = due_on(
                requested[rows],
                nudge.given_up_after,
                business_days=nudge.business_days,
                pauses=policy.pauses,
            )
    answered, cancelled = dates_of(asked["answered_on"]), dates_of(asked["cancelled_on"])
    heard = (answered <= given_up) | (cancelled <= given_up)
    heard |= (asked["answer"].notna() & asked["answered_on"].isna()).to_numpy()
    vain = ~heard & (given_up <= today)
    return np.where(vain, given_up, np.datetime64("NaT", "s"))
