"""What was entered: how many requests of how many seekers, the newest entry, what check finds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.check import check
from analysis.figures import Figures, once
from data.lookup import is_among
from data.names import fold_name

__all__ = ["LogContents", "log_contents", "newest_requests", "problems_of_log"]

NEWEST = 200
"""How many requests are edited at a time."""


@dataclass(frozen=True, slots=True)
class LogContents:
    """What the whole log holds, whatever is selected.

    ``newest`` is the latest date that happened on or before the as-of date; ``errors`` and
    ``warnings`` count what :func:`analysis.check.check` finds.
    """

    requests: int
    held: int
    seekers: int
    newest: dt.date | None
    errors: int
    warnings: int


@once
def problems_of_log(figures: Figures) -> pd.DataFrame:
    """Return what cannot be right in the log or should be looked at: see :func:`check`."""
    return check(figures.log, figures.credited)


def log_contents(figures: Figures) -> LogContents:
    """Return what was entered so far, and what check finds in it."""
    interviews = figures.log.whole("interviews")
    severity = problems_of_log(figures)["severity"]
    return LogContents(
        requests=len(interviews),
        held=int(interviews["held_on"].notna().sum()),
        seekers=int(interviews["seeker_id"].nunique()),
        newest=figures.log.newest_entry,
        errors=int((severity == "error").sum()),
        warnings=int((severity == "warning").sum()),
    )


def newest_requests(figures: Figures, seeker: str = "") -> tuple[list[str], int]:
    """Return the ids of the newest requests of the selection, the newest first, and how many are.

    ``seeker``: words with which parts of the seeker's name begin; empty for everybody. At most
    :data:`NEWEST` ids. The day of a request is its latest date that has happened.
    """
    interviews = figures.interviews
    if wanted := fold_name(seeker).split():
        named = figures.roster.drop_duplicates("person_id")
        folded = named["name"].fillna("").map(lambda name: f" {fold_name(name)}")
        fits = np.ones(len(named), dtype=np.bool_)
        for word in wanted:
            fits &= folded.str.contains(f" {word}", regex=False).to_numpy(dtype=np.bool_)
        interviews = interviews[is_among(interviews["seeker_id"], named["person_id"][fits])]
    dates = ["requested_on", "answered_on", "held_on", "cancelled_on"]
    days = interviews[dates].max(axis=1).to_numpy(dtype="datetime64[D]").astype(np.int64)
    order = np.lexsort((np.arange(len(days)), -days))[:NEWEST]
    return interviews["interview_id"].iloc[order].tolist(), len(interviews)
