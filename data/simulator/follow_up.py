"""What seekers did afterwards: thanks, words to referrers, news, nudges. Not always."""

from __future__ import annotations

from collections.abc import Iterator

from data.simulator.course import Course, Lived, Named, Opening
from data.simulator.draws import Delay, Draws
from data.simulator.people import Person, city_words

__all__ = ["Deed", "deeds"]

_NOTE = Delay(5, 2, least=1)
_CONNECT = Delay(2, 1)
_ADVICE = Delay(25, 3, least=4)
_TOLD = Delay(8, 1, least=1)
_NEWS = Delay(6, 1, least=1)
_NUDGE = Delay(2, 1, least=7)
_UPDATE = Delay(60, 4, least=20)
_ANSWERED = Delay(2, 1)
_ADVICE_USED, _UPDATED, _GAVE_BACK, _THANKED_FOR_ANSWER, _ASKED_ON = 0.22, 0.14, 0.04, 0.45, 0.2


class Deed:
    """One follow-up: who did what for whom, about which conversation or referral, and when."""

    __slots__ = ("about", "contact", "day", "kind", "note", "request", "seeker")

    def __init__(
        self,
        kind: str,
        seeker: Person,
        contact: Person,
        day: int,
        request: Lived | None = None,
        about: Named | None = None,
    ) -> None:
        self.kind = kind
        self.seeker = seeker
        self.contact = contact
        self.day = day
        self.request = request
        self.about = about
        self.note = ""


def deeds(course: Course, draws: Draws) -> list[Deed]:
    """Return every follow-up done up to the last day, in the order of its day.

    Kinds that a cohort does not record are left out.
    """
    done: list[Deed] = []
    for request in course.requests:
        recorded = set(request.search.cohort.not_recorded)
        done += (d for d in _about_request(request, draws) if d.kind not in recorded)
    for opening in course.openings:
        if opening.accepted_on is not None:
            done += _news(opening, opening.accepted_on, draws)
    done = [deed for deed in done if deed.day <= course.last_day]
    phrases = city_words()["words"]["follow_ups"]
    for deed in done:
        deed.note = draws.pick(phrases)
    return sorted(done, key=lambda deed: deed.day)


def _about_request(request: Lived, draws: Draws) -> Iterator[Deed]:
    if request.held_on is not None:
        yield from _after_meeting(request, request.held_on, draws)
    elif request.answer == "declined" and request.answered_on is not None:
        yield from _after_decline(request, request.answered_on, draws)
    late = request.answered_on is None or request.answered_on > request.requested_on + _NUDGE.least
    if late and draws.chance(request.search.cohort.nudged_share):
        day = request.requested_on + draws.days(_NUDGE)
        if request.answered_on is None or day < request.answered_on:
            yield _deed("nudge", request, day)
    yield from _outcome(request, draws)


def _deed(kind: str, request: Lived, day: int) -> Deed:
    return Deed(kind, request.search.person, request.contact, day, request)


def _after_meeting(request: Lived, day: int, draws: Draws) -> Iterator[Deed]:
    cohort = request.search.cohort
    for kind, share, delay in (
        ("thank_you_email", cohort.thanked_share, cohort.thanks_delay),
        ("thank_you_note", cohort.note_share, _NOTE),
        ("connect", cohort.connect_share, _CONNECT),
        ("advice_used", _ADVICE_USED, _ADVICE),
        ("update", _UPDATED, _UPDATE),
        ("gave_back", _GAVE_BACK, _UPDATE),
    ):
        if draws.chance(share):
            yield _deed(kind, request, day + draws.days(delay))


def _after_decline(request: Lived, day: int, draws: Draws) -> Iterator[Deed]:
    if draws.chance(_THANKED_FOR_ANSWER):
        yield _deed("thank_you_email", request, day + draws.days(_ANSWERED))
    if draws.chance(_ASKED_ON):
        yield _deed("asked_for_name", request, day + draws.days(_ANSWERED))


def _outcome(request: Lived, draws: Draws) -> Iterator[Deed]:
    """Tell the referrer what came of it, when the seeker was the one to whom it was named."""
    named, search = request.cause, request.search
    declined_on = request.answered_on if request.answer == "declined" else None
    day = request.held_on or declined_on
    if named is None or named.search is not search or day is None:
        return
    if draws.chance(search.cohort.outcome_told_share):
        told = day + draws.days(_TOLD)
        yield Deed("referral_outcome", search.person, named.giver, told, about=named)


def _news(opening: Opening, accepted_on: int, draws: Draws) -> Iterator[Deed]:
    """Tell everyone on the path that led to the job."""
    request = opening.request
    while request is not None:
        if draws.chance(request.search.cohort.news_share):
            yield _deed("success_news", request, accepted_on + draws.days(_NEWS))
        request = request.cause.request if request.cause else None
