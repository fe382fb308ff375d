"""Text that no spreadsheet takes for a formula, and back.

A cell that starts with ``=``, ``+``, ``-``, ``@``, tab, carriage return or NUL may be carried out
as a formula by the program that opens the file (OWASP, "CSV injection"). Export puts an apostrophe
before such text, and before text that has apostrophes before such a character; import takes one
apostrophe away again, so that what goes out comes back exactly.
"""

from __future__ import annotations

import re
from typing import cast

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["neutralized", "restored"]

_RISKY = "^('*[=+\\-@\\t\\r\\x00])"
_NEUTRALIZED = re.compile(r"'+[=+\-@\t\r\x00]")


def neutralized(text: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column of text with an apostrophe before what may be taken for a formula.

    >>> neutralized(pa.chunked_array([["=1+1", "Ann", "'=", None]])).to_pylist()
    ["'=1+1", 'Ann', "''=", None]
    """
    return cast(pa.ChunkedArray, pc.replace_substring_regex(text, _RISKY, "'\\1"))


def restored(text: str) -> str:
    """Return the text of a cell as it was before it was neutralized.

    >>> restored("'=1+1"), restored("''="), restored("'tis")
    ('=1+1', "'=", "'tis")
    """
    return text[1:] if _NEUTRALIZED.match(text) else text
