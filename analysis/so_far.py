"""What conversations have led to so far: one by one, and where the path stops.

Everything here has happened. Recent conversations have had little time, so nothing here foresees,
and a low figure of a young cohort is no finding (SCIENCE §1).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.cascade import by_meeting, open_names, per_meeting
from analysis.figures import Figures, once
from data.lookup import shared_codes

__all__ = ["STOPS", "led_to_counts", "where_it_stops", "where_seekers_stop"]

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
    stop = _stops(figures)
    unasked, undecided = (per_meeting(figures, names) for names in open_names(figures))
    may = pd.Series(unasked + undecided > 0).groupby(stop).sum().reindex(list(STOPS), fill_value=0)
    counts = pd.Series(stop).value_counts().reindex(list(STOPS), fill_value=0)
    return pd.DataFrame({"stop": list(STOPS), "meetings": counts.array, "open": may.array})


def where_seekers_stop(figures: Figures) -> pd.DataFrame:
    """Return where the paths of each seeker's conversations stop: one row per seeker who met.

    Columns: seeker_id, stop (the word of :data:`STOPS` that most of the seeker's conversations are
    in; of several, the one where the path stops first), and ``times`` (how many are), in the order
    of :data:`STOPS`, most times first.
    """
    rows = pd.DataFrame({"seeker_id": figures.forest["seeker_id"], "stop": _stops(figures)})
    counts = rows.value_counts().rename("times").reset_index()
    counts["far"] = counts["stop"].map({stop: far for far, stop in enumerate(STOPS)})
    most = counts.sort_values(["times", "far"], ascending=False).drop_duplicates("seeker_id")
    ordered = most.sort_values(["far", "times", "seeker_id"], ascending=[True, False, True])
    return ordered[["seeker_id", "stop", "times"]].reset_index(drop=True)


@once
def _stops(figures: Figures) -> npt.NDArray[np.str_]:
    """Return the word of :data:`STOPS` for each meeting of the forest."""
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
    return np.select(tests, [*order, "not_asked_for"], "not_noted")
