"""The corrected R and past forecasts, on whole logs of cohorts of which the truth is known."""

import datetime as dt
from math import inf, sqrt

import numpy as np
import pytest

from analysis.corrected import offspring_fit
from analysis.figures import Figures
from data.simulator import CohortParameters, Simulation, simulate

START = dt.date(2025, 1, 6)
COHORTS = 20


def cohort(number):
    """Return a cohort whose capacity and pauses, which the true R leaves out, do not bind."""
    return CohortParameters(
        name=f"C{number:02d}", program="p", starts_on=START, ends_on=dt.date(2025, 9, 30),
        seekers=15, advisors=("x",), names=1.2 + 0.05 * number, capacity_per_week=1000,
        pause_mean_weeks=inf, leave_mean_weeks=20.0, hand_off_share=0.0,
    )  # fmt: skip


@pytest.fixture(scope="module")
def young():
    """Twenty cohorts of one log after fifteen weeks, each with its true R."""
    simulation = Simulation(dt.date(2025, 10, 20), tuple(cohort(n) for n in range(COHORTS)))
    found = simulate(simulation, np.random.default_rng(12))
    log = found.log().at(as_of=START + dt.timedelta(weeks=15))
    credited = Figures(log).credited
    truth = found.truth.cohorts
    figures = [Figures(log.at(cohorts=(name,)), credited=credited) for name in truth["cohort"]]
    return figures, truth["R"].tolist()


def test_the_corrected_multiplication_of_a_young_cohort_is_near_the_truth_and_covers_it(young):
    figures, truth = young
    fits = [offspring_fit(one) for one in figures]
    told = [(fit, R) for fit, R in zip(fits, truth, strict=True) if fit.R.value is not None]
    assert len(told) >= 18
    right = [fit.R.low <= R <= fit.R.high for fit, R in told]
    assert sum(right) / len(told) >= 0.9 - 3 * sqrt(0.9 * 0.1 / len(told))
    ratios = np.log([fit.R.value / R for fit, R in told])
    assert abs(np.mean(ratios)) <= 3 * np.std(ratios, ddof=1) / sqrt(len(told))
    assert np.mean([np.log(fit.naive / R) for fit, R in told]) < -0.25
