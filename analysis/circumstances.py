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
    """Return what a habit is compared beside: source, mode and cohort of each meeting, as words."""
    meetings = meetings_in_time(figures)
    rows, roster = figures.interviews, figures.roster
    own = place_of(meetings["interview_id"], rows["interview_id"])
    member = place_of(meetings["seeker_id"], roster["person_id"])
    cohorts = roster["cohort_id"].array.take(member, allow_fill=True)
    columns = {
        "source": origins(figures).take(meetings["row"]).array,
        "mode": rows["mode"].take(own).array,
        "cohort": cohorts,
    }
    return pd.DataFrame(columns, index=meetings.index).fillna("")


def design(done: npt.NDArray[np.bool_], others: pd.DataFrame, rows: pd.DataFrame) -> Floats | None:
    """Return ones, the habit, and the levels of the others; None when the habit is tied to them.

    Tied: less than a twentieth of the habit's spread is left when the others are known. Levels
    that are too small to be told apart stand with the most frequent one.
    """
    columns = [np.ones(len(done))]
    for name in others:
        codes = _levels(others[name], rows)
        columns += [(codes == level).astype(np.float64) for level in range(1, codes.max() + 1)]
    beside = _independent(np.column_stack(columns))
    habit = done.astype(np.float64)
    left = habit - beside @ np.linalg.lstsq(beside, habit, rcond=None)[0]
    if left @ left < APART * habit.var() * len(habit):
        return None
    return np.insert(beside, 1, habit, axis=1)


def _levels(words: pd.Series, rows: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the number of each meeting's level, 0 for the most frequent one and small ones."""
    by = rows.assign(led=rows["offspring"] > 0).groupby(words.to_numpy())
    sizes = by.agg(n=("led", "size"), led=("led", "sum"), seekers=("seeker", "nunique"))
    sizes = sizes.sort_values("n", ascending=False, kind="stable")
    told = (
        (sizes["n"] >= _LEAST)
        & (sizes["led"] >= _LEAST_LED_ON)
        & (sizes["seekers"] >= _LEAST_SEEKERS)
    )
    kept = sizes.index[told][:_MOST_LEVELS]
    codes = place_of(words, kept)
    found: npt.NDArray[np.int64] = np.maximum(codes, 0)
    return found


def _independent(design: Floats) -> Floats:
    """Return the columns that are not combinations of those before them."""
    kept: list[int] = []
    for column in range(design.shape[1]):
        if np.linalg.matrix_rank(design[:, [*kept, column]]) > len(kept):
            kept.append(column)
    return design[:, kept]
