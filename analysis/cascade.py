"""The cascade: from conversations to names, to new names, to people asked, to people met.

Told as it stands on the as-of date: what has happened so far, and what may still come. Nothing is
fitted here and nothing is foreseen (SCIENCE §1 says what a fit would add).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.definitions import Definition, Reading
from analysis.figures import Figures, once
from analysis.follow_up import search_ends
from analysis.intervals import Estimate
from analysis.multiplication import names_per_meeting
from analysis.rates import mean_count
from data.lookup import is_among, place_of, shared_codes

__all__ = [
    "DEFINITIONS",
    "YOUNG_DAYS",
    "Cascade",
    "Step",
    "by_meeting",
    "cascade",
    "is_young",
    "names_at_meetings",
    "open_names",
    "per_meeting",
]

YOUNG_DAYS = 60
"""Conversations younger than this, of a search that goes on, have had little time (SCIENCE §1)."""

_STILL_OPEN = ("later", "due", "overdue", "snoozed", "unrecorded")

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the cascade, over all conversations that count.

    ``total``: so far; ``open``: names that may still come this far; ``unknown``: names of which
    this cannot be told, because they were counted and not written down. ``each``: the mean per
    conversation so far, with its interval.
    """

    key: str
    total: int
    open: int
    unknown: int
    each: Estimate


@dataclass(frozen=True, slots=True)
class Cascade:
    """What conversations have led to so far, step by step.

    ``meetings``: conversations that count here; ``left_out``: those of which the log does not say
    whether anybody was named. ``at_least``: the log says so of fewer than half of the
    conversations; then all count, and names, new and asked are lower bounds. ``steps``: names, new,
    asked, met. ``other_ways``: how many of those met came of the conversation, yet not by a new
    name of its own (a name passed on by somebody not met, handed over by another seeker, given
    before, or an organization named). ``young``: conversations that have had little time.
    """

    meetings: int
    left_out: int
    at_least: bool
    steps: tuple[Step, ...]
    other_ways: int
    young: int

    def step(self, key: str) -> Step:
        """Return one of the steps: ``names``, ``new``, ``asked`` or ``met``."""
        return next(step for step in self.steps if step.key == key)


@once
def by_meeting(figures: Figures) -> pd.DataFrame:
    """Return what each meeting of the selection has led to: one row per meeting of the forest.

    - ``noted``: the log says whether anybody was named; ``names``: how many were (0 when unknown;
      see :func:`analysis.multiplication.names_per_meeting`);
    - ``written``: how many of them are in the log by name;
    - ``new``: fresh referrals of people made in a conversation of the pair;
    - ``asked``: new ones whom this seeker asked or who were handed to another seeker who asked;
    - ``offspring``: meetings that it has led to; ``direct``: those of them that came by a new name
      of its own, to the same seeker.
    """
    meetings = figures.forest
    counts = names_per_meeting(figures)
    made, at = names_at_meetings(figures)
    size = len(meetings)
    asked = (made["first_requested_on"].notna() | made["handed_off_on"].notna()).to_numpy()
    fresh = made["fresh"].to_numpy(dtype=np.bool_)
    return pd.DataFrame(
        {
            "interview_id": meetings["interview_id"],
            "seeker_id": meetings["seeker_id"],
            "noted": counts.notna().to_numpy(),
            "names": counts.fillna(0).to_numpy(dtype=np.int64),
            "written": np.bincount(at, minlength=size),
            "new": np.bincount(at[fresh], minlength=size),
            "asked": np.bincount(at[fresh & asked], minlength=size),
            "offspring": meetings["offspring"].to_numpy(dtype=np.int64),
            "direct": _direct(figures, made[fresh], at[fresh]),
        }
    )


def cascade(figures: Figures) -> Cascade:
    """Return the cascade of the selected seekers' conversations.

    *Met* counts every meeting that a conversation has led to, so that its mean is the measure
    ``multiplication.R_naive`` wherever no conversation is left out.

    >>> from data.log import Log
    >>> told = cascade(Figures(Log.from_frames({
    ...     "interviews": [
    ...         {"interview_id": "1", "seeker_id": "s", "contact_id": "ann",
    ...          "held_on": "2026-01-05", "names_given": 2},
    ...         {"interview_id": "2", "seeker_id": "s", "contact_id": "bob",
    ...          "held_on": "2026-01-10", "names_given": 0}],
    ...     "referrals": [
    ...         {"referral_id": "r", "seeker_id": "s", "from_id": "ann", "interview_id": "1",
    ...          "referred_id": "bob"},
    ...         {"referral_id": "q", "seeker_id": "s", "from_id": "ann", "interview_id": "1",
    ...          "referred_id": "cleo"}]})))
    >>> [(step.key, step.total, step.open) for step in told.steps]
    [('names', 2, 0), ('new', 2, 0), ('asked', 1, 1), ('met', 1, 1)]
    """
    rows = by_meeting(figures)
    at_least = 2 * int(_stated(figures).sum()) < len(rows) and not rows["noted"].all()
    kept = np.ones(len(rows), dtype=np.bool_) if at_least else rows["noted"].to_numpy()
    counted = rows[kept]
    unasked, undecided = (per_meeting(figures, ids)[kept] for ids in open_names(figures))
    unwritten = int((counted["names"] - counted["written"]).clip(lower=0).sum())
    steps = (
        _step(counted, "names"),
        _step(counted, "new", unknown=unwritten),
        _step(counted, "asked", still=int(unasked.sum()), unknown=unwritten),
        _step(counted, "offspring", "met", int((unasked + undecided).sum())),
    )
    return Cascade(
        meetings=len(counted),
        left_out=len(rows) - len(counted),
        at_least=bool(at_least),
        steps=steps,
        other_ways=int((counted["offspring"] - counted["direct"]).sum()),
        young=int(is_young(figures)[kept].sum()),
    )


@once
def open_names(figures: Figures) -> tuple[pd.Series, pd.Series]:
    """Return the new names still open: ids of those not asked, and of those asked and undecided.

    Not asked: neither asked nor handed over, given up, let go by a decision, or out of reach
    because the search has ended (the open ``act_on_referral`` debts, put off or not). Undecided:
    asked and not met, and a request that followed the name is neither declined nor cancelled while
    the search goes on. Silence is undecided.
    """
    owed = figures.debts
    waits = (owed["rule"] == "act_on_referral") & owed["state"].isin(_STILL_OPEN)
    asked, credits_ = figures.whole_requests, figures.credited.credits
    place = place_of(asked["interview_id"], credits_["interview_id"])
    came_by = credits_["referral_id"].take(place).set_axis(asked.index)
    over = is_among(asked["seeker_id"], search_ends(figures.log).index)
    waiting = asked["state"].isin(["pending", "accepted"]) & ~over
    named = figures.referrals
    # Nobody had been asked before a fresh name was given, so each request of the pair followed it.
    name, alive = shared_codes(
        named[["seeker_id", "referred_id"]], asked.loc[waiting, ["seeker_id", "contact_id"]]
    )
    followed = np.isin(name, alive[alive >= 0]) | is_among(named["referral_id"], came_by[waiting])
    met_there = is_among(named["referral_id"], came_by[asked["held_on"].notna()])
    met = named["first_held_on"].notna().to_numpy() | met_there
    fresh = named["fresh"].to_numpy(dtype=np.bool_)
    return owed.loc[waits, "referral_id"], named.loc[fresh & followed & ~met, "referral_id"]


def per_meeting(figures: Figures, names: pd.Series) -> Counts:
    """Return how many of these names (referral ids) were given in each meeting, shape (meetings,).

    In the order of ``figures.forest``.
    """
    made, at = names_at_meetings(figures)
    return np.bincount(at[is_among(made["referral_id"], names)], minlength=len(figures.forest))


@once
def names_at_meetings(figures: Figures) -> tuple[pd.DataFrame, Counts]:
    """Return the referrals of people made in conversations, and at which meeting each counts.

    The rows of ``figures.referrals`` that do, and the position of each one's meeting in
    ``figures.forest``: a name given in a repeat conversation counts for the pair's meeting.
    """
    held = figures.interviews[figures.interviews["held_on"].notna()]
    made = figures.referrals[figures.referrals["referred_id"].notna()]
    place = place_of(made["interview_id"], held["interview_id"])
    pair = ["seeker_id", "contact_id"]
    of, meeting = shared_codes(held[pair], figures.forest[pair])
    at_meeting = np.full(len(held) + len(meeting), -1)
    at_meeting[meeting] = np.arange(len(meeting))
    at = np.where(place >= 0, np.append(at_meeting[of], -1)[place], -1)
    return made[at >= 0].reset_index(drop=True), at[at >= 0]


def _direct(figures: Figures, fresh: pd.DataFrame, at: Counts) -> Counts:
    """Return how many meetings of the same seeker came by each meeting's own new names."""
    children = figures.forest[figures.forest["parent_id"].notna()]
    parent = place_of(children["parent_id"], figures.forest["interview_id"])
    name = place_of(children["referral_id"], fresh["referral_id"])
    own = (name >= 0) & (parent >= 0) & (np.append(at, -1)[name] == parent)
    return np.bincount(parent[own], minlength=len(figures.forest))


def _stated(figures: Figures) -> npt.NDArray[np.bool_]:
    """Return after which meetings somebody noted whether there were names, whatever came of it."""
    told = figures.interviews["names_given"].notna() | figures.interviews["names_asked"].notna()
    pair = ["seeker_id", "contact_id"]
    said = figures.interviews[figures.interviews["held_on"].notna() & told]
    mine, noted = shared_codes(figures.forest[pair], said[pair])
    return np.isin(mine, noted)


def is_young(figures: Figures) -> npt.NDArray[np.bool_]:
    """Return which meetings have had little time: held lately, in a search that goes on."""
    ends = search_ends(figures.log)
    since = pd.Timestamp(figures.log.as_of) - pd.Timedelta(days=YOUNG_DAYS)
    goes_on = ~is_among(figures.forest["seeker_id"], ends.index)
    return goes_on & (figures.forest["held_on"] > since).to_numpy()


def _step(rows: pd.DataFrame, column: str, key: str = "", still: int = 0, unknown: int = 0) -> Step:
    each = mean_count(rows[column], rows["seeker_id"])
    return Step(key or column, int(rows[column].sum()), still, unknown, each)


def _mean_of(column: str, figures: Figures) -> Reading:
    rows = by_meeting(figures)
    written = rows["noted"] & (rows["names"] <= rows["written"])
    if len(rows) and not written.any():
        return Reading(Estimate(None, reason="not_recorded"), left_out=len(rows))
    kept = rows[written]
    return Reading(mean_count(kept[column], kept["seeker_id"]), (), len(rows) - len(kept))


_LEFT_OUT = (
    "Conversations of which the log does not say whether anybody was named, or does not say who."
)

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "multiplication.new_per_meeting",
        "new names per conversation",
        "names",
        "How many people a conversation names whom the seeker had not met, asked or been given.",
        "fresh referrals of people ÷ meetings; exact Poisson interval, widened for seekers who"
        " differ",
        lambda figures: _mean_of("new", figures),
        exclusions=_LEFT_OUT,
        source="interval: Garwood 1936, doi 10.1093/biomet/28.3-4.437",
    ),
    Definition(
        "multiplication.asked_per_meeting",
        "new names asked so far",
        "names",
        "How many of a conversation's new names have been asked so far, by the seeker or by"
        " another seeker to whom the name was handed.",
        "fresh referrals requested or handed off ÷ meetings, as lived: recent names have had little"
        " time; exact Poisson interval, widened for seekers who differ",
        lambda figures: _mean_of("asked", figures),
        exclusions=_LEFT_OUT,
        source="interval: Garwood 1936, doi 10.1093/biomet/28.3-4.437",
    ),
)
