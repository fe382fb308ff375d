"""The words of the page Log: its sentence, labels of cells, acts, warnings before asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.text.pictures import day
from data.log_format import SHEETS

__all__ = [
    "HAPPENED",
    "LABELS",
    "OUTCOMES",
    "act_label",
    "cell_help",
    "choice",
    "host_warnings",
    "joined_line",
    "log_sentence",
    "twin_note",
]

LABELS = {
    "seeker": "Seeker",
    "contact_name": "Contact",
    "organization": "Organization",
    "contact_email": "E-mail",
    "source": "How found",
    "requested_on": "Asked on",
    "answer": "Answer",
    "answered_on": "Answered on",
    "held_on": "Met on",
    "mode": "How",
    "referred_by": "Referred by",
    "names_asked": "Names asked for",
    "names_given": "Names given",
    "thanked": "Thanked",
    "came_of_it": "Came of it",
    "advice": "Advice",
    "direction": "Direction",
    "notes": "Notes",
    "name": "Name",
    "email": "E-mail",
    "title": "Job title",
    "industry": "Industry",
    "location": "Location",
    "prefers": "Prefers",
    "asks_per_month": "Asks a month",
    "resting_until": "Resting until",
    "do_not_contact_on": "Not to be contacted since",
}
"""Plain labels of the columns of grid and forms."""

_DAYS = "A day: 13 Nov 2026, 13.11.2026 or 2026-11-13. A month alone, Nov 2026, is fine."
_HELP = {
    "seeker": "Whose conversation it is.",
    "contact_name": "Whom the seeker asked. Another name means another person; a wrong spelling is"
    " corrected under “People”.",
    "contact_email": "Tells people of one name apart.",
    "organization": "Where the contact works.",
    "requested_on": f"When the seeker asked. {_DAYS}",
    "answered_on": f"When the contact said yes or no. {_DAYS}",
    "held_on": f"When they talked. {_DAYS}",
    "advice": "What the contact advised.",
    "notes": "Anything else. Stays out of everything that is shared.",
}

_CHOICES = {
    "thank_you_note": "a note by hand",
    "connect": "connected online",
    "own_network": "own network",
    "cold": "asked out of the blue",
    "in_person": "in person",
    "not_asked": "not asked",
    "ruled_out": "ruled out",
    "none": "no change",
    "good_word": "a good word",
    "advance_notice": "early notice of an opening",
    "unadvertised_role": "a role not advertised",
    "temporary_work": "temporary work",
    "project": "a project",
    "job_opening": "an opening",
}

HAPPENED = {
    "met": "They met",
    "waiting": "Asked, no answer yet",
    "accepted": "Said yes, not met yet",
    "declined": "Said no",
}
"""What came of a request, for the quick form."""

OUTCOMES = tuple(SHEETS["interviews"].column("came_of_it").column.choices)  # type: ignore[union-attr]
"""What may come of a conversation."""


def choice(value: Any) -> str:  # noqa: ANN401  # an option of a select box
    """Return how a choice is said.

    >>> choice("own_network"), choice("phone")
    ('own network', 'phone')
    """
    return _CHOICES.get(value, str(value).replace("_", " "))


def cell_help(name: str) -> str:
    """Return what a cell of the grid takes."""
    told = _HELP.get(name) or SHEETS["interviews"].column(name).help
    return f"{told[0].upper()}{told[1:]}" if told else ""


def log_sentence(found: Any) -> str:  # noqa: ANN401  # analysis.log_contents.LogContents
    """Return the sentence of the page: what was entered, and what should be looked at."""
    if not found.requests:
        return "Nothing is logged yet: the first conversation takes two minutes."
    many = "1 request" if found.requests == 1 else f"{found.requests:,} requests"
    newest = f", the newest entry of {day(found.newest)}" if found.newest else ""
    look = found.errors + found.warnings
    if not look:
        return f"{many}{newest}. Nothing in the log contradicts itself."
    rows = "1 thing" if look == 1 else f"{look:,} things"
    return f"{many}{newest}. {rows} should be looked at."


def act_label(act: Mapping[str, Any]) -> str:
    """Return what an act of the list did."""
    if act["act"] == "undo":
        return "An undoing was taken back" if act["brought_back"] else "An act was taken back"
    if act["act"] == "import":
        return f"Imported {act['files'] or 'files'}"
    return str(act["label"] or act["act"])


def host_warnings(host: Any) -> list[str]:  # noqa: ANN401  # data.entering.hosts.Host
    """Return what to know before asking this person, the gravest first."""
    told = []
    if host.do_not_contact_on:
        told.append(f"Asked on {day(host.do_not_contact_on)} not to be contacted any more.")
    if host.resting_until:
        told.append(f"Rests until {day(host.resting_until)}: ask nothing before.")
    if host.gave_much:
        times = "once" if host.asked == 1 else f"{host.asked} times"
        limit = "" if host.limit is None else f"; wishes at most {host.limit} a month"
        told.append(f"Has been asked {times} in the last thirty days{limit}.")
    if host.prefers:
        told.append(f"Prefers: {host.prefers}")
    return told


def joined_line(joined: Any) -> str:  # noqa: ANN401  # data.entering.persons.Joined
    """Return who was taken for whom, and since when."""
    same = joined.name == joined.is_name
    told = f"two entries of {joined.name}" if same else f"{joined.name} is {joined.is_name}"
    return f"{told[0].upper()}{told[1:]}, since {day(joined.decided_on)}"


def twin_note(names: Sequence[str]) -> str:
    """Return the warning that somebody of that name may be in the log already."""
    return f"Already in the log: {'; '.join(names)}. Choose them above if that is who it was."
