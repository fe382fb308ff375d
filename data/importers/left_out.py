"""Rows below the header that are no rows of a log: totals, headers again, headings, remarks."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.importers.guesses import is_date
from data.importers.plan import LeftOut
from data.names import fold_header, fold_name

__all__ = ["rows_left_out"]

Mask = npt.NDArray[np.bool_]

_TAIL = 40
_TOTAL = re.compile(
    r"(?:(?:grand|sub|overall|over all|all|gran|general)\s*)?"
    r"(?:totals?|totale[sn]?|totaal|totaux|totalen|totais|sum|sums|summe|gesamt|gesamtsumme|insgesamt"
    r"|somme|suma|soma|somma|average|averages|mean|count|promedio|moyenne|durchschnitt|gemiddelde"
    r"|subtotale?s?|zwischensumme|sous total)"
    r"(?: (?:general|geral|generale|general[e]?s?|of .*|number.*|interviews?|meetings?|contacts?"
    r"|conversations?|referrals?|names?|rows?|entrevistas|entretiens|gesprache|colloqui|gesprekken"
    r"|[a-z]+|[0-9 ]+))*"
)
_TOTAL_ANYWHERE = (
    r"(?i)^\W*(grand|sub|overall|gran)?[\s-]*(total|totaal|totaux|totais|sum\b|summe|gesamt"
    r"|insgesamt|somme|suma\b|soma\b|somma\b|average|mean\b|count\b|promedio|moyenne|durchschnitt"
    r"|gemiddelde|zwischensumme|sous-total)"
)
_NUMBER = re.compile(r"[\s$€£%0-9.,:/()+-]+")
_HEADING = re.compile(
    r"(?:week|woche|semana|semaine|settimana|kw|wk)\s*#?[0-9]{1,2}.*", re.IGNORECASE
)
_REMARK = re.compile(
    r"\s*(?:\*|note:|notes:|legend|key:|last updated|updated|source:|©)", re.IGNORECASE
)
_WORDS_OF_REMARK = 4
_LONGEST_TOTAL = 6


def _is_total(text: str) -> bool:
    folded = fold_name(text)
    return len(folded.split()) <= _LONGEST_TOTAL and bool(_TOTAL.fullmatch(folded))


def _places(
    columns: Sequence[pa.ChunkedArray], headers: Sequence[str], rows: int, *, everywhere: bool
) -> list[int]:
    """Return the rows worth a look: the last ones; elsewhere those that begin like a total."""
    chosen = np.zeros(rows, np.bool_)
    chosen[max(0, rows - _TAIL) :] = True
    if everywhere:
        filled = np.zeros(rows, np.int16)
        for column, header in zip(columns, headers, strict=True):
            trimmed = pc.utf8_trim_whitespace(column)
            filled += _mask(pc.not_equal(trimmed, ""))
            chosen |= _mask(pc.match_substring_regex(trimmed, _TOTAL_ANYWHERE))
            if header:
                chosen |= _mask(pc.equal(trimmed, header))
        chosen |= filled == 1
    return np.flatnonzero(chosen).tolist()


def _mask(values: pa.ChunkedArray) -> Mask:
    mask: Mask = values.to_numpy()
    return mask.astype(np.bool_)


def rows_left_out(
    columns: Sequence[pa.ChunkedArray],
    row_numbers: npt.NDArray[np.int64],
    headers: Sequence[Sequence[str]],
    *,
    dates: Collection[int],
    contacts: Collection[int],
    office: bool,
) -> list[LeftOut]:
    """Return the rows that are not read, and why, in the order of rows.

    ``headers`` are the header's lines; ``dates`` and ``contacts`` are positions of columns that
    only rows of a log fill.
    """
    rows = len(row_numbers)
    if not rows:
        return []
    last = headers[-1] if headers else [""] * len(columns)
    places = _places(columns, last, rows, everywhere=office)
    picked = pa.array(places, pa.int64())
    cells = list(zip(*(column.take(picked).to_pylist() for column in columns), strict=True))
    judge = _Judge(headers, dates, contacts, office=office)
    found: list[LeftOut] = []
    at_end = True
    for place, row in zip(reversed(places), reversed(cells), strict=True):
        at_end = at_end and place >= rows - _TAIL
        filled = {p: " ".join(cell.split()) for p, cell in enumerate(row) if cell.strip()}
        if not filled:
            continue
        if why := judge.why(filled, at_end=at_end):
            text = " · ".join(list(filled.values())[:4])[:80]
            found.append(LeftOut(int(row_numbers[place]), why, text))
        else:
            at_end = False
    return found[::-1]


class _Judge:
    """Says of one row why it is no row of a log."""

    def __init__(
        self,
        headers: Sequence[Sequence[str]],
        dates: Collection[int],
        contacts: Collection[int],
        *,
        office: bool,
    ) -> None:
        self.headers = [[fold_header(text) for text in line] for line in headers]
        self.dates, self.contacts, self.office = dates, contacts, office

    def why(self, filled: dict[int, str], *, at_end: bool) -> str:
        """Return why a row is left out; empty when it is read."""
        if any(p in filled and is_date(filled[p]) for p in self.dates):
            return ""
        texts = list(filled.values())
        met = [filled[p] for p in self.contacts if p in filled and not _is_total(filled[p])]
        if any(map(_is_total, texts[:3])) and (not met or all(map(_NUMBER.fullmatch, met))):
            return "A total."
        return self._why_in_office(filled, texts, met, at_end=at_end) if self.office else ""

    def _why_in_office(
        self, filled: dict[int, str], texts: list[str], met: list[str], *, at_end: bool
    ) -> str:
        """Return why a row of an office's sheet is left out, if it is no total."""
        alone = len(filled) == 1
        reasons = {
            "The headers again.": not alone and self._is_header(filled),
            "A heading between rows.": alone
            and bool(_HEADING.fullmatch(texts[0]) or is_date(texts[0])),
            "Numbers only: a total.": at_end and not met and all(map(_NUMBER.fullmatch, texts)),
            "A remark below the table.": at_end and alone and self._is_remark(texts[0]),
        }
        return next((why for why, holds in reasons.items() if holds), "")

    def _is_header(self, filled: dict[int, str]) -> bool:
        return any(
            all(fold_header(text) == line[p] for p, text in filled.items()) for line in self.headers
        )

    def _is_remark(self, text: str) -> bool:
        return bool(_REMARK.match(text)) or len(text.split()) >= _WORDS_OF_REMARK
