"""Levers: what would be enough, what cannot be, and which quarter is a fair target."""

import datetime as dt

import numpy as np
import pytest

from analysis.definitions import ONE_SEEKER
from analysis.factors import NAMES, factors
from analysis.figures import Figures
from analysis.levers import levers, quarters
from analysis.shrinkage import shrunk
from data.simulator import CohortParameters, Simulation, simulate
from tests.analysis.small import figures, met


@pytest.fixture(scope="module")
def of():
    cohorts = tuple(
        CohortParameters(
            name=name, program="p", starts_on=start, ends_on=start + dt.timedelta(days=500),
            seekers=30, advisors=("x",), asked_share=asked, names=2.2,
        )
        for name, start, asked in (
            ("Early", dt.date(2025, 1, 6), 0.4), ("Late", dt.date(2025, 4, 7), 0.9),
        )
    )  # fmt: skip
    told = simulate(Simulation(last_day=dt.date(2025, 9, 30), cohorts=cohorts),
                    np.random.default_rng(5))  # fmt: skip
    return Figures(told.log())


def test_what_is_needed_makes_ten_lead_to_ten(of):
    found, now = levers(of), factors(of)
    assert found.reason is None
    by_names = (now.by_new_names.value + now.ended.value) * now.noted / now.meetings
    others = now.R.value - by_names
    assert [lever.factor for lever in found.levers] == list(NAMES)
    for lever in found.levers:
        risen = by_names * lever.needed / lever.now.value
        assert risen + others == pytest.approx(1)
        assert lever.can == (lever.factor == NAMES[0] or lever.needed <= 1)
        if lever.can and not found.enough:
            assert lever.now_of < lever.needed_of
            assert lever.needed_of / lever.out_of >= lever.needed - 1e-9  # enough, not nearly
        assert (lever.needed_of is None) == (not lever.can)
    assert set(found.alone) <= set(found.levers)


def test_the_largest_gap_is_what_would_add_most(of):
    found = levers(of)
    gains = {lever.factor: lever.gain for lever in found.levers}
    assert min(gains.values()) >= 0
    assert found.largest_gap == max(gains, key=gains.get)
    # The second cohort asks for names twice as often.
    early = Figures(of.log.at(cohorts=(of.log.table("cohorts")["cohort_id"].iloc[0],)))
    target = {lever.factor: lever.best for lever in levers(early).levers}
    assert target["referrals_per_meeting"] == levers(of).levers[0].best  # the office's, not its own


def test_a_lucky_quarter_is_drawn_back(of):
    told = quarters(of)
    assert (told["n"] >= 20).all()
    for _, rows in told.groupby("factor"):
        assert rows["pooled"].max() <= rows["value"].max() + 1e-12
        assert rows["pooled"].min() >= rows["value"].min() - 1e-12
    lucky = shrunk([0.5, 0.5, 0.5, 0.9], [0.47, 0.47, 0.47, 0.5], [0.53, 0.53, 0.53, 1.0])
    assert lucky[3] < 0.65


def test_shrinkage_of_groups_that_truly_differ_keeps_them():
    kept = shrunk([0.2, 0.5, 0.8], [0.19, 0.49, 0.79], [0.21, 0.51, 0.81])
    assert kept == pytest.approx([0.2, 0.5, 0.8], abs=2e-3)
    assert shrunk([], [], []).tolist() == []
    assert shrunk([0.3], [0.1], [0.7]).tolist() == [0.3]


def test_without_a_fit_there_is_its_reason():
    assert levers(figures()).reason == "no_units"
    assert levers(figures(interviews=[met(1, "ann", 3, names_given=0)])).reason == "no_names"
    one = figures(
        interviews=[met(n, f"p{n}", n, "st"[n % 2]) for n in range(9)],
        cohorts=[{"cohort_id": c, "name": c} for c in "ab"],
        seekers=[{"person_id": s, "cohort_id": c} for s, c in ("sa", "tb")],
    )
    assert levers(Figures(one.log.at(cohorts=("a",)))).reason == ONE_SEEKER
    assert quarters(figures()).empty
