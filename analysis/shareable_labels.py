"""Names of groups that may leave the building: none is a person's, an address, an id or a text."""

from __future__ import annotations

import pandas as pd

from data.log import Log
from data.names import fold_name

__all__ = ["LONGEST", "MOST_VALUES", "NOT_SAID", "OTHER", "Labels", "attribute_values"]

OTHER = "other"
NOT_SAID = "not said"

MOST_VALUES = 12
"""Values above which an attribute of the seekers is no group but tells single people apart."""

LONGEST = 40
"""Characters above which what should name a group is free text."""


class Labels:
    """What may name a group in a log: everything but people's names, addresses, ids and texts."""

    def __init__(self, log: Log) -> None:
        people, advisors = log.whole("people"), log.whole("seekers")["advisor"]
        self._ids = frozenset(people["person_id"])
        names = pd.concat([people["name"], advisors]).dropna().unique()
        self._names = frozenset(map(fold_name, names)) - {""}

    def of(self, told: pd.Series) -> pd.Series:
        """Return the group of each value: one spelling of it, ``other`` or ``not said``.

        Spellings that differ by case, accents and punctuation only are one group, named by the
        commonest.
        """
        counts = told.value_counts()
        spelling: dict[str, str] = {}
        group = {}
        # The commonest first; of equally common ones the first in the alphabet.
        for value in sorted(counts.index, key=lambda value: (-counts[value], value)):
            fold = fold_name(value)
            safe = fold != OTHER and self.is_safe(value)
            group[value] = spelling.setdefault(fold, value.strip()) if safe else OTHER
        return told.map(group, na_action="ignore").astype("str").fillna(NOT_SAID)

    def is_safe(self, label: str) -> bool:
        """Whether a label tells of nobody: it names no person, and is short and on one line."""
        words = fold_name(label).split()
        if not words or len(label) > LONGEST or len(label.splitlines()) > 1:
            return False
        if "@" in label or label.strip() in self._ids or " ".join(words) in self._names:
            return False
        # A name of one word may be a word like any other: Spring, Reading.
        return not any(
            " ".join(words[start:end]) in self._names
            for start in range(len(words))
            for end in range(start + 2, len(words) + 1)
        )


def attribute_values(log: Log) -> dict[str, pd.Series]:
    """Return the attributes of seekers that may be groups: by person_id, at most 12 values each."""
    told = log.table("seeker_attributes")
    return {
        str(attribute): rows.set_index("person_id")["value"]
        for attribute, rows in told.groupby("attribute", sort=True)
        if rows["value"].nunique() <= MOST_VALUES
    }
