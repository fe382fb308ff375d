"""Conversations as one edits them: the tracker row, in names, as the log tells it now.

The cells are text, as one would type them into a spreadsheet: dates as ``2026-11-13`` (a month
alone as ``2026-11``), names with ``;`` between them. What a cell says is what the log says, whether
that was told in line or in a row of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from data.frames import as_frame
from data.log_format import SHEETS, TRACKER_COLUMNS, FileColumn
from data.merges import merged_ids
from data.names import fold_name

__all__ = ["GRID", "Read", "Record", "conversations", "grid_column"]

Record = dict[str, str]
"""A row of cells by the log format's names of columns, and ``interview_id``."""

Read = Callable[..., pa.Table]
"""Answers a static query with bound values: of a logbook, or of an act under way."""

GRID: tuple[str, ...] = (
    *TRACKER_COLUMNS,
    "came_of_it",
    "organization",
    "contact_email",
    "source",
    "requested_on",
    "answer",
    "answered_on",
    "mode",
    "names_asked",
    "advice",
    "direction",
    "notes",
)
"""The columns of the grid: the six of a tracker first, so that a tracker can be pasted in."""

_TABLE = tuple(
    name
    for name in GRID
    if SHEETS["interviews"].column(name).column and not SHEETS["interviews"].column(name).inline
)


def grid_column(name: str) -> FileColumn:
    """Return the log format's column of a cell of the grid."""
    return SHEETS["interviews"].column(name)


_INTERVIEWS = "SELECT * FROM interviews WHERE interview_id IN (SELECT unnest(?))"
_REFERRALS = """
SELECT r.* FROM referrals AS r
WHERE r.interview_id IN (SELECT unnest($1)) OR r.inline_of IN (SELECT unnest($1))
    OR r.referral_id IN (
        SELECT referral_id FROM interviews WHERE interview_id IN (SELECT unnest($1))
    )
ORDER BY r.referral_id
"""
_THANKS = """
SELECT * FROM follow_ups
WHERE kind = 'thank_you_email' AND interview_id IN (SELECT unnest(?))
ORDER BY done_on NULLS LAST, follow_up_id
"""
_OUTCOMES = """
SELECT * FROM opportunities WHERE interview_id IN (SELECT unnest(?))
ORDER BY opened_on NULLS LAST, opportunity_id
"""
_PEOPLE = """
SELECT person_id, name, organization, email FROM people WHERE person_id IN (SELECT unnest(?))
"""


def conversations(read: Read, ids: Sequence[str]) -> list[Record]:
    """Return the rows of the grid for these requests in this order, without those that are gone.

    Every cell of :data:`GRID` is text, ``""`` where the log says nothing.
    """
    wanted = [[*ids]]
    rows = {row["interview_id"]: row for row in read(_INTERVIEWS, wanted).to_pylist()}
    referrals = read(_REFERRALS, wanted).to_pylist()
    people = _people(read, rows.values(), referrals)
    thanks = _by_conversation(read(_THANKS, wanted).to_pylist())
    outcomes = _by_conversation(read(_OUTCOMES, wanted).to_pylist())
    named = _by_conversation(r for r in referrals if r["interview_id"] in rows)
    brought = _brought(referrals, rows)
    found = []
    for interview_id in ids:
        if (row := rows.get(interview_id)) is None:
            continue
        contact = people.get(row["contact_id"], {})
        told = {
            "interview_id": interview_id,
            "seeker": people.get(row["seeker_id"], {}).get("name"),
            "contact_name": contact.get("name"),
            "organization": contact.get("organization"),
            "contact_email": contact.get("email"),
            "referred_by": _names(brought.get(interview_id, ()), "from_id", people),
            "names_given": _names_given(row, named.get(interview_id, ()), people),
            "thanked": _thanked(row, thanks.get(interview_id, ())),
            "came_of_it": next((o["kind"] for o in outcomes.get(interview_id, ())), None),
        } | {name: _day_or_text(row, name) for name in _TABLE}
        found.append({name: told[name] or "" for name in ("interview_id", *GRID)})
    return found


def _by_conversation(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["interview_id"], []).append(row)
    return found


def _brought(
    referrals: Iterable[dict[str, Any]], rows: Mapping[str, dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """Return for each request the referrals that led to it."""
    by_id = {r["referral_id"]: r for r in referrals}
    found: dict[str, list[dict[str, Any]]] = {}
    for interview_id, row in rows.items():
        inline = [
            r
            for r in by_id.values()
            if r["inline_of"] == interview_id and r["interview_id"] != interview_id
        ]
        own = by_id.get(row["referral_id"])
        found[interview_id] = inline + ([own] if own and own not in inline else [])
    return found


def _people(
    read: Read, rows: Iterable[dict[str, Any]], referrals: Iterable[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return the people whom the rows name; entries of one person tell of that one."""
    ids = {row[name] for row in rows for name in ("seeker_id", "contact_id")}
    ids |= {r[name] for r in referrals for name in ("from_id", "referred_id") if r[name]}
    merges = read("SELECT * FROM same_person").to_pandas()
    merged = merged_ids(as_frame("same_person", merges)) if len(merges) else {}
    stands = {i: merged.get(i, i) for i in ids}
    told = read(_PEOPLE, [sorted({*ids, *stands.values()})]).to_pylist()
    known = {person["person_id"]: person for person in told}
    return {i: _first_filled(known.get(stands[i]), known.get(i)) for i in ids}


def _first_filled(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> dict[str, Any]:
    told = {**(other or {})}
    told.update({name: value for name, value in (one or {}).items() if value is not None})
    return told


def _names(
    referrals: Iterable[dict[str, Any]], column: str, people: Mapping[str, dict[str, Any]]
) -> str:
    named = [people.get(r[column] or "", {}).get("name") or r["lead"] for r in referrals]
    return "; ".join(sorted({name for name in named if name}, key=fold_name))


def _names_given(
    row: dict[str, Any], referrals: Sequence[dict[str, Any]], people: Mapping[str, dict[str, Any]]
) -> str:
    names = _names([r for r in referrals if r["referred_id"]], "referred_id", people)
    if names:
        return names
    number = row["names_given"]
    return "" if number is None else "none" if number == 0 else str(number)


def _thanked(row: dict[str, Any], thanks: Sequence[dict[str, Any]]) -> str:
    if not thanks:
        return "no" if row["thanked"] is False else ""
    return _day_or_text(thanks[0], "done_on") or "yes"


def _day_or_text(row: dict[str, Any], name: str) -> str:
    value = row[name]
    if isinstance(value, dt.date):
        is_month = name in (row["approximate"] or "").split(";")
        return f"{value:%Y-%m}" if is_month else value.isoformat()
    return "" if value is None else str(value)
