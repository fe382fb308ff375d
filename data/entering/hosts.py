"""What to know before asking somebody: twins, a host who has given much lately, who rests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from data.asking import LOAD_DAYS, LOAD_LIMIT
from data.entering.rows import Read
from data.logbook import Logbook
from data.names import fold_email, fold_name, fold_names

__all__ = ["Host", "Twin", "host_before_asking", "known_to", "twins"]

NEAR = 0.92
"""From which Jaro–Winkler similarity on two names are near: a letter or two apart."""

MOST = 12


@dataclass(frozen=True, slots=True)
class Twin:
    """Somebody in the log who may be the person meant; ``why``: ``address``, ``name``, ``near``."""

    person_id: str
    name: str
    organization: str
    email: str
    why: str


@dataclass(frozen=True, slots=True)
class Host:
    """What the log says of somebody who is to be asked.

    ``asked`` counts requests of any seeker in the thirty days up to the day; ``limit`` is the
    person's own number a month, if any.
    """

    asked: int
    limit: int | None
    resting_until: dt.date | None
    do_not_contact_on: dt.date | None
    prefers: str = ""

    @property
    def gave_much(self) -> bool:
        """Whether a further request would go beyond the limit, or beyond two in thirty days."""
        return self.asked >= (LOAD_LIMIT if self.limit is None else self.limit)


_HOST = """
SELECT
    p.asks_per_month, p.resting_until, p.do_not_contact_on, p.prefers,
    (
        SELECT count(*) FROM interviews AS i
        WHERE i.contact_id = p.person_id
            AND coalesce(i.requested_on, i.held_on) > ?
            AND coalesce(i.requested_on, i.held_on) <= ?
            AND i.interview_id <> ?
    ) AS asked
FROM people AS p WHERE p.person_id = ?
"""


def host_before_asking(read: Read, person_id: str, day: dt.date, *, besides: str = "") -> Host:
    """Return what is to be known of a person before asking them on ``day``.

    ``besides`` is a request that is not counted: the one that is being edited.
    """
    since = day - dt.timedelta(days=LOAD_DAYS)
    found = read(_HOST, [since, day, besides, person_id]).to_pylist()
    if not found:
        return Host(0, None, None, None)
    row = found[0]
    rests = row["resting_until"] if row["resting_until"] and row["resting_until"] >= day else None
    return Host(
        int(row["asked"]),
        row["asks_per_month"],
        rests,
        row["do_not_contact_on"],
        row["prefers"] or "",
    )


_PEOPLE = """
SELECT person_id, name, organization, email FROM people WHERE name IS NOT NULL OR email IS NOT NULL
"""
_TWINS = """
SELECT person_id, name, organization, email,
    CASE WHEN lower(email) = $2 THEN 'address' WHEN folded = $1 THEN 'name' ELSE 'near' END AS why
FROM folded_people
WHERE lower(email) = $2 OR ($1 <> '' AND folded = $1)
    OR ($1 <> '' AND jaro_winkler_similarity(folded, $1, $3) >= $3)
ORDER BY why = 'address' DESC, why = 'name' DESC,
    jaro_winkler_similarity(coalesce(folded, ''), $1) DESC, person_id
LIMIT $4
"""


def twins(logbook: Logbook, name: str, email: str = "") -> list[Twin]:
    """Return who in the log may be the person of this name and address: at most twelve.

    The same address comes first, then the same name (folded), then names that are near.
    """
    people = logbook.read(_PEOPLE)
    people = people.append_column("folded", fold_names(people["name"]))
    asked = [fold_name(name), fold_email(email) or None, NEAR, MOST]
    found = logbook.read(_TWINS, asked, {"folded_people": people}).to_pylist()
    return [
        Twin(r["person_id"], r["name"] or "", r["organization"] or "", r["email"] or "", r["why"])
        for r in found
    ]


_KNOWN_TO = """
SELECT i.contact_id, string_agg(DISTINCT s.name, ', ' ORDER BY s.name) AS seekers
FROM interviews AS i JOIN people AS s ON s.person_id = i.seeker_id
WHERE i.contact_id IN (SELECT unnest(?)) GROUP BY i.contact_id
"""


def known_to(read: Read, ids: list[str]) -> dict[str, str]:
    """Return the names of the seekers who asked each of these people, to tell namesakes apart."""
    found = read(_KNOWN_TO, [ids]).to_pylist()
    return {row["contact_id"]: row["seekers"] or "" for row in found}
