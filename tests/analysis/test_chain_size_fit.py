"""R and k from the sizes of trees: closed forms, edges, and trees that were simulated."""

import math
import warnings

import numpy as np
import pytest
from scipy.optimize import minimize

from analysis import branching
from analysis.branching import chain_size_loglik, fit_chain_sizes

SIZES = [1] * 40 + [2] * 9 + [3] * 4 + [4, 6, 9]


def tree(rng, R, k, most=10**6):
    """The size of one tree, and whether it was cut off while growing."""
    size = alive = 1
    while alive and size < most:
        rates = rng.gamma(k, R / k, alive) if math.isfinite(k) else np.full(alive, R)
        alive = int(rng.poisson(rates).sum())
        size += alive
    return size, alive > 0


def test_when_all_have_ended_the_mean_is_one_less_one_over_the_mean_size():
    """Blumberg, Lloyd-Smith 2013: whatever k is."""
    fit = fit_chain_sizes(SIZES)
    assert fit.R.value == pytest.approx(1 - len(SIZES) / sum(SIZES), rel=1e-9)
    assert fit.R.low < fit.R.value < fit.R.high < 1
    assert (fit.trees, fit.open, fit.meetings, fit.reason) == (len(SIZES), 0, sum(SIZES), None)


@pytest.mark.parametrize("growing", [0, 4])
def test_it_is_the_maximum_that_another_search_finds(growing):
    censored = [False] * (len(SIZES) - growing) + [True] * growing

    def loss(x):
        return -chain_size_loglik(SIZES, math.exp(x[0]), math.exp(x[1]), censored)

    other = minimize(loss, [-0.5, -0.5], method="Nelder-Mead", options={"fatol": 1e-9})
    fit = fit_chain_sizes(SIZES, censored)
    assert fit.loglik == pytest.approx(-other.fun, abs=1e-5)
    assert fit.R.value == pytest.approx(math.exp(other.x[0]), rel=1e-3)
    assert fit.k.value == pytest.approx(math.exp(other.x[1]), rel=1e-2)


def test_trees_that_may_still_grow_raise_the_mean():
    ended = fit_chain_sizes(SIZES)
    growing = fit_chain_sizes(SIZES, [size > 3 for size in SIZES])
    assert growing.R.value > ended.R.value
    assert growing.open == 3


def test_the_interval_of_the_mean_is_where_the_profile_has_fallen():
    fit = fit_chain_sizes(SIZES)
    for bound in (fit.R.low, fit.R.high):
        best = max(chain_size_loglik(SIZES, bound, k) for k in np.geomspace(0.01, 1e4, 400))
        assert fit.loglik - best == pytest.approx(1.6448536269514722**2 / 2, abs=0.01)


def test_trees_that_do_not_differ_by_more_than_chance_are_poisson():
    fit = fit_chain_sizes([2] * 30)
    assert math.isinf(fit.k.value)
    assert math.isinf(fit.k.high)
    assert fit.k.low > 0


@pytest.mark.parametrize(
    ("sizes", "censored", "reason"),
    [
        ([], None, "too_few"),
        ([1], None, "too_few"),
        ([1] * 400, None, "too_few"),
        ([30], [True], "undecided"),
        ([12, 14, 9], [True] * 3, "undecided"),
        ([25, 1], [True, False], "not_found"),
    ],
)
def test_where_nothing_can_be_said_there_is_the_reason(sizes, censored, reason):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit = fit_chain_sizes(sizes, censored)
    assert fit.reason == fit.R.reason == fit.k.reason == reason


def test_one_large_tree_leaves_nearly_everything_open():
    fit = fit_chain_sizes([30])
    assert fit.R.value == pytest.approx(29 / 30)
    assert fit.R.low < 0.8
    assert fit.R.high > 1.2
    assert math.isinf(fit.k.high)


@pytest.mark.parametrize(("R", "k"), [(0.5, 0.3), (0.7, math.inf)])
def test_intervals_hold_the_truth_nine_times_in_ten(R, k):
    rng = np.random.default_rng(8)
    fits = [fit_chain_sizes([tree(rng, R, k)[0] for _ in range(100)]) for _ in range(3)]
    assert sum(fit.R.low <= R <= fit.R.high for fit in fits) >= 2
    assert sum(fit.k.low <= k <= fit.k.high for fit in fits) >= 2
    assert np.median([fit.R.value for fit in fits]) == pytest.approx(R, abs=0.15)


def test_trees_cut_off_while_growing_tell_of_a_mean_above_one():
    rng = np.random.default_rng(9)
    found = [tree(rng, 1.4, 0.6, most=8) for _ in range(30)]
    fit = fit_chain_sizes([size for size, _ in found], [cut for _, cut in found])
    assert fit.R.low <= 1.4 <= fit.R.high
    assert fit.R.value > 1


def test_bad_sizes_and_levels_are_refused():
    with pytest.raises(ValueError, match="at least one meeting"):
        fit_chain_sizes([0, 2])
    with pytest.raises(ValueError, match="do not belong together"):
        fit_chain_sizes([1, 2], [True])
    with pytest.raises(ValueError, match="level"):
        fit_chain_sizes(SIZES, level=90)
    assert "fit_chain_sizes" in branching.__all__
