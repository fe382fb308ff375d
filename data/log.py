"""The log: an immutable read of a logbook, replayed at any as-of date.

A :class:`Log` always holds the whole log. Its as-of date, cohorts and advisor are a selection:
another one shares the same frames (:meth:`Log.at`). :meth:`Log.whole` gives a table as stored,
:meth:`Log.table` the same as it was known on the as-of date, by the contract's ``known_from``.
Replay shows what had *happened*, not what had been entered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

import numpy as np
import pandas as pd

from data.columns import LOG_TABLES, TABLES
from data.errors import UnknownNameError
from data.frames import as_frame, empty_frame
from data.ids import Ids
from data.lookup import place_of
from data.merges import resolve_merges
from data.names import fold_name
from data.replay import Whole

__all__ = ["Log"]

_ENTRIES = (
    "interviews",
    "referrals",
    "follow_ups",
    "opportunities",
    "destinations",
    "notes",
    "seekers",
)
Rows: TypeAlias = pd.DataFrame | Iterable[Mapping[str, Any]]
T = TypeVar("T")


class Log:
    """An immutable read of the whole log, with a selection.

    ``as_of`` is the date up to which the log is read; ``cohorts`` the ids of the cohorts looked at
    (none: everybody); ``advisor`` the advisor whose seekers are looked at (empty: everybody);
    ``revision`` counts the acts that wrote to the logbook; ``path`` is its file, if any. Frames are
    shared: pandas copies on write, so what a caller does to one is not seen by another.
    """

    __slots__ = (
        "_answers",
        "_replayed",
        "_roster",
        "_rows",
        "_seekers",
        "_settings",
        "_tables",
        "_whole",
        "advisor",
        "as_of",
        "cohorts",
        "path",
        "revision",
    )

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        *,
        as_of: dt.date | None = None,
        cohorts: Iterable[str] = (),
        advisor: str = "",
        revision: int = 0,
        path: Path | None = None,
        settings: Mapping[str, str] | None = None,
        whole: Whole | None = None,
    ) -> None:
        self._tables = dict(tables)
        self._whole = Whole(self._tables) if whole is None else whole
        self._settings = dict(settings or {})
        self._answers: dict[object, Any] = {}
        self._replayed: dict[str, pd.DataFrame] = {}
        self._rows: dict[str, np.ndarray] = {}
        self._roster: pd.DataFrame | None = None
        self._seekers: pd.Index | None = None
        self.revision = revision
        self.path = path
        self.as_of = as_of or _newest(self._tables, None) or dt.date(1970, 1, 1)
        self.cohorts = tuple(self._cohort_id(cohort) for cohort in cohorts)
        self.advisor = advisor

    @classmethod
    def from_frames(
        cls,
        tables: Mapping[str, Rows],
        *,
        as_of: dt.date | None = None,
        cohorts: Iterable[str] = (),
        advisor: str = "",
        revision: int = 0,
        path: Path | None = None,
        ordered: bool = False,
    ) -> Log:
        """Return a log of these frames or records; tables that are missing are empty.

        ``as_of`` without a value is the newest entry. ``settings`` and ``policies`` may be among
        the tables. ``ordered`` says that every frame is in the order of its key.

        Raises ``ValueError`` for an unknown table or column and ``UnknownNameError`` for an
        unknown cohort.
        """
        unknown = set(tables) - set(TABLES)
        if unknown:
            msg = f"the logbook has no table {', '.join(sorted(unknown))}"
            raise ValueError(msg)
        frames = {name: as_frame(name, rows, ordered=ordered) for name, rows in tables.items()}
        for name in (*LOG_TABLES, "policies", "settings"):
            frames.setdefault(name, empty_frame(name))
        settings = frames["settings"]
        return cls(
            resolve_merges(frames),
            as_of=as_of,
            cohorts=cohorts,
            advisor=advisor,
            revision=revision,
            path=path,
            settings=dict(zip(settings["setting"], settings["value"], strict=True)),
        )

    def __repr__(self) -> str:
        rows = len(self._tables["interviews"])
        return f"Log({rows} requests, as of {self.as_of}, revision {self.revision})"

    def whole(self, table: str) -> pd.DataFrame:
        """Return a table as stored, whatever the as-of date, with merged people resolved."""
        return self._tables[table].copy(deep=False)

    def known_from(self, table: str) -> np.ndarray:
        """Return the day from which each row of ``whole(table)`` is visible (NaT: always).

        Shape (rows,), ``datetime64[s]``.
        """
        return self._whole.known_from(table)

    @property
    def ids(self) -> Ids:
        """Every id of the whole log as a number, worked out once per revision."""
        return self._whole.ids

    def rows(self, table: str) -> np.ndarray:
        """Return where the rows of ``table(table)`` stand in ``whole(table)``, shape (rows,)."""
        if table not in self._rows:
            day = np.datetime64(self.as_of, "s")
            self._rows[table] = np.flatnonzero(~(self.known_from(table) > day))
        return self._rows[table]

    def table(self, table: str) -> pd.DataFrame:
        """Return a table as it was known at the end of the as-of date.

        Rows that had not happened are left out, values that were not known yet are blank.
        """
        if table not in self._replayed:
            self._replayed[table] = self._whole.replayed(table, self.rows(table), self.as_of)
        return self._replayed[table].copy(deep=False)

    def at(
        self,
        as_of: dt.date | None = None,
        cohorts: Iterable[str] | None = None,
        advisor: str | None = None,
    ) -> Log:
        """Return the same log with another selection; what is not given stays."""
        return Log(
            self._tables,
            as_of=as_of or self.as_of,
            cohorts=self.cohorts if cohorts is None else cohorts,
            advisor=self.advisor if advisor is None else advisor,
            revision=self.revision,
            path=self.path,
            settings=self._settings,
            whole=self._whole,
        )

    @property
    def origin(self) -> str:
        """What this log was read from, for caches and messages."""
        return str(self.path) if self.path else "in memory"

    @property
    def is_sample(self) -> bool:
        """Whether the logbook is marked as the sample with invented people."""
        return self.setting("sample") == "1"

    def setting(self, name: str) -> str | None:
        """Return a setting of the logbook, or None."""
        return self._settings.get(name)

    @property
    def newest_entry(self) -> dt.date | None:
        """The latest date that happened on or before the as-of date; None in an empty log.

        Neither plans, nor decisions about the log, nor the time of recording count.
        """
        return _newest(self._tables, self.as_of)

    def remember(self, question: object, answer: Callable[[], T]) -> T:
        """Return what was derived from this log with this selection, worked out when first asked.

        ``question`` names it: the function that answers. What is given out is not to be changed.
        """
        if question not in self._answers:
            self._answers[question] = answer()
        return cast("T", self._answers[question])

    def roster(self) -> pd.DataFrame:
        """Return the selected seekers known by the as-of date, one row per seeker and cohort.

        Columns: those of ``seekers``, ``name`` (the person's) and ``cohort`` (the cohort's name).
        Seekers who ask, are named people or are owed something without being on a roster have a
        row without a cohort; they are left out once a cohort or an advisor is selected.
        """
        if self._roster is None:
            self._roster = self._selected_seekers()
        return self._roster.copy(deep=False)

    def _selected_seekers(self) -> pd.DataFrame:
        roster = self.table("seekers")
        roster = pd.concat([roster, self._off_roster(roster)], ignore_index=True)
        if self.cohorts:
            roster = roster[roster["cohort_id"].isin(self.cohorts)]
        if self.advisor:
            roster = roster[roster["advisor"] == self.advisor]
        named = roster.assign(
            name=self._name_of("people", roster["person_id"]),
            cohort=self._name_of("cohorts", roster["cohort_id"]),
        )
        return named.sort_values(["person_id", "cohort_id"], ignore_index=True)

    def _name_of(self, table: str, ids: pd.Series) -> Any:  # noqa: ANN401  # a column
        known = self._tables[table]
        return known["name"].array.take(place_of(ids, known.iloc[:, 0]), allow_fill=True)

    def _off_roster(self, roster: pd.DataFrame) -> pd.DataFrame:
        missing = np.zeros(self.ids.count("person") + 1, dtype=np.bool_)
        for name in ("interviews", "referrals", "follow_ups", "opportunities"):
            missing[self.ids.of(name, "seeker_id")[self.rows(name)]] = True
        missing[self.ids.of("seekers", "person_id")] = False
        missing[-1] = False  # nobody
        if not missing.any():
            return roster.iloc[:0]
        found = self.ids.words("person", np.flatnonzero(missing))
        return as_frame("seekers", pd.DataFrame({"person_id": found}))

    @property
    def seeker_ids(self) -> pd.Index:
        """Ids of the selected seekers known by the as-of date, sorted, each once."""
        if self._seekers is None:
            # The roster is in the order of these ids.
            self._seekers = pd.Index(self.roster()["person_id"].drop_duplicates().array)
        return self._seekers

    def _cohort_id(self, cohort: str) -> str:
        """Return the id of a cohort given by id or by name."""
        known = self._tables["cohorts"]
        if (known["cohort_id"] == cohort).any():
            return cohort
        named = known[known["name"].map(fold_name, na_action="ignore") == fold_name(cohort)]
        if named.empty:
            names = ", ".join(sorted(known["name"].dropna())) or "none yet"
            raise UnknownNameError(
                f"There is no cohort “{cohort}” in this log.",
                fix=f"Cohorts here: {names}.",
            )
        return str(named["cohort_id"].iloc[0])


def _newest(tables: Mapping[str, pd.DataFrame], as_of: dt.date | None) -> dt.date | None:
    limit = np.datetime64(as_of, "s") if as_of else None
    newest = None
    for name in _ENTRIES:
        for column in TABLES[name].happened:
            days = tables[name][column].to_numpy()
            days = days[~np.isnat(days)]
            if limit is not None:
                days = days[days <= limit]
            if len(days) and (newest is None or days.max() > newest):
                newest = days.max()
    return None if newest is None else pd.Timestamp(newest).date()
