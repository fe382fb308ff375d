"""The clock and the source of ids of every command: asked once, handed down."""

from __future__ import annotations

import datetime as dt
import uuid

__all__ = ["new_id", "now"]


def now() -> dt.datetime:
    """Return the time at which a command was called, in the office's zone."""
    return dt.datetime.now()  # noqa: DTZ005  # plain times in the office's zone, as in the logbook


def new_id() -> str:
    """Return an id that nobody has had before."""
    return uuid.uuid4().hex
