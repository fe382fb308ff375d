"""What came of it, in a word: how many have met somebody, found an opportunity, had an offer."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis.conversion import credited_opportunities
from analysis.definitions import ONE_SEEKER
from analysis.figures import Figures
from analysis.findings import Finding
from analysis.follow_up import search_ends
from analysis.funnel import funnel_of, seekers_at
from analysis.open_doors import names_told
from analysis.origins import origins
from analysis.paths import behind
from data.columns import TABLES
from data.lookup import is_among, place_of

__all__ = [
    "FEW_FOUND",
    "conversion_finding",
    "directions",
    "kinds",
    "stages",
    "weeks_to_first",
]

FEW_FOUND = 5
"""Below this number of opportunities they are shown one by one, and nothing is told as a rate."""

DIRECTIONS = ("confirmed", "changed", "ruled_out", "none")


def conversion_finding(figures: Figures) -> Finding:
    """Return what can be said of what came of the conversations.

    * ``nobody``: nobody is on the roster, and nobody has asked.
    * ``one_seeker``: the selection narrows the log to one seeker: counts only.
    * ``nobody_met``: nobody has met anybody.
    * ``not_noted``: the whole log notes no opportunity.
    * ``none_yet``: these seekers have found none; elsewhere in the log some have.
    * ``few``: fewer than five opportunities: too few for rates.
    * ``told``: how many have met somebody, found an opportunity, had an offer.

    Numbers count seekers, but for ``conversations`` and ``opportunities``. ``offers_introduced``
    are the seekers with an offer of whom one goes back to an introduction; ``offers_unknown`` those
    of whom none does as far as is known, because an offer names no conversation or the log does not
    say how the person was found. ``weeks`` and ``others`` see :func:`weeks_to_first`.
    """
    at = seekers_at(figures.sources)
    introduced, unknown = _offers(figures, at)
    weeks, others = weeks_to_first(figures)
    searching, week = _weeks_of_search(figures)
    numbers = {
        "seekers": len(at),
        "asked": int(at["first_request"].sum()),
        "met": int(at["first_meeting"].sum()),
        "found": int(at["opportunity"].sum()),
        "offers": int(at["offer"].sum()),
        "accepted": int(at["accepted"].sum()),
        "offers_introduced": introduced,
        "offers_unknown": unknown,
        "opportunities": len(figures.opportunities),
        "conversations": len(figures.forest),
        "weeks": weeks,
        "others": others,
        "searching": searching,
        "week": week,
    }
    return Finding("conversion", _key(figures, numbers), "plain", numbers)


def _key(figures: Figures, numbers: dict[str, int]) -> str:
    if not numbers["seekers"]:
        return "nobody"
    if figures.singles_out:
        return "one_seeker"
    if not numbers["met"]:
        return "nobody_met"
    if not numbers["opportunities"]:
        return "not_noted" if figures.log.table("opportunities").empty else "none_yet"
    return "few" if numbers["opportunities"] < FEW_FOUND else "told"


def _offers(figures: Figures, at: pd.DataFrame) -> tuple[int, int]:
    """Return how many seekers owe an offer to an introduction; of how many more it is unknown."""
    found = behind(figures, "offer")
    found = found[is_among(found["seeker_id"], at.index[at["offer"]])]
    by_introduction = credited_opportunities(figures)["opportunity_id"]
    thanks_to = set(found.loc[is_among(found["opportunity_id"], by_introduction), "seeker_id"])
    unknown = set(found.loc[~_told_whence(figures, found), "seeker_id"])
    return len(thanks_to), len(unknown - thanks_to)


def _told_whence(figures: Figures, found: pd.DataFrame) -> np.ndarray:
    """Return of which opportunities the log says how the person was found."""
    asked, meetings = figures.requests, figures.forest
    place = place_of(found["interview_id"], asked["interview_id"])
    pair = pd.MultiIndex.from_frame(asked[["seeker_id", "contact_id"]])
    known = (
        origins(figures)
        .notna()
        .set_axis(pd.MultiIndex.from_frame(meetings[["seeker_id", "contact_id"]]))
    )
    told = known.reindex(pair).fillna(False).to_numpy(dtype=np.bool_)  # noqa: FBT003
    return np.append(told, False)[place]


def weeks_to_first(figures: Figures) -> tuple[int, int]:
    """Return after how many weeks half of the others who found an opportunity had their first one.

    Others: seekers of the log who are not selected, have joined on a known day and found one on or
    after it. The second number is how many they are; without any both are 0. It says nothing of
    those who found none.
    """
    log = figures.log
    roster = log.at(cohorts=(), advisor="").roster()
    joined = roster.groupby("person_id")["joined_on"].min().dropna()
    found = log.table("opportunities")
    dates = [c for c in TABLES["opportunities"].row_from if c != "closed_on"]
    first = found.assign(day=found[dates].min(axis=1)).groupby("seeker_id")["day"].min().dropna()
    first = first[~is_among(first.index, figures.seekers)]
    days = (first - joined.reindex(first.index)).dt.days.dropna()
    days = days[days >= 0]
    return (round(float(days.median()) / 7) if len(days) else 0), len(days)


def _weeks_of_search(figures: Figures) -> tuple[int, int]:
    """Return how many still search, and in which week or an earlier one half of them are."""
    over = search_ends(figures.log).index
    joined = figures.roster.groupby("person_id")["joined_on"].min().dropna()
    joined = joined[~is_among(joined.index, over)]
    weeks = (pd.Timestamp(figures.log.as_of) - joined).dt.days // 7 + 1
    weeks = weeks[weeks > 0].sort_values()
    return len(weeks), int(weeks.iloc[(len(weeks) - 1) // 2]) if len(weeks) else 0


def stages(figures: Figures, unit: Literal["request", "seeker", "referral"]) -> pd.DataFrame:
    """Return the funnel of the selection, with what the log does not tell marked as such.

    The columns of :func:`analysis.funnel.funnel`, and ``told``: whether the log tells anything of
    the stage. It does not of opportunities when the whole log notes none, of names given when it
    says of no conversation whether there were any, and of meetings by introduction when it says of
    none how the person was found. For one seeker of several there are counts only.
    """
    found = funnel_of(figures.sources, unit)
    untold: list[str] = []
    if figures.log.table("opportunities").empty:
        untold += ["opportunity", "interview", "offer", "accepted"]
    if not names_told(figures):
        untold += ["referred_on", "first_referral"]
    if len(figures.forest) and origins(figures).isna().all():
        untold += ["next_meeting"]
    found = found.assign(told=~found["stage"].isin(untold))
    if figures.singles_out:
        found = found.assign(share=np.nan, low=np.nan, high=np.nan)
        found["reason"] = ONE_SEEKER
    return found


def directions(figures: Figures) -> pd.Series:
    """Return how many conversations confirmed, changed or ruled out a direction, or did neither.

    Index: ``confirmed``, ``changed``, ``ruled_out``, ``none``, ``not_noted``. Every conversation
    counts, repeat ones too.
    """
    held = figures.interviews[figures.interviews["held_on"].notna()]
    told = held["direction"].fillna("not_noted").value_counts()
    return told.reindex([*DIRECTIONS, "not_noted"], fill_value=0).rename("conversations")


def kinds(figures: Figures) -> pd.DataFrame:
    """Return what was found, by kind: kind, found, introduced (by an introduction), offers.

    Sorted by how many were found, then by kind. ``offers`` had at least an offer.
    """
    found = figures.opportunities[["opportunity_id", "kind"]].assign(
        kind=figures.opportunities["kind"].fillna("")
    )
    introduced = credited_opportunities(figures)["opportunity_id"]
    offered = behind(figures, "offer")["opportunity_id"]
    counted = found.assign(
        found=1,
        introduced=is_among(found["opportunity_id"], introduced).astype(int),
        offers=is_among(found["opportunity_id"], offered).astype(int),
    )
    table = counted.groupby("kind")[["found", "introduced", "offers"]].sum().reset_index()
    return table.sort_values(["found", "kind"], ascending=[False, True]).reset_index(drop=True)
