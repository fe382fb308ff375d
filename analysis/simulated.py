"""Simulated cohorts with a known R: what the corrected R would have said of them.

The proof of an estimate is a truth that it does not know. Cohorts are drawn as numbers, with all
that makes a young log hard to read: conversations of yesterday, searches that end, seekers who
differ. Each is fitted as a log would be, and the answers are held against the truth: the bias of
the value, and how often the interval covers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from analysis.intervals import LEVEL, Estimate, share
from analysis.offspring import OffspringFit, fit_offspring

__all__ = [
    "GRID",
    "Cell",
    "CellTold",
    "Cohort",
    "Run",
    "run_cell",
    "simulated_cohort",
    "tell_cell",
]

Ints: TypeAlias = npt.NDArray[np.int64]

MEETINGS = 200
SEEKERS = 20
SEARCH_DAYS = (30, 120)
"""Within how many days a search is over, all lengths alike."""
VARIANCE = 0.3
"""Of the rates of seekers who differ, around a mean of 1."""
MEAN_DELAY = 30.0
DELAY_SHAPE = 2.0
OFTEN = 0.9
"""A cell is judged when at least so many of its runs give a number."""
LARGEST_BIAS = 0.06
LEAST_COVERAGE = {False: 0.85, True: 0.80}
"""Of the 90 % interval, by whether seekers differ."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of cohort: its true ``R`` and ``k``, days of ``window``, whether seekers differ."""

    R: float
    k: float
    window: int
    clustered: bool


GRID: tuple[Cell, ...] = tuple(
    Cell(R, k, window, clustered)
    for clustered, window, R, k in product(
        (False, True), (60, 120, 365), (0.5, 1.0, 2.0), (0.2, 0.6, 2.0)
    )
)
"""The cells on which the corrected R is tried."""


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """What a log would tell of a cohort: the arguments of :func:`fit_offspring`."""

    counts: Ints
    maturity: Ints
    delays: Ints
    parent_maturity: Ints
    seeker: Ints


@dataclass(frozen=True, slots=True)
class Run:
    """What was said of one cohort: offspring per meeting so far, and R or the reason against it."""

    naive: float
    R: Estimate


@dataclass(frozen=True, slots=True)
class CellTold:
    """What came of the runs of a cell.

    ``given``: share of the runs that gave a number. Of these: ``bias`` of the median R and
    ``naive_bias`` of the median offspring so far, both relative to the truth; ``coverage`` of the
    interval; ``open_high``, share of the intervals without an upper end. ``reasons``: how often R
    was not given, and why.
    """

    cell: Cell
    runs: int
    given: Estimate
    bias: float | None
    naive_bias: float | None
    coverage: Estimate
    open_high: Estimate
    reasons: tuple[tuple[str, int], ...]

    @property
    def judged(self) -> bool:
        """Whether so many runs give a number that the cell says something of the method."""
        return self.given.value is not None and self.given.value >= OFTEN

    @property
    def holds(self) -> bool:
        """Whether bias and coverage are as good as is asked for."""
        if self.bias is None or self.coverage.value is None:
            return False
        enough = self.coverage.value >= LEAST_COVERAGE[self.cell.clustered]
        return abs(self.bias) <= LARGEST_BIAS and enough


def simulated_cohort(cell: Cell, rng: np.random.Generator) -> Cohort:
    """Return 200 meetings of 20 seekers, with what they have led to by the end of the window.

    A search lasts 30 to 120 days and overlaps the window somewhere; meetings are spread evenly over
    the part of the searches within the window. A meeting leads to ``NB(R, k)`` further ones, with
    ``R`` times the rate of its seeker (gamma with mean 1 and variance 0.3) when seekers differ,
    after gamma delays with a mean of 30 days (shape 2) in whole days. What falls after the search
    or the window is not seen; the maturity ends with both.

    >>> cohort = simulated_cohort(GRID[0], np.random.default_rng(1))
    >>> len(cohort.counts), bool((cohort.delays <= cohort.parent_maturity).all())
    (200, True)
    """
    length = rng.integers(SEARCH_DAYS[0], SEARCH_DAYS[1], SEEKERS, endpoint=True)
    begins = np.floor(rng.uniform(1 - length, cell.window)).astype(np.int64)
    first, end = np.maximum(begins, 0), np.minimum(begins + length, cell.window)
    open_days = end - first
    seeker = np.sort(rng.choice(SEEKERS, MEETINGS, p=open_days / open_days.sum()))
    held = first[seeker] + rng.integers(0, open_days[seeker])
    maturity = end[seeker] - held
    rate = rng.gamma(cell.k, cell.R / cell.k, MEETINGS)
    if cell.clustered:
        rate *= rng.gamma(1 / VARIANCE, VARIANCE, SEEKERS)[seeker]
    parent = np.repeat(np.arange(MEETINGS), rng.poisson(rate))
    delay = np.floor(rng.gamma(DELAY_SHAPE, MEAN_DELAY / DELAY_SHAPE, len(parent))).astype(np.int64)
    seen = delay <= maturity[parent]
    parent, delay = parent[seen], delay[seen]
    counts = np.bincount(parent, minlength=MEETINGS)
    return Cohort(counts, maturity, delay, maturity[parent], seeker)


def run_cell(cell: Cell, rngs: Iterable[np.random.Generator]) -> list[Run]:
    """Return what is said of one cohort for each source of randomness."""
    return [_run(simulated_cohort(cell, rng)) for rng in rngs]


def _run(cohort: Cohort) -> Run:
    fit: OffspringFit = fit_offspring(
        cohort.counts,
        cohort.maturity,
        cohort.delays,
        cohort.parent_maturity,
        cohort.seeker,
        thorough=False,
    )
    return Run(float(cohort.counts.mean()), fit.R)


def tell_cell(cell: Cell, runs: list[Run]) -> CellTold:
    """Return bias and coverage of the runs of a cell.

    >>> runs = [Run(0.3, Estimate(0.9, 0.5, 1.4, 0.9, 200)), Run(0.1, Estimate(None, reason="x"))]
    >>> told = tell_cell(Cell(1.0, 0.6, 60, False), runs)
    >>> round(told.bias, 3), told.coverage.value, told.given.value, told.reasons
    (-0.1, 1.0, 0.5, (('x', 1),))
    """
    found = [run.R for run in runs if run.R.value is not None]
    values = np.array([R.value for R in found], dtype=np.float64)
    covered = [(R.low or 0.0) <= cell.R <= (R.high or 0.0) for R in found]
    reasons = [run.R.reason for run in runs if run.R.reason is not None]
    return CellTold(
        cell=cell,
        runs=len(runs),
        given=share(len(found), len(runs), LEVEL),
        bias=_bias(values, cell.R),
        naive_bias=_bias(np.array([run.naive for run in runs]), cell.R),
        coverage=share(sum(covered), len(found), LEVEL),
        open_high=share(sum(R.high == math.inf for R in found), len(found), LEVEL),
        reasons=tuple((name, reasons.count(name)) for name in sorted(set(reasons))),
    )


def _bias(values: npt.NDArray[np.float64], truth: float) -> float | None:
    return float(np.median(values) / truth - 1) if len(values) else None
