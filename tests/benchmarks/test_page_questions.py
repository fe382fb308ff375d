"""What This week and Reach ask, at 10k, 100k and a million requests, beside networkx and pandas."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SIZES = (10_000, 100_000, 1_000_000)
PATIENCE = 60  # seconds that the plain way may be expected to take; beyond, it is not tried

pytestmark = pytest.mark.benchmark


def measured(size: int, way: str) -> dict:
    words = [sys.executable, "-m", "tests.benchmarks.measure_page", str(size), way]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_pages_answer_and_grow_with_the_log():
    before = plain = None
    for size in SIZES:
        found = measured(size, "arrays")
        as_of, cohort = (sum(found[part].values()) for part in ("as_of", "cohort"))
        growth = as_of / before if before else None
        told_growth = f", {growth:.1f}× the size before" if growth else ""
        print(f"\n{size:,} requests: credit once {found['credit']:.2f} s")
        print(f"  another as-of date, everybody: {as_of:.2f} s{told_growth}")
        print("   ", ", ".join(f"{name} {s:.2f}" for name, s in found["as_of"].items()))
        print(f"  one cohort: {cohort:.2f} s")
        print("  peak MB:", ", ".join(f"{name} {mb:,}" for name, mb in found["mb"].items()))
        # Ten times the requests take the plain way at least ten times as long.
        if plain is None or plain["seconds"] * 10 < PATIENCE:
            plain = measured(size, "plain")
            assert plain["figures"] == found["figures"]
            shared = found["credit"] + found["as_of"]["requests"] + found["as_of"]["forest"]
            graph = plain["parts"]["graph"]
            print(
                f"  networkx {graph:.2f} s for the forest alone ({graph / shared:.1f}× credit,"
                f" requests and forest), pandas on raw tables {plain['parts']['rows']:.2f} s,"
                f" peak {plain['mb']['end']:,} MB"
            )
        else:
            print(f"  networkx: over {PATIENCE} s by the smaller size, not tried")
        assert growth is None or growth < 20  # n log n, and room for a busy machine
        before = as_of
