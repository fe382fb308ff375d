"""Measure one way of importing in a process of its own: `FILE LOGBOOK ours|again|plain`.

Prints JSON: CPU seconds and seconds on the clock, peak memory in MB (and before), and what went in.
"""

import datetime as dt
import json
import resource
import sys
import time
import uuid
from pathlib import Path

from data import open_logbook
from data.importers.act import import_files
from tests.benchmarks.plain_import import plain_import

NOW = dt.datetime(2026, 3, 2, 9)
LAST_DAY = dt.date(2026, 3, 1)


def peak() -> int:
    # Linux counts in KB, macOS in bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


def ours(file: Path, target: Path) -> dict:
    told = import_files(target, [file], now=NOW, new_id=lambda: uuid.uuid4().hex, as_of=LAST_DAY)
    (sheet,) = told.files
    return {"new": sheet.accepted, "repeated": sheet.duplicates, "rejected": sheet.rejected_rows}


def plain(file: Path, target: Path) -> dict:
    found = plain_import(file, target, LAST_DAY)
    return {name: found[name] for name in ("new", "repeated", "rejected")}


def measure(file: Path, target: Path, way: str) -> dict:
    book = open_logbook(target, create=True)
    before, cpu, clock = peak(), time.process_time(), time.perf_counter()
    found = plain(file, target) if way == "plain" else ours(file, target)
    return found | {
        "cpu": time.process_time() - cpu,
        "clock": time.perf_counter() - clock,
        "before_mb": before,
        "peak_mb": peak(),
        "people": len(book.table("people")),
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])))
