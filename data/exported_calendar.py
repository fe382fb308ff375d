"""Days as a calendar file (iCalendar, RFC 5545) that any calendar program takes in."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from data.store.copying import new_file, put_in_place, refuse_existing

__all__ = ["CalendarEntry", "calendar_text", "export_calendar"]

_LINE = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One all-day entry. Entries with the same ``key`` are the same entry at another time."""

    key: str
    day: dt.date
    title: str
    text: str = ""


def export_calendar(
    entries: Iterable[CalendarEntry], path: str | os.PathLike[str], *, now: dt.datetime
) -> Path:
    """Write entries into a new calendar file.

    Raises ``NotAllowedError`` when the file exists and ``LogbookError`` when it cannot be written.
    """
    target = Path(path)
    refuse_existing(target)
    with new_file(target) as beside:
        beside.write_bytes(calendar_text(entries, now=now).encode("utf-8"))
        put_in_place(beside, target)
    return target


def calendar_text(entries: Iterable[CalendarEntry], *, now: dt.datetime) -> str:
    r"""Return a calendar with the entries in the order of their day and key.

    ``now`` is a time in UTC. Lines end with CR LF and are folded at 75 bytes, as the standard asks.

    >>> print(calendar_text([CalendarEntry("k", dt.date(2026, 3, 2), "Thank Bo; today")],
    ...     now=dt.datetime(2026, 3, 1, 9)).replace("\r", ""))  # doctest: +ELLIPSIS
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//Onward//EN
    BEGIN:VEVENT
    UID:...@onward
    DTSTAMP:20260301T090000Z
    DTSTART;VALUE=DATE:20260302
    SUMMARY:Thank Bo\; today
    TRANSP:TRANSPARENT
    END:VEVENT
    END:VCALENDAR
    <BLANKLINE>
    """
    ordered = sorted(entries, key=lambda entry: (entry.day, entry.key))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Onward//EN"]
    for entry in ordered:
        lines.extend(_event(entry, now))
    lines.append("END:VCALENDAR")
    return "".join(piece + "\r\n" for line in lines for piece in _folded(line))


def _event(entry: CalendarEntry, now: dt.datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{sha256(entry.key.encode()).hexdigest()[:32]}@onward"
    yield f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield "SUMMARY:" + entry.title.translate(_ESCAPES)
    if entry.text:
        yield "DESCRIPTION:" + entry.text.translate(_ESCAPES)
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _folded(line: str) -> Iterator[str]:
    """Give the line in pieces of at most 75 bytes; all but the first begin with a space."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > _LINE:
            yield piece
            piece = " "
        piece += character
    yield piece
