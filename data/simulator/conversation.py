"""What is told of a conversation: how it went, in a few columns and natural words."""

from __future__ import annotations

from typing import Any

from data.simulator.course import Lived
from data.simulator.draws import Draws
from data.simulator.people import city_words

__all__ = ["about_appointment", "about_conversation"]

_MINUTES = ((15, 0.2), (20, 0.25), (30, 0.45), (45, 0.1))
_MODES = (("in_person", 0.45), ("video", 0.37), ("phone", 0.18))
_RAN_OVER = (("no", 0.7), ("host_wished", 0.24), ("we_did", 0.06))
_JOB = (("no", 0.9), ("host_raised", 0.07), ("asked", 0.03))
_RESUME = (("no", 0.86), ("host_offered", 0.11), ("asked", 0.03))
_DIRECTION = (("none", 0.46), ("confirmed", 0.32), ("changed", 0.12), ("ruled_out", 0.1))
_INSIGHT = 0.6
_WORDS = (
    ("goal_stated", "goal_stated", 0.5),
    ("advice", "advice", 0.4),
    ("reflection", "reflections", 0.2),
    ("notes", "notes", 0.1),
)


def about_appointment(request: Lived, draws: Draws) -> dict[str, Any]:
    """Return what is known once a request was accepted."""
    if request.answer != "accepted":
        return {}
    return {"mode": draws.weighted(_MODES), "minutes_planned": draws.weighted(_MINUTES)}


def about_conversation(request: Lived, planned: int, draws: Draws) -> dict[str, Any]:
    """Return what is told of a conversation that was held; nothing of others."""
    if request.held_on is None:
        return {}
    ran_over = draws.weighted(_RAN_OVER)
    longer = 4 + draws.whole(18) if ran_over != "no" else draws.whole(6) - 4
    told: dict[str, Any] = {
        "minutes_actual": planned + longer,
        "ran_over": ran_over,
        "researched": draws.chance(0.78),
        "questions_prepared": 3 + draws.whole(8),
        "questions_sent_ahead": draws.chance(0.3),
        "on_time": draws.chance(0.93),
        "asked_for_job": draws.weighted(_JOB),
        "asked_resume_review": draws.weighted(_RESUME),
        "direction": draws.weighted(_DIRECTION),
    }
    return told | _words(request, draws)


def _words(request: Lived, draws: Draws) -> dict[str, str]:
    words, contact = city_words()["words"], request.contact
    said = {
        column: draws.pick(words[phrases]).format(
            organization=contact.organization or "the place",
            industry=(contact.industry or "field").lower(),
        )
        for column, phrases, share in _WORDS
        if draws.chance(share)
    }
    if draws.chance(0.55):
        said["highlights"] = _highlight(contact.industry, draws)
    return said


def _highlight(industry: str | None, draws: Draws) -> str:
    for part in city_words()["industry"]:
        if part["name"] == industry and draws.chance(_INSIGHT):
            return str(draws.pick(part["insights"]))
    return str(draws.pick(city_words()["words"]["highlights"]))
