"""Correcting a person, and joining two entries of one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.entering.acts import Act, Signature, entering, refuse_missing
from data.entering.conflicts import update_row
from data.entering.rows import Read
from data.errors import NotAllowedError
from data.importers.cells import CellError, read_email
from data.logbook import Logbook
from data.merges import merged_ids

__all__ = [
    "CORRECTED",
    "Joined",
    "correct_person",
    "join_people",
    "joined_people",
    "part_people",
    "person_as_stored",
]

CORRECTED: tuple[str, ...] = (
    "name",
    "email",
    "organization",
    "title",
    "industry",
    "location",
    "prefers",
    "asks_per_month",
    "resting_until",
    "do_not_contact_on",
)
"""The columns of people that are corrected by hand."""

_PERSON = "SELECT * FROM people WHERE person_id = ?"
_OF_OTHERS = "SELECT name FROM people WHERE lower(email) = lower(?) AND person_id <> ?"


def person_as_stored(read: Read, person_id: str) -> dict[str, Any]:
    """Return what is stored of a person: the columns of :data:`CORRECTED`.

    Raises ``NotAllowedError`` when there is nobody of that id.
    """
    found = read(_PERSON, [person_id]).to_pylist()
    if not found:
        raise NotAllowedError(
            "This person is no longer in the log.", fix="Read the page again, to see who is."
        )
    return {name: found[0][name] for name in CORRECTED}


def correct_person(
    logbook: Logbook,
    person_id: str,
    *,
    read: Mapping[str, Any],
    wanted: Mapping[str, Any],
    signed: Signature,
) -> Act:
    """Correct what is stored of a person, if it still is as it was read.

    Raises ``ConflictError`` with both versions when it is not; ``NotAllowedError`` when the name is
    empty, the address is none or somebody else's, and when nothing would change.
    """
    told = {n: v.strip() or None if isinstance(v, str) else v for n, v in wanted.items()}
    if not told.get("name"):
        raise NotAllowedError("A person has a name.", fix="Fill it in.")
    if told.get("email"):
        told["email"] = _address(logbook, person_id, str(told["email"]))
    return update_row(
        logbook,
        "people",
        person_id,
        read=read,
        wanted=told,
        signed=signed,
        label="Person corrected",
    )


def _address(logbook: Logbook, person_id: str, written: str) -> str:
    try:
        address = read_email(written)
    except CellError as error:
        raise NotAllowedError(error.reason, where=written, fix=error.fix) from error
    others = logbook.read(_OF_OTHERS, [address, person_id])["name"].to_pylist()
    if others:
        raise NotAllowedError(
            "This address belongs to somebody else in the log.",
            where=address,
            why=f"It is {others[0]}'s." if others[0] else "",
            fix="If the two are one person, join them; else mend the address.",
        )
    return address


_SAME_DAY = """
SELECT 1 FROM same_person WHERE person_id = ? AND is_person_id = ? AND decided_on = ?
"""


def join_people(
    logbook: Logbook, person_id: str, is_person_id: str, *, day: dt.date, signed: Signature
) -> Act:
    """Decide that two entries are one person; the second one's name and address stand.

    Nothing is rewired: the log shows both as one, and taking it back parts them again.

    Raises ``NotAllowedError`` for one entry twice, and when they are one already.
    """
    if person_id == is_person_id:
        raise NotAllowedError("These are one entry already.", fix="Choose two entries.")
    with entering(logbook, signed, "Two entries joined as one person") as act:
        refuse_missing(act.writing, "people", [person_id, is_person_id])
        _refuse_joined(act.writing.read, person_id, is_person_id)
        key = {"person_id": person_id, "is_person_id": is_person_id, "decided_on": day}
        if len(act.writing.read(_SAME_DAY, [*key.values()])):
            act.writing.update("same_person", [key | {"undone_on": None}])
        else:
            act.writing.insert("same_person", [key])
    return act.done


def _refuse_joined(read: Read, one: str, other: str) -> None:
    decisions = read("SELECT * FROM same_person").to_pandas()
    ids = merged_ids(decisions) if len(decisions) else {}
    if ids.get(one, one) == ids.get(other, other):
        raise NotAllowedError("These are one person already.", fix="Nothing is to be done.")


@dataclass(frozen=True, slots=True)
class Joined:
    """Two entries that were taken for one person, and since when; the second one's name stands."""

    person_id: str
    name: str
    is_person_id: str
    is_name: str
    decided_on: dt.date


_JOINED = """
SELECT s.person_id, coalesce(p.name, p.email, '') AS name,
    s.is_person_id, coalesce(i.name, i.email, '') AS is_name, s.decided_on
FROM same_person AS s
JOIN people AS p ON p.person_id = s.person_id
JOIN people AS i ON i.person_id = s.is_person_id
WHERE s.undone_on IS NULL
ORDER BY s.decided_on DESC, name, s.person_id, s.is_person_id
"""


def joined_people(read: Read) -> list[Joined]:
    """Return the entries that are taken for one person, the latest decision first."""
    return [Joined(**row) for row in read(_JOINED).to_pylist()]


_IN_FORCE = """
SELECT person_id, is_person_id, decided_on FROM same_person
WHERE person_id = ? AND is_person_id = ? AND undone_on IS NULL
"""


def part_people(
    logbook: Logbook, person_id: str, is_person_id: str, *, day: dt.date, signed: Signature
) -> Act:
    """Decide that two entries that were joined are two people after all.

    Raises ``NotAllowedError`` when they are not joined.
    """
    with entering(logbook, signed, "Two entries parted again") as act:
        joined = act.writing.read(_IN_FORCE, [person_id, is_person_id]).to_pylist()
        act.writing.update("same_person", [row | {"undone_on": day} for row in joined])
    return act.done
