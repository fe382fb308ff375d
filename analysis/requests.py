"""Requests: what each one is on the as-of date, from its dates (DESIGN §3)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.credit import Credit, credit
from data.log import Log
from data.lookup import is_among, place_of

__all__ = ["STATES", "requests"]

STATES = ("pending", "accepted", "declined", "held", "cancelled")

_COLUMNS = (
    "interview_id",
    "seeker_id",
    "contact_id",
    "source",
    "referral_id",
    "requested_on",
    "approach_on",
    "answered_on",
    "answer",
    "held_on",
    "cancelled_on",
    "state",
    "meeting",
    "selected",
    "cohort_id",
)


def requests(log: Log, credited: Credit | None = None) -> pd.DataFrame:
    """Return one row per request known by the as-of date, sorted by interview_id.

    - ``approach_on``: requested_on, else held_on;
    - ``answered_on``, ``answer``: as effective: a request that was held was answered and accepted
      on that day at the latest;
    - ``state``: ``held``; else ``cancelled``, ``declined`` or ``accepted``; else ``pending``, which
      holds an answer of which only the day is known;
    - ``meeting``: the first conversation of its pair, held by then;
    - ``selected``: its seeker is among the log's selected ones;
    - ``cohort_id``: of the seeker's (selected) cohorts the one joined last by the first day of the
      row, else the one joined first; blank for somebody on no roster.

    ``referral_id`` is as written in the log, not as credited.

    >>> log = Log.from_frames({"interviews": [
    ...     {"interview_id": "1", "seeker_id": "s", "contact_id": "ann", "held_on": "2026-01-05"}]})
    >>> requests(log)[["state", "answer", "meeting"]].to_numpy().tolist()
    [['held', 'accepted', True]]
    """
    known = credit(log) if credited is None else credited
    rows = log.table("interviews")
    held = rows["held_on"]
    answered = pd.Series(np.fmin(rows["answered_on"].to_numpy(), held.to_numpy()))
    answer = rows["answer"].mask(held.notna(), "accepted")
    approach = rows["requested_on"].fillna(held)
    is_meeting = known.credits["meeting"].to_numpy()[log.rows("interviews")]
    return rows.assign(
        approach_on=approach,
        answered_on=answered,
        answer=answer,
        state=_states(rows, answer),
        meeting=is_meeting & held.notna().to_numpy(),
        selected=is_among(rows["seeker_id"], log.seeker_ids),
        cohort_id=_cohorts(log, rows["seeker_id"], approach.fillna(answered)),
    )[list(_COLUMNS)]


def _states(rows: pd.DataFrame, answer: pd.Series) -> pd.array:
    tests = [
        rows["held_on"].notna(),
        rows["cancelled_on"].notna(),
        answer == "declined",
        answer == "accepted",
    ]
    numbers = [STATES.index(state) for state in ("held", "cancelled", "declined", "accepted")]
    state = np.select([test.to_numpy(dtype=np.bool_) for test in tests], numbers, 0)
    return pd.array(STATES, dtype="str").take(state)


def _cohorts(log: Log, seekers: pd.Series, days: pd.Series) -> pd.Series:
    """Return the cohort to which each seeker's request of that day belongs."""
    roster = log.roster().dropna(subset=["cohort_id"])
    roster = roster.sort_values(["joined_on", "cohort"], na_position="first", kind="stable")
    first = roster.drop_duplicates("person_id")
    joined = place_of(seekers, first["person_id"])
    cohort = pd.Series(first["cohort_id"].array.take(joined, allow_fill=True))
    several = roster[roster["person_id"].duplicated(keep=False)]
    for person, cohort_id, since in zip(
        several["person_id"], several["cohort_id"], several["joined_on"], strict=True
    ):
        # In the order of joining, so that the last one that had begun stays.
        cohort = cohort.mask((seekers == person) & (days >= since), cohort_id)
    return cohort.astype("str")
