"""Pooled rates: the formula, the edges, and whether the intervals hold what they promise."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import minimize

from analysis.pooling import pool_rates

groups = st.lists(st.tuples(st.integers(0, 30), st.floats(0.5, 40)), min_size=2, max_size=7)


def drawn(rng, many, mean, spread):
    exposure = rng.uniform(1, 30, many)
    rate = rng.gamma(1 / spread**2, mean * spread**2, many) if spread else np.full(many, mean)
    return rng.poisson(rate * exposure), exposure, rate


@settings(max_examples=12)
@given(groups)
def test_a_value_is_the_posterior_mean_and_lies_between_its_own_rate_and_the_common_one(found):
    z, e = (np.array(part, dtype=float) for part in zip(*found, strict=True))
    pooled = pool_rates(z, e)
    for count, exposed, group in zip(z, e, pooled.groups, strict=True):
        a, m = pooled.shape, pooled.mean
        expected = m if math.isinf(a) or not m else (a + count) / (a / m + exposed)
        assert group.value == pytest.approx(expected, rel=1e-9)
        low, high = sorted([count / exposed, m])
        assert low - 1e-9 <= group.value <= high + 1e-9
        assert 0 <= group.low <= group.value <= group.high < math.inf


def test_mean_and_shape_maximize_the_negative_binomial_likelihood():
    z, e, _ = drawn(np.random.default_rng(2), 40, 1.0, 0.7)

    def loss(x):
        a, m = np.exp(x)
        return -stats.nbinom(a, a / (a + m * e)).logpmf(z).sum()

    found = minimize(loss, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-7})
    pooled = pool_rates(z, e)
    assert pooled.shape == pytest.approx(math.exp(found.x[0]), rel=1e-3)
    assert pooled.mean == pytest.approx(math.exp(found.x[1]), rel=1e-4)


def test_groups_that_do_not_differ_all_have_the_common_rate():
    pooled = pool_rates([10, 20, 30], [10.0, 20.0, 30.0])
    assert math.isinf(pooled.shape)
    assert [group.value for group in pooled.groups] == pytest.approx([1, 1, 1])
    # With one rate for all and 60 events the interval cannot be narrower than that of the total.
    low, high = stats.gamma(60, scale=1 / 60).ppf([0.05, 0.95])
    assert all(g.low <= low + 0.02 and g.high >= high - 0.02 for g in pooled.groups)


def test_a_small_group_moves_more_than_a_large_one():
    small, *_, large = pool_rates([6, 10, 8, 12, 300], [2.0, 10, 10, 10, 100]).groups
    assert abs(small.value - 3.0) > 3 * abs(large.value - 3.0)


@pytest.mark.parametrize("spread", [0.0, 0.4, 0.8])
def test_intervals_hold_the_true_rates_as_often_as_they_promise(spread):
    rng = np.random.default_rng(int(10 * spread))
    inside = []
    for _ in range(12):
        z, e, rate = drawn(rng, 10, 0.9, spread)
        pooled = pool_rates(z, e)
        inside += [g.low <= r <= g.high for g, r in zip(pooled.groups, rate, strict=True)]
    # 120 rates: the standard error of a coverage of .9 is .027; of clustered ones somewhat more.
    assert np.mean(inside) >= 0.8


def test_nothing_counted_anywhere_is_a_rate_of_none_with_an_upper_end():
    pooled = pool_rates([0, 0], [5.0, 0.0])
    assert pooled.mean == 0
    assert all(group.value == 0 and group.low == 0 and group.high > 0 for group in pooled.groups)


def test_a_group_of_which_nothing_is_known_has_the_common_rate():
    pooled = pool_rates([5, 9, 0], [5.0, 10.0, 0.0])
    assert pooled.groups[2].value == pytest.approx(pooled.mean)
    assert pooled.groups[2].high - pooled.groups[2].low >= (
        pooled.groups[1].high - pooled.groups[1].low
    )


def test_one_group_is_its_own_rate():
    (group,) = pool_rates([7], [10.0]).groups
    assert group.value == pytest.approx(0.7)
    assert group.low < 0.7 < group.high


@pytest.mark.parametrize(
    ("counts", "exposure"),
    [([], []), ([1], [0.0]), ([0], [0.0]), ([-1], [1.0]), ([1, 2], [1.0]), ([math.nan], [1.0])],
)
def test_what_is_no_rate_is_refused_in_words(counts, exposure):
    with pytest.raises(ValueError, match=r"\w+ .+"):
        pool_rates(counts, exposure)
