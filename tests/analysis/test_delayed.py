import numpy as np
import pytest

from analysis.delayed import Delayed
from analysis.delays import DelayLaw
from analysis.incidence import aalen_johansen
from analysis.intervals import Estimate

RNG = np.random.default_rng(5)


def lives(size=4000):
    """Days until asked, days until given up, each maybe never."""
    asked = np.where(RNG.random(size) < 0.7, RNG.gamma(2, 8, size).astype(int), 10_000)
    given_up = np.where(RNG.random(size) < 0.3, RNG.integers(0, 100, size), 10_000)
    return asked, given_up


def test_what_is_left_at_an_age_is_the_share_of_those_still_waiting_to_whom_it_happens():
    # Second method: count among the lives themselves, all watched to the end.
    asked, given_up = lives()
    first = np.minimum(asked, given_up)
    outcome = np.where(asked <= given_up, 1, 2)
    outcome[first >= 120] = 0
    curve = Delayed.of(aalen_johansen(np.minimum(first, 120), outcome), 119)
    for age in (0, 3, 20, 60):
        waiting = first > age
        left = curve.open_by_week([age], 12)[0]
        for weeks in (1, 4, 12):
            soon = waiting & (asked <= given_up) & (asked <= age + 7 * weeks) & (asked < 120)
            assert left[weeks - 1] == pytest.approx(soon.sum() / waiting.sum(), abs=1e-9)


def test_delays_by_week_are_those_of_days_counted_out():
    law = Delayed.of_law(DelayLaw("gamma", 6.0, 2.0), Estimate(0.6, 0.5, 0.7))
    days = np.diff(law.happened, prepend=0.0) / law.happened[-1]
    by_week = np.zeros(40)
    for start in range(7):
        for day, share in enumerate(days):
            by_week[min((start + day) // 7, 39)] += share / 7
    assert law.new_by_week(40) == pytest.approx(by_week, abs=1e-12)
    assert law.new_by_week(40).sum() == pytest.approx(1)


def test_slower_acting_comes_later_and_is_as_much():
    law = Delayed.of_law(DelayLaw("weibull", 20.0, 1.3))
    usual, slow = (np.cumsum(law.new_by_week(80, slower)) for slower in (1.0, 2.0))
    assert (slow <= usual + 1e-12).all()
    assert slow[-1] == pytest.approx(1, abs=1e-3)
    weeks = np.arange(80) + 0.5
    means = [(np.diff(by, prepend=0) * weeks).sum() for by in (usual, slow)]
    assert means[1] - 0.5 == pytest.approx(2 * (means[0] - 0.5), rel=0.02)
    assert (law.open_by_week([0, 9, 90], 20, faster=2.0) >= law.open_by_week([0, 9, 90], 20)).all()


def test_shares_never_leave_their_bounds_and_never_fall():
    asked, given_up = lives(60)
    first = np.minimum(np.minimum(asked, given_up), 50)
    outcome = np.where(asked == first, 1, np.where(given_up == first, 2, 0))
    curve = Delayed.of(aalen_johansen(first, outcome), 120)
    left = curve.open_by_week(np.arange(150), 30)
    assert ((left >= 0) & (left <= 1)).all()
    assert (np.diff(left, axis=1) >= 0).all()
    assert not left[curve.happened.argmax() + 1 :].any()  # past the last day nothing happens


def test_what_nobody_has_seen_happens_to_nobody():
    nothing = Delayed.of(aalen_johansen([], []), 120)
    assert nothing.share.value == 0
    assert not nothing.new_by_week(5).any()
    assert not nothing.ahead_by_week([3], 5).any()
    assert not nothing.open_by_week([0, 500], 5).any()
    only_waiting = Delayed.of(aalen_johansen([5, 9], [0, 0]), 120)
    assert not only_waiting.open_by_week([0], 5).any()


def test_a_short_log_is_read_as_far_as_it_goes():
    curve = Delayed.of(aalen_johansen([1, 2, 3], [1, 0, 0]), 120)
    assert curve.share.value == pytest.approx(1 / 3)
    assert len(curve.happened) == 121


def test_what_lies_ahead_and_what_has_passed_is_all():
    law = Delayed.of_law(DelayLaw("lognormal", 20.0, 0.7))
    assert law.ahead_by_week([0], 200)[0, -1] == pytest.approx(1 - law.happened[0], abs=1e-3)
    assert law.new_by_week(0).shape == (0,)
    assert law.open_by_week([1, 2], 0).shape == (2, 0)


@pytest.mark.parametrize("make", [Delayed.at_once, lambda s: Delayed.of_law(LAW, s)])
def test_a_share_that_is_not_known_is_refused(make):
    with pytest.raises(ValueError, match="without a value"):
        make(Estimate(None, reason="too_few"))


LAW = DelayLaw("gamma", 15.0, 2.0)
