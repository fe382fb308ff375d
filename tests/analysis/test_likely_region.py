"""The likely region: its border against a grid of the profile likelihood, and its limits."""

import math

import numpy as np
import pytest
from scipy.stats import chi2

from analysis.branching import proportion_transmission
from analysis.delays import DelayLaw
from analysis.intervals import Estimate
from analysis.likelihood import cells_of, maximum
from analysis.likely_region import LikelyPoint, likely_points, ranged
from analysis.offspring import fit_offspring

LAW = DelayLaw("gamma", scale=15.0, shape=2.0)


def young(seed, R, k, n=200, window=120):
    """Counts, maturities, delays and their parents' maturities of a young cohort."""
    rng = np.random.default_rng(seed)
    maturity = rng.integers(0, window + 1, n)
    whole = rng.poisson(R if math.isinf(k) else rng.gamma(k, R / k, n), n)
    days = np.floor(rng.gamma(LAW.shape, LAW.scale, whole.sum())).astype(int)
    parent = np.repeat(np.arange(n), whole)
    kept = days <= maturity[parent]
    counts = np.bincount(parent[kept], minlength=n)
    return counts, maturity, days[kept], maturity[parent[kept]]


@pytest.fixture(scope="module")
def told():
    data = young(3, 1.2, 0.6)
    return cells_of(*data), fit_offspring(*data)


def test_r_and_k_range_over_the_region_as_over_their_own_profiles(told):
    cells, fit = told
    points = likely_points(cells, fit)
    for of, own in ((lambda p: p.R, fit.R), (lambda p: p.k, fit.k)):
        found = ranged(points, of, 0.9, fit.n)
        assert found.value == own.value
        assert (found.low, found.high) == pytest.approx((own.low, own.high), rel=0.02)


def test_a_figure_of_both_ranges_as_over_a_grid_of_the_profile_likelihood(told):
    cells, fit = told
    drop = chi2.ppf(0.9, 1) / 2 * max(1, fit.design_effect)

    def of(at):
        return proportion_transmission(at.R, at.k)

    inside = []
    for R in np.geomspace(fit.R.low * 0.99, fit.R.high * 1.01, 15):
        for alpha in np.linspace(0.99 / fit.k.high, 1.01 / fit.k.low, 15):
            loglik = maximum(cells, fit.law.name, R=R, alpha=alpha).loglik
            if loglik >= fit.loglik - drop:
                inside.append(of(LikelyPoint(R, 1 / alpha, None)))
    found = ranged(likely_points(cells, fit), of, 0.9, fit.n)
    # The grid is inside the region, and comes near its border.
    assert found.low - 1e-3 <= min(inside) <= found.low + 0.01
    assert found.high - 0.01 <= max(inside) <= found.high + 1e-3


def test_poisson_offspring_are_within_and_k_may_be_infinite():
    data = young(5, 1.0, math.inf)
    fit = fit_offspring(*data)
    assert fit.k.high == math.inf
    assert any(math.isinf(point.k) for point in likely_points(cells_of(*data), fit))


def test_an_open_upper_end_is_followed_as_far_as_it_was_searched():
    data = young(2, 1.0, 0.5, n=60, window=45)
    fit = fit_offspring(*data)
    assert fit.R.high == math.inf
    assert max(p.R for p in likely_points(cells_of(*data), fit)) == pytest.approx(
        max(5 * fit.naive, 1.01 * fit.R.value)
    )


def test_plain_counts_have_a_region_without_a_law():
    counts = np.repeat([0, 1, 2, 6], [30, 10, 10, 5])
    fit = fit_offspring(counts)
    none = np.zeros(0, dtype=np.int64)
    points = likely_points(cells_of(counts, np.zeros_like(counts), none, none), fit)
    assert {point.law for point in points} == {None}
    found = ranged(points, lambda p: p.R, 0.9, fit.n)
    assert (found.low, found.high) == pytest.approx((fit.R.low, fit.R.high), rel=0.02)


def test_without_a_fit_there_is_no_region():
    fit = fit_offspring([0, 1, 2])
    none = np.zeros(0, dtype=np.int64)
    assert likely_points(cells_of(none, none, none, none), fit) == ()
    with pytest.raises(ValueError, match="without a fit"):
        ranged((), lambda p: p.R, 0.9, 0)


def test_a_range_is_an_estimate():
    points = (LikelyPoint(1.0, 2.0, None), LikelyPoint(0.5, 2.0, None), LikelyPoint(3.0, 2.0, None))
    assert ranged(points, lambda p: 10 * p.R, 0.9, 7) == Estimate(10.0, 5.0, 30.0, 0.9, 7)
