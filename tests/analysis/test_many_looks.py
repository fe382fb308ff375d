"""Many looks: the paper's own example, scipy, and the limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from analysis.many_looks import benjamini_hochberg

# Benjamini, Hochberg 1995, section 4.1: four of fifteen are found at .05.
PAPER = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
    0.6528, 0.7590, 1.0,
]  # fmt: skip


def test_the_example_of_the_paper():
    assert sum(q < 0.05 for q in benjamini_hochberg(PAPER)) == 4


@given(st.lists(st.floats(0, 1), max_size=15))
def test_the_same_as_scipy_and_never_below_p(p):
    found = benjamini_hochberg(p)
    assert found == pytest.approx(list(false_discovery_control(p)) if p else [])
    assert all(q >= each - 1e-12 for q, each in zip(found, p, strict=True))


def test_one_look_is_not_adjusted():
    assert benjamini_hochberg(np.array([0.03])) == [0.03]
