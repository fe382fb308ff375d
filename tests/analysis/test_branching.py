"""Branching: the literature's numbers, closed forms at the edges, and second methods."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import lambertw
from scipy.stats import nbinom, poisson

from analysis.branching import (
    chain_size_loglik,
    chain_size_logpmf,
    chain_size_pmf,
    doubling_time,
    expected_chain_size,
    extinction_ahead,
    extinction_probability,
    growth_rate,
    proportion_transmission,
    share_from_top,
)

means = st.floats(0.01, 20)
dispersions = st.one_of(st.floats(-2, 6).map(lambda e: 10.0**e), st.just(math.inf))


def offspring(R, k):
    return poisson(R) if math.isinf(k) else nbinom(k, k / (k + R))


@pytest.mark.parametrize(
    ("expected", "given_"),
    [
        # SCIENCE.md section 2: computed with the reference package superspreading.
        (0.7675919, {"R": 1.5, "k": 0.5}),
        (0.8391855, {"R": 1.5, "k": 0.5, "c": 0.1}),
        (0.8213172, {"R": 1.5, "k": 0.5, "p": 0.1}),
        (0.8915076, {"R": 1.5, "k": 0.5, "c": 0.1, "p": 0.1}),
        (0.4161882, {"R": 1.5, "k": 0.5, "c": 0.1, "roots": 5}),
        (1 - 0.5828116, {"R": 1.5, "k": math.inf}),
    ],
)
def test_extinction_as_published(expected, given_):
    assert extinction_probability(**given_) == pytest.approx(expected, abs=5e-8)


@given(means)
def test_extinction_has_a_closed_form_for_geometric_and_poisson_offspring(R):
    assert extinction_probability(R, 1) == pytest.approx(min(1, 1 / R), abs=1e-9)
    closed = 1.0 if R <= 1 else float(np.real(-lambertw(-R * math.exp(-R)) / R))
    assert extinction_probability(R, math.inf) == pytest.approx(closed, abs=1e-7)


@given(means, dispersions, st.floats(0, 1), st.floats(0, 1))
def test_extinction_is_the_smallest_fixed_point(R, k, c, p):
    s = extinction_probability(R, k, c=c, p=p)
    mean = (1 - p) * R

    def once(x):
        none = -mean * (1 - x) if math.isinf(k) else -k * math.log1p(mean * (1 - x) / k)
        return c + (1 - c) * math.exp(none)

    assert once(s) == pytest.approx(s, abs=1e-9)
    # Below the smallest fixed point the curve lies above the diagonal.
    assert all(once(x) >= x - 1e-12 for x in np.linspace(0, s, 20))
    if (1 - c) * mean > 1.001:
        assert s < 1
    assert extinction_probability(R, k, roots=3, c=c, p=p) == pytest.approx(s**3, rel=1e-12)


def test_extinction_just_above_one_is_not_given_up_early():
    # A well-known package stops its iteration and returns .999 for R = 1.0001. Near R = 1 the root
    # is 1 - 2(R - 1)/(variance + R(R - 1)) to first order; here the variance is R + R²/k.
    for k in (0.5, 1.0, math.inf):
        R = 1 + 1e-6
        variance = R + (0 if math.isinf(k) else R * R / k)
        assert 1 - extinction_probability(R, k) == pytest.approx(2e-6 / variance, rel=1e-4)
    assert extinction_probability(1.0, 0.5) == 1
    assert extinction_probability(np.nextafter(1, 2), 0.5) == 1
    assert extinction_probability(2.0, 0.5, c=0.5) == 1


@pytest.mark.parametrize(("R", "k"), [(1.5, 0.5), (2.0, math.inf), (0.8, 0.2), (1.2, 1.0)])
def test_extinction_and_sizes_as_simulated(R, k):
    rng = np.random.default_rng(5)
    runs, cap = 20_000, 400
    alive, size = np.ones(runs, dtype=np.int64), np.ones(runs, dtype=np.int64)
    for _ in range(200):
        growing = (alive > 0) & (size < cap)
        if not growing.any():
            break
        mean = R * alive[growing]
        if not math.isinf(k):
            mean = rng.gamma(k * alive[growing], R / k)
        alive[growing] = rng.poisson(mean)
        size[growing] += alive[growing]
    ended = alive == 0
    error = 4 * math.sqrt(0.25 / runs)
    assert ended.mean() == pytest.approx(extinction_probability(R, k), abs=error + 2e-3)
    for n in (1, 2, 3, 5):
        assert (ended & (size == n)).mean() == pytest.approx(
            float(chain_size_pmf(n, R, k)), abs=error
        )


@pytest.mark.parametrize(
    ("expected", "R", "k"),
    # SCIENCE.md section 2, as computed with superspreading.
    [(0.264419, 2, 0.5), (0.09208820, 2, 0.1), (0.09389299, 3, 0.1)],
)
def test_who_yields_eighty_percent_as_published(expected, R, k):
    assert proportion_transmission(R, k) == pytest.approx(expected, abs=5e-7)


@given(st.floats(0.05, 8), st.floats(0.05, 50), st.floats(0.01, 1))
def test_who_yields_a_share_is_found_by_adding_up(R, k, share):
    counts = np.arange(4000)
    chance = offspring(R, k).pmf(counts)
    by_most = (counts * chance)[::-1] / R
    reached = np.cumsum(by_most)
    wanted = min(share, float(reached[-1]) * (1 - 1e-12))
    last = int(np.argmax(reached >= wanted))
    part = (wanted - (reached[last] - by_most[last])) / by_most[last]
    expected = chance[::-1][:last].sum() + part * chance[::-1][last]
    assert proportion_transmission(R, k, wanted) == pytest.approx(float(expected), abs=1e-7)


def test_everything_comes_from_those_who_refer_at_all():
    assert proportion_transmission(2, 0.5, 1.0) == pytest.approx(1 - (1 + 2 / 0.5) ** -0.5)
    assert proportion_transmission(2, math.inf, 1.0) == pytest.approx(1 - math.exp(-2))


@given(st.floats(0.05, 100), st.floats(0.001, 0.999))
def test_the_top_share_grows_with_inequality_and_is_a_lorenz_curve(k, top):
    share = share_from_top(k, top)
    assert top <= share + 1e-12
    assert share_from_top(k / 2, top) >= share - 1e-9


def test_the_top_share_of_exponential_hosts_has_a_closed_form():
    for top in (0.05, 0.2, 0.5):
        assert share_from_top(1.0, top) == pytest.approx(top * (1 - math.log(top)), abs=1e-12)
    assert share_from_top(1e7, 0.2) == pytest.approx(share_from_top(math.inf, 0.2), abs=1e-3)


def test_sizes_as_published():
    # SCIENCE.md section 2: log P(size) at R 0.5, k 0.2.
    found = chain_size_logpmf([1, 1, 4, 7], 0.5, 0.2)
    assert found.tolist() == pytest.approx([-0.25055, -0.25055, -3.79542, -4.83785], abs=5e-6)


@given(means, dispersions, st.integers(1, 3000))
def test_a_size_is_the_chance_that_its_meetings_lead_to_one_less(R, k, n):
    # Otter and Dwass: P(S = n) = P(Z1 + … + Zn = n - 1) / n, for any law of offspring.
    if math.isinf(k):
        expected = poisson(n * R).logpmf(n - 1) - math.log(n)
    elif n * k < 1e6:
        expected = nbinom(n * k, k / (k + R)).logpmf(n - 1) - math.log(n)
    else:  # scipy's loses digits here (4e-6 at R 1, k 1e6, n 613): its factors one by one
        factors = ((n * k + i) / (i + 1) * R / (k + R) for i in range(n - 1))
        none = n * k * math.log1p(-R / (k + R))
        expected = math.fsum(map(math.log, factors)) + none - math.log(n)
    if expected > -500:
        assert float(chain_size_logpmf(n, R, k)) == pytest.approx(expected, abs=1e-6, rel=1e-8)


@given(st.floats(0.01, 0.8), dispersions)
def test_sizes_add_up_to_one_with_the_expected_mean(R, k):
    n = np.arange(1, 40_000)
    chance = chain_size_pmf(n, R, k)
    assert chance.sum() == pytest.approx(1, abs=1e-5)
    if k > 0.05:
        assert (n * chance).sum() == pytest.approx(expected_chain_size(R), rel=1e-3)


@given(st.floats(1.3, 20), dispersions)
def test_sizes_of_trees_that_end_add_up_to_extinction(R, k):
    chance = chain_size_pmf(np.arange(1, 20_000), R, k)
    assert chance.sum() == pytest.approx(extinction_probability(R, k), abs=1e-4)


def test_dispersion_without_limit_is_poisson():
    n = np.arange(1, 60)
    for R in (0.5, 1.0, 3.0):
        near, limit = chain_size_logpmf(n, R, 1e12), chain_size_logpmf(n, R, math.inf)
        assert near.tolist() == pytest.approx(limit.tolist(), abs=1e-8)
        assert extinction_probability(R, 1e12) == pytest.approx(
            extinction_probability(R, math.inf), abs=1e-8
        )


@given(st.floats(0.05, 3), dispersions, st.integers(2, 200))
def test_an_open_tree_counts_as_at_least_its_size(R, k, n):
    smaller = float(chain_size_pmf(np.arange(1, n), R, k).sum())
    rest = 1 - smaller
    found = chain_size_loglik([n], R, k, censored=[True])
    if rest > 1e-6:
        assert found == pytest.approx(math.log(rest), abs=1e-6)
    else:
        assert found < math.log(2e-6)


def test_no_offspring_is_one_meeting_a_tree():
    assert chain_size_pmf([1, 2], 0.0, 0.5).tolist() == [1, 0]
    assert extinction_probability(0.0, 0.5) == 1
    assert chain_size_loglik([], 1.0, 1.0) == 0


# Only what quantiles can stand for: far below 1 the longest intervals decide.
@given(st.floats(0.7, 10), st.floats(1, 20), st.floats(1, 60))
def test_growth_has_a_closed_form_for_gamma_intervals(R, shape, mean):
    # Wallinga and Lipsitch 2007: for gamma intervals R = (1 + r·scale)^shape.
    scale = mean / shape
    expected = (R ** (1 / shape) - 1) / scale
    middle = (np.arange(20_000) + 0.5) / 20_000
    from scipy.stats import gamma  # the quantiles stand for the law

    days = gamma.ppf(middle, shape, scale=scale)
    assert growth_rate(R, days) == pytest.approx(expected, abs=2e-2 / mean, rel=2e-2)


def test_growth_and_doubling_at_the_edges():
    assert growth_rate(1.0, [3, 9], [1, 2]) == pytest.approx(0, abs=1e-12)
    assert growth_rate(0.0, [5]) == -math.inf
    assert growth_rate(3.0, [0, 5]) == math.inf
    assert doubling_time(growth_rate(2.0, [7.0])) == pytest.approx(7.0)
    assert doubling_time(-0.1) == math.inf
    assert expected_chain_size(1.2) == math.inf


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: extinction_probability(-1, 1),
        lambda: extinction_probability(math.nan, 1),
        lambda: extinction_probability(1, 0),
        lambda: extinction_probability(1, math.nan),
        lambda: extinction_probability(1, 1, c=1.5),
        lambda: extinction_probability(1, 1, roots=-1),
        lambda: proportion_transmission(0, 1),
        lambda: proportion_transmission(1, 1, 1.1),
        lambda: share_from_top(-1),
        lambda: share_from_top(1, 2),
        lambda: chain_size_pmf(0, 1, 1),
        lambda: chain_size_pmf(1.5, 1, 1),
        lambda: chain_size_loglik([1, 2], 1, 1, [True]),
        lambda: growth_rate(1, []),
        lambda: growth_rate(1, [0, 0]),
        lambda: growth_rate(1, [-1]),
        lambda: growth_rate(1, [1, 2], [1]),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(wrong):
    with pytest.raises(ValueError, match=r"\w+ .+"):
        wrong()


def test_what_is_still_to_come_is_what_the_future_of_each_meeting_says():
    # SCIENCE.md section 2: 57 finished trees and 3 young meetings. Simulated: rates are gamma, what
    # came and what is to come are Poisson thinnings of one rate, given what came.
    R, k, had = 1.5, 0.5, 0.1
    rng = np.random.default_rng(11)
    single = extinction_probability(R, k)
    rates = rng.gamma(k, R / k, (400_000, 3))
    came = rng.poisson(rates * had)
    to_come = rng.poisson(rates * (1 - had))
    for z in ((0, 0, 0), (1, 0, 0)):
        same = (np.sort(came) == np.sort(z)).all(axis=1)
        dies = (single ** to_come[same].sum(axis=1)).mean()
        found = extinction_ahead([0] * 57 + list(z), [1.0] * 57 + [had] * 3, R, k)
        assert found == pytest.approx(dies, abs=0.01)


@given(means, dispersions, st.integers(0, 6), st.floats(0, 1))
def test_nothing_to_come_and_nothing_come_are_the_limits(R, k, z, had):
    assert extinction_ahead([z] * 3, [1.0] * 3, R, k) == 1
    fresh = extinction_ahead([0] * 3, [0.0] * 3, R, k)
    assert fresh == pytest.approx(extinction_probability(R, k, roots=3), rel=1e-9, abs=1e-12)
    assert extinction_ahead([z], [had], R, k) <= extinction_ahead([z], [1.0], R, k)
    assert extinction_ahead([], [], R, k) == 1


def test_shares_and_counts_that_cannot_be_are_refused():
    for offspring, seen in (([1], [0.5, 0.5]), ([-1], [0.5]), ([1], [1.5]), ([1], [math.nan])):
        with pytest.raises(ValueError, match=r"offspring|belong"):
            extinction_ahead(offspring, seen, 1.0, 1.0)
