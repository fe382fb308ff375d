"""What the page Conversion says: its sentence, the paths behind offers, who is still to hear."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from analysis.findings import Finding
from dashboard.text.pictures import counted, day

__all__ = [
    "DIRECTIONS",
    "KINDS",
    "REACHED",
    "ROLES",
    "UNNOTED",
    "conversion_sentence",
    "heard",
    "path_sentence",
    "path_title",
    "paths_caption",
    "thanks_caption",
]

Numbers = dict[str, int]

KINDS = {
    "good_word": "good word",
    "advance_notice": "advance notice",
    "unadvertised_role": "unadvertised opening",
    "temporary_work": "temporary work",
    "project": "project",
    "job_opening": "job opening",
    "": "kind not noted",
}
"""What was found."""

DIRECTIONS = {
    "confirmed": "confirmed",
    "changed": "changed",
    "ruled_out": "ruled out",
    "none": "none found",
    "not_noted": "not noted",
}
"""What a conversation did for the seeker's direction."""

REACHED = {
    "opportunity": "opportunity",
    "interview": "job interview",
    "offer": "offer",
    "accepted": "offer accepted",
}
"""How far an opportunity has come."""

ROLES = {
    "met": "met",
    "passed_on": "passed a name on",
    "introducer": "gave the first name",
}
"""How somebody on a path helped."""


UNNOTED = (
    "This log does not note every kind of thanks or news; of those it does not note, nobody can"
    " say who still waits."
)


def conversion_sentence(finding: Finding) -> str:
    """Return what the page says first.

    >>> conversion_sentence(Finding("conversion", "told", "plain", {
    ...     "seekers": 38, "met": 29, "found": 14, "offers": 6, "offers_introduced": 4,
    ...     "offers_unknown": 0}))  # doctest: +NORMALIZE_WHITESPACE
    '29 of 38 have met someone, 14 found an opportunity, 6 an offer; 4 of the 6 go back to an
    introduction.'
    """
    return _SENTENCES[finding.key](finding.numbers)


def _met(n: Numbers) -> str:
    has = "has" if n["met"] == 1 else "have"
    return f"{n['met']:,} of {n['seekers']:,} {has} met someone"


def _told(n: Numbers) -> str:
    found = f"{_met(n)}, {n['found']:,} found an opportunity"
    if not n["offers"]:
        return f"{found}, nobody an offer yet."
    return f"{found}, {n['offers']:,} an offer{_introduced(n)}."


def _introduced(n: Numbers) -> str:
    """Return how many of the offers go back to an introduction, as far as is known."""
    offers, by, unknown = n["offers"], n["offers_introduced"], n["offers_unknown"]
    if unknown == offers:
        return "; how they came about is not noted"
    if offers == 1:
        return "; it goes back to an introduction" if by else "; it needed no introduction"
    part = "none" if not by else "all" if by == offers else f"{by:,}"
    goes = "goes" if by == 1 or part == "none" else "go"
    missing = f", {unknown:,} {'is' if unknown == 1 else 'are'} not known" if unknown else ""
    return f"; {part} of the {offers:,} {goes} back to an introduction{missing}"


def _none_yet(n: Numbers) -> str:
    first = f"{_met(n)}; no opportunity yet."
    elsewhere = ""
    if n["others"]:
        weeks = counted(n["weeks"], "week") if n["weeks"] else "one week"
        elsewhere = (
            f" Elsewhere in this log {_half(n['others'])} within {weeks} of joining"
            if n["others"] > 1
            else f" Elsewhere in this log the first came {weeks} after joining"
        )
    here = ""
    if n["searching"]:
        here = f"here half are in week {n['week']} or earlier"
        if n["searching"] == 1:
            here = f"here it is week {n['week']}"
    if elsewhere and here:
        return f"{first}{elsewhere}; {here}."
    return f"{first}{elsewhere}." if elsewhere else first


def _half(others: int) -> str:
    return f"half of the {others:,} who found one had it"


def _few(n: Numbers) -> str:
    here = "Here it is" if n["opportunities"] == 1 else "Here they are"
    found = counted(n["opportunities"], "opportunity", "opportunities")
    return f"{found} so far: too few for rates. {here}, with everyone who helped."


def _one_seeker(n: Numbers) -> str:
    held = counted(n["conversations"], "conversation")
    found = counted(n["opportunities"], "opportunity", "opportunities")
    offer = ", an offer among them" if n["offers"] else ""
    return f"{held} so far, and {found}{offer}."


def _nobody_met(n: Numbers) -> str:
    asked = "1 has asked" if n["asked"] == 1 else f"{n['asked']:,} have asked"
    listed = "1 seeker" if n["seekers"] == 1 else f"{n['seekers']:,} seekers"
    return f"Nobody has met anyone yet: of {listed}, {asked} somebody."


_SENTENCES: dict[str, Callable[[Numbers], str]] = {
    "nobody": lambda _: "Nobody is in this log yet.",
    "nobody_met": _nobody_met,
    "one_seeker": _one_seeker,
    "not_noted": lambda n: f"{_met(n)}. This log does not note what came of it.",
    "none_yet": _none_yet,
    "few": _few,
    "told": _told,
}


def path_title(reached: str, when: date | None, kind: str) -> str:
    """Return what was found, how far it came, and when.

    >>> path_title("offer", date(2026, 3, 5), "good_word")
    'offer, 5 Mar 2026'
    >>> path_title("opportunity", None, "good_word")
    'good word'
    """
    what = KINDS.get(kind, kind) if reached == "opportunity" else REACHED[reached]
    return f"{what}, {day(when)}" if when else what


def path_sentence(seeker: str, title: str, people: Sequence[str]) -> str:
    """Return a path in words.

    >>> path_sentence("Sam", "offer", ["Ann", "Bob"])
    'Sam (offer): Ann, then Bob.'
    >>> path_sentence("Sam", "offer", [])
    'Sam (offer): no conversation is named.'
    """
    way = ", then ".join(people) if people else "no conversation is named"
    return f"{seeker} ({title}): {way}."


def paths_caption(shown: int, of: int, word: str) -> str:
    """Return how many of the paths are drawn.

    >>> paths_caption(12, 17, "offers")
    'The newest 12 of 17 offers; the download has all.'
    """
    if shown >= of:
        return ""
    return f"The newest {shown:,} of {of:,} {word}; the download has all."


def thanks_caption(people: int, waiting: int) -> str:
    """Return how many of those who helped are still to hear.

    >>> thanks_caption(14, 3), thanks_caption(5, 0)
    ('14 people helped; 3 of them are still to hear.', '5 people helped. Nothing waits.')
    """
    helped = f"{counted(people, 'person', 'people')} helped"
    if not waiting:
        return f"{helped}. Nothing waits."
    are = "is" if waiting == 1 else "are"
    return f"{helped}; {waiting:,} of them {are} still to hear."


def heard(chosen: int) -> str:
    """Return the name of the button that notes what was said to those chosen.

    >>> heard(0), heard(3)
    ('Choose who has heard', 'They have heard (3)')
    """
    return f"They have heard ({chosen:,})" if chosen else "Choose who has heard"
