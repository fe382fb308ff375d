"""Two windows on one row: what was read, what is stored by now, what is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.columns import TABLES
from data.entering.acts import Act, Signature, entering
from data.errors import NotAllowedError
from data.logbook import Logbook
from data.store.transaction import Transaction

__all__ = ["Conflict", "ConflictError", "merged", "update_row"]

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that somebody else changed between reading and saving.

    ``read`` is what this window had before it, ``mine`` what it wants, ``theirs`` what is stored
    now (None: the row was deleted). ``place`` tells which of several rows it is.
    """

    place: int
    read: Values
    mine: Values
    theirs: Values | None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of which there are two versions: mine and theirs differ."""
        if self.theirs is None:
            return tuple(n for n in self.mine if self.mine[n] != self.read.get(n))
        return tuple(n for n in self.mine if self.mine[n] != self.theirs.get(n))

    def changed_by_me(self, name: str) -> bool:
        """Whether this window wants another value than it read."""
        return bool(self.mine.get(name) != self.read.get(name))


class ConflictError(NotAllowedError):
    """Somebody else changed rows since they were read, so nothing was saved; see ``conflicts``."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(
            "Somebody else has changed this in the meantime, so nothing was saved.",
            fix="Look at both versions, and choose.",
        )
        self.conflicts = tuple(conflicts)


def merged(conflict: Conflict, mine: Sequence[str]) -> dict[str, Any]:
    """Return the row to be saved: what is stored, with my version of the fields in ``mine``.

    >>> both = Conflict(0, {"a": 1, "b": 1}, {"a": 2, "b": 2}, {"a": 3, "b": 3})
    >>> merged(both, ["a"])
    {'a': 2, 'b': 3}
    """
    theirs = conflict.read if conflict.theirs is None else conflict.theirs
    return {n: conflict.mine[n] if n in mine else theirs.get(n) for n in conflict.mine}


_STORED = {
    "people": "SELECT * FROM people WHERE person_id = ?",
    "interviews": "SELECT * FROM interviews WHERE interview_id = ?",
    "notes": "SELECT * FROM notes WHERE note_id = ?",
    "referrals": "SELECT * FROM referrals WHERE referral_id = ?",
    "follow_ups": "SELECT * FROM follow_ups WHERE follow_up_id = ?",
    "opportunities": "SELECT * FROM opportunities WHERE opportunity_id = ?",
}
"""The tables whose rows are edited one by one, each with a key of one column."""


def update_row(
    logbook: Logbook,
    table: str,
    key: str,
    *,
    read: Values,
    wanted: Values,
    signed: Signature,
    label: str = "1 row changed",
) -> Act:
    """Give a row the values of ``wanted``, if it still is as it was ``read``.

    Both hold the same columns of ``table``. Raises :class:`ConflictError` with both versions when
    the stored row differs from what was read, and ``NotAllowedError`` when nothing would change.
    """
    with entering(logbook, signed, label) as act:
        conflict = _conflict(act.writing, table, key, read, wanted)
        if conflict is not None:
            raise ConflictError([conflict])
        act.writing.update(table, [{TABLES[table].key[0]: key} | dict(wanted)])
    return act.done


def _conflict(
    writing: Transaction, table: str, key: str, read: Values, wanted: Values
) -> Conflict | None:
    found = writing.read(_STORED[table], [key]).to_pylist()
    if not found:
        return Conflict(0, read, wanted, None)
    stored = {name: found[0][name] for name in wanted}
    return None if stored == {n: read[n] for n in wanted} else Conflict(0, read, wanted, stored)
