"""Opportunities: what conversations lead to, stage by stage, up to a job that ends a search."""

from __future__ import annotations

from functools import partial

from data.simulator.agenda import Agenda
from data.simulator.course import Course, Lived, Opening
from data.simulator.draws import Delay, Draws
from data.simulator.people import City, city_words

__all__ = ["Openings"]

_KINDS = (
    ("good_word", 0.3),
    ("advance_notice", 0.16),
    ("unadvertised_role", 0.16),
    ("temporary_work", 0.1),
    ("project", 0.1),
    ("job_opening", 0.18),
)
_OPENS = Delay(6, 1)
_WITHOUT_CONVERSATION = 0.06
_ELSEWHERE = 0.3
_ENDS_WITH_WORD = 0.7
_WEEK = 7


class Openings:
    """Lets opportunities come of conversations, and seekers be hired."""

    def __init__(self, agenda: Agenda, draws: Draws, city: City, course: Course) -> None:
        self._agenda = agenda
        self._draws = draws
        self._city = city
        self._course = course

    def after(self, request: Lived, day: int) -> None:
        """Let an opportunity open some days after a conversation."""
        self._agenda.on(day + self._draws.days(_OPENS), partial(self._open, request))

    def _open(self, request: Lived, day: int) -> None:
        if request.search.over(day):
            return
        draws = self._draws
        other = draws.pick(draws.pick(city_words()["industry"])["organizations"])
        own = None if draws.chance(_ELSEWHERE) else request.contact.organization
        opening = Opening(
            number=len(self._course.openings) + 1,
            search=request.search,
            request=None if draws.chance(_WITHOUT_CONVERSATION) else request,
            kind=draws.weighted(_KINDS),
            organization=own or other,
            opened_on=day,
        )
        self._course.openings.append(opening)
        self._next(opening, day, "applied_on", request.search.cohort.applied_share)

    def _next(self, opening: Opening, day: int, stage: str, share: float) -> None:
        """Let an opportunity go one stage further, or end, or be left open."""
        wait = self._draws.days(opening.search.cohort.stage_delay)
        if self._draws.chance(share):
            self._agenda.on(day + wait, partial(self._reach, opening, stage), workday=True)
        elif self._draws.chance(_ENDS_WITH_WORD):
            self._agenda.on(day + wait + _WEEK, partial(self._close, opening), workday=True)

    def _reach(self, opening: Opening, stage: str, day: int) -> None:
        search, cohort = opening.search, opening.search.cohort
        if search.over(day):
            self._close(opening, day)
            return
        setattr(opening, stage, day)
        if stage == "applied_on":
            self._next(opening, day, "interviewed_on", cohort.interviewed_share)
        elif stage == "interviewed_on":
            self._next(opening, day, "offered_on", cohort.offered_job_share)
        elif stage == "offered_on":
            self._next(opening, day, "accepted_on", cohort.accepted_share)
        else:
            search.ended_on = day
            self._city.hire(search.person, opening.organization)

    def _close(self, opening: Opening, day: int) -> None:
        opening.closed_on = day
