"""Rows of small logs, written as short as they can be read."""

import datetime as dt

from analysis.figures import Figures
from data.log import Log

__all__ = ["DAY", "asked", "figures", "met", "named", "on", "thanked", "workers"]

DAY = dt.date(2026, 3, 20)


def on(days_before: int) -> dt.date:
    """The day so many days before the as-of date."""
    return DAY - dt.timedelta(days=days_before)


def met(number, contact, days_before, seeker="s", **more):
    return {
        "interview_id": f"i{number}", "seeker_id": seeker, "contact_id": contact,
        "held_on": on(days_before), **more,
    }  # fmt: skip


def asked(number, contact, days_before, seeker="s", **more):
    return {
        "interview_id": f"i{number}", "seeker_id": seeker, "contact_id": contact,
        "requested_on": on(days_before), **more,
    }  # fmt: skip


def named(number, giver, person, made_in=None, days_before=None, seeker="s", **more):
    return {
        "referral_id": f"r{number}", "seeker_id": seeker, "from_id": giver, "referred_id": person,
        "interview_id": made_in, "made_on": None if days_before is None else on(days_before),
        **more,
    }  # fmt: skip


def thanked(number, contact, made_in, days_before, seeker="s"):
    return {
        "follow_up_id": f"f{number}", "seeker_id": seeker, "contact_id": contact,
        "interview_id": made_in, "kind": "thank_you_email", "done_on": on(days_before),
    }  # fmt: skip


def workers(**people):
    """People by id with the organization each works at."""
    return [{"person_id": p, "name": f"{p.title()} Name", "organization": o}
            for p, o in people.items()]  # fmt: skip


def figures(as_of=DAY, **tables):
    return Figures(Log.from_frames(tables, as_of=as_of))
