"""What the four factors are worked out from: meetings, what was named in them, and four estimates.

See :mod:`analysis.factors` for what they come to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.cascade import names_at_meetings
from analysis.corrected import meetings_in_time
from analysis.figures import Figures, once
from analysis.incidence import HAPPENED, WAITING, Incidence, aalen_johansen
from analysis.intervals import Estimate, share
from analysis.multiplication import names_per_meeting
from analysis.new_names import names_in_time
from analysis.rates import mean_count
from analysis.reach import everything_held
from data.lookup import is_among

__all__ = [
    "EVER",
    "HORIZON",
    "LEAST_DAYS",
    "NAMES",
    "Ends",
    "Part",
    "acting_of",
    "four_of",
    "holding_of",
    "part_of",
    "withheld",
]

HORIZON = 120
"""Days by which a name is acted on, and a person asked is met, if ever."""
LEAST_DAYS = 28
"""Below so many days of watching nothing is said of whether a name will be acted on."""
NAMES = ("referrals_per_meeting", "new_share", "acted_on", "held")
"""The four factors, in their order."""
EVER = 1_000_000
"""Further than any curve goes, in days."""

_WATCHED = 10
"""A curve is read as far as so many units, or half of a few, have been watched."""

Ends = Literal["compete", "wait"]
"""Whether the end of a search rules out what has not happened, or only ends the watch."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Meetings held while the search went on, and what was named in them.

    ``meetings``: seeker_id, ``names`` (people named; blank where unknown), offspring. ``names``:
    rows of :func:`analysis.new_names.names_in_time`, ``at`` being positions in ``meetings`` of the
    whole selection. ``only_held``: nothing but conversations that took place is logged.
    """

    meetings: pd.DataFrame
    names: pd.DataFrame
    only_held: bool = False

    def only(self, kept: npt.NDArray[np.bool_]) -> Part:
        """Return the part of some meetings of the whole selection, shape (meetings,)."""
        return replace(self, meetings=self.meetings[kept], names=self.names[kept[self.names["at"]]])


@once
def part_of(figures: Figures) -> Part:
    """Return the selected meetings held while the search went on, and the people named in them."""
    meetings, names = meetings_in_time(figures), names_in_time(figures)
    counts = names_per_meeting(figures).to_numpy()[meetings["row"]]
    # Those named when the search was over are not among the names.
    made, at = names_at_meetings(figures)
    late = at[~is_among(made["referral_id"], names["referral_id"])]
    counts = counts - np.bincount(late, minlength=len(figures.forest))[meetings["row"]]
    told = meetings[["seeker_id", "offspring"]].assign(names=counts)
    return Part(told, names, everything_held(figures.requests))


def four_of(part: Part) -> tuple[dict[str, Estimate], int, int]:
    """Return the four factors by name, and the days by which the last two are read.

    They are given even where only conversations that took place are logged; :func:`withheld` then
    takes the last two away.
    """
    known = part.meetings["names"].notna()
    given = mean_count(part.meetings["names"][known], part.meetings["seeker_id"][known])
    if given.value is None and len(known):
        given = Estimate(None, reason="not_recorded")
    nothing = given.reason or "no_names"
    fresh = int(part.names["fresh"].sum())
    new = share(fresh, len(part.names), reason_if_none=nothing)
    acted, acted_days = _by(acting_of(part.names), nothing)
    held, held_days = _by(holding_of(part.names), "none_asked" if fresh else nothing)
    return dict(zip(NAMES, (given, new, acted, held), strict=True)), acted_days, held_days


def withheld(four: dict[str, Estimate], part: Part) -> dict[str, Estimate]:
    """Return the factors that may be told: not those of asking when only meetings are logged."""
    if not part.only_held:
        return four
    unknown = {
        name: Estimate(None, n=four[name].n, reason="only_held_logged")
        for name in ("acted_on", "held")
        if four[name].n
    }
    return four | unknown


def acting_of(names: pd.DataFrame, ends: Ends = "compete", until: int = HORIZON) -> Incidence:
    """Return the curve of new names acted on, up to a day; without clusters for ``wait``."""
    rows = names[names["fresh"] & ~names["named_roughly"]]
    return _curve(rows["acted"], rows["acted_days"], rows["acting_ended"], rows, ends, until)


def holding_of(names: pd.DataFrame, ends: Ends = "compete", until: int = HORIZON) -> Incidence:
    """Return the curve of people met, of the new names acted on, up to a day."""
    acted = names["fresh"] & (names["acted"] == HAPPENED)
    rows = names[acted & ~names["acted_roughly"]]
    return _curve(rows["held"], rows["held_days"], rows["holding_ended"], rows, ends, until)


def _curve(
    outcome: pd.Series,
    days: pd.Series,
    ended: pd.Series,
    rows: pd.DataFrame,
    ends: Ends,
    until: int,
) -> Incidence:
    """Return the curve up to a day: what came later was still waiting the day after."""
    later = days > until
    if ends == "wait":  # the end of a search is then only where the watch ends
        later |= ended
    outcome = outcome.mask(later, WAITING)
    cluster = rows["seeker_id"] if ends == "compete" else None
    return aalen_johansen(days.clip(upper=until + 1), outcome, cluster)


def _by(curve: Incidence, reason_if_none: str) -> tuple[Estimate, int]:
    """Return the share by the horizon, or by the last day that was watched well enough."""
    if not curve.n:
        return Estimate(None, reason=reason_if_none), HORIZON
    watched = curve.last_day(min(_WATCHED, curve.n / 2)) or 0
    whole = curve.by(HORIZON)
    if whole.value is not None and watched >= min(HORIZON, int(curve.days[-1])):
        return whole, HORIZON
    if watched < LEAST_DAYS:
        return Estimate(None, n=curve.n, reason="window_too_short"), HORIZON
    day = min(watched, HORIZON)
    return curve.by(day), day
