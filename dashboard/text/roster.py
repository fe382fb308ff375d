"""The roster in words: its sentence, its columns, and what a count means."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.text.pictures import counted

__all__ = ["AGREED", "COUNTS", "HELP", "NOTES", "roster_title", "unnoted_note"]

COUNTS = {
    "asked": "Asked",
    "yes": "→ Yes",
    "met": "→ Met",
    "named": "→ Named",
    "asked_on": "→ Asked on",
}
"""Titles of the counts, each leading to the next."""

AGREED = "Agreed by"
"""Title of the day by which what was agreed is to be done; it may have passed."""

HELP = {
    "asked": "Requests for a conversation, whatever came of them.",
    "yes": "Requests that were answered with yes.",
    "met": "People met.",
    "named": "New people who were named to the seeker.",
    "asked_on": "Of the people named, how many were asked: by this seeker, or by another one.",
}
"""What each count counts."""

NOTES = (
    "Those who have not asked anybody stand first, then whoever has been without an entry longest.",
    "Counts only: a seeker has no share, no rate and no place.",
)
"""How the roster is made."""

_WHAT = {
    "asked": "who was asked",
    "yes": "who said yes",
    "named": "who was named",
    "asked_on": "which of the names were asked",
}


def roster_title(key: str, n: Mapping[str, int]) -> str:
    """Return the sentence of the page for a finding of it.

    >>> roster_title("some_not", dict(seekers=38, started=31, not_started=7, ended=1, off_list=0))
    '31 of 38 have started; 7 have not. 1 search has ended.'
    """
    if key == "nobody":
        return "There is no seeker in this log yet."
    if key == "no_list":
        return (
            f"{counted(n['off_list'] + n['ended'], 'seeker')} in this log. Without a list of"
            " seekers nobody can say who has not started."
        )
    if key == "all_ended":
        one = n["ended"] == 1
        return "The one search has ended." if one else f"All {n['ended']:,} searches have ended."
    more = f" {_off_list(n['off_list'])}{_ended(n['ended'])}".rstrip()
    if not n["seekers"]:
        return f"Nobody on a list is searching.{more}"
    return f"{_started(n)}{more}"


def _started(n: Mapping[str, int]) -> str:
    if n["seekers"] == 1:
        return f"The one seeker has {'not ' if n['not_started'] else ''}started."
    if not n["not_started"]:
        return f"All {n['seekers']:,} have started."
    if not n["started"]:
        return f"None of the {n['seekers']:,} has started."
    verb = "has" if n["started"] == 1 else "have"
    others = "has" if n["not_started"] == 1 else "have"
    return (
        f"{n['started']:,} of {n['seekers']:,} {verb} started; {n['not_started']:,} {others} not."
    )


def _off_list(number: int) -> str:
    if not number:
        return ""
    return f"{counted(number, 'more seeker')} {'is' if number == 1 else 'are'} on no list. "


def _ended(number: int) -> str:
    if not number:
        return ""
    return f"{counted(number, 'search', 'searches')} {'has' if number == 1 else 'have'} ended."


def unnoted_note(counts: list[str], *, everywhere: bool) -> str:
    """Return which counts the log does not note.

    >>> unnoted_note(["asked", "yes"], everywhere=True)
    'This log does not note who was asked, or who said yes.'
    """
    if not counts:
        return ""
    where = "This log does not" if everywhere else "Blank where the log does not"
    return f"{where} note {', or '.join(_WHAT[count] for count in counts)}."
