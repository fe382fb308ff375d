"""What is said of one person: found, asked, met, named, thanked. Counts and days, no verdicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.hosts import ContactCounts
from analysis.persons import SeekerCounts
from dashboard.text.pictures import counted, day, in_words

__all__ = [
    "COMPARED",
    "FOUND",
    "LINES",
    "NOTE_KINDS",
    "STATES",
    "WHAT",
    "WHAT_FOUND",
    "chain_note",
    "chain_text",
    "contact_sentence",
    "days",
    "found_note",
    "helps_sentence",
    "left_out_note",
    "line_names",
    "load_sentence",
    "marks_note",
    "middle_note",
    "more_names",
    "nobody",
    "on_day",
    "person_entry",
    "place_of_work",
    "review_note",
    "seeker_sentence",
    "since",
    "thanks_draft",
    "wishes",
]

LINES = {
    "asked": "asked",
    "met": "met",
    "named": "names given",
    "thanked": "thanks and news",
    "opportunity": "opportunities",
    "agreed": "agreed, by when",
}
"""The lines of a timeline."""

_OF_SEEKER = {"asked": "people asked", "met": "people met", "named": "people named"}
_OF_CONTACT = {"asked": "asked by", "met": "met", "named": "names"}

WHAT = {
    "said_yes": "asked, said yes",
    "declined": "asked, said no",
    "silent": "asked, no answer",
    "waiting": "asked, answer still open",
    "cancelled": "asked, called off",
    "met": "met",
    "met_again": "met again",
    "planned": "to be met",
    "named": "named",
    "thank_you_email": "thanked",
    "thank_you_note": "sent a handwritten note",
    "connect": "connected",
    "advice_used": "told how the advice was used",
    "referral_outcome": "told what came of the name",
    "update": "sent news",
    "gave_back": "gave something back",
    "success_news": "told the good news",
    "nudge": "reminded",
    "asked_for_name": "asked for another name",
    "opened": "opportunity",
    "applied": "applied",
    "interviewed": "job interview",
    "offered": "offer",
    "accepted": "offer accepted",
    "closed": "closed",
    "agreed": "agreed, not yet done",
    "kept": "agreed, and done",
}
"""What happened."""

STATES = {
    "accepted": "met; an offer was accepted",
    "offer": "met; led to an offer",
    "opportunity": "met; led to an opportunity",
    "met": "met",
    "planned": "said yes, not yet met",
    "waiting": "asked, answer still open",
    "silent": "asked, no answer",
    "declined": "asked, said no",
    "cancelled": "called off",
    "open": "named, not yet asked",
    "let_go": "named; let go or handed on",
    "introducer": "gave names",
}
"""How it stands with a person of a chain."""

FOUND = {
    "introduction": "by introduction",
    "own_network": "own network",
    "alumni": "alumni",
    "association": "association",
    "event": "at an event",
    "cold": "without knowing anybody",
    "other": "in another way",
    "unknown": "in a way not noted",
}
"""How people were found."""

COMPARED = {
    "asked": "People asked",
    "met": "People met",
    "named": "Names given",
    "opportunities": "Opportunities",
}

WHAT_FOUND = {
    "good_word": "a good word",
    "advance_notice": "advance notice",
    "unadvertised_role": "an unadvertised role",
    "temporary_work": "temporary work",
    "project": "a project",
    "job_opening": "a job opening",
}
"""Kinds of opportunities."""

NOTE_KINDS = {"session": "one-to-one", "review": "review", "agreement": "agreement"}
"""Kinds of notes."""


def person_entry(name: str, kind: str, organization: str) -> str:
    """A person in the list of those found.

    >>> person_entry("Ann Ash", "contact", "Gull Rail"), person_entry("Sam Sole", "seeker", "")
    ('Ann Ash · Gull Rail', 'Sam Sole · seeker')
    """
    role = "seeker" if kind == "seeker" else ""
    return " · ".join(part for part in (name, role, organization) if part)


def found_note(total: int, shown: int) -> str:
    """How many were found, and what to do when there are more.

    >>> found_note(0, 0), found_note(1, 1), found_note(40, 12)
    ('Nobody of that name.', '1 person found.', '12 of 40 people; type more to narrow it down.')
    """
    if not total:
        return "Nobody of that name."
    if shown < total:
        return f"{shown:,} of {total:,} people; type more to narrow it down."
    return f"{counted(total, 'person', 'people')} found."


def line_names(events: pd.DataFrame, counts: Mapping[str, int | None], kind: str) -> dict[str, str]:
    """Return what stands before each line of a timeline: what it holds, and how many.

    People are counted once, as the sentence of the page does, where ``counts`` has their number;
    else what happened is counted, and each opportunity once.

    >>> rows = pd.DataFrame({"line": ["asked", "asked", "thanked"], "row_id": ["1", "2", "3"]})
    >>> line_names(rows, {"asked": 1}, "seeker")
    {'asked': 'people asked · 1', 'thanked': 'thanks and news · 1'}
    """
    found = events.groupby("line")["row_id"].nunique()
    lines = LINES | (_OF_CONTACT if kind == "contact" else _OF_SEEKER)
    told = {line: counts.get(line) for line in LINES}
    return {
        line: f"{lines[line]} · {(found[line] if told[line] is None else told[line]):,}"
        for line in LINES
        if line in found
    }


def chain_note(row: Mapping[str, Any]) -> str:
    """How it stands with a person of a chain, and since when."""
    when = row["day"]
    return STATES[row["state"]] + ("" if pd.isna(when) else f", {day(when.date())}")


def marks_note(events: pd.DataFrame) -> str:
    """What the open marks of the timeline stand for, as far as it has them."""
    has = set(events["what"])
    crosses = [WHAT[each].removeprefix("asked, ") for each in _CROSSES if each in has]
    rings = [WHAT[each].removeprefix("asked, ") for each in _RINGS if each in has]
    told = [
        f"crosses: {', '.join(crosses)}" if crosses else "",
        f"open circles: {', '.join(rings)}" if rings else "",
        "bands: only the month is known" if events["month"].any() else "",
    ]
    text = "; ".join(part for part in told if part)
    return f"{text[0].upper()}{text[1:]}." if text else ""


_CROSSES = ("declined", "cancelled", "closed")
_RINGS = ("silent", "waiting", "planned", "agreed")


def chain_text(people: pd.DataFrame) -> str:
    """Say what the tree shows: how many stand how, and how far it goes.

    >>> chain_text(pd.DataFrame({"state": ["met", "open"], "depth": [0, 1]}))
    'met: 1; named, not yet asked: 1. The longest way has 1 introduction.'
    """
    counts = people["state"].value_counts()
    told = "; ".join(f"{STATES[each]}: {counts[each]:,}" for each in STATES if each in counts)
    depth = int(people["depth"].max())
    far = f" The longest way has {counted(depth, 'introduction')}." if depth else ""
    return f"{told}.{far}"


def left_out_note(people: int, seekers: int) -> str:
    """What the picture leaves to the table; empty when it has everybody.

    >>> left_out_note(50, 0), left_out_note(0, 1), left_out_note(0, 0)
    ('50 people are in the table only.', '1 earlier seeker is in neither.', '')
    """
    told = []
    if people:
        told.append(f"{counted(people, 'person is', 'people are')} in the table only.")
    if seekers:
        told.append(f"{counted(seekers, 'earlier seeker is', 'earlier seekers are')} in neither.")
    return " ".join(told)


def review_note(when: dt.date | None) -> str:
    """When the next review is."""
    return f"Next review on {day(when)}." if when else "No next review is noted."


def helps_sentence(counts: Mapping[str, Mapping[str, int]]) -> str:
    """What helped so far: how the people who were met were found.

    >>> helps_sentence({"introduction": {"asked": 7, "met": 6}, "cold": {"asked": 4, "met": 0}})
    'By introduction 7 asked, 6 met; without knowing anybody 4 asked, none met.'
    """
    told = [
        f"{FOUND.get(found, found)} {row['asked']:,} asked, {_some(row['met'])} met"
        for found, row in counts.items()
    ]
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _some(number: int) -> str:
    return f"{number:,}" if number else "none"


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


def middle_note(seekers: int) -> str:
    """What the middle half is."""
    return (
        f"Half of the {seekers:,} seekers of the cohort lie in this range, a quarter below and a"
        " quarter above. They began on different days, and people differ."
    )


def nobody(kind: str, *, known: bool) -> str:
    """What a page says when nobody is to be shown."""
    if known:
        return "By this day nothing of this person was in the log."
    return f"Choose a {kind}: find a person at the left, or click a name on another page."


def place_of_work(who: Mapping[str, Any]) -> str:
    """Title, organization and place of a person, as far as they are known.

    >>> place_of_work({"title": "Buyer", "organization": "Gull Rail", "location": None})
    'Buyer, Gull Rail'
    """
    told = [who.get(part) for part in ("title", "organization", "location")]
    return ", ".join(part for part in told if isinstance(part, str) and part)


def more_names(count: int) -> str:
    """Names that share a mark.

    >>> more_names(4)
    '4 further names'
    """
    return counted(count, "further name")


def on_day(when: dt.date | None, *, month: bool = False) -> str:
    """A day, a month when only that is known, or that it is unknown.

    >>> on_day(dt.date(2026, 3, 15)), on_day(dt.date(2026, 3, 15), month=True), on_day(None)
    ('15 Mar 2026', 'March 2026', 'day not noted')
    """
    if when is None:
        return "day not noted"
    return f"{when:%B %Y}" if month else day(when)


def days(column: pd.Series) -> list[str]:
    """Days of a column as text, nothing where there is none."""
    return ["" if pd.isna(when) else day(when.date()) for when in column]


def since(when: dt.date, today: dt.date) -> str:
    """Since when, as people say it: a month of this year, else month and year.

    >>> since(dt.date(2026, 5, 3), dt.date(2026, 11, 1)), since(dt.date(2025, 5, 3), dt.date(2026, 1, 1))
    ('since May', 'since May 2025')
    """  # noqa: E501
    return f"since {when:%B}" if when.year == today.year else f"since {when:%B %Y}"


def seeker_sentence(name: str, counts: SeekerCounts) -> str:
    """What a seeker did, and what waits."""
    if not counts.asked:
        did = f"{name} has not asked anybody yet"
    elif not counts.met:
        did = f"{name} has asked {counted(counts.asked, 'person', 'people')} and met nobody yet"
    else:
        asked = counted(counts.asked, "person", "people")
        did = f"{name} has asked {asked} and met {counts.met:,}"
    return " ".join([f"{did}{_names(counts)}.", *_came_of_it(counts), _waits(counts)])


def _names(counts: SeekerCounts) -> str:
    if not counts.named:
        return ""
    return f"; {counted(counts.named, 'person was', 'people were')} named"


def _came_of_it(counts: SeekerCounts) -> list[str]:
    found = []
    if counts.opportunities:
        offers = f" and {counted(counts.offers, 'offer')}" if counts.offers else ""
        led = counted(counts.opportunities, "opportunity", "opportunities")
        found.append(f"So far {led}{offers}.")
    return [*found, "The search is over."] if counts.ended_on else found


def _waits(counts: SeekerCounts) -> str:
    if counts.late and counts.late_since:
        first = (
            f", the first since {day(counts.late_since)}"
            if counts.late > 1
            else (f" since {day(counts.late_since)}")
        )
        is_late = "thing is late" if counts.late == 1 else "things are late"
        return f"{counts.late:,} {is_late}{first}."
    if counts.thanks_noted is False:
        return "This log does not note thanks; nothing else is late."
    return (
        f"{counted(counts.due, 'thing')} to do now, none late."
        if counts.due
        else ("Nothing is late.")
    )


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
