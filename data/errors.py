"""What can go wrong with a logbook or a file, told so that a person can mend it."""

from __future__ import annotations

__all__ = [
    "FileRefusedError",
    "LogbookError",
    "LogbookInUseError",
    "NotAllowedError",
    "OnwardError",
    "UnknownNameError",
]


class OnwardError(Exception):
    """An error for people: what happened, where, why, and how to mend it.

    Every error that Onward raises on purpose is one of these; commands and pages show its four
    parts and no traceback.

    >>> print(OnwardError("The file was not read.", where="log.csv", fix="Save it as UTF-8."))
    The file was not read. (log.csv) Save it as UTF-8.
    """

    def __init__(self, what: str, *, where: str = "", why: str = "", fix: str = "") -> None:
        self.what = what
        self.where = where
        self.why = why
        self.fix = fix
        parts = (what, f"({where})" if where else "", why, fix)
        super().__init__(" ".join(part for part in parts if part))


class LogbookError(OnwardError):
    """The logbook cannot be opened, read or written: damaged, newer, read-only, no room …."""


class LogbookInUseError(LogbookError):
    """Another program holds the logbook; the message names it where the system tells."""


class FileRefusedError(OnwardError):
    """A file that is to be imported cannot be understood as a whole."""


class UnknownNameError(OnwardError):
    """A cohort, measure or import was asked for that this log does not have."""


class NotAllowedError(OnwardError):
    """An act that would lose something, such as an undo on which later acts depend."""
