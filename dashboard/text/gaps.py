"""Follow-up gaps in words: the sentence, the rows of the picture, what stands under the lists."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.text.debts import RULES, gaps_sentence
from dashboard.text.pictures import counted, in_words

__all__ = [
    "ACTS",
    "COST",
    "COST_HELP",
    "FROM_NOW_ON",
    "LISTS",
    "REASONS",
    "ROW_NAMES",
    "ageing_row",
    "and_more",
    "choose_rows",
    "gaps_title",
    "half_note",
    "not_noted_note",
    "nothing_here",
    "these",
    "waited",
    "why_this_order",
]

Numbers = Mapping[str, int]

LISTS = {
    "thanks": "Say thanks",
    "names": "Open doors",
    "news": "Send news, or one reminder",
    "kind": "Would be kind",
}
"""Titles of the lists."""

ROW_NAMES = {"thanks": "Thanks", "names": "First messages"}

WHY_THANKS = "Thanks stand in the order of the conversations, always: they are owed to all alike."

BY_COST = (
    "Open doors stand by what a week of waiting costs: the conversations that might not come of"
    " them, by how often people of this log were met who were asked so long after being named. That"
    " is what went together so far, not what must be."
)

BY_DATE = (
    "Open doors stand in the order in which they are due. What a week of waiting costs can be told"
    " from 30 names on that were asked, in a log that says what came of conversations, and where"
    " those asked sooner were met more often."
)

LATE = (
    "Late is what has passed its day by the office's policy; what would only be kind is never late."
    " Hosts who asked not to be contacted are in none of the lists."
)

COST = "Lost a week"
"""The column of what waiting costs, in conversations."""

COST_HELP = "Conversations that might not come of it if it waits a week more."


def why_this_order(*, by_cost: bool) -> tuple[str, ...]:
    """Return why the lists stand in their order."""
    return WHY_THANKS, BY_COST if by_cost else BY_DATE, LATE


ACTS = {"thanks": "Thanked", "names": "Asked", "news": "Told", "kind": "Done", "waits": "Done"}
"""What is said of rows that are done, by list."""

REASONS = (
    "done in another way",
    "no longer fits",
    "the seeker decided against it",
    "cannot be reached",
)
"""Why something is let go."""

FROM_NOW_ON = (
    "So far the log noted none of these. From the first one on it tells who waits, and everybody"
    " who is not noted as thanked or told will count as waiting."
)

_A_WEEK = 7
_MOST_NAMED = 12


def gaps_title(key: str, n: Numbers) -> str:
    """Return the sentence of the page for a finding of it.

    >>> numbers = dict(thanks=0, names=0, thanks_open=0, names_open=6, oldest=5, half=0,
    ...                holders=0, unnoted=0, names_told=1)
    >>> gaps_title("clear", numbers)
    'Everyone has been thanked. 6 names wait to be asked; none is older than a week.'
    """
    if key == "nothing_yet":
        return "Nobody has been met or named yet, so nobody waits."
    if key == "not_noted":
        return f"This log does not note thanks, so we cannot say who waits. {_names(n)}".strip()
    if key == "clear":
        return f"{_thanked(n)} {_names(n)}".strip()
    if not n["thanks"]:
        return f"{_thanked(n)} {_names(n)}"
    told = gaps_sentence(
        n["thanks"], n["names"], noted=True, seekers_with_half=n["half"], seekers=n["holders"]
    )
    return f"{told} {_unnoted(n)}".strip()


def _thanked(n: Numbers) -> str:
    if n["unnoted"]:
        return f"No noted thanks are late. {_unnoted(n)}"
    return "No thanks are late." if n["thanks_open"] else "Everyone has been thanked."


def _unnoted(n: Numbers) -> str:
    if not n["unnoted"]:
        return ""
    return f"Of {counted(n['unnoted'], 'conversation')} thanks are not noted."


def _names(n: Numbers) -> str:
    if n["names"]:
        return f"{counted(n['names'], 'name')} {_wait(n['names'])} for a first message."
    if not n["names_told"]:
        return "Nor does it say who was named." if n["unnoted"] else "Who was named is not noted."
    waiting = n["names_open"]
    if not waiting:
        return "No name waits to be asked."
    age = "older than a week" if n["oldest"] <= _A_WEEK else "late"
    verb = "is" if waiting > 1 else ""
    none = f"none {verb} {age}" if waiting > 1 else f"it is not {age}"
    return f"{counted(waiting, 'name')} {_wait(waiting)} to be asked; {none}."


def _wait(number: int) -> str:
    return "waits" if number == 1 else "wait"


def half_note(n: Numbers, held: Mapping[str, int]) -> str:
    """Return who the few are of whom the sentence says that they hold half; else nothing.

    ``held``: name and number of each. Nothing is said where they are too many to be named.

    >>> half_note(dict(thanks=3, names=4, holders=5, half=2), {"Ann Ash": 3, "Bob Birch": 2})
    'Half of them: Ann Ash 3, Bob Birch 2.'
    """
    late = n["thanks"] + n["names"]
    if n["holders"] <= 1 or not n["thanks"] or 2 * n["half"] >= late or len(held) > _MOST_NAMED:
        return ""
    told = ", ".join(f"{name} {number:,}" for name, number in held.items())
    return f"Half of them: {told}."


def these(number: int) -> str:
    """Return those who hold half, as one may choose them.

    >>> these(8)
    'the eight who hold half'
    """
    return f"the {in_words(number)} who hold half"


def ageing_row(key: str, total: int | None, late: int = 0) -> tuple[str, str]:
    """Return name and total of a row of the picture, and how many of them are late.

    >>> ageing_row("thanks", 14, 9), ageing_row("names", None)
    (('Thanks', '14 wait, 9 late'), ('First messages', 'not noted in this log'))
    >>> ageing_row("names", 3, 3)
    ('First messages', '3 wait, all late')
    >>> ageing_row("names", 1, 1)
    ('First messages', '1 waits, late')
    """
    if total is None:
        return ROW_NAMES[key], "not noted in this log"
    which = "" if total == 1 else "all " if late == total else f"{late:,} "
    of_them = f", {which}late" if late else ""
    return ROW_NAMES[key], f"{total:,} {_wait(total)}{of_them}" if total else "none wait"


def waited(key: str, number: int, weeks: str) -> str:
    """Return what a column of the picture says when it is pointed at.

    >>> waited("thanks", 1, "3"), waited("names", 4, "under 1")
    ('1 host has waited for thanks for 3 weeks', '4 names have waited to be asked for under 1 week')
    """
    one = number == 1
    who = counted(number, "host" if key == "thanks" else "name")
    what = "for thanks" if key == "thanks" else "to be asked"
    unit = "week" if weeks in {"1", "under 1"} else "weeks"
    return f"{who} {'has' if one else 'have'} waited {what} for {weeks} {unit}"


def choose_rows(which: str) -> str:
    """Return how rows of a list are acted on."""
    return f"Tick rows to note them as {ACTS[which].lower()}, to let them go or to put them off."


def nothing_here(which: str) -> str:
    """Return what is said of a list without rows."""
    return {
        "thanks": "Nobody whom this log tells of waits for thanks.",
        "names": "No name that this log tells of waits to be asked.",
        "news": "Nobody waits for news or a reminder.",
        "kind": "Nothing else.",
    }[which]


def and_more(shown: int, total: int) -> str:
    """Return what is said when a list is cut."""
    if shown >= total:
        return ""
    return (
        f"… and {total - shown:,} more. Choose an advisor, a cohort or a seeker to see them here;"
        " the download has them all."
    )


def not_noted_note(counts: Mapping[str, int]) -> str:
    """Return which kinds of follow-up the log does not note, and for how much.

    >>> not_noted_note({"thank_you_note": 3, "connect": 1})
    'This log does not note: a handwritten note (3), an invitation to connect (1).'
    """
    if not counts:
        return ""
    told = ", ".join(f"{RULES[rule]} ({number:,})" for rule, number in counts.items())
    return f"This log does not note: {told}."
