"""Tables that may leave the building: seekers of groups, counted so that nobody is found in them.

One grouping at a time, in distinct seekers. Groups of fewer than 10 are joined into *other*; the
table is withheld when that is below 10 itself. Counts are given to 5, shares to 1 %, intervals from
30 seekers on. No names of people, no free text.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.figures import Figures
from analysis.intervals import wilson

__all__ = ["COLUMNS", "FEWEST", "MILESTONES", "OTHER", "shareable_tables"]

FEWEST = 10
"""Seekers below which a group is not shown."""

FEWEST_FOR_INTERVAL = 30
MOST_VALUES = 12
"""Values above which a column of the seekers is no group but tells single people apart."""

OTHER = "other"
NOT_SAID = "not said"

COLUMNS = (
    "as_of",
    "group",
    "milestone",
    "seekers",
    "reached",
    "share_percent",
    "low_percent",
    "high_percent",
)

MILESTONES = (
    "asked somebody",
    "met somebody",
    "was given a name",
    "met somebody by introduction",
    "found an opportunity",
    "had a job interview",
    "had an offer",
    "accepted an offer",
)


def shareable_tables(figures: Figures) -> dict[str, pd.DataFrame]:
    """Return what seekers have reached: for all, by cohort, and by each of their attributes.

    Keys: ``everybody``, ``cohort`` and the names of the attributes. A table that would show a group
    of fewer than 10 seekers is not among them. A seeker of several cohorts is counted in the one
    joined last.

    When cohorts are selected there are no attributes: that would be two groupings at once.

    Columns: as_of, group, milestone, seekers (of the group, to 5), reached (how many of them, to
    5), share_percent (of the exact numbers, to 1), low_percent and high_percent (the 90 % Wilson
    interval, to 1; blank below 30 seekers).
    """
    reached = _reached(figures)
    tables = {}
    for name, groups in _groupings(figures):
        joined = _joined(groups.reindex(figures.seekers).fillna(NOT_SAID))
        if joined is not None:
            tables[name] = _table(figures.log.as_of.isoformat(), joined, reached)
    return tables


def _reached(figures: Figures) -> dict[str, pd.Index]:
    """Return the seekers who have reached each milestone."""
    meetings, found = figures.forest, figures.opportunities
    seekers = {
        "asked somebody": figures.requests,
        "met somebody": meetings,
        "was given a name": figures.referrals,
        "met somebody by introduction": meetings[meetings["parent_id"].notna()],
        "found an opportunity": found,
        "had a job interview": found[found["interviewed_on"].notna()],
        "had an offer": found[found["offered_on"].notna()],
        "accepted an offer": found[found["accepted_on"].notna()],
    }
    return {name: pd.Index(seekers[name]["seeker_id"].unique()) for name in MILESTONES}


def _groupings(figures: Figures) -> Iterator[tuple[str, pd.Series]]:
    """Give each grouping as a series from seeker to group."""
    yield "everybody", pd.Series("everybody", index=figures.seekers)
    roster = figures.roster.sort_values(["joined_on", "cohort"], na_position="first", kind="stable")
    yield (
        "cohort",
        roster.drop_duplicates("person_id", keep="last").set_index("person_id")["cohort"],
    )
    if figures.log.cohorts:
        return
    told = figures.log.table("seeker_attributes")
    told = told[told["person_id"].isin(figures.seekers)]
    for name, values in told.groupby("attribute", sort=True):
        if values["value"].nunique() <= MOST_VALUES:
            yield str(name), values.set_index("person_id")["value"]


def _joined(groups: pd.Series) -> pd.Series | None:
    """Return the groups with the small ones joined; None when even together they are too small."""
    small = groups.map(groups.value_counts()) < FEWEST
    joined = groups.mask(small, OTHER)
    return None if joined.empty or (joined.value_counts() < FEWEST).any() else joined


def _table(as_of: str, groups: pd.Series, reached: dict[str, pd.Index]) -> pd.DataFrame:
    rows = [
        (as_of, group, milestone, *_counted(int(members.isin(seekers).sum()), len(members)))
        for group, members in _members(groups)
        for milestone, seekers in reached.items()
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype(dict.fromkeys(COLUMNS[3:], "Int32"))


def _members(groups: pd.Series) -> Iterator[tuple[str, pd.Index]]:
    """Give the groups in alphabetical order, *not said* and *other* last."""
    names = sorted(groups.unique(), key=lambda name: (name == OTHER, name == NOT_SAID, name))
    for name in names:
        yield str(name), groups.index[groups == name]


def _counted(k: int, n: int) -> tuple[int | None, ...]:
    low, high = wilson(k, n) if n >= FEWEST_FOR_INTERVAL else (None, None)
    return _to_five(n), _to_five(k), _percent(k / n), _percent(low), _percent(high)


def _to_five(count: int) -> int:
    """Return a count to the nearest five.

    >>> _to_five(12), _to_five(13), _to_five(2)
    (10, 15, 0)
    """
    return 5 * ((count + 2) // 5)


def _percent(share: float | None) -> int | None:
    return None if share is None else int(100 * share + 0.5)
