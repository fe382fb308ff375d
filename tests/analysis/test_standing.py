"""Standing, approaches and pace on logs small enough to be told by hand."""

import datetime as dt
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings

from analysis.approaches import approaches
from analysis.figures import Figures
from analysis.pace import ending, fewer_first_asks, first_asks, first_holding
from analysis.standing import active_weeks, standing, starts_on
from data.log import Log
from tests.analysis.logs import day, log_of, logs
from tests.analysis.small import DAY, asked, figures, met, named, on

COHORTS = [{"cohort_id": "c", "name": "Spring", "ends_on": DAY + dt.timedelta(days=70)}]


def seeker(person="s", cohort="c", **more):
    return {"person_id": person, "cohort_id": cohort, "joined_on": on(100), **more}


TOLD = {
    "cohorts": COHORTS,
    "seekers": [seeker(), seeker("t", capacity_per_week=3), seeker("u", left_on=on(9))],
    "interviews": [
        met(1, "ann", 40, names_given=3),
        asked(2, "bob", 30, source="referral"),  # silent: waits
        asked(3, "cleo", 25, answered_on=on(20), answer="declined"),
        asked(4, "dev", 12, source="cold"),  # a first contact that waits
        met(5, "eve", 10, seeker="t"),
        asked(6, "fay", 8, seeker="u"),  # the search has ended
        asked(7, "dev", 5),  # asked once more
    ],
    "referrals": [
        named(1, "ann", "bob", "i1"),
        named(2, "ann", "cleo", "i1"),
        named(3, "ann", "gil", "i1"),  # not asked
        named(4, "eve", "hal", "i5", seeker="t", waived_on=on(2), waived_reason="moved"),
        named(5, "eve", "ian", "i5", seeker="t"),
    ],
}


def test_what_waits_is_counted_with_its_age_and_its_seeker():
    now = standing(figures(**TOLD))
    assert (now.seekers, now.meetings, now.starts_on) == (2, 2, DAY)
    assert list(zip(now.names_of, now.names_age, strict=True)) == [(0, 40), (1, 10)]  # gil, ian
    assert list(zip(now.asked_of, now.asked_age, strict=True)) == [(0, 30)]  # bob
    assert list(zip(now.first_of, now.first_age, strict=True)) == [(0, 12)]  # dev, since the first
    assert list(zip(now.met_of, now.met_age, now.led_to, strict=True)) == [(0, 40, 0), (1, 10, 0)]
    assert now.ends_in.tolist() == [10.0, 10.0]
    assert now.known.tolist() == [5, 3]  # ann, bob, cleo, dev, gil; eve, hal, ian
    # Nobody asked two people in a week: one a week, unless the roster tells.
    assert now.capacity.tolist() == [1.0, 3.0]


def test_each_person_asked_is_one_row():
    found = approaches(figures(**TOLD)).set_index("contact_id")
    assert found["waiting"].to_dict() == {
        "ann": False, "bob": True, "cleo": False, "dev": True, "eve": False, "fay": False,
    }  # fmt: skip
    assert found["introduced"][found["introduced"]].index.tolist() == ["bob", "cleo"]
    over = found["over_on"].dropna().dt.date.to_dict()
    assert over == {"cleo": on(20), "fay": on(9)}


def test_a_conduit_passes_on_to_whoever_was_met():
    told = figures(
        interviews=[
            met(1, "ann", 40),
            asked(2, "bob", 30, answered_on=on(28), answer="declined"),
            asked(3, "cleo", 20),
            asked(4, "dev", 19, answered_on=on(18), answer="declined"),
            asked(5, "eve", 10),
        ],
        referrals=[
            named(1, "ann", "bob", "i1"),
            named(2, "bob", "cleo", "i2"),
            named(3, "dev", "eve", "i4"),
        ],
    )
    found = approaches(told).set_index("contact_id")["introduced"]
    assert found.to_dict() == {
        "ann": False, "bob": True, "cleo": True, "dev": False, "eve": False,
    }  # fmt: skip


@settings(max_examples=8, deadline=None, phases=[Phase.generate])
@given(logs)
def test_of_those_met_the_introduced_are_those_with_a_parent(tables):
    told = Figures(log_of(tables, as_of=day(30)))
    found = approaches(told)
    met_ones = found[found["held_on"].notna()]
    assert len(met_ones) == len(told.forest)
    children = told.forest[told.forest["parent_id"].notna()]
    pairs = set(zip(children["seeker_id"], children["contact_id"], strict=True))
    said = met_ones[met_ones["introduced"]]
    mine = set(zip(said["seeker_id"], said["contact_id"], strict=True))
    # An introduction by somebody met after this person is known only from then on.
    assert pairs <= mine


def test_a_log_that_fell_silent_is_projected_from_its_newest_entry():
    told = {"interviews": [met(1, "ann", 30), met(2, "bob", 20)]}
    assert starts_on(figures(**told)) == on(20)
    told["interviews"].append(met(3, "cleo", 7))
    assert starts_on(figures(**told)) == DAY
    assert starts_on(figures()) == DAY
    assert standing(figures(**told)).ends_in.tolist() == [np.inf]


def test_busy_weeks_tell_the_capacity():
    monday = dt.date(2026, 3, 2)
    rows = [
        asked(10 * week + n, f"p{week}{n}", (DAY - monday).days - 7 * week)
        for week, many in enumerate((1, 1, 4))
        for n in range(many)
    ]
    rows += [asked(99, "q", 9, seeker="t")]
    found = standing(figures(interviews=rows, seekers=[seeker(), seeker("t")], cohorts=COHORTS))
    # Weeks with 1, 1, 4 and 1 requests: the 95th percentile, and the fullest, is 4.
    assert found.capacity.tolist() == [4.0, 4.0]


def test_searches_are_watched_from_joining_to_their_end():
    weeks = active_weeks(figures(**TOLD)).set_index("seeker_id")
    assert weeks["since"].dt.date.tolist() == [on(100)] * 3
    assert weeks["until"].dt.date.to_dict() == {"s": DAY, "t": DAY, "u": on(9)}


def test_the_pace_of_own_finds_is_counted_per_search_and_week():
    told = figures(**TOLD)
    # Own finds: ann 40, dev 12, eve 10, fay 8 days ago. In 56 days: 8 + 8 weeks of s and t, and of
    # u, who left 9 days ago, (56 − 9) / 7 of them; the pace has fallen since by the usual law.
    found, fall = first_asks(told), fewer_first_asks(told)
    weeks = 8 + 8 + (56 - 9) / 7
    # Fewer than five in eight weeks: the last 26, in which these searches went on since day 100.
    long = 2 * 101 / 7 + (101 - 9) / 7
    assert found.value == pytest.approx(3 / long * np.exp(-fall.value * 13), rel=0.35)
    assert found.n == int(long)
    assert weeks < long
    assert 0 <= fall.low <= fall.value <= fall.high


def test_who_is_met_of_own_finds_and_how_searches_end():
    held = first_holding(figures(**TOLD))
    assert (held.n, held.happened) == (4, 2)
    found = ending(figures(**TOLD))
    assert found.value == pytest.approx(1 / ((101 + 101 + 92) / 7))


def fading(rate, weeks=40, seekers=60):
    """Own finds of many seekers whose pace falls by ``rate`` a week."""
    rng, rows = np.random.default_rng(3), []
    for person in range(seekers):
        for week in range(weeks):
            for _ in range(rng.poisson(0.8 * np.exp(-rate * week))):
                ago = int(7 * weeks - 7 * week - rng.integers(0, 7))
                rows.append(asked(len(rows), f"p{len(rows)}", ago, seeker=f"s{person}"))
    roster = [
        {"person_id": f"s{n}", "cohort_id": "c", "joined_on": on(7 * weeks)} for n in range(seekers)
    ]
    return figures(interviews=rows, seekers=roster, cohorts=COHORTS)


@pytest.mark.parametrize("rate", [0.0, 0.1])
def test_a_pace_that_falls_is_found_with_its_fall(rate):
    found = fewer_first_asks(fading(rate))
    assert found.low <= rate + 1e-9
    assert found.value == pytest.approx(rate, abs=0.02)
    assert found.high - found.value < 0.03


def test_a_young_log_leaves_the_fall_open():
    found = fewer_first_asks(fading(0.0, weeks=4, seekers=6))
    assert found.high > 0.1


ODD = {
    "empty": {},
    "one meeting": {"interviews": [met(1, "ann", 3)]},
    "all on one day": {"interviews": [met(n, f"p{n}", 0) for n in range(30)]},
    "only silence": {"interviews": [asked(n, f"p{n}", n) for n in range(30)]},
    "nobody dated": {"seekers": [{"person_id": "s", "cohort_id": "c"}], "cohorts": COHORTS},
}


@pytest.mark.parametrize("tables", ODD.values(), ids=ODD)
def test_odd_logs_have_a_standing_and_a_pace(tables):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        told = figures(**tables)
        now = standing(told)
        assert len(now.capacity) == len(now.ends_in) == len(now.known) == now.seekers
        for estimate in (first_asks(told), ending(told), fewer_first_asks(told)):
            assert estimate.value is None or np.isfinite(estimate.value)
        assert first_holding(told).n >= 0


def test_everybody_gone_is_nobody():
    told = Log.from_frames(
        {
            "interviews": [met(1, "ann", 30)],
            "seekers": [seeker(left_on=on(20))],
            "cohorts": COHORTS,
        },
        as_of=DAY,
    )
    now = standing(Figures(told))
    assert now.seekers == 0
    assert isinstance(approaches(Figures(told)), pd.DataFrame)
