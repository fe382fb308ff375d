import dataclasses
import datetime as dt
import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.figures import Figures
from analysis.fitted_process import process_of
from analysis.intervals import Estimate
from analysis.part import Part
from analysis.process import Process, drawn, values_of
from analysis.projection import project
from analysis.saturation import fit_saturation, saturation
from analysis.standing import standing
from data.log import Log
from data.simulator import CohortParameters, Simulation, simulate
from tests.analysis.small import DAY, asked, figures, met, named

Z = np.random.default_rng(2).standard_normal(20_000)


@pytest.mark.parametrize(
    ("estimate", "share"),
    [
        (Estimate(0.9, 0.5, 2.1), False),
        (Estimate(0.7, 0.6, 0.75), True),
        (Estimate(0.02, 0.001, 0.1), True),
    ],
)
def test_nine_in_ten_draws_lie_within_the_interval_and_half_below_the_value(estimate, share):
    found = values_of(estimate, Z, share=share)
    low, half, high = ((found < x).mean() for x in (estimate.low, estimate.value, estimate.high))
    assert (low, half, high) == pytest.approx((0.05, 0.5, 0.95), abs=0.008)  # 5 standard errors


@settings(max_examples=30, deadline=None)
@given(
    value=st.floats(0, 1), low=st.floats(0, 1), high=st.floats(0, 1) | st.just(math.inf),
    share=st.booleans(), ends=st.booleans(),
)  # fmt: skip
def test_draws_are_numbers_within_their_bounds(value, low, high, share, ends):
    low, high = min(low, value), max(high, value)
    estimate = Estimate(value, low if ends else None, high if ends or share else None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = values_of(estimate, Z[:500], share=share)
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert not share or (found <= 1).all()


def test_an_open_end_is_as_far_as_the_other_one():
    found = values_of(Estimate(2.0, 1.0, math.inf), np.array([-1.6448536, 1.6448536]))
    assert found == pytest.approx([1.0, 4.0], abs=1e-5)
    assert values_of(Estimate(2.0), Z[:3]).tolist() == [2.0, 2.0, 2.0]
    assert values_of(Estimate(None, reason="too_few"), Z[:2]).tolist() == [0.0, 0.0]
    assert values_of(Estimate(0.0, 0.0, 0.5), np.array([1.6448536])) == pytest.approx([0.5])


def test_the_product_stands_for_a_mean_that_is_not_known():
    factors = dataclasses.replace(
        TOLD, R=Estimate(None, reason="window_too_short"), k=Estimate(None, reason="not_found")
    )
    found = drawn(factors, 500, np.random.default_rng(1))
    product = found.referrals_per_meeting * found.new_share * found.acted * found.held
    assert np.allclose(product, found.R)
    assert not found.spread.any()
    known = drawn(TOLD, 500, np.random.default_rng(1))
    assert np.median(known.R) == pytest.approx(1.1, abs=0.06)
    assert (known.acted == found.acted).all()  # drawn apart from R


def test_what_is_certain_is_drawn_alike():
    for field in dataclasses.fields(found := drawn(TOLD.certain(), 7, np.random.default_rng(1))):
        assert np.ptp(getattr(found, field.name)) < 1e-12, field.name


# Saturation


def names_given(theta, size=6000, seekers=30):
    rng = np.random.default_rng(0)
    known = rng.integers(0, 60, size)
    return rng.random(size) < 0.9 * (1.0 + known) ** -theta, known, rng.integers(0, seekers, size)


@pytest.mark.parametrize("theta", [0.0, 0.25])
def test_saturation_finds_the_power_it_was_made_with(theta):
    found = fit_saturation(*names_given(theta))
    assert found.power.low <= theta + 1e-9
    assert theta <= found.power.high
    assert found.power.value == pytest.approx(theta, abs=0.03)


def test_saturation_is_where_the_likelihood_is_largest_with_robust_errors():
    # Second method: a search without derivatives, and the sandwich added up name by name.
    from scipy.optimize import minimize

    fresh, known, who = names_given(0.25, 800)
    found, x = fit_saturation(fresh, known, who), np.log1p(known)

    def loss(beta):
        return (np.exp(beta[0] - beta[1] * x) - fresh * (beta[0] - beta[1] * x)).sum()

    beta = minimize(loss, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12})
    assert found.power.value == pytest.approx(beta.x[1], abs=1e-6)
    information, scores = np.zeros((2, 2)), np.zeros((30, 2))
    for new, z, seeker in zip(fresh, x, who, strict=True):
        mean, row = math.exp(beta.x[0] - beta.x[1] * z), np.array([1, -z])
        information += mean * np.outer(row, row)
        scores[seeker] += (new - mean) * row
    inverse = np.linalg.inv(information)
    error = math.sqrt((inverse @ scores.T @ scores @ inverse)[1, 1] * 30 / 29)
    assert found.power.high - found.power.value == pytest.approx(1.6448536 * error, rel=1e-4)


def test_too_few_names_say_nothing_of_saturation():
    fresh, known, who = names_given(0.25, 90)
    assert fit_saturation(fresh, known, who).power.reason == "too_few"
    assert fit_saturation([True] * 500, range(500), [0] * 500).power.reason == "too_few"
    assert fit_saturation([True, False] * 100, [7] * 200, [0] * 200).power.reason == "too_few"
    assert fit_saturation([], [], []).known == 1.0


def test_people_known_are_those_asked_met_or_named_before_that_day():
    # Before ann's names (of day 30) the seeker knew ann and zoe; before cleo's also bob and cleo.
    told = figures(
        interviews=[asked(1, "zoe", 50), met(2, "ann", 30), met(3, "cleo", 10)],
        referrals=[
            named(1, "ann", "bob", "i2"),
            named(2, "ann", "cleo", "i2"),
            named(3, "cleo", "bob", "i3"),
        ],
    )
    found = saturation(told)
    # zoe (asked on day 50) is known on day 30; ann is met on that day, as is said of others later.
    assert found.known == pytest.approx((2 * 2 * 5) ** (1 / 3))


# The process of a log


def office(seed=0, weeks=30, **parameters):
    cohort = CohortParameters(
        name="A", program="P", starts_on=dt.date(2026, 1, 5), ends_on=dt.date(2026, 12, 31),
        seekers=30, advisors=("x",), **parameters,
    )  # fmt: skip
    last = dt.date(2026, 1, 5) + dt.timedelta(days=7 * weeks)
    tables = simulate(Simulation(last_day=last, cohorts=(cohort,)), np.random.default_rng(seed))
    return tables.tables, last


TABLES, LAST = office()


def read(tables=TABLES, **selection):
    return Figures(Log.from_frames(tables, as_of=LAST, **selection))


LIVED = read()
TOLD = dataclasses.replace(process_of(LIVED), R=Estimate(1.1, 0.8, 1.5))


def test_the_process_of_a_log_is_near_the_truth_it_was_made_with():
    process = process_of(LIVED)
    assert process.reason is None
    assert process.by_names
    assert process.referrals_per_meeting.value == pytest.approx(2.0, abs=0.3)
    assert process.acted.share.value == pytest.approx(0.77, abs=0.1)  # .75, or handed on
    assert process.held.share.value == pytest.approx(0.76 * 0.95, abs=0.1)
    assert 0 <= process.other_share < 0.4
    assert process.first_asks.value > 0
    assert process.n == len(LIVED.forest)


def test_it_is_projected_with_a_fan_that_moves_with_its_levers():
    now = standing(LIVED)
    found = project(now, TOLD, weeks=8, paths=300, rng=np.random.default_rng(1))
    assert found.reason is None
    assert found.meetings == len(LIVED.forest)
    assert 0 < found.total.values[-1, 0] < found.total.values[-1, 4]


def test_a_log_of_conversations_only_goes_by_its_mean_alone():
    tables = dict(TABLES)
    rows = tables["interviews"]
    held = rows["held_on"].notna()
    blank = ["requested_on", "answered_on", "answer", "scheduled_for", "cancelled_on"]
    tables["interviews"] = rows[held].assign(**dict.fromkeys(blank))
    process = process_of(figs := read(tables))
    assert process.reason is None
    assert not process.by_names
    assert process.other_share == 1.0
    found = project(standing(figs), process, weeks=8, paths=300, rng=np.random.default_rng(1))
    assert not found.by_names
    assert found.total.values[-1, 2] > 0


def test_one_of_several_seekers_is_not_projected():
    single = Part(LIVED, LIVED.seekers[:1])
    assert process_of(single).reason == "one_seeker"
    assert told_reason(single) == "one_seeker"


def told_reason(figs):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = project(
            standing(figs), process_of(figs), weeks=6, paths=20, rng=np.random.default_rng(1)
        )
    assert np.isfinite(found.total.values).all()
    return found.reason


def chained(many, on, source="referral", seeker="s"):
    """So many meetings, each but the first by a name from the one before."""
    rows = [met(n, f"p{n}", on(n), seeker, source=source) for n in range(many)]
    names = [named(n, f"p{n}", f"p{n + 1}", f"i{n}", seeker=seeker) for n in range(many - 1)]
    return rows, names


def test_odd_logs_have_a_projection_or_the_reason():
    assert told_reason(figures()) == "nobody_met"
    assert told_reason(figures(interviews=[met(1, "ann", 3, source="cold")])) == "too_few"
    zeros = [met(n, f"p{n}", n + 1, source="cold", names_given=0) for n in range(40)]
    assert told_reason(figures(interviews=zeros)) == "too_few"
    unknown = [met(n, f"p{n}", n + 1) for n in range(40)]
    assert told_reason(figures(interviews=unknown)) == "not_recorded"
    rows, names = chained(30, lambda n: 0)
    assert told_reason(figures(interviews=rows, referrals=names)) in {None, "not_found"}
    rows, names = chained(30, lambda n: 90 - 3 * n)
    assert told_reason(figures(interviews=rows, referrals=names)) is None
    gone = [{"person_id": "s", "cohort_id": "c", "left_on": DAY}]
    cohorts = [{"cohort_id": "c", "name": "Spring"}]
    over = figures(interviews=rows, referrals=names, seekers=gone, cohorts=cohorts)
    assert told_reason(over) == "ended"


def test_a_process_with_a_reason_has_it():
    assert isinstance(process_of(figures()), Process)
