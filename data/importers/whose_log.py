"""Whose log a sheet is, where no column tells: from its title, its own name, or the file's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from data.importers.grid import Row
from data.importers.header_words import word_for
from data.importers.office_names import is_person
from data.importers.plan import SheetPlan

__all__ = ["Whose", "from_names", "from_titles", "person_in"]

_SEPARATORS = re.compile(r"[_\-–—|:()\[\],.]+|(?<=[a-z])(?=[A-Z])")
_LABEL = re.compile(r"\s*([^:]{3,40}?)\s*[:–—-]\s*(\S.{2,60})")
_PARTS = re.compile(r"[:–—|]|\s-\s")
_OF = re.compile(
    r"\b(?:of|for|by|from|de|del|von|für|fuer|di|van|voor|para|pour|per)\s+(?P<who>\S.{2,60}?)"
    r"\s*(?:[,(–—-].*|\d.*)?$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"^(?P<who>\S.{2,60}?)['’]s?\s+\w", re.IGNORECASE)
_FILLER = frozenset(
    str.split(
        "tracker trackers log logs list sheet sheets interview interviews informational info "
        "networking network contacts contact referrals referral my the of for by copy final new "
        "old updated latest version draft v1 v2 v3 spring summer fall autumn winter jan feb mar "
        "apr may jun jul aug sep oct nov dec january february march april june july august "
        "september october november december week tracking record records spreadsheet workbook "
        "conversations meetings outreach job search registro entrevistas seguimiento suivi "
        "entretiens liste protokoll gesprache kontakte lista colloqui contatti entrevistas "
        "contatos gesprekken overzicht"
    )
)
_MOST = 3


@dataclass(frozen=True, slots=True)
class Whose:
    """Who a sheet may belong to, why, and whether that is sure."""

    seeker: str
    why: str
    sure: bool


def person_in(text: str) -> str:
    """Return the person whom the name of a file or sheet names, empty when it names none.

    >>> person_in("Maria_Lopez_networking tracker (2) Spring 2026"), person_in("LopezMaria")
    ('Maria Lopez', 'Lopez Maria')
    >>> person_in("Sheet1"), person_in("Networking log")
    ('', '')
    """
    words = _SEPARATORS.sub(" ", text).split()
    kept = [
        re.sub(r"['’]s$", "", word)
        for word in words
        if word.lower() not in _FILLER and not any(c.isdigit() for c in word)
    ]
    if text.islower() or text.isupper():
        kept = [word.capitalize() for word in kept]
    found = " ".join(kept)
    return found if is_person(found) and len(kept) <= _MOST + 1 else ""


def _labelled(texts: Sequence[str]) -> str:
    """Return the name beside or behind a label such as ``Student:``."""
    for text, beside in pairwise([*texts, ""]):
        bare = text.strip().rstrip(":").strip()
        if bare and is_person(beside) and _names_seeker(bare):
            return beside.strip()
        if (parts := _LABEL.fullmatch(text)) and _names_seeker(parts[1]) and is_person(parts[2]):
            return parts[2].strip()
    return ""


def _names_seeker(label: str) -> bool:
    word = word_for(label, "interviews")
    return word is not None and (
        word.meaning == "seeker" or (word.meaning == "contact_name" and word.weak)
    )


def from_titles(rows: Sequence[Row]) -> Whose | None:
    """Return whom the rows above the header name: "Tracker of Maria Lopez"."""
    for number, row in rows:
        texts = [cell for cell in row if cell.strip()]
        if name := _labelled(texts):
            return Whose(name, f"Row {number} says so.", sure=True)
        for text in texts:
            for pattern in (_OF, _POSSESSIVE):
                found = pattern.search(text.strip())
                if found and is_person(found["who"].strip()):
                    return Whose(
                        found["who"].strip(), f"The title in row {number} says so.", sure=True
                    )
        parts = [part.strip() for part in _PARTS.split(texts[0])] if len(texts) == 1 else []
        if name := next(filter(None, map(person_in, [*texts[:1], *parts] if parts else [])), ""):
            return Whose(name, f"The title in row {number} names this person.", sure=False)
    return None


def from_names(path: Path, sheet: str | None) -> Whose | None:
    """Return whom the sheet's name, else the file's, names; never sure."""
    if sheet and (name := person_in(sheet)):
        return Whose(name, "The sheet has this name.", sure=False)
    if name := person_in(path.stem):
        return Whose(name, "The file has this name.", sure=False)
    return None


def one_sheet_each(plans: Sequence[SheetPlan]) -> bool:
    """Whether a workbook has one sheet for each of several people: named so, with like headers."""
    asked = [plan for plan in plans if plan.table and plan.asks_seeker]
    meanings = {frozenset(c.meaning for c in plan.columns if c.meaning) for plan in asked}
    return len(asked) > 1 and len(meanings) == 1 and all(person_in(p.sheet or "") for p in asked)
