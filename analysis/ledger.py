"""The ledger: the requests and referrals of a whole log as arrays of codes and days.

Credit, the forest and fresh referrals are worked out for a million requests at once, so ids are
counted through once (*codes*), dates become whole days since 1970, and a pair (seeker, person) gets
a code of its own that requests and referrals share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.log import Log
from data.names import fold_email, fold_name

__all__ = [
    "ABSENT",
    "NEVER",
    "UNKNOWN",
    "Days",
    "Flags",
    "Ledger",
    "People",
    "Positions",
    "Referrals",
    "Requests",
    "as_dates",
    "by_pair_and_day",
    "days_of",
    "ledger",
    "taken",
]

Days: TypeAlias = npt.NDArray[np.int64]
Positions: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

NEVER = 2**31 - 1
"""The day that never comes: a date that is missing."""
ABSENT = -1
"""A position or code that is not filled in."""
UNKNOWN = -2
"""A position of an id that is filled in, and is not in the log."""


@dataclass(frozen=True, slots=True)
class People:
    """The people of the log in the order of their codes, and what they are called."""

    ids: Any
    entries: pd.DataFrame

    def name_order(self, codes: Positions) -> Positions:
        """Return for each code the place of that person by folded name, then folded e-mail.

        People of the same name and e-mail share a place; nobody (``ABSENT``) comes first.
        """
        few, place = np.unique(codes, return_inverse=True)
        wanted = pd.Index(taken(self.ids, few[few >= 0]))
        found = self.entries[self.entries["person_id"].isin(wanted)]
        called = {
            person: (fold_name(name), fold_email(email))
            for person, name, email in zip(
                found["person_id"],
                found["name"].fillna(""),
                found["email"].fillna(""),
                strict=True,
            )
        }
        names = [called.get(person, ("", "")) for person in wanted]
        ranks = {name: rank for rank, name in enumerate(sorted(set(names)))}
        order = np.full(len(few), -1, dtype=np.int64)
        order[few >= 0] = [ranks[name] for name in names]
        return order[place]

    def order(
        self, keys: Sequence[Positions], people: Positions, then: Sequence[Positions] = ()
    ) -> Positions:
        """Return the order by ``keys``, ties by the people's names, then by ``then``, then by row.

        Names are folded only for rows that tie, which are few.
        """
        order = np.lexsort(keys[::-1])
        same = np.ones(max(len(order) - 1, 0), dtype=np.bool_)
        for key in keys:
            same &= key[order[1:]] == key[order[:-1]]
        if not same.any():
            return order
        tied = order[np.append(same, False) | np.append(False, same)]
        names = np.zeros(len(people), dtype=np.int64)
        names[tied] = self.name_order(people[tied])
        return np.lexsort((*then[::-1], names, *keys[::-1]))


@dataclass(frozen=True, slots=True)
class Requests:
    """One entry per row of ``interviews``: codes of people, days, the position of the referral.

    ``approach`` is requested_on, else held_on; ``asked`` the earliest day of the row; ``pair`` the
    code of (seeker, contact); ``named`` the position of the referral in ``referral_id``.
    """

    seeker: Positions
    contact: Positions
    pair: Positions
    approach: Days
    asked: Days
    held: Days
    named: Positions
    by_referral: Flags

    def __len__(self) -> int:
        return len(self.seeker)


@dataclass(frozen=True, slots=True)
class Referrals:
    """One entry per row of ``referrals``: codes of people, the day, the request it was made in.

    ``dated`` is made_on, else the request's held_on, else its answered_on; ``made_in`` is
    ``ABSENT`` for an introducer's; ``pair`` the code of (seeker, person named), ``ABSENT`` for a
    lead.
    """

    seeker: Positions
    host: Positions
    referred: Positions
    pair: Positions
    dated: Days
    made_in: Positions
    is_lead: Flags

    def __len__(self) -> int:
        return len(self.seeker)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The whole log's requests and referrals as arrays."""

    people: People
    requests: Requests
    referrals: Referrals
    pairs: int


def ledger(log: Log) -> Ledger:
    """Return the ledger of the whole log, whatever its as-of date and cohorts."""
    interviews, referrals = log.whole("interviews"), log.whole("referrals")
    made_in = _positions(referrals["interview_id"], interviews["interview_id"])
    ids, (seeker, contact, referred, for_seeker, host) = _people(interviews, referrals, made_in)
    pair, named_pair, pairs = _pairs(seeker, contact, for_seeker, referred)
    asked = Requests(
        seeker=seeker,
        contact=contact,
        pair=pair,
        approach=_first_filled(interviews, "requested_on", "held_on"),
        asked=_earliest(interviews, "requested_on", "answered_on", "held_on", "cancelled_on"),
        held=days_of(interviews["held_on"]),
        named=_positions(interviews["referral_id"], referrals["referral_id"]),
        by_referral=(interviews["source"] == "referral").to_numpy(dtype=np.bool_),
    )
    told = Referrals(
        seeker=for_seeker,
        host=np.where((host == ABSENT) & (made_in >= 0), taken(contact, made_in), host),
        referred=referred,
        pair=named_pair,
        dated=_dated(referrals, interviews, made_in),
        made_in=made_in,
        is_lead=(referred == ABSENT) & referrals["lead"].notna().to_numpy(dtype=np.bool_),
    )
    return Ledger(People(ids, log.whole("people")), asked, told, pairs)


def days_of(dates: pd.Series) -> Days:
    """Return dates as days since 1970-01-01, missing ones as ``NEVER``."""
    days = dates.to_numpy(dtype="datetime64[s]").astype("datetime64[D]").astype(np.int64)
    days[dates.isna().to_numpy()] = NEVER
    return days


def as_dates(days: Days) -> npt.NDArray[np.datetime64]:
    """Return days since 1970-01-01 as dates, ``NEVER`` as NaT."""
    dates = days.astype("datetime64[D]").astype("datetime64[s]")
    dates[days == NEVER] = np.datetime64("NaT")
    return dates


def taken(values: Any, positions: Positions, otherwise: Any = None) -> Any:  # noqa: ANN401
    """Return the values at these positions; ``otherwise`` (blank) where a position is negative."""
    if isinstance(values, np.ndarray):
        if not len(values):
            return np.full(len(positions), ABSENT if otherwise is None else otherwise)
        found = values[np.maximum(positions, 0)]
        return np.where(positions < 0, ABSENT if otherwise is None else otherwise, found)
    return values.take(np.maximum(positions, -1), allow_fill=True)


def by_pair_and_day(pair: Positions, day: Days) -> Positions:
    """Return one sortable number for each pair and day."""
    return (pair << 33) + (day + (1 << 31))


def _people(
    interviews: pd.DataFrame, referrals: pd.DataFrame, made_in: Positions
) -> tuple[Any, list[Positions]]:
    """Return the ids of people and the codes of seeker, contact, referred, for_seeker, host.

    Counting through millions of ids is what costs, and nearly every referral's seeker and referrer
    are those of its conversation: only the others are counted through as well.
    """
    told = (("seeker_id", "seeker_id"), ("contact_id", "from_id"))
    alike = [
        (referrals[own].array == taken(interviews[theirs].array, made_in)) & (made_in >= 0)
        for theirs, own in told
    ]
    same = [
        np.asarray(pd.array(flags, dtype="boolean").fillna(value=False), bool) for flags in alike
    ]
    columns = [interviews["seeker_id"], interviews["contact_id"], referrals["referred_id"]]
    columns += [referrals.loc[~flags, own] for flags, (_, own) in zip(same, told, strict=True)]
    codes, ids = pd.factorize(pd.concat(columns, ignore_index=True).array)
    ends = np.cumsum([len(column) for column in columns])
    seeker, contact, referred, *others = np.split(codes.astype(np.int64), ends[:-1])
    found = [seeker, contact, referred]
    for known, flags, other in zip((seeker, contact), same, others, strict=True):
        code = taken(known, made_in)
        code[~flags] = other
        found.append(code)
    return ids, found


def _pairs(
    seeker: Positions, contact: Positions, for_seeker: Positions, referred: Positions
) -> tuple[Positions, Positions, int]:
    people = max((int(codes.max()) for codes in (contact, referred) if len(codes)), default=0) + 1
    numbers = np.concatenate([seeker * people + contact, for_seeker * people + referred])
    codes, values = pd.factorize(numbers)
    pair, named_pair = np.split(codes.astype(np.int64), [len(seeker)])
    return pair, np.where(referred == ABSENT, ABSENT, named_pair), len(values)


def _positions(ids: pd.Series, keys: pd.Series) -> Positions:
    """Return where each id stands among the keys: a row, ``ABSENT`` or ``UNKNOWN``."""
    codes, _ = pd.factorize(pd.concat([keys, ids], ignore_index=True).array)
    found = codes[len(keys) :].astype(np.int64)
    return np.where(found < len(keys), found, UNKNOWN)


def _first_filled(frame: pd.DataFrame, *columns: str) -> Days:
    days = days_of(frame[columns[0]])
    for column in columns[1:]:
        days = np.where(days == NEVER, days_of(frame[column]), days)
    return days


def _earliest(frame: pd.DataFrame, *columns: str) -> Days:
    days = days_of(frame[columns[0]])
    for column in columns[1:]:
        days = np.minimum(days, days_of(frame[column]))
    return days


def _dated(referrals: pd.DataFrame, interviews: pd.DataFrame, made_in: Positions) -> Days:
    made = days_of(referrals["made_on"])
    told = _first_filled(interviews, "held_on", "answered_on")
    return np.where(made == NEVER, taken(told, made_in, NEVER), made)
