"""Practices: which habits go with more further conversations (DESIGN §8, SCIENCE §5).

Seekers tell their habits themselves, and keen people have several of them: what is found here *goes
with* more conversations; that it causes them cannot be seen from a log.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, isfinite, sqrt

import numpy as np
import pandas as pd

from analysis.circumstances import circumstances, design
from analysis.corrected import meetings_in_time, offspring_fit, seen
from analysis.count_regression import CountFit, fit_counts
from analysis.definitions import ONE_SEEKER
from analysis.figures import Figures, once
from analysis.habits import HABITS, Habit, habits_of
from analysis.intervals import LEVEL, Estimate
from analysis.many_looks import benjamini_hochberg
from data.lookup import place_of

__all__ = ["BY_CHANCE", "Practice", "Practices", "practices"]

BY_CHANCE = 0.1
"""Of the habits told to stand out, at most this share is expected to do so by chance."""

LEAST, LEAST_SEEKERS, LEAST_LED_TO = 10, 5, 5
"""A habit is compared from so many conversations and seekers with it, and as many without, and so
many further conversations."""

_LEAST_SEEN = 0.001


@dataclass(frozen=True, slots=True)
class Practice:
    """One habit, compared.

    ``ratio``: further conversations of a conversation with the habit for each one of a conversation
    without it, its interval, and n conversations compared; or the reason why there is none.
    ``q``: its p value adjusted for all habits looked at. Counts: conversations, the further ones
    they have led to so far, and seekers, each with the habit and without; ``unknown`` conversations
    of which it is not noted.

    Reasons: ``not_recorded``; ``never_done``, ``always_done``; ``few_with``, ``few_without``
    (conversations or seekers); ``few_led_to``; ``none_led_on`` (no further conversation on one of
    the sides: no ratio is finite); ``tied`` (it cannot be told apart from how people were found,
    how they were met or the cohort); ``not_found`` (the equations have no solution);
    ``one_seeker_only``; or why nothing at all is compared (see :class:`Practices`).
    """

    habit: str
    ratio: Estimate
    q: float | None
    done: int
    not_done: int
    led_to_done: int
    led_to_not: int
    seekers_done: int
    seekers_not: int
    unknown: int

    @property
    def stands_out(self) -> bool:
        """Whether it differs from chance, however many habits were looked at."""
        return self.q is not None and self.q < BY_CHANCE


@dataclass(frozen=True, slots=True)
class Practices:
    """Every habit compared, in the order of :data:`analysis.habits.HABITS`.

    ``meetings`` held while the search went on, by ``seekers``, that led to ``offspring`` further
    ones so far. ``reason``: why nothing is compared: that of
    :func:`analysis.corrected.offspring_fit` (``too_few``, ``no_delays``, ``window_too_short``,
    ``not_found``), ``one_seeker_only``, or None.
    """

    rows: tuple[Practice, ...]
    meetings: int
    seekers: int
    offspring: int
    reason: str | None

    @property
    def compared(self) -> tuple[Practice, ...]:
        """The habits that could be compared."""
        return tuple(row for row in self.rows if row.ratio.value is not None)

    @property
    def standing_out(self) -> tuple[Practice, ...]:
        """The habits that stand out from chance, those with most further conversations first."""
        found = [row for row in self.rows if row.stands_out]
        return tuple(sorted(found, key=lambda row: -(row.ratio.value or 0)))


@once
def practices(figures: Figures) -> Practices:
    """Return which habits go with more further conversations.

    Each habit has a regression of its own (:func:`analysis.count_regression.fit_counts`) over the
    meetings of which it is noted: offspring on the habit, with the exposure ``G(C_i + 1)``,
    clustered by seeker, beside how the person was found, how they met and the cohort, where *not
    noted* is a level of its own. The ratio is ``exp β`` with the limits of the t distribution; its
    q the two-sided p by Benjamini and Hochberg.

    One model for all habits would lose every meeting of which one of them is not noted, would
    split what goes with habits that come together among them, and would take out of a good
    preparation what it does through a host who lets the talk run over. The question is what goes
    with more, not which of several keen habits is the cause; so each is asked alone, and pages say
    that keen people may have them all.

    The exposure is taken as known; its own uncertainty hardly touches a ratio, because meetings
    with and without a habit are of much the same age.

    >>> from data.log import Log
    >>> nothing = practices(Figures(Log.from_frames({})))
    >>> nothing.reason, nothing.compared, nothing.rows[0].ratio.reason
    ('too_few', (), 'too_few')
    """
    meetings, told = meetings_in_time(figures), habits_of(figures)
    why = ONE_SEEKER if figures.singles_out else offspring_fit(figures).reason
    around = circumstances(figures) if why is None else pd.DataFrame(index=meetings.index)
    share = np.maximum(np.round(seen(figures), 3), _LEAST_SEEN)  # young ones in few, alike cells
    data = meetings[["offspring"]].assign(
        seeker=place_of(meetings["seeker_id"], figures.seekers), seen=share
    )
    found = [_compared(habit, told[habit.name], data, around, why) for habit in HABITS.values()]
    tested = [p for _, p in found if p is not None]
    adjusted = iter(benjamini_hochberg(tested))
    return Practices(
        rows=tuple(
            _practice(name, told[name], data, ratio, None if p is None else next(adjusted))
            for name, (ratio, p) in zip(HABITS, found, strict=True)
        ),
        meetings=len(data),
        seekers=data["seeker"].nunique(),
        offspring=int(data["offspring"].sum()),
        reason=why,
    )


def _practice(
    name: str, told: pd.Series, data: pd.DataFrame, ratio: Estimate, q: float | None
) -> Practice:
    yes, no = (told == 1).to_numpy(), (told == 0).to_numpy()
    led_to, seeker = data["offspring"].to_numpy(), data["seeker"].to_numpy()
    return Practice(
        habit=name,
        ratio=ratio,
        q=q,
        done=int(yes.sum()),
        not_done=int(no.sum()),
        led_to_done=int(led_to[yes].sum()),
        led_to_not=int(led_to[no].sum()),
        seekers_done=len(np.unique(seeker[yes])),
        seekers_not=len(np.unique(seeker[no])),
        unknown=int((~yes & ~no).sum()),
    )


def _compared(
    habit: Habit, told: pd.Series, data: pd.DataFrame, around: pd.DataFrame, why: str | None
) -> tuple[Estimate, float | None]:
    """Return the ratio of a habit with its p value, or the reason why there is none."""
    known = told.notna()
    if why or not known.any():
        return Estimate(None, n=int(known.sum()), reason=why or "not_recorded"), None
    rows, done = data[known], told[known] == 1
    if why := _too_little(rows, done):
        return Estimate(None, n=len(rows), reason=why), None
    others = around.loc[known].drop(columns=habit.part_of, errors="ignore")
    columns = design(done.to_numpy(), others, rows)
    if columns is None:
        return Estimate(None, n=len(rows), reason="tied"), None
    fit = fit_counts(rows["offspring"], columns, rows["seen"], rows["seeker"])
    return _ratio(fit, len(rows))


def _too_little(rows: pd.DataFrame, done: pd.Series) -> str | None:
    """Return why a habit cannot be compared over these meetings, as far as counts tell."""
    if done.all() or not done.any():
        return "always_done" if done.all() else "never_done"
    for side, few in ((done, "few_with"), (~done, "few_without")):
        if side.sum() < LEAST or rows.loc[side, "seeker"].nunique() < LEAST_SEEKERS:
            return few
    if rows["offspring"].sum() < LEAST_LED_TO:
        return "few_led_to"
    led_on = rows["offspring"] > 0
    return None if (led_on & done).any() and (led_on & ~done).any() else "none_led_on"


def _ratio(fit: CountFit, n: int) -> tuple[Estimate, float | None]:
    """Return the ratio and p value of the second column of a design."""
    from scipy.special import stdtr, stdtrit

    error = sqrt(fit.covariance[1, 1]) if fit.converged and fit.covariance[1, 1] > 0 else 0.0
    if not error or not isfinite(error) or fit.df[1] < 1:
        return Estimate(None, n=n, reason="not_found"), None
    beta, df = float(fit.beta[1]), float(fit.df[1])
    half = float(stdtrit(df, (1 + LEVEL) / 2)) * error
    if half > np.log(np.finfo(float).max) / 2:
        return Estimate(None, n=n, reason="not_found"), None
    p = 2 * float(stdtr(df, -abs(beta) / error))
    return Estimate(exp(beta), exp(beta - half), exp(beta + half), LEVEL, n), p
