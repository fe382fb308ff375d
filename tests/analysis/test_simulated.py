"""The corrected R on simulated cohorts: in two cells as good as the documents say of a thousand."""

import re
from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from scipy import stats

from analysis.intervals import Estimate
from analysis.simulated import (
    GRID,
    LARGEST_BIAS,
    LEAST_COVERAGE,
    MEETINGS,
    OFTEN,
    SEEKERS,
    Cell,
    Run,
    run_cell,
    simulated_cohort,
    tell_cell,
)
from tests.house import ROOT

RUNS, SEED = 200, 20  # other chances than those of the documents
DOCUMENT = (ROOT / "docs" / "backtest.md").read_text(encoding="utf-8")
LINE = re.compile(
    r"^ *(alike|differ) +(\d+) +([\d.]+) +([\d.]+) +([\d.]+) % +([+-][\d.]+) % +([+-][\d.]+) %"
    r" +([\d.]+) % +[\d.]+ % to [\d.]+ % +([\d.]+) % +(.+?) *$",
    re.MULTILINE,
)


def told_in_documents():
    """What the documents tell of each cell: share given, naive bias, bias, coverage, verdict."""
    return {
        Cell(float(R), float(k), int(window), seekers == "differ"): (
            *(float(number) / 100 for number in numbers[:4]),
            verdict,
        )
        for seekers, window, k, R, *numbers, verdict in LINE.findall(DOCUMENT)
    }


def runs_in_documents():
    said = re.search(r"^([\d,]+) cohorts of each kind, seed \d+", DOCUMENT, re.MULTILINE)
    return int(said[1].replace(",", ""))


def test_the_documents_tell_of_every_cell_and_those_that_are_judged_hold():
    told = told_in_documents()
    assert set(told) == set(GRID)
    assert runs_in_documents() >= 400
    for cell, (given, naive, bias, coverage, verdict) in told.items():
        assert naive < -0.3
        if verdict == "not judged":
            assert (cell.window, given < OFTEN + 0.001) == (60, True)
        else:
            assert (verdict, given > OFTEN - 0.001) == ("holds", True)
            assert abs(bias) <= LARGEST_BIAS
            assert coverage >= LEAST_COVERAGE[cell.clustered]
    assert sum(verdict == "holds" for *_, verdict in told.values()) >= 36


@pytest.mark.parametrize("cell", [Cell(1.0, 0.6, 120, False), Cell(2.0, 0.6, 120, True)], ids=str)
def test_bias_and_coverage_are_those_of_the_documents(cell):
    rngs = (np.random.default_rng([SEED, GRID.index(cell), run]) for run in range(RUNS))
    runs = run_cell(cell, rngs)
    told = tell_cell(cell, runs)
    given, naive, bias, coverage, _ = told_in_documents()[cell]
    assert told.given.value >= 0.95 <= given
    # Three standard errors, of a share and of a median.
    both = 1 / RUNS + 1 / runs_in_documents()
    band = 3 * sqrt(coverage * (1 - coverage) * both)
    assert told.coverage.value == pytest.approx(coverage, abs=band)
    spread = np.std(np.log([run.R.value for run in runs if run.R.value]))
    assert told.bias == pytest.approx(bias, abs=3 * 1.2533 * spread * sqrt(both))
    assert told.naive_bias == pytest.approx(naive, abs=0.05)


@pytest.mark.parametrize("cell", [GRID[4], GRID[-1]], ids=str)
def test_a_cohort_is_what_it_is_said_to_be(cell):
    cohorts = [simulated_cohort(cell, np.random.default_rng(run)) for run in range(400)]
    for cohort in cohorts[:50]:
        assert len(cohort.counts) == len(cohort.maturity) == len(cohort.seeker) == MEETINGS
        assert cohort.counts.sum() == len(cohort.delays) == len(cohort.parent_maturity)
        assert (cohort.maturity >= 1).all()
        assert cohort.maturity.max() <= min(cell.window, 120)
        assert len(set(cohort.seeker)) <= SEEKERS
    assert any((cohort.delays == 0).any() for cohort in cohorts)
    # What is seen of R is R·G(C + 1), by scipy's own gamma law.
    seen = [stats.gamma(2, scale=15).cdf(cohort.maturity + 1).mean() for cohort in cohorts]
    naive = [cohort.counts.mean() for cohort in cohorts]
    error = np.std(naive, ddof=1) / sqrt(len(naive))
    assert np.mean(naive) == pytest.approx(cell.R * np.mean(seen), abs=4 * error)


def test_seekers_differ_where_they_are_said_to():
    def between(cell):
        """Variance of seekers' means that is not explained by the spread within them."""
        found = []
        for run in range(150):
            cohort = simulated_cohort(cell, np.random.default_rng(run))
            law = stats.gamma(2, scale=15).cdf(cohort.maturity + 1)
            rate, had = (np.bincount(cohort.seeker, of, SEEKERS) for of in (cohort.counts, law))
            noise = np.bincount(cohort.seeker, law + law**2 * 1.3 / 2.0, SEEKERS)
            enough = had > 1
            found.append((((rate - had) ** 2 - noise)[enough] / had[enough] ** 2).mean())
        return np.mean(found)

    assert between(Cell(1.0, 2.0, 365, True)) == pytest.approx(0.3, abs=0.12)
    assert between(Cell(1.0, 2.0, 365, False)) < 0.1


def test_what_is_told_of_a_cell_by_hand():
    cell = Cell(1.0, 0.6, 60, False)
    runs = [
        Run(0.4, Estimate(0.8, 0.5, 1.2, 0.9, 200)),
        Run(0.5, Estimate(1.1, 1.05, float("inf"), 0.9, 200)),
        Run(0.6, Estimate(1.2, 0.7, float("inf"), 0.9, 200)),
        Run(0.3, Estimate(None, reason="window_too_short")),
    ]
    told = tell_cell(cell, runs)
    assert (told.runs, told.given.value, told.coverage.n) == (4, 0.75, 3)
    assert told.bias == pytest.approx(0.1)
    assert told.naive_bias == pytest.approx(-0.55)
    assert told.coverage.value == pytest.approx(2 / 3)
    assert told.open_high.value == pytest.approx(2 / 3)
    assert told.reasons == (("window_too_short", 1),)
    assert not told.judged
    assert not told.holds
    none = tell_cell(cell, runs[3:])
    assert (none.bias, none.coverage.value, none.judged) == (None, None, False)


def test_the_grid_is_the_one_that_was_asked_for():
    assert len(set(GRID)) == len(GRID) == 3 * 3 * 3 * 2
    assert {cell.window for cell in GRID} == {60, 120, 365}
    assert all(a.clustered <= b.clustered for a, b in pairwise(GRID))
