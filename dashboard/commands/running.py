"""The dashboard that is running on a logbook: found again by a second call, and ended.

A small file beside the user's data says its process and port. It is believed only when that process
is there and something answers on that port as Streamlit does.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import click

from dashboard.commands.options import Asked, writing
from dashboard.commands.output import print_json, say
from dashboard.places import running_folder
from data.errors import OnwardError

__all__ = ["HOST", "Running", "announced", "found_running", "free_port", "stop"]

HOST = "127.0.0.1"
_FIRST_PORT, _PORTS = 8501, 100
_PATIENCE = 30.0  # seconds; a first start on a slow machine


@dataclass(frozen=True, slots=True)
class Running:
    """A dashboard: its process and its port."""

    pid: int
    port: int

    @property
    def url(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.port}"


def free_port() -> int:
    """Return the first free port from 8501 on. Raises ``OnwardError`` when there is none."""
    for port in range(_FIRST_PORT, _FIRST_PORT + _PORTS):
        with closing(socket.socket()) as door:
            if os.name == "posix":
                door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                door.bind((HOST, port))
                return port
    raise OnwardError(
        f"No port from {_FIRST_PORT} to {_FIRST_PORT + _PORTS - 1} is free.",
        where=HOST,
        fix="Say another one with --port.",
    )


@contextmanager
def announced(logbook: Path, port: int) -> Iterator[None]:
    """Say that this process serves the logbook on a port, as long as the block runs."""
    file = _file(logbook)
    said = json.dumps({"pid": os.getpid(), "port": port})
    with suppress(OSError):  # without the file a second call starts a second dashboard
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(said, encoding="utf-8")
    try:
        yield
    finally:
        if _said(file) == Running(os.getpid(), port):
            with suppress(OSError):
                file.unlink()


def found_running(logbook: Path, *, patience: float = _PATIENCE) -> Running | None:
    """Return the dashboard that runs on a logbook; one that is just starting is waited for."""
    running = _said(_file(logbook))
    end = time.monotonic() + patience
    while running is not None and _is_alive(running.pid):
        if _answers(running):
            return running
        if time.monotonic() > end:
            return None
        time.sleep(0.2)
    return None


def _file(logbook: Path) -> Path:
    whose = sha256(str(logbook.expanduser().resolve()).encode()).hexdigest()[:24]
    return running_folder() / f"{whose}.json"


def _said(file: Path) -> Running | None:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        running = Running(int(said["pid"]), int(said["port"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return running if running.pid > 1 and 0 < running.port < 1 << 16 else None


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        asked, still = 0x1000, 259  # PROCESS_QUERY_LIMITED_INFORMATION, STILL_ACTIVE
        handle = ctypes.windll.kernel32.OpenProcess(asked, False, pid)  # noqa: FBT003
        code = ctypes.c_ulong()
        ctypes.windll.kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
        ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle) and code.value == still
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False  # somebody else's
    return True


def _answers(running: Running) -> bool:
    try:
        with urllib.request.urlopen(f"{running.url}/_stcore/health", timeout=2) as answer:  # noqa: S310
            return bool(answer.read(16) == b"ok")
    except (urllib.error.URLError, OSError, ValueError):
        return False


@click.command()
@writing
def stop(asked: Asked) -> None:
    """End the dashboard that runs on the logbook.

    What was saved stays saved; pages that are open in a browser say that the connection is lost.
    """
    running = found_running(asked.logbook, patience=0)
    if running is not None:
        os.kill(running.pid, signal.SIGTERM)
    if asked.as_json:
        print_json({"ended": running is not None})
    else:
        say("The dashboard was ended." if running else "No dashboard runs on this logbook.")
