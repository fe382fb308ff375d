"""Measure what two pages ask, in a process of its own: `SIZE arrays|plain`.

Prints JSON: CPU seconds of each question, peak memory in MB after each stage, and figures by which
the two ways can be compared. ``arrays`` asks what This week and Reach ask, of a new as-of date and
then of one cohort; ``plain`` answers the questions about the graph with networkx and those about
rows with pandas on the raw tables.
"""

import datetime as dt
import json
import sys
import time
from collections.abc import Callable

import numpy as np

from analysis.attention import attention
from analysis.credit import Credit, credit
from analysis.figures import Figures
from analysis.findings import reach_finding, week_finding
from analysis.measures import CATALOG, measures
from analysis.weekly import weekly
from dashboard.charts.questions import map_of
from data.log import Log
from data.simulator import simulate_large
from tests.benchmarks.measure_forest import peak
from tests.benchmarks.plain_page import plain_page

PARTS = ("reach.", "multiplication.", "follow_up.")
EARLIER = dt.timedelta(days=30)


def made(size: int) -> Log:
    tables = simulate_large(size, np.random.default_rng(1)).tables
    return Log.from_frames(tables, ordered=True)


def asked(log: Log, known: Credit) -> tuple[dict, dict]:
    """Return the seconds of each question of the two pages, and some of the figures."""
    figures = Figures(log, credited=known)
    questions: dict[str, Callable] = {
        "requests": lambda: figures.requests,
        "forest": lambda: figures.forest,
        "debts": lambda: figures.debts,
        "measures": lambda: measures(figures, [k for k in CATALOG if k.startswith(PARTS)]),
        "weekly": lambda: weekly(figures),
        "attention": lambda: attention(figures),
        "findings": lambda: (week_finding(figures), reach_finding(figures)),
        "map": lambda: map_of(figures, hide_names=False),
    }
    took = {}
    for name, question in questions.items():
        start = time.process_time()
        question()
        took[name] = time.process_time() - start
    lived = figures.whole_forest
    return took, {
        "met": lived["contact_id"].nunique(),
        "meetings": len(lived),
        "generations": int(lived["generation"].max()),
        "descendants": int(lived["descendants"].sum()),
        "offspring": int(lived["offspring"].sum()),
    }


def by_arrays(log: Log) -> dict:
    stages, start = {"log": peak()}, time.process_time()
    known = credit(log)
    derived, stages["credit"] = time.process_time() - start, peak()
    earlier = log.at(as_of=log.as_of - EARLIER)
    as_of, figures = asked(earlier, known)
    stages["as-of"] = peak()
    cohort = log.whole("cohorts")["cohort_id"].iloc[0]
    one, _ = asked(earlier.at(cohorts=[cohort]), known)
    return {"credit": derived, "as_of": as_of, "cohort": one, "mb": stages, "figures": figures}


def by_plain_means(log: Log) -> dict:
    before, start = peak(), time.process_time()
    took, figures = plain_page(log, log.as_of - EARLIER)
    total = time.process_time() - start
    return {"seconds": total, "parts": took, "mb": {"log": before, "end": peak()}} | {
        "figures": figures
    }


if __name__ == "__main__":
    log = made(int(sys.argv[1]))
    print(json.dumps(by_arrays(log) if sys.argv[2] == "arrays" else by_plain_means(log)))
