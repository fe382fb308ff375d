"""What an advisor watches: a seeker who has not begun, a seeker who has gone quiet."""

from __future__ import annotations

import numpy as np

from analysis.debts.acts import is_approximate
from analysis.debts.owed import Owed, by_what, dates_of, first_days, flags_of, last_days, owed
from analysis.debts.sources import Sources
from data.columns import TABLES

__all__ = ["owed_to_seekers"]

_ENTRIES = ("interviews", "referrals", "follow_ups", "opportunities")


def owed_to_seekers(known: Sources) -> list[Owed]:
    """Return ``first_request`` and ``gone_quiet``.

    A first request is owed from joining on. An entry is any day that a request, a referral, a
    follow-up or an opportunity of the seeker tells of; quiet is counted from the last one.
    """
    return [_first_requests(known), _quiet(known)]


def _first_requests(known: Sources) -> Owed:
    asked, own, people = known.asked, known.own_rows, known.log.ids.count("person")
    roster = known.log.table("seekers")
    person = known.log.ids.of("seekers", "person_id")[known.log.rows("seekers")]
    joined_on = dates_of(roster["joined_on"])
    listed = np.flatnonzero(known.is_selected[person] & ~np.isnat(joined_on))
    # The roster is in the order of ids, and of one person's cohorts the one joined first counts.
    listed = listed[np.lexsort((joined_on[listed], known.place[person[listed]]))]
    _, first = np.unique(known.place[person[listed]], return_index=True)
    rows = listed[first]
    day = np.where(np.isnat(asked.approach_on), asked.answered_on, asked.approach_on)[own]
    day = np.where(np.isnat(day), asked.cancelled_on[own], day)
    has_asked = flags_of(asked.seeker[own], people)[person[rows]]
    return owed(
        "first_request",
        person[rows],
        joined_on[rows],
        exact=~is_approximate(roster, "joined_on")[rows],
        acted=has_asked,
        acted_on=first_days(asked.seeker[own], day, people)[person[rows]],
        acted_by=by_what([has_asked], ["request"]),
    )


def _quiet(known: Sources) -> Owed:
    people = known.log.ids.count("person")
    seekers, days = [], []
    for name in _ENTRIES:
        rows = known.log.table(name)
        seekers.append(known.log.ids.of(name, "seeker_id")[known.log.rows(name)])
        columns = [dates_of(rows[column]) for column in TABLES[name].happened]
        days.append(np.fmax.reduce(columns))
    last = last_days(np.concatenate(seekers), np.concatenate(days), people)
    own = known.seeker_numbers[~np.isnat(last[known.seeker_numbers])]
    return owed("gone_quiet", own, last[own])
