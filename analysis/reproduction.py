"""Reproduction: R, k and what follows from them for the selected conversations.

R is the number of further meetings one meeting leads to while the search goes on, given all the
time it needs; k says how unevenly. Groups share one k and one law of delays, only R varies, and is
partially pooled (SCIENCE §1).

References
----------
.. [1] Lloyd-Smith, Schreiber, Kopp, Getz 2005, Nature 438:355, doi 10.1038/nature04153.
.. [2] Wallinga, Lipsitch 2007, Proc. R. Soc. B 274:599, doi 10.1098/rspb.2006.3754.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.branching import (
    doubling_time,
    extinction_ahead,
    growth_rate,
    proportion_transmission,
)
from analysis.corrected import delays, meetings_in_time, offspring_fit, seen
from analysis.definitions import ONE_SEEKER, Definition, Group, Reading
from analysis.figures import Figures, once
from analysis.follow_up import search_ends
from analysis.intervals import Estimate
from analysis.likelihood import cells_of
from analysis.likely_region import LikelyPoint, likely_points, ranged
from analysis.origins import origins
from analysis.pooling import pool_rates
from analysis.shareable_labels import attribute_values
from data.lookup import is_among, place_of

__all__ = ["DEFINITIONS", "GROUPINGS", "R_by", "likely_parameters", "unknown_as_all"]

GROUPINGS = ("month", "generation", "source")
"""By what meetings are grouped, beside the attributes of their seekers."""

_TOP = 0.2


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


def _mean(figures: Figures) -> Reading:
    unknown = _nothing_known(figures)
    if unknown is not None:
        return unknown
    fit, left_out = offspring_fit(figures), _not_in_time(figures)
    if fit.R.value is None:
        return Reading(fit.R, (), left_out)
    groups = [
        Group(grouping, str(row.group), _estimate(row, fit.R.level))
        for grouping in (*GROUPINGS, *attribute_values(figures.log))
        for row in R_by(figures, grouping).itertuples()
    ]
    most = unknown_as_all(figures)
    if most is not None:
        groups = [
            Group("unknown origin", "counted as none", Estimate(fit.R.value, n=fit.n)),
            Group("unknown origin", "counted as all", Estimate(most, n=fit.n)),
            *groups,
        ]
    return Reading(fit.R, tuple(groups), left_out)


def _estimate(row: object, level: float) -> Estimate:
    meetings, reason = int(row.meetings), row.reason  # type: ignore[attr-defined]
    if isinstance(reason, str):
        return Estimate(None, level=level, n=meetings, reason=reason)
    R, low, high = float(row.R), float(row.low), float(row.high)  # type: ignore[attr-defined]
    return Estimate(R, low, high, level, meetings)


def _k(figures: Figures) -> Reading:
    return _nothing_known(figures) or Reading(offspring_fit(figures).k, (), _not_in_time(figures))


def _of_parameters(of: Callable[[LikelyPoint], float], figures: Figures) -> Reading:
    """Return a figure that follows from R, k and the law of delays."""
    unknown = _nothing_known(figures)
    if unknown is not None:
        return unknown
    fit, left_out = offspring_fit(figures), _not_in_time(figures)
    if fit.R.value is None:
        return Reading(fit.R, (), left_out)
    found = ranged(likely_parameters(figures), of, fit.R.level, fit.n)
    return Reading(found, (), left_out)


def _proportion_80(figures: Figures) -> Reading:
    return _of_parameters(lambda at: proportion_transmission(at.R, at.k), figures)


def _extinction(figures: Figures) -> Reading:
    meetings = meetings_in_time(figures)
    going_on = ~is_among(meetings["seeker_id"], search_ends(figures.log).index)
    offspring = meetings["offspring"].to_numpy()[going_on]
    maturity = meetings["maturity"].to_numpy()[going_on]
    if len(meetings) and not going_on.any():
        return Reading(Estimate(None, n=len(meetings), reason="ended"))

    def ahead(at: LikelyPoint) -> float:
        had_time = np.ones(len(maturity)) if at.law is None else at.law.by(maturity)
        return extinction_ahead(offspring, had_time, at.R, at.k)

    found = _of_parameters(ahead, figures)
    open_above = math.isinf(offspring_fit(figures).R.high or 0.0)
    if found.estimate.value is not None and open_above:
        found = replace(found, estimate=replace(found.estimate, low=0.0))
    return found


def _doubling_days(figures: Figures) -> Reading:
    fit = offspring_fit(figures)
    if fit.R.value is not None and fit.R.value <= 1:
        return Reading(Estimate(None, n=fit.n, reason="not_growing"), (), _not_in_time(figures))

    def days(at: LikelyPoint) -> float:
        if at.law is None:
            return math.inf
        last = math.ceil(at.law.quantile(0.9999)) + 1
        steps = np.arange(last + 1, dtype=np.float64)
        weights = np.diff(at.law.cdf(steps))
        return doubling_time(growth_rate(at.R, steps[:-1], weights))

    return _of_parameters(days, figures)


def _share_from_top(figures: Figures) -> Reading:
    unknown = _nothing_known(figures)
    if unknown is not None:
        return unknown
    counts = np.sort(figures.forest["offspring"].to_numpy())[::-1]
    if not counts.sum():
        return Reading(Estimate(None, n=len(counts), reason="no_introduced_meetings"))
    many = _TOP * len(counts)
    whole = int(many)
    top = counts[:whole].sum() + (many - whole) * (counts[whole] if whole < len(counts) else 0)
    return Reading(Estimate(float(top / counts.sum()), n=len(counts)))


def _nothing_known(figures: Figures) -> Reading | None:
    unknown = origins(figures).isna()
    if len(unknown) and unknown.all():
        return Reading(Estimate(None, reason="not_recorded"), left_out=len(unknown))
    return None


def _not_in_time(figures: Figures) -> int:
    return len(figures.forest) - len(meetings_in_time(figures))


_ENDED = (
    "Conversations held after the search had ended, and what came of any after its end. Those of"
    " unknown origin count as led to by none; the bounds show both."
)
_LITTLE = "Not given below 20 conversations or 5 that came of them."

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "multiplication.R",
        "further conversations in time",
        "conversations",
        "How many further conversations one conversation leads to while the search goes on, once it"
        " has had its time.",
        "R of negative binomial offspring, right-truncated: Z_i ~ NB(R·G(C_i + 1), k), fitted"
        " jointly with the law G of delays; profile likelihood, widened for seekers who differ;"
        " groups share G and k and are partially pooled (gamma–Poisson)",
        _mean,
        exclusions=_ENDED,
        source="Lloyd-Smith et al. 2005, doi 10.1038/nature04153",
    ),
    Definition(
        "multiplication.k",
        "how evenly conversations lead on",
        "number",
        "Low: few conversations lead to most of the further ones. High: all lead to about as many.",
        "k, the dispersion of negative binomial offspring (variance R + R²/k; 1: geometric,"
        " infinite: Poisson); profile likelihood, widened for seekers who differ",
        _k,
        exclusions=_ENDED,
        source="Lloyd-Smith et al. 2005, doi 10.1038/nature04153",
    ),
    Definition(
        "multiplication.share_from_top_20",
        "led to by the top fifth",
        "share",
        "Which part of the further conversations so far came of the fifth of conversations that led"
        " to most.",
        "realised offspring of the top 20 % of meetings ÷ all offspring, linear inside the last",
        _share_from_top,
        exclusions="Conversations of unknown origin count as led to by none.",
    ),
    Definition(
        "multiplication.proportion_80",
        "lead to four in five",
        "share",
        "How few conversations lead to four in five of all further ones, given time.",
        "smallest proportion of meetings with 80 % of negative binomial offspring (R, k), linear"
        " inside the tied count; range over the likely R and k",
        _proportion_80,
        exclusions=_ENDED,
        source="Endo et al. 2020, doi 10.12688/wellcomeopenres.15842.3",
    ),
    Definition(
        "multiplication.extinction_probability",
        "comes to an end by itself",
        "share",
        "How likely it is that the conversations held so far lead on to a last one, if nobody new"
        " is found in another way and the searches went on.",
        "Π (1 + R(1 − G_i)(1 − s)/(k + R·G_i))^−(k + Z_i) over meetings of searches that go on, s"
        " the smallest root of s = (1 + R(1 − s)/k)^−k; range over the likely R, k and G",
        _extinction,
        exclusions=_ENDED,
        source="Harris 1963, The Theory of Branching Processes, ch. I",
    ),
    Definition(
        "multiplication.doubling_days",
        "days until there are twice as many",
        "days",
        "In how many days the conversations that lead on double in number.",
        "ln 2 ÷ r with 1 = R Σ P(d) e^(−r d) over the delays d from a conversation to those it"
        " leads to; range over the likely R, k and G",
        _doubling_days,
        exclusions=_ENDED,
        source="Wallinga, Lipsitch 2007, doi 10.1098/rspb.2006.3754",
    ),
)
