"""What the office writes beside the conversations: roster, notes, decisions, destinations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from data.simulator.course import Course, Search
from data.simulator.draws import Delay, Draws
from data.simulator.follow_up import Deed
from data.simulator.people import City, Person, city_words

__all__ = ["decisions", "destinations", "iso", "notes", "people", "roster"]

_SESSION = Delay(40, 3, least=14)
_REVIEW_DAYS = 35
_AGREED, _KEPT = 0.55, 0.7
_KNOWN = Delay(12, 1, least=2)
_STARTS = Delay(18, 2, least=5)
_LEFT = (("seeking", 0.3), ("continuing_education", 0.35), ("not_seeking", 0.35))
_ENDED = (
    ("seeking", 0.42),
    ("employed", 0.26),
    ("continuing_education", 0.14),
    ("service", 0.03),
    ("", 0.15),
)
_DECISIONS = 9

Record = dict[str, Any]


def iso(day: int | None) -> str | None:
    """Return a day of the simulation as text."""
    return None if day is None else date.fromordinal(day).isoformat()


def roster(course: Course, draws: Draws) -> Iterator[Record]:
    """Yield a row of ``seekers`` for every search."""
    words = city_words()
    names = _cohort_ids(course)
    for search in course.searches:
        fields = search.cohort.industries or tuple(part["name"] for part in words["industry"])
        goal = draws.pick(words["seekers"]["goals"]).format(
            industry=draws.pick(fields).lower(),
            district=search.person.location,
            title=search.person.title.lower(),
        )
        yield {
            "person_id": search.person.person_id,
            "cohort_id": names[search.cohort.name],
            "advisor": search.advisor,
            "joined_on": iso(search.joined_on),
            "left_on": iso(search.ended_on) if search.left else None,
            "goal": goal,
            "capacity_per_week": min(search.cohort.capacity_per_week, 99),
        }


def _cohort_ids(course: Course) -> dict[str, str]:
    names = dict.fromkeys(search.cohort.name for search in course.searches)
    return {name: f"C{number}" for number, name in enumerate(names, start=1)}


def _active_until(search: Search, course: Course) -> int:
    ended = search.ended_on if search.ended_on is not None else search.ends_on
    return min(ended, course.last_day)


def notes(course: Course, draws: Draws) -> Iterator[Record]:
    """Yield notes: sessions, agreements that are kept or not, a review of each cohort."""
    words = city_words()["words"]
    for search in course.searches:
        day, end = search.joined_on + draws.whole(12), _active_until(search, course)
        while day <= end:
            noted = {"person_id": search.person.person_id, "noted_on": iso(day)}
            yield noted | {"kind": "session", "text": draws.pick(words["sessions"])}
            if draws.chance(_AGREED):
                due = day + 7 + draws.whole(8)
                done = due - draws.whole(6) if draws.chance(_KEPT) else course.last_day + 1
                yield noted | {
                    "kind": "agreement",
                    "text": draws.pick(words["agreements"]),
                    "due_on": iso(due),
                    "done_on": iso(done) if done <= course.last_day else None,
                }
            day += draws.days(_SESSION)
    for name, cohort_id in _cohort_ids(course).items():
        cohort = next(s.cohort for s in course.searches if s.cohort.name == name)
        day = cohort.starts_on.toordinal() + _REVIEW_DAYS
        while day <= min(cohort.ends_on.toordinal(), course.last_day):
            yield {
                "cohort_id": cohort_id,
                "kind": "review",
                "noted_on": iso(day),
                "text": draws.pick(words["reviews"]),
            }
            day += _REVIEW_DAYS


def destinations(course: Course, draws: Draws) -> Iterator[Record]:
    """Yield where seekers went whose search is over, as far as the office knows."""
    hired = {o.search: o for o in course.openings if o.accepted_on is not None}
    for search in course.searches:
        organization = None
        if search in hired:
            category, organization = "employed", hired[search].organization
        elif search.left:
            category = draws.weighted(_LEFT)
        elif search.ends_on <= course.last_day:
            category = draws.weighted(_ENDED)
        else:
            continue
        if category == "employed" and organization is None:
            organization = draws.pick(draws.pick(city_words()["industry"])["organizations"])
        over = search.ended_on if search.ended_on is not None else search.ends_on
        known, starts = over + draws.days(_KNOWN), over + draws.days(_STARTS)
        if category and known <= course.last_day:
            yield {
                "person_id": search.person.person_id,
                "category": category,
                "organization": organization,
                "started_on": iso(starts) if category == "employed" else None,
                "known_on": iso(known),
                "source": draws.pick(("told by the seeker", "told by the advisor", "survey")),
            }


def decisions(course: Course, done: list[Deed], draws: Draws) -> Iterator[Record]:
    """Yield some debts that were waived, or put off, on purpose."""
    thanked = {deed.request for deed in done if deed.kind == "thank_you_email"}
    owing = [r for r in course.requests if r.held_on is not None and r not in thanked]
    reasons = city_words()["words"]["decisions"]
    for request in sorted(owing[-1::-4][:_DECISIONS], key=lambda r: r.number):
        decided = (request.held_on or 0) + 1 + draws.whole(4)
        snoozed = draws.chance(0.3)
        if decided <= course.last_day:
            yield {
                "rule": "thank_you_email",
                "seeker_id": request.search.person.person_id,
                "contact_id": request.contact.person_id,
                "interview_id": f"I{request.number:04d}",
                "decision": "snoozed" if snoozed else "waived",
                "decided_on": iso(decided),
                "until": iso(decided + 14) if snoozed else None,
                "reason": draws.pick(reasons),
            }


def people(city: City, course: Course, draws: Draws) -> Iterator[Record]:
    """Yield everybody, with the limits, wishes and rests that some hosts have told."""
    last_asked: dict[Person, int] = {}
    for request in course.requests:
        last_asked[request.contact] = request.requested_on
    wishes = city_words()["words"]["prefers"]
    for person in city.people:
        record: Record = {
            "person_id": person.person_id,
            "name": person.name,
            "email": person.email,
            "organization": person.organization,
            "title": person.title,
            "industry": person.industry,
            "location": person.location,
        }
        asked = last_asked.get(person)
        if asked is not None:
            record |= _wishes(asked, course.last_day, wishes, draws)
        yield record


def _wishes(asked: int, last_day: int, wishes: list[str], draws: Draws) -> Record:
    told: Record = {}
    if draws.chance(0.06):
        told["prefers"] = draws.pick(wishes)
    if draws.chance(0.05):
        told["asks_per_month"] = 1 + draws.whole(3)
    if draws.chance(0.015):
        told["resting_until"] = iso(last_day + 7 + draws.whole(60))
    stops = asked + 20 + draws.whole(30)
    if stops <= last_day and draws.chance(0.007):
        told["do_not_contact_on"] = iso(stops)
    return told
