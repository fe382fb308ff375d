"""What an advisor watches: a seeker who has not begun, a seeker who has gone quiet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.debts.acts import is_approximate
from analysis.debts.owed import dates_of, day_for, owed, words
from analysis.debts.sources import Sources
from data.columns import TABLES
from data.lookup import is_among

__all__ = ["owed_to_seekers"]

_ENTRIES = ("interviews", "referrals", "follow_ups", "opportunities")


def owed_to_seekers(known: Sources) -> list[pd.DataFrame]:
    """Return ``first_request`` and ``gone_quiet``.

    A first request is owed from joining on. An entry is any day that a request, a referral, a
    follow-up or an opportunity of the seeker tells of; quiet is counted from the last one.
    """
    return [_first_requests(known), _quiet(known)]


def _first_requests(known: Sources) -> pd.DataFrame:
    roster = known.log.table("seekers")
    roster = roster[is_among(roster["person_id"], known.seekers)].dropna(subset=["joined_on"])
    roster = roster.assign(rough=is_approximate(roster, "joined_on"))
    roster = roster.sort_values(["person_id", "joined_on"], kind="stable")
    first = roster.drop_duplicates("person_id").rename(columns={"person_id": "seeker_id"})
    own = known.own
    asked = own["approach_on"].fillna(own["answered_on"]).fillna(own["cancelled_on"])
    has_asked = is_among(first["seeker_id"], own["seeker_id"])
    return owed(
        "first_request",
        first,
        opened_on=first["joined_on"].array,
        exact=~first["rough"].to_numpy(),
        acted=has_asked,
        acted_on=day_for(first["seeker_id"], asked.groupby(own["seeker_id"]).min()),
        acted_by=words([has_asked], ["request"]),
    )


def _quiet(known: Sources) -> pd.DataFrame:
    entries = []
    for name in _ENTRIES:
        rows = known.log.table(name)
        rows = rows[is_among(rows["seeker_id"], known.seekers)]
        days = np.fmax.reduce([dates_of(rows[column]) for column in TABLES[name].happened])
        entry = pd.DataFrame({"seeker_id": rows["seeker_id"].array, "day": days}).dropna()
        entries.append(entry.groupby("seeker_id", as_index=False)["day"].max())
    last = pd.concat(entries).groupby("seeker_id", as_index=False)["day"].max()
    return owed("gone_quiet", last, opened_on=dates_of(last["day"]))
