"""Approaches: each person a seeker has asked, once, however often, and whether it led to a meeting.

The multiplication counts first conversations, so of several requests to one person the first
begins the wait and the first conversation ends it.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.figures import Figures, once
from analysis.follow_up import search_ends
from data.lookup import place_of, shared_codes

__all__ = ["approaches"]

Positions: TypeAlias = npt.NDArray[np.int64]
Dates: TypeAlias = npt.NDArray[np.datetime64]

_LONGEST_WAY = 100
"""People who passed a name on without being met; longer ways than this are cycles."""


@once
def approaches(figures: Figures) -> pd.DataFrame:
    """Return one row per selected seeker and person asked, in the order of the first request.

    Columns: seeker_id, contact_id; ``asked_on``, the day of the first request (the conversation, if
    that is all that is known; rows without either are left out); ``held_on``, the first
    conversation, blank when there was none; ``waiting``: not met, some request is neither
    declined nor cancelled, and the search goes on; ``over_on``: when it was sure that nobody would
    be met (the last decline or cancellation, or the end of the search), blank while waiting, once
    met, and where no such day is known; ``introduced``: a conversation goes back to another one,
    so that this person, once met, is no first contact.
    """
    asked = figures.requests[figures.requests["approach_on"].notna()]
    pairs = asked[["seeker_id", "contact_id"]]
    pair, _ = shared_codes(pairs, pairs.iloc[:0])
    asked = asked.assign(pair=pair, introduced=_introduced(figures, asked["interview_id"]))
    asked = asked.sort_values(["approach_on", "interview_id"], kind="stable")
    dead = asked["state"].isin(["declined", "cancelled"])
    closed = asked[["cancelled_on", "answered_on"]].min(axis=1).where(dead)
    by_pair = asked.assign(alive=~dead, closed=closed).groupby("pair", sort=False)
    found = by_pair[["seeker_id", "contact_id"]].first()
    by_meeting = asked[asked["meeting"]].set_index("pair")["introduced"]
    found["introduced"] = by_pair["introduced"].any()
    found.loc[by_meeting.index, "introduced"] = by_meeting
    found["asked_on"] = by_pair["approach_on"].min()
    found["held_on"] = by_pair["held_on"].min()
    alive, last = by_pair["alive"].any(), by_pair["closed"].max()
    ends = search_ends(figures.log)
    over = pd.Series(ends.array.take(place_of(found["seeker_id"], ends.index), allow_fill=True))
    over = over.set_axis(found.index).astype("datetime64[s]")
    met = found["held_on"].notna()
    found["waiting"] = alive & ~met & over.isna()
    gone = last.where(~alive).astype("datetime64[s]").fillna(over)
    found["over_on"] = gone.where(~met & ~found["waiting"])
    return found.reset_index(drop=True)


def _introduced(figures: Figures, requests: pd.Series) -> npt.NDArray[np.bool_]:
    """Return which requests go back, conduits passed over, to a person met by the as-of date."""
    credited, limit = figures.credited, np.datetime64(figures.log.as_of, "s")
    held = credited.meetings.set_index("interview_id")["held_on"]
    at = place_of(credited.credits["interview_id"], held.index)
    days = np.append(held.to_numpy(), np.datetime64("NaT"))[at]
    met = np.append(~np.isnat(days) & (days <= limit), False)
    above, first = (
        np.append(np.maximum(of, -1), -1) for of in (credited.made_in, credited.first_of_pair)
    )
    way = above[place_of(requests, credited.credits["interview_id"])]
    introduced = np.zeros(len(way), dtype=np.bool_)
    for _ in range(_LONGEST_WAY):
        on = (way >= 0) & ~introduced
        if not on.any():
            break
        introduced |= on & met[first[way]]
        way = np.where(on & ~introduced, above[way], -1)
    return introduced
