"""What a habit is compared beside: how people were found, how they met, and the cohort."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.corrected import meetings_in_time
from analysis.figures import Figures
from analysis.origins import origins
from data.lookup import place_of

__all__ = ["APART", "circumstances", "design"]

APART = 0.05
"""What share of a habit's spread must be left when its circumstances are known."""

_LEAST, _LEAST_SEEKERS, _LEAST_LED_ON, _MOST_LEVELS = 10, 5, 2, 6
"""What a level must have to be told apart, and how many levels are."""

Floats = npt.NDArray[np.float64]


def circumstances(figures: Figures) -> pd.DataFrame:
    """Return source, mode and cohort of each meeting, as numbers of their words.

    One row per row of :func:`analysis.corrected.meetings_in_time`. *Not noted* is a word of its
    own. Numbers follow the order of the words, so that ids and the order of rows decide nothing.
    """
    meetings = meetings_in_time(figures)
    rows, roster = figures.interviews, figures.roster
    own = place_of(meetings["interview_id"], rows["interview_id"])
    member = place_of(meetings["seeker_id"], roster["person_id"])
    words = {
        "source": origins(figures).take(meetings["row"]).array,
        "mode": rows["mode"].take(own).array,
        "cohort": roster["cohort"].array.take(member, allow_fill=True),
    }
    numbers = {
        name: pd.factorize(pd.Series(told, dtype="str").fillna(""), sort=True)[0]
        for name, told in words.items()
    }
    return pd.DataFrame(numbers, index=meetings.index)


def design(done: npt.NDArray[np.bool_], others: pd.DataFrame, rows: pd.DataFrame) -> Floats | None:
    """Return ones, the habit, and the levels of the others; None when the habit is tied to them.

    ``done``: whether the habit was; ``others``: columns of :func:`circumstances`; ``rows``:
    offspring and seeker (numbers) of the same meetings. Tied: less than a twentieth of the habit's
    spread is left when the others are known. Levels that are too small to be told apart stand with
    the most frequent one.
    """
    columns = [np.ones(len(done))]
    for name in others:
        codes = _levels(others[name].to_numpy(), rows)
        columns += [(codes == level).astype(np.float64) for level in range(1, codes.max() + 1)]
    beside = _independent(np.column_stack(columns))
    habit = done.astype(np.float64)
    shared = beside.T @ habit
    left = habit.sum() - shared @ np.linalg.solve(beside.T @ beside, shared)
    if left < APART * habit.var() * len(habit):
        return None
    return np.insert(beside, 1, habit, axis=1)


def _levels(numbers: npt.NDArray[np.int64], rows: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the level of each meeting, 0 for the most frequent one and small ones."""
    size = np.bincount(numbers)
    led_on = np.bincount(numbers, rows["offspring"] > 0)
    seekers = rows["seeker"].to_numpy()
    met = np.zeros((len(size), seekers.max() + 1), dtype=np.bool_)
    met[numbers, seekers] = True
    told = (size >= _LEAST) & (led_on >= _LEAST_LED_ON) & (met.sum(axis=1) >= _LEAST_SEEKERS)
    kept = [number for number in np.argsort(-size, kind="stable") if told[number]][:_MOST_LEVELS]
    level = np.zeros(len(size), dtype=np.int64)
    level[kept] = np.arange(len(kept))
    return level[numbers]


def _independent(columns: Floats) -> Floats:
    """Return the columns that are not combinations of those before them."""
    products = columns.T @ columns  # counts: exact
    kept: list[int] = []
    for column in range(columns.shape[1]):
        wider = [*kept, column]
        if np.linalg.matrix_rank(products[np.ix_(wider, wider)], hermitian=True) > len(kept):
            kept = wider
    return columns[:, kept]
