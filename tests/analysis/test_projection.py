import dataclasses
import math
import warnings

import numpy as np
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from analysis.chain_law import law_quantile, meetings_law
from analysis.delayed import Delayed
from analysis.delays import DelayLaw
from analysis.intervals import Estimate
from analysis.process import Process
from analysis.projection import LEVELS, Levers, project
from tests.analysis.plain_future import NONE, bare, plain_path

ACTED = Delayed.of_law(DelayLaw("gamma", 6.0, 2.0), Estimate(0.7, 0.6, 0.78))
HELD = Delayed.of_law(DelayLaw("gamma", 5.0, 3.0), Estimate(0.65, 0.55, 0.72))
BY_NAMES = Process(
    R=Estimate(0.9, 0.7, 1.1),
    k=Estimate(0.6, 0.4, 1.1),
    referrals_per_meeting=Estimate(2.0, 1.8, 2.2),
    new_share=Estimate(0.8, 0.75, 0.85),
    acted=ACTED,
    held=HELD,
    first_asks=Estimate(0.4, 0.3, 0.5),
    fewer_first_asks=Estimate(0.02, 0.0, 0.05),
    first_held=Delayed.of_law(DelayLaw("gamma", 5.0, 3.0), Estimate(0.5, 0.4, 0.6)),
    ending=Estimate(0.01, 0.005, 0.02),
    other_share=0.19,
)
PLAIN = Process.plain(
    Estimate(0.9), Estimate(0.5), DelayLaw("gamma", 15.0, 2.0), first_asks=Estimate(0.5)
)
BUSY = bare(
    3,
    capacity=np.array([1.0, 3.0, 2.0]),
    ends_in=np.array([math.inf, 9.0, 20.3]),
    known=np.array([4, 12, 30]),
    names_of=np.array([0, 0, 1, 2, 2, 2]),
    names_age=np.array([0, 9, 30, 2, 2, 500]),
    asked_of=np.array([0, 1, 1]),
    asked_age=np.array([3, 12, 40]),
    first_of=np.array([2]),
    first_age=np.array([0]),
    met_of=np.array([0, 1, 1, 2]),
    met_age=np.array([5, 8, 60, 1]),
    led_to=np.array([0, 3, 1, 0]),
)


def told(now, process, weeks=12, paths=400, seed=1, **levers):
    return project(
        now, process, weeks=weeks, paths=paths, rng=np.random.default_rng(seed),
        levers=Levers(**levers),
    )  # fmt: skip


@pytest.mark.parametrize(("R", "k"), [(0.8, 0.5), (1.2, math.inf), (0.0, 1.0)])
def test_in_the_plain_case_it_is_the_exact_law(R, k):
    law = DelayLaw("gamma", 15.0, 2.0)
    process = Process.plain(Estimate(R), Estimate(k), law, first_asks=Estimate(1.5))
    weeks, paths = 16, 4000
    found = told(bare(2), process, weeks, paths).counts.sum(axis=1)
    delay = Delayed.of_law(law).new_by_week(weeks)
    exact = meetings_law(R, k, delay, weeks, first_contacts=[3.0] * weeks)
    at = np.arange(len(exact))
    mean, variance = (exact * at).sum(), (exact * at**2).sum() - (exact * at).sum() ** 2
    assert found.mean() == pytest.approx(mean, abs=4 * math.sqrt(variance / paths))
    cdf = np.cumsum(exact)
    for share in LEVELS:
        # A quantile of the law is not exceeded by that share of the paths, within 4 s.e.
        at_most = float((found <= law_quantile(exact, share)).mean())
        band = 4 * math.sqrt(share * (1 - share) / paths)
        assert at_most == pytest.approx(cdf[law_quantile(exact, share)], abs=band)


def test_open_names_and_requests_are_resolved_by_what_is_left_of_their_chances():
    # Nothing follows from them here, so that the law is a product of Bernoulli ones.
    process = dataclasses.replace(
        BY_NAMES.certain(), R=Estimate(0.0), first_asks=Estimate(0.0), ending=Estimate(0.0)
    )
    process = dataclasses.replace(process, held=Delayed.at_once())
    now = bare(2, names_of=np.array([0, 0, 1]), names_age=np.array([0, 12, 40]),
               first_of=np.array([1]), first_age=np.array([6]))  # fmt: skip
    weeks, paths = 6, 8000
    items = np.vstack([
        ACTED.open_by_week([0, 12, 40], weeks), process.first_held.open_by_week([6], weeks)
    ])  # fmt: skip
    exact = meetings_law(0.0, 1.0, [1.0], weeks, open_items=np.diff(items, axis=1, prepend=0))
    # With R 0 nothing is known of how the asked are met: the share of it is still that of held.
    found = np.bincount(told(now, process, weeks, paths).counts.sum(axis=1), minlength=5) / paths
    assert found[:5] == pytest.approx(exact[:5], abs=4 * 0.5 / math.sqrt(paths))


@pytest.mark.parametrize("by_names", [True, False])
def test_the_arrays_agree_with_a_plain_path_by_path_loop(by_names):
    process = BY_NAMES.certain() if by_names else dataclasses.replace(
        PLAIN, ending=Estimate(0.01))  # fmt: skip
    if by_names:
        process = dataclasses.replace(process, saturation=Estimate(0.3), known=8.0)
    now = BUSY if by_names else dataclasses.replace(
        BUSY, names_of=NONE, names_age=NONE, asked_of=NONE, asked_age=NONE)  # fmt: skip
    rng = np.random.default_rng(4)
    plain = np.array([plain_path(now, process, 14, rng) for _ in range(500)])
    fast = told(now, process, 14, 6000).counts
    for some in (slice(0, 1), slice(1, 4), slice(4, 14), slice(0, 14)):
        one, other = plain[:, some].sum(axis=1), fast[:, some].sum(axis=1)
        error = math.sqrt(one.var() / len(one) + other.var() / len(other))
        assert one.mean() == pytest.approx(other.mean(), abs=4 * error)
    total, other = plain.sum(axis=1), fast.sum(axis=1)
    assert total.std() == pytest.approx(other.std(), rel=4 / math.sqrt(2 * 500) * 1.5)


@pytest.mark.parametrize("process", [BY_NAMES, PLAIN], ids=["names", "plain"])
@pytest.mark.parametrize(
    ("lever", "less", "more"),
    [
        ("referrals_per_meeting", 1.0, 1.5),
        ("acted_on_share", 0.6, 1.2),
        ("held_share", 0.7, 1.3),
        ("capacity", 0.5, 2.0),
        ("days_to_act", 1.6, 0.5),  # fewer days: by any week no fewer meetings
    ],
)
def test_path_by_path_more_never_leads_to_less(process, lever, less, more):
    low, high = (told(BUSY, process, **{lever: at}) for at in (less, more))
    by_then = [np.cumsum(each.counts, axis=1) for each in (low, high)]
    assert (by_then[1] >= by_then[0]).all()
    if process is BY_NAMES:
        assert by_then[1].mean() > by_then[0].mean()


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.generate])
@example(low=0.6, factor=1.25, lever="capacity", seed=0)
@given(
    low=st.floats(0.3, 3), factor=st.floats(1, 2), lever=st.sampled_from(
        ["referrals_per_meeting", "acted_on_share", "held_share", "capacity"]),
    seed=st.integers(0, 99),
)  # fmt: skip
def test_more_never_leads_to_less_at_any_setting(low, factor, lever, seed):
    pair = (told(BUSY, BY_NAMES, 6, 30, seed, **{lever: at}) for at in (low, low * factor))
    less, more = (np.cumsum(each.counts, axis=1) for each in pair)
    assert (more >= less).all()


def test_nobody_is_asked_without_capacity():
    asked_before = told(BUSY, BY_NAMES, capacity=0.0)
    assert (asked_before.counts.sum(axis=1) <= 4).all()  # the four that are waiting already
    nobody = dataclasses.replace(BUSY, asked_of=NONE, asked_age=NONE, first_of=NONE,
                                 first_age=NONE)  # fmt: skip
    assert not told(nobody, BY_NAMES, capacity=0.0).counts.any()


def test_from_nothing_comes_nothing():
    quiet = dataclasses.replace(BY_NAMES, first_asks=Estimate(0.0))
    empty = told(bare(4), quiet)
    assert not empty.counts.any()
    assert (empty.at_least(1), empty.at_least(0), empty.runs_dry()) == (0.0, 1.0, 1.0)
    assert not told(bare(1, ends_in=np.array([0.3])), BY_NAMES).counts.any()
    old = bare(1, names_of=np.array([0]), names_age=np.array([4000]))
    assert not told(old, quiet).counts.any()


def test_without_weeks_there_is_an_empty_fan():
    none = told(BUSY, BY_NAMES, 0)
    assert none.reason is None
    assert none.total.values.shape == (0, 5)
    assert none.runs_dry() is None
    assert none.at_least(1) == 0.0


def test_more_is_held_of_one_open_name_only_once():
    one = bare(1, names_of=np.array([0]), names_age=np.array([0]))
    alone = dataclasses.replace(
        BY_NAMES, R=Estimate(0.0), first_asks=Estimate(0.0), acted=Delayed.at_once()
    )
    counts = told(one, alone, 20, 2000, acted_on_share=9.0, held_share=9.0).counts.sum(axis=1)
    assert counts.max() <= 1


def test_capacity_holds_back_and_loses_nothing():
    # Ten names asked at once, two a week: all are asked after five weeks, and met the same week.
    sure = Process.plain(Estimate(0.0), Estimate(1.0), Delayed.at_once())
    sure = dataclasses.replace(sure, by_names=True, acted=Delayed(
        np.array([0.0, 1.0]), np.array([1.0, 0.0]), Estimate(1.0, 1.0, 1.0)))  # fmt: skip
    ten = bare(1, capacity=np.array([2.0]), names_of=np.zeros(10, np.int64),
               names_age=np.zeros(10, np.int64))  # fmt: skip
    found = told(ten, sure, 7, 5)
    assert found.counts.tolist() == [[2, 2, 2, 2, 2, 0, 0]] * 5
    assert told(ten, sure, 7, 5, capacity=1.5).counts[0].tolist() == [3, 3, 3, 1, 0, 0, 0]


def test_searches_end_with_their_cohort_and_at_their_rate():
    steady = dataclasses.replace(
        PLAIN.certain(), R=Estimate(0.0), first_asks=Estimate(2.0), ending=Estimate(0.1)
    )
    found = told(bare(40, ends_in=np.full(40, 8.0)), steady, 10, 300)
    expected = 40 * 2.0 * np.exp(-0.1 * (np.arange(10) + 0.5)) * (np.arange(10) < 8)
    assert found.new.mean == pytest.approx(expected, abs=2.2)  # 4 standard errors
    assert not found.counts[:, 8:].any()


def test_the_fan_is_wider_for_what_is_not_known():
    sure, unsure = (told(BUSY, each, 20, 3000) for each in (BY_NAMES.certain(), BY_NAMES))
    width = [each.total.values[-1, 4] - each.total.values[-1, 0] for each in (sure, unsure)]
    assert width[1] > width[0]


def test_the_same_chances_give_the_same_paths_and_others_others():
    one, same, other = (told(BUSY, BY_NAMES, seed=seed) for seed in (1, 1, 2))
    assert (one.counts == same.counts).all()
    assert (one.counts != other.counts).any()
    few = told(BUSY, BY_NAMES, paths=1)
    assert few.paths == 1


def test_fan_and_statements_are_those_of_the_paths():
    found = told(BUSY, BY_NAMES, 8, 501)
    by_then = np.cumsum(found.counts, axis=1)
    assert found.total.mean == pytest.approx(by_then.mean(axis=0))
    assert (np.diff(found.total.values, axis=1) >= 0).all()
    assert (np.diff(found.total.values, axis=0) >= 0).all()
    middle = found.total.values[:, LEVELS.index(0.5)]
    assert middle.tolist() == np.median(by_then, axis=0).tolist()
    assert found.at_least(5) == (by_then[:, -1] >= 5).mean()
    assert found.at_least(5, 3) == (by_then[:, 2] >= 5).mean()
    assert found.runs_dry(2) == (found.counts[:, -2:].sum(axis=1) == 0).mean()
    assert (found.introduced <= found.new.mean + 1e-12).all()
    assert found.introduced.sum() > 0


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_shares_of_none_and_all_are_no_trouble(value):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in ("acted", "held", "first_held"):
            odd = dataclasses.replace(
                getattr(BY_NAMES, name), happened=np.array([value]), waiting=np.array([1 - value]),
                share=Estimate(value, max(0.0, value - 0.3), min(1.0, value + 0.3)),
            )  # fmt: skip
            found = told(BUSY, dataclasses.replace(BY_NAMES, **{name: odd}), 5, 40, held_share=2.0)
            assert np.isfinite(found.total.values).all()


def test_a_reason_is_passed_on_and_nothing_else_is_said():
    none = dataclasses.replace(BY_NAMES, reason="too_few")
    for now, process, reason in ((BUSY, none, "too_few"), (bare(0), BY_NAMES, "ended")):
        found = told(now, process)
        assert found.reason == reason
        assert (found.paths, found.at_least(1), found.runs_dry()) == (0, None, None)


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="weeks"):
        told(BUSY, BY_NAMES, -1)
    with pytest.raises(ValueError, match="one path"):
        told(BUSY, BY_NAMES, paths=0)
    for wrong in ({"capacity": -1.0}, {"held_share": math.nan}, {"days_to_act": math.inf}):
        with pytest.raises(ValueError, match="multiplied"):
            Levers(**wrong)
    with pytest.raises(ValueError, match="more than 0"):
        Levers(days_to_act=0.0)


def test_a_large_log_is_given_fewer_paths_and_no_more_memory():
    import tracemalloc

    large = bare(3000, names_of=np.arange(30_000) % 3000, names_age=np.arange(30_000) % 90,
                 met_of=np.arange(30_000) % 3000, met_age=np.arange(30_000) % 400,
                 led_to=np.ones(30_000, np.int64))  # fmt: skip
    tracemalloc.start()
    found = told(large, BY_NAMES, 2, 10_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.paths == 200
    assert peak < 200e6  # 60 MB when this was written
