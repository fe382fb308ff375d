"""Seekers whom nobody knows yet: perhaps a name that was mistyped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from data.logbook import Logbook
from data.names import fold_name, fold_names

__all__ = ["Newcomer", "newcomers"]

NEAR = 0.87
"""From which Jaro–Winkler similarity on two seekers' names are near. Lower than for contacts: a
cohort has few names, and a wrong seeker costs more than a question."""

MOST = 3


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A seeker who is not in the log, and the names of seekers who may be meant, nearest first."""

    name: str
    near: tuple[str, ...]


_SEEKERS = """
SELECT DISTINCT p.name FROM people AS p
WHERE p.name IS NOT NULL AND (
    p.person_id IN (SELECT person_id FROM seekers)
    OR p.person_id IN (SELECT seeker_id FROM interviews)
)
"""
_NEAR = """
WITH pair AS (
    SELECT n.name AS newcomer, k.name,
        jaro_winkler_similarity(n.folded, k.folded) AS alike,
        string_split(n.folded, ' ') AS told, string_split(k.folded, ' ') AS known
    FROM newcomer AS n CROSS JOIN known_seeker AS k
)
SELECT newcomer, name FROM pair
WHERE alike >= ? OR len(list_intersect(told, known)) = least(len(told), len(known))
ORDER BY newcomer, alike DESC, name
"""


def newcomers(logbook: Logbook, names: Iterable[str]) -> list[Newcomer]:
    """Return which of these names of seekers no seeker in the log has, in their order.

    Near are names a letter or two apart, the same words in another order, and those of which one
    has all the words of the other ("Sam" and "Sam Sole").
    """
    told = {fold_name(name): name.strip() for name in names if name.strip()}
    known = logbook.read(_SEEKERS)["name"]
    stored = fold_names(known)
    new = [name for folded, name in told.items() if folded not in set(stored.to_pylist())]
    if not new:
        return []
    fresh = pa.array(new, pa.string())
    near = logbook.read(
        _NEAR,
        [NEAR],
        {
            "newcomer": pa.table({"name": fresh, "folded": fold_names(fresh)}),
            "known_seeker": pa.table({"name": known, "folded": stored}),
        },
    ).to_pylist()
    return [
        Newcomer(name, tuple([row["name"] for row in near if row["newcomer"] == name][:MOST]))
        for name in new
    ]
