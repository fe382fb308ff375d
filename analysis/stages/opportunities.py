"""The fork from conversations to opportunities: opportunity, interview, offer, accepted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.debts.acts import is_approximate
from analysis.debts.owed import NEVER, Flags, dates_of
from analysis.stages.stage import Stage, chain, earliest, exact_days
from data.columns import TABLES

__all__ = ["opportunity_stages"]

_STEPS = (
    ("interview", "interviewed_on"),
    ("offer", "offered_on"),
    ("accepted", "accepted_on"),
)


def opportunity_stages(
    entry: Stage,
    opportunities: pd.DataFrame,
    key: str,
    units: pd.Index,
    *,
    over: Flags,
    ended: Flags,
) -> list[Stage]:
    """Return the four stages after ``entry``, of opportunities on or after its day.

    ``key``: the column that says whose an opportunity is. ``ended``: units that will find no
    opportunity any more; ``over``: those whose opportunities will come to nothing more.
    """
    found = _in_order(entry, opportunities, key, units)
    rough = is_approximate(found, "opened_on")
    days = dates_of(found[list(TABLES["opportunities"].row_from)].min(axis=1))
    has, day = earliest(found[key], np.where(rough, np.datetime64("NaT"), days), units)
    stages = [Stage("opportunity", entry.name, has, day, ended)]
    for name, column in _STEPS:
        rows = found[found[column].notna()]
        has, day = earliest(rows[key], exact_days(rows, column), units)
        stages.append(Stage(name, stages[-1].name, has, day, over))
    return chain(entry, *stages)


def _in_order(entry: Stage, opportunities: pd.DataFrame, key: str, units: pd.Index) -> pd.DataFrame:
    """Return the units' opportunities but those that were over before the entry."""
    place = units.get_indexer(pd.Index(opportunities[key]))
    latest = dates_of(opportunities[list(TABLES["opportunities"].row_from)].max(axis=1))
    exact = opportunities["approximate"].isna().to_numpy()
    early = exact & (latest < np.append(entry.day, NEVER)[place])
    return opportunities[(place >= 0) & ~early].reset_index(drop=True)
