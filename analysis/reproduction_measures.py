"""Figures of reproduction: R, k and what follows from them, as measures.

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

from analysis.branching import (
    doubling_time,
    extinction_ahead,
    growth_rate,
    proportion_transmission,
)
from analysis.corrected import meetings_in_time, offspring_fit
from analysis.definitions import Definition, Group, Groups, Reading
from analysis.figures import Figures
from analysis.follow_up import search_ends
from analysis.intervals import Estimate
from analysis.likely_region import LikelyPoint, ranged
from analysis.origins import origins
from analysis.reproduction import GROUPINGS, R_by, likely_parameters, unknown_as_all
from analysis.shareable_labels import attribute_values
from data.lookup import is_among

__all__ = ["DEFINITIONS"]

_TOP = 0.2


def _mean(figures: Figures) -> Reading:
    unknown = _nothing_known(figures)
    if unknown is not None:
        return unknown
    fit, left_out = offspring_fit(figures), _not_in_time(figures)
    if fit.R.value is None:
        return Reading(fit.R, (), left_out)
    return Reading(fit.R, Groups(lambda: [*_bounds(figures), *_breakdown(figures)]), left_out)


def _bounds(figures: Figures) -> list[Group]:
    fit, most = offspring_fit(figures), unknown_as_all(figures)
    if most is None:
        return []
    return [
        Group("unknown origin", "counted as none", Estimate(fit.R.value, n=fit.n)),
        Group("unknown origin", "counted as all", Estimate(most, n=fit.n)),
    ]


def _breakdown(figures: Figures) -> list[Group]:
    level = offspring_fit(figures).R.level
    return [
        Group(grouping, str(row.group), _estimate(row, level))
        for grouping in (*GROUPINGS, *attribute_values(figures.log))
        for row in R_by(figures, grouping).itertuples()
    ]


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
