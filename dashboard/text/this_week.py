"""The week in words: what changed, and whom to talk to and why."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.attention import REASONS
from analysis.definitions import Measure
from analysis.reviews import Since
from dashboard.text.pictures import day
from dashboard.text.terms import NEXT_STEPS

__all__ = ["FEW", "MOST_WORDS", "changed", "led_to", "next_step", "since_when", "why"]

FEW = 20
"""Below this number of conversations no rate is told, only what happened."""

MOST_WORDS = 6
"""How many words say why a seeker is on the list."""

_WHY = {
    "gone_quiet": ("gone quiet", "gone quiet"),
    "not_started": ("not started", "not started"),
    "thanks": ("1 thank-you owed", "{} thank-yous owed"),
    "names": ("1 name unasked", "{} names unasked"),
    "news": ("1 update owed", "{} updates owed"),
    "nudges": ("1 request unanswered", "{} requests unanswered"),
}


def why(row: Mapping[str, int]) -> str:
    """Return in at most six words why a seeker is on the list.

    >>> why(dict(gone_quiet=1, not_started=0, thanks=8, names=2, news=0, nudges=0))
    'gone quiet, 8 thank-yous owed'
    """
    told: list[str] = []
    for reason in REASONS:
        if row[reason]:
            one, many = _WHY[reason]
            part = one if row[reason] == 1 else many.format(f"{row[reason]:,}")
            if len(" ".join([*told, part]).split()) <= MOST_WORDS:
                told.append(part)
    return ", ".join(told)


def next_step(row: Mapping[str, int]) -> str:
    """Return what to do first; with somebody who has gone quiet, what to call about.

    >>> next_step(dict(gone_quiet=1, not_started=0, thanks=8, names=2, news=0, nudges=0))
    'Call, then write the thank-you together'
    """
    waiting = [reason for reason in REASONS if row[reason]]
    first = NEXT_STEPS[waiting[0]]
    if waiting[0] == "gone_quiet" and len(waiting) > 1:
        then = NEXT_STEPS[waiting[1]]
        return f"Call, then {then[0].lower()}{then[1:]}"
    return first


def since_when(since: Since) -> str:
    """Return since when changes are told.

    >>> from datetime import date
    >>> since_when(Since(date(2026, 10, 26), reviewed=True))
    'Changes are those since the last review, 26 Oct 2026.'
    """
    if since.reviewed:
        return f"Changes are those since the last review, {day(since.day)}."
    return (
        f"No review is noted before, so changes are those since the week before, {day(since.day)}."
    )


def led_to(further: Measure) -> int | None:
    """Return how many more conversations are told: from ten, or from all while they are few."""
    if further.value is None:
        return None
    return round(further.value * (further.n if further.n < FEW else 10))


def changed(now: Measure, then: Measure) -> str:
    """Return the change of a figure as it is told, or nothing when one of the two is not known.

    Shares change in people of a hundred; what follows from conversations in conversations, as long
    as both days tell it in the same way.
    """
    if now.value is None or then.value is None:
        return ""
    if now.unit == "share":
        return _signed(round(100 * now.value) - round(100 * then.value), " of 100")
    if now.key.startswith("multiplication."):
        told, before = led_to(now), led_to(then)
        same = (now.n < FEW) == (then.n < FEW)
        return _signed(told - before) if same and told is not None and before is not None else ""
    return _signed(round(now.value) - round(then.value))


def _signed(number: int, unit: str = "") -> str:
    """Return a change with its sign.

    >>> _signed(3), _signed(-1200), _signed(0)
    ('+3', '−1,200', 'no change')
    """
    if not number:
        return "no change"
    return f"{'+' if number > 0 else '−'}{abs(number):,}{unit}"
