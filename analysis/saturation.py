"""Saturation: the more people a seeker knows, the fewer of the names given are new.

References
----------
.. [1] Zou 2004, Am. J. Epidemiol. 159:702, doi 10.1093/aje/kwh090 (a share with a log link by
   Poisson regression, with robust errors).
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.figures import Figures, once
from analysis.intervals import LEVEL, Estimate
from data.lookup import is_among, place_of, shared_codes

__all__ = ["LEAST_NAMES", "LEAST_OLD", "Saturation", "fit_saturation", "saturation"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

LEAST_NAMES = 100
"""Below this number of names nothing is fitted."""
LEAST_OLD = 10
"""Below this number of names that were known before nothing is fitted."""
_STEPS = 50
_TINY = 1e-10


@dataclass(frozen=True, slots=True)
class Saturation:
    """How the share of new names falls with the number m of people known.

    It goes with ``((1 + m)/known)^(−power)``. ``known``: the geometric mean of 1 + m over the
    names. ``power``: θ with its interval; its reason is ``too_few`` when there are too few names to
    tell: then the share is taken to stay as it is. A fitted power below 0 is 0.
    """

    power: Estimate
    known: float


@once
def saturation(figures: Figures) -> Saturation:
    """Return how new names become fewer for the selected seekers.

    Of all people named in their conversations: whether the name was fresh, against how many people
    the seeker had asked, met or been given before that day.
    """
    made = figures.referrals
    held = figures.interviews.loc[figures.interviews["held_on"].notna(), "interview_id"]
    made = made[made["referred_id"].notna() & made["dated_on"].notna()]
    asked = figures.requests[["seeker_id", "contact_id", "approach_on"]]
    asked = asked.set_axis(["seeker_id", "person", "day"], axis=1)
    named = made[["seeker_id", "referred_id", "dated_on"]]
    named = named.set_axis(["seeker_id", "person", "day"], axis=1)
    told = made[is_among(made["interview_id"], held)]
    known = _known_before(pd.concat([asked, named], ignore_index=True), told, figures.seekers)
    seeker = place_of(told["seeker_id"], figures.seekers)
    return fit_saturation(told["fresh"].to_numpy(dtype=np.bool_), known, seeker)


def fit_saturation(
    fresh: npt.ArrayLike, known: npt.ArrayLike, cluster: npt.ArrayLike, level: float = LEVEL
) -> Saturation:
    """Return θ of ``P(new) = c · (1 + m)^(−θ)``, by Poisson regression with robust errors [1]_.

    Parameters
    ----------
    fresh : shape (names,), whether each name was new.
    known : shape (names,), how many people were known before it, m.
    cluster : shape (names,), whose each name is (a seeker), as numbers from 0 on.
    level : of the interval.

    >>> fit_saturation([True] * 30, [3] * 30, [0] * 30).power.reason
    'too_few'
    """
    y, x = np.asarray(fresh, dtype=np.float64), np.log1p(np.asarray(known, dtype=np.float64))
    center = float(x.mean()) if len(x) else 0.0
    few = len(y) < LEAST_NAMES or len(y) - y.sum() < LEAST_OLD or y.sum() < LEAST_OLD
    if few or float(np.ptp(x)) < _TINY:
        return Saturation(
            Estimate(None, level=level, n=len(y), reason="too_few"), float(np.exp(center))
        )
    design = np.column_stack([np.ones(len(x)), x - center])
    beta = np.array([np.log(y.mean()), 0.0])
    for _ in range(_STEPS):
        mean = np.exp(design @ beta)
        bread = np.linalg.inv((design * mean[:, None]).T @ design)
        step = bread @ (design.T @ (y - mean))
        beta = beta + step
        if np.abs(step).max() < _TINY:
            break
    mean = np.exp(design @ beta)
    score = design * (y - mean)[:, None]
    codes = np.unique(np.asarray(cluster), return_inverse=True)[1]
    sums = np.column_stack([np.bincount(codes, weights=column) for column in score.T])
    many = len(sums)
    error = float(np.sqrt((bread @ (sums.T @ sums) @ bread)[1, 1] * many / max(1, many - 1)))
    half = NormalDist().inv_cdf((1 + level) / 2) * error
    theta = -float(beta[1])
    low, high = max(0.0, theta - half), max(0.0, theta + half)
    return Saturation(Estimate(max(0.0, theta), low, high, level, len(y)), float(np.exp(center)))


def _known_before(people: pd.DataFrame, told: pd.DataFrame, seekers: pd.Index) -> Ints:
    """Return how many people each name's seeker had known before that day."""
    people = people.dropna()
    pair, _ = shared_codes(
        people[["seeker_id", "person"]], people[["seeker_id", "person"]].iloc[:0]
    )
    day = people["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    order = np.lexsort((day, pair))
    first = order[np.flatnonzero(np.diff(pair[order], prepend=-1))]
    base = 1 << 32
    keys = np.sort(place_of(people["seeker_id"], seekers)[first] * base + day[first])
    mine = place_of(told["seeker_id"], seekers)
    on = told["dated_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    start = np.searchsorted(keys, mine * base - (base >> 1), side="left")
    return np.searchsorted(keys, mine * base + on, side="left") - start
