"""Which act closes which debt: follow-ups matched to what is owed.

A follow-up that names the conversation (or referral) closes the debt of that one. One that names
only the person closes every debt of its kind towards that person that was open on its day. A
follow-up without a day closes the debt it names, else the first one towards the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.debts.owed import Dates, Flags, dates_of, words
from data.lookup import is_among, shared_codes

__all__ = ["done_by", "first_since", "is_approximate", "month_end", "month_start"]

_EVER = np.datetime64("1800-01-01", "s")
_DAY_CODES = 2**22
"""More than any number of days since 1970, so that key and day fit one number."""


def is_approximate(rows: pd.DataFrame, column: str) -> Flags:
    """Return which dates of a column are known to the month only."""
    flagged = rows["approximate"]
    if not flagged.notna().any():
        return np.zeros(len(rows), dtype=np.bool_)
    found = flagged.fillna("").str.split(";").map(lambda names: column in names)
    return found.to_numpy(dtype=np.bool_)


def month_start(days: Dates, approximate: Flags) -> Dates:
    """Return the earliest day that each date may mean."""
    return np.where(approximate, days.astype("datetime64[M]").astype("datetime64[s]"), days)


def month_end(days: Dates, approximate: Flags) -> Dates:
    """Return the latest day that each date may mean."""
    following = (days.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1
    return np.where(approximate, following.astype("datetime64[s]"), days)


def first_since(
    keys: pd.DataFrame, since: Dates, act_keys: pd.DataFrame, act_days: Dates
) -> npt.NDArray[np.int64]:
    """Return for each row the position of the first act of the same keys on or after its day.

    −1 where there is none. Keys that are not filled match nothing; neither do undated acts.
    """
    if not len(act_days):
        return np.full(len(keys), -1, dtype=np.int64)
    codes, act_codes = shared_codes(keys, act_keys)
    usable = np.flatnonzero((act_codes >= 0) & ~np.isnat(act_days))
    combined = _combined(act_codes[usable], act_days[usable])
    order = np.argsort(combined, kind="stable")
    at = np.searchsorted(combined[order], _combined(codes, since), side="left")
    inside = at < len(order)
    found = np.full(len(codes), -1, dtype=np.int64)
    found[inside] = usable[order[at[inside]]]
    same = (found >= 0) & (codes >= 0)
    same[same] = act_codes[found[same]] == codes[same]
    return np.where(same, found, -1)


def done_by(
    debts: pd.DataFrame,
    follow_ups: pd.DataFrame,
    kinds: Sequence[str],
    *,
    link: str | None = None,
    since_ever: bool = False,
) -> pd.DataFrame:
    """Return the debts with ``acted``, ``acted_on``, ``acted_by`` and ``exact`` from follow-ups.

    ``debts`` is a frame of :func:`analysis.debts.owed.owed`; ``link`` the column by which a
    follow-up may name what it is about; ``since_ever`` lets acts before the opening day count.
    """
    acts = follow_ups[follow_ups["kind"].isin(kinds)]
    # In the order of days, so that no tie is decided by the order of the rows.
    acts = acts.sort_values("done_on", kind="stable", ignore_index=True)
    if acts.empty or debts.empty:
        return debts
    linked = acts[link].notna().to_numpy() if link else np.zeros(len(acts), dtype=np.bool_)
    opened = dates_of(debts["opened_on"])
    earliest = month_start(opened, ~debts["exact"].to_numpy())
    since = np.full(len(debts), _EVER) if since_ever else np.fmax(earliest, _EVER)
    pair = ["seeker_id", "contact_id"]
    found = _first_of(debts, since, acts, [(pair, ~linked), ([link] if link else pair, linked)])
    told = _told_without_day(debts, acts, pair, link, linked)
    done = dates_of(acts["done_on"])
    exact = ~is_approximate(acts, "done_on")
    dated = found >= 0
    return debts.assign(
        acted=dated | told,
        acted_on=np.where(dated, done[found], np.datetime64("NaT", "s")),
        acted_by=words([dated | told], ["follow_up"]),
        exact=debts["exact"] & (~dated | exact[found]),
    )


def _first_of(
    debts: pd.DataFrame, since: Dates, acts: pd.DataFrame, ways: list[tuple[list[str], Flags]]
) -> npt.NDArray[np.int64]:
    """Return the position of the earliest act over several ways of matching, −1 for none."""
    latest = month_end(dates_of(acts["done_on"]), is_approximate(acts, "done_on"))
    best = np.full(len(debts), -1, dtype=np.int64)
    for columns, usable in ways:
        rows = np.flatnonzero(usable)
        at = first_since(debts[columns], since, acts.loc[rows, columns], latest[rows])
        found = np.where(at >= 0, rows[at] if len(rows) else -1, -1)
        sooner = (latest[found] < latest[best]) | ((latest[found] == latest[best]) & (found < best))
        best = np.where((found >= 0) & ((best < 0) | sooner), found, best)
    return best


def _told_without_day(
    debts: pd.DataFrame, acts: pd.DataFrame, pair: list[str], link: str | None, linked: Flags
) -> Flags:
    undated = acts["done_on"].isna().to_numpy()
    told = np.zeros(len(debts), dtype=np.bool_)
    if not undated.any():
        return told
    if link:
        told |= is_among(debts[link], acts.loc[undated & linked, link])
    codes, act_codes = shared_codes(debts[pair], acts.loc[undated & ~linked, pair])
    order = np.argsort(np.fmax(dates_of(debts["opened_on"]), _EVER), kind="stable")
    _, first = np.unique(codes[order], return_index=True)
    is_first = np.zeros(len(debts), dtype=np.bool_)
    is_first[order[first]] = True
    return told | (is_first & np.isin(codes, act_codes[act_codes >= 0]))


def _combined(codes: Any, days: Dates) -> Any:  # noqa: ANN401  # arrays of whole numbers
    return codes * _DAY_CODES + days.astype("datetime64[D]").astype(np.int64)
