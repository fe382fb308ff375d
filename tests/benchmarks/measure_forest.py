"""Measure one way of growing the forest in a process of its own: `SIZE arrays|networkx`.

Prints JSON: CPU seconds of credit and forest, peak memory in MB (and what the log alone took), and
a fingerprint of the figures, so that two ways can be compared.
"""

import hashlib
import json
import resource
import sys
import time

import pandas as pd

from analysis.credit import credit
from analysis.forest import forest
from data.log import Log
from tests.benchmarks.large_logs import large_log
from tests.benchmarks.plain_forest import plain_forest

FIGURES = ["interview_id", "parent_id", "generation", "offspring", "descendants", "root_id"]


def peak() -> int:
    # Linux counts in KB, macOS in bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


def fingerprint(trees: pd.DataFrame) -> str:
    figures = trees[FIGURES].astype({"parent_id": "str", "root_id": "str"})
    return hashlib.sha256(figures.to_csv(index=False).encode()).hexdigest()


def measure(log: Log, way: str) -> dict:
    before, start = peak(), time.process_time()
    if way == "networkx":
        trees, credited = plain_forest(log), None
    else:
        known = credit(log)
        credited = time.process_time() - start
        trees = forest(log, known)
    took, after = time.process_time() - start, peak()
    return {
        "way": way,
        "seconds": took,
        "credit": credited,
        "log_mb": before,
        "peak_mb": after,
        "meetings": len(trees),
        "fingerprint": fingerprint(trees),
    }


if __name__ == "__main__":
    print(json.dumps(measure(large_log(int(sys.argv[1])), sys.argv[2])))
