"""The shape in which every rule states what is owed, before due dates and states are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.policy import RULES
from data.lookup import place_of

__all__ = [
    "NEVER",
    "OWED",
    "Dates",
    "Flags",
    "dates_of",
    "day_for",
    "ended",
    "nobody",
    "owed",
    "undated",
]

Dates = npt.NDArray[np.datetime64]
Flags = npt.NDArray[np.bool_]

NEVER = np.datetime64("NaT", "s")

OWED: dict[str, str] = {
    "rule": "category",
    "seeker_id": "str",
    "contact_id": "str",
    "through_id": "str",
    "interview_id": "str",
    "referral_id": "str",
    "opened_on": "datetime64[s]",
    "not_before": "datetime64[s]",
    "exact": "bool",
    "acted": "bool",
    "acted_on": "datetime64[s]",
    "acted_by": "str",
    "ended": "bool",
    "ended_on": "datetime64[s]",
    "ended_by": "str",
    "lifted_on": "datetime64[s]",
    "lifted_by": "str",
}
"""Columns of what is owed, with their types.

``opened_on``: the event that the due date is counted from (NaT: its day is unknown).
``not_before``: the due date is no earlier than that. ``exact``: the days of event and act are known
to the day. ``acted``, ``acted_on``, ``acted_by``: it was done, when (NaT: unknown) and by what.
``ended…``: the ground of the debt fell away (an answer came). ``lifted…``: it was given up.
"""


def owed(rule: str, rows: pd.DataFrame, **columns: Any) -> pd.DataFrame:  # noqa: ANN401
    """Return what is owed by ``rule``: ids from ``rows`` unless given, the rest from ``columns``.

    ``rows`` gives seeker_id, contact_id, interview_id and referral_id where it has them.
    """
    taken: dict[str, Any] = {
        name: rows[name].array
        for name in ("seeker_id", "contact_id", "interview_id", "referral_id")
        if name in rows
    }
    given = {"rule": _one_word(rule, len(rows)), "exact": True} | taken | columns
    blank = {"bool": False, "str": _no_words(len(rows)), "datetime64[s]": NEVER}
    frame = {
        name: pd.Series(given.get(name, blank.get(dtype)), index=range(len(rows)), dtype=dtype)
        for name, dtype in OWED.items()
    }
    return pd.DataFrame(frame, index=range(len(rows)), copy=False)


def _no_words(length: int) -> Any:  # noqa: ANN401  # a column
    return pd.array(["nothing"], dtype="str").take(np.full(length, -1), allow_fill=True)


def _one_word(rule: str, length: int) -> pd.Categorical:
    # As numbers: a word would be looked at four hundred thousand times for a large log.
    return pd.Categorical.from_codes(np.full(length, RULES.index(rule)), categories=[*RULES])


def nobody(rule: str) -> pd.DataFrame:
    """Return a frame in which nothing is owed."""
    return owed(rule, pd.DataFrame(index=range(0)))


def dates_of(column: pd.Series) -> Dates:
    """Return a column of dates as an array."""
    return column.to_numpy(dtype="datetime64[s]")


def day_for(keys: pd.Series, days: pd.Series) -> Dates:
    """Return the day of each key, NaT where there is none; the index of ``days`` is unique."""
    filled = days.dropna()
    if filled.empty:
        return undated(len(keys))
    return np.append(dates_of(filled), NEVER)[place_of(keys, filled.index)]


def undated(length: int) -> Dates:
    """Return an array of unknown dates."""
    return np.full(length, NEVER)


def words(tests: Sequence[Flags], names: Sequence[str]) -> Any:  # noqa: ANN401  # a column
    """Return for each row the name of the first test that it passes, blank for none.

    >>> list(words([np.array([False, True])], ["answer"]))
    [nan, 'answer']
    """
    place = np.select(list(tests), list(range(len(names))), -1)
    return pd.array([*names], dtype="str").take(place, allow_fill=True)


def ended(*events: tuple[Dates, Flags, str]) -> dict[str, Any]:
    """Return the ``ended`` columns: the earliest of (day, whether it happened, what it is).

    Something that happened on an unknown day comes before everything.
    """
    known = np.stack([np.where(happened, day, NEVER) for day, happened, _ in events])
    happened = np.stack([happened for _, happened, _ in events])
    ranked = np.where(happened, np.where(np.isnat(known), _FIRST, known), _LAST)
    first = ranked.argmin(axis=0)
    any_did = happened.any(axis=0)
    names = pd.array([name for _, _, name in events], dtype="str")
    return {
        "ended": any_did,
        "ended_on": known[first, np.arange(len(first))],
        "ended_by": names.take(np.where(any_did, first, -1), allow_fill=True),
    }


_FIRST = np.datetime64(0, "s")
_LAST = np.datetime64("9999-12-31", "s")
