"""Where the headers of a sheet are: below its titles, in one row or in two.

A row of headers is the one whose cells are most of all words that head columns. Two rows are one
header when read together they say more than either: a row of merged groups ("Contact", "Meeting")
above "Name", "Company", "Date", or a header broken over two lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from data.importers.grid import Row
from data.importers.header_words import NOTHING, word_for
from data.importers.headers import known_headers
from data.names import fold_header

__all__ = ["HeaderRows", "find_headers", "headers_in", "looks_like_data", "width_of_headers"]

_LOOKED_AT = 40
_LEAST = 3
_LONGEST = 80
_DATA = re.compile(r"[^A-Za-z]*[0-9]{2,}[^A-Za-z]*|\S+@\S+|https?://.*|[-–—.\s]+")
_NOISE = re.compile(r"\b(?:info|information|details?|data)\b", re.IGNORECASE)
_TABLES = ("interviews", "seekers", "referrals")


@dataclass(frozen=True, slots=True)
class HeaderRows:
    """The rows of headers as the spreadsheet shows them, and the header of each column.

    ``telling`` has the words that tell what the column means: both lines, or the lower one where
    that is clear by itself ("Follow-up" above "Thanked?").
    """

    rows: tuple[int, ...]
    headers: tuple[str, ...]
    telling: tuple[str, ...]


@lru_cache(maxsize=4096)
def _weight(text: str) -> tuple[float, str]:
    """Return how surely a text heads a column, and what it then means."""
    folded = fold_header(text)
    if not folded or len(text) > _LONGEST:
        return 0.0, ""
    best = (2.0, folded) if folded in known_headers() else (0.0, "")
    for table in _TABLES:
        word = word_for(text, table)
        if word is not None:
            meaning = folded if word.meaning == NOTHING else word.meaning
            weight = 1.0 if word.weak or word.meaning == NOTHING else 2.0
            best = max(best, (weight, meaning))
    return best


def _merit(texts: Sequence[str], also: Collection[str]) -> float:
    """Return how much a row says as headers: each meaning counts once."""
    by_meaning: dict[str, float] = {}
    for text in texts:
        weight, meaning = (2.0, text) if fold_header(text) in also else _weight(text)
        if weight:
            by_meaning[meaning] = max(weight, by_meaning.get(meaning, 0.0))
    return sum(by_meaning.values())


def looks_like_data(text: str) -> bool:
    """Whether a cell is a date, a number, an address: nothing that heads a column.

    >>> looks_like_data("2026-03-05"), looks_like_data("Referral 1"), looks_like_data("a@b.org")
    (True, False, True)
    """
    return bool(_DATA.fullmatch(text.strip()))


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()]


def _is_headerlike(cells: Sequence[str]) -> bool:
    filled = _filled(cells)
    return bool(filled) and not any(looks_like_data(c) or len(c) > _LONGEST for c in filled)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return two lines as one; a group reaches over the cells to its right until the next one."""
    group, joined = "", []
    for above, below in zip(upper, lower, strict=True):
        above, below = " ".join(above.split()), " ".join(below.split())  # noqa: PLW2901
        if above:
            group = above if below else ""
        top = above or (group if below else "")
        joined.append(f"{top} {below}".strip() if top.lower() != below.lower() else below)
    return joined


def _without_noise(text: str) -> str:
    return " ".join(_NOISE.sub(" ", text).split()) or text


def _telling(joined: str, lower: str) -> str:
    """Return the joined header where it says something, else the lower one where that is clear."""
    both = _without_noise(joined)
    weight, _ = _weight(both)
    alone, _ = _weight(lower)
    return both if weight >= alone or alone <= 1.0 else lower


def _together(upper: Row, lower: Row) -> HeaderRows:
    joined = _joined(upper[1], lower[1])
    below = (" ".join(text.split()) for text in lower[1])
    telling = tuple(_telling(*pair) for pair in zip(joined, below, strict=True))
    return HeaderRows((upper[0], lower[0]), tuple(joined), telling)


def _alone(row: Row) -> HeaderRows:
    headers = tuple(" ".join(text.split()) for text in row[1])
    return HeaderRows((row[0],), headers, headers)


def headers_in(rows: Sequence[Row], numbers: Sequence[int]) -> HeaderRows | None:
    """Return the headers that stand in these rows (one or two), None when there are none."""
    by_number = {row[0]: row for row in rows}
    found = [by_number[number] for number in sorted(numbers) if number in by_number]
    if not found:
        return None
    return _alone(found[0]) if len(found) == 1 else _together(found[0], found[-1])


def find_headers(rows: Sequence[Row], also: Collection[str] = frozenset()) -> HeaderRows:
    """Return where the headers of a sheet are; ``also`` are folded headers known besides.

    ``rows`` begin with the first filled one; when no row has known headers, it is taken, or the
    first one that has several texts above rows that are as wide.
    """
    first = [row for row in rows[:_LOOKED_AT] if _filled(row[1])]
    merits = [_merit(cells, also) if len(_filled(cells)) > 1 else 0.0 for _, cells in first]
    best = max(range(len(first)), key=lambda i: merits[i], default=0)
    if not first or merits[best] < _LEAST:
        return _alone(_first_wide(first)) if first else HeaderRows((), (), ())
    chosen, most = _alone(first[best]), merits[best]
    for upper, lower in pairwise(first):
        if first[best] in (upper, lower) and _may_be_one(upper, lower):
            both = _together(upper, lower)
            if (merit := _merit(both.telling, also)) > most:
                chosen, most = both, merit
    return chosen


def _may_be_one(upper: Row, lower: Row) -> bool:
    """Whether two rows, one below the other, can be two lines of one header."""
    return (
        lower[0] == upper[0] + 1
        and len(_filled(upper[1])) > 1
        and _is_headerlike(upper[1])
        and _is_headerlike(lower[1])
    )


def _first_wide(rows: Sequence[Row]) -> Row:
    """Return the first row of several texts that has a row as wide below it, else the first."""
    for (number, cells), (_, below) in zip(rows, [*rows[1:], (0, ())], strict=True):
        width = len(_filled(cells))
        if width > 1 and _is_headerlike(cells) and len(_filled(below)) >= width - 1:
            return number, cells
    return rows[0]


def width_of_headers(records: Sequence[Sequence[str]]) -> int:
    """Return how many columns a text with separators has: as many as its row of headers.

    >>> width_of_headers([["Tracker"], ["Contact", "Met", "Notes"], ["Bob", "", "", "x"]])
    3
    """
    widest = max(map(len, records), default=0)
    rows = [
        (number, (*record, *[""] * (widest - len(record))))
        for number, record in enumerate(records, start=1)
    ]
    found = find_headers(rows)
    return max((len(records[number - 1]) for number in found.rows), default=widest)
