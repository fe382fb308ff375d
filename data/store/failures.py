"""What DuckDB says when something fails, told so that a person can mend it."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from data.errors import LogbookError, LogbookInUseError

__all__ = ["explained", "explained_os", "is_held_elsewhere"]

_HELD = ("Could not set lock on file", "being used by another process")
_HELD_HERE = ("different configuration than existing connections", "Unique file handle conflict")
_NO_ROOM = ("No space left on device", "File too large", "not enough space", "Disk quota exceeded")
_DAMAGED = (
    "Corrupt",
    "Could not read enough bytes",
    "does not match stored checksum",
    "replaying WAL",
    "not a valid DuckDB database",
    "Failed to deserialize",
)
_NEWER = ("newer version", "storage version", "version number")
_READ_ONLY = ("Permission denied", "Read-only file system", "read-only mode", "Access is denied")
_HOLDER = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)|PID (?P<only>\d+)")

_RESTORE = (
    "Nothing was changed. Put a backup in its place: onward restore FILE; "
    "the damaged file is kept beside it."
)


def is_held_elsewhere(error: duckdb.Error) -> bool:
    """Tell whether the file could not be opened because another connection holds it."""
    return any(sign in str(error) for sign in (*_HELD, *_HELD_HERE))


def explained_os(error: OSError, path: Path) -> LogbookError:
    """Return the error for people that belongs to an error of the file system."""
    return _explained(error.strerror or str(error), path)


def explained(error: duckdb.Error, path: Path) -> LogbookError:
    """Return the error for people that belongs to an error of DuckDB."""
    return _explained(str(error), path)


def _explained(message: str, path: Path) -> LogbookError:
    where = str(path)
    if any(sign in message for sign in (*_HELD, *_HELD_HERE)):
        return _in_use(message, where)
    if any(sign in message for sign in _NO_ROOM):
        return LogbookError(
            "The disk is full, so nothing was saved.",
            where=where,
            why="What was saved before is still there.",
            fix="Make room on the disk, then do it again.",
        )
    if any(sign in message for sign in _DAMAGED):
        return LogbookError("The logbook is damaged.", where=where, why=message, fix=_RESTORE)
    if any(sign in message for sign in _NEWER):
        return LogbookError(
            "The logbook was written by a newer version.",
            where=where,
            why=message,
            fix="Install the newest Onward. The file was left as it is.",
        )
    if any(sign in message for sign in _READ_ONLY):
        return LogbookError(
            "The file or its folder is read-only, so nothing was saved.",
            where=where,
            fix="Copy it to a folder of your own, or ask for the right to write there.",
        )
    return LogbookError(
        "The logbook did not accept this, so nothing was saved.", where=where, why=message
    )


def _in_use(message: str, where: str) -> LogbookInUseError:
    return LogbookInUseError(
        "The logbook is in use by another program.",
        where=where,
        why=f"It is held by {_holder(message)}.",
        fix="Wait until it has finished, or close it, then do it again.",
    )


def _holder(message: str) -> str:
    """Return who holds the file: its command line where the system tells, else what DuckDB says."""
    if any(sign in message for sign in _HELD_HERE):
        return "another connection in this same program"
    found = _HOLDER.search(message)
    if found is None:
        return "a program that the system does not name"
    pid = found["pid"] or found["only"]
    command = _command_line(pid) if pid else ""
    program = command or found["program"] or "a program"
    return f"{program} (process {pid})" if pid else program


def _command_line(pid: str) -> str:
    try:
        words = Path("/proc", pid, "cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    return " ".join(word.decode("utf-8", "replace") for word in words if word)[:120]
