"""From a click to a page that can be used, on the sample and on 100,000 requests."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from data.logbook import open_logbook
from data.simulator import simulate_large
from tests.benchmarks.measure_browser import measured, table

SIZE = 100_000
WRITTEN = dt.datetime(2026, 11, 24, 9)

pytestmark = [pytest.mark.benchmark, pytest.mark.browser]


def large_logbook(path: Path) -> Path:
    tables = simulate_large(SIZE, np.random.default_rng(1)).tables
    book = open_logbook(path, create=True)
    with book.writing(now=WRITTEN, act="import", import_id="large") as act:
        for name, frame in tables.items():
            act.insert(name, frame.drop(columns=["recorded_at", "import_id"], errors="ignore"))
    return path


def test_pages_of_the_sample(sample_file):
    print("\nthe sample")
    print(table(measured(sample_file, 5)))


def test_pages_of_a_large_logbook(tmp_path):
    print(f"\n{SIZE:,} requests")
    print(table(measured(large_logbook(tmp_path / "large.duckdb"), 5)))
