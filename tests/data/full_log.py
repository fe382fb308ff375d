"""A small log that uses every table and every awkward kind of value."""

import datetime as dt

from data import Logbook
from tests.data.books import NOW

D = dt.date

ROWS = {
    "cohorts": [
        {
            "cohort_id": "k1",
            "name": "Spring 2026",
            "program": "=HYPERLINK(1)",
            "starts_on": D(2026, 1, 5),
        },
        {"cohort_id": "k2", "name": "Herbst"},
    ],
    "people": [
        {"person_id": "s1", "name": "Zoë Ångström", "email": "zoe@example.org"},
        {"person_id": "s2", "name": "-Dash, Ann", "organization": "'=odd", "asks_per_month": 2},
        {
            "person_id": "c1",
            "name": "李 小龍",
            "organization": 'A "quoted", firm; Ltd',
            "title": "@home",
        },
        {"person_id": "c2", "name": "+Plus", "industry": "+1", "resting_until": D(2027, 1, 1)},
        {"person_id": "c3", "name": "Merged", "do_not_contact_on": D(2026, 2, 2)},
        {"person_id": "c4", "name": "NA"},
    ],
    "seekers": [
        {
            "person_id": "s1",
            "cohort_id": "k1",
            "advisor": "Maria",
            "joined_on": D(2026, 1, 15),
            "approximate": "joined_on",
            "capacity_per_week": 3,
        },
        {"person_id": "s1", "cohort_id": "k2", "goal": "two\nlines"},
        {"person_id": "s2", "cohort_id": "k1", "left_on": D(2026, 3, 1)},
    ],
    "seeker_attributes": [
        {"person_id": "s1", "attribute": "First generation", "value": "yes"},
        {"person_id": "s2", "attribute": "Region", "value": "=North"},
    ],
    "interviews": [
        {
            "interview_id": "i1",
            "seeker_id": "s1",
            "contact_id": "c1",
            "source": "alumni",
            "requested_on": D(2026, 1, 15),
            "held_on": D(2026, 2, 3),
            "approximate": "requested_on",
            "mode": "video",
            "names_given": 2,
            "names_asked": "asked",
            "thanked": False,
            "researched": True,
            "on_time": False,
            "minutes_actual": 25,
            "notes": "a\n- b\n'= c",
        },
        {
            "interview_id": "i2",
            "seeker_id": "s1",
            "contact_id": "c2",
            "source": "referral",
            "referral_id": "r1",
            "requested_on": D(2026, 2, 10),
            "answered_on": D(2026, 2, 11),
            "answer": "accepted",
            "scheduled_for": D(2026, 4, 1),
        },
        {
            "interview_id": "i3",
            "seeker_id": "s2",
            "contact_id": "c3",
            "held_on": D(2026, 2, 20),
            "names_given": 0,
            "advice": "''=twice",
        },
    ],
    "referrals": [
        {
            "referral_id": "r1",
            "seeker_id": "s1",
            "from_id": "c1",
            "interview_id": "i1",
            "referred_id": "c2",
            "inline_of": "i1",
            "made_on": D(2026, 2, 3),
        },
        {
            "referral_id": "r2",
            "seeker_id": "s1",
            "from_id": "c1",
            "interview_id": "i1",
            "lead": "Opening at X",
            "kind": "lead",
            "waived_on": D(2026, 2, 9),
            "waived_reason": "no",
        },
        {"referral_id": "r3", "seeker_id": "s2", "from_id": "c4", "referred_id": "c3"},
    ],
    "follow_ups": [
        {
            "follow_up_id": "f1",
            "seeker_id": "s1",
            "contact_id": "c1",
            "interview_id": "i1",
            "kind": "connect",
            "done_on": D(2026, 2, 15),
            "approximate": "done_on",
        },
        {
            "follow_up_id": "f2",
            "seeker_id": "s2",
            "contact_id": "c3",
            "interview_id": "i3",
            "kind": "thank_you_email",
            "inline_of": "i3",
        },
    ],
    "opportunities": [
        {
            "opportunity_id": "o1",
            "seeker_id": "s1",
            "interview_id": "i1",
            "kind": "job_opening",
            "organization": "=cmd",
            "opened_on": D(2026, 2, 3),
            "applied_on": D(2026, 2, 15),
            "approximate": "applied_on;closed_on",
            "closed_on": D(2026, 3, 15),
            "closed_reason": "x",
        },
    ],
    "destinations": [
        {"person_id": "s2", "category": "employed", "known_on": D(2026, 3, 1), "source": "mail"},
    ],
    "debt_decisions": [
        {
            "rule": "thank_you_note",
            "seeker_id": "s1",
            "contact_id": "c1",
            "interview_id": "i1",
            "decision": "waived",
            "decided_on": D(2026, 2, 28),
            "reason": "-",
        },
        {
            "rule": "gone_quiet",
            "seeker_id": "s2",
            "decision": "snoozed",
            "decided_on": D(2026, 3, 1),
            "until": D(2026, 4, 1),
        },
    ],
    "notes": [
        {
            "note_id": "n1",
            "person_id": "s1",
            "kind": "session",
            "noted_on": D(2026, 2, 1),
            "text": "Tab\there; “quotes”",
        },
        {"note_id": "n2", "cohort_id": "k1", "kind": "review", "noted_on": D(2026, 2, 2)},
    ],
    "same_person": [
        {"person_id": "c4", "is_person_id": "c3", "decided_on": D(2026, 3, 1)},
    ],
}


def fill(book: Logbook) -> Logbook:
    with book.writing(now=NOW, act="import", import_id="m1") as writing:
        for table, rows in ROWS.items():
            writing.insert(table, rows)
    return book
