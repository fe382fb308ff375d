"""Which table of the log format a sheet is, by its name and its headers."""

from __future__ import annotations

from collections.abc import Sequence

from data.importers.header_rows import HeaderRows
from data.importers.header_words import NOTHING, word_for
from data.importers.headers import choose_sheet, match_headers, sheet_by_name
from data.importers.required import needs
from data.log_format import SHEETS, Sheet

__all__ = ["LOG", "RARER", "choose_table"]

LOG = "interviews"
"""The table of conversations: the one without which the others say little."""

_WORDED = (LOG, "seekers", "referrals")
RARER = ("follow_ups", "opportunities", "destinations", "people")
"""Tables of which an office's words are believed only where they tell all that a row must say."""

_LEAST = 3


def choose_table(name: str, found: HeaderRows) -> tuple[str, str]:
    """Return the sheet of the log format that a sheet is, and why; empty when nothing tells."""
    exact, because = choose_sheet(name, found.telling)
    named = sheet_by_name(name)
    scores = {
        table: _score(found.telling, table, worded=_takes_words(found.telling, table, named))
        for table in SHEETS
    }
    best = max(scores, key=lambda table: scores[table])
    if exact and exact.name in RARER and exact != named and _tells_all(found.telling, LOG):
        exact = None
    if exact and 2 * scores[exact.name] >= scores[best]:
        return exact.name, f"Its {because} says so." if because == "name" else "Its columns say so."
    if named and scores[named.name] and 2 * scores[named.name] >= scores[best]:
        return named.name, "Its name says so."
    return (best, "Its columns say so.") if scores[best] >= _LEAST else ("", "")


def _takes_words(headers: Sequence[str], table: str, named: Sheet | None) -> bool:
    """Whether other words for columns speak for a table.

    For the rarer ones they do where they tell all that a row must say, and the sheet has its name
    or is no log of conversations: company, title, date and notes head many kinds of sheets.
    """
    if table in _WORDED:
        return True
    if table not in RARER or not _tells_all(headers, table):
        return False
    is_named = named is not None and named.name == table
    return is_named or not _tells_all(headers, LOG)


def _tells_all(headers: Sequence[str], table: str) -> bool:
    """Whether headers tell all that a row must say; whose it is may be asked."""
    told = {*match_headers(headers, SHEETS[table]).known, *_words(headers, table)}
    return all(need.what == "seeker" or told & {*need.columns} for need in needs(SHEETS[table]))


def _words(headers: Sequence[str], table: str) -> dict[str, float]:
    """Return the meanings that headers have in other words, with the weight of each."""
    weights: dict[str, float] = {}
    for header in headers:
        word = word_for(header, table)
        if word is not None and word.meaning != NOTHING:
            weights.setdefault(word.meaning, 1.0 if word.weak else 2.0)
    return weights


def _score(headers: Sequence[str], table: str, *, worded: bool) -> float:
    known = match_headers(headers, SHEETS[table]).known
    also = _words(headers, table) if worded else {}
    return sum({**also, **dict.fromkeys(known, 2.0)}.values())
