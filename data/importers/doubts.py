"""What an import was in doubt about: told, never decided."""

from __future__ import annotations

from collections.abc import Iterable

from data.importers.seekers import SeekerDoubt
from data.importers.sheets import SheetWarning
from data.importers.staging import Staged
from data.names import fold_name
from data.store.transaction import Transaction

__all__ = ["doubts_of_names", "doubts_of_seekers", "two_names_of_one"]

RowWarning = tuple[int, SheetWarning]

_COLUMNS = {
    "contact": "contact_name",
    "referrer": "referred_by",
    "named": "names_given",
    "from": "from_name",
    "referred": "referred_name",
    "person": "name",
}


def _warning(
    staged: Staged, row_id: int, column: str, value: str, reason: str, fix: str
) -> RowWarning:
    sheet, position = staged.place(row_id)
    row = int(sheet.row_numbers[position])
    header = sheet.headers.get(column, column)
    return row_id, SheetWarning(sheet.sheet or "", row, header, value, reason, fix)


def doubts_of_seekers(staged: Staged, doubts: Iterable[SeekerDoubt]) -> list[RowWarning]:
    """Return warnings of names that several seekers have."""
    return [
        _warning(
            staged,
            doubt.row_id,
            "seeker",
            doubt.name,
            f"{doubt.people} seekers have this name, so this was taken for a further one.",
            "Fill in the seeker's e-mail address, or decide later that they are the same person.",
        )
        for doubt in doubts
    ]


def doubts_of_names(writing: Transaction, staged: Staged) -> list[RowWarning]:
    """Return warnings of names that could be several people, and were taken for none of them."""
    found = writing.read("SELECT role, row_id, name FROM doubtful_name ORDER BY row_id, name")
    return [
        _warning(
            staged,
            row["row_id"],
            _COLUMNS[row["role"]],
            row["name"],
            "This could be several people, so it was taken for a further one.",
            "Fill in an e-mail address, or decide later who it is.",
        )
        for row in found.to_pylist()
    ]


_TWO_NAMES = """
SELECT min(d.row_id) AS row_id, t.email, t.name, t.other_name
FROM described AS d JOIN two_names AS t ON t.person_id = d.person_id
WHERE d.email IS NOT NULL
GROUP BY t.email, t.name, t.other_name
ORDER BY row_id LIMIT 100
"""


def two_names_of_one(writing: Transaction, staged: Staged) -> list[RowWarning]:
    """Return warnings of e-mail addresses that come with two names; each is one person."""
    return [
        _warning(
            staged,
            row["row_id"],
            "",
            row["email"],
            f'One e-mail address has two names: "{row["name"]}" and "{row["other_name"]}".',
            "It was taken for one person. If they are two, mend one of the addresses.",
        )
        for row in writing.read(_TWO_NAMES).to_pylist()
        if fold_name(row["name"]) != fold_name(row["other_name"])
    ]
