"""The sentence at the top of a page, from what analysis found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from analysis.attention import MOST
from analysis.findings import Finding
from dashboard.text.figures import plain_share
from dashboard.text.pictures import counted, day, in_words

__all__ = ["as_of_day", "sentence"]

Numbers = dict[str, int]


def sentence(finding: Finding) -> str:
    """Return a finding in plain words."""
    return _SENTENCES[finding.page, finding.key](finding.numbers)


def as_of_day(when: dt.date, finding: Finding) -> str:
    """Return what could be said on the day of the newest entry, without what to do about it now.

    >>> quiet = Finding("this_week", "quiet_week", "plain", {"conversations": 0, "thanks_noted": 1})
    >>> as_of_day(dt.date(2026, 11, 12), quiet)
    'As of 12 Nov 2026: a quiet week: no conversation, and nothing is overdue.'
    """
    said = sentence(replace(finding, numbers={**finding.numbers, "looking_back": 1}))
    return f"As of {day(when)}: {said[0].lower()}{said[1:]}"


def _met(n: Numbers) -> str:
    where = f" in {counted(n['organizations'], 'organization')}" if n["organizations"] else ""
    came = _came(n)
    doors = _doors(n)
    return f"We have met {counted(n['met'], 'person', 'people')}{where}{came}. {doors}"


def _came(n: Numbers) -> str:
    if not n["known"]:
        return ""
    if n["unknown"]:
        share = f"{n['introduced']:,} of {n['meetings']:,}"
        return f"; {share} conversations came by introduction, {n['unknown']:,} unknown"
    share = plain_share(n["introduced"], n["known"])
    said = f"{share} conversations" if " of " in share else f"{share} of the conversations"
    return f"; {said} came by introduction"


def _doors(n: Numbers) -> str:
    doors = n["doors"]
    if not n["names_told"]:
        return "This log does not say who was named."
    if not doors:
        return "No door is open."
    return f"{counted(doors, 'door')} {'is' if doors == 1 else 'are'} open."


def _own_network(n: Numbers) -> str:
    beyond = f"; {n['through_one']:,} depend on one host alone" if n["through_one"] > 1 else ""
    held = counted(n["meetings"], "conversation")
    return f"{held}, but {n['own_network']:,} in our own network{beyond}."


def _one_host(n: Numbers) -> str:
    return (
        f"{counted(n['meetings'], 'conversation')}; of the {n['introduced']:,} that came by"
        f" introduction, {n['through_one']:,} go back to one host alone."
    )


def _origin_missing(n: Numbers) -> str:
    held = counted(n["meetings"], "conversation")
    if n["unknown"] == n["meetings"]:
        return f"{held}. This log does not say how people were found."
    return f"{held}. How people were found is missing for {n['unknown']:,}."


def _good_week(n: Numbers) -> str:
    seekers = n["seekers"]
    need = (
        f" {counted(seekers, 'seeker')} {'needs' if seekers == 1 else 'need'} you."
        if seekers and not n.get("looking_back")
        else ""
    )
    thanked = "no thanks overdue" if n["thanks_open"] else "everyone thanked"
    return (
        f"A good week: {counted(n['conversations'], 'conversation')},"
        f" {counted(n['names'], 'new name')}, {thanked}.{need}"
    )


def _waiting(n: Numbers) -> str:
    parts = [
        _part(n["quiet"], "seeker has gone quiet", "seekers have gone quiet"),
        _part(n["not_started"], *_not_started(n)),
        _part(n["thanks_overdue"], "thank-you is late", "thank-yous are late"),
        _part(n["names_unasked"], "first message is late", "first messages are late"),
    ]
    said = [part for part in parts if part][:3]
    if not said:
        said = [_part(n["seekers"], "seeker has something waiting", "seekers have things waiting")]
    told = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    start = "" if n.get("looking_back") else f" {_start(n['seekers'])}"
    return f"{told[0].upper()}{told[1:]}.{start}"


def _not_started(n: Numbers) -> tuple[str, str]:
    """Seekers are named once: by those who have gone quiet, else here."""
    if n["quiet"]:
        return "has not started", "have not started"
    return "seeker has not started", "seekers have not started"


def _part(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}" if number else ""


def _start(seekers: int) -> str:
    if seekers == 1:
        return "Start with this one."
    return f"Start with these {in_words(min(seekers, MOST))}."


def _quiet_week(n: Numbers) -> str:
    late = "nothing is overdue" if n["thanks_noted"] else "nothing that this log notes is overdue"
    if n["conversations"]:
        return f"{counted(n['conversations'], 'conversation')} this week, and {late}."
    return f"A quiet week: no conversation, and {late}."


_SENTENCES: dict[tuple[str, str], Callable[[Numbers], str]] = {
    ("reach", "met"): _met,
    ("reach", "own_network"): _own_network,
    ("reach", "one_host"): _one_host,
    ("reach", "origin_missing"): _origin_missing,
    ("reach", "nobody_met"): lambda n: "Nobody has been met yet. " + _doors(n),
    ("this_week", "good_week"): _good_week,
    ("this_week", "waiting"): _waiting,
    ("this_week", "quiet_week"): _quiet_week,
    ("this_week", "empty"): lambda _: "Nothing had happened in this log by that day.",
}
