"""What is said of one person: found, asked, met, named, thanked. Counts and days, no verdicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.persons import SeekerCounts
from dashboard.text.pictures import counted, day

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
    "days",
    "found_note",
    "helps_sentence",
    "left_out_note",
    "line_names",
    "marks_note",
    "middle_note",
    "more_names",
    "nobody",
    "on_day",
    "person_entry",
    "review_note",
    "seeker_sentence",
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
