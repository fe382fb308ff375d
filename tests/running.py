"""A real dashboard in a process of its own."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PATIENCE = 60  # seconds; a loaded machine is slow, and no test here is about speed


@dataclass(frozen=True, slots=True)
class Dashboard:
    """One running dashboard."""

    url: str
    logbook: Path

    def at(self, path: str = "") -> str:
        return f"{self.url}/{path.removeprefix('/')}"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:  # noqa: S310 http
            return answer.status == 200
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def wait_until_healthy(url: str, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not healthy(url):
        if process.poll() is not None or time.monotonic() > end:
            pytest.fail(f"the dashboard did not start:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.2)


@contextmanager
def running(command: list[str], logbook: Path, folder: Path) -> Iterator[Dashboard]:
    port = free_port()
    log = folder / f"dashboard-{port}.log"
    words = [*command, "--logbook", str(logbook), "--port", str(port), "--no-browser"]
    with log.open("w", encoding="utf-8") as out:
        # From another folder than the clone: the settings beside the app must hold there too.
        process = subprocess.Popen(
            words,
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "ONWARD_LOGBOOK": str(logbook)},
        )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_healthy(url, process, log)
            yield Dashboard(url, logbook)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
