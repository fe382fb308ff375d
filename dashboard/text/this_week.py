"""The week in words: what changed, and whom to talk to and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.attention import LONG_SILENT, REASONS
from analysis.definitions import Measure
from analysis.reviews import Since
from dashboard.text.pictures import counted, day
from dashboard.text.terms import NEXT_STEPS, STILL_SEARCHING

__all__ = [
    "FEW",
    "MOST_WORDS",
    "changed",
    "lately",
    "led_to",
    "long_silent_note",
    "next_step",
    "since_when",
    "why",
]

FEW = 20
"""Below this number of conversations no rate is told, only what happened."""

MOST_WORDS = 6
"""How many words say why a seeker is on the list."""

_A_MONTH = 30

_SILENT = {"gone_quiet": "quiet", "not_started": "not started"}

_WHY = {
    "gone_quiet": ("gone quiet", "gone quiet"),
    "not_started": ("not started", "not started"),
    "thanks": ("1 thank-you owed", "{} thank-yous owed"),
    "names": ("1 name unasked", "{} names unasked"),
    "news": ("1 update owed", "{} updates owed"),
    "nudges": ("1 request unanswered", "{} requests unanswered"),
}


def why(row: Mapping[str, Any]) -> str:
    """Return in at most six words why a seeker is on the list.

    >>> row = dict(gone_quiet=1, not_started=0, thanks=8, names=2, news=0, nudges=0)
    >>> why(row | dict(silent_days=30, ended=False))
    'gone quiet, 8 thank-yous owed'
    >>> why(row | dict(silent_days=200, ended=False))
    'quiet for 6 months'
    >>> why(row | dict(gone_quiet=0, silent_days=0, ended=True))
    'search over, 8 thank-yous owed'
    """
    told = ["search over"] if row["ended"] else []
    for reason in REASONS:
        if row[reason]:
            part = _reason(reason, row)
            if len(" ".join([*told, part]).split()) <= MOST_WORDS:
                told.append(part)
    return ", ".join(told)


def _reason(reason: str, row: Mapping[str, Any]) -> str:
    if reason in _SILENT and row["silent_days"] >= LONG_SILENT:
        return f"{_SILENT[reason]} for {row['silent_days'] // _A_MONTH} months"
    one, many = _WHY[reason]
    return one if row[reason] == 1 else many.format(f"{row[reason]:,}")


def next_step(row: Mapping[str, Any]) -> str:
    """Return what to do first; with somebody who has gone quiet, what to call about.

    >>> row = dict(gone_quiet=1, not_started=0, thanks=8, names=2, news=0, nudges=0)
    >>> next_step(row | dict(silent_days=30))
    'Call, then write the thank-you together'
    >>> next_step(row | dict(silent_days=200))
    'Ask whether the search goes on'
    """
    if row["silent_days"] >= LONG_SILENT:
        return STILL_SEARCHING
    waiting = [reason for reason in REASONS if row[reason]]
    first = NEXT_STEPS[waiting[0]]
    if waiting[0] == "gone_quiet" and len(waiting) > 1:
        then = NEXT_STEPS[waiting[1]]
        return f"Call, then {then[0].lower()}{then[1:]}"
    return first


def long_silent_note(number: int) -> str:
    """Return what is said of those who have been silent for so long that they are listed later.

    >>> long_silent_note(0), long_silent_note(1)
    ('', '1 seeker has been silent for three months or more: ask whether the search goes on.')
    """
    if not number:
        return ""
    who = f"{counted(number, 'seeker')} {'has' if number == 1 else 'have'}"
    search = "the search goes" if number == 1 else "their searches go"
    return f"{who} been silent for three months or more: ask whether {search} on."


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


def lately(counts: Sequence[int]) -> str:
    """Return what the counts of weeks, of which the last is this one, come to.

    >>> lately([0, 3, 1]), lately([0, 0])
    ('1 this week, 3 the week before', 'none in the last 2 weeks')
    """
    if not any(counts):
        return f"none in the last {len(counts)} weeks"
    return f"{counts[-1]:,} this week, {counts[-2]:,} the week before"


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
