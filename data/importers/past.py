"""The imports of a logbook, newest first: when, which files, what came of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from data.logbook import Logbook

__all__ = ["PastImport", "past_imports"]


@dataclass(frozen=True, slots=True)
class PastImport:
    """One act of importing. ``taken_back_on`` is None while its rows stand.

    ``accepted`` counts the rows that were new, ``updated`` those that changed a stored one,
    ``duplicates`` those that were known, ``rejected`` those that stayed out.
    """

    import_id: str
    recorded_at: dt.datetime
    files: tuple[str, ...]
    accepted: int
    updated: int
    duplicates: int
    rejected: int
    taken_back_on: dt.datetime | None


_PAST = """
SELECT
    i.import_id,
    i.recorded_at,
    list(f.file ORDER BY f.file) AS files,
    sum(f.accepted)::BIGINT AS accepted,
    sum(f.updated)::BIGINT AS updated,
    sum(f.duplicates)::BIGINT AS duplicates,
    sum(f.rejected)::BIGINT AS rejected,
    (
        SELECT max(u.recorded_at)
        FROM imports AS u
        WHERE u.undone_import_id = i.import_id
            AND NOT EXISTS (SELECT 1 FROM imports AS v WHERE v.undone_import_id = u.import_id)
    ) AS taken_back_on
FROM imports AS i
JOIN import_files AS f ON f.import_id = i.import_id
WHERE i.act = 'import'
GROUP BY i.import_id, i.recorded_at
ORDER BY i.recorded_at DESC, i.import_id
"""


def past_imports(logbook: Logbook) -> tuple[PastImport, ...]:
    """Return every import that wrote something, the newest first."""
    return tuple(
        PastImport(**row | {"files": tuple(row["files"])})
        for row in logbook.read(_PAST).to_pylist()
    )
