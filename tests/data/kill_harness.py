"""Kill −9 in the middle of writing, again and again.

A nursery is a process that has imported everything but opened nothing. For each victim it forks
itself; the victim calls a function of the test's own module, which acknowledges every act that was
saved by :func:`acknowledge`. The test kills it at a moment of its choice and looks at the file.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NURSERY = """
import importlib, json, os, sys
act = getattr(importlib.import_module(sys.argv[1]), sys.argv[2])
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if not child:
        act(*json.loads(line))
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""
PATIENCE = 60.0

Kill = Callable[[list, Path, float], list[str]]


def acknowledge(acks: str, what: str) -> None:
    """Note outside the logbook that an act was saved. What the system has, a kill cannot take."""
    with Path(acks).open("ab", buffering=0) as file:
        file.write(what.encode() + b"\n")


def acknowledged(acks: Path) -> list[str]:
    return acks.read_text().splitlines() if acks.exists() else []


@contextmanager
def nursery(module: str, function: str) -> Iterator[Kill]:
    """Give ``kill(arguments, acks, delay)``: start a victim, let it work, kill it.

    ``delay`` is in seconds, from the moment at which the victim has acknowledged one more act than
    there were (or started, if negative: then the delay is counted from its birth). Returns all that
    was ever acknowledged in the file ``acks``.
    """
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", NURSERY, module, function],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"

        def kill(arguments: list, acks: Path, delay: float) -> list[str]:
            before = len(acknowledged(acks))
            process.stdin.write(json.dumps(arguments) + "\n")
            process.stdin.flush()
            victim = int(process.stdout.readline())
            patience = time.monotonic() + PATIENCE
            while delay >= 0 and len(acknowledged(acks)) == before:
                assert time.monotonic() < patience, "the victim saved nothing"
                time.sleep(0.001)
            time.sleep(abs(delay))
            os.kill(victim, signal.SIGKILL)
            assert process.stdout.readline() == "ended\n"
            return acknowledged(acks)

        yield kill
        process.stdin.close()
