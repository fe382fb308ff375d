"""Credit and the forest at 10k, 100k and a million requests, beside networkx in the same run."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SIZES = (10_000, 100_000, 1_000_000)
PATIENCE = 60  # seconds that networkx may take; beyond, its time is not measured

pytestmark = pytest.mark.benchmark


def measured(size: int, way: str) -> dict:
    words = [sys.executable, "-m", "tests.benchmarks.measure_forest", str(size), way]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_forest_grows_with_the_log_and_beats_networkx():
    print("\n requests   arrays  (credit)  growth  peak MB (log)   networkx   ratio  peak MB")
    before = plain = None
    for size in SIZES:
        found = measured(size, "arrays")
        growth = found["seconds"] / before["seconds"] if before else None
        # Ten times the requests take networkx at least ten times as long.
        if plain is None or plain["seconds"] * 10 < PATIENCE:
            plain = measured(size, "networkx")
            assert found["fingerprint"] == plain["fingerprint"]
            beside = told(plain, found)
            assert found["seconds"] < plain["seconds"]
        else:
            beside = f"over {PATIENCE} s, not tried"
        print(
            f"{size:9,} {found['seconds']:7.2f}s {found['credit']:8.2f}s "
            f"{f'{growth:6.1f}×' if growth else '      –'} "
            f"{found['peak_mb']:8,} ({found['log_mb']:,})   {beside}"
        )
        # n log n: ten times the log takes little more than ten times as long.
        assert growth is None or growth < 20
        before = found


def told(plain: dict, found: dict) -> str:
    ratio = plain["seconds"] / found["seconds"]
    return f"{plain['seconds']:7.2f}s {ratio:6.1f}×  {plain['peak_mb']:,}"
