"""The tracker row: what a conversation's row tells of other tables in line.

``referred_by``, ``names_given``, ``thanked`` and ``came_of_it`` become referrals, thank-yous and
opportunities that belong to the row (``inline_of``) and are replaced when its cell changes.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from data.columns import TABLES
from data.importers.identity import give_new_ids
from data.importers.outcomes import CellChange, Outcomes
from data.importers.statements import carry_out
from data.store.transaction import Transaction

__all__ = ["look_at_cells", "write_inline_rows"]

_CHUNK = 250_000


def look_at_cells(writing: Transaction) -> bool:
    """Note which cells tell something in line; to be done before conversations are written.

    Returns whether any cell does.
    """
    carry_out(writing, "tracker_before")
    carry_out(writing, "tracker_told")
    writing.aside("CREATE OR REPLACE TEMP TABLE told_before AS SELECT * FROM told_in_line")
    return bool(writing.read("SELECT count(*) FROM cell").column(0)[0].as_py())


def write_inline_rows(writing: Transaction, new_id: Callable[[], str], outcomes: Outcomes) -> None:
    """Write what the cells tell, once conversations and the other sheets are in the log."""
    carry_out(writing, "tracker_named")
    give_new_ids(writing, new_id)
    carry_out(writing, "tracker_named_made")
    _write(writing, "referrals", outcomes)
    carry_out(writing, "tracker_referrers")
    give_new_ids(writing, new_id)
    carry_out(writing, "tracker_referrers_made")
    writing.insert("people", writing.read("SELECT * FROM further_people"))
    _write(writing, "referrals", outcomes)
    _note_origins(writing, outcomes)
    carry_out(writing, "tracker_outcomes")
    give_new_ids(writing, new_id)
    carry_out(writing, "tracker_outcomes_made")
    _write(writing, "follow_ups", outcomes)
    _write(writing, "opportunities", outcomes, deleting=False)
    _thank_again(writing, outcomes)
    _list_changes(writing, outcomes)


_CHANGED_CELLS = """
SELECT row_id, column_name, b.told AS before, a.told AS after
FROM told_before AS b FULL JOIN told_in_line AS a USING (row_id, column_name)
WHERE b.told IS DISTINCT FROM a.told
ORDER BY row_id, column_name LIMIT 1000
"""


def _list_changes(writing: Transaction, outcomes: Outcomes) -> None:
    """List the cells that tell something else of a stored conversation than before.

    Names are said as names; where there are none on one side, that side keeps its number.
    """
    carry_out(writing, "tracker_told")
    found = writing.read(_CHANGED_CELLS).to_pylist()
    cells = {(row["row_id"], row["column_name"]) for row in found}
    plain = {(c.row_id, c.column): c for c in outcomes.changes if (c.row_id, c.column) in cells}
    outcomes.changes = [c for c in outcomes.changes if (c.row_id, c.column) not in cells]
    for row in found:
        number = plain.get((row["row_id"], row["column_name"]))
        before, after = row["before"], row["after"]
        if number is not None:
            before = number.before if before is None else before
            after = number.after if after is None else after
        outcomes.list_changes([CellChange(row["row_id"], row["column_name"], before, after)])


_GONE = {
    "referrals": "SELECT * FROM gone_referrals",
    "follow_ups": "SELECT * FROM gone_follow_ups",
}
_CHANGED = {
    "referrals": "SELECT * FROM changed_referrals",
    "follow_ups": "SELECT * FROM changed_follow_ups",
    "opportunities": "SELECT * FROM changed_opportunities",
}
_MADE = {
    "referrals": "SELECT * FROM made_referrals WHERE number BETWEEN ? AND ?",
    "follow_ups": "SELECT * FROM made_follow_ups WHERE number BETWEEN ? AND ?",
    "opportunities": "SELECT * FROM made_opportunities WHERE number BETWEEN ? AND ?",
}


def _write(writing: Transaction, table: str, outcomes: Outcomes, *, deleting: bool = True) -> None:
    if deleting:
        gone = writing.read(_GONE[table])
        if len(gone):
            writing.delete(table, gone.select([*TABLES[table].key]))
            outcomes.note_update(_rows(gone["row_id"]))
    changed = writing.read(_CHANGED[table])
    if len(changed):
        writing.update(table, changed.drop_columns(["row_id"]))
        outcomes.note_update(_rows(changed["row_id"]))
    start = 1
    while len(made := writing.read(_MADE[table], [start, start + _CHUNK - 1])):
        writing.insert(table, made.drop_columns(["number", "row_id"]))
        outcomes.note_update(_rows(made["row_id"]))
        start += _CHUNK


def _rows(column: object) -> npt.NDArray[np.int64]:
    return np.unique(np.asarray(column, dtype=np.int64))


_ORIGINS_OF_STORED = """
SELECT c.interview_id, c.referral_id, c.row_id
FROM came_by AS c JOIN interviews AS i USING (interview_id)
WHERE i.import_id IS DISTINCT FROM ? AND i.referral_id IS DISTINCT FROM c.referral_id
"""
_ORIGINS_OF_NEW = """
UPDATE interviews SET referral_id = c.referral_id FROM came_by AS c
WHERE c.interview_id = interviews.interview_id AND interviews.import_id = ?
"""


def _note_origins(writing: Transaction, outcomes: Outcomes) -> None:
    """Store which referral a request came from; what this import made itself is no change."""
    stored = writing.read(_ORIGINS_OF_STORED, [writing.import_id])
    if len(stored):
        writing.update("interviews", stored.drop_columns(["row_id"]))
        outcomes.note_update(_rows(stored["row_id"]))
    writing.sql(_ORIGINS_OF_NEW, [writing.import_id])


_THANKED_STORED = """
SELECT t.interview_id, NULL::BOOLEAN AS thanked, t.row_id
FROM thanks_again AS t JOIN interviews AS i USING (interview_id)
WHERE i.import_id IS DISTINCT FROM ?
"""
_THANKED_NEW = """
UPDATE interviews SET thanked = NULL FROM thanks_again AS t
WHERE t.interview_id = interviews.interview_id AND interviews.import_id = ?
"""


def _thank_again(writing: Transaction, outcomes: Outcomes) -> None:
    """Take back "not thanked" where a thank-you is told of now."""
    stored = writing.read(_THANKED_STORED, [writing.import_id])
    if len(stored):
        writing.update("interviews", stored.drop_columns(["row_id"]))
        outcomes.note_update(_rows(stored["row_id"]))
    writing.sql(_THANKED_NEW, [writing.import_id])
