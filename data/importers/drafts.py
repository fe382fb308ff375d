"""A column whose meaning is being settled."""

from __future__ import annotations

from dataclasses import dataclass

from data.importers.guesses import Values
from data.importers.header_words import Word

__all__ = ["Draft"]


@dataclass(slots=True)
class Draft:
    """A column whose meaning is being settled."""

    position: int
    header: str
    values: Values
    word: Word | None = None
    own: bool = False
    settled: bool = False
    meaning: str = ""
    reason: str = ""
    sure: bool = True
    proposed: str = ""

    def means(self, *meanings: str, weak: bool | None = None) -> bool:
        """Whether the header's word says one of these, and nothing is settled yet."""
        return (
            not self.settled
            and self.word is not None
            and self.word.meaning in meanings
            and (weak is None or self.word.weak == weak)
        )

    def read(self, meaning: str, reason: str) -> None:
        """Settle that the column is read, and surely so."""
        self.settled, self.meaning, self.reason = True, meaning, reason

    def leave(self, reason: str) -> None:
        """Settle that the column is surely not read."""
        self.settled, self.reason = True, reason

    def doubt(self, proposed: str, reason: str) -> None:
        """Settle that a person must say what it is; until then it is not read."""
        self.settled, self.sure, self.proposed, self.reason = True, False, proposed, reason
