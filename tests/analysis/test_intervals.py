from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from analysis.intervals import Estimate, jeffreys, newcombe, share, wilson

counts = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_wilson_of_newcombe_1998():
    # Newcombe (1998), Statistics in Medicine 17:857, table I, method 3
    assert wilson(81, 263, 0.95) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_newcombe_of_newcombe_1998():
    # Newcombe (1998), Statistics in Medicine 17:873, table II (a), method 10
    assert newcombe(56, 70, 48, 80, 0.95) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_nothing_is_known_without_units():
    assert wilson(0, 0) == (0.0, 1.0)
    assert jeffreys(0, 0) == (0.0, 1.0)
    assert newcombe(0, 0, 3, 4) == (-1.0, 1.0)
    assert share(0, 0) == Estimate(None, reason="no_units")


def test_none_and_all_touch_the_ends():
    assert wilson(0, 7)[0] == 0.0
    assert wilson(7, 7)[1] == 1.0
    assert jeffreys(0, 7)[0] == 0.0
    assert jeffreys(7, 7)[1] == 1.0


@given(counts)
def test_wilson_agrees_with_scipy(count):
    successes, n = count
    if n:
        theirs = stats.binomtest(successes, n).proportion_ci(0.9, method="wilson")
        assert wilson(successes, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@given(counts)
def test_wilson_inverts_the_score_test(count):
    # The bounds are the shares at which (p − share)² = z² share (1 − share) / n.
    successes, n = count
    if n:
        z = stats.norm.ppf(0.95)
        for bound in wilson(successes, n):
            gap = (successes / n - bound) ** 2 - z * z * bound * (1 - bound) / n
            assert gap == pytest.approx(0, abs=1e-12)


@given(counts)
def test_jeffreys_holds_its_level_under_the_posterior(count):
    successes, n = count
    low, high = jeffreys(successes, n)
    posterior = stats.beta(successes + 0.5, n - successes + 0.5)
    outside_low, outside_high = posterior.cdf(low), posterior.sf(high)
    assert outside_low == pytest.approx(0.05 if successes else 0.0, abs=1e-9)
    assert outside_high == pytest.approx(0.05 if successes < n else 0.0, abs=1e-9)


def test_jeffreys_found_by_bisection():
    # An independent way to the quantiles of Beta(3.5, 7.5).
    def excess(bound, tail):
        return stats.beta.cdf(bound, 3.5, 7.5) - tail

    expected = [optimize.brentq(excess, 0, 1, args=(tail,)) for tail in (0.05, 0.95)]
    assert jeffreys(3, 10) == pytest.approx(expected, abs=1e-9)


@given(counts, counts)
def test_newcombe_turns_with_its_sides(first, other):
    low, high = newcombe(*first, *other)
    assert newcombe(*other, *first) == pytest.approx((-high, -low), abs=1e-12)
    assert -1 <= low <= high <= 1


@given(counts)
def test_a_share_lies_inside_its_interval(count):
    estimate = share(*count)
    if estimate.value is not None:
        assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


@given(counts)
def test_a_higher_level_is_wider(count):
    low, high = wilson(*count, 0.5)
    assert wilson(*count, 0.99)[0] <= low + 1e-15
    assert high <= wilson(*count, 0.99)[1] + 1e-15


@pytest.mark.parametrize("count", [(-1, 3), (4, 3)])
def test_what_is_no_share_is_refused(count):
    with pytest.raises(ValueError, match="is no share"):
        wilson(*count)


def test_what_is_no_level_is_refused():
    with pytest.raises(ValueError, match="level"):
        wilson(1, 2, 90)


def test_an_estimate_has_a_value_or_a_reason():
    with pytest.raises(ValueError, match="either"):
        Estimate(None)
    with pytest.raises(ValueError, match="either"):
        Estimate(0.5, reason="too_few")
