"""An act of entering: what it is called, when it took place, and the list of the latest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pyarrow as pa

from data.errors import NotAllowedError
from data.logbook import Logbook
from data.store.transaction import Transaction

__all__ = ["Act", "Entering", "Signature", "entering", "latest_acts", "refuse_missing"]


@dataclass(frozen=True, slots=True)
class Signature:
    """When an act takes place, where new ids come from, and who does it."""

    now: dt.datetime
    new_id: Callable[[], str]
    who: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One act as it was saved: its id, and what was done in words (without names)."""

    act_id: str
    label: str


@dataclass(slots=True)
class Entering:
    """An act under way: what may be written, by whom, and what it will be called."""

    writing: Transaction
    signed: Signature
    label: str = ""
    done: Act = field(init=False)

    def named(self, label: str) -> None:
        """Say what the act did, once that is known."""
        self.label = label


@contextmanager
def entering(logbook: Logbook, signed: Signature, label: str = "") -> Iterator[Entering]:
    """Carry out one act of entering: all of it or nothing; it is listed with the imports.

    After the block, ``done`` is the act as saved.

    Raises ``NotAllowedError`` when the act would change nothing.
    """
    act_id = signed.new_id()
    with logbook.writing(
        now=signed.now, act="entering", who=signed.who, import_id=act_id
    ) as writing:
        under_way = Entering(writing, signed, label)
        yield under_way
        if not writing.changed:
            raise NotAllowedError(
                "There was nothing to save: the log says all of this already.",
                fix="Read the page again, to see how it stands now.",
            )
        record = {"import_id": act_id, "as_of": signed.now.date(), "act": "entering"}
        writing.insert("imports", [record | {"label": under_way.label, "who": signed.who or None}])
    under_way.done = Act(act_id, under_way.label)


_LATEST = """
WITH undone AS (
    SELECT undone_import_id AS import_id FROM imports AS u
    WHERE undone_import_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM imports AS v WHERE v.undone_import_id = u.import_id)
)
SELECT i.import_id AS act_id, i.act, i.label, i.who, i.recorded_at, i.undone_import_id,
    undone.import_id IS NOT NULL AS undone,
    (SELECT undone_import_id FROM imports AS o WHERE o.import_id = i.undone_import_id) IS NOT NULL
        AS brought_back,
    (SELECT string_agg(f.file, ', ' ORDER BY f.file) FROM import_files AS f
        WHERE f.import_id = i.import_id) AS files
FROM imports AS i LEFT JOIN undone ON undone.import_id = i.import_id
ORDER BY i.recorded_at DESC, i.import_id LIMIT ?
"""


def latest_acts(logbook: Logbook, most: int = 20) -> pa.Table:
    """Return the latest acts, imports and undoings among them, the newest first.

    Columns: act_id, act (``import``, ``entering``, ``undo``), label, who, recorded_at,
    undone_import_id, undone (has been taken back), brought_back (an undoing of an undoing), files
    (of an import).
    """
    return logbook.read(_LATEST, [most])


_MISSING = {
    "people": "SELECT count(*) FROM asked_for AS a ANTI JOIN people AS p ON p.person_id = a.id",
    "interviews": (
        "SELECT count(*) FROM asked_for AS a ANTI JOIN interviews AS i ON i.interview_id = a.id"
    ),
    "referrals": (
        "SELECT count(*) FROM asked_for AS a ANTI JOIN referrals AS r ON r.referral_id = a.id"
    ),
    "cohorts": "SELECT count(*) FROM asked_for AS a ANTI JOIN cohorts AS c ON c.cohort_id = a.id",
}


def refuse_missing(writing: Transaction, table: str, ids: Sequence[object]) -> None:
    """Raise ``NotAllowedError`` when a row that the act speaks of is not in the log any more."""
    wanted = sorted({str(i) for i in ids if i is not None})
    writing.register("asked_for", pa.table({"id": pa.array(wanted, pa.string())}))
    if writing.read(_MISSING[table]).column(0)[0].as_py():
        raise NotAllowedError(
            "What this speaks of is no longer in the log, so nothing was saved.",
            where=table,
            why="Another act has taken it away since the page was read.",
            fix="Read the page again, then repeat what is still wanted.",
        )
