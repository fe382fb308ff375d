"""What the page Multiplication says: its sentence, the steps, and where the path stops."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analysis.findings import Finding
from dashboard.text.figures import per_ten
from dashboard.text.pictures import counted, ring_name

__all__ = [
    "COUNTS_ONLY",
    "DOTS",
    "ENOUGH",
    "EXPECTED",
    "GROUPINGS",
    "LEVERS",
    "LEVERS_NOTE",
    "OPEN_NOTE",
    "PARTS",
    "SEEKERS_STOP",
    "SOURCES",
    "STEPS",
    "STOPS",
    "cascade_notes",
    "enough_sentence",
    "group_name",
    "in_time_note",
    "likely_number",
    "multiplication_sentence",
    "parts_sentence",
    "step_note",
    "still_open",
    "ways_note",
]

Numbers = dict[str, int]

STEPS = {
    "names": "names given",
    "new": "new names",
    "asked": "asked",
    "met": "met",
}
"""The steps from conversations to further conversations."""

PARTS = {"so_far": "so far", "open": "still to come", "unknown": "counted, not written down"}
"""The parts of a step's bar."""

STOPS = {
    "led_on": "led on",
    "none_met": "asked, none met",
    "none_asked": "names given, none asked",
    "none_written": "names counted, not written down",
    "none_new": "names given, none new",
    "none_given": "no names given",
    "not_asked_for": "no names asked for",
    "not_noted": "names not noted",
}
"""How far the paths of conversations have come."""

GROUPINGS = {
    "month": "by month",
    "generation": "by introductions",
    "source": "by how they were found",
}

SOURCES = {
    "referral": "introduction",
    "own_network": "own network",
    "alumni": "alumni",
    "association": "association",
    "event": "event",
    "cold": "cold",
    "other": "other",
    "": "not noted",
}
"""How people were found."""

DOTS = (
    "A dot is what ten conversations of the group lead to in time, with its likely range, adjusted"
    " for small groups; a hollow one is of a group most of whose time is still to come."
)

ENOUGH = (
    "{enough} names from {out_of} conversations",
    "{enough} new ones among {out_of} names",
    "Asking {enough} of {out_of} new names",
    "Meeting {enough} of {out_of} people asked",
)
"""What would be enough, by factor in the order of the steps."""

LEVERS = {
    "referrals_per_meeting": "names given, from {out_of} conversations",
    "new_share": "new ones, of {out_of} names",
    "acted_on": "asked, of {out_of} new names",
    "held": "met, of {out_of} people asked",
}
"""The factors in a table."""

LEVERS_NOTE = (
    "What each step would have to be, alone, for ten conversations to lead to ten; “not alone”"
    " where even all would not do. The best quarter is the office's own, adjusted for small"
    " numbers."
)

COUNTS_ONLY = "Too early to say per ten what groups lead to; here is what they have led to so far."

EXPECTED = (
    "A line marks how many there would be by what was worked out: near the columns, it can be"
    " relied on."
)

SEEKERS_STOP = (
    "Each seeker stands where most of their conversations have come to. It is where to help, and"
    " no mark: recent conversations have had little time."
)

OPEN_NOTE = (
    "Still open: new names that may yet be asked, or were asked and not yet met or turned down,"
    " while the search goes on. Silence counts as open. Whoever is met counts for the conversation"
    " in which the name was given."
)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def multiplication_sentence(finding: Finding) -> str:
    """Return what the page says first.

    >>> multiplication_sentence(Finding("multiplication", "growing", "good", {
    ...     "about": 13, "likely_low": 11, "likely_high": 16}))
    'Growing by itself: 10 conversations lead to about 13 more (likely 11 to 16).'
    """
    return _SENTENCES[finding.key](finding.numbers)


def _rate(n: Numbers) -> str:
    about = str(n["about"]) if n["about"] else "fewer than 1"
    likely = likely_number(n["likely_low"], n["likely_high"])
    return f"10 conversations lead to about {about} more ({likely})"


def likely_number(low: int, high: int) -> str:
    """Return a likely range in whole numbers; one that is open above has a negative end.

    >>> likely_number(7, 10), likely_number(7, -1)
    ('likely 7 to 10', 'likely 7 or more')
    """
    return f"likely {low:,} or more" if high < 0 else f"likely {low:,} to {high:,}"


def _bounds(n: Numbers) -> str:
    """Return what unknown origins could add, where that changes the number that is told."""
    if n["most"] <= n["about"]:
        return ""
    of = f"{n['unknown']:,} of {n['meetings']:,}"
    return f" It may be up to {n['most']}: how people were found is missing for {of}."


def _growing(n: Numbers) -> str:
    return f"Growing by itself: {_rate(n)}."


def _fed(n: Numbers) -> str:
    enough = enough_sentence(
        n.get("lever", 0), n.get("now", 0), n.get("enough", 0), n.get("out_of", 0)
    )
    return f"Lives on new first contacts: {_rate(n)}.{_bounds(n)} {enough}".strip()


def enough_sentence(lever: int, now: int, enough: int, out_of: int) -> str:
    """Return what would be enough alone for ten conversations to lead to ten; nothing for 0.

    >>> enough_sentence(3, 10, 15, 20)
    'Asking 15 of 20 new names instead of 10 would be enough.'
    """
    if not lever:
        return ""
    told = ENOUGH[lever - 1].format(enough=f"{enough:,}", out_of=f"{out_of:,}")
    return f"{told} instead of {now:,} would be enough."


def _close(n: Numbers) -> str:
    return f"Too close to call: {_rate(n)}.{_bounds(n)}"


def _too_young(n: Numbers) -> str:
    held = counted(n["meetings"], "conversation")
    return (
        f"Too early: {held} have led to {n['led_to']:,} more so far, and most is still to come."
        f" {_meanwhile(n)}"
    )


def _finished(n: Numbers) -> str:
    more = per_ten(n["led_to"] / max(1, n["meetings"]))
    first = f"{n['first_contacts']:,} of the {n['meetings']:,}"
    return (
        f"Nothing is open any more: 10 conversations led to {more} more, and {first} were first"
        " contacts."
    )


def _ended(n: Numbers) -> str:
    more = per_ten(n["led_to"] / max(1, n["meetings"]))
    first = f"{n['first_contacts']:,} of the {n['meetings']:,}"
    return (
        f"These searches are over: 10 conversations led to {more} more, and {first} were first"
        " contacts."
    )


def _too_early(n: Numbers) -> str:
    held = counted(n["meetings"], "conversation")
    if n["meetings"] >= 20:  # noqa: PLR2004  # enough conversations, too few further ones
        return f"Too early: {held} have led to {n['led_to']:,} more; we need 5. {_meanwhile(n)}"
    need = "we need 20" + ("" if n["led_to"] >= 5 else ", and 5 that came by introduction")  # noqa: PLR2004
    return f"Too early: {held}; {need}. {_meanwhile(n)}"


def _meanwhile(n: Numbers) -> str:
    if not n["names"]:
        return "No names are in the log yet."
    return f"Meanwhile: {counted(n['names'], 'name')} given, {n['asked']:,} asked."


def _not_recorded(n: Numbers) -> str:
    held = counted(n["meetings"], "conversation")
    told = f" {_meanwhile(n)}" if n["names"] else ""
    return f"{held}. This log does not say how people were found, so not which led to which.{told}"


def _one_seeker(n: Numbers) -> str:
    held = counted(n["meetings"], "conversation")
    has = "has" if n["meetings"] == 1 else "have"
    return f"{held} {has} led to {n['led_to']:,} more so far. {_meanwhile(n)}"


_SENTENCES: dict[str, Callable[[Numbers], str]] = {
    "nobody_met": lambda _: "No conversation yet: names begin with the first one.",
    "not_recorded": _not_recorded,
    "one_seeker": _one_seeker,
    "too_early": _too_early,
    "ended": _ended,
    "finished": _finished,
    "too_young": _too_young,
    "growing": _growing,
    "fed": _fed,
    "close": _close,
}


def step_note(key: str, so_far: str, still: str, unknown: str) -> str:
    """Return what stands at the end of a step's bar.

    >>> step_note("asked", "9", "2", ""), step_note("names", "17", "", "")
    ('9 so far, 2 still open', '17')
    """
    happens_later = key in {"asked", "met"}
    told = [f"{so_far} so far" if happens_later else so_far]
    told += [f"{still} still open"] if still else []
    told += [f"{unknown} not written down"] if unknown else []
    return ", ".join(told)


def in_time_note(so_far: str, in_time: str) -> str:
    """Return what stands at the end of the bar of people met.

    >>> in_time_note("6", "9")
    '9 in time, 6 so far'
    """
    return f"{in_time} in time, {so_far} so far"


def cascade_notes(
    *, meetings: int, left_out: int, at_least: bool, unknown: int, young: int
) -> list[str]:
    """Return what must be known to read the picture, in sentences."""
    recent = ""
    if young:
        were = "1 of them was" if young == 1 else f"{young:,} of them were"
        recent = f"; {were} held in the last 60 days and had little time"
    notes = [f"From {counted(meetings, 'conversation')}{recent}."]
    if left_out:
        them = "1 more is" if left_out == 1 else f"{left_out:,} more are"
        notes.append(f"{them} left out: the log does not say whether anybody was named.")
    if at_least:
        notes.append(
            "Of most conversations the log does not say whether anybody was named: names, new and"
            " asked are the least that there were."
        )
    if unknown:
        notes.append(
            f"How people were found is missing for {counted(unknown, 'conversation')}, counted as"
            " led to by none."
        )
    return notes


def ways_note(met: int, other_ways: int) -> str:
    """Return by which way further conversations came.

    >>> ways_note(277, 15)  # doctest: +NORMALIZE_WHITESPACE
    'Of the 277 met, 15 came another way than by a new name of the same seeker: passed on by
    somebody not met, handed over, given before, or by way of an organization.'
    """
    if not other_ways:
        return ""
    return (
        f"Of the {met:,} met, {other_ways:,} came another way than by a new name of the same"
        " seeker: passed on by somebody not met, handed over, given before, or by way of an"
        " organization."
    )


def parts_sentence(labels: Sequence[str], counts: Sequence[int], unit: str) -> str:
    """A bar in parts as a sentence.

    >>> parts_sentence(["led on", "none met"], [3, 0], "conversation")
    '3 conversations: 3 led on.'
    """
    told = ", ".join(f"{n:,} {label}" for label, n in zip(labels, counts, strict=True) if n)
    return f"{counted(sum(counts), unit)}: {told}." if told else f"No {unit} yet."


def still_open(conversations: int) -> str:
    """Return how many conversations that led to none may still do so.

    >>> still_open(1)
    '1 conversation that has led to none has names that are still open.'
    """
    if conversations == 1:
        return "1 conversation that has led to none has names that are still open."
    return f"{conversations:,} conversations that have led to none have names that are still open."


def group_name(grouping: str, group: object) -> str:
    """Return the name of a group of conversations.

    >>> group_name("month", "2026-03"), group_name("generation", 0), group_name("source", "")
    ('Mar 2026', 'first contacts', 'not noted')
    """
    if grouping == "month":
        year, month = str(group).split("-")
        return f"{_MONTHS[int(month) - 1]} {year}"
    if grouping == "generation":
        return ring_name(int(str(group)))
    return SOURCES.get(str(group), str(group))
