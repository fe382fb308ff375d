"""Taking one import back, as a new act.

Rows that it inserted go (with the people, seekers and cohorts that it made), values that it changed
return, rows that it deleted come back. Nothing else changes, and the act stays on record.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from data.columns import LOG_TABLES, TABLES
from data.errors import NotAllowedError, UnknownNameError
from data.importers.statements import carry_out
from data.logbook import Logbook
from data.store.transaction import Transaction

__all__ = ["BuiltUponError", "UndoReport", "undo_import"]

_LISTED = 12

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What taking an act back came to: rows removed, brought back, and given their values again."""

    import_id: str
    undone_import_id: str
    removed: int
    restored: int
    reverted: int


class BuiltUponError(NotAllowedError):
    """Later acts build on the one that was to be taken back; ``acts`` names each in words."""

    def __init__(self, what: str, *, why: str, fix: str, acts: tuple[str, ...]) -> None:
        super().__init__(what, why=why, fix=fix)
        self.acts = acts


def undo_import(
    logbook: Logbook,
    import_id: str,
    *,
    now: dt.datetime,
    new_id: Callable[[], str],
    who: str = "",
) -> UndoReport:
    """Take one import back, and return what that came to. An undo can be undone as well.

    Raises ``UnknownNameError`` when there is no such import, and ``NotAllowedError`` when it was
    taken back before, when later acts build on it (their rows and changes are listed), and when
    rows that would come back speak of somebody whom another act has taken away since.
    """
    undo_id = new_id()
    with logbook.writing(now=now, act="undo", who=who, import_id=undo_id) as writing:
        act = _act(writing, import_id)
        _refuse_if_undone(writing, import_id)
        writing.register("undone_act", act)
        carry_out(writing, "undo")
        _refuse_if(writing, "SELECT * FROM changed_since ORDER BY ALL", "changes")
        restored, reverted = _bring_back(writing, import_id)
        carry_out(writing, "undo_references")
        _refuse_if(writing, "SELECT * FROM speaking_of ORDER BY ALL", "rows")
        _refuse_if_gone(writing, import_id)
        removed = sum(_remove(writing, table, act) for table in reversed(LOG_TABLES))
        writing.insert(
            "imports",
            [
                {
                    "import_id": undo_id,
                    "as_of": now.date(),
                    "undone_import_id": import_id,
                    "act": "undo",
                    "who": who or None,
                }
            ],
        )
    return UndoReport(undo_id, import_id, removed, restored, reverted)


_ACT = """
SELECT i.import_id, i.recorded_at, i.undone_import_id, undone.undone_import_id AS original
FROM imports AS i LEFT JOIN imports AS undone ON undone.import_id = i.undone_import_id
WHERE i.import_id = ?
"""


def _act(writing: Transaction, import_id: str) -> pa.Table:
    found = writing.read(_ACT, [import_id])
    if not len(found):
        raise UnknownNameError(
            "There is no import with this id.",
            where=import_id,
            fix="The ids are in the list of imports, and in the report of each import.",
        )
    if original := found["original"][0].as_py():
        raise NotAllowedError(
            "This act brought an import back that had been taken back.",
            where=import_id,
            fix=f"Take back the import itself: {original}.",
        )
    return found


_UNDONE = """
SELECT u.import_id FROM imports AS u
WHERE u.undone_import_id = ?
    AND NOT EXISTS (SELECT 1 FROM imports AS v WHERE v.undone_import_id = u.import_id)
"""


def _refuse_if_undone(writing: Transaction, import_id: str) -> None:
    found = writing.read(_UNDONE, [import_id])
    if len(found):
        raise NotAllowedError(
            "This import was taken back before.",
            where=import_id,
            why=f"That was act {found['import_id'][0]}.",
            fix="Take that act back to have the import again.",
        )


_ACTS = """
SELECT import_id, act, label, strftime(recorded_at, '%d %b %Y %H:%M') AS recorded_at
FROM imports ORDER BY imports.recorded_at DESC
"""


def _refuse_if(writing: Transaction, query: str, what: str) -> None:
    """Raise ``BuiltUponError`` with the list of what builds on the act."""
    found = writing.read(query)
    if not len(found):
        return
    rows = found.to_pylist()
    told = [f"{row['in_table']} {row['row_key']} ({_act_of(row)})" for row in rows[:_LISTED]]
    more = f" and {len(rows) - _LISTED} more" if len(rows) > _LISTED else ""
    acts = sorted({row["import_id"] for row in rows if row["import_id"]})
    raise BuiltUponError(
        f"{len(rows)} later {what} build on this import.",
        why="; ".join(told) + more + ".",
        fix=f"Take back first: {', '.join(acts)}." if acts else "Take those back by hand first.",
        acts=_in_words(writing, acts),
    )


_CHANGED = "SELECT DISTINCT in_table, row_key FROM changes WHERE import_id = ?"


def _refuse_if_gone(writing: Transaction, import_id: str) -> None:
    """Raise ``NotAllowedError`` when what was brought back speaks of people who are not there.

    That is so when rows were deleted, then the import that had made their people was taken back,
    and now the rows are to return.
    """
    changed = writing.read(_CHANGED, [import_id]).to_pylist()
    keys = [json.loads(row["row_key"])[TABLES[row["in_table"]].key[0]] for row in changed]
    tables = [row["in_table"] for row in changed]
    told = [pa.array(column, pa.string()) for column in (tables, keys)]
    writing.register("brought_back", pa.table(told, ["in_table", "row_key"]))
    carry_out(writing, "undo_missing")
    rows = writing.read("SELECT * FROM speaking_of_the_gone").to_pylist()
    if not rows:
        return
    what = "somebody" if any(row["kind"] == "person" for row in rows) else "something"
    acts = _in_words(writing, {row["import_id"] for row in rows})
    raise NotAllowedError(
        f"What this would bring back speaks of {what} no longer in the log.",
        where=import_id,
        why=f"Another act has taken that away: {'; '.join(acts)}." if acts else "",
        fix="Take that act back first, then this one.",
    )


def _in_words(writing: Transaction, ids: Collection[str | None]) -> tuple[str, ...]:
    return tuple(
        f"“{act['label'] or act['act']}” of {act['recorded_at']}"
        for act in writing.read(_ACTS).to_pylist()
        if act["import_id"] in ids
    )


def _act_of(row: Row) -> str:
    return f"import {row['import_id']}" if row["import_id"] else "entered by hand"


_OWN_CHANGES = """
SELECT in_table, row_key, before, after FROM changes
WHERE import_id = ? AND in_table = ? ORDER BY change_id
"""


def _bring_back(writing: Transaction, import_id: str) -> tuple[int, int]:
    """Insert what the act deleted and give changed rows their values; return how many of each."""
    restored = reverted = 0
    for table in LOG_TABLES:
        changes = writing.read(_OWN_CHANGES, [import_id, table]).to_pylist()
        deleted = [json.loads(c["before"]) for c in changes if c["after"] is None]
        restored += writing.insert(table, deleted)
        reverted += _revert(writing, table, [c for c in changes if c["after"] is not None])
    return restored, reverted


def _revert(writing: Transaction, table: str, changes: Sequence[Row]) -> int:
    """Give rows the values that they had before the first of the changes."""
    before: dict[str, Row] = {}
    for change in reversed(changes):
        before.setdefault(change["row_key"], {}).update(json.loads(change["before"]))
    by_columns: dict[tuple[str, ...], list[Row]] = {}
    for key, values in before.items():
        by_columns.setdefault(tuple(sorted(values)), []).append(json.loads(key) | values)
    return sum(writing.update(table, rows) for rows in by_columns.values())


_INSERTED = "SELECT * FROM query_table(?) WHERE import_id = ?"
_BROUGHT_BACK = """
SELECT row_key FROM changes WHERE in_table = ? AND import_id = ? AND after IS NULL
"""


def _remove(writing: Transaction, table: str, act: pa.Table) -> int:
    """Delete what the act inserted and, if it is an undo, what it brought back."""
    import_id, undone = (act[name][0].as_py() for name in ("import_id", "undone_import_id"))
    key = [*TABLES[table].key]
    removed = 0
    rows = writing.read(_INSERTED, [table, import_id]).select(key)
    if len(rows):
        removed += writing.delete(table, rows)
    back = writing.read(_BROUGHT_BACK, [table, undone])["row_key"].to_pylist()
    if back:
        removed += writing.delete(table, [json.loads(row_key) for row_key in back])
    return removed
