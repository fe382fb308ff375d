"""Tables that may leave the building: groups of seekers, told so that nobody is found in them.

One grouping at a time, counted in distinct seekers. Groups of fewer than 10 are joined into *other*
and the table is withheld when that is below 10 itself. Counts are given to 5, shares to 1 %,
intervals from 30 seekers on. A figure behind which there are fewer than 10 seekers is blank; if it
is the only blank one of its column, the next smallest is blank as well, since it could be worked
out from the figures of everybody. No names, no ids, no free text.

What is not guarded against: the difference between two exports, of two days or two selections.

References
----------
.. [1] A. Hundepool et al. (2012), Statistical Disclosure Control, Wiley, ch. 4-5: threshold rule,
   complementary suppression, rounding. doi 10.1002/9781118348239
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.figures import Figures
from analysis.measures import measures
from analysis.origins import origins
from analysis.part import Part
from analysis.shareable_labels import NOT_SAID, OTHER, Labels, attribute_values
from data.log import Log

__all__ = ["FEWEST", "FEWEST_FOR_INTERVAL", "SharedTable", "shareable"]

FEWEST = 10
"""Seekers below which neither a group nor a figure is shown."""

FEWEST_FOR_INTERVAL = 30
"""Seekers from which on a share has an interval."""

_SHARES = {
    "introduced": "reach.introduced_share",
    "yes": "reach.yes_share",
    "opportunity": "conversion.opportunity_share",
    "thanked_in_time": "follow_up.on_time_share",
}
_WORDS = (
    "Counts are to the nearest 5, shares in percent. Blank: fewer than 10 seekers are behind the"
    " figure, or it could be worked out from others, or the log does not say. The likely range"
    " (low to high, 90 %) is given from 30 seekers on."
)
_JOINED = "Groups of fewer than 10 seekers are together in “other”."
_WITHHELD = "Withheld: a group of fewer than 10 seekers could be told apart."


@dataclass(frozen=True, slots=True, eq=False)
class SharedTable:
    """One table that may leave the building.

    ``frame`` has a row per group, without rows when the table is withheld; ``note`` says how to
    read it, or why it is withheld. Columns: group (text), and as ``Int32`` seekers, started (have
    asked somebody), met_somebody, people_met; then for each share its percentage and the bounds of
    its interval: introduced (conversations by introduction), yes (to requests), opportunity
    (seekers who found one), thanked_in_time (conversations): ``…_percent``, ``…_low``, ``…_high``.
    """

    title: str
    note: str
    frame: pd.DataFrame

    @property
    def withheld(self) -> bool:
        """Whether the table is withheld."""
        return len(self.frame) == 0


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure of one group: what is shown, and how many distinct seekers are behind it."""

    shown: tuple[int | None, ...]
    behind: int


@dataclass(frozen=True, slots=True, eq=False)
class _Grouping:
    """Which group each seeker (or, with ``interview_id``, each request) is in."""

    title: str
    told_of: str
    members: pd.DataFrame

    @property
    def by_request(self) -> bool:
        return "interview_id" in self.members


def shareable(log: Log | Figures) -> list[SharedTable]:
    """Return the tables of a log that may leave the building.

    Everybody; by cohort; by month, by source and by industry of the requests; by each attribute of
    seekers that has at most 12 values. A seeker of several cohorts, months, sources or industries
    counts in each. When cohorts or an advisor are selected, that is the one grouping: there are
    only the first two.

    >>> [table] = [t for t in shareable(Log.from_frames({})) if t.title == "by cohort"]
    >>> table.withheld, table.note
    (True, 'Withheld: a group of fewer than 10 seekers could be told apart.')
    """
    figures = log if isinstance(log, Figures) else Figures(log)
    told = measures(figures, _SHARES.values())
    given = frozenset(name for name, key in _SHARES.items() if told[key].value is not None)
    return [_table(figures, grouping, given) for grouping in _groupings(figures)]


def _groupings(figures: Figures) -> Iterator[_Grouping]:
    labels = Labels(figures.log)
    seekers = pd.DataFrame({"seeker_id": figures.seekers})
    yield _Grouping("everybody", "All seekers together.", seekers.assign(group="everybody"))
    roster = figures.roster.rename(columns={"person_id": "seeker_id"})
    cohorts = roster[["seeker_id"]].assign(group=labels.of(roster["cohort"]))
    yield _Grouping("by cohort", "A seeker of several cohorts counts in each.", cohorts)
    if figures.log.cohorts or figures.log.advisor:
        return
    yield from _of_requests(figures, labels)
    for attribute, values in attribute_values(figures.log).items():
        if labels.is_safe(attribute):
            told = labels.of(values.reindex(figures.seekers)).reset_index(drop=True)
            yield _Grouping(
                f"by {attribute}", "As seekers chose to say.", seekers.assign(group=told)
            )


def _of_requests(figures: Figures, labels: Labels) -> Iterator[_Grouping]:
    asked = figures.requests
    rows = asked[["seeker_id", "interview_id"]]
    told_of = "Counted are the requests of the group, and what came of them."
    months = asked["approach_on"].dt.strftime("%Y-%m").fillna(NOT_SAID)
    yield _Grouping("by month", f"The month of the request. {told_of}", rows.assign(group=months))
    sources = asked["source"].str.replace("_", " ").fillna(NOT_SAID)
    yield _Grouping("by source", f"How people were found. {told_of}", rows.assign(group=sources))
    industries = figures.people["industry"].reindex(asked["contact_id"]).reset_index(drop=True)
    told = labels.of(industries)
    yield _Grouping("by industry", f"The industry of people. {told_of}", rows.assign(group=told))


def _table(figures: Figures, grouping: _Grouping, given: frozenset[str]) -> SharedTable:
    members = grouping.members
    sizes = members.groupby("group")["seeker_id"].nunique()
    small = sizes.index[sizes < FEWEST].union([OTHER])
    members = members.assign(group=members["group"].mask(members["group"].isin(small), OTHER))
    sizes = members.groupby("group")["seeker_id"].nunique()
    if sizes.empty or (sizes < FEWEST).any():
        return SharedTable(grouping.title, _WITHHELD, _framed({}))
    groups = sorted(sizes.index, key=lambda name: (name == OTHER, name == NOT_SAID, name))
    found = {
        str(group): _figures_of(_part(figures, grouping, members[members["group"] == group]), given)
        for group in groups
    }
    as_of = f"As of {figures.log.as_of.isoformat()}."
    note = " ".join([grouping.told_of, *([_JOINED] if OTHER in found else []), _WORDS, as_of])
    return SharedTable(grouping.title, note, _framed(_hidden(found)))


def _part(figures: Figures, grouping: _Grouping, members: pd.DataFrame) -> Part:
    seekers = pd.Index(members["seeker_id"].unique())
    return Part(figures, seekers, members["interview_id"] if grouping.by_request else None)


def _figures_of(part: Part, given: frozenset[str]) -> dict[str, _Figure]:
    """Return the figures of one group; a share is not ``given`` if it is none of the whole log."""
    met = part.forest["seeker_id"].nunique()
    started = part.requests["seeker_id"].nunique()
    nothing = _Figure((None, None, None), 0)
    return {
        "seekers": _count(len(part.seekers), len(part.seekers)),
        "started": _count(started, started),
        "met_somebody": _count(met, met),
        "people_met": _count(part.forest["contact_id"].nunique(), met),
        **{name: _share(part, name) if name in given else nothing for name in _SHARES},
    }


def _count(value: int, behind: int) -> _Figure:
    return _Figure((5 * round(value / 5),), behind)


def _share(part: Part, name: str) -> _Figure:
    estimate = measures(part, [_SHARES[name]])[_SHARES[name]]
    if estimate.value is None:
        return _Figure((None, None, None), 0)
    behind = _behind(part, name)
    enough = behind >= FEWEST_FOR_INTERVAL
    if name == "opportunity":
        # They are a group of seekers themselves: a share of a few would tell how many.
        behind = part.opportunities["seeker_id"].nunique()
    bounds = (estimate.low, estimate.high) if enough else (None, None)
    return _Figure(tuple(map(_percent, (estimate.value, *bounds))), behind)


def _behind(part: Part, name: str) -> int:
    """Return how many distinct seekers have a unit among those of which the share is one."""
    if name == "opportunity":
        return len(part.seekers)
    if name == "introduced":
        units = part.forest[origins(part).notna()]
    elif name == "yes":
        units = part.requests[part.requests["answer"].notna()]
    else:
        owed = part.debts[part.debts["rule"] == "thank_you_email"]
        in_time = (owed["state"] == "done") & owed["closed_on"].notna()
        units = owed[in_time | owed["state"].isin(["done_late", "overdue"])]
    return int(units["seeker_id"].nunique())


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _hidden(found: dict[str, dict[str, _Figure]]) -> dict[str, dict[str, _Figure]]:
    """Blank the figures behind which there are too few; never a single one of several."""
    shown = {group: dict(figures) for group, figures in found.items()}
    for name in next(iter(found.values())):
        order = sorted(found, key=lambda group: found[group][name].behind)
        few = [group for group in order if found[group][name].behind < FEWEST]
        for group in order[:2] if len(few) == 1 else few:
            figure = found[group][name]
            shown[group][name] = _Figure((None,) * len(figure.shown), figure.behind)
    return shown


def _framed(found: dict[str, dict[str, _Figure]]) -> pd.DataFrame:
    counts = ["seekers", "started", "met_somebody", "people_met"]
    shares = [f"{name}_{part}" for name in _SHARES for part in ("percent", "low", "high")]
    rows = [
        [group, *(value for figure in figures.values() for value in figure.shown)]
        for group, figures in found.items()
    ]
    table = pd.DataFrame(rows, columns=["group", *counts, *shares])
    return table.astype({"group": "str"} | dict.fromkeys([*counts, *shares], "Int32"))
