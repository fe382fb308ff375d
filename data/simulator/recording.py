"""How a course is written down: rows of the logbook's tables, with what people leave out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data.columns import TABLES
from data.frames import as_frame
from data.simulator.conversation import about_appointment, about_conversation
from data.simulator.course import Course, Lived, Named, Opening
from data.simulator.draws import Draws
from data.simulator.follow_up import Deed, deeds
from data.simulator.office import decisions, destinations, iso, notes, people, roster
from data.simulator.parameters import Faults
from data.simulator.people import City, city_words

__all__ = ["recorded"]

_MAY_BE_BLANK = (
    "mode", "minutes_planned", "minutes_actual", "researched", "questions_prepared",
    "questions_sent_ahead", "on_time", "ran_over", "asked_for_job", "asked_resume_review",
    "direction", "source",
)  # fmt: skip
_OF_THE_REQUEST = ("requested_on", "answered_on", "answer", "scheduled_for")

Record = dict[str, Any]


def recorded(course: Course, city: City, faults: Faults, draws: Draws) -> dict[str, pd.DataFrame]:
    """Return the course as frames of the logbook's tables."""
    done = deeds(course, draws)
    lost = {named for named in course.named if draws.chance(faults.referral_lost)}
    rows: dict[str, list[Record]] = {
        "cohorts": _cohorts(course),
        "people": list(people(city, course, draws)),
        "seekers": list(roster(course, draws)),
        "seeker_attributes": _attributes(course, draws),
        "interviews": [_interview(request, faults, draws) for request in course.requests],
        "referrals": [_referral(n, faults, draws) for n in course.named if n not in lost],
        "follow_ups": _follow_ups(done, lost, faults, draws),
        "opportunities": [_opportunity(opening, draws) for opening in course.openings],
        "destinations": list(destinations(course, draws)),
        "debt_decisions": list(decisions(course, done, draws)),
        "notes": [
            record | {"note_id": f"N{number:04d}"}
            for number, record in enumerate(notes(course, draws), start=1)
        ],
    }
    return {
        name: as_frame(name, pd.DataFrame(records, columns=_columns(name, records), dtype=object))
        for name, records in rows.items()
    }


def _columns(table: str, records: list[Record]) -> list[str]:
    used = {column for record in records for column in record}
    return [name for name in TABLES[table].names if name in used]


def _cohorts(course: Course) -> list[Record]:
    cohorts = dict.fromkeys(search.cohort.name for search in course.searches)
    by_name = {search.cohort.name: search.cohort for search in course.searches}
    return [
        {
            "cohort_id": f"C{number}",
            "name": name,
            "program": by_name[name].program,
            "starts_on": by_name[name].starts_on.isoformat(),
            "ends_on": by_name[name].ends_on.isoformat(),
        }
        for number, name in enumerate(cohorts, start=1)
    ]


def _attributes(course: Course, draws: Draws) -> list[Record]:
    values = city_words()["seekers"]["backgrounds"]
    return [
        {
            "person_id": search.person.person_id,
            "attribute": "background",
            "value": draws.pick(values),
        }
        for search in course.searches
    ]


def _referral_id(named: Named) -> str:
    return f"R{named.number:04d}"


def _interview(request: Lived, faults: Faults, draws: Draws) -> Record:
    row: Record = {
        "interview_id": f"I{request.number:04d}",
        "seeker_id": request.search.person.person_id,
        "contact_id": request.contact.person_id,
        "source": request.source,
        "referral_id": _referral_id(request.cause) if request.cause else None,
        "requested_on": iso(request.requested_on),
        "answered_on": iso(request.answered_on),
        "answer": request.answer,
        "scheduled_for": iso(request.scheduled_for),
        "held_on": iso(request.held_on),
        "cancelled_on": iso(request.cancelled_on),
        "names_asked": request.names_asked,
        "names_given": request.names_given,
    }
    appointment = about_appointment(request, draws)
    row |= appointment
    row |= about_conversation(request, appointment.get("minutes_planned", 0), draws)
    if request.orphan and draws.chance(0.5):
        row["referral_id"] = f"X{request.number:04d}"
    _leave_out(row, faults, draws)
    return row


def _leave_out(row: Record, faults: Faults, draws: Draws) -> None:
    """Blank cells as people do."""
    for column in _MAY_BE_BLANK:
        if draws.chance(faults.cell_blank):
            row[column] = None
    if draws.chance(faults.referral_id_missing):
        row["referral_id"] = None
    if draws.chance(faults.names_given_blank):
        row["names_given"] = None
        row["names_asked"] = row["names_asked"] if draws.chance(0.6) else None
    if draws.chance(faults.requested_on_missing) and row["held_on"] is not None:
        row.update(dict.fromkeys(_OF_THE_REQUEST))


def _referral(named: Named, faults: Faults, draws: Draws) -> Record:
    undated = draws.chance(faults.referral_undated) and named.request is not None
    reason = draws.pick(city_words()["words"]["waived"])
    return {
        "referral_id": _referral_id(named),
        "seeker_id": named.search.person.person_id,
        "from_id": named.giver.person_id,
        "interview_id": f"I{named.request.number:04d}" if named.request else None,
        "referred_id": named.referred.person_id if named.referred else None,
        "lead": named.lead,
        "made_on": None if undated else iso(named.made_on),
        "kind": named.kind,
        "waived_on": iso(named.waived_on),
        "waived_reason": None if named.waived_on is None else reason,
    }


def _follow_ups(done: list[Deed], lost: set[Named], faults: Faults, draws: Draws) -> list[Record]:
    rows: list[Record] = []
    for deed in done:
        if deed.about in lost:
            continue
        undated = deed.kind == "thank_you_email" and draws.chance(faults.follow_up_undated)
        rows.append(
            {
                "follow_up_id": f"F{len(rows) + 1:04d}",
                "seeker_id": deed.seeker.person_id,
                "contact_id": deed.contact.person_id,
                "interview_id": f"I{deed.request.number:04d}" if deed.request else None,
                "referral_id": _referral_id(deed.about) if deed.about else None,
                "kind": deed.kind,
                "done_on": None if undated else iso(deed.day),
                "note": deed.note or None,
            }
        )
    return rows


def _opportunity(opening: Opening, draws: Draws) -> Record:
    reason = draws.pick(city_words()["words"]["closed"])
    if opening.search.over(opening.closed_on or 0):
        reason = "Found something else"
    return {
        "opportunity_id": f"O{opening.number:04d}",
        "seeker_id": opening.search.person.person_id,
        "interview_id": f"I{opening.request.number:04d}" if opening.request else None,
        "kind": opening.kind,
        "organization": opening.organization,
        "opened_on": iso(opening.opened_on),
        "applied_on": iso(opening.applied_on),
        "interviewed_on": iso(opening.interviewed_on),
        "offered_on": iso(opening.offered_on),
        "accepted_on": iso(opening.accepted_on),
        "closed_on": iso(opening.closed_on),
        "closed_reason": None if opening.closed_on is None else reason,
    }
