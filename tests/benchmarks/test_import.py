"""Importing 10k, 100k and a million rows without ids, beside pandas in the same run."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.tracker_file import write_tracker

ROOT = Path(__file__).parents[2]
SIZES = (10_000, 100_000, 1_000_000)
MEMORY = 1_536  # MB that a million rows may take

pytestmark = pytest.mark.benchmark


def measured(file: Path, target: Path, way: str) -> dict:
    words = [sys.executable, "-m", "tests.benchmarks.measure_import", str(file), str(target), way]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_a_million_rows_go_in_and_beat_pandas(tmp_path):
    print(
        "\n     rows    import (clock)  growth  peak MB      again    pandas (clock) ratio (clock)"
    )
    before = None
    for rows in SIZES:
        file = tmp_path / f"{rows}.csv"
        write_tracker(rows, file)
        target = tmp_path / f"{rows}.duckdb"
        found = measured(file, target, "ours")
        plain = measured(file, tmp_path / f"{rows}.plain.duckdb", "plain")
        again = measured(file, target, "again")
        for name in ("new", "repeated", "rejected", "people"):
            assert found[name] == plain[name]
        assert (again["new"], again["repeated"]) == (0, rows)
        growth = found["cpu"] / before["cpu"] if before else None
        ratio, waited = plain["cpu"] / found["cpu"], plain["clock"] / found["clock"]
        print(
            f"{rows:9,} {found['cpu']:8.2f}s {found['clock']:6.1f}s "
            f"{f'{growth:6.1f}×' if growth else '      –'} {found['peak_mb']:8,} "
            f"{again['cpu']:8.2f}s {again['peak_mb']:6,} {plain['cpu']:8.2f}s "
            f"{plain['clock']:6.1f}s {ratio:5.1f}× {waited:6.1f}×"
        )
        assert growth is None or growth < 15
        before = found
    assert max(found["peak_mb"], again["peak_mb"]) <= MEMORY
    # What a person waits for. In CPU seconds the ratio swings between 1.7 and 2.2 with the machine:
    # DuckDB works on both cores at once, which costs more the busier they are.
    assert waited >= 2
    assert ratio >= 1.5
