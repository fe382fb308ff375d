"""What happened in a simulation: searches, requests, referrals, opportunities, as lived."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.simulator.parameters import CohortParameters
from data.simulator.people import Person

__all__ = ["Course", "Lived", "Named", "Opening", "Search"]


@dataclass(slots=True, eq=False)
class Search:
    """One seeker's search; days are ordinals (``date.toordinal``)."""

    person: Person
    cohort: CohortParameters
    joined_on: int
    ends_on: int
    advisor: str
    starts: bool = True
    ended_on: int | None = None
    left: bool = False
    paused_until: int = 0
    known: set[Person] = field(default_factory=set)
    named: list[Named] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)

    def over(self, day: int) -> bool:
        """Return whether the search has ended before that day, or with it."""
        return day > self.ends_on or (self.ended_on is not None and day >= self.ended_on)


@dataclass(slots=True, eq=False)
class Lived:
    """One request as it was lived, with ``cause``, the naming that it really came of.

    It is numbered and dated on the day on which it is really sent.
    """

    search: Search
    contact: Person
    source: str
    cause: Named | None = None
    repeat_of: Lived | None = None
    orphan: bool = False
    number: int = 0
    requested_on: int = 0
    answered_on: int | None = None
    answer: str | None = None
    scheduled_for: int | None = None
    held_on: int | None = None
    cancelled_on: int | None = None
    names_asked: str | None = None
    names_given: int | None = None

    @property
    def parent(self) -> Lived | None:
        """The meeting that this one really came of, conduits passed over; none for a root."""
        if self.repeat_of is not None or self.cause is None or self.cause.request is None:
            return None
        giver = self.cause.request
        meeting = giver.repeat_of or giver
        return meeting if meeting.held_on is not None else meeting.parent


@dataclass(slots=True, eq=False)
class Named:
    """One person, or lead, that was named; ``fresh`` when the seeker did not know the person."""

    search: Search
    giver: Person
    request: Lived | None
    referred: Person | None
    lead: str | None = None
    fresh: bool = False
    kind: str = "name"
    number: int = 0
    made_on: int = 0
    acted: bool = False
    waived_on: int | None = None


@dataclass(slots=True, eq=False)
class Opening:
    """One opportunity and how far it went."""

    number: int
    search: Search
    request: Lived | None
    kind: str
    organization: str
    opened_on: int
    applied_on: int | None = None
    interviewed_on: int | None = None
    offered_on: int | None = None
    accepted_on: int | None = None
    closed_on: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that happened up to the last day, in order."""

    last_day: int
    searches: list[Search]
    requests: list[Lived]
    named: list[Named]
    openings: list[Opening]
