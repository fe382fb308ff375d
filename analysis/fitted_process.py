"""The process of a log: what a projection takes for granted, read off the figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.corrected import offspring_fit
from analysis.delayed import Delayed
from analysis.factors import Factors, factors
from analysis.figures import Figures, once
from analysis.four_factors import part_of
from analysis.incidence import HAPPENED, WAITING, Incidence, aalen_johansen
from analysis.intervals import Estimate
from analysis.offspring import LEAST_MEETINGS, LEAST_OFFSPRING, OffspringFit
from analysis.origins import origins
from analysis.pace import ending, fewer_first_asks, first_asks, first_holding
from analysis.process import Process
from analysis.saturation import saturation

__all__ = ["process_of"]


@once
def process_of(figures: Figures) -> Process:
    """Return the process of the selected part of a log.

    R, k and the law of delays are those of :func:`analysis.corrected.offspring_fit`; the factors
    those of :func:`analysis.factors.factors`, their curves worked out once more with the end of a
    search as the end of the watch: a projection lets searches end by itself. First contacts and
    ends go by :mod:`analysis.pace`, saturation by :mod:`analysis.saturation`.

    Where the factors are withheld (names are not in the log, or only conversations that took place
    are) meetings lead straight to R further ones (:meth:`analysis.process.Process.plain`). Where R
    is, because the window is too short for its delays, the product of the factors stands for it.

    The reason is that of :class:`analysis.projection.Projection`.

    >>> from data.log import Log
    >>> process_of(Figures(Log.from_frames({}))).reason
    'nobody_met'
    """
    fit, found = offspring_fit(figures), factors(figures)
    reason = _reason(figures, fit)
    by_names = all(each.value is not None for each in found.four.values())
    if reason is None and not by_names and (fit.R.value is None or fit.law is None):
        reason = fit.reason or "not_found"
    if reason is not None:
        return _nothing(fit.n, reason)
    if by_names:
        process = _by_names(figures, fit, found)
    else:
        assert fit.law is not None  # noqa: S101
        process = Process.plain(fit.R, fit.k, fit.law)
    own, ends = first_asks(figures), ending(figures)
    return replace(
        process,
        first_asks=Estimate(0.0) if own.value is None else own,
        fewer_first_asks=fewer_first_asks(figures),
        first_held=_whole(first_holding(figures)),
        ending=Estimate(0.0) if ends.value is None else ends,
        n=fit.n,
    )


def _nothing(n: int, reason: str) -> Process:
    none, nobody = Estimate(None, reason=reason), Delayed.at_once(Estimate(0.0, 0.0, 1.0))
    return Process(none, none, none, none, nobody, nobody, n=n, reason=reason)


def _reason(figures: Figures, fit: OffspringFit) -> str | None:
    if figures.singles_out:
        return "one_seeker"
    if figures.forest.empty:
        return "nobody_met"
    if bool(np.all(origins(figures).isna())):
        return "not_recorded"
    if fit.n < LEAST_MEETINGS or fit.offspring < LEAST_OFFSPRING:
        return "too_few"
    return None


def _by_names(figures: Figures, fit: OffspringFit, found: Factors) -> Process:
    names, fewer = part_of(figures).names, saturation(figures)
    fresh = names[names["fresh"] & ~names["named_roughly"]]
    asked = names[names["fresh"] & (names["acted"] == HAPPENED) & ~names["acted_roughly"]]
    acted = Delayed.of(_while_searching(fresh, "acted", "acting"), found.acted_days)
    held = Delayed.of(_while_searching(asked, "held", "holding"), found.held_days)
    return Process(
        R=fit.R,
        k=fit.k,
        referrals_per_meeting=found.referrals_per_meeting,
        new_share=found.new_share,
        acted=acted,
        held=held,
        saturation=fewer.power,
        known=fewer.known,
        other_share=_other_share(fit.R, found, acted, held),
    )


def _while_searching(names: pd.DataFrame, what: str, step: str) -> Incidence:
    """Return the curve of a step as if no search had ended: an end only ends the watch."""
    outcome = names[what].mask(names[f"{step}_ended"], WAITING)
    return aalen_johansen(names[f"{what}_days"], outcome, names["seeker_id"])


def _other_share(R: Estimate, found: Factors, acted: Delayed, held: Delayed) -> float:
    parts = (found.referrals_per_meeting, found.new_share, acted.share, held.share)
    made = float(np.prod([each.value or 0.0 for each in parts]))
    if not R.value or not found.meetings:
        return 0.0
    return min(1.0, max(0.0, 1 - made * found.noted / found.meetings / R.value))


def _whole(curve: Incidence) -> Delayed:
    return Delayed.of(curve, int(curve.days[-1]) if curve.n else 0)
