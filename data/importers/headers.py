"""Headers: which sheet of the log format a sheet is, and what its columns are."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from data.log_format import SHEETS, Sheet
from data.names import fold_header

__all__ = [
    "OWN_PAGES",
    "Headers",
    "choose_sheet",
    "known_headers",
    "match_headers",
    "nearest_known",
    "sheet_by_name",
]

OWN_PAGES = frozenset({"help", "example", "examples", "lists", "choices", "readme", "howto"})
"""Sheets of our own template, and of many others, that hold no log (folded)."""

_FEW = 2
_ATTRIBUTE = re.compile(r"\s*attribute\s*:\s*(\S.*?)\s*", re.IGNORECASE | re.DOTALL)
_ALSO_CALLED = {
    "contact": "contact_name",
    "seekername": "seeker",
    "organisation": "organization",
    "referredname": "referred_name",
}


@dataclass(frozen=True, slots=True)
class Headers:
    """What the headers of a sheet mean.

    ``known`` has the positions of each canonical column (more than one when a header is there
    twice); ``unknown`` the positions of headers that mean nothing here; ``blank`` those without.
    """

    known: dict[str, tuple[int, ...]]
    unknown: tuple[int, ...]
    blank: tuple[int, ...]


@lru_cache(maxsize=64)
def _meanings(name: str) -> dict[str, str]:
    """Return the canonical column for each folded header of a sheet of the log format.

    A label counts only where it names one column and is not the name of another.
    """
    sheet = SHEETS[name]
    names = {fold_header(column.name): column.name for column in sheet.columns}
    labels = Counter(fold_header(column.label) for column in sheet.columns)
    meant = {
        fold_header(column.label): column.name
        for column in sheet.columns
        if column.label and labels[fold_header(column.label)] == 1
    }
    also = {alias: column for alias, column in _ALSO_CALLED.items() if column in sheet.names}
    return also | meant | names


def _meaning(header: str, sheet: Sheet) -> str | None:
    if sheet.attributes and (attribute := _ATTRIBUTE.fullmatch(header)):
        return f"attribute: {attribute[1]}"
    return _meanings(sheet.name).get(fold_header(header))


def known_headers() -> frozenset[str]:
    """Return every folded header that some sheet of the log format knows."""
    return frozenset(folded for name in SHEETS for folded in _meanings(name))


def match_headers(headers: Sequence[str], sheet: Sheet) -> Headers:
    """Return what headers mean in a sheet of the log format."""
    known: dict[str, tuple[int, ...]] = {}
    unknown, blank = [], []
    for position, header in enumerate(headers):
        if not header.strip():
            blank.append(position)
        elif meaning := _meaning(header, sheet):
            known[meaning] = (*known.get(meaning, ()), position)
        else:
            unknown.append(position)
    return Headers(known, tuple(unknown), tuple(blank))


def nearest_known(header: str, sheet: Sheet) -> str:
    """Return the name of the known column most like a header, empty when none is.

    >>> nearest_known("contct nam", SHEETS["interviews"])
    'contact_name'
    """
    meanings = _meanings(sheet.name)
    close = difflib.get_close_matches(fold_header(header), meanings, n=1, cutoff=0.6)
    return meanings[close[0]] if close else ""


def sheet_by_name(name: str) -> Sheet | None:
    """Return the sheet of the log format that has this name, plural or singular.

    >>> sheet_by_name("Follow-Up").name
    'follow_ups'
    """
    folded = fold_header(name)
    for sheet in SHEETS.values():
        plural = fold_header(sheet.name)
        singular = "opportunity" if sheet.name == "opportunities" else plural.removesuffix("s")
        if folded in {plural, singular}:
            return sheet
    return None


def _matches(headers: Sequence[str], sheet: Sheet) -> int:
    return len(match_headers(headers, sheet).known)


def choose_sheet(name: str, headers: Sequence[str]) -> tuple[Sheet | None, str]:
    """Return the sheet of the log format that a sheet is, and why: its ``name`` or ``columns``.

    The name decides, unless the columns speak for another sheet more than twice as much; without
    such a name, the sheet with most of the columns is taken, and at least two of them.
    """
    counts = {sheet.name: _matches(headers, sheet) for sheet in SHEETS.values()}
    best = max(counts, key=lambda key: counts[key])
    named = sheet_by_name(name)
    if named and counts[named.name] and 2 * counts[named.name] >= counts[best]:
        return named, "name"
    return (SHEETS[best], "columns") if counts[best] >= _FEW else (None, "")
