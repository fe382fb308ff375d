"""What conversations have led to so far: by group, one by one, where the path stops, and in a word.

Everything here has happened. Recent conversations have had little time, so nothing here foresees,
and a low figure of a young cohort is no finding (SCIENCE §1).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.cascade import Cascade, by_meeting, cascade, is_young, open_names, per_meeting
from analysis.figures import Figures
from analysis.findings import FEW_MEETINGS, Finding, Tone
from analysis.follow_up import search_ends
from analysis.measures import Measure, measures
from analysis.origins import origins
from analysis.rates import mean_count
from data.lookup import is_among, shared_codes

__all__ = [
    "FEW_LED_TO",
    "GROUPINGS",
    "STOPS",
    "led_to_counts",
    "multiplication_finding",
    "so_far_by",
    "where_it_stops",
]

FEW_LED_TO = 5
"""Below this number of further conversations nothing is told per ten."""

GROUPINGS = ("month", "steps", "source")
"""By what conversations are grouped: the month held, how many introductions led there, and how the
person was found."""

STOPS = (
    "led_on",
    "none_met",
    "none_asked",
    "none_written",
    "none_new",
    "none_given",
    "not_asked_for",
    "not_noted",
)
"""How far a conversation's path has come, from furthest to nearest."""


def so_far_by(figures: Figures, grouping: str) -> pd.DataFrame:
    """Return what the conversations of each group have led to so far, one row per group.

    Columns: group (month as ``2026-03``; number of introductions; source, blank when not noted),
    meetings, led_to, young (most of them have had little time; see
    :data:`analysis.cascade.YOUNG_DAYS`), each (further conversations per conversation) with its
    90 % interval low … high. These three are blank for fewer than 20 conversations, and for one
    seeker of several: then there are counts only.

    Raises ``ValueError`` for a grouping that is none of :data:`GROUPINGS`.
    """
    meetings = figures.forest.assign(young=is_young(figures))
    by = {
        "month": lambda: meetings["held_on"].dt.strftime("%Y-%m"),
        "steps": lambda: meetings["generation"].astype("int64"),
        "source": lambda: meetings["source"].fillna(""),
    }
    if grouping not in by:
        msg = f"conversations are grouped by {', '.join(GROUPINGS)}, not by {grouping}"
        raise ValueError(msg)
    rows = [
        _group(group, held, told=not figures.singles_out)
        for group, held in meetings.groupby(by[grouping]())
    ]
    columns = ["group", "meetings", "led_to", "young", "each", "low", "high"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[4:], "float64"))


def _group(group: object, held: pd.DataFrame, *, told: bool) -> tuple[object, ...]:
    led_to = int(held["offspring"].sum())
    young = 2 * int(held["young"].sum()) > len(held)
    if not told or len(held) < FEW_MEETINGS:
        return group, len(held), led_to, young, None, None, None
    found = mean_count(held["offspring"], held["seeker_id"])
    return group, len(held), led_to, young, found.value, found.low, found.high


def led_to_counts(figures: Figures, most: int = 5) -> pd.Series:
    """Return how many conversations have led to none, one, two … further ones so far.

    Index: 0 … ``most``; the last holds those that led to so many or more.
    """
    counts = np.bincount(figures.forest["offspring"].clip(upper=most), minlength=most + 1)
    return pd.Series(counts, index=pd.RangeIndex(most + 1, name="led_to"), name="meetings")


def where_it_stops(figures: Figures) -> pd.DataFrame:
    """Return how far the paths of conversations have come: one row per word of :data:`STOPS`.

    Columns: stop, meetings, and ``open``: those of which a new name may still be asked or met. Each
    conversation is in one group, the furthest:

    - ``led_on``: it has led to a further conversation;
    - ``none_met``: a new name was asked, and nobody met so far;
    - ``none_asked``: new names, none of whom was asked;
    - ``none_written``: names were counted, and none is in the log by name;
    - ``none_new``: names, all of them known to the seeker before;
    - ``none_given``: nobody was named; ``not_asked_for``: nor did the seeker ask for names;
    - ``not_noted``: the log does not say whether anybody was named.
    """
    rows = by_meeting(figures)
    pair = ["seeker_id", "contact_id"]
    quiet = figures.interviews[figures.interviews["names_asked"] == "not_asked"]
    asked_for = figures.interviews[figures.interviews["names_asked"].isin(["asked", "offered"])]
    mine, not_asked = shared_codes(figures.forest[pair], quiet[pair])
    own, asked = shared_codes(figures.forest[pair], asked_for[pair])
    tests = [
        rows["offspring"] > 0,
        rows["asked"] > 0,
        rows["new"] > 0,
        (rows["names"] > 0) & (rows["written"] == 0),
        rows["names"] > 0,
        rows["noted"] & ~(np.isin(mine, not_asked) & ~np.isin(own, asked)),
        rows["noted"],
    ]
    order = ["led_on", "none_met", "none_asked", "none_written", "none_new", "none_given"]
    stop = np.select(tests, [*order, "not_asked_for"], "not_noted")
    unasked, undecided = (per_meeting(figures, names) for names in open_names(figures))
    may = pd.Series(unasked + undecided > 0).groupby(stop).sum().reindex(list(STOPS), fill_value=0)
    counts = pd.Series(stop).value_counts().reindex(list(STOPS), fill_value=0)
    return pd.DataFrame({"stop": list(STOPS), "meetings": counts.array, "open": may.array})


def multiplication_finding(figures: Figures) -> Finding:
    """Return what can be said of whether one conversation leads to the next, without a fit.

    * ``nobody_met``: no conversation yet.
    * ``not_recorded``: of no conversation it is known how the person was found.
    * ``one_seeker``: the selection narrows the log to one seeker: counts only.
    * ``too_early``: fewer than 20 conversations, or fewer than 5 further ones.
    * ``ended``: every search has ended: told, not judged.
    * ``growing``: the interval of what has happened *so far* lies above one, which what will have
      happened cannot fall below.
    * ``so_far``: what has happened, without a verdict.

    ``likely_low`` and ``likely_high`` are the interval for ten conversations, ``most`` what ten
    would have led to if all of unknown origin had come by introduction.
    """
    found = measures(figures, ["multiplication.R_naive"])["multiplication.R_naive"]
    told, meetings = cascade(figures), figures.forest
    numbers = _numbers(figures, told, found)
    if meetings.empty:
        return Finding("multiplication", "nobody_met", "too_little", numbers)
    if found.reason == "not_recorded":
        return Finding("multiplication", "not_recorded", "too_little", numbers)
    key, tone = _verdict(figures, found, numbers)
    return Finding("multiplication", key, tone, numbers)


def _verdict(figures: Figures, found: Measure, numbers: dict[str, int]) -> tuple[str, Tone]:
    if figures.singles_out:
        return "one_seeker", "plain"
    if numbers["meetings"] < FEW_MEETINGS or numbers["led_to"] < FEW_LED_TO:
        return "too_early", "too_little"
    ends = search_ends(figures.log)
    if is_among(figures.forest["seeker_id"], ends.index).all():
        return "ended", "plain"
    if found.low is not None and found.low > 1:
        return "growing", "good"
    return "so_far", "plain"


def _numbers(figures: Figures, told: Cascade, found: Measure) -> dict[str, int]:
    meetings = figures.forest
    unknown = int(origins(figures).isna().sum())
    led_to = int(meetings["offspring"].sum())
    size = max(1, len(meetings))
    return {
        "meetings": len(meetings),
        "led_to": led_to,
        "first_contacts": int((meetings["generation"] == 0).sum()),
        "likely_low": round(10 * (found.low or 0)),
        "likely_high": round(10 * (found.high or 0)),
        "unknown": unknown,
        "most": round(10 * (led_to + unknown) / size),
        "names": told.step("names").total,
        "asked": told.step("asked").total,
        "not_asked": told.step("asked").open,
        "young": told.young,
    }
