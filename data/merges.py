"""Merges: two entries that the office has decided to be one person."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data.columns import TABLES
from data.frames import in_order

__all__ = ["merged_ids", "resolve_merges"]


def merged_ids(same_person: pd.DataFrame) -> dict[str, str]:
    """Return which id stands for which, for the decisions that are in force.

    Chains are followed to their end. Decisions that run in a circle stand for the smallest id in
    it, so that nobody is lost.

    >>> rows = pd.DataFrame({
    ...     "person_id": ["c", "b"], "is_person_id": ["b", "a"], "undone_on": [pd.NaT, pd.NaT]})
    >>> merged_ids(rows)
    {'c': 'a', 'b': 'a'}
    """
    valid = same_person[same_person["undone_on"].isna()]
    step = dict(zip(valid["person_id"], valid["is_person_id"], strict=True))
    return {start: end for start in step if (end := _end_of(start, step)) != start}


def _end_of(start: str, step: Mapping[str, str]) -> str:
    path = [start]
    while path[-1] in step:
        following = step[path[-1]]
        if following in path:
            return min(path[path.index(following) :])
        path.append(following)
    return path[-1]


def resolve_merges(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables with every merged id replaced by the one that stands for it.

    In ``people`` the entry that stands keeps its values and takes what it lacks from the others;
    rows of other tables that become the same by their key are kept once.
    """
    ids = merged_ids(tables["same_person"])
    if not ids:
        return dict(tables)
    return {name: _resolved(name, frame, ids) for name, frame in tables.items()}


def _resolved(name: str, frame: pd.DataFrame, ids: Mapping[str, str]) -> pd.DataFrame:
    columns = TABLES[name].of_type("person")
    if name == "same_person" or not columns:
        return frame
    if name == "people":
        return _one_entry_each(frame, ids)
    frame = frame.copy()
    for column in columns:
        frame[column] = frame[column].map(lambda i: ids.get(i, i), na_action="ignore").astype("str")
    return in_order(name, frame).drop_duplicates([*TABLES[name].key], ignore_index=True)


def _one_entry_each(people: pd.DataFrame, ids: Mapping[str, str]) -> pd.DataFrame:
    stands = people["person_id"].map(lambda i: ids.get(i, i))
    touched = stands.isin(set(ids.values()))
    group = people[touched].assign(stands=stands[touched], is_merged=people["person_id"] != stands)
    group = group.sort_values(["stands", "is_merged", "person_id"])
    first = group.groupby("stands", sort=True).first().reset_index(drop=True)
    first["person_id"] = group["stands"].drop_duplicates().to_numpy()
    first = first[people.columns].astype(people.dtypes.to_dict())
    return in_order("people", pd.concat([people[~touched], first], ignore_index=True))
