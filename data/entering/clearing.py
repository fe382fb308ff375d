"""Cells that were emptied: in a grid that says that a value goes, in a sheet it says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from data.columns import TABLES
from data.entering.rows import Record
from data.names import fold_name
from data.store.transaction import Transaction

__all__ = [
    "OF_PERSON",
    "changed_cells",
    "clear_cells",
    "keep_own_names",
    "replace_own_rows",
    "split_names",
]

OF_PERSON = {"organization": "organization", "contact_email": "email"}
"""Cells of a conversation that tell of its contact, with the column of people that each fills."""


def split_names(cell: str) -> list[str]:
    """Return the names in a cell, in order, each once.

    >>> split_names("Ann Lee; Bob; ann lee")
    ['Ann Lee', 'Bob']
    """
    names: dict[str, str] = {}
    for name in cell.split(";"):
        if name.strip():
            names.setdefault(fold_name(name), name.strip())
    return [*names.values()]


def clear_cells(writing: Transaction, row: Mapping[str, Any], names: Iterable[str]) -> None:
    """Empty these cells of a stored conversation, with the rows that they told in line.

    ``row`` is the conversation as stored.
    """
    emptied = set(names)
    plain = {n: None for n in emptied if n in TABLES["interviews"].names}
    if "referred_by" in emptied:
        plain["referral_id"] = None
        _delete(writing, "referrals", _INLINE_REFERRERS, row)
    if "names_given" in emptied:
        _delete(writing, "referrals", _NAMED, row)
    replace_own_rows(writing, row, emptied & {"thanked"})
    if "came_of_it" in emptied:
        _delete(writing, "opportunities", _OUTCOMES, row)
    if plain:
        kept = [n for n in (row["approximate"] or "").split(";") if n and n not in emptied]
        told = plain | {"approximate": ";".join(kept) or None}
        writing.update("interviews", [{"interview_id": row["interview_id"]} | told])
    person = {OF_PERSON[n]: None for n in emptied if n in OF_PERSON}
    if person:
        writing.update("people", [{"person_id": row["contact_id"]} | person])


_INLINE_REFERRERS = """
SELECT referral_id FROM referrals WHERE inline_of = $1 AND interview_id IS DISTINCT FROM $1
"""
_NAMED = "SELECT referral_id FROM referrals WHERE interview_id = $1 AND lead IS NULL"
_INLINE_NAMED = "SELECT referral_id FROM referrals WHERE interview_id = $1 AND inline_of = $1"
_THANKS = """
SELECT follow_up_id FROM follow_ups WHERE interview_id = $1 AND kind = 'thank_you_email'
"""
_OUTCOMES = "SELECT opportunity_id FROM opportunities WHERE interview_id = $1"


def _delete(writing: Transaction, table: str, query: str, row: Mapping[str, Any]) -> None:
    found = writing.read(query, [row["interview_id"]])
    if len(found):
        writing.delete(table, found)


def replace_own_rows(writing: Transaction, row: Mapping[str, Any], names: Iterable[str]) -> None:
    """Let go of thank-yous that stand in rows of their own, where the cell tells another now."""
    if "thanked" in names:
        _delete(writing, "follow_ups", _THANKS, row)


_OWN_NAMES = """
SELECT r.referral_id, p.name FROM referrals AS r JOIN people AS p ON p.person_id = r.referred_id
WHERE r.interview_id = ? AND r.inline_of IS NULL
"""


def keep_own_names(writing: Transaction, row: Mapping[str, Any], cell: str) -> tuple[str, int]:
    """Part the names of a cell into those that have rows of their own, and the others.

    Referrals of their own that the cell does not name any more are deleted. Returns the cell
    without the names that stay so, and how many these are.
    """
    own = writing.read(_OWN_NAMES, [row["interview_id"]]).to_pylist()
    told = {fold_name(name): name for name in split_names(cell)}
    gone = [r for r in own if fold_name(r["name"] or "") not in told]
    if gone:
        writing.delete("referrals", [{"referral_id": r["referral_id"]} for r in gone])
    stays = {fold_name(r["name"] or "") for r in own if r not in gone}
    rest = [name for folded, name in told.items() if folded not in stays]
    if not rest:  # then the sheet says nothing, and the importer keeps what was told in line
        _delete(writing, "referrals", _INLINE_NAMED, row)
    return "; ".join(rest), len(stays)


def changed_cells(read: Record, wanted: Record) -> Sequence[str]:
    """Return the names of the cells that differ."""
    return [name for name in wanted if wanted[name] != read.get(name, "")]
