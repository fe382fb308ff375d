"""The four factors of groups of meetings: by cohort, source, generation and month.

Groups are compared with partial pooling: beside what each group shows on its own stands the same
drawn toward all groups, as far as it is small (SCIENCE §5).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.corrected import meetings_in_time
from analysis.definitions import ONE_SEEKER
from analysis.figures import Figures
from analysis.four_factors import NAMES, Part, four_of, part_of, withheld
from analysis.intervals import Estimate
from analysis.shrinkage import shrunk
from data.lookup import place_of

__all__ = ["FEW", "GROUPINGS", "factors_by"]

FEW = 20
"""Below this number of conversations, or of names, nothing is said of a group."""
GROUPINGS = ("cohort", "source", "generation", "month")
"""By what meetings are grouped: the seeker's cohort, how the person was found, how many
introductions led there, the month held."""

_COLUMNS = ["group", "factor", "value", "low", "high", "n", "reason"]


def factors_by(figures: Figures, grouping: str) -> pd.DataFrame:
    """Return the four factors of each group of meetings: one row per group and factor.

    ``grouping``: one of :data:`GROUPINGS`. Columns:

    - ``group`` (blank: on no roster, or not noted), ``factor`` (one of
      :data:`analysis.factors.NAMES`);
    - ``value`` with its 90 % interval ``low`` … ``high``; ``n``: meetings, names, new names, new
      names acted on; ``reason`` where there is no value: as in :func:`analysis.factors.factors`,
      and ``too_few`` below 20 meetings or names, ``one_seeker_only`` for a group with meetings of
      one seeker among several;
    - ``pooled``: the value drawn toward those of the other groups
      (:func:`analysis.shrinkage.shrunk`).

    Names count for the meeting in which they were given. Raises ``ValueError`` for another
    grouping.
    """
    return figures.remember(("factors_by", grouping), lambda: _factors_by(figures, grouping))


def _factors_by(figures: Figures, grouping: str) -> pd.DataFrame:
    whole = part_of(figures)
    rows = []
    for group, places in _groups(figures, grouping):
        kept = np.zeros(len(whole.meetings), dtype=np.bool_)
        kept[places] = True
        for name, told in _told(figures, whole.only(kept)).items():
            rows.append((group, name, told.value, told.low, told.high, told.n, told.reason))
    types = dict.fromkeys(["value", "low", "high"], "float64")
    table = pd.DataFrame(rows, columns=_COLUMNS)
    table = table.astype(types | {"group": "str", "factor": "str", "n": "int64", "reason": "str"})
    return table.assign(pooled=_pooled(table))


def _told(figures: Figures, part: Part) -> dict[str, Estimate]:
    one = len(part.meetings["seeker_id"].unique()) == 1
    alone = figures.singles_out or (one and len(figures.seekers) > 1)
    found = withheld(four_of(part)[0], part)
    return {name: _withheld(estimate, alone=alone) for name, estimate in found.items()}


def _withheld(estimate: Estimate, *, alone: bool) -> Estimate:
    if alone:
        return Estimate(None, n=estimate.n, reason=ONE_SEEKER)
    if estimate.value is not None and estimate.n < FEW:
        return Estimate(None, n=estimate.n, reason="too_few")
    return estimate


def _pooled(table: pd.DataFrame) -> npt.NDArray[np.float64]:
    found = np.full(len(table), np.nan)
    for name in NAMES:
        at = np.flatnonzero((table["factor"] == name) & table["value"].notna())
        rows = table.iloc[at]
        found[at] = shrunk(rows["value"], rows["low"], rows["high"])
    return found


def _groups(figures: Figures, grouping: str) -> list[tuple[str, npt.NDArray[np.int64]]]:
    """Return the positions of the meetings in time of each group, in the order of the groups."""
    meetings = meetings_in_time(figures)
    by: dict[str, Callable[[], pd.Series]] = {
        "cohort": lambda: _cohorts(figures, meetings),
        "source": lambda: meetings["source"],
        "generation": lambda: meetings["generation"].astype("int64").astype("str"),
        "month": lambda: meetings["held_on"].dt.strftime("%Y-%m"),
    }
    if grouping not in by:
        msg = f"conversations are grouped by {', '.join(GROUPINGS)}, not by {grouping}"
        raise ValueError(msg)
    labels = by[grouping]().reset_index(drop=True).fillna("")
    return [(str(group), rows) for group, rows in labels.groupby(labels).indices.items()]


def _cohorts(figures: Figures, meetings: pd.DataFrame) -> pd.Series:
    """Return the name of the cohort to which each meeting belongs."""
    asked, cohorts = figures.whole_requests, figures.log.table("cohorts")
    own = asked["cohort_id"].iloc[place_of(meetings["interview_id"], asked["interview_id"])]
    names = cohorts["name"].array.take(place_of(own, cohorts["cohort_id"]), allow_fill=True)
    return pd.Series(names)
