"""Concentration: how much of what was reached goes back to a few contacts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.definitions import Group, Reading
from analysis.figures import Figures
from analysis.forest import by_contact
from analysis.intervals import Estimate
from analysis.origins import origins
from data.lookup import is_among, place_of
from data.names import fold_name

__all__ = ["concentration", "covered_by"]

TOP = 5
"""How many top contacts concentration looks at."""


def covered_by(meetings: pd.DataFrame, contacts: pd.Index) -> npt.NDArray[np.bool_]:
    """Return which meetings lie below a conversation with one of these contacts.

    ``meetings`` is a forest; a meeting is covered when its parent is with one of the contacts or
    is covered itself. Shape (meetings,).
    """
    position = place_of(meetings["parent_id"], meetings["interview_id"])
    chosen = is_among(meetings["contact_id"], contacts)
    covered = np.zeros(len(meetings), dtype=bool)
    generation = meetings["generation"].to_numpy()
    for depth in range(1, int(generation.max(initial=0)) + 1):
        level = np.flatnonzero((generation == depth) & (position >= 0))
        parent = position[level]
        covered[level] = chosen[parent] | covered[parent]
    return covered


def concentration(figures: Figures) -> Reading:
    """Return which part of what came by introduction goes back to the top contacts."""
    meetings = figures.whole_forest
    below = int((figures.forest["generation"] > 0).sum())
    if below == 0:
        found = origins(figures)
        if len(found) and found.isna().all():
            return Reading(Estimate(None, reason="not_recorded"), left_out=len(found))
        return Reading(Estimate(None, reason="no_introduced_meetings"))
    ranked = _anchors(meetings, figures.people)
    chosen = meetings["selected"].to_numpy(dtype=bool)

    def through(top: int) -> Estimate:
        covered = covered_by(meetings, ranked[:top]) & chosen
        return Estimate(float(covered.sum()) / below, n=below)

    groups = tuple(Group("top contacts", str(top), through(top)) for top in (1, TOP))
    return Reading(through(TOP), groups)


def _anchors(meetings: pd.DataFrame, people: pd.DataFrame) -> pd.Index:
    """The first contacts by selected meetings below them; ties by day, then by name."""
    hosts = by_contact(meetings.assign(descendants=_selected_below(meetings)))
    # Names are folded of those alone who may be among the first.
    hosts = hosts.nlargest(TOP, "descendants", keep="all").set_index("contact_id")
    named = people[people.index.isin(hosts.index)][["name", "email"]]
    named = named.reindex(hosts.index).fillna("")
    hosts = hosts.assign(name=named["name"].map(fold_name), email=named["email"])
    order = ["descendants", "held_on", "name", "email"]
    return hosts.sort_values(order, ascending=[False, True, True, True]).index


def _selected_below(meetings: pd.DataFrame) -> npt.NDArray[np.int64]:
    """How many selected meetings lie below each meeting of a forest, shape (meetings,)."""
    position = place_of(meetings["parent_id"], meetings["interview_id"])
    generation = meetings["generation"].to_numpy()
    chosen = meetings["selected"].to_numpy(dtype=np.int64)
    below = np.zeros(len(meetings), dtype=np.int64)
    for depth in range(int(generation.max(initial=0)), 0, -1):
        level = np.flatnonzero((generation == depth) & (position >= 0))
        np.add.at(below, position[level], below[level] + chosen[level])
    return below
