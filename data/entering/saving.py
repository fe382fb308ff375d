"""Saving what was edited in a grid or a form: all of it or nothing, with every problem told.

Rows are read and checked by the importer's own code (typed cells, who is who, which conversation a
row is, the tracker row's cells told in line), so that a grid, a form and a sheet mean the same.
What differs is told here: an emptied cell erases, and a row may be deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from data.entering.acts import Act, Entering, Signature, entering
from data.entering.clearing import (
    OF_PERSON,
    changed_cells,
    clear_cells,
    keep_own_names,
    replace_own_rows,
)
from data.entering.conflicts import Conflict, ConflictError
from data.entering.deleting import remove_conversations
from data.entering.office_cells import told_plainly
from data.entering.problems import Problem, ProblemsError, doubts_of
from data.entering.rows import GRID, Record, conversations
from data.errors import FileRefusedError
from data.importers.act import take_in
from data.importers.date_order import DateOrder
from data.importers.report import SheetReport
from data.importers.sheets import RawSheet, Rejection
from data.importers.typed import read_typed
from data.log_format import SHEETS
from data.logbook import Logbook
from data.store.transaction import Transaction

__all__ = ["Edit", "save_rows", "take_rows"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One row as it was read (None: a new one) and as it is wanted (None: deleted).

    Both are rows of :func:`data.entering.rows.conversations`. A new row may say by ``contact_id``
    and ``seeker_id`` who is meant.
    """

    read: Record | None
    wanted: Record | None


def save_rows(
    logbook: Logbook,
    edits: Sequence[Edit],
    signed: Signature,
    *,
    date_order: DateOrder | None = None,
) -> Act:
    """Save edited, new and deleted conversations as one act.

    Raises :class:`~data.entering.conflicts.ConflictError` when rows were changed by somebody else
    since they were read, :class:`ProblemsError` with every problem of every cell, and
    ``NotAllowedError`` when there is nothing to save. Then nothing is written.
    """
    edits = [replace(e, wanted=e.wanted and told_plainly(e.wanted, e.read)) for e in edits]
    with entering(logbook, signed) as act:
        _refuse_conflicts(act.writing, edits)
        gone = [e.read["interview_id"] for e in edits if e.wanted is None and e.read is not None]
        remove_conversations(act.writing, gone)
        new = sum(r.accepted for r in _write(act, edits, date_order))
        kept = sum(e.wanted is not None and e.wanted != e.read for e in edits)
        act.named(_counted(new, kept - new, len(gone)))
    return act.done


def _refuse_conflicts(writing: Transaction, edits: Sequence[Edit]) -> None:
    ids = [e.read["interview_id"] for e in edits if e.read is not None]
    stored = {row["interview_id"]: row for row in conversations(writing.read, ids)}
    conflicts = []
    for place, edit in enumerate(edits):
        if edit.read is not None:
            now = stored.get(edit.read["interview_id"])
            if now != edit.read:
                conflicts.append(Conflict(place, edit.read, edit.wanted or {}, now))
    if conflicts:
        raise ConflictError(conflicts)


_STORED = "SELECT * FROM interviews WHERE interview_id IN (SELECT unnest(?))"
_IDS = ("interview_id", "seeker_id", "contact_id", "cancelled_on")
_WHO = ("seeker", "contact_name")


def _write(
    act: Entering, edits: Sequence[Edit], date_order: DateOrder | None
) -> tuple[SheetReport, ...]:
    ids = [e.read["interview_id"] for e in edits if e.read is not None]
    stored = {r["interview_id"]: r for r in act.writing.read(_STORED, [ids]).to_pylist()}
    told: dict[int, Record] = {}
    kept: dict[str, int] = {}
    for place, edit in enumerate(edits):
        if edit.wanted is None:
            continue
        if edit.read is None:
            told[place] = edit.wanted
        elif changed := changed_cells(edit.read, edit.wanted):
            row = stored[edit.read["interview_id"]]
            told[place] = _prepared(act.writing, row, edit.wanted, changed, kept)
    if not told:
        return ()
    reports = _taken_in(act, told, date_order)
    _count_names(act.writing, kept)
    _describe(act.writing, edits, stored)
    return reports


_OF_OTHERS = "SELECT name FROM people WHERE lower(email) = lower(?) AND person_id <> ?"


def _describe(
    writing: Transaction, edits: Sequence[Edit], stored: Mapping[str, dict[str, Any]]
) -> None:
    """Correct what the grid tells of people: there a word replaces what stood, whatever its day."""
    for place, edit in enumerate(edits):
        if edit.read is None or edit.wanted is None:
            continue
        if edit.wanted["contact_name"] != edit.read["contact_name"]:
            continue  # somebody else
        person_id = stored[edit.read["interview_id"]]["contact_id"]
        changed = [n for n in OF_PERSON if edit.wanted[n] and edit.wanted[n] != edit.read[n]]
        address = edit.wanted["contact_email"]
        if "contact_email" in changed and len(writing.read(_OF_OTHERS, [address, person_id])):
            raise ProblemsError([Problem(place, "contact_email", address, *_ADDRESS_TAKEN)])
        told = {OF_PERSON[n]: edit.wanted[n].strip() for n in changed}
        if told:
            writing.update("people", [{"person_id": person_id} | told])


_ADDRESS_TAKEN = (
    "This address belongs to somebody else in the log.",
    "If the two are one person, join them under “People”; else mend the address.",
)


def _prepared(
    writing: Transaction,
    row: Mapping[str, Any],
    wanted: Record,
    changed: Sequence[str],
    kept: dict[str, int],
) -> Record:
    """Empty what was emptied, and return what a sheet would say of the rest.

    Only cells that changed are told, and the row's dates: a name that stands as it stood must not
    be taken for somebody else.
    """
    clear_cells(writing, row, [n for n in changed if not wanted[n] and n not in _WHO])
    replace_own_rows(writing, row, [n for n in changed if wanted[n]])
    told = {n: wanted[n] for n in changed}
    told |= {n: wanted[n] for n in SHEETS["interviews"].dates if wanted.get(n)}
    if told.get("names_given"):
        told["names_given"], own = keep_own_names(writing, row, told["names_given"])
        kept[row["interview_id"]] = own
    told["interview_id"] = row["interview_id"]
    if "seeker" not in told:
        told["seeker_id"] = row["seeker_id"]
    if "contact_name" not in told:
        told["contact_id"], told["contact_name"] = row["contact_id"], wanted["contact_name"]
    if row["cancelled_on"] is not None:
        told["cancelled_on"] = row["cancelled_on"].isoformat()
    return told


def take_rows(act: Entering, told: Mapping[int, Record]) -> int:
    """Write new rows within an act under way, by their place; return how many are new to the log.

    Raises :class:`ProblemsError` with every problem of every cell.
    """
    plain = {place: told_plainly(row) for place, row in told.items()}
    return sum(report.accepted for report in _taken_in(act, plain, None))


def _taken_in(
    act: Entering, told: Mapping[int, Record], date_order: DateOrder | None
) -> tuple[SheetReport, ...]:
    doubts = doubts_of(told, date_order)
    standing = {(doubt.place, doubt.column): text for doubt, text in doubts.items()}
    raw = _as_sheet(
        {
            place: {n: standing.get((place, n), v) for n, v in row.items()}
            for place, row in told.items()
        }
    )
    today = act.signed.now.date()
    try:
        sheet = read_typed(
            raw, SHEETS["interviews"], as_of=today, date_order=date_order, seeker=None
        )
    except FileRefusedError as error:
        raise ProblemsError([_whole(error, told)]) from error
    reports = take_in(act.writing, [sheet], act.signed.new_id)
    problems = [_in_grid(r, told[r.row - 1]) for r in reports[0].rejected]
    problems += [
        Problem((w.row or 1) - 1, w.column, w.value, w.reason, w.fix)
        for w in reports[0].warnings
        if "several people" in w.reason
    ]
    problems = [*doubts, *(p for p in problems if (p.place, p.column) not in standing)]
    if problems:
        raise ProblemsError(sorted(problems, key=lambda p: (p.place, p.column)))
    return reports


def _in_grid(rejection: Rejection, row: Record) -> Problem:
    if rejection.column == "interview_id":
        return Problem(
            rejection.row - 1,
            "seeker",
            row.get("seeker", ""),
            "A conversation stays with its seeker.",
            "Delete the row, and enter it anew with the other seeker.",
        )
    return Problem(
        rejection.row - 1, rejection.column, rejection.value, rejection.reason, rejection.fix
    )


def _whole(error: FileRefusedError, told: Mapping[int, Record]) -> Problem:
    reason = " ".join(filter(None, (error.what, error.why)))
    return Problem(min(told), "", "", reason, error.fix)


def _as_sheet(told: Mapping[int, Record]) -> RawSheet:
    """Return the rows as a sheet; their numbers are their places, counted from one."""
    names = [n for n in (*_IDS, *GRID) if any(n in row for row in told.values())]
    return RawSheet(
        file="grid",
        sheet=None,
        format="csv",
        header_row=1,
        headers=tuple(names),
        columns=[
            pa.chunked_array([[row.get(n, "") for row in told.values()]], pa.string())
            for n in names
        ],
        row_numbers=np.array([place + 1 for place in told], np.int64),
    )


_NAMES_NOW = """
SELECT interview_id, count(DISTINCT referred_id) AS names_given FROM referrals
WHERE interview_id IN (SELECT unnest(?)) AND referred_id IS NOT NULL GROUP BY interview_id
"""


def _count_names(writing: Transaction, kept: Mapping[str, int]) -> None:
    """Count the names of conversations of which some stand in rows of their own."""
    ids = [interview_id for interview_id, own in kept.items() if own]
    if ids:
        writing.update("interviews", writing.read(_NAMES_NOW, [ids]))


def _counted(new: int, changed: int, gone: int) -> str:
    parts = [(new, "added"), (changed, "changed"), (gone, "deleted")]
    told = [f"{n} {'conversation' if n == 1 else 'conversations'} {what}" for n, what in parts if n]
    return ", ".join(told)
