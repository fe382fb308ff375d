"""Multiplication: how many conversations one conversation leads to, without a fit.

What is here can be said from one meeting on: means and shares of what has happened so far. A young
cohort's ``R_naive`` is too low, because its last meetings have had no time yet (SCIENCE §1).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.definitions import Definition, Group, Reading
from analysis.figures import Figures, once
from analysis.intervals import Estimate, share
from analysis.origins import origins
from analysis.rates import mean_count
from data.lookup import is_among, place_of, shared_codes

__all__ = ["DEFINITIONS", "names_per_meeting"]


@once
def names_per_meeting(figures: Figures) -> pd.Series:
    """Return how many people each meeting of the selection has named; blank where unknown.

    Indexed like ``figures.forest``. Counted are the referrals of people made in any conversation of
    the meeting's pair, or ``names_given`` of a conversation where that is more: then not all of
    them were written down. A meeting has named *nobody* only if ``names_given`` or ``names_asked``
    is filled in one of the pair's conversations, else it is unknown.
    """
    held = figures.interviews[figures.interviews["held_on"].notna()]
    pair = ["seeker_id", "contact_id"]
    made = figures.referrals[figures.referrals["referred_id"].notna()]
    place = place_of(made["interview_id"], held["interview_id"])
    rows = np.bincount(place[place >= 0], minlength=len(held))
    said = (held["names_given"].notna() | held["names_asked"].notna()).to_numpy()
    given = held["names_given"].fillna(0).to_numpy(dtype=np.float64)
    of, meeting = shared_codes(held[pair], figures.forest[pair])
    pairs = len(held) + len(meeting)
    counts, stated = (
        np.bincount(of, weights=each, minlength=pairs)[meeting]
        for each in (np.maximum(rows, given), said)
    )
    return pd.Series(counts, index=figures.forest.index).where((counts > 0) | (stated > 0))


def _referrals_per_meeting(figures: Figures) -> Reading:
    counts = names_per_meeting(figures)
    known = counts.notna()
    if len(counts) and not known.any():
        return Reading(Estimate(None, reason="not_recorded"), left_out=len(counts))
    seekers = figures.forest["seeker_id"][known.to_numpy()]
    found = mean_count(counts[known], seekers)
    if known.all():
        return Reading(found)
    as_none = Estimate(float(counts.sum()) / len(counts), n=len(counts))
    bounds = (Group("unknown names", "counted as none", as_none),)
    return Reading(found, bounds, left_out=int((~known).sum()))


def _made_at_meetings(figures: Figures) -> pd.DataFrame:
    held = figures.interviews.loc[figures.interviews["held_on"].notna(), "interview_id"]
    made = figures.referrals
    return made[made["referred_id"].notna() & is_among(made["interview_id"], held)]


def _new_share(figures: Figures) -> Reading:
    made = _made_at_meetings(figures)
    return Reading(share(int(made["fresh"].sum()), len(made), reason_if_none="no_names"))


def _offspring_per_meeting(figures: Figures) -> Reading:
    meetings = figures.forest
    unknown = int(origins(figures).isna().sum())
    if len(meetings) and unknown == len(meetings):
        return Reading(Estimate(None, reason="not_recorded"), left_out=unknown)
    lived = mean_count(meetings["offspring"], meetings["seeker_id"])
    if lived.value is None or not unknown:
        return Reading(lived)
    most = (lived.value * lived.n + unknown) / lived.n
    groups = (
        Group("unknown origin", "counted as none", Estimate(lived.value, n=lived.n)),
        Group("unknown origin", "counted as all", Estimate(most, n=lived.n)),
    )
    return Reading(lived, groups, left_out=unknown)


def _zero_share(figures: Figures) -> Reading:
    none_yet = figures.forest["offspring"] == 0
    unknown = int(origins(figures).isna().sum())
    if len(none_yet) and unknown == len(none_yet):
        return Reading(Estimate(None, reason="not_recorded"), left_out=unknown)
    return Reading(share(int(none_yet.sum()), len(none_yet)), left_out=unknown)


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "multiplication.referrals_per_meeting",
        "names per conversation",
        "names",
        "How many people are named in a conversation, on average.",
        "ν = referrals of people made at meetings ÷ meetings; exact Poisson interval, widened for"
        " seekers who differ",
        _referrals_per_meeting,
        exclusions="Conversations of which the log does not say whether anybody was named.",
        source="interval: Garwood 1936, doi 10.1093/biomet/28.3-4.437",
    ),
    Definition(
        "multiplication.new_share",
        "names that are new",
        "share",
        "Names given whom the seeker had not met, asked or been given before.",
        "fresh referrals ÷ referrals of people made at meetings; Wilson interval",
        _new_share,
        exclusions="Leads, and names given with a decline or by somebody never met.",
    ),
    Definition(
        "multiplication.R_naive",
        "further conversations so far",
        "conversations",
        "How many further conversations one conversation has led to so far.",
        "offspring ÷ meetings, as lived: recent meetings have had little time; exact Poisson"
        " interval, widened for seekers who differ",
        _offspring_per_meeting,
        exclusions="Conversations of unknown origin count as led to by none; the bounds show both.",
        source="offspring: Lloyd-Smith et al. 2005, doi 10.1038/nature04153",
    ),
    Definition(
        "multiplication.zero_share",
        "led to none so far",
        "share",
        "Conversations that have led to no further conversation so far.",
        "meetings with offspring 0 ÷ meetings; Wilson interval",
        _zero_share,
        exclusions="Conversations of unknown origin count as led to by none.",
    ),
)
