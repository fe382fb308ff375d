"""Stakes: what an open name is worth today, and what a week of waiting costs.

Names that were asked soon after they were given have more often been met than those asked late. How
often by the days that passed is worked out from the log's own names, and a meeting is worth itself
and what it leads to. It is an association: what is asked late may differ in other ways as well.

References
----------
.. [1] Scheike, Zhang, Gerds 2008, Biometrika 95:205, doi 10.1093/biomet/asm096 (a share by a
   horizon, regressed on a covariate, with weights for those still waiting).
.. [2] Gelman, Jakulin, Pittau, Su 2008, Ann. Appl. Stat. 2:1360, doi 10.1214/08-AOAS191 (a weak
   prior keeps the coefficients of a logistic regression finite).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.corrected import offspring_fit
from analysis.definitions import ONE_SEEKER, Definition, Reading
from analysis.figures import Figures, once
from analysis.follow_up import OPEN
from analysis.four_factors import HORIZON, LEAST_DAYS
from analysis.incidence import HAPPENED, WAITING
from analysis.intervals import Estimate
from analysis.new_names import names_in_time

__all__ = [
    "DEFINITIONS",
    "LEAST_ACTED",
    "Chances",
    "Stakes",
    "chances_by_age",
    "stakes",
    "with_stakes",
]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

LEAST_ACTED = 30
"""Below so many names that were asked nothing is said of what waiting costs."""
_WATCHED = 10
"""Nothing is said of days for which fewer names have been watched."""
_WEEK = 7
_SPREAD = 2.5
"""The standard deviation of the weak prior of the slope."""
_STEPS = 60
_TIGHT = 1e-10


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely somebody who is asked is met, by the days since the name was given.

    ``logit P = level + slope·ln(1 + days/7)``, within ``horizon`` days of asking; from ``n`` names
    that were asked.
    """

    level: float
    slope: float
    horizon: int
    n: int

    def at(self, days: npt.ArrayLike) -> Floats:
        """Return P(met | asked so many days after the name was given), of the shape of ``days``."""
        x = np.log1p(np.asarray(days, dtype=np.float64) / _WEEK)
        return 1 / (1 + np.exp(-(self.level + self.slope * x)))


@dataclass(frozen=True, slots=True)
class Stakes:
    """What open names are worth: the chances by age, and ``worth``, conversations per meeting.

    ``worth`` is ``M = Σ_{j=0..J} R^j``: the meeting and what it leads to within the horizon, J
    being how many median generation intervals fit into it. ``reason`` when nothing can be said:
    ``one_seeker_only``, ``few_acted``, ``window_too_short``, or that of R.
    """

    chances: Chances | None
    worth: float
    reason: str | None = None

    def at(self, days: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Return conversations at stake, and how many of them a week of waiting costs.

        ``P(met | asked today)·M`` and ``[P(a) − P(a + 7)]·M``, at least 0, for names of age a in
        days. NaN where nothing can be said.
        """
        age = np.asarray(days, dtype=np.float64)
        if self.chances is None:
            return np.full_like(age, np.nan), np.full_like(age, np.nan)
        now, later = self.chances.at(age), self.chances.at(age + _WEEK)
        return self.worth * now, self.worth * np.maximum(now - later, 0.0)


@once
def stakes(figures: Figures) -> Stakes:
    """Return what the open names of the selection are worth."""
    if figures.singles_out:
        return Stakes(None, 0.0, ONE_SEEKER)
    fit = offspring_fit(figures)
    if fit.R.value is None or fit.law is None:
        return Stakes(None, 0.0, fit.reason or "no_delays")
    names = names_in_time(figures)
    rough = names["named_roughly"] | names["acted_roughly"]
    asked = names[names["fresh"] & (names["acted"] == HAPPENED) & ~rough]
    found = chances_by_age(asked["acted_days"], asked["held_days"], asked["held"])
    if isinstance(found, str):
        return Stakes(None, 0.0, found)
    intervals = math.floor(HORIZON / max(1.0, fit.law.quantile(0.5)))
    return Stakes(found, sum(fit.R.value**j for j in range(intervals + 1)))


def chances_by_age(
    age: npt.ArrayLike, days: npt.ArrayLike, outcome: npt.ArrayLike, horizon: int = HORIZON
) -> Chances | str:
    """Return how likely a person is met who is asked so long after being named, or the reason.

    ``age``: days from naming to asking; ``days`` from asking until what is known; ``outcome``: 1
    met, 2 something that rules it out, 0 still waiting; each of shape (names,).

    Whether it happened within the horizon (or as many days as the log has been watched for, at
    least 28) is regressed on ``ln(1 + age/7)``; those still waiting stand aside and are replaced by
    weights of those decided, ``1/G(t−)`` with G the Kaplan–Meier curve of the watch [1]_. The slope
    has a weak prior, normal with standard deviation 2.5 [2]_.

    Reasons: ``few_acted`` (fewer than 30 names), ``window_too_short``.
    """
    a, t, state = (np.asarray(values, dtype=np.int64) for values in (age, days, outcome))
    if len(a) < LEAST_ACTED:
        return "few_acted"
    horizon = min(horizon, int(np.sort(t)[-_WATCHED]))
    if horizon < LEAST_DAYS:
        return "window_too_short"
    decided = (state != WAITING) & (t <= horizon) | (t >= horizon)
    met = (state == HAPPENED) & (t <= horizon)
    weight = np.where(decided, 1 / _still_watched(t, state, np.minimum(t, horizon)), 0.0)
    level, slope = _logistic(np.log1p(a / _WEEK), met.astype(np.float64), weight)
    return Chances(level, slope, horizon, len(a))


def _still_watched(t: Ints, state: Ints, until: Ints) -> Floats:
    """Return the chance of being watched for more than the days before each day: G(t−).

    On a day what happens comes first: whoever is decided on a day has been watched on it.
    """
    last = int(t.max()) + 1
    leaving = np.bincount(t[state == WAITING], minlength=last + 1).astype(np.float64)
    decided = np.bincount(t[state != WAITING], minlength=last + 1)
    at_risk = len(t) - np.concatenate([[0], np.cumsum(leaving + decided)[:-1]]) - decided
    stay = 1 - np.divide(leaving, at_risk, out=np.zeros_like(leaving), where=at_risk > 0)
    before = np.concatenate([[1.0], np.cumprod(stay)[:-1]])
    return before[until]


def _logistic(x: Floats, y: Floats, weight: Floats) -> tuple[float, float]:
    """Return level and slope at the maximum of the weighted likelihood with its prior (Newton)."""
    kept = weight > 0
    x, y, weight = x[kept], y[kept], weight[kept]
    design = np.column_stack([np.ones_like(x), x])
    # The level has a prior too, ten times as wide: all met, or none, is finite then.
    prior = np.array([1 / (10 * _SPREAD) ** 2, 1 / _SPREAD**2])
    beta = np.zeros(2)
    for _ in range(_STEPS):
        share = 1 / (1 + np.exp(-(design @ beta)))
        slope = design.T @ (weight * (y - share)) - prior * beta
        curve = (design.T * (weight * share * (1 - share))) @ design + np.diag(prior)
        step = np.linalg.solve(curve, slope)
        beta += step * min(1.0, 2.0 / max(1e-12, float(np.abs(step).max())))
        if np.abs(step).max() < _TIGHT:
            break
    return float(beta[0]), float(beta[1])


def with_stakes(rows: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """Return rows of ``figures.debts`` with what is at stake in each open name.

    Columns added: meetings_at_stake, lost_per_week (see :meth:`Stakes.at`; blank else), and
    stake_reason: blank where there are numbers, ``no_open_name`` for what is no name that waits to
    be asked (rule ``act_on_referral``, state later, due or overdue), else that of :func:`stakes`.
    """
    found = stakes(figures)
    is_open = (rows["rule"] == "act_on_referral") & rows["state"].isin([*OPEN, "later"])
    age = (pd.Timestamp(figures.log.as_of) - rows["opened_on"]).dt.days.clip(lower=0)
    at_stake, lost = found.at(age.where(is_open).to_numpy(dtype=np.float64))
    reason = is_open.map({True: found.reason, False: "no_open_name"})
    return rows.assign(
        meetings_at_stake=at_stake,
        lost_per_week=lost,
        stake_reason=reason.astype("str"),
    )


def _total(column: str, figures: Figures) -> Reading:
    owed = figures.debts
    rows = owed[(owed["rule"] == "act_on_referral") & owed["state"].isin(OPEN)]
    found = stakes(figures)
    if found.reason is not None:
        return Reading(Estimate(None, n=len(rows), reason=found.reason))
    return Reading(Estimate(math.fsum(with_stakes(rows, figures)[column]), n=len(rows)))


_FORMULA = (
    "P by the days a from naming to asking: logistic regression on ln(1 + a/7) of being met within"
    " 120 days, weighted for those still waiting; M = Σ R^j, j up to 120 days ÷ median delay"
)
_SOURCE = "Scheike, Zhang, Gerds 2008, doi 10.1093/biomet/asm096"
_FEW = "An association. Not given below 30 names that were asked, nor without R."

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "follow_up.meetings_at_stake",
        "conversations at stake",
        "conversations",
        "How many conversations might come of the names that wait, if all were asked today: the"
        " people met and what they lead to within 120 days.",
        f"Σ P(met | asked today)·M over open names; {_FORMULA}",
        lambda figures: _total("meetings_at_stake", figures),
        exclusions=_FEW,
        source=_SOURCE,
    ),
    Definition(
        "follow_up.lost_per_week",
        "conversations lost in a week",
        "conversations",
        "How many fewer conversations might come of the names that wait, if all were asked a week"
        " from today.",
        f"Σ [P(met | asked at age a) − P(met | asked at a + 7)]·M over open names, each at least 0;"
        f" {_FORMULA}",
        lambda figures: _total("lost_per_week", figures),
        exclusions=_FEW,
        source=_SOURCE,
    ),
)
