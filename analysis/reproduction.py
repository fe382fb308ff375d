"""Reproduction: R of the selected conversations by group, and its bounds.

R is the number of further meetings one meeting leads to while the search goes on, given all the
time it needs. Groups share one k and one law of delays, only R varies, and is partially pooled
(SCIENCE §1).

References
----------
.. [1] Lloyd-Smith, Schreiber, Kopp, Getz 2005, Nature 438:355, doi 10.1038/nature04153.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from analysis.corrected import delays, meetings_in_time, offspring_fit, seen
from analysis.definitions import ONE_SEEKER
from analysis.figures import Figures, once
from analysis.likelihood import cells_of
from analysis.likely_region import LikelyPoint, likely_points
from analysis.origins import origins
from analysis.pooling import pool_rates
from analysis.shareable_labels import attribute_values
from data.lookup import place_of

__all__ = ["GROUPINGS", "R_by", "likely_parameters", "unknown_as_all"]

GROUPINGS = ("month", "generation", "source")
"""By what meetings are grouped, beside the attributes of their seekers."""


@once
def likely_parameters(figures: Figures) -> tuple[LikelyPoint, ...]:
    """Return which R, k and law of delays agree with the selected meetings (empty: no fit).

    The most likely ones first; see :func:`analysis.likely_region.likely_points`.
    """
    meetings, found = meetings_in_time(figures), delays(figures)
    columns = (
        meetings["offspring"],
        meetings["maturity"],
        found["days"],
        found["parent_maturity"],
    )
    cells = cells_of(*(column.to_numpy(dtype=np.int64) for column in columns))
    return likely_points(cells, offspring_fit(figures))


def R_by(figures: Figures, grouping: str) -> pd.DataFrame:
    """Return R of groups of meetings, with one k and one law of delays, partially pooled.

    ``grouping``: ``month`` (held, ``2026-03``), ``generation``, ``source`` (blank: not noted), or
    the name of an attribute of the seekers. With ``G_i = G(C_i + 1)`` and the weight
    ``w_i = 1/(1 + R·G_i/k)``, divided by the design effect of seekers where that is above 1, the
    counts ``Σ w_i Z_i`` and exposures ``Σ w_i G_i`` go to :func:`analysis.pooling.pool_rates`.

    One row per group, in the order of the groups: group, meetings, seekers, led_to (offspring while
    the search went on), ``seen`` (mean share of its offspring that the group has had time for), R,
    low, high (90 %), and reason where R is not given: that of the whole fit, or
    ``one_seeker_only`` for a group with meetings of one seeker, of whom there are counts only.

    Raises ``ValueError`` for an unknown grouping.
    """
    meetings, had_time, fit = meetings_in_time(figures), seen(figures), offspring_fit(figures)
    rows = pd.DataFrame(
        {
            "group": _groups(figures, meetings, grouping),
            "seeker_id": meetings["seeker_id"],
            "led_to": meetings["offspring"],
            "seen": had_time,
        }
    ).sort_values(["led_to", "seen"], ignore_index=True)  # rounding must not go by row order
    by = rows.groupby("group", sort=True)
    told = by.agg(
        meetings=("led_to", "size"),
        seekers=("seeker_id", "nunique"),
        led_to=("led_to", "sum"),
        seen=("seen", "mean"),
    ).reset_index()
    blank = np.full(len(told), np.nan)
    told = told.assign(R=blank, low=blank, high=blank, reason=fit.R.reason)
    if fit.R.value is None or fit.k.value is None or told.empty:
        return told.astype({"reason": "str"})
    alpha = 0.0 if math.isinf(fit.k.value) else 1 / fit.k.value
    weight = 1 / (1 + alpha * fit.R.value * rows["seen"]) / max(1.0, fit.design_effect)
    counts = (rows["led_to"] * weight).groupby(rows["group"]).sum()
    exposure = (rows["seen"] * weight).groupby(rows["group"]).sum()
    pooled = pool_rates(counts.to_numpy(), exposure.to_numpy(), fit.R.level).groups
    told["R"] = [group.value for group in pooled]
    told["low"] = [group.low for group in pooled]
    told["high"] = [group.high for group in pooled]
    alone = (told["seekers"] == 1).to_numpy() & (len(figures.seekers) > 1)
    told.loc[alone, ["R", "low", "high"]] = np.nan
    told.loc[alone, "reason"] = ONE_SEEKER
    return told.astype({"reason": "str"})


def unknown_as_all(figures: Figures) -> float | None:
    """Return R if every meeting of unknown origin had been led to by another one.

    They are taken to be spread over their parents as the known ones are: ``R·(1 + u/Z)`` for u
    meetings of unknown origin among the Z known offspring. None without a fit, or when no origin is
    unknown.
    """
    fit, meetings = offspring_fit(figures), meetings_in_time(figures)
    unknown = int(origins(figures).take(meetings["row"]).isna().sum())
    if fit.R.value is None or not unknown:
        return None
    return fit.R.value * (1 + unknown / fit.offspring)


def _groups(figures: Figures, meetings: pd.DataFrame, grouping: str) -> pd.Series:
    if grouping == "month":
        return meetings["held_on"].dt.strftime("%Y-%m")
    if grouping == "generation":
        return meetings["generation"].astype("int64")
    if grouping == "source":
        return meetings["source"].fillna("")
    told = attribute_values(figures.log)
    if grouping not in told:
        known = ", ".join([*GROUPINGS, *told])
        raise ValueError(f"conversations are grouped by {known}, not by {grouping}")
    values = told[grouping]
    at = place_of(meetings["seeker_id"], values.index)
    return pd.Series(values.array.take(at, allow_fill=True), index=meetings.index).fillna("")
