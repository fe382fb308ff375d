"""The roster: how far each seeker has come, in counts, with the last entry and the next agreement.

Counts only: for one seeker there is no share, no rate and no place in an order of merit. What a
cohort's log does not note is blank, never nought.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.coverage import coverage
from analysis.figures import Figures
from analysis.findings import Finding
from analysis.follow_up import search_ends
from data.columns import TABLES
from data.lookup import is_among, place_of

__all__ = ["COUNTS", "agreements", "last_entries", "roster", "roster_finding"]

COUNTS = ("asked", "yes", "met", "named", "asked_on")
"""The counts of a seeker in the order in which one leads to the next."""

_ENTRIES = ("interviews", "referrals", "follow_ups", "opportunities")
_ENOUGH = 20
"""Requests from which on "every one was held" means that only these are logged (DESIGN §4)."""


def roster(figures: Figures) -> pd.DataFrame:
    """Return one row per selected seeker as of the log's date.

    Columns: seeker_id; cohort and advisor (several joined by commas); joined_on; listed (is on a
    roster); started (has asked somebody); the counts asked (requests), yes (requests accepted), met
    (people met), named (new people named to the seeker) and asked_on (of these, asked by the seeker
    or by another one they were handed to); last_entry; next_agreement (when what was agreed and
    is not done is due next; if nothing lies ahead, when the last of it was) and ended_on (of the
    search, blank while it goes on).

    Counts are ``Int64``, blank where the log of the seeker's cohorts does not note such things:
    asked and yes when no day of asking is noted or only conversations that took place are; named
    and asked_on when no names are; asked_on also when names are known as a number only.

    Those who have not started come first, whoever joined first leading; then by the last entry, the
    oldest first; ties by name.
    """
    members, ids = figures.roster, figures.seekers
    table = pd.DataFrame({"seeker_id": pd.Series(ids, dtype="str")})
    table["cohort"] = _of_each(members, "cohort", ids)
    table["advisor"] = _of_each(members, "advisor", ids)
    table["joined_on"] = members.groupby("person_id")["joined_on"].min().reindex(ids).to_numpy()
    listed = members.loc[members["cohort_id"].notna().to_numpy(), "person_id"]
    table["listed"] = is_among(ids, listed)
    told = _counts(figures)
    table["started"] = (told["asked"] > 0).to_numpy()
    for count in COUNTS:
        table[count] = told[count].where(_noted(figures, count)).astype("Int64").to_numpy()
    numbered = (told["named"] > told["named_by_name"]) & (told["named_by_name"] == 0)
    table["asked_on"] = table["asked_on"].mask(numbered.to_numpy())
    table["last_entry"] = last_entries(figures).reindex(ids).to_numpy()
    table["next_agreement"] = _next_agreements(figures).reindex(ids).to_numpy()
    table["ended_on"] = search_ends(figures.log).reindex(ids).to_numpy()
    return _in_order(table, figures)


def _of_each(members: pd.DataFrame, column: str, ids: pd.Index) -> list[str]:
    """Return what a column says of each seeker, several in the order of the alphabet."""
    told = members[["person_id", column]].dropna().drop_duplicates().sort_values(column)
    words: dict[str, str] = {}
    for person, word in zip(told["person_id"], told[column], strict=True):
        words[person] = f"{words[person]}, {word}" if person in words else word
    return [words.get(person, "") for person in ids]


def _counts(figures: Figures) -> pd.DataFrame:
    """Return the counts of every seeker, whether noted or not; named_by_name leaves out numbers."""
    ids = figures.seekers
    asked, named = figures.requests, figures.referrals
    new = named[named["fresh"].to_numpy(dtype=bool)]
    acted = new["first_requested_on"].notna() | new["handed_off_on"].notna()
    held = figures.interviews[figures.interviews["held_on"].notna()]
    held = held[~is_among(held["interview_id"], named["interview_id"])]
    given = held["names_given"].fillna(0).to_numpy(dtype=np.float64)

    def of(rows: pd.DataFrame, weights: Any = None) -> np.ndarray:  # noqa: ANN401  # an array
        place = place_of(rows["seeker_id"], ids)
        kept = place >= 0
        weights = None if weights is None else weights[kept]
        return np.bincount(place[kept], weights, len(ids)).astype(np.int64)

    counts = pd.DataFrame(
        {
            "asked": of(asked),
            "yes": of(asked[asked["answer"] == "accepted"]),
            "met": of(figures.forest),
            "named_by_name": of(new),
            "asked_on": of(new[acted.to_numpy()]),
        },
        index=ids,
    )
    return counts.assign(named=counts["named_by_name"] + of(held, given))


_TOLD_BY = {"asked": "asked", "yes": "asked", "named": "names", "asked_on": "names"}


def _noted(figures: Figures, count: str) -> np.ndarray:
    """Return for which seekers the log of any of their cohorts notes what is counted."""
    ids = figures.seekers
    aspect = _TOLD_BY.get(count)
    if aspect is None:
        return np.ones(len(ids), dtype=bool)
    states = figures.requests["state"]
    if aspect == "asked" and len(states) >= _ENOUGH and (states == "held").all():
        return np.zeros(len(ids), dtype=bool)
    told = coverage(figures).query("aspect == @aspect and state != 'no'")
    cohorts, telling = (
        rows["cohort_id"].astype("str").fillna("") for rows in (figures.roster, told)
    )
    noted = figures.roster.loc[is_among(cohorts, telling), "person_id"]
    return is_among(ids, noted)


def last_entries(figures: Figures) -> pd.Series:
    """Return the last day that a request, referral, follow-up or opportunity of a seeker tells of.

    Index: seeker ids, only those with an entry.
    """
    days = []
    for name in _ENTRIES:
        rows = figures.log.table(name)
        rows = rows[is_among(rows["seeker_id"], figures.seekers)]
        day = rows[list(TABLES[name].happened)].max(axis=1)
        days.append(pd.DataFrame({"seeker_id": rows["seeker_id"].array, "day": day.to_numpy()}))
    return pd.concat(days).dropna().groupby("seeker_id")["day"].max()


def agreements(figures: Figures) -> pd.DataFrame:
    """Return what was agreed with the selected seekers and is not done, by the day it is due.

    Rows of ``notes`` with a day on which they are due, of searches that go on.
    """
    notes = figures.log.table("notes")
    ends = search_ends(figures.log)
    going_on = figures.seekers[~is_among(figures.seekers, ends.dropna().index)]
    mine = notes[
        (notes["kind"] == "agreement").to_numpy()
        & notes["done_on"].isna().to_numpy()
        & notes["due_on"].notna().to_numpy()
        & is_among(notes["person_id"], going_on)
    ]
    return mine.sort_values(["due_on", "note_id"], kind="stable", ignore_index=True)


def _next_agreements(figures: Figures) -> pd.Series:
    open_ = agreements(figures)
    ahead = open_[open_["due_on"] >= pd.Timestamp(figures.log.as_of)]
    following = ahead.groupby("person_id")["due_on"].min()
    return following.combine_first(open_.groupby("person_id")["due_on"].max())


def _in_order(table: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    names = pd.Series(figures.of_people(table["seeker_id"], "name")).fillna("")
    since = table["joined_on"].where(~table["started"], table["last_entry"])
    keys = table.assign(name=names.to_numpy(), since=since)
    order = keys.sort_values(["started", "since", "name"], kind="stable", na_position="first")
    return table.loc[order.index].reset_index(drop=True)


def roster_finding(everybody: pd.DataFrame) -> Finding:
    """Return what can be said of who has started; ``everybody`` is a frame of :func:`roster`.

    * ``nobody``: there are no seekers.
    * ``no_list``: the log has no list of seekers, so that only those who have started are in it.
    * ``all_ended``: no search goes on.
    * ``all_started``, ``some_not``: of the seekers on a list whose search goes on.

    Numbers: seekers (on a list, search going on), started, not_started, ended (searches), off_list
    (seekers on no list, search going on).
    """
    going_on = everybody[everybody["ended_on"].isna()]
    listed = going_on[going_on["listed"]]
    numbers = {
        "seekers": len(listed),
        "started": int(listed["started"].sum()),
        "not_started": int((~listed["started"]).sum()),
        "ended": len(everybody) - len(going_on),
        "off_list": len(going_on) - len(listed),
    }
    if everybody.empty:
        return Finding("seekers", "nobody", "too_little", numbers)
    if not everybody["listed"].any():
        return Finding("seekers", "no_list", "too_little", numbers)
    if going_on.empty:
        return Finding("seekers", "all_ended", "plain", numbers)
    if numbers["not_started"]:
        return Finding("seekers", "some_not", "bad", numbers)
    return Finding("seekers", "all_started", "good", numbers)
