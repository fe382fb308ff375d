"""Deleting conversations with what hangs on them: told before, and undone at will."""

from __future__ import annotations

from collections.abc import Sequence

from data.columns import TABLES
from data.entering.rows import Read
from data.store.transaction import Transaction

__all__ = ["remove_conversations", "what_hangs_on"]

_HANGING = {
    "debt_decisions": """
SELECT * FROM debt_decisions
WHERE interview_id IN (SELECT unnest($1)) OR referral_id IN (
    SELECT referral_id FROM referrals
    WHERE interview_id IN (SELECT unnest($1)) OR inline_of IN (SELECT unnest($1))
)
""",
    "opportunities": """
SELECT * FROM opportunities
WHERE interview_id IN (SELECT unnest($1)) OR inline_of IN (SELECT unnest($1))
""",
    "follow_ups": """
SELECT * FROM follow_ups
WHERE interview_id IN (SELECT unnest($1)) OR inline_of IN (SELECT unnest($1))
""",
    "referrals": """
SELECT * FROM referrals
WHERE interview_id IN (SELECT unnest($1)) OR inline_of IN (SELECT unnest($1))
""",
}


def what_hangs_on(read: Read, ids: Sequence[str]) -> dict[str, int]:
    """Return how many rows of each table belong to these conversations and would go with them.

    ``read`` answers queries: ``Logbook.read``, or that of an act under way.
    """
    counts = {table: len(read(query, [[*ids]])) for table, query in _HANGING.items()}
    return {table: count for table, count in counts.items() if count}


def remove_conversations(writing: Transaction, ids: Sequence[str]) -> None:
    """Delete conversations within an act under way, with the rows that belong to them.

    People stay, and so do requests to people who were named there.
    """
    for table, query in _HANGING.items():
        rows = writing.read(query, [[*ids]])
        if len(rows):
            writing.delete(table, rows.select([*TABLES[table].key]))
    if ids:
        writing.delete("interviews", [{"interview_id": i} for i in ids])
