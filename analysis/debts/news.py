"""Good news, owed to everyone on the path that led to an accepted offer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.credit import Credit
from analysis.debts.acts import done_by, is_approximate
from analysis.debts.owed import NEVER, Dates, Numbers, Owed, dates_of, flags_of, nobody, owed
from analysis.debts.sources import Sources
from data.lookup import place_of

__all__ = ["owed_news", "path_to"]


def owed_news(known: Sources) -> list[Owed]:
    """Return ``good_news``: one debt per accepted offer's seeker and contact on its path.

    The debt belongs to the seeker who asked that contact, who need not be the one who was hired.
    """
    ids, offers = known.log.ids, known.opportunities
    led_to = ids.of("opportunities", "interview_id")[known.log.rows("opportunities")]
    asked = flags_of(known.asked.interview, ids.count("interview"))
    chosen = np.flatnonzero(offers["accepted_on"].notna().to_numpy() & asked[led_to])
    if not len(chosen):
        return [nobody("good_news")]
    rough = is_approximate(offers, "accepted_on")
    offers = offers.iloc[chosen].assign(rough=rough[chosen])
    way = _Ways(known.credited, known.asked.row, known.asked.held_on)
    # The interviews' ids are numbered by their rows, which are those of the credits.
    path = _path(offers.index.to_numpy(), led_to[chosen], way)
    every = path.join(offers[["accepted_on", "rough", "seeker_id"]].add_prefix("hired_"), on="of")
    every = every[every["contact_id"] != every["hired_seeker_id"]]
    every = every[(every["contact_id"] != every["seeker_id"])]
    every = every[every["seeker_id"].isin(known.seekers)]
    keys = ["hired_seeker_id", "seeker_id", "contact_id"]
    first = every.sort_values([*keys, "hired_accepted_on"], kind="stable").drop_duplicates(keys)
    debts = _news(first, known)
    return [done_by(debts, known.acts, ["success_news"])]


def _news(first: pd.DataFrame, known: Sources) -> Owed:
    ids = known.log.ids
    seeker = ids.numbers("person", first["seeker_id"])
    contact = ids.numbers("person", first["contact_id"])
    return owed(
        "good_news",
        seeker,
        dates_of(first["hired_accepted_on"]),
        contact=contact,
        pair=ids.pair_of(seeker, contact),
        interview=ids.numbers("interview", first["interview_id"]),
        exact=~first["hired_rough"].to_numpy(dtype=np.bool_),
    )


def path_to(conversations: pd.Series, credited: Credit, requests: pd.DataFrame) -> pd.DataFrame:
    """Return the contacts on the credited path to each conversation, from it up to the root.

    ``conversations``: interview ids. One row per contact: ``of`` (the index of the conversation),
    seeker_id (who asked the contact), contact_id, interview_id (the meeting, else the request that
    was passed through; blank for an introducer). The path goes by the meeting of each pair where
    it had been held by then, else by the request itself.
    """
    ids = credited.credits["interview_id"]
    way = _Ways(credited, place_of(requests["interview_id"], ids), dates_of(requests["held_on"]))
    at = place_of(conversations, ids)
    return _path(conversations.index.to_numpy()[at >= 0], at[at >= 0], way)


def _path(of: np.ndarray, at: Numbers, way: _Ways) -> pd.DataFrame:
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
        return way.credits.iloc[:0][columns[1:]].assign(of=of)
    return pd.concat(steps, ignore_index=True)[columns].drop_duplicates(ignore_index=True)


class _Ways:
    """The whole log's requests as positions: one step up, the pair's meeting, who was asked."""

    def __init__(self, credited: Credit, rows: Numbers, held_on: Dates) -> None:
        self.credits = credited.credits
        self.referrals = credited.referrals
        self.came_by = credited.came_by
        self.above = np.maximum(credited.made_in, -1)
        self.first = credited.first_of_pair
        self.held = np.full(len(self.credits), NEVER)
        self.held[rows] = held_on

    def to_meeting(self, at: Numbers, limit: np.ndarray) -> tuple[Numbers, np.ndarray]:
        """Return the pair's meeting where it was held by the day, and the day it sets."""
        first = self.first[at]
        day = np.where(first >= 0, self.held[first], NEVER)
        by_then = (day <= limit) | (np.isnat(limit) & ~np.isnat(day))
        return np.where(by_then, first, at), np.where(by_then, day, limit)

    def contacts(self, of: np.ndarray, at: Numbers) -> pd.DataFrame:
        """Return who was asked in these requests, and by whom."""
        asked = self.credits.iloc[at]
        columns = ["seeker_id", "contact_id", "interview_id"]
        return asked[columns].reset_index(drop=True).assign(of=of)

    def introducers(self, of: np.ndarray, at: Numbers) -> pd.DataFrame:
        """Return who gave the name without having been asked for a conversation."""
        came_by = self.came_by[at]
        alone = (came_by >= 0) & (self.above[at] < 0)
        named = self.referrals.take(came_by[alone])
        return pd.DataFrame(
            {
                "of": of[alone],
                "seeker_id": named["seeker_id"].array,
                "contact_id": named["from_id"].array,
                "interview_id": pd.array([None] * len(named), dtype="str"),
            }
        )
