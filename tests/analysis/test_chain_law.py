import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.branching import chain_size_pmf
from analysis.chain_law import law_quantile, meetings_law


def mean(law):
    return float((np.arange(len(law)) * law).sum())


def test_one_generation_is_the_law_of_offspring():
    # P(Z = n) of the negative binomial; the root counts as one.
    R, k = 1.5, 0.5
    law = meetings_law(R, k, [0, 1], 2, roots=[1])
    p = k / (k + R)
    for n in range(12):
        of_n = math.gamma(n + k) / math.gamma(k) / math.factorial(n) * p**k * (1 - p) ** n
        assert law[n + 1] == pytest.approx(of_n, abs=1e-11)


@pytest.mark.parametrize(("R", "k"), [(0.5, 0.2), (0.8, 1.0), (0.6, math.inf)])
def test_in_the_end_it_is_the_law_of_whole_trees(R, k):
    # Second method: the closed form of chain sizes (Blumberg and Lloyd-Smith 2013).
    law = meetings_law(R, k, [0.3, 0.5, 0.2], 120, roots=[1], size=2048)
    n = np.arange(1, 40)
    assert law[1:40] == pytest.approx(chain_size_pmf(n, R, k), abs=1e-9)


def test_the_mean_follows_the_renewal_equation():
    R, k, weeks = 1.3, 0.6, 12
    g = np.array([0.05, 0.2, 0.4, 0.2, 0.1])
    law = meetings_law(R, k, g, weeks, roots=[2, 0, 1], first_contacts=[0.5] * weeks)
    tree = np.zeros(weeks)
    for t in range(weeks):
        later = sum(g[j] * tree[t - j] for j in range(1, min(t, 4) + 1))
        tree[t] = (1 + R * later) / (1 - R * g[0])
    expected = 2 * tree[11] + tree[9] + 0.5 * tree.sum()
    assert mean(law) == pytest.approx(expected, rel=1e-9)
    assert law.sum() == pytest.approx(1, abs=1e-9)


def test_what_starts_apart_multiplies():
    g = [0.0, 0.6, 0.4]
    one = meetings_law(0.9, 0.7, g, 8, roots=[1], size=1024)
    open_item = meetings_law(0.9, 0.7, g, 8, open_items=[[0.2, 0.0, 0.3]], size=1024)
    both = meetings_law(0.9, 0.7, g, 8, roots=[1], open_items=[[0.2, 0, 0.3]], size=1024)
    assert np.convolve(one, open_item)[:1024] == pytest.approx(both, abs=1e-12)
    assert open_item[0] == pytest.approx(0.5)


def test_without_offspring_first_contacts_are_poisson_and_open_items_bernoulli():
    law = meetings_law(0.0, 1.0, [0, 1], 4, first_contacts=[0.5] * 9)
    assert law[:3] == pytest.approx(np.exp(-2) * np.array([1, 2, 2]), abs=1e-12)
    law = meetings_law(0.0, 1.0, [1], 2, open_items=[[0.5, 0.0, 0.5], [0.0, 0.0, 1.0]])
    assert law[:2] == pytest.approx([0.5, 0.5], abs=1e-12)  # only what comes in time


@settings(max_examples=15, deadline=None)
@given(
    R=st.floats(0, 1.4),
    k=st.one_of(st.floats(0.2, 5), st.just(math.inf)),
    weeks=st.integers(0, 6),
    roots=st.integers(0, 3),
)
def test_it_is_a_law_and_a_larger_mean_is_more(R, k, weeks, roots):
    g = [0.1, 0.5, 0.3]
    law = meetings_law(R, k, g, weeks, roots=[roots])
    more = meetings_law(R + 0.2, k, g, weeks, roots=[roots], size=len(law))
    assert law.sum() == pytest.approx(1, abs=1e-9)
    assert (law >= 0).all()
    assert mean(more) >= mean(law) - 1e-9
    assert (law[: roots if weeks else 0] < 1e-9).all()


def test_golden_quantiles():
    # Made once by this function and by 20,000 paths of the simulator (310, 364, 407, 457, 534):
    # three seekers, two first contacts a week each, R .8, k .5, delays gamma(2, 15) days.
    from analysis.delayed import Delayed
    from analysis.delays import DelayLaw

    delay = Delayed.of_law(DelayLaw("gamma", 15.0, 2.0)).new_by_week(26)
    law = meetings_law(0.8, 0.5, delay, 26, first_contacts=[6.0] * 26)
    assert [law_quantile(law, q) for q in (0.05, 0.25, 0.5, 0.75, 0.95)] == [
        309, 364, 407, 456, 534,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"R": -1}, "R is from 0"),
        ({"k": 0}, "k above 0"),
        ({"R": math.nan}, "R is from 0"),
        ({"delay": [0.5, 0.6]}, "more than 1"),
        ({"delay": [-0.5]}, "numbers from 0"),
        ({"delay": [math.nan]}, "numbers from 0"),
        ({"open_items": [[0.7, 0.7]]}, "more than 1"),
        ({"R": 2.0, "delay": [0.6]}, "never ends"),
        ({"weeks": -1}, "weeks"),
        ({"R": 15.0, "weeks": 9}, "no end"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, message):
    usual = {"R": 1.0, "k": 1.0, "delay": [0.0, 1.0], "weeks": 3, "roots": [1]}
    with pytest.raises(ValueError, match=message):
        meetings_law(**{**usual, **wrong})
