"""What is said of a contact: who met them, what they are owed, what they wish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from analysis.hosts import ContactCounts
from dashboard.text.pictures import counted, day, in_words

__all__ = [
    "contact_sentence",
    "load_sentence",
    "place_of_work",
    "since",
    "thanks_draft",
    "wishes",
]


def contact_sentence(name: str, counts: ContactCounts, today: dt.date) -> str:
    """Who a contact met and named, and which thanks are open.

    Somebody who asked not to be contacted is told so first.
    """
    wish = counts.do_not_contact_on
    if wish is not None:
        done = f" {_met(name, counts, today)}" if counts.met else ""
        return f"{name} has asked not to be contacted since {day(wish)}.{done}"
    if counts.met:
        return f"{_met(name, counts, today)} {_thanks(counts)}"
    if counts.asked:
        times = counted(counts.asked, "seeker")
        asked = f"{name} was asked by {times} and has not been met."
        return f"{asked} {_thanks(counts)}" if counts.thanks_noted is not None else asked
    if counts.named_by:
        givers = counted(counts.named_by, "person", "people")
        return f"{name} was named by {givers} and has not been asked yet."
    named = f"{name} named {counted(counts.named, 'person', 'people')}" if counts.named else ""
    return (
        f"{named} and was never asked for a conversation."
        if named
        else (f"{name} is in the log, and nothing else is told of them.")
    )


def _met(name: str, counts: ContactCounts, today: dt.date) -> str:
    named = f" and named {counted(counts.named, 'person', 'people')}" if counts.named else ""
    if counts.met == 1:
        when = f" in {counts.met_since:%B %Y}" if counts.met_since else ""
        return f"{name} met one of our seekers{when}{named}."
    when = f" {since(counts.met_since, today)}" if counts.met_since else ""
    return f"{name} has met {counts.met:,} of our seekers{when}{named}."


def _thanks(counts: ContactCounts) -> str:
    if counts.thanks_noted is False:
        return "This log does not note thanks."
    if not counts.to_thank:
        return "No thank-you is owed."
    owe = "thank-you is" if counts.to_thank == 1 else "thank-yous are"
    return f"{in_words(counts.to_thank).capitalize()} {owe} still owed."


def since(when: dt.date, today: dt.date) -> str:
    """Since when, as people say it: a month of this year, else month and year.

    >>> since(dt.date(2026, 5, 3), dt.date(2026, 11, 1)), since(dt.date(2025, 5, 3), dt.date(2026, 1, 1))
    ('since May', 'since May 2025')
    """  # noqa: E501
    return f"since {when:%B}" if when.year == today.year else f"since {when:%B %Y}"


def place_of_work(who: Mapping[str, Any]) -> str:
    """Title, organization and place of a person, as far as they are known.

    >>> place_of_work({"title": "Buyer", "organization": "Gull Rail", "location": None})
    'Buyer, Gull Rail'
    """
    told = [who.get(part) for part in ("title", "organization", "location")]
    return ", ".join(part for part in told if isinstance(part, str) and part)


def load_sentence(counts: ContactCounts) -> str:
    """How often somebody was asked lately, beside how often is welcome."""
    if counts.lately:
        times = {1: "Once", 2: "Twice"}.get(counts.lately, f"{counts.lately:,} times")
        asked = f"{times} asked in the last 30 days"
    else:
        asked = "Not asked in the last 30 days"
    if not counts.own_limit:
        return f"{asked}. How often is welcome is not noted; we ask at most twice a month."
    wish = "no requests" if not counts.limit else f"at most {counted(counts.limit, 'request')}"
    return f"{asked}; wishes {wish} a month."


def wishes(counts: ContactCounts) -> list[str]:
    """What a contact wishes, one line each."""
    told = []
    if counts.prefers:
        told.append(f"Prefers: {counts.prefers}")
    if counts.resting_until:
        told.append(f"Rests until {day(counts.resting_until)}: nobody asks before.")
    return told


def thanks_draft(name: str, met: list[tuple[str, dt.date | None]], named: int) -> str:
    """A text with which the office thanks a contact, to be copied and changed.

    >>> print(thanks_draft("Ann Ash", [("Sam", dt.date(2026, 3, 2))], 2))
    Dear Ann Ash,
    <BLANKLINE>
    thank you for meeting Sam (2 Mar 2026). You named 2 people to ask next; that is how it goes on.
    <BLANKLINE>
    With kind regards
    """
    listed = [f"{who} ({day(when)})" if when else who for who, when in met]
    people = listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"
    further = (
        f" You named {counted(named, 'person', 'people')} to ask next; that is how it goes on."
        if named
        else ""
    )
    return f"Dear {name},\n\nthank you for meeting {people}.{further}\n\nWith kind regards"
