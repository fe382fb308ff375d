"""Which act closes which debt: follow-ups matched to what is owed.

A follow-up that names the conversation (or referral) closes the debt of that one. One that names
only the person closes every debt of its kind towards that person that was open on its day. A
follow-up without a day closes the debt it names, else the first one towards the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from analysis.debts.owed import Dates, Flags, Numbers, Owed, among, by_what, dates_of, taken
from data.columns import TABLES
from data.log import Log

__all__ = ["KINDS", "Acts", "acts_of", "done_by", "first_since", "is_approximate"]

KINDS = TABLES["follow_ups"].column("kind").choices
"""The kinds of follow-up."""

Link = Literal["interview", "referral"]

_EVER = np.datetime64("1800-01-01", "s")
_DAY_CODES = 2**22
"""More than any number of days since 1970, so that number and day fit one number."""


@dataclass(frozen=True, slots=True)
class Acts:
    """Follow-ups as numbers (see :class:`data.ids.Ids`), in the order of their days.

    ``pair``: seeker and contact; ``kind``: place in :data:`KINDS`; ``exact``: done_on is known to
    the day; ``latest``: the latest day that done_on may mean.
    """

    pair: Numbers
    seeker: Numbers
    interview: Numbers
    referral: Numbers
    kind: Numbers
    done_on: Dates
    latest: Dates
    exact: Flags


def acts_of(log: Log) -> Acts:
    """Return everybody's follow-ups known by the as-of date."""
    table, rows = log.table("follow_ups"), log.rows("follow_ups")
    done_on = dates_of(table["done_on"])
    rough = is_approximate(table, "done_on")
    acts = Acts(
        pair=log.ids.pair("follow_ups", "contact_id")[rows],
        seeker=log.ids.of("follow_ups", "seeker_id")[rows],
        interview=log.ids.of("follow_ups", "interview_id")[rows],
        referral=log.ids.of("follow_ups", "referral_id")[rows],
        kind=pd.Categorical(table["kind"], categories=list(KINDS)).codes.astype(np.int64),
        done_on=done_on,
        latest=_month_end(done_on, rough),
        exact=~rough,
    )
    # In the order of days, so that no tie is decided by the order of the rows.
    return taken(acts, np.argsort(done_on, kind="stable"))


def is_approximate(rows: pd.DataFrame, column: str) -> Flags:
    """Return which dates of a column are known to the month only."""
    flagged = rows["approximate"]
    if not flagged.notna().any():
        return np.zeros(len(rows), dtype=np.bool_)
    place, told = pd.factorize(flagged.array)
    found = [column in str(names).split(";") for names in told]
    return np.array([*found, False], dtype=np.bool_)[place]


def _month_start(days: Dates, approximate: Flags) -> Dates:
    """Return the earliest day that each date may mean."""
    return np.where(approximate, days.astype("datetime64[M]").astype("datetime64[s]"), days)


def _month_end(days: Dates, approximate: Flags) -> Dates:
    """Return the latest day that each date may mean."""
    if not approximate.any():
        return days
    following = (days.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1
    return np.where(approximate, following.astype("datetime64[s]"), days)


def first_since(keys: Numbers, since: Dates, act_keys: Numbers, act_days: Dates) -> Numbers:
    """Return for each row the position of the first act of the same key on or after its day.

    −1 where there is none. A key of −1 matches nothing; neither do undated acts.

    >>> days = np.array(["2026-01-05", "2026-02-01"], dtype="datetime64[s]")
    >>> first_since(np.array([7, 7, -1]), days[[0, 1, 0]], np.array([7, 8]), days).tolist()
    [0, -1, -1]
    """
    usable = np.flatnonzero((act_keys >= 0) & ~np.isnat(act_days))
    combined = _combined(act_keys[usable], act_days[usable])
    order = np.argsort(combined, kind="stable")
    at = np.searchsorted(combined[order], _combined(keys, since), side="left")
    found = np.append(usable[order], -1)[at]
    same = (found >= 0) & (keys >= 0)
    same[same] = act_keys[found[same]] == keys[same]
    return np.where(same, found, -1)


def done_by(
    debts: Owed,
    acts: Acts,
    kinds: Sequence[str],
    *,
    link: Link | None = None,
    since_ever: bool = False,
) -> Owed:
    """Return the debts with ``acted``, ``acted_on``, ``acted_by`` and ``exact`` from follow-ups.

    ``link`` is what a follow-up may name as what it is about; ``since_ever`` lets acts before the
    opening day count.
    """
    acts = taken(acts, np.flatnonzero(np.isin(acts.kind, [KINDS.index(kind) for kind in kinds])))
    if not len(acts.kind) or not len(debts):
        return debts
    linked = getattr(acts, link) >= 0 if link else np.zeros(len(acts.kind), dtype=np.bool_)
    if since_ever:
        since = np.full(len(debts), _EVER)
    else:
        since = np.fmax(_month_start(debts.opened_on, ~debts.exact), _EVER)
    found = _first_of(debts, since, acts, link, linked)
    told = _told_without_day(debts, acts, link, linked)
    dated = found >= 0
    return replace(
        debts,
        acted=dated | told,
        acted_on=np.where(dated, acts.done_on[found], np.datetime64("NaT", "s")),
        acted_by=by_what([dated | told], ["follow_up"]),
        exact=debts.exact & (~dated | acts.exact[found]),
    )


def _first_of(debts: Owed, since: Dates, acts: Acts, link: Link | None, linked: Flags) -> Numbers:
    """Return the position of the earliest act, by what it names or by the person; −1 for none."""
    alone = np.flatnonzero(~linked)
    best = _found(first_since(debts.pair, since, acts.pair[alone], acts.latest[alone]), alone)
    if link is None or not linked.any():
        return best
    rows = np.flatnonzero(linked)
    key = getattr(acts, link)[rows]
    named = _found(first_since(getattr(debts, link), since, key, acts.latest[rows]), rows)
    first, other = acts.latest[named], acts.latest[best]
    sooner = (first < other) | ((first == other) & (named < best))
    return np.where((named >= 0) & ((best < 0) | sooner), named, best)


def _found(at: Numbers, rows: Numbers) -> Numbers:
    return np.append(rows, -1)[at]


def _told_without_day(debts: Owed, acts: Acts, link: Link | None, linked: Flags) -> Flags:
    undated = np.isnat(acts.done_on)
    told = np.zeros(len(debts), dtype=np.bool_)
    if not undated.any():
        return told
    if link:
        named, key = getattr(debts, link), getattr(acts, link)[undated & linked]
        told |= among(named, key, 1 + max(named.max(initial=-1), key.max(initial=-1)))
    pair = acts.pair[undated & ~linked]
    order = np.argsort(np.fmax(debts.opened_on, _EVER), kind="stable")
    _, first = np.unique(debts.pair[order], return_index=True)
    is_first = np.zeros(len(debts), dtype=np.bool_)
    is_first[order[first]] = True
    count = 1 + max(debts.pair.max(initial=-1), pair.max(initial=-1))
    return told | (is_first & among(debts.pair, pair, count))


def _combined(keys: Numbers, days: Dates) -> Numbers:
    return keys * _DAY_CODES + days.astype("datetime64[D]").astype(np.int64)
