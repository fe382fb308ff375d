from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest, nbinom, poisson

from analysis.chance import counts, numbered, on_ticket, scrambled, tickets, uniform


def test_the_scrambling_is_splitmix64():
    # The first numbers of SplitMix64 with seed 0, as in the reference code of Vigna.
    golden, seed = 0x9E3779B97F4A7C15, 0
    names = np.array([(seed + golden * n) % 2**64 for n in (1, 2, 3)], dtype=np.uint64)
    assert [hex(x) for x in scrambled(names).tolist()] == [
        "0xe220a8397b1dcdaf", "0x6e789e6aa1b965f4", "0x6c45d188009454f",
    ]  # fmt: skip
    of = np.zeros(3, dtype=np.uint64)
    assert (numbered(of, np.arange(3)) == scrambled(names)).all()


@pytest.mark.parametrize("stride", [1, 4])
def test_numbers_of_neighbors_are_uniform_and_unrelated(stride):
    own = scrambled(np.arange(200, dtype=np.uint64))
    u = uniform(numbered(np.repeat(own, 200), stride * np.tile(np.arange(200), 200)))
    assert kstest(u, "uniform").pvalue > 1e-3
    grid = u.reshape(200, 200)
    for first, second in ((grid[:, 1:], grid[:, :-1]), (grid[1:], grid[:-1])):
        assert abs(np.corrcoef(first.ravel(), second.ravel())[0, 1]) < 0.02  # 4 standard errors


def test_tickets_are_as_many_as_the_shares_say():
    share = np.array([0.1, 0.0, 0.25, 0.05])
    lottery = tickets(share)
    assert np.abs(np.bincount(lottery, minlength=5)[:4] / 65_536 - share).max() < 2e-5
    assert np.bincount(lottery)[4] / 65_536 == pytest.approx(0.6, abs=1e-5)
    bits = np.array([0, 2**64 - 1], dtype=np.uint64)
    assert on_ticket(lottery, bits).tolist() == [0, 4]
    assert (tickets([0.0, 0.0]) == 2).all()
    assert (tickets([1.0]) == 0).all()


@settings(max_examples=40, deadline=None)
@given(
    u=st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=8),
    mean=st.floats(0, 30),
    k=st.one_of(st.floats(0.05, 50), st.just(np.inf)),
)
def test_counts_are_the_quantiles_of_scipy(u, mean, k):
    law = poisson(mean) if np.isinf(k) else nbinom(k, k / (k + mean))
    u = np.array(u)
    found = counts(u, np.full(len(u), mean), np.full(len(u), 1 / k))
    # At the jumps of the law rounding decides: one of both sides is right.
    assert (law.cdf(found) >= u - 1e-12).all()
    assert ((found == 0) | (law.cdf(found - 1) <= u + 1e-12)).all()


def test_a_larger_mean_never_counts_less():
    u = np.random.default_rng(1).random(3000)
    means = np.array([0.0, 0.1, 1.0, 1.1, 5.0, 700.0, 900.0])
    many = [counts(u, np.full(len(u), m), np.full(len(u), 1.5)) for m in means]
    assert all((more >= less).all() for less, more in pairwise(many))
    assert many[-1].mean() == pytest.approx(900, rel=0.1)


def test_no_counts_of_nothing():
    assert counts(np.zeros(0), np.zeros(0), np.zeros(0)).tolist() == []
