"""The projection of a cohort beside a plain path-by-path loop in the same run, and its growth."""

import dataclasses
import time
import tracemalloc

import numpy as np
import pytest

from analysis.delayed import Delayed
from analysis.delays import DelayLaw
from analysis.intervals import Estimate
from analysis.process import Process
from analysis.projection import project
from tests.analysis.plain_future import bare, plain_path

pytestmark = pytest.mark.benchmark

WEEKS = 26
PROCESS = Process(
    R=Estimate(0.95, 0.8, 1.15),
    k=Estimate(0.6, 0.4, 1.0),
    referrals_per_meeting=Estimate(2.0, 1.8, 2.2),
    new_share=Estimate(0.8, 0.75, 0.85),
    acted=Delayed.of_law(DelayLaw("gamma", 6.0, 2.0), Estimate(0.75, 0.7, 0.8)),
    held=Delayed.of_law(DelayLaw("gamma", 5.0, 3.0), Estimate(0.7, 0.65, 0.75)),
    first_asks=Estimate(0.2, 0.15, 0.26),
    fewer_first_asks=Estimate(0.02, 0.0, 0.05),
    first_held=Delayed.of_law(DelayLaw("gamma", 5.0, 3.0), Estimate(0.5, 0.4, 0.6)),
    ending=Estimate(0.005, 0.002, 0.01),
    saturation=Estimate(0.05, 0.02, 0.08),
    known=15.0,
    other_share=0.1,
)


def office(seekers, meetings):
    """So many seekers with so many meetings so far, a third of as many names open, and so on."""
    rng = np.random.default_rng(1)

    def some(many, oldest):
        return rng.integers(0, seekers, many), rng.integers(0, oldest, many)

    (names, names_age), (asked, asked_age), (first, first_age), (met, met_age) = (
        some(meetings // share, oldest) for share, oldest in ((3, 90), (6, 60), (12, 60), (1, 200))
    )
    return bare(
        seekers, capacity=np.full(seekers, 4.0), known=np.full(seekers, 15), names_of=names,
        names_age=names_age, asked_of=asked, asked_age=asked_age, first_of=first,
        first_age=first_age, met_of=met, met_age=met_age, led_to=rng.poisson(0.7, meetings),
        meetings=meetings,
    )  # fmt: skip


def timed(now, paths):
    start = time.process_time()
    found = project(now, PROCESS, weeks=WEEKS, paths=paths, rng=np.random.default_rng(1))
    return found, time.process_time() - start


def test_a_cohort_is_projected_many_times_as_fast_as_path_by_path():
    now, plain = office(38, 300), PROCESS.certain()
    loops = 60
    rng, start = np.random.default_rng(1), time.process_time()
    one_by_one = [sum(plain_path(now, plain, WEEKS, rng)) for _ in range(loops)]
    each = (time.process_time() - start) / loops
    timed(now, 100)
    (some, less), (found, more) = timed(now, 1000), timed(now, 10_000)
    ratio = each * 10_000 / more
    total = found.counts.sum(axis=1)
    print(
        f"\n38 seekers, 300 meetings, {WEEKS} weeks, about {total.mean():.0f} new meetings:"
        f" 1,000 paths {less:.2f} s, 10,000 paths {more:.2f} s ({more / less:.1f}×);"
        f" one by one {each * 1000:.1f} ms a path: {ratio:.0f} times as long"
    )
    assert some.paths == 1000
    assert found.paths == 10_000
    assert ratio > 20
    assert more / less < 15
    # The same futures: with parameters that are certain the means agree.
    sure = project(now, plain, weeks=WEEKS, paths=2000, rng=np.random.default_rng(2))
    error = np.std(one_by_one) / loops**0.5
    assert abs(sure.counts.sum(axis=1).mean() - np.mean(one_by_one)) < 4 * error


def test_thousands_of_searches_take_fewer_paths_and_little_memory():
    print("\nseekers  meetings   paths  seconds  peak MB")
    for seekers, meetings in ((38, 300), (300, 3000), (3000, 70_000)):
        now = dataclasses.replace(office(seekers, meetings))
        found, seconds = timed(now, 10_000)
        tracemalloc.start()
        timed(now, 10_000)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        print(f"{seekers:7,} {meetings:9,} {found.paths:7,} {seconds:8.1f} {peak:8.0f}")
        assert peak < 500
