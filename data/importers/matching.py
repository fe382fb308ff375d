"""Row by row into the log: what is new goes in, what is stored is compared and brought up to date.

Every table that is imported has a view ``ready_<table>`` (``row_id``, ``row_key``, the table's
columns) of what the sheets tell, and ``stored_<table>`` of what the log holds; ``row_key`` says
which rows are one.
"""

from __future__ import annotations

import pyarrow as pa

from data.columns import TABLES
from data.importers.merging import merge_rows
from data.importers.outcomes import DUPLICATE, NEW, Outcomes
from data.store.transaction import Transaction

__all__ = ["match_rows"]

_CHUNK = 100_000

_KEYS = """
CREATE OR REPLACE TEMP TABLE row_key_of AS SELECT row_id, row_key FROM query_table(?)
"""
_MEETING = """
CREATE OR REPLACE TEMP TABLE meeting AS
SELECT row_key, row_number() OVER () AS number
FROM (
    SELECT row_key FROM row_key_of GROUP BY row_key HAVING count(*) > 1
    UNION
    SELECT s.row_key FROM query_table(?) AS s SEMI JOIN row_key_of AS r ON r.row_key = s.row_key
)
"""
_ALONE = "SELECT row_id FROM row_key_of ANTI JOIN meeting USING (row_key)"
_MEETING_ROWS = """
SELECT m.number, NULL::BIGINT AS row_id, s.*
FROM query_table(?) AS s JOIN meeting AS m ON m.row_key = s.row_key
WHERE m.number BETWEEN ? AND ?
UNION ALL BY NAME
SELECT m.number, r.*
FROM query_table(?) AS r JOIN meeting AS m ON m.row_key = r.row_key
WHERE m.number BETWEEN ? AND ?
ORDER BY number, row_id NULLS FIRST
"""

_INSERT = {
    "cohorts": """
INSERT INTO cohorts BY NAME
SELECT * EXCLUDE (row_id, row_key), ?::TIMESTAMP AS recorded_at, ? AS import_id
FROM ready_cohorts ANTI JOIN meeting USING (row_key)""",
    "people": """
INSERT INTO people BY NAME
SELECT * EXCLUDE (row_id, row_key), ?::TIMESTAMP AS recorded_at, ? AS import_id
FROM ready_people ANTI JOIN meeting USING (row_key)""",
    "seekers": """
INSERT INTO seekers BY NAME
SELECT * EXCLUDE (row_id, row_key), ?::TIMESTAMP AS recorded_at, ? AS import_id
FROM ready_seekers ANTI JOIN meeting USING (row_key)""",
    "seeker_attributes": """
INSERT INTO seeker_attributes BY NAME
SELECT * EXCLUDE (row_id, row_key), ?::TIMESTAMP AS recorded_at, ? AS import_id
FROM ready_seeker_attributes ANTI JOIN meeting USING (row_key)""",
    "interviews": """
INSERT INTO interviews BY NAME
SELECT * EXCLUDE (row_id, row_key), ?::TIMESTAMP AS recorded_at, ? AS import_id
FROM ready_interviews ANTI JOIN meeting USING (row_key)""",
    "referrals": """
INSERT INTO referrals BY NAME
SELECT * EXCLUDE (row_id, row_key), ?::TIMESTAMP AS recorded_at, ? AS import_id
FROM ready_referrals ANTI JOIN meeting USING (row_key)""",
    "follow_ups": """
INSERT INTO follow_ups BY NAME
SELECT * EXCLUDE (row_id, row_key), ?::TIMESTAMP AS recorded_at, ? AS import_id
FROM ready_follow_ups ANTI JOIN meeting USING (row_key)""",
    "opportunities": """
INSERT INTO opportunities BY NAME
SELECT * EXCLUDE (row_id, row_key), ?::TIMESTAMP AS recorded_at, ? AS import_id
FROM ready_opportunities ANTI JOIN meeting USING (row_key)""",
    "destinations": """
INSERT INTO destinations BY NAME
SELECT * EXCLUDE (row_id, row_key), ?::TIMESTAMP AS recorded_at, ? AS import_id
FROM ready_destinations ANTI JOIN meeting USING (row_key)""",
    "debt_decisions": """
INSERT INTO debt_decisions BY NAME
SELECT * EXCLUDE (row_id, row_key), ?::TIMESTAMP AS recorded_at, ? AS import_id
FROM ready_debt_decisions ANTI JOIN meeting USING (row_key)""",
    "notes": """
INSERT INTO notes BY NAME
SELECT * EXCLUDE (row_id, row_key), ?::TIMESTAMP AS recorded_at, ? AS import_id
FROM ready_notes ANTI JOIN meeting USING (row_key)""",
    "same_person": """
INSERT INTO same_person BY NAME
SELECT * EXCLUDE (row_id, row_key), ?::TIMESTAMP AS recorded_at, ? AS import_id
FROM ready_same_person ANTI JOIN meeting USING (row_key)""",
}


def match_rows(writing: Transaction, table: str, outcomes: Outcomes) -> None:
    """Write what the sheets tell of one table, and note what became of each row."""
    ready, stored = f"ready_{table}", f"stored_{table}"
    writing.read(_KEYS, [ready])
    writing.read(_MEETING, [stored])
    alone = writing.read(_ALONE)["row_id"].to_numpy()
    if table == "seeker_attributes":
        # They are told in the rows of a roster, and counted there.
        outcomes.note_update(alone)
    else:
        outcomes.note(alone, NEW)
    if len(alone):
        writing.sql(_INSERT[table], [writing.now, writing.import_id])
    meeting = writing.read("SELECT count(*) FROM meeting").column(0)[0].as_py()
    for start in range(1, meeting + 1, _CHUNK):
        numbers = [start, start + _CHUNK - 1]
        rows = writing.read(_MEETING_ROWS, [stored, *numbers, ready, *numbers])
        _merge(writing, table, outcomes, rows)


def _merge(writing: Transaction, table: str, outcomes: Outcomes, rows: pa.Table) -> None:
    merged = merge_rows(table, _one_person(writing, table, rows))
    writing.insert(table, merged.new)
    if len(merged.changed):
        writing.update(table, merged.changed)
    if table == "seeker_attributes":
        outcomes.note_update(merged.row_ids[merged.outcomes != DUPLICATE])
    else:
        outcomes.of_row[merged.row_ids] = merged.outcomes
    outcomes.list_changes(merged.changes)


def _one_person(writing: Transaction, table: str, rows: pa.Table) -> pa.Table:
    """Return the rows with merged people told as they are stored: a merge is no change of a row."""
    merges = writing.read("SELECT person_id, stands_for FROM merged").to_pylist()
    stands_for = {merge["person_id"]: merge["stands_for"] for merge in merges}
    if not stands_for:
        return rows
    for name in TABLES[table].of_type("person"):
        if name not in TABLES[table].key:
            told = _as_stored(rows["number"].to_pylist(), rows[name].to_pylist(), stands_for)
            rows = rows.set_column(rows.column_names.index(name), name, pa.array(told, pa.string()))
    return rows


def _as_stored(
    numbers: list[int], people: list[str | None], stands_for: dict[str, str]
) -> list[str | None]:
    first: dict[int, str | None] = {}
    told = []
    for number, person in zip(numbers, people, strict=True):
        before = first.setdefault(number, person)
        same = (
            person and before and stands_for.get(person, person) == stands_for.get(before, before)
        )
        told.append(before if same else person)
    return told
