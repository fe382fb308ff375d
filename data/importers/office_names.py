"""Names as offices write them: several in one cell, with their employers, turned around."""

from __future__ import annotations

import re

__all__ = ["is_person", "is_turned", "names_text", "plain_name", "turned"]

_PARTICLES = frozenset(
    str.split("de del della der den di da dos du la le van von zu y e bin al el")
)
_NO_PERSON = frozenset(
    str.split(
        "inc llc ltd gmbh corp co company ag sa bv university college bank group hospital "
        "institute school department team office services solutions foundation association "
        "partners the and tracker log list sheet interview interviews networking informational "
        "contacts total referral referrals student students notes spring fall summer winter "
        "autumn template copy data cohort class week month"
    )
)
_DEGREES = frozenset(
    str.split("phd md jr sr mba esq ii iii iv cpa pe rn llc inc ltd msc ma bsc ba dds")
)
_ASIDE = re.compile(r"\s*(?:\([^)]*\)|\[[^\]]*\])")
_EMPLOYER = re.compile(r"\s+(?:@|at|from|with|-|–|—)\s+.*$|\s*[–—]\s*.*$")
_BULLET = re.compile(r"^\s*(?:[-*•·]|[0-9]{1,2}[.)])\s+")
_AND = re.compile(r"\s+(?:&|and|und|y|et|en)\s+|\s*&\s*", re.IGNORECASE)
_MOST_WORDS = 5


def is_person(text: str, least: int = 2) -> bool:
    """Whether a text looks like the name of one person: some words, each with a capital.

    >>> [is_person(t) for t in ("Maria Lopez", "Jan van der Berg", "Acme Corp", "at fair", "Bob")]
    [True, True, False, False, False]
    """
    words = text.replace(".", " ").split()
    if not least <= len(words) <= _MOST_WORDS or any(c.isdigit() or c in "@/:;#" for c in text):
        return False
    names = [word for word in words if word.lower() not in _PARTICLES]
    return len(names) >= least and all(
        any(c.isalpha() for c in word)
        and word[0].isalpha()
        and not word[0].islower()
        and word.lower().strip(",") not in _NO_PERSON
        for word in names
    )


def is_turned(text: str) -> bool:
    """Whether a name has its last name first, with a comma: ``Lopez, Maria``.

    >>> is_turned("Lopez, Maria"), is_turned("Maria Lopez, PhD"), is_turned("Ann Lee, Bob Ray")
    (True, False, False)
    """
    last, comma, first = (part.strip() for part in text.partition(","))
    if not comma or not last or not first or "," in first:
        return False
    if first.lower().replace(".", "") in _DEGREES:
        return False
    return not (is_person(last) and is_person(first)) and is_person(f"{first} {last}")


def turned(text: str) -> str:
    """Return ``Lopez, Maria`` as ``Maria Lopez``; other names as they stand."""
    if not is_turned(text):
        return text
    last, _, first = text.partition(",")
    return f"{first.strip()} {last.strip()}"


def plain_name(text: str) -> str:
    """Return a person's name without what stands in parentheses behind it.

    >>> plain_name("Ann Lee (Acme)")
    'Ann Lee'
    """
    bare = _ASIDE.sub("", text).strip()
    return " ".join((bare or text).split())


def _one_name(text: str) -> str:
    bare = plain_name(_BULLET.sub("", text))
    without = _EMPLOYER.sub("", bare)
    return without if without != bare and is_person(without) else bare


def _anded(text: str) -> list[str]:
    """Return the names that "and" joins, where each is a whole name; else the text."""
    names = [_one_name(part) for part in _AND.split(text) if part.strip()]
    return names if len(names) > 1 and all(map(is_person, names)) else [_one_name(text)]


def _parts(text: str) -> list[str]:
    """Return the names in a line; commas part them where each part is a whole name."""
    parts = [re.sub(r"^(?:and|&)\s+", "", part.strip()) for part in text.split(",")]
    names = [name for part in parts if part for name in _anded(part)]
    if all(map(is_person, names)):
        return names
    # Three and more single words are first names; two could be one name turned around.
    if len(names) > 2 and all(is_person(name, 1) for name in names):  # noqa: PLR2004
        return names
    return [turned(_one_name(text))]


def names_text(text: str) -> str:
    r"""Return the names of a cell with ``;`` between them.

    >>> names_text("Ann Lee, Bob Ray and Cleo Fox")
    'Ann Lee; Bob Ray; Cleo Fox'
    >>> names_text("1. Ann Lee (Acme)\n2. Bob Ray - Initech")
    'Ann Lee; Bob Ray'
    >>> names_text("Lopez, Maria")
    'Maria Lopez'
    """
    if text.islower():
        text = text.title()
    lines = [line for part in text.split(";") for line in part.splitlines() if line.strip()]
    return "; ".join(dict.fromkeys(name for line in lines for name in _parts(line) if name))
