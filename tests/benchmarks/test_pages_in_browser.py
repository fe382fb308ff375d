"""From a click to a page that can be used, on the sample and on 100,000 requests."""

import datetime as dt
import statistics
from pathlib import Path

import numpy as np
import pytest

from data.logbook import open_logbook
from data.simulator import simulate_large
from tests.benchmarks.measure_browser import Took, measured, table

SIZE = 100_000
TIMES = 5
FLOOR = 0.1  # CPU seconds
WRITTEN = dt.datetime(2026, 11, 24, 9)

pytestmark = [pytest.mark.benchmark, pytest.mark.browser]


def large_logbook(path: Path) -> Path:
    tables = simulate_large(SIZE, np.random.default_rng(1)).tables
    book = open_logbook(path, create=True)
    with book.writing(now=WRITTEN, act="import", import_id="large") as act:
        for name, frame in tables.items():
            act.insert(name, frame.drop(columns=["recorded_at", "import_id"], errors="ignore"))
    return path


def cpu(took: list[Took], how: str) -> dict[str, float]:
    """The median CPU seconds of the dashboard for each page."""
    pages = dict.fromkeys(one.page for one in took if one.how == how)
    return {
        page: statistics.median(one.cpu for one in took if (one.page, one.how) == (page, how))
        for page in pages
    }


def test_pages_grow_less_than_the_log_and_are_shown_again_for_less(sample_file, tmp_path):
    """Bounds are ratios of CPU seconds: those of a clock tell of the machine (docs/benchmarks)."""
    found, requests = [], []
    for book in (sample_file, large_logbook(tmp_path / "large.duckdb")):
        requests.append(len(open_logbook(book).log().whole("interviews")))
        found.append(measured(book, TIMES))
        print(f"\n{requests[-1]:,} requests")
        print(table(found[-1]))
    small, large = (cpu(took, "another day") for took in found)
    # A page of the sample has a floor: what it takes to draw any page at all.
    growth = {page: large[page] / max(small[page], FLOOR) for page in large}
    assert max(growth.values()) < requests[1] / requests[0] / 2, growth
    again = cpu(found[1], "seen before")
    assert sum(again.values()) < sum(large.values()) / 2, (again, large)
