"""Pace: how often seekers find people by themselves, how these requests end, how searches end.

Rates are per search that goes on and week, counted over the weeks in which it did.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.approaches import approaches
from analysis.figures import Figures, once
from analysis.follow_up import search_ends
from analysis.incidence import HAPPENED, OTHERWISE, WAITING, Incidence, aalen_johansen
from analysis.intervals import LEVEL, Estimate
from analysis.rates import rate
from analysis.standing import active_weeks, starts_on
from data.lookup import place_of

__all__ = ["LATELY_WEEKS", "ending", "fewer_first_asks", "first_asks", "first_holding"]

Floats: TypeAlias = npt.NDArray[np.float64]

LATELY_WEEKS = 8
"""The weeks that tell how often people of own finding are asked at present."""
_LONGER_WEEKS = 26
_STARTING_WEEKS = 2
"""Weeks of a search in which people are only about to begin."""
_USUAL_FALL = 0.1
"""How much a week the pace of own finds may fall in a log that says nothing about it."""
_STEPS = 50
_TINY = 1e-9
_FEW = 5
_WEEK = 7
_DAY = np.timedelta64(1, "D")


@once
def first_asks(figures: Figures) -> Estimate:
    """Return how many people of own finding a seeker asks in a week at present.

    Approaches that no conversation led to (:func:`analysis.approaches.approaches`) in the last
    eight weeks, or in the last 26 if these hold fewer than five, ÷ weeks in which the selected
    seekers' searches went on; exact Poisson interval, widened for seekers who differ. The reason is
    ``no_units`` when no search went on. What has fallen since the middle of these weeks, by
    :func:`fewer_first_asks`, is taken off.
    """
    asked = approaches(figures)
    own = asked[~asked["introduced"].to_numpy(dtype=np.bool_)]
    for weeks in (LATELY_WEEKS, _LONGER_WEEKS):
        found, counted = _rate_since(figures, own, weeks)
        if counted >= _FEW:
            break
    if found.value is None or found.low is None or found.high is None:
        return found
    since = float(np.exp(-(fewer_first_asks(figures).value or 0.0) * weeks / 2))
    return replace(found, value=found.value * since, low=found.low * since, high=found.high * since)


@once
def fewer_first_asks(figures: Figures) -> Estimate:
    """Return δ: by how much a week fewer people of own finding are asked as a search grows older.

    People whom a seeker knows anyhow are asked first, and their number has an end. The pace at age
    a (in weeks since joining, the first two left out) goes with ``e^(−δ a)``: Poisson regression on
    the weeks of all selected searches, with errors robust to seekers who differ, weighed against a
    normal law about 0 with a standard deviation of 0.1, which is all that is known where the log
    is too short to tell. Never below 0: a pace that rises is not taken to go on rising.
    """
    weeks = active_weeks(figures)
    asked = approaches(figures)
    own = asked[~asked["introduced"].to_numpy(dtype=np.bool_)]
    at = place_of(own["seeker_id"], weeks["seeker_id"])
    since = _days(weeks["since"])[at]
    age = (_days(own["asked_on"]) - since).astype(np.float64) / _WEEK
    long = _weeks(weeks, None, None)
    kept = (at >= 0) & (age >= _STARTING_WEEKS) & (age < long[at])
    slope, error = _slope(age[kept], at[kept], long)
    weight = 1 / (error**2 + _TINY) if np.isfinite(error) else 0.0
    prior = 1 / _USUAL_FALL**2
    fall, spread = -slope * weight / (weight + prior), (weight + prior) ** -0.5
    half = NormalDist().inv_cdf((1 + LEVEL) / 2) * spread
    low, high = max(0.0, fall - half), max(0.0, fall + half)
    return Estimate(max(0.0, fall), low, high, LEVEL, int(kept.sum()))


def _slope(age: Floats, seeker: npt.NDArray[np.int64], weeks: Floats) -> tuple[float, float]:
    """Return the slope of the log pace by age, and its error; infinity when nothing tells it."""
    ages = np.arange(_STARTING_WEEKS, max(_STARTING_WEEKS + 1, int(np.ceil(weeks.max(initial=0)))))
    exposed = np.clip(weeks[:, None] - ages, 0.0, 1.0)
    total, x = exposed.sum(axis=0), ages + 0.5
    if len(age) < _FEW or (total > 0).sum() < 2:  # noqa: PLR2004  # two points make a line
        return 0.0, np.inf
    y = np.bincount(age.astype(np.int64) - _STARTING_WEEKS, minlength=len(ages))
    center = float((x * y).sum() / y.sum())
    design = np.column_stack([np.ones(len(x)), x - center])
    beta = np.array([np.log(y.sum() / total.sum()), 0.0])
    for _ in range(_STEPS):
        mean = total * np.exp(np.minimum(design @ beta, 50.0))
        bread = np.linalg.pinv((design * mean[:, None]).T @ design)
        step = np.clip(bread @ (design.T @ (y - mean)), -1.0, 1.0)
        beta = beta + step
        if np.abs(step).max() < _TINY:
            break
    pace = np.exp(np.minimum(design @ beta, 50.0))
    of_each = np.column_stack(
        [
            np.bincount(seeker, minlength=len(weeks)),
            np.bincount(seeker, weights=np.floor(age) + 0.5 - center, minlength=len(weeks)),
        ]
    )
    score = of_each - exposed @ (design * pace[:, None])
    variance = bread @ (score.T @ score) @ bread
    error = max(float(variance[1, 1]), float(bread[1, 1])) ** 0.5
    return float(beta[1]), error


@once
def first_holding(figures: Figures) -> Incidence:
    """Return how people asked without an introduction come to be met, by days since first asked.

    Declined or cancelled with no other request, and a search that ended, compete; silence waits.
    """
    asked = approaches(figures)
    asked = asked[~asked["introduced"].to_numpy(dtype=np.bool_)]
    held, over = _days(asked["held_on"]), _days(asked["over_on"])
    today = np.datetime64(starts_on(figures), "D")
    outcome = np.where(~np.isnat(held), HAPPENED, np.where(~np.isnat(over), OTHERWISE, WAITING))
    until = np.where(~np.isnat(held), held, np.where(~np.isnat(over), over, today))
    days = np.maximum((until - _days(asked["asked_on"])) // _DAY, 0).astype(np.int64)
    return aalen_johansen(days, outcome, place_of(asked["seeker_id"], figures.seekers))


@once
def ending(figures: Figures) -> Estimate:
    """Return how many searches end in a week, of those that go on, before their cohort is over.

    Searches that ended before the last day of their cohort ÷ weeks of all searches; exact Poisson
    interval.
    """
    weeks = active_weeks(figures)
    ends = search_ends(figures.log).reindex(weeks["seeker_id"]).to_numpy()
    members = figures.log.table("seekers")[["person_id", "cohort_id"]]
    cohorts = figures.log.table("cohorts")[["cohort_id", "ends_on"]]
    last = members.merge(cohorts, on="cohort_id").groupby("person_id")["ends_on"].max()
    planned = last.reindex(weeks["seeker_id"]).to_numpy()
    early = ~np.isnat(ends) & ~(ends >= planned)
    return rate([float(early.sum())], [float(_weeks(weeks, None, None).sum())])


def _rate_since(figures: Figures, own: pd.DataFrame, weeks: int) -> tuple[Estimate, int]:
    last = starts_on(figures)
    first = last - dt.timedelta(days=_WEEK * weeks - 1)
    searching = active_weeks(figures)
    exposed = _weeks(searching, first, last)
    asked = _days(own["asked_on"])
    lately = own[(asked >= np.datetime64(first, "D")) & (asked <= np.datetime64(last, "D"))]
    place = place_of(lately["seeker_id"], searching["seeker_id"])
    counts = np.bincount(place, minlength=len(searching))
    counts = np.where(exposed > 0, counts, 0)
    return rate(counts[exposed > 0], exposed[exposed > 0]), int(counts.sum())


def _weeks(searching: pd.DataFrame, first: dt.date | None, last: dt.date | None) -> Floats:
    """Return for how many weeks each search went on between two days, both counted."""
    since, until = _days(searching["since"]), _days(searching["until"])
    if first is not None and last is not None:
        since = np.maximum(since, np.datetime64(first, "D"))
        until = np.minimum(until, np.datetime64(last, "D"))
    told = ~np.isnat(since) & ~np.isnat(until)
    days = np.zeros(len(searching))
    days[told] = (until[told] - since[told]) // _DAY + 1
    return np.maximum(days, 0.0) / _WEEK


def _days(values: pd.Series) -> npt.NDArray[np.datetime64]:
    return values.to_numpy().astype("datetime64[D]")
