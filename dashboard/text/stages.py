"""The stages on the way, in plain words, for requests, seekers and names given."""

from __future__ import annotations

from dashboard.text.pictures import counted

__all__ = ["STAGES", "funnel_sentence"]

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
