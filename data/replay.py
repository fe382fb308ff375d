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
from data.ids import Ids
from data.lookup import place_of, shared_codes

__all__ = ["Whole", "earliest", "row_known_from"]

Tables = Mapping[str, pd.DataFrame]


def earliest(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Return the earliest filled date of the columns in each row (NaT where all are blank)."""
    dates = np.full(len(frame), np.datetime64("NaT"), dtype="datetime64[s]")
    for column in columns:
        dates = np.fmin(dates, frame[column].to_numpy(dtype="datetime64[s]"))
    return dates


class Whole:
    """Whole tables with what replay derives from them: each once per revision, for every day."""

    __slots__ = ("_earliest", "_ids", "_known", "_tables")

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._known: dict[str, np.ndarray] = {}
        self._earliest: dict[tuple[str, tuple[str, ...]], np.ndarray] = {}
        self._ids: Ids | None = None

    @property
    def ids(self) -> Ids:
        """Every id as a number."""
        if self._ids is None:
            self._ids = Ids(self._tables)
        return self._ids

    def known_from(self, table: str) -> np.ndarray:
        """Return the day from which each row of a table is visible (NaT: always)."""
        if table not in self._known:
            self._known[table] = row_known_from(table, self._tables)
        return self._known[table]

    def replayed(self, table: str, rows: np.ndarray, as_of: dt.date) -> pd.DataFrame:
        """Return these rows, with the values blanked that were not known by ``as_of``."""
        whole = self._tables[table]
        seen = whole if len(rows) == len(whole) else whole.take(rows)
        hidden = self._hidden(table, rows, np.datetime64(as_of, "s"))
        blanked = {
            column.name: seen[column.name].mask(hidden[column.known_from])
            for column in TABLES[table].columns
            if column.known_from in hidden and seen[column.name].notna().any()
        }
        return seen.assign(**blanked).reset_index(drop=True)

    def _hidden(
        self, table: str, rows: np.ndarray, day: np.datetime64
    ) -> dict[tuple[str, ...], np.ndarray]:
        """Return which values of columns known from these dates are not known yet, if any."""
        hidden = {}
        for columns in {column.known_from for column in TABLES[table].columns} - {()}:
            if (table, columns) not in self._earliest:
                self._earliest[table, columns] = earliest(self._tables[table], columns)
            later = self._earliest[table, columns][rows] > day
            if later.any():
                hidden[columns] = later
        return hidden


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
