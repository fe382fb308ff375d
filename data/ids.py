"""Ids as numbers: one number for each id of a log, the same in every table.

Numbers are worked out once per revision. Comparing, sorting and looking up numbers takes a tenth of
what it takes for texts, so what is derived for every as-of date is derived from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.columns import TABLES
from data.lookup import as_arrow

__all__ = ["Ids", "Kind"]

Kind = Literal["person", "interview", "referral"]
Positions = npt.NDArray[np.int64]

_KEYS: dict[Kind, tuple[str, str]] = {
    "person": ("people", "person_id"),
    "interview": ("interviews", "interview_id"),
    "referral": ("referrals", "referral_id"),
}
_TABLES = (
    "people",
    "interviews",
    "referrals",
    "follow_ups",
    "opportunities",
    "seekers",
    "debt_decisions",
)
_PAIRS = (
    ("interviews", "seeker_id", "contact_id"),
    ("referrals", "seeker_id", "referred_id"),
    ("referrals", "seeker_id", "from_id"),
    ("follow_ups", "seeker_id", "contact_id"),
)


class Ids:
    """The ids of a log's tables as numbers.

    An id of ``interviews``, ``referrals`` or ``people`` has the number of its row there; ids that
    stand in other tables only come after them.

    >>> people = pd.DataFrame({"person_id": pd.array(["a", "b"], dtype="str")})
    >>> empty = {name: pd.DataFrame(columns=TABLES[name].names, dtype="str") for name in TABLES}
    >>> asked = pd.DataFrame({"seeker_id": ["b"], "contact_id": ["z"]}, dtype="str")
    >>> asked = asked.reindex(columns=TABLES["interviews"].names).astype("str")
    >>> ids = Ids(empty | {"people": people, "interviews": asked})
    >>> ids.of("interviews", "seeker_id"), ids.of("interviews", "contact_id")
    (array([1]), array([2]))
    >>> ids.words("person", np.array([2, -1])).tolist()
    ['z', nan]
    """

    __slots__ = ("_numbers", "_pair_codes", "_pairs", "_words")

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._numbers: dict[tuple[str, str], Positions] = {}
        self._words: dict[Kind, Any] = {}
        for kind in _KEYS:
            self._number(kind, tables)
        self._pair_codes, self._pairs = self._number_pairs()

    @property
    def pairs(self) -> int:
        """How many pairs there are: more than the highest number of one."""
        return len(self._pair_codes)

    def of(self, table: str, column: str) -> Positions:
        """Return the number of each id of a column, −1 for a blank one. Shape (rows of table,)."""
        return self._numbers[table, column]

    def pair(self, table: str, other: str) -> Positions:
        """Return one number for each row's ``seeker_id`` and ``other``, less than :attr:`pairs`.

        −1 where one of them is blank. Known for what a seeker has to do with a person: contacts of
        requests and follow-ups, who was named and who named them.
        """
        return self._pairs[table, other]

    def pair_of(self, seekers: Positions, people: Positions) -> Positions:
        """Return the number of each pair that is known, −1 for others."""
        wanted = np.where((seekers < 0) | (people < 0), -1, seekers * self.count("person") + people)
        return pd.Index(self._pair_codes).get_indexer(wanted).astype(np.int64)

    def count(self, kind: Kind) -> int:
        """Return how many ids of a kind there are: one more than the highest number."""
        return len(self._words[kind])

    def words(self, kind: Kind, numbers: Positions) -> Any:  # noqa: ANN401  # a column
        """Return the ids of numbers as text, blank for −1."""
        return self._words[kind].take(numbers, allow_fill=True)

    def numbers(self, kind: Kind, ids: Any) -> Positions:  # noqa: ANN401  # a column
        """Return the number of each id, −1 for a blank or an unknown one."""
        found = pc.index_in(as_arrow(ids), value_set=as_arrow(self._words[kind]), skip_nulls=True)
        return pc.fill_null(found, -1).to_numpy().astype(np.int64)

    def _number(self, kind: Kind, tables: Mapping[str, pd.DataFrame]) -> None:
        columns = [
            (table, column.name)
            for table in _TABLES
            for column in TABLES[table].columns
            if (column.type == "person" if kind == "person" else column.name == _KEYS[kind][1])
        ]
        # The key comes first, so that its ids are numbered in the order of their rows.
        columns.sort(key=lambda named: named != _KEYS[kind])
        texts = [as_arrow(tables[table][name]) for table, name in columns]
        coded = pa.chunked_array(texts, type=pa.large_string()).combine_chunks().dictionary_encode()
        numbers = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
        ends = np.cumsum([len(text) for text in texts])[:-1]
        self._words[kind] = pd.array(coded.dictionary, dtype="str")
        self._numbers.update(zip(columns, np.split(numbers, ends), strict=True))

    def _number_pairs(self) -> tuple[Positions, dict[tuple[str, str], Positions]]:
        people = self.count("person")
        codes = []
        for table, one, other in _PAIRS:
            seeker, person = self.of(table, one), self.of(table, other)
            codes.append(np.where((seeker < 0) | (person < 0), -1, seeker * people + person))
        every = np.concatenate(codes)
        numbers, found = pd.factorize(np.where(every < 0, 0, every))
        numbers = np.where(every < 0, -1, numbers)
        split = np.split(numbers, np.cumsum([len(part) for part in codes])[:-1])
        names = [(table, other) for table, _, other in _PAIRS]
        return found, dict(zip(names, split, strict=True))
