"""What the coming weeks may bring, and what would change it, in words."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.text.pictures import counted

__all__ = [
    "ABOUT",
    "LEVERS",
    "NOT_SHOWN",
    "PAST",
    "TITLE",
    "UNCHECKED",
    "Lever",
    "coming_sentence",
    "ends_note",
    "fan_words",
    "past_sentence",
    "what_if_sentence",
]

TITLE = "What if: the coming weeks, and what would change them"

ABOUT = (
    "Simulated many times from today's log: names and requests that wait come to something as often"
    " as such have, new conversations give names, seekers ask as many as they have time for,"
    " searches end. The band holds 90 in 100 of these courses, the inner one half of them."
)

PAST = "Check past forecasts"

UNCHECKED = (
    "This is what would follow if things go on as they have. Whether such forecasts were right"
    " before can be checked: the log is read again as it stood on past days, which takes some"
    " seconds."
)


@dataclass(frozen=True, slots=True)
class Lever:
    """A slider: what it moves, its label, from where to where, and its help."""

    key: str
    label: str
    lowest: int
    highest: int
    help: str


LEVERS = (
    Lever("names", "Names given in 10 conversations", 0, 40, "Ask at the end: who else?"),
    Lever("asked", "Of 20 new names, how many are asked", 0, 20, "Sooner or later."),
    Lever("met", "Of 20 people asked, how many are met", 0, 20, "Silence is not a no: nudge once."),
    Lever("days", "Days until half of them are asked", 1, 60, "From the day the name was given."),
    Lever("capacity", "People a seeker asks in a week, at most", 1, 20, "Time is short for all."),
)

NOT_SHOWN = {
    "nobody_met": "No conversation yet: nothing to go on from.",
    "one_seeker": "For one seeker nothing is foreseen.",
    "ended": "These searches are over: nothing more is expected of them.",
    "not_recorded": "This log does not say how people were found, so nothing can be foreseen.",
    "too_few": "Too early: it takes 20 conversations, and 5 that came of them.",
    "no_delays": "The log does not say on which days one conversation led to another.",
    "window_too_short": "Too early: most of what these conversations lead to is still to come.",
    "not_found": "The numbers agree with no single answer that could be relied on.",
}
"""Why nothing is foreseen."""


def coming_sentence(weeks: int, about: float, low: float, high: float) -> str:
    """Return what the coming weeks bring if nothing changes.

    >>> coming_sentence(12, 84, 57, 117)
    'As things go, the next 12 weeks bring about 84 more conversations (likely 57 to 117).'
    """
    more = f"about {about:,.0f} more conversations" if about != 1 else "about 1 more conversation"
    return (
        f"As things go, the next {counted(weeks, 'week')} bring {more}"
        f" (likely {low:,.0f} to {high:,.0f})."
    )


def what_if_sentence(about: float, low: float, high: float, before: float) -> str:
    """Return what they would bring with the changes.

    >>> what_if_sentence(110, 80, 150, 84)
    'With your changes it would be about 110 (likely 80 to 150): 26 more.'
    """
    more = about - before
    differs = "as many" if not more else f"{abs(more):,.0f} {'more' if more > 0 else 'fewer'}"
    return (
        f"With your changes it would be about {about:,.0f} (likely {low:,.0f} to {high:,.0f}):"
        f" {differs}."
    )


def ends_note(week: int) -> str:
    """Return from when on no search goes on any more."""
    return f"After {counted(week, 'week')} every search is over by its cohort's last day."


def past_sentence(right: int, n: int, weeks: int) -> str:
    """Return how right past forecasts were.

    >>> past_sentence(9, 11, 12)
    'Our past forecasts of 12 weeks: right 9 times in 11.'
    """
    if not n:
        return (
            f"No past forecast of {counted(weeks, 'week')} can be checked yet, so take this as what"
            " would follow if things go on, and not as a forecast."
        )
    times = "once" if right == 1 else f"{right} times"
    return f"Our past forecasts of {counted(weeks, 'week')}: right {times} in {n}."


def fan_words(weeks: int, about: float, low: float, high: float) -> str:
    """Return the picture in words."""
    return (
        f"Conversations held so far, and after {counted(weeks, 'week')} about {about:,.0f} more"
        f" (likely {low:,.0f} to {high:,.0f})."
    )
