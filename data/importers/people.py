"""People, cohorts and rosters into the log: new ones, and what the sheets tell of stored ones."""

from __future__ import annotations

import numpy as np

from data.importers.matching import match_rows
from data.importers.outcomes import CellChange, Outcomes
from data.importers.statements import carry_out
from data.names import fold_name
from data.store.transaction import Transaction

__all__ = ["write_people", "write_rosters"]

_NEW_PEOPLE = """
INSERT INTO people BY NAME
SELECT
    person_id, coalesce(name, email) AS name, email, organization, title, industry,
    ?::TIMESTAMP AS recorded_at, ? AS import_id
FROM description ANTI JOIN people USING (person_id)
"""
_CHANGES = """
SELECT t.row_id, p.organization AS was, u.organization AS becomes, 'organization' AS column_name
FROM telling_row AS t JOIN described AS d USING (row_id)
JOIN person_update AS u USING (person_id) JOIN people AS p USING (person_id)
WHERE u.organization IS DISTINCT FROM p.organization
UNION
SELECT t.row_id, p.title, u.title, 'title'
FROM telling_row AS t JOIN described AS d USING (row_id)
JOIN person_update AS u USING (person_id) JOIN people AS p USING (person_id)
WHERE u.title IS DISTINCT FROM p.title
UNION
SELECT t.row_id, p.industry, u.industry, 'industry'
FROM telling_row AS t JOIN described AS d USING (row_id)
JOIN person_update AS u USING (person_id) JOIN people AS p USING (person_id)
WHERE u.industry IS DISTINCT FROM p.industry
UNION
SELECT t.row_id, p.email, u.email, 'email'
FROM telling_row AS t JOIN described AS d USING (row_id)
JOIN person_update AS u USING (person_id) JOIN people AS p USING (person_id)
WHERE u.email IS DISTINCT FROM p.email
UNION
SELECT t.row_id, p.name, u.name, 'name'
FROM telling_row AS t JOIN described AS d USING (row_id)
JOIN person_update AS u USING (person_id) JOIN people AS p USING (person_id)
WHERE u.name IS DISTINCT FROM p.name
ORDER BY row_id, column_name LIMIT 1000
"""
_OTHER_NAMES = """
SELECT t.person_id, p.name AS stored, p.also_named, [t.name, t.other_name] AS names
FROM two_names AS t JOIN people AS p USING (person_id)
ORDER BY t.person_id
"""


def write_people(writing: Transaction, outcomes: Outcomes) -> list[int]:
    """Write everybody whom the sheets name; return the rows that change what is stored of them.

    Those rows are updates even if they add nothing to their own table.
    """
    carry_out(writing, "described")
    telling = writing.read("SELECT row_id FROM telling_row ORDER BY row_id")["row_id"]
    outcomes.list_changes(
        CellChange(row["row_id"], row["column_name"], row["was"], row["becomes"])
        for row in writing.read(_CHANGES).to_pylist()
    )
    updates = writing.read("SELECT * FROM person_update")
    if len(updates):
        writing.update("people", updates)
    if writing.read("SELECT 1 FROM sheet_people LIMIT 1").num_rows:
        match_rows(writing, "people", outcomes)
    writing.sql(_NEW_PEOPLE, [writing.now, writing.import_id])
    _note_other_names(writing)
    return np.asarray(telling, dtype=np.int64).tolist()


def _note_other_names(writing: Transaction) -> None:
    """Keep the other names that came with somebody's e-mail address, for ``check`` to tell."""
    noted = []
    for row in writing.read(_OTHER_NAMES).to_pylist():
        also = [name for name in (row["also_named"] or "").split("; ") if name]
        known = {fold_name(name) for name in (row["stored"], *also)}
        for name in row["names"]:
            if fold_name(name) not in known:
                known.add(fold_name(name))
                also.append(name)
        if "; ".join(also) != (row["also_named"] or ""):
            noted.append({"person_id": row["person_id"], "also_named": "; ".join(also)})
    if noted:
        writing.update("people", noted)


def write_rosters(writing: Transaction, told: set[str], outcomes: Outcomes) -> None:
    """Write cohorts, rosters and what belongs to a seeker or a person, where told."""
    if "cohorts" in told:
        match_rows(writing, "cohorts", outcomes)
    writing.insert("cohorts", writing.read("SELECT * FROM further_cohorts"))
    for table in ("seekers", "seeker_attributes", "destinations", "same_person"):
        if table in told or (table == "seeker_attributes" and "seekers" in told):
            match_rows(writing, table, outcomes)
