"""Ground floor: the logbook on disk. Knows DuckDB and files, knows no statistics."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from data.errors import OnwardError

if TYPE_CHECKING:
    from data.log import Log
    from data.logbook import Logbook, open_logbook

__all__ = ["Log", "Logbook", "OnwardError", "open_logbook"]

_PLACES = {"Log": "data.log", "Logbook": "data.logbook", "open_logbook": "data.logbook"}


def __getattr__(name: str) -> object:
    """Return what is public here, once it is asked for: `onward --help` needs no pandas."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
