"""Means of counts and their intervals: limits, golden numbers, a second method by simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.rates import mean_count, poisson_interval, rate, variance_factor


def test_garwoods_interval_of_ten_is_that_of_the_tables():
    # Poisson 95 % limits for a count of 10 (Pearson and Hartley, Biometrika Tables): 4.80, 18.39
    low, high = poisson_interval(10, level=0.95)
    assert (round(low, 2), round(high, 2)) == (4.8, 18.39)
    # for a count of 0 the upper limit is −ln(α/2)
    assert poisson_interval(0, level=0.95)[1] == pytest.approx(-np.log(0.025))


def test_nothing_counted_has_a_reason_and_no_number():
    for estimate in (mean_count([]), rate([], []), rate([0], [0])):
        assert estimate.value is None
        assert estimate.reason == "no_units"


@given(st.lists(st.integers(0, 20), min_size=1, max_size=40))
def test_the_interval_holds_the_mean_and_is_never_negative(counts):
    estimate = mean_count(counts)
    assert estimate.value == pytest.approx(np.mean(counts))
    assert 0 <= estimate.low <= estimate.value <= estimate.high
    assert estimate.n == len(counts)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abc")), min_size=1, max_size=30))
def test_clusters_never_narrow_the_interval_below_the_plain_poisson(rows):
    counts, clusters = zip(*rows, strict=True)
    low, high = poisson_interval(sum(counts))
    estimate = mean_count(counts, clusters)
    assert estimate.low * len(counts) <= low + 1e-9
    assert estimate.high * len(counts) >= high - 1e-9


def test_the_variance_factor_is_that_of_a_sum_by_hand():
    # rates of 1 and 3 over two units each: mean 2, residuals −2 and +2: 2/1 · 8 / 8
    assert variance_factor([2, 6], [2, 2]) == pytest.approx(2 * (4 + 4) / 8)
    assert variance_factor([5], [3]) == 1.0
    assert variance_factor([0, 0], [3, 1]) == 1.0


def test_the_interval_covers_the_truth_for_seekers_who_differ():
    rng = np.random.default_rng(20261123)
    covered = 0
    for _ in range(400):
        of_seeker = rng.gamma(4, 0.25, size=25)  # mean 1, variance 1/4
        counts = rng.poisson(np.repeat(of_seeker, 8))
        estimate = mean_count(counts, np.repeat(np.arange(25), 8))
        covered += estimate.low <= 1 <= estimate.high
    # 90 % nominal; with 400 runs three standard errors are .045
    assert covered / 400 > 0.855
