"""What headers of offices' own spreadsheets mean, in several languages.

The words are in ``header_words.toml``. A header is compared as a bag of words without accents,
case, small words and numbers, so that "Date of meeting", "Meeting date" and "MEETING – Date" are
one; where it offers alternatives ("Company / Employer") they must agree.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from data.names import fold_name

__all__ = ["EITHER_REFERRAL", "LANGUAGES", "NOTHING", "Word", "is_header_word", "word_for"]

NOTHING = "nothing"
"""What a column means for which the log has no place."""

EITHER_REFERRAL = "either_referral"
"""What "Referral" means: who named this person, or who was named. Values decide."""

LANGUAGES = {
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "de": "German",
    "pt": "Portuguese",
    "it": "Italian",
    "nl": "Dutch",
}

_SMALL = frozenset(
    str.split(
        "the an of this please "
        "el la los las del de al un una lo "
        "le les des du une "
        "der die das dem den ein eine "
        "o os as do da dos um uma "
        "il i gli di della dello dei uno "
        "het een van"
    )
)
_ELIDED = re.compile(r"\b(d|l|dell|all|nell|dall|sull|qu)['\u2019]", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_ALTERNATIVES = re.compile(r"[/|&+,;\n]|\b(?:or|and|und|oder|et|ou|y)\b", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBER = re.compile(r"[0-9]+(st|nd|rd|th)?|i{1,3}|iv|v")


@dataclass(frozen=True, slots=True)
class Word:
    """What a header word means; ``weak`` ones stand only where nothing speaks against them."""

    meaning: str
    language: str
    weak: bool = False


@lru_cache(maxsize=4096)
def _bag(text: str) -> str:
    """Return a header as its words in the order of the alphabet.

    >>> _bag("Date of the Meeting") == _bag("Meeting date:")
    True
    >>> _bag("Referral #2")
    'referral'
    """
    words = fold_name(_ELIDED.sub(" ", _CAMEL.sub(" ", text)).replace("#", " ")).split()
    bare = [re.sub(r"(?<=[a-z]{3})[0-9]+$", "", word) for word in words]
    kept = [w for w in bare if w not in _SMALL and not _NUMBER.fullmatch(w)]
    return " ".join(sorted(kept or [w for w in bare if not _NUMBER.fullmatch(w)]))


@cache
def _vocabulary(table: str) -> dict[str, Word]:
    """Return what each bag of words means in a sheet; the first language that has it wins."""
    text = files("data.importers").joinpath("header_words.toml").read_text(encoding="utf-8")
    words: dict[str, Word] = {}
    for meaning, by_language in tomllib.loads(text).get(table, {}).items():
        for language, joined in by_language.items():
            for word in joined.split(";"):
                plain = word.strip()
                found = Word(meaning, language, weak=plain.endswith("?"))
                for key in {_bag(plain), _bag(plain).replace(" ", "")}:
                    known = words.get(key)
                    if known is None or (known.weak and not found.weak):
                        words[key] = found
    return words


def _plain_word(header: str, words: dict[str, Word]) -> Word | None:
    bag = _bag(header)
    # "LinkedIn" is one word, "FirstName" two.
    return words.get(bag) or words.get(bag.replace(" ", "")) or words.get(_bag(header.lower()))


@lru_cache(maxsize=4096)
def word_for(header: str, table: str) -> Word | None:
    """Return what a header means in a sheet of the log format, None when nothing tells.

    >>> word_for("Date of Meeting", "interviews").meaning
    'held_on'
    >>> word_for("Empresa", "interviews")
    Word(meaning='organization', language='es', weak=False)
    >>> word_for("Company / Employer", "interviews").meaning
    'organization'
    >>> word_for("Favorite color", "interviews") is None
    True
    """
    words = _vocabulary(table)
    bare = _ASIDE.sub(" ", header)
    parts = [part for part in _ALTERNATIVES.split(bare) if part.strip()]
    if len(parts) < 2:  # noqa: PLR2004 - a header and its alternative
        return _plain_word(header, words) or _plain_word(bare, words)
    found = [_plain_word(part, words) for part in parts]
    told = [word for word in found if word is not None]
    if len(told) == len(parts) and len({word.meaning for word in told}) == 1:
        return min(told, key=lambda word: word.weak)
    # "Terms and conditions" is one term; "Name / Company" are two columns in one.
    return None if told and "/" in bare else _plain_word(bare, words)


def is_header_word(text: str) -> bool:
    """Whether a text heads a column of some sheet.

    >>> is_header_word("Empresa"), is_header_word("Ann Lee")
    (True, False)
    """
    return any(word_for(text, table) for table in ("interviews", "seekers", "referrals"))
