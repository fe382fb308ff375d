"""Regression of counts: against statsmodels, against leaving each cluster out, limits, coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from analysis.count_regression import fit_counts


def drawn(rng, seekers=40, each=12, ratio=1.7, varies=0.3, k=0.5):
    """Counts of seekers whose rates, habits and numbers of conversations differ."""
    size = 1 + rng.negative_binomial(1.5, 1.5 / (0.5 + each), seekers)
    of = np.repeat(np.arange(seekers), size)
    n = len(of)
    habit = rng.random(n) < rng.beta(1.2, 1.8, seekers)[of]
    design = np.column_stack([np.ones(n), habit, rng.random(n) < 0.5]).astype(float)
    exposure = np.maximum(np.round(1 - np.exp(-rng.integers(0, 150, n) / 40), 3), 0.001)
    own = rng.gamma(1 / varies, varies, seekers)[of] if varies else 1.0
    mean = 0.9 * ratio**habit * 1.3 ** design[:, 2] * exposure * own
    counts = rng.poisson(mean * rng.gamma(k, 1 / k, n)) if k else rng.poisson(mean)
    return counts, design, exposure, of


@pytest.fixture(scope="module")
def data():
    return drawn(np.random.default_rng(1))


def test_the_estimates_equal_those_of_statsmodels(data):
    from statsmodels.discrete.discrete_model import NegativeBinomial

    counts, design, exposure, of = data
    found = fit_counts(counts, design, exposure, of)
    other = NegativeBinomial(counts, design, offset=np.log(exposure)).fit(
        disp=0, maxiter=500, gtol=1e-10
    )
    assert found.converged
    assert found.beta == pytest.approx(other.params[:-1], abs=1e-5)
    assert 1 / found.k == pytest.approx(other.params[-1], abs=1e-4)


def test_the_errors_are_near_those_of_leaving_out_each_seeker_in_turn():
    """The jackknife itself, with every fit made anew, k included: the one step comes near it."""
    counts, design, exposure, of = drawn(np.random.default_rng(2), seekers=80)
    found = fit_counts(counts, design, exposure, of)
    seekers = np.unique(of)
    left_out = np.array(
        [
            fit_counts(counts[of != g], design[of != g], exposure[of != g], of[of != g]).beta
            for g in seekers
        ]
    )
    moved = left_out - found.beta
    jackknife = (len(seekers) - 1) / len(seekers) * moved.T @ moved
    errors = np.sqrt(np.diag(found.covariance))
    assert errors == pytest.approx(np.sqrt(np.diag(jackknife)), rel=0.07)


def test_the_errors_are_those_of_the_formula_seeker_by_seeker(data):
    counts, design, exposure, of = data
    found = fit_counts(counts, design, exposure, of)
    mean = exposure * np.exp(design @ found.beta)
    weight, score = mean / (1 + mean / found.k), (counts - mean) / (1 + mean / found.k)
    assert design.T @ score == pytest.approx(np.zeros(3), abs=1e-5)
    total = np.zeros((3, 3))
    for g in np.unique(of):
        rest = design[of != g]
        step = np.linalg.solve(
            rest.T @ np.diag(weight[of != g]) @ rest, design[of == g].T @ score[of == g]
        )
        total += np.outer(step, step)
    assert found.covariance == pytest.approx(total * (found.clusters - 1) / found.clusters)


def test_units_without_overdispersion_are_poisson():
    counts = [1, 1, 1, 1, 2, 2, 2, 2]
    design = [[1, 0]] * 4 + [[1, 1]] * 4
    found = fit_counts(counts, design, [1.0] * 8, [0, 1, 2, 3] * 2)
    assert found.k == np.inf
    assert np.exp(found.beta[1]) == pytest.approx(2)
    assert found.covariance == pytest.approx(np.zeros((2, 2)), abs=1e-9)  # all seekers agree


@pytest.mark.parametrize(
    ("counts", "of"),
    [
        ([0, 0, 0, 0, 1, 2, 0, 3], range(8)),  # none without the habit: no ratio is finite
        ([1, 2, 0, 3, 0, 0, 0, 0], range(8)),
        ([0] * 8, range(8)),
        ([1, 2, 0, 3, 1, 1, 0, 2], [0] * 8),  # one seeker
    ],
)
def test_what_has_no_answer_is_told_as_such(counts, of):
    found = fit_counts(counts, [[1, 0]] * 4 + [[1, 1]] * 4, [1.0] * 8, of)
    assert not found.converged


@given(st.integers(0, 10**6), st.floats(0.2, 5.0))
def test_order_names_and_scale_change_nothing_but_the_level(seed, scale):
    rng = np.random.default_rng(seed)
    counts, design, exposure, of = drawn(rng, seekers=8, each=8)
    found = fit_counts(counts, design, exposure, of)
    mixed = rng.permutation(len(counts))
    same = fit_counts(counts[mixed], design[mixed], exposure[mixed], 100 - of[mixed])
    larger = fit_counts(counts, design, scale * exposure, of)
    turned = design.copy()
    turned[:, 1] = 1 - design[:, 1]
    other = fit_counts(counts, turned, exposure, of)
    assert found.converged == same.converged == larger.converged
    if not (found.converged and other.converged):
        return
    assert same.beta == pytest.approx(found.beta, abs=1e-5)
    assert same.covariance == pytest.approx(found.covariance, rel=1e-3, abs=1e-6)
    assert larger.beta[1:] == pytest.approx(found.beta[1:], abs=1e-4)
    assert larger.beta[0] == pytest.approx(found.beta[0] - np.log(scale), abs=1e-4)
    assert other.beta[1] == pytest.approx(-found.beta[1], abs=1e-4)
    assert other.covariance[1, 1] == pytest.approx(found.covariance[1, 1], rel=1e-2, abs=1e-6)


@pytest.mark.parametrize("ratio", [1.0, 1.8])
def test_the_interval_covers_the_truth_as_often_as_it_says(ratio):
    """20 seekers whose rates and habits differ; plain sandwiches cover .86 of the truths here."""
    rng = np.random.default_rng(7)
    covered, runs = 0, 0
    while runs < 150:
        found = fit_counts(*drawn(rng, seekers=20, each=8, ratio=ratio))
        if not found.converged:
            continue
        half = stdtrit(found.df[1], 0.95) * np.sqrt(found.covariance[1, 1])
        covered += abs(found.beta[1] - np.log(ratio)) < half
        runs += 1
    three_errors = 3 * np.sqrt(0.9 * 0.1 / runs)
    assert 0.9 - three_errors <= covered / runs <= 0.9 + three_errors


def test_a_habit_of_few_seekers_is_known_from_few():
    rng = np.random.default_rng(3)
    counts, design, exposure, of = drawn(rng)
    design[:, 1] = of < 3
    found = fit_counts(counts, design, exposure, of)
    assert found.df[1] < 4
    assert found.df[2] > 15


@pytest.mark.parametrize(
    "broken",
    [
        {"counts": [1, -1]},
        {"counts": [1, 0.5]},
        {"counts": [1, float("nan")]},
        {"counts": [1, 2, 3]},
        {"exposure": [0, 1]},
        {"exposure": [float("nan"), 1]},
        {"design": [[1, 2], [1, 0]]},
        {"design": [1, 1]},
    ],
)
def test_what_is_no_data_is_refused(broken):
    given_ = {"counts": [1, 2], "design": [[1, 0], [1, 1]], "exposure": [1, 1], "cluster": [0, 1]}
    with pytest.raises(ValueError, match=r"are|have|holds"):
        fit_counts(**given_ | broken)
