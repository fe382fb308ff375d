"""Past forecasts: by hand on a small log, against known truth on simulated ones, and odd logs."""

import datetime as dt
import math

import numpy as np
import pytest

from analysis.backtest import EVERY, LEAST_FORECASTS, MOST_DAYS, backtest, past_days
from analysis.corrected import meetings_in_time, offspring_fit
from analysis.figures import Figures
from analysis.intervals import wilson
from data.log import Log

FIRST = dt.date(2026, 1, 5)


def growing(days=190, every=4, seekers=4, ends_on=None):
    """A log in which each seeker meets somebody every so many days, every second one introduced."""
    interviews, referrals = [], []
    for seeker in range(seekers):
        before = None
        for number, day in enumerate(range(seeker, days, every)):
            key = f"{seeker}-{number}"
            held = (FIRST + dt.timedelta(days=day)).isoformat()
            row = {
                "interview_id": key, "seeker_id": f"s{seeker}", "contact_id": f"c{key}",
                "requested_on": held, "held_on": held, "source": "cold",
            }  # fmt: skip
            if number % 2 and before:
                referrals.append(
                    {"referral_id": f"r{key}", "seeker_id": f"s{seeker}", "from_id": before[1],
                     "interview_id": before[0], "referred_id": f"c{key}", "made_on": before[2],
                     "kind": "name"}
                )  # fmt: skip
                row |= {"source": "referral", "referral_id": f"r{key}"}
            interviews.append(row)
            before = (key, f"c{key}", held)
    people = [{"person_id": f"c{row['interview_id']}", "name": "C"} for row in interviews]
    members = [{"person_id": f"s{n}", "cohort_id": "c"} for n in range(seekers)]
    return Log.from_frames(
        {
            "cohorts": [{"cohort_id": "c", "name": "Spring", "ends_on": ends_on}],
            "people": [*people, *({"person_id": f"s{n}", "name": "S"} for n in range(seekers))],
            "seekers": members,
            "interviews": interviews,
            "referrals": referrals,
        },
        as_of=FIRST + dt.timedelta(days=days),
    )


@pytest.fixture(scope="module")
def regular():
    figures = Figures(growing())
    return figures, backtest(figures, weeks=(4, 8))


def test_past_days_begin_with_the_twentieth_meeting_and_stay_where_they_are(regular):
    figures, found = regular
    # Four seekers meet on day 0–3, 4–7 …: the twentieth meeting is on day 19, and ten of the
    # first twenty were led to by another.
    assert found.days[0] == FIRST + dt.timedelta(days=19)
    assert {(b - a).days for a, b in zip(found.days, found.days[1:], strict=False)} == {EVERY}
    assert found.days[-1] <= figures.log.as_of - dt.timedelta(weeks=4)
    shorter = Figures(figures.log.at(as_of=FIRST + dt.timedelta(days=120)))
    assert past_days(shorter) == found.days[: len(past_days(shorter))]
    daily = past_days(figures, every=1)
    assert len(daily) == MOST_DAYS
    assert daily[-1] == figures.log.as_of - dt.timedelta(weeks=4)


def test_what_happened_is_counted_by_hand(regular):
    figures, found = regular
    rows = list(figures.forest.itertuples())
    held = [row.held_on.date() for row in rows]
    for one in found.forecasts:
        if one.what == "meetings":
            end = one.made_on + dt.timedelta(weeks=one.weeks)
            assert one.happened == sum(one.made_on < day <= end for day in held)
        else:
            # The first, third, fifth … of a seeker leads to the next one, four days later.
            by_then = [
                row for row in figures.forest.itertuples() if row.held_on.date() <= one.made_on
            ]
            leads = [int(row.interview_id.split("-")[1]) % 2 == 0 for row in by_then]
            assert one.happened == pytest.approx(np.mean(leads), rel=0.02)


def test_what_was_said_is_what_the_log_of_that_day_says(regular):
    figures, found = regular
    said = [one for one in found.forecasts if one.what == "further"]
    assert said
    for one in said[:3]:
        then = offspring_fit(Figures(figures.log.at(as_of=one.made_on)))
        assert (one.value, one.low, one.high) == (then.R.value, then.R.low, then.R.high)
        assert (one.naive, one.n) == (then.naive, then.n)
        assert one.low <= one.half_low <= one.value <= one.half_high <= one.high


def test_a_record_adds_up(regular):
    _, found = regular
    for record in found.records:
        kind = (record.what, record.weeks)
        of_it = [one for one in found.forecasts if (one.what, one.weeks) == kind]
        assert (record.n, record.right) == (len(of_it), sum(one.right for one in of_it))
        assert record == found.record(*kind)
        if record.n >= LEAST_FORECASTS:
            assert (record.covered.low, record.covered.high) == wilson(record.right, record.n)
            off = sum(one.value for one in of_it) / sum(one.happened for one in of_it) - 1
            assert record.bias == pytest.approx(off)
        else:
            assert record.reason == "too_few_past_days"


def test_a_past_forecast_stays_the_same_as_the_log_grows(regular):
    figures, found = regular
    earlier = backtest(Figures(figures.log.at(as_of=FIRST + dt.timedelta(days=100))), weeks=(4, 8))
    said = {(one.what, one.made_on, one.weeks): one for one in found.forecasts}
    for one in earlier.forecasts:
        if one.what == "meetings":
            assert said[one.what, one.made_on, one.weeks] == one
    assert any(one.what == "meetings" for one in earlier.forecasts)


def test_of_a_cohort_that_has_ended_the_past_is_judged_and_nothing_after_its_end():
    figures = Figures(growing(days=90, ends_on="2026-03-20").at(as_of=dt.date(2026, 6, 1)))
    found = backtest(figures, weeks=(4,))
    assert found.forecasts
    assert max(one.made_on for one in found.forecasts) < dt.date(2026, 3, 20)


def test_nothing_is_judged_of_what_was_known_all_along():
    figures = Figures(growing(days=60))
    late = Figures(figures.log.at(as_of=FIRST + dt.timedelta(days=200)))
    assert len(meetings_in_time(late)) == len(meetings_in_time(figures))
    found = backtest(late)
    assert all(one.made_on <= FIRST + dt.timedelta(days=60) for one in found.forecasts)


ODD = {
    "empty": (Log.from_frames({}), "too_few"),
    "one meeting": (growing(days=1, seekers=1), "too_few"),
    "young": (growing(days=24), "too_young"),
    "one seeker selected": (growing(days=100), "one_seeker_only"),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ODD)
def test_an_odd_log_gives_the_reason(name):
    log, reason = ODD[name]
    figures = Figures(log)
    if name == "one seeker selected":
        frames = {table: log.whole(table) for table in ("people", "interviews", "referrals")}
        members = [{"person_id": f"s{n}", "cohort_id": "c", "advisor": f"A{n}"} for n in range(4)]
        cohorts = [{"cohort_id": "c", "name": "Spring"}]
        whole = Log.from_frames({**frames, "seekers": members, "cohorts": cohorts}, as_of=log.as_of)
        figures = Figures(whole.at(advisor="A1"))
    found = backtest(figures)
    assert (found.reason, found.forecasts) == (reason, ())
    record = found.record("meetings", 12)
    assert (record.n, record.covered.value, record.bias) == (0, None, None)


@pytest.mark.parametrize("wrong", [{"weeks": ()}, {"weeks": (0,)}, {"every": 0}])
def test_weeks_and_days_are_counted_from_one(wrong):
    with pytest.raises(ValueError, match="from 1 on"):
        backtest(Figures(Log.from_frames({})), **wrong)


def test_no_figure_is_broken(regular):
    _, found = regular
    for one in found.forecasts:
        assert all(map(math.isfinite, (one.value, one.low, one.happened)))
        assert not np.isnan([one.high, one.half_low, one.half_high]).any()
