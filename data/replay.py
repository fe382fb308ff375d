"""Replay: which rows and values of a table were known on a day, by the contract's ``known_from``.

Undated rows follow their conversation: an undated follow-up or opportunity is known when its
conversation was held; an undated referral from the day on which it was made by DESIGN's rule (its
request's ``held_on``, else ``answered_on``); a seeker without a joining date from the first
request. What nothing dates is always visible.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from data.columns import TABLES
from data.lookup import place_of, shared_codes

__all__ = ["earliest", "replayed", "row_known_from"]

Tables = Mapping[str, pd.DataFrame]


def earliest(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Return the earliest filled date of the columns in each row (NaT where all are blank)."""
    dates = np.full(len(frame), np.datetime64("NaT"), dtype="datetime64[s]")
    for column in columns:
        dates = np.fmin(dates, frame[column].to_numpy(dtype="datetime64[s]"))
    return dates


def replayed(table: str, whole: pd.DataFrame, known: np.ndarray, as_of: dt.date) -> pd.DataFrame:
    """Return the rows known by ``as_of``, with the values blanked that were not known yet.

    ``known`` is the day from which each row is visible (NaT: always).
    """
    day = np.datetime64(as_of, "s")
    seen = whole[~(known > day)]
    masks = {
        column.name: earliest(seen, column.known_from) > day
        for column in TABLES[table].columns
        if column.known_from
    }
    blanked = {name: seen[name].mask(hidden) for name, hidden in masks.items() if hidden.any()}
    return seen.assign(**blanked).reset_index(drop=True)


def row_known_from(table: str, tables: Tables) -> np.ndarray:
    """Return the day from which each row of a table is visible (NaT: always)."""
    frame = tables[table]
    known = earliest(frame, TABLES[table].row_from)
    for dated_by in _OTHERWISE.get(table, ()):
        undated = np.isnat(known)
        if not undated.any():
            break
        known[undated] = dated_by(frame[undated], tables)
    return known


def _else(known: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    return np.where(np.isnat(known), otherwise, known)


def _lookup(ids: pd.Series, keys: pd.Series | pd.Index, dates: np.ndarray) -> np.ndarray:
    """Return the date for each id (NaT where there is none); ``keys`` are unique."""
    return np.append(dates, np.datetime64("NaT", "s"))[place_of(ids, keys)]


def _of_interview(frame: pd.DataFrame, tables: Tables, *choices: Sequence[str]) -> np.ndarray:
    """Return the first filled of the choices of dates of each row's conversation."""
    interviews = tables["interviews"]
    dates = earliest(interviews, choices[0])
    for columns in choices[1:]:
        dates = _else(dates, earliest(interviews, columns))
    return _lookup(frame["interview_id"], interviews["interview_id"], dates)


def _of_pair(frame: pd.DataFrame, tables: Tables) -> np.ndarray:
    """Return the first conversation, else the first request, of each row's seeker and contact."""
    interviews = tables["interviews"]
    pair = ["seeker_id", "contact_id"]
    ours, theirs = shared_codes(frame[pair], interviews[pair])
    days = pd.DataFrame(
        {
            "held": interviews["held_on"],
            "row": earliest(interviews, TABLES["interviews"].row_from),
        }
    )
    firsts = days[theirs >= 0].groupby(theirs[theirs >= 0]).min()
    dates = firsts["held"].fillna(firsts["row"]).reindex(ours)
    return dates.to_numpy(dtype="datetime64[s]")


def _first_request(frame: pd.DataFrame, tables: Tables) -> np.ndarray:
    """Return the first day of each row's seeker in the log of requests."""
    interviews = tables["interviews"]
    dates = pd.Series(earliest(interviews, TABLES["interviews"].row_from))
    first = dates.groupby(interviews["seeker_id"]).min()
    return _lookup(frame["person_id"], first.index, first.to_numpy(dtype="datetime64[s]"))


def _made(frame: pd.DataFrame, tables: Tables) -> np.ndarray:
    return _of_interview(frame, tables, ("held_on",), ("answered_on",))


def _held(frame: pd.DataFrame, tables: Tables) -> np.ndarray:
    return _of_interview(frame, tables, ("held_on",))


def _begun(frame: pd.DataFrame, tables: Tables) -> np.ndarray:
    return _of_interview(frame, tables, TABLES["interviews"].row_from)


_OTHERWISE: dict[str, tuple[Callable[[pd.DataFrame, Tables], np.ndarray], ...]] = {
    "referrals": (_made,),
    "follow_ups": (_held, _begun, _of_pair),
    "opportunities": (_held, _begun),
    "seekers": (_first_request,),
}
"""What dates a row that has no date of its own, in this order."""
