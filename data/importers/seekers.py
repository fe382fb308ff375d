"""Whose rows these are: seekers told by id, by e-mail, or by name among seekers.

A seeker without an e-mail address is the one seeker of that folded name, stored or in the sheets.
Two e-mail addresses are two people. The result does not depend on the order of rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from data.store.transaction import Transaction

__all__ = ["SeekerDoubt", "resolve_seekers"]

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SeekerDoubt:
    """A name that could be several seekers; it was taken for nobody stored."""

    row_id: int
    name: str
    people: int


@dataclass(slots=True)
class _Known:
    """Seekers and other people known so far, by what tells them."""

    ids: set[str] = field(default_factory=set)
    by_email: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    seekers_by_name: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    with_email: set[str] = field(default_factory=set)

    def add(self, person: str, email: str | None, fold: str | None, *, seeker: bool) -> None:
        if email:
            self.by_email[email].add(person)
            self.with_email.add(person)
        if seeker and fold:
            self.seekers_by_name[fold].add(person)

    def without_email(self, fold: str | None) -> set[str]:
        return self.seekers_by_name.get(fold or "", set()) - self.with_email


def resolve_seekers(writing: Transaction, new_id: Callable[[], str]) -> list[SeekerDoubt]:
    """Make ``seeker_known``: who is meant by each way in which the sheets tell a seeker.

    Needs the tables of ``spellings.sql``. Returns names that were left in doubt.
    """
    told = writing.read("SELECT * FROM seeker_told ORDER BY ALL").to_pylist()
    known = _stored(writing)
    people: dict[int, str] = {}
    _by_id(told, known, people)
    _by_email(told, known, people, new_id)
    doubts = _by_name(told, known, people, new_id)
    columns = {name: [t[name] for t in told] for name in ("id", "written", "email", "name", "fold")}
    columns["person_id"] = [people[i] for i in range(len(told))]
    writing.register(
        "seeker_known",
        pa.table(columns, schema=pa.schema({name: pa.string() for name in columns})),
    )
    return doubts


def _stored(writing: Transaction) -> _Known:
    known = _Known()
    rows = writing.read(_STORED).to_pylist()
    for row in rows:
        known.ids.add(row["own_id"])
        known.add(row["person_id"], row["email"], row["fold"], seeker=row["seeker"])
    return known


_STORED = """
SELECT s.person_id, s.own_id, s.email, s.fold, k.person_id IS NOT NULL AS seeker
FROM spelling AS s LEFT JOIN stored_seeker AS k ON k.person_id = s.person_id
WHERE s.own_id IN (SELECT id FROM seeker_told)
    OR s.email IN (SELECT email FROM seeker_told)
    OR (k.person_id IS NOT NULL AND s.fold IN (SELECT fold FROM seeker_told))
"""


def _sole(candidates: Iterable[str]) -> str | None:
    people = list(candidates)
    return people[0] if len(people) == 1 else None


def _by_id(told: list[Told], known: _Known, people: dict[int, str]) -> None:
    """Ids: stored ones as they are; others are stored people with that e-mail, or new people."""
    emails: dict[str, str | None] = {}
    for t in told:
        if t["id"]:
            emails[t["id"]] = max(filter(None, (emails.get(t["id"]), t["email"])), default=None)
    told_ids = emails.keys() & known.ids
    claims = {
        id_: _sole(known.by_email.get(email or "", set()) - told_ids)
        for id_, email in emails.items()
        if id_ not in known.ids
    }
    claimed = Counter(claims.values())
    for i, t in enumerate(told):
        if t["id"]:
            person = claims.get(t["id"])
            people[i] = person if person and claimed[person] == 1 else t["id"]
    for i, person in people.items():
        known.add(person, told[i]["email"], told[i]["fold"], seeker=True)


def _by_email(
    told: list[Told], known: _Known, people: dict[int, str], new_id: Callable[[], str]
) -> None:
    """E-mail addresses: who has it; else the one seeker of that name who has none; else new."""
    names: dict[str, set[str]] = defaultdict(set)
    for t in told:
        if not t["id"] and t["email"]:
            names[t["email"]].update(filter(None, [t["fold"]]))
    found = {email: min(known.by_email[email]) for email in names if known.by_email.get(email)}
    claimed: dict[str, set[str]] = defaultdict(set)
    fits: dict[str, set[str]] = defaultdict(set)
    for email in names.keys() - found.keys():
        for fold in names[email]:
            fits[email] |= known.without_email(fold)
        for person in fits[email]:
            claimed[person].add(email)
    for email in sorted(names.keys() - found.keys()):
        fit = _sole(fits[email])
        found[email] = fit if fit and len(claimed[fit]) == 1 else new_id()
    for i, t in enumerate(told):
        if not t["id"] and t["email"]:
            people[i] = found[t["email"]]
            known.add(people[i], t["email"], t["fold"], seeker=True)


def _by_name(
    told: list[Told], known: _Known, people: dict[int, str], new_id: Callable[[], str]
) -> list[SeekerDoubt]:
    """Names alone: the one seeker of that name, one without an e-mail address before others."""
    doubts = []
    for i, t in enumerate(told):
        if i in people:
            continue
        everybody = known.seekers_by_name.get(t["fold"], set())
        bare = known.without_email(t["fold"])
        found = _sole(bare) or (None if bare else _sole(everybody))
        if found is None and everybody:
            doubts.append(SeekerDoubt(t["row_id"], t["name"], len(everybody)))
        people[i] = found or new_id()
    return doubts
