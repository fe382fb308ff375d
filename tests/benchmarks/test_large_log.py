"""A log of a million requests, as frames and as files: in under two minutes."""

import time

import numpy as np
import pytest

from data.simulator import simulate_large

pytestmark = pytest.mark.benchmark
TWO_MINUTES = 120


def test_a_million_requests_in_under_two_minutes(tmp_path):
    start = time.perf_counter()
    large = simulate_large(1_000_000, np.random.default_rng(1))
    made = time.perf_counter()
    files = large.write(tmp_path)
    written = time.perf_counter()
    size = sum(path.stat().st_size for path in files)
    rows = {name: len(frame) for name, frame in large.tables.items()}
    print(
        f"\nframes {made - start:.0f} s, files {written - made:.0f} s, {size / 1e6:.0f} MB, {rows}"
    )
    assert rows["interviews"] == 1_000_000
    assert written - start < TWO_MINUTES
