"""What is wrong with a row only beside other rows, stored or in the same import."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data.importers.sheets import Rejection, TypedSheet
from data.importers.staging import Staged
from data.importers.statements import carry_out
from data.store.transaction import Transaction

__all__ = ["find_problems"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of problem: the column where it shows, why it is one, and the way out."""

    column: str
    reason: str
    fix: str


_OF_ANOTHER = "This id belongs to a row of another seeker."
_CLEAR = "Clear the id to log it as a new row, or mend who the seeker is."

_KINDS = {
    "interview of another seeker": _Kind("interview_id", _OF_ANOTHER, _CLEAR),
    "referral_id of another seeker": _Kind("referral_id", _OF_ANOTHER, _CLEAR),
    "follow_up_id of another seeker": _Kind("follow_up_id", _OF_ANOTHER, _CLEAR),
    "opportunity_id of another seeker": _Kind("opportunity_id", _OF_ANOTHER, _CLEAR),
    "in an interview of another seeker": _Kind(
        "interview_id",
        "This conversation is another seeker's.",
        "Mend the interview_id, or leave the seeker blank: the conversation says who it is.",
    ),
    "unknown interview": _Kind(
        "interview_id",
        "There is no conversation with this id, in the log or in this import.",
        "Mend the interview_id, or import its conversation with it.",
    ),
    "rejected interview": _Kind(
        "interview_id",
        "It belongs to a conversation whose row was rejected.",
        "Mend the row of the conversation; then this one goes in with it.",
    ),
    "unknown referral": _Kind(
        "referral_id",
        "There is no referral with this id, and the row does not say otherwise whose it is.",
        "Mend the referral_id, or fill in seeker and contact.",
    ),
    "unknown person": _Kind(
        "",
        "There is nobody with this id, in the log or in this import.",
        "Fill in the name, or import the sheet of people with it.",
    ),
    "unknown cohort": _Kind(
        "cohort_id",
        "There is no cohort with this id, in the log or in this import.",
        "Fill in the cohort's name, or import the sheet of cohorts with it.",
    ),
    "earlier than requested": _Kind(
        "held_on",
        "Together with what is stored, this was held or answered before it was requested.",
        "Mend the date here, or the day of asking.",
    ),
}


def find_problems(
    writing: Transaction, staged: Staged, rejected: npt.NDArray[np.bool_]
) -> list[tuple[int, Rejection]]:
    """Return the rows that cannot go in beside the others, each with a rejection.

    Needs ``whose``, ``who`` and ``interview_target``; ``rejected`` says which rows were rejected
    before.
    """
    carry_out(writing, "crossrow")
    found = writing.read("SELECT DISTINCT row_id, problem, value FROM problem ORDER BY ALL")
    lost = _rejected_interviews(staged, rejected) if len(found) else set()
    return [
        (row["row_id"], _rejection(staged, row["row_id"], row["problem"], row["value"], lost))
        for row in found.to_pylist()
    ]


def _rejected_interviews(staged: Staged, rejected: npt.NDArray[np.bool_]) -> set[str]:
    """Return the ids of conversations whose rows were rejected."""
    ids: set[str] = set()
    for i, sheet in enumerate(staged.sheets):
        if sheet.table == "interviews" and "interview_id" in sheet.columns.column_names:
            bad = pa.array(rejected[staged.rows_of(i)])
            ids.update(filter(None, sheet.columns["interview_id"].filter(bad).to_pylist()))
    return ids


def _rejection(staged: Staged, row_id: int, problem: str, value: str, lost: set[str]) -> Rejection:
    sheet, position = staged.place(row_id)
    if problem == "unknown interview" and value in lost:
        problem = "rejected interview"
    kind = _KINDS[problem]
    column = kind.column or _where_it_stands(sheet, position, value)
    return Rejection(
        sheet.sheet or "",
        int(sheet.row_numbers[position]),
        sheet.headers.get(column, column),
        value,
        kind.reason,
        kind.fix,
    )


def _where_it_stands(sheet: TypedSheet, position: int, value: str) -> str:
    """Return the name of the column in which a row has this value."""
    row = sheet.columns.slice(position, 1).to_pylist()[0]
    return next((name for name, cell in row.items() if cell == value), "")
