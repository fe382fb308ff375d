"""Figures in plain words: a value, what is likely, and why there is none."""

from __future__ import annotations

import math

from analysis.definitions import Measure
from analysis.intervals import Estimate

__all__ = ["REASONS", "likely", "per_ten", "plain_share", "reason", "value"]

REASONS = {
    "no_units": "Nothing to count yet.",
    "undecided": "All of it is still open.",
    "no_roster": "There is no list of seekers in this log.",
    "no_names": "No names have been given in a conversation yet.",
    "no_answers": "Nobody has answered yet.",
    "none_asked": "Nobody of the new names has been asked yet.",
    "not_reached": "Not yet for half of them.",
    "too_few_new_names": "Even if every new name were met, ten would lead to fewer than ten.",
    "no_introduced_meetings": "No conversation has come by introduction yet.",
    "not_recorded": "This log does not say.",
    "none_recorded": "This log notes none.",
    "only_held_logged": "Only conversations that took place are logged, so refusals are not known.",
    "too_few": "Too early: it takes 20 conversations, and 5 that came of them.",
    "too_young": "Too early: no past forecast lies long enough ago to be checked.",
    "too_few_past_days": "Fewer than three past forecasts can be checked.",
    "no_delays": "Of no conversation the log says on which days it led to another one.",
    "window_too_short": "Too early: most of what these conversations lead to is still to come.",
    "not_found": "The numbers agree with no single answer that could be relied on.",
    "few_acted": "It takes 30 names that were asked.",
    "not_growing": "They do not grow in number.",
    "ended": "These searches are over.",
    "never_done": "It was never done, so there is nothing to compare.",
    "always_done": "It was done every time, so there is nothing to compare.",
    "few_with": "Too few conversations or seekers with it to compare.",
    "few_without": "Too few conversations or seekers without it to compare.",
    "few_led_to": "Too few of these conversations have led to a further one.",
    "none_led_on": "On one side no conversation has led to a further one.",
    "tied": "It cannot be told apart from how people were found, how they met, or the cohort.",
    "one_seeker_only": "For one seeker there are counts only.",
    "one_seeker": "With one seeker nothing can be said of people whom nobody has met.",
}


def reason(key: str | None) -> str:
    """Return in plain words why a figure cannot be given."""
    return REASONS.get(key or "", "This cannot be said yet.")


def value(measure: Measure) -> str:
    """Return the value of a measure as people say it, a dash when there is none.

    Shares are told per hundred; means with one decimal; counts whole.
    """
    if measure.value is None:
        return "–"
    return _number(measure.value, measure.unit)


def likely(measure: Measure | Estimate, unit: str = "") -> str:
    """Return the interval as “likely 55 to 69 %”, or nothing when there is none."""
    unit = measure.unit if isinstance(measure, Measure) else unit
    if measure.value is None or measure.low is None:
        return ""
    low = _number(measure.low, unit).removesuffix(" %")
    if measure.high is None or math.isinf(measure.high):
        return f"likely {low} or more"
    return f"likely {low} to {_number(measure.high, unit)}"


def per_ten(number: float) -> str:
    """Return a rate per conversation as whole people from ten conversations.

    >>> per_ten(0.87)
    '9'
    >>> per_ten(0.02)
    'fewer than 1'
    """
    return "fewer than 1" if 0 < number * 10 <= 0.5 else f"{number * 10:.0f}"  # noqa: PLR2004


_FRACTIONS = (
    (1 / 10, "1 in 10"),
    (1 / 5, "1 in 5"),
    (1 / 4, "1 in 4"),
    (1 / 3, "1 in 3"),
    (1 / 2, "half"),
    (2 / 3, "2 in 3"),
    (3 / 4, "3 in 4"),
    (4 / 5, "4 in 5"),
    (9 / 10, "9 in 10"),
)


def plain_share(part: int, whole: int) -> str:
    """Return a share as people say it: all, none, a simple fraction where one is near, or counts.

    >>> plain_share(131, 196), plain_share(3, 3), plain_share(0, 9), plain_share(4, 9000)
    ('2 in 3', 'all', 'none', '4 of 9,000')
    """
    if part in {0, whole}:
        return "none" if part == 0 else "all"
    ratio = part / whole
    near = min(_FRACTIONS, key=lambda fraction: abs(fraction[0] - ratio))
    return near[1] if abs(near[0] - ratio) <= 0.02 else f"{part:,} of {whole:,}"  # noqa: PLR2004


def _number(number: float, unit: str) -> str:
    if unit == "share":
        return f"{100 * number:.0f} %"
    if math.isinf(number):
        return "without limit"
    if unit == "number":
        return f"{number:.2f}"
    if unit in {"names", "conversations", "times"} and number != round(number):
        return f"{number:.1f}"
    return f"{number:,.0f}"
