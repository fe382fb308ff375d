"""Text that no spreadsheet takes for a formula, and back.

A cell that starts with ``=``, ``+``, ``-``, ``@`` (the wide ones of East Asian writing too), tab,
line feed, carriage return or NUL may be carried out as a formula by the program that opens the file
(OWASP, "CSV injection"). Export puts an apostrophe before such text, and before text that has
apostrophes before such a character; import takes one apostrophe away again, so that what goes out
comes back exactly.
"""

from __future__ import annotations

import re
from typing import cast

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["neutralized", "neutralized_text", "restored"]

_STARTS = r"[=+\-@\t\n\r\x00\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]"
_RISKY = f"^('*{_STARTS})"
_RISKY_TEXT = re.compile("'*[=+\\-@\t\n\r\x00\uff1d\uff0b\uff0d\uff20]")


def neutralized(text: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column of text with an apostrophe before what may be taken for a formula.

    >>> neutralized(pa.chunked_array([["=1+1", "Ann", "'=", None]])).to_pylist()
    ["'=1+1", 'Ann', "''=", None]
    """
    return cast(pa.ChunkedArray, pc.replace_substring_regex(text, _RISKY, "'\\1"))


def neutralized_text(text: str) -> str:
    """Return one text with an apostrophe before what may be taken for a formula.

    >>> neutralized_text("@SUM(A1)"), neutralized_text("Ann"), neutralized_text("'+1")
    ("'@SUM(A1)", 'Ann', "''+1")
    """
    return f"'{text}" if _RISKY_TEXT.match(text) else text


def restored(text: str) -> str:
    """Return the text of a cell as it was before it was neutralized.

    >>> restored("'=1+1"), restored("''="), restored("'tis")
    ('=1+1', "'=", "'tis")
    """
    return text[1:] if text.startswith("'") and _RISKY_TEXT.match(text) else text
