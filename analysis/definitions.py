"""What a measure is: the definition, its reading, and the figure that is shown.

A measure is a figure with its interval, the number of units behind it, what it means, what was left
out, and the reason when it cannot be given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from analysis.figures import Figures
from analysis.intervals import Estimate

__all__ = [
    "ONE_SEEKER",
    "Definition",
    "Group",
    "Groups",
    "Measure",
    "Reading",
    "measure",
]


@dataclass(frozen=True, slots=True)
class Group:
    """The figure for one group of a breakdown: by what, which group, and the estimate."""

    by: str
    group: str
    estimate: Estimate


class Groups(Sequence[Group]):
    """The groups of a breakdown, worked out when somebody looks at them.

    Pages show the estimate alone, and on a large log a breakdown takes longer than all the rest.

    >>> groups = Groups(lambda: [Group("source", "cold", Estimate(1.0))])
    >>> len(groups), groups[0].group
    (1, 'cold')
    """

    def __init__(self, work_out: Callable[[], Iterable[Group]]) -> None:
        self._work_out = work_out

    @cached_property
    def _told(self) -> tuple[Group, ...]:
        return tuple(self._work_out())

    @overload
    def __getitem__(self, at: int) -> Group: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Group]: ...
    def __getitem__(self, at: int | slice) -> Group | Sequence[Group]:
        """Return a group, or some."""
        return self._told[at]

    def __len__(self) -> int:
        """Return how many groups there are."""
        return len(self._told)

    def __eq__(self, other: object) -> bool:
        """Whether the groups are the same, however they are kept."""
        return isinstance(other, Sequence) and self._told == tuple(other)

    def __hash__(self) -> int:
        """Return the hash of the groups."""
        return hash(self._told)

    def __repr__(self) -> str:
        return repr(self._told)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a definition reads off the figures: estimate, groups, and how many were left out."""

    estimate: Estimate
    groups: Sequence[Group] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Definition:
    """What a measure is: its key, what it means, its formula, what is left out, and how to read it.

    ``definition`` is in plain words, ``formula`` in the field's; ``exclusions`` says which units
    are left out and why; ``source`` cites the literature where there is one.
    """

    key: str
    label: str
    unit: str
    definition: str
    formula: str
    read: Callable[[Figures], Reading]
    exclusions: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure as of a date and for a selection.

    ``value`` is None exactly when ``reason`` is given. ``left_out`` counts the units that
    ``exclusions`` speaks of. ``scope`` names the selection: cohort ids, or ``everybody``.
    """

    key: str
    label: str
    value: float | None
    low: float | None
    high: float | None
    level: float
    n: int
    unit: str
    as_of: dt.date
    scope: str
    definition: str
    formula: str
    exclusions: str
    left_out: int
    reason: str | None
    source: str
    by: Sequence[Group] = ()


ONE_SEEKER = "one_seeker_only"
"""Why a share or rate is not given: it would be about one person."""


def _counted_only(reading: Reading, unit: str) -> Reading:
    """Return a reading without shares and rates: the counts alone."""
    groups = tuple(group for group in reading.groups if not _is_rate(group.estimate, unit))
    estimate = reading.estimate
    if _is_rate(estimate, unit):
        estimate = Estimate(None, level=estimate.level, n=estimate.n, reason=ONE_SEEKER)
    return Reading(estimate, groups, reading.left_out)


def _is_rate(estimate: Estimate, unit: str) -> bool:
    return estimate.value is not None and (
        unit == "share" or estimate.low is not None or estimate.value != round(estimate.value)
    )


def measure(definition: Definition, figures: Figures) -> Measure:
    """Return the measure of that definition for these figures.

    When the selection narrows the log to one seeker, shares and rates give way to the reason
    ``one_seeker_only``.
    """
    reading = definition.read(figures)
    if figures.singles_out:
        reading = _counted_only(reading, definition.unit)
    estimate = reading.estimate
    return Measure(
        key=definition.key,
        label=definition.label,
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        level=estimate.level,
        n=estimate.n,
        unit=definition.unit,
        as_of=figures.log.as_of,
        scope=_scope(figures.log.cohorts, figures.log.advisor),
        definition=definition.definition,
        formula=definition.formula,
        exclusions=definition.exclusions,
        left_out=reading.left_out,
        reason=estimate.reason,
        source=definition.source,
        by=reading.groups,
    )


def _scope(cohorts: Iterable[str], advisor: str) -> str:
    return ", ".join([*cohorts, *([f"advisor {advisor}"] if advisor else [])]) or "everybody"
