"""Cumulative incidence: by hand, against statsmodels, and whether intervals hold what they say."""

import math
import time
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from analysis.incidence import aalen_johansen
from analysis.intervals import wilson

rows = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 2), st.integers(0, 4)), min_size=1, max_size=40
)


def unzipped(found):
    return (np.array(part) for part in zip(*found, strict=True))


def by_hand(days, outcome, until, weights=None):
    """Return the share by the end of a day, day by day from the definition."""
    w = np.ones(len(days)) if weights is None else weights
    waiting, share = 1.0, 0.0
    for day in range(int(until) + 1):
        at_risk = w[days >= day].sum()
        if at_risk == 0:
            break
        first = w[(days == day) & (outcome == 1)].sum() / at_risk
        either = w[(days == day) & (outcome > 0)].sum() / at_risk
        share += waiting * first
        waiting *= 1 - either
    return share


@settings(max_examples=60)
@given(rows)
def test_the_curve_is_the_one_worked_out_day_by_day(found):
    days, outcome, who = unzipped(found)
    curve = aalen_johansen(days, outcome, who)
    assert curve.days.tolist() == sorted(set(days))
    for day, share in zip(curve.days, curve.share, strict=True):
        assert share == pytest.approx(by_hand(days, outcome, day), abs=1e-12)
    assert (np.diff(curve.share) >= 0).all()
    assert (curve.low <= curve.share).all()
    assert (curve.share <= curve.high).all()
    assert ((curve.low >= 0) & (curve.high <= 1) & (curve.low < curve.high)).all()
    assert curve.n == len(days)
    assert curve.happened == (outcome == 1).sum()
    assert (curve.watched <= len(days) + 1e-9).all()


@settings(max_examples=60)
@given(rows)
def test_all_outcomes_and_those_waiting_add_up_to_everybody(found):
    days, outcome, _ = unzipped(found)
    curve = aalen_johansen(days, outcome)
    other = aalen_johansen(days, np.array([0, 2, 1])[outcome])
    assert curve.share + other.share + curve.waiting == pytest.approx(np.ones(len(curve.days)))


def test_it_agrees_with_statsmodels():
    rng = np.random.default_rng(3)
    days, outcome = rng.integers(0, 40, 250), rng.integers(0, 3, 250)
    theirs = CumIncidenceRight(days.astype(float), outcome)
    ours = aalen_johansen(days, outcome)
    at = np.searchsorted(ours.days, theirs.times.astype(int))
    assert ours.share[at] == pytest.approx(theirs.cinc[0], abs=1e-12)
    alive = SurvfuncRight(days.astype(float), outcome == 1)
    curve = aalen_johansen(days, outcome == 1)
    at = np.searchsorted(curve.days, alive.surv_times.astype(int))
    assert 1 - curve.share[at] == pytest.approx(alive.surv_prob, abs=1e-12)
    assert curve.median().value == alive.quantile(0.5)
    # Greenwood's variance is what the influence functions come to: seen through Wilson's width.
    share, units = curve.share[at[20]], None
    units = share * (1 - share) / alive.surv_prob_se[20] ** 2
    z = 1.6448536269514722
    half = z * math.sqrt(share * (1 - share) / units + z**2 / (4 * units**2)) / (1 + z**2 / units)
    assert (curve.high[at[20]] - curve.low[at[20]]) / 2 == pytest.approx(half, rel=1e-9)


def test_clusters_widen_as_the_jackknife_by_weights_says():
    """The second method: move each unit's weight a little and see how the share moves."""
    rng = np.random.default_rng(4)
    who = np.repeat(np.arange(9), 8)
    alike = rng.random(9)[who]
    days = rng.integers(0, 15, 72)
    outcome = np.where(rng.random(72) < alike, 1, np.where(rng.random(72) < 0.3, 2, 0))
    who = np.append(who, [9, 10, 11])  # and some who are on their own
    days, outcome = np.append(days, [3, 3, 8]), np.append(outcome, [1, 1, 0])

    def moved(unit):
        up, down = np.ones(len(days)), np.ones(len(days))
        up[unit], down[unit] = 1 + 1e-5, 1 - 1e-5
        last = days.max()
        return (by_hand(days, outcome, last, up) - by_hand(days, outcome, last, down)) / 2e-5

    influence = np.array([moved(unit) for unit in range(len(days))])
    apart = (influence**2).sum()
    together = (np.bincount(who, influence) ** 2).sum() * 12 / 11
    curve = aalen_johansen(days, outcome, who)
    assert curve.design_effect == pytest.approx(together / apart, rel=1e-5)
    assert curve.design_effect > 1.5
    plain = aalen_johansen(days, outcome)
    assert curve.low[-1] < plain.low[-1]
    assert plain.high[-1] < curve.high[-1]


def test_clusters_never_narrow():
    """Seekers who balance each other tell no more than units that are independent."""
    days, outcome = np.ones(40), np.tile([1, 0], 20)
    outcome[outcome == 0] = 2
    balanced = aalen_johansen(days, outcome, np.repeat(np.arange(20), 2))
    assert balanced.design_effect == 1
    assert balanced.by(1) == aalen_johansen(days, outcome).by(1)


@pytest.mark.parametrize(("happened", "n"), [(0, 7), (7, 7), (81, 263), (1, 1)])
def test_when_all_is_decided_it_is_a_plain_share(happened, n):
    found = aalen_johansen(np.arange(n) % 5, np.where(np.arange(n) < happened, 1, 2)).by(5)
    low, high = wilson(happened, n)
    assert (found.value, found.n) == (pytest.approx(happened / n), n)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_one_minus_kaplan_meier_overstates_what_competes():
    """Of 1,000 names 60 % are given up early, and 10 % could be asked late: .1 is the truth."""
    days = np.repeat([5, 50, 60], [600, 100, 300])
    outcome = np.repeat([2, 1, 2], [600, 100, 300])
    assert aalen_johansen(days, outcome).by(60).value == pytest.approx(0.1)
    taken_for_waiting = aalen_johansen(days, np.where(outcome == 1, 1, 0))
    assert taken_for_waiting.by(60).value == pytest.approx(0.25)  # 100 of the 400 still there


def test_what_happens_on_a_day_comes_before_what_is_lost_on_it():
    assert aalen_johansen([3, 3], [1, 0]).by(3).value == 0.5
    assert aalen_johansen([0, 0, 0, 0], [1, 0, 2, 0]).by(0).value == 0.25


def test_nothing_is_known_past_the_last_day_unless_all_is_decided():
    assert aalen_johansen([3, 9], [1, 0]).by(10).reason == "window_too_short"
    assert aalen_johansen([3, 9], [1, 0]).by(9).value == 0.5
    assert aalen_johansen([3, 9], [1, 2]).by(400).value == 0.5
    before = aalen_johansen([3, 9], [1, 2]).by(2)
    assert (before.value, before.low) == (0, 0)
    assert 0 < before.high < 1


def test_how_far_the_watch_reaches():
    """Of ten watched, five were lost from sight on day 4."""
    curve = aalen_johansen([1, 1, 2, 4, 4, 4, 4, 4, 20, 30], [1, 2, 1, 0, 0, 0, 0, 0, 1, 0])
    assert curve.watched.tolist() == pytest.approx([10, 10, 10, 2 / 0.7, 1 / 0.35])
    assert (curve.last_day(), curve.last_day(5), curve.last_day(11)) == (30, 4, None)


def test_the_median_and_its_edges():
    assert aalen_johansen([1, 2, 3], [1, 1, 1]).median().value == 2
    flat = aalen_johansen([1, 2, 5, 6], [1, 1, 1, 1])
    assert (flat.median().value, flat.flat_at_half) == (2, True)
    assert not aalen_johansen([1, 2, 3], [1, 1, 1]).flat_at_half
    assert aalen_johansen([1, 2, 3], [1, 0, 0]).median().reason == "not_reached"
    assert aalen_johansen([1, 1, 1], [1, 2, 2]).median().reason == "not_reached"
    # A third, a third, a third: the steps of 1/3 + 1/6 must not miss a half by rounding.
    assert aalen_johansen(np.arange(6), np.ones(6)).median().value == 2
    found = aalen_johansen(np.arange(100), np.ones(100)).median()
    assert found.low < found.value == 49 < found.high
    assert math.isinf(aalen_johansen([1, 2, 3], [1, 1, 0]).median().high)


def test_whatever_comes_there_is_a_number_or_a_reason():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for days, outcome in (
            ([], []),
            ([0], [0]),
            ([0], [1]),
            ([7], [2]),
            ([0] * 9, [0] * 9),
            ([4] * 9, [2] * 9),
            ([4] * 9, [1] * 9),
            ([0, 100_000], [1, 1]),
        ):
            for who in (None, np.zeros(len(days)), np.arange(len(days))):
                curve = aalen_johansen(days, outcome, who)
                found = [curve.by(0), curve.by(50), curve.by(10**6), curve.median()]
                bounds = [b for e in found if e.value is not None for b in (e.low, e.value, e.high)]
                assert not np.isnan(bounds).any()
                assert all(e.value is None or e.low < e.high or e.value > 1 for e in found[:3])


@pytest.mark.parametrize(
    ("days", "outcome", "cluster"),
    [
        ([-1], [0], None),
        ([0.5], [0], None),
        ([math.nan], [0], None),
        ([1], [3], None),
        ([1, 2], [0], None),
        ([1], [0], ["a", "b"]),
    ],
)
def test_what_is_no_day_or_outcome_is_refused(days, outcome, cluster):
    with pytest.raises(ValueError, match=r"days|outcome|cluster"):
        aalen_johansen(days, outcome, cluster)
    with pytest.raises(ValueError, match="level"):
        aalen_johansen([1], [1], level=90)


@pytest.mark.parametrize(("seekers", "alike", "least"), [(40, 0.0, 0.86), (25, 0.2, 0.82)])
def test_intervals_hold_the_truth_nine_times_in_ten(seekers, alike, least):
    """200 cohorts with names asked by a law that is known, given over 120 days, some given up."""
    rng = np.random.default_rng(6)
    truth = 0.6 * (1 - math.exp(-61 / 15))
    hits = 0
    for _ in range(200):
        own = np.full(seekers, 0.6)
        if alike:
            own = rng.beta(0.6 * (1 / alike - 1), 0.4 * (1 / alike - 1), seekers)
        who = np.repeat(np.arange(seekers), 8)
        asked = rng.random(len(who)) < own[who]
        delay = np.floor(rng.exponential(15, len(who)))
        watched = rng.integers(0, 121, len(who))
        given_up = ~asked & (rng.random(len(who)) < 0.3)
        outcome = np.where(delay <= watched, np.where(asked, 1, np.where(given_up, 2, 0)), 0)
        days = np.where(outcome > 0, delay, watched)
        found = aalen_johansen(days, outcome, who).by(60)
        hits += found.low <= truth <= found.high
    assert least <= hits / 200 <= 0.96


def test_a_million_units_are_quick():
    rng = np.random.default_rng(7)
    many = 1_000_000
    days, outcome = rng.integers(0, 400, many), rng.integers(0, 3, many)
    who = rng.integers(0, 5_000, many)
    start = time.process_time()
    curve = aalen_johansen(days, outcome, who)
    assert time.process_time() - start < 2
    assert curve.n == many
