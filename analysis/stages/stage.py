"""A stage of a funnel: which units reached it, on which day, and which never will."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.debts.acts import is_approximate
from analysis.debts.owed import NEVER, Dates, Flags, dates_of

__all__ = ["Stage", "chain", "earliest", "exact_days"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage, with one entry per unit.

    ``after``: the stage from which it is entered (blank: the first one). ``day``: when it was
    reached, NaT where that is not known to the day. ``dropped``: units that will not reach it any
    more; read only where it was entered and not reached.
    """

    name: str
    after: str
    reached: Flags
    day: Dates
    dropped: Flags


def chain(entry: Stage, *stages: Stage) -> list[Stage]:
    """Return the stages of an optional fork, none of which a missing step takes away.

    A later stage that was reached has the earlier ones reached too, on an unknown day; nothing is
    reached by a unit that did not reach ``entry``.
    """
    filled, beyond = [], np.zeros(len(entry.reached), dtype=np.bool_)
    for stage in reversed(stages):
        beyond = beyond | (stage.reached & entry.reached)
        filled.append(replace(stage, reached=beyond))
    return filled[::-1]


def exact_days(rows: pd.DataFrame, column: str) -> Dates:
    """Return a column's days, NaT where they are known to the month only."""
    return np.where(is_approximate(rows, column), NEVER, dates_of(rows[column]))


def earliest(keys: pd.Series, days: Dates, units: pd.Index) -> tuple[Flags, Dates]:
    """Return for each unit whether it has any row, and the earliest day among them."""
    place = units.get_indexer(pd.Index(keys))
    rows = np.flatnonzero(place >= 0)
    has = np.zeros(len(units), dtype=np.bool_)
    has[place[rows]] = True
    first = np.full(len(units), np.datetime64("9999-12-31", "s"))
    dated = rows[~np.isnat(days[rows])]
    np.minimum.at(first, place[dated], days[dated])
    return has, np.where(first < np.datetime64("9999-12-31", "s"), first, NEVER)
