"""How people are shown: by name, or by initials on a projected screen; never as markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from analysis.figures import Figures
from dashboard.state import Selection
from data.names import initials

__all__ = ["Names", "called", "distinct", "literal", "shown_names"]

Names: TypeAlias = Callable[[str], str]
"""What turns a name into what is shown of it."""

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#!|~$&^=]|^[-+]|(?<=^\d)[.)])")

_JOINER = "\N{WORD JOINER}"


def shown_names(selection: Selection) -> Names:
    """Return what turns a name into what is shown of it."""
    return initials if selection.hide_names else str


def called(figures: Figures, ids: Any, names: Names) -> list[str]:  # noqa: ANN401  # a column
    """Return what is shown for each of these people: nothing for a blank id."""
    told = zip(ids, figures.of_people(ids, "name"), strict=True)
    return [
        (names(name) if isinstance(name, str) else "unnamed") if isinstance(who, str) else ""
        for who, name in told
    ]


def literal(text: str) -> str:
    r"""Return text from data so that Streamlit shows it as it is where it reads markup.

    Titles, labels and captions do. Every sign of Markdown is escaped; what is recognized without
    one (addresses, ``:icons:``) is kept apart by a character that nobody sees.

    >>> literal("**Ann** [x](y)")
    '\\*\\*Ann\\*\\* \\[x\\]\\(y\\)'
    """
    escaped = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    apart = escaped.replace(":", f":{_JOINER}").replace("@", f"@{_JOINER}")
    return re.sub(r"(?i)\bwww", rf"\g<0>{_JOINER}", apart)


def distinct(shown: Iterable[str]) -> list[str]:
    """Return texts with a number where two are the same.

    >>> distinct(["A. B.", "C. D.", "A. B."])
    ['A. B.', 'C. D.', 'A. B. (2)']
    """
    seen: Counter[str] = Counter()
    told = []
    for text in shown:
        seen[text] += 1
        told.append(f"{text} ({seen[text]})" if seen[text] > 1 else text)
    return told
