"""Who is who: which person each name, address and id in the sheets means.

Same id, else same e-mail address, else same folded name and organization, else same folded name
within the same seeker's rows; otherwise a new person. Two e-mail addresses never merge by name, a
blank organization matches nothing, and what could be several people is taken for none of them. The
rules are carried out for all rows at once, so the order of rows does not matter.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import numpy as np
import pyarrow as pa

from data.frames import as_frame
from data.importers.seekers import SeekerDoubt, resolve_seekers
from data.importers.statements import carry_out
from data.merges import merged_ids
from data.store.transaction import Transaction

__all__ = ["give_new_ids", "recognize_people"]

_ONE_BY_ONE = 1_000
_UNSETTLED = "SELECT key FROM unsettled ORDER BY hash(key), key"


def recognize_people(writing: Transaction, new_id: Callable[[], str]) -> list[SeekerDoubt]:
    """Make ``whose`` (whose row each row is) and ``who`` (who is meant by each mention in it).

    Needs the registered sheets. Returns seekers' names that were left in doubt.
    """
    _register_merges(writing)
    carry_out(writing, "spellings")
    doubts = resolve_seekers(writing, new_id)
    carry_out(writing, "seekers_known")
    carry_out(writing, "mentions")
    carry_out(writing, "claims")
    carry_out(writing, "ids_known")
    carry_out(writing, "claims")
    give_new_ids(writing, new_id, "new_people", "person_id")
    carry_out(writing, "emails_known")
    _settle_names(writing)
    give_new_ids(writing, new_id, "new_people", "person_id")
    carry_out(writing, "who_is_who")
    return doubts


def _settle_names(writing: Transaction) -> None:
    """Say who is meant by names alone, pass by pass, until nothing more is settled."""
    carry_out(writing, "names_told")
    while True:
        carry_out(writing, "names_pass")
        if not writing.read("SELECT 1 FROM settled_name LIMIT 1").num_rows:
            break
    carry_out(writing, "names_left")


def give_new_ids(
    writing: Transaction, new_id: Callable[[], str], name: str = "new_ids", column: str = "id"
) -> None:
    """Register a new id for each key in ``unsettled``."""
    keys = writing.read(_UNSETTLED)["key"]
    writing.register(name, pa.table({"key": keys, column: _random_ids(new_id, len(keys))}))


def _random_ids(new_id: Callable[[], str], count: int) -> pa.Array:
    """Return random ids; many at once are drawn from a generator that one of the caller's seeds."""
    if count <= _ONE_BY_ONE:
        return pa.array([new_id() for _ in range(count)], pa.string())
    seed = int.from_bytes(sha256(new_id().encode()).digest())
    drawn = np.random.Generator(np.random.PCG64(seed)).bytes(16 * count).hex().encode()
    ends = pa.py_buffer(np.arange(0, 32 * count + 1, 32, dtype=np.int32))
    return pa.StringArray.from_buffers(count, ends, pa.py_buffer(drawn))


def _register_merges(writing: Transaction) -> None:
    decisions = as_frame("same_person", writing.read("SELECT * FROM same_person").to_pandas())
    merged = merged_ids(decisions)
    writing.register(
        "merged",
        pa.table(
            {
                "person_id": pa.array(merged.keys(), pa.string()),
                "stands_for": pa.array(merged.values(), pa.string()),
            }
        ),
    )
