"""The words in pictures: names of rings and outcomes, and sentences that stand for a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

__all__ = [
    "AGES",
    "EMPTY_MAP",
    "EVERYBODY_ELSE",
    "OUTCOME_NAMES",
    "bundle_note",
    "counted",
    "day",
    "depth_sentence",
    "door_note",
    "in_words",
    "map_title",
    "meeting_note",
    "ring_name",
    "rings_sentence",
]

OUTCOME_NAMES = {
    "held": "met",
    "opportunity": "opportunity",
    "offer": "offer",
    "accepted": "offer accepted",
}
EVERYBODY_ELSE = "everybody else"
EMPTY_MAP = "The first conversation will stand on the inner ring."

AGES = (
    ("fresh", "up to a week", 7),
    ("waiting", "up to a month", 30),
    ("old", "longer than a month", None),
)
"""How long a door is open: key, name, and the last day that counts."""

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "meeting"), counted(1200, "meeting"), counted(2, "person", "people")
    ('1 meeting', '1,200 meetings', '2 people')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def in_words(number: int) -> str:
    """A small number as a word, any other in digits.

    >>> in_words(5), in_words(1200)
    ('five', '1,200')
    """
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"


def day(when: date) -> str:
    """A day as people write it.

    >>> day(date(2026, 3, 5))
    '5 Mar 2026'
    """
    return f"{when.day} {when:%b %Y}"


def ring_name(ring: int) -> str:
    """Name of a ring: how people on it were found.

    >>> ring_name(0), ring_name(1), ring_name(3)
    ('first contacts', '1 introduction', '3 introductions')
    """
    return "first contacts" if ring == 0 else counted(ring, "introduction")


def map_title(met: int, rings: int) -> str:
    """The map in one line.

    >>> map_title(201, 6), map_title(3, 1)
    ('201 meetings, 5 introductions deep', '3 meetings, none by introduction yet')
    """
    if met == 0:
        return "No meetings yet"
    deep = f"{counted(rings - 1, 'introduction')} deep" if rings > 1 else "none by introduction yet"
    return f"{counted(met, 'meeting')}, {deep}"


def depth_sentence(half_from: int, by_introduction: int, met: int) -> str:
    """What the map shows beyond its size.

    ``half_from`` is the fewest first contacts to whom half of those past the second ring go back
    (0 when that says nothing).

    >>> depth_sentence(4, 120, 201)
    'Half of everyone past the second ring goes back to four people'
    >>> depth_sentence(0, 12, 40)
    '12 of 40 go back to an earlier meeting'
    """
    if half_from:
        people = "one person" if half_from == 1 else f"{_SMALL[half_from]} people"
        return f"Half of everyone past the second ring goes back to {people}"
    if by_introduction:
        verb = "goes" if by_introduction == 1 else "go"
        return f"{by_introduction:,} of {met:,} {verb} back to an earlier meeting"
    return "Each was found without an introduction" if met else ""


def meeting_note(seeker: str, held_on: date | None, outcome: str, beyond: int) -> tuple[str, ...]:
    """Lines about one meeting, beneath the name of who was met."""
    when = f", {day(held_on)}" if held_on else ""
    lines = [f"met {seeker}{when}" if seeker else when.removeprefix(", ")]
    if outcome != "held":
        lines.append(f"led to an {OUTCOME_NAMES[outcome]}")
    lines.append(f"{counted(beyond, 'meeting')} beyond" if beyond else "nobody beyond yet")
    return tuple(line for line in lines if line)


def bundle_note(count: int, opportunities: int, offers: int, accepted: int) -> tuple[str, ...]:
    """Lines about small branches drawn as one mark.

    >>> bundle_note(12, 2, 1, 0)
    ('12 meetings in small branches', '2 led to an opportunity', '1 led to an offer')
    """
    came = (
        (opportunities, "an opportunity"),
        (offers, "an offer"),
        (accepted, "an offer that was accepted"),
    )
    led = (f"{number:,} led to {what}" for number, what in came if number)
    return (f"{counted(count, 'meeting')} in small branches", *led)


def door_note(named_by: str, days: int | None, count: int) -> tuple[str, ...]:
    """Lines about an open door."""
    what = (
        "named and not yet met" if count == 1 else f"and {counted(count - 1, 'other')} not yet met"
    )
    by = (f"named by {named_by}",) if named_by else ()
    age = () if days is None else (f"open for {counted(days, 'day')}",)
    return (what, *by, *age)


def rings_sentence(met: Sequence[int], doors: Sequence[int]) -> str:
    """The map as a sentence, ring by ring.

    >>> rings_sentence([63, 54], [10, 2])
    'First contacts: 63 met, 10 doors open. 1 introduction: 54 met, 2 doors open.'
    """
    parts = []
    for ring, (people, opened) in enumerate(zip(met, doors, strict=True)):
        waiting = f", {counted(opened, 'door')} open" if opened else ""
        parts.append(f"{ring_name(ring).capitalize()}: {people:,} met{waiting}.")
    return " ".join(parts) or EMPTY_MAP
