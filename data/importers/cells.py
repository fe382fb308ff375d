"""One cell at a time: from the text in a cell to a value, or to the reason why not.

Every reader takes the text of a cell that is not blank, trimmed, and returns its value or raises
:class:`CellError`, which says why and how to mend it. They are called once per *distinct* value of
a column, so they may be plain.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from data.names import fold_header
from data.neutral import restored

__all__ = [
    "LONGEST_NAME",
    "NO_VALUE",
    "CellError",
    "NamesOrNumber",
    "clean",
    "read_choice",
    "read_email",
    "read_name",
    "read_names",
    "read_names_or_number",
    "read_text",
    "read_whole",
    "read_yes_no",
    "refuse_foreign_digits",
]

NO_VALUE = "#FORMULA WITHOUT A VALUE"
"""Stands in for a cell whose formula has never been worked out."""

LONGEST_NAME = 500
"""Characters of a name, an organization, a title, an id."""

NamesOrNumber = tuple[list[str] | None, int]

_ERRORS = re.compile(
    r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!"
    r"|UNKNOWN!|CONNECT!|BUSY!|PYTHON!|ERROR!)|Err:[0-9]{3}"
)
_WHOLE = re.compile(r"([+-]?[0-9]{1,9})(\.0*)?")
_DIGITS = re.compile(r"[+-]?[0-9]+(\.0*)?")
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0"})
# Code points that take no room: zero-width spaces and joiners, direction marks, soft hyphen, byte
# order mark, and control characters other than tab and line ends.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
_BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_DIRECTION_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


class CellError(ValueError):
    """A cell cannot be read: ``reason`` says why, ``fix`` how to mend it."""

    def __init__(self, reason: str, fix: str) -> None:
        self.reason = reason
        self.fix = fix
        super().__init__(f"{reason} {fix}")


def clean(text: str) -> tuple[str, bool]:
    """Return a cell trimmed and without invisible characters, and whether it had any.

    The apostrophe that export puts before ``= + - @``, tab, carriage return and NUL is taken away.

    >>> clean("  '=Ann ")
    ('=Ann', False)
    >>> clean("Ann\u200b Lee")
    ('Ann Lee', True)

    Raises :class:`CellError` when the cell holds a spreadsheet's error or a formula without value.
    """
    text = text.strip()
    text = restored(text).strip()
    if text == NO_VALUE:
        raise CellError(
            "The cell holds a formula without a value.",
            "Open the file in the spreadsheet program, save it, and hand it in again.",
        )
    if _ERRORS.fullmatch(text):
        raise CellError(
            f"The cell holds the spreadsheet's error {text}.",
            "Mend the formula or write the value.",
        )
    bare = _INVISIBLE.sub("", text)
    return bare.strip(), bare != text


def is_invisible(text: str) -> bool:
    """Whether a text has characters, but none that can be seen.

    >>> is_invisible("\u200b\u2060"), is_invisible("Ann"), is_invisible("")
    (True, False, False)
    """
    return bool(text.strip()) and all(
        c in _BLANK_LETTERS or unicodedata.category(c) in {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"}
        for c in text
    )


def read_text(text: str) -> str:
    """Return free text as it is; ``NA``, ``None`` and ``null`` are text like any other."""
    return text


def read_name(text: str) -> str:
    """Return a name; not one that is unseen, endless, or turns its direction around."""
    if is_invisible(text):
        raise CellError("The name has no visible character.", "Write the name, or leave it blank.")
    if len(text) > LONGEST_NAME:
        raise CellError(
            f"This is too long for a name: {len(text):,} characters.",
            "Write the name; what is known of the person belongs into the notes.",
        )
    if _DIRECTION_OVERRIDES.search(text):
        raise CellError(
            "The name carries characters that turn the direction of writing around.",
            "Type the name anew instead of pasting it.",
        )
    return text


def read_names(text: str) -> list[str]:
    """Return the names between semicolons, each once.

    >>> read_names("Ann Lee; Bob Ray;")
    ['Ann Lee', 'Bob Ray']
    """
    names = list(dict.fromkeys(read_name(part.strip()) for part in text.split(";") if part.strip()))
    if not names or not all(any(c.isalpha() for c in name) for name in names):
        raise CellError("This is not a name.", "Write names, with ; between them.")
    return names


def read_names_or_number(text: str, low: int | None, high: int | None) -> NamesOrNumber:
    """Return the names (None when only their number is given) and how many they are.

    >>> read_names_or_number("Ann Lee; Bob", 0, 200)
    (['Ann Lee', 'Bob'], 2)
    >>> read_names_or_number("none", 0, 200), read_names_or_number("3", 0, 200)
    (([], 0), (None, 3))
    """
    if text.casefold() == "none":
        return [], 0
    if not any(c.isalpha() for c in text):
        number = read_whole(text, low, high)
        return (None, number) if number else ([], 0)
    names = read_names(text)
    return names, len(names)


def refuse_foreign_digits(text: str) -> None:
    """Raise :class:`CellError` when a text has digits other than 0–9."""
    if any(c.isdecimal() and not c.isascii() for c in text):
        raise CellError("The cell has digits other than 0–9.", "Write it with the digits 0–9.")


def read_whole(text: str, low: int | None, high: int | None) -> int:
    """Return a whole number from ``low`` to ``high``; ``30.0`` is 30.

    >>> read_whole("30", 1, 1440)
    30
    >>> read_whole("0", 1, 1440)
    Traceback (most recent call last):
    data.importers.cells.CellError: The number is outside 1–1440. Write a whole number from 1 to 1440.
    """  # noqa: E501
    refuse_foreign_digits(text)
    low = 0 if low is None else low
    high = 2**31 - 1 if high is None else high
    fix = f"Write a whole number from {low} to {high}."
    if not _DIGITS.fullmatch(text):
        raise CellError("This is not a whole number.", fix + " Leave it blank when unknown.")
    short = _WHOLE.fullmatch(text)
    if short is None or not low <= int(short[1]) <= high:
        raise CellError(f"The number is outside {low}–{high}.", fix)
    return int(short[1])


def read_yes_no(text: str) -> bool:
    """Return yes as True and no as False.

    >>> read_yes_no("Yes"), read_yes_no("x"), read_yes_no("0")
    (True, True, False)
    """
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError(
        "This is neither yes nor no.", "Write yes or no, or leave it blank when unknown."
    )


@lru_cache(maxsize=256)
def _folded(choices: Sequence[str]) -> dict[str, str]:
    return {fold_header(choice): choice for choice in choices}


def read_choice(text: str, choices: tuple[str, ...]) -> str:
    """Return the choice that the text means, whatever its case, spaces and punctuation.

    >>> read_choice("In person", ("in_person", "phone"))
    'in_person'
    """
    choice = _folded(choices).get(fold_header(text))
    if choice is None:
        raise CellError(
            "This is none of the choices.",
            f"Write one of: {', '.join(choices)}; or leave it blank when unknown.",
        )
    return choice


def read_email(text: str) -> str:
    """Return an e-mail address as it stands, when it is exactly one valid address.

    Whether the address exists is not asked; ``.test`` addresses are taken, for trying things out.
    """
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise CellError(
            f"This is not exactly one valid e-mail address. {error}",
            "Write one address such as ann@example.org, or leave it blank.",
        ) from error
    return text
