"""Turns: within one process, acts on one file happen one after another.

DuckDB refuses a reading connection beside a writing one in the same process, and a connection
must not be shared between threads. So every act takes its turn, and connections are never shared.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import NotAllowedError

__all__ = ["turn"]

_guard = threading.Lock()
_turns: dict[Path, tuple[threading.Lock, list[int]]] = {}


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Wait for this thread's turn on the file, and hold it.

    Raises ``NotAllowedError`` when the thread holds it already, instead of waiting for itself.
    """
    with _guard:
        lock, holder = _turns.setdefault(path.resolve(), (threading.Lock(), []))
    if threading.get_ident() in holder:
        raise NotAllowedError(
            "An act on the logbook was begun inside another act.",
            where=str(path),
            fix="Finish the first one before beginning the next.",
        )
    with lock:
        holder.append(threading.get_ident())
        try:
            yield
        finally:
            holder.clear()
