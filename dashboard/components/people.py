"""How people are shown: by name, or by initials on a projected screen."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.state import Selection
from data.names import initials

__all__ = ["shown_names"]


def shown_names(selection: Selection) -> Callable[[str], str]:
    """Return what turns a name into what is shown of it."""
    return initials if selection.hide_names else str
