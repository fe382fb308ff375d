"""The stages on the way, in plain words, for requests, seekers and names given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dashboard.text.pictures import counted

__all__ = ["MEANINGS", "STAGES", "UNITS", "funnel_sentence", "stage_note", "stages_sentence"]

STAGES = {
    "request": {
        "requested": "asked",
        "answered": "answered",
        "held": "met",
        "referred_on": "gave names",
        "next_meeting": "a name was met",
        "opportunity": "opportunity",
        "interview": "job interview",
        "offer": "offer",
        "accepted": "offer accepted",
    },
    "seeker": {
        "joined": "joined",
        "first_request": "asked somebody",
        "first_meeting": "met somebody",
        "first_referral": "was given a name",
        "next_meeting": "met somebody named",
        "opportunity": "found an opportunity",
        "interview": "had a job interview",
        "offer": "had an offer",
        "accepted": "accepted an offer",
    },
    "referral": {
        "made": "named",
        "requested": "asked",
        "answered": "answered",
        "held": "met",
    },
}
"""Names of the stages, by unit."""

_SUBJECT = {"request": "request", "seeker": "seeker", "referral": "name given"}
_SUBJECTS = {"request": "requests", "seeker": "seekers", "referral": "names given"}
_GOAL = {
    "request": ("held", "led to a conversation"),
    "seeker": ("first_meeting", "have met somebody"),
    "referral": ("held", "have been met"),
}


def funnel_sentence(unit: str, reached: dict[str, int]) -> str:
    """Return how many of the units have come to a conversation, and to an offer.

    >>> funnel_sentence("seeker", {"joined": 38, "first_meeting": 29, "offer": 6})
    '29 of 38 seekers have met somebody; 6 came to an offer.'
    """
    started = next(iter(reached.values()), 0)
    if not started:
        return f"There is no {_SUBJECT[unit]} yet."
    goal, words = _GOAL[unit]
    whole = counted(started, _SUBJECT[unit], _SUBJECTS[unit])
    offers = reached.get("offer", 0)
    further = f"; {offers:,} came to an offer" if offers else ""
    return f"{reached.get(goal, 0):,} of {whole} {words}{further}."


UNITS = {"seeker": "seekers", "request": "requests", "referral": "names given"}
"""Of what the way is told, in the order of the switch."""

MEANINGS = {
    "requested": "Requests in the log, whatever came of them.",
    "answered": "Yes, no, or a conversation that took place.",
    "held": "The conversation took place.",
    "referred_on": "Somebody was named in the conversation.",
    "next_meeting": "Somebody who was named was met.",
    "joined": "Seekers in the log.",
    "first_request": "Somebody was asked for a conversation.",
    "first_meeting": "The first conversation took place.",
    "first_referral": "The first name was given.",
    "made": "Names, organizations and openings that were given.",
    "opportunity": "A good word, an opening, work: something came of it.",
    "interview": "A job interview, or what comes after one.",
    "offer": "An offer, or its acceptance.",
    "accepted": "The offer was accepted.",
}
"""What it takes to reach a stage."""


def stage_note(entered: int, reached: int, still: int) -> str:
    """Return what stands at the end of a stage's bar.

    >>> stage_note(38, 29, 5), stage_note(90, 90, 0)
    ('29 of 38, 5 still open', '90')
    """
    if reached == entered:
        return f"{reached:,}"
    waiting = f", {still:,} still open" if still else ""
    return f"{reached:,} of {entered:,}{waiting}"


def stages_sentence(rows: Iterable[dict[str, Any]]) -> str:
    """Return the picture of the stages in words.

    >>> stages_sentence([{"label": "met", "entered": 3, "reached": 1, "open": 1, "dropped": 1,
    ...                   "note": ""}])
    'met: 1 of 3, 1 still open, 1 ended.'
    """
    told = []
    for row in rows:
        ended = f", {row['dropped']:,} ended" if row["dropped"] else ""
        counts = stage_note(row["entered"], row["reached"], row["open"])
        told.append(f"{row['label']}: {row['note'].rstrip('.') or counts + ended}")
    return f"{'; '.join(told)}."
