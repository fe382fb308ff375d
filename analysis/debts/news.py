"""Good news, owed to everyone on the path that led to an accepted offer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.credit import Credit
from analysis.debts.acts import done_by, is_approximate
from analysis.debts.owed import NEVER, dates_of, nobody, owed
from analysis.debts.sources import Sources
from data.lookup import is_among, place_of, shared_codes

__all__ = ["owed_news", "path_to"]


def owed_news(known: Sources) -> list[pd.DataFrame]:
    """Return ``good_news``: one row per accepted offer's seeker and contact on its path.

    The debt belongs to the seeker who asked that contact, who need not be the one who was hired.
    """
    offers = known.opportunities
    offers = offers[offers["accepted_on"].notna()]
    offers = offers[is_among(offers["interview_id"], known.requests["interview_id"])]
    if offers.empty:
        return [nobody("good_news")]
    offers = offers.assign(rough=is_approximate(offers, "accepted_on"))
    path = path_to(offers["interview_id"], known.credited, known.requests)
    every = path.join(offers[["accepted_on", "rough", "seeker_id"]].add_prefix("hired_"), on="of")
    every = every[every["contact_id"] != every["hired_seeker_id"]]
    every = every[(every["contact_id"] != every["seeker_id"])]
    every = every[every["seeker_id"].isin(known.seekers)]
    keys = ["hired_seeker_id", "seeker_id", "contact_id"]
    first = every.sort_values([*keys, "hired_accepted_on"], kind="stable").drop_duplicates(keys)
    debts = owed(
        "good_news",
        first,
        opened_on=first["hired_accepted_on"].array,
        exact=~first["hired_rough"].to_numpy(dtype=np.bool_),
    )
    return [done_by(debts, known.follow_ups, ["success_news"])]


def path_to(conversations: pd.Series, credited: Credit, requests: pd.DataFrame) -> pd.DataFrame:
    """Return the contacts on the credited path to each conversation, from it up to the root.

    ``conversations``: interview ids. One row per contact: ``of`` (the index of the conversation),
    seeker_id (who asked the contact), contact_id, interview_id (the meeting, else the request that
    was passed through; blank for an introducer). The path goes by the meeting of each pair where
    it had been held by then, else by the request itself.
    """
    way = _Ways(credited, requests)
    at = way.place(conversations)
    of = conversations.index.to_numpy()[at >= 0]
    at = at[at >= 0]
    limit = way.held[at]
    steps, seen = [], set[tuple[object, int]]()
    while len(at):
        at, limit = way.to_meeting(at, limit)
        steps.append(way.contacts(of, at))
        new = np.array([(o, a) not in seen for o, a in zip(of, at, strict=True)], dtype=np.bool_)
        seen.update(zip(of, at, strict=True))
        of, at, limit = of[new], at[new], limit[new]
        steps.append(way.introducers(of, at))
        above = way.above[at]
        of, at, limit = of[above >= 0], above[above >= 0], limit[above >= 0]
    columns = ["of", "seeker_id", "contact_id", "interview_id"]
    if not steps:
        nobody = credited.credits.iloc[:0][columns[1:]]
        return nobody.assign(of=conversations.index[:0])
    return pd.concat(steps, ignore_index=True)[columns].drop_duplicates(ignore_index=True)


class _Ways:
    """The whole log's requests as positions: one step up, the pair's meeting, who was asked."""

    def __init__(self, credited: Credit, requests: pd.DataFrame) -> None:
        self.credits = credited.credits
        self.above = self.place(self.credits["made_in"])
        self.held = self._held(requests)
        self.first = self._first(credited.meetings)
        self.referrals = credited.referrals.set_index("referral_id")

    def place(self, ids: pd.Series) -> npt.NDArray[np.int64]:
        """Return where each request stands, −1 where it does not."""
        return place_of(ids, self.credits["interview_id"])

    def _held(self, requests: pd.DataFrame) -> np.ndarray:
        held = np.full(len(self.credits), NEVER)
        held[self.place(requests["interview_id"])] = dates_of(requests["held_on"])
        return held

    def _first(self, meetings: pd.DataFrame) -> npt.NDArray[np.int64]:
        """Return for each request where the first conversation of its pair stands."""
        pair = ["seeker_id", "contact_id"]
        asked, met = shared_codes(self.credits[pair], meetings[pair])
        first = np.full(len(asked) + len(met) + 1, -1)
        first[met] = self.place(meetings["interview_id"])
        first[-1] = -1
        return first[asked]

    def to_meeting(
        self, at: npt.NDArray[np.int64], limit: np.ndarray
    ) -> tuple[npt.NDArray[np.int64], np.ndarray]:
        """Return the pair's meeting where it was held by the day, and the day it sets."""
        first = self.first[at]
        day = np.where(first >= 0, self.held[first], NEVER)
        by_then = (day <= limit) | (np.isnat(limit) & ~np.isnat(day))
        return np.where(by_then, first, at), np.where(by_then, day, limit)

    def contacts(self, of: np.ndarray, at: npt.NDArray[np.int64]) -> pd.DataFrame:
        """Return who was asked in these requests, and by whom."""
        asked = self.credits.iloc[at]
        columns = ["seeker_id", "contact_id", "interview_id"]
        return asked[columns].reset_index(drop=True).assign(of=of)

    def introducers(self, of: np.ndarray, at: npt.NDArray[np.int64]) -> pd.DataFrame:
        """Return who gave the name without having been asked for a conversation."""
        came_by = self.credits["referral_id"].iloc[at]
        alone = (came_by.notna() & (self.above[at] < 0)).to_numpy()
        named = self.referrals.reindex(came_by[alone])
        return pd.DataFrame(
            {
                "of": of[alone],
                "seeker_id": named["seeker_id"].array,
                "contact_id": named["from_id"].array,
                "interview_id": pd.array([None] * len(named), dtype="str"),
            }
        )
