"""Files that ask for too much are dealt with in seconds and within 500 MB, all in one process."""

import json
import subprocess
import sys

import pytest

from tests.data.importers.hostile.heavy import FILES
from tests.house import ROOT

MOST_MB = 500
MOST_SECONDS = 10  # of CPU; a busy machine takes longer by the clock


@pytest.fixture(scope="module")
def told() -> dict[str, dict]:
    words = [sys.executable, "-m", "tests.data.importers.hostile.heavy"]
    said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert said.returncode == 0, said.stderr
    return {line["file"]: line for line in map(json.loads, said.stdout.splitlines())}


@pytest.mark.slow
@pytest.mark.parametrize("name", [make.__name__ for make in FILES])
def test_a_heavy_file_costs_little(name, told):
    words = {make.__name__: words for make, words in FILES.items()}[name]
    assert words in told[name]["refused"]
    assert bool(words) == bool(told[name]["refused"])
    assert (told[name]["rows"] > 0) != bool(words)
    assert told[name]["seconds"] < MOST_SECONDS
    assert told[name]["peak_mb"] < MOST_MB
