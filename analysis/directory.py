"""The directory: everybody of a log, found by the beginning of any part of their name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.log import Log
from data.lookup import is_among
from data.names import fold_name, fold_names

__all__ = ["MOST", "Directory", "directory", "find_people", "namesakes"]

MOST = 12
"""How many people are listed at the most."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody of a log, ready to be searched.

    ``people``: one row per person and role, by folded name: person_id, name, organization, kind
    (``seeker``, ``contact``); somebody who is both has two rows. ``folded``: the folded name of
    each row, with a space before every part of it.
    """

    people: pd.DataFrame
    folded: Any


def directory(log: Log) -> Directory:
    """Return everybody of the whole log, whatever its as-of date and cohorts.

    A seeker is who stands on a roster, asks, is named people or is owed by; a contact who is asked,
    names somebody, is named or is thanked. People of whom neither is told are contacts.

    >>> log = Log.from_frames({"people": [{"person_id": "1", "name": "Zoë Ash"}]})
    >>> directory(log).people[["name", "kind"]].to_numpy().tolist()
    [['Zoë Ash', 'contact']]
    """
    people = log.whole("people")[["person_id", "name", "organization"]]
    people = people[people["name"].notna()].reset_index(drop=True)
    is_seeker = is_among(people["person_id"], _ids(log, _SEEKERS))
    is_contact = ~is_seeker | is_among(people["person_id"], _ids(log, _CONTACTS))
    rows = np.concatenate([np.flatnonzero(is_seeker), np.flatnonzero(is_contact)])
    folded = fold_names(pa.array(people["name"].array, pa.large_string())).take(pa.array(rows))
    keys = pa.table({"name": folded, "role": np.arange(len(rows))})  # one name: seekers first
    order = pc.sort_indices(keys, [("name", "ascending"), ("role", "ascending")]).to_numpy()
    kind = np.repeat(["seeker", "contact"], [is_seeker.sum(), is_contact.sum()])[order]
    told = people.take(rows[order]).reset_index(drop=True).assign(kind=kind)
    return Directory(told, pc.binary_replace_slice(folded.take(pa.array(order)), 0, 0, b" "))


_SEEKERS = (
    ("seekers", "person_id"),
    ("interviews", "seeker_id"),
    ("referrals", "seeker_id"),
    ("follow_ups", "seeker_id"),
    ("opportunities", "seeker_id"),
)
_CONTACTS = (
    ("interviews", "contact_id"),
    ("referrals", "from_id"),
    ("referrals", "referred_id"),
    ("follow_ups", "contact_id"),
)


def _ids(log: Log, columns: tuple[tuple[str, str], ...]) -> pd.Series:
    ids = [log.whole(table)[column] for table, column in columns]
    return pd.concat(ids, ignore_index=True).dropna().drop_duplicates()


def find_people(known: Directory, wanted: str, most: int | None = MOST) -> tuple[pd.DataFrame, int]:
    """Return the people of whom parts of the name begin with all the words wanted, and how many.

    Rows of ``known.people``, at most ``most``: names that begin with what is wanted come first,
    seekers before contacts, then by name. Nothing wanted finds nobody.

    >>> log = Log.from_frames({"people": [
    ...     {"person_id": "1", "name": "Ann Ashe"}, {"person_id": "2", "name": "Asha Lee"}]})
    >>> find_people(directory(log), "ASH")[0]["name"].tolist()
    ['Asha Lee', 'Ann Ashe']
    >>> find_people(directory(log), "ash an")[1]
    1
    """
    folded = fold_name(wanted)
    if not folded:
        return known.people.iloc[:0], 0
    found = np.ones(len(known.people), dtype=np.bool_)
    for word in folded.split():
        found &= pc.match_substring(known.folded, f" {word}").to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(found)
    begins = pc.starts_with(known.folded.take(pa.array(rows)), f" {folded}")
    is_contact = (known.people["kind"].array.take(rows) == "contact").astype(np.bool_)
    order = np.lexsort((is_contact, ~begins.to_numpy(zero_copy_only=False)))
    return known.people.take(rows[order][:most]).reset_index(drop=True), len(rows)


def namesakes(known: Directory, person_id: str) -> pd.DataFrame:
    """Return people who have the same folded name and another id: perhaps the same person.

    Rows of ``known.people``, one per person.
    """
    mine = np.flatnonzero((known.people["person_id"] == person_id).to_numpy())
    if not len(mine):
        return known.people.iloc[:0]
    same = pc.equal(known.folded, known.folded[int(mine[0])]).to_numpy(zero_copy_only=False)
    others = known.people[same & (known.people["person_id"] != person_id).to_numpy()]
    return others.drop_duplicates("person_id").reset_index(drop=True)
