"""How long things take: known answers, and what the log does not tell."""

import math

import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from analysis.corrected import offspring_fit
from analysis.delays import DelayLaw
from analysis.figures import Figures
from analysis.measures import measures
from analysis.timing import (
    answering,
    first_opportunity,
    generation_interval,
    meeting_after_yes,
    thanking,
)
from analysis.typical_delay import likely_median
from tests.analysis.small import asked, figures, met, on, thanked
from tests.analysis.test_factors import running  # noqa: F401  # a fixture

COHORT = [{"cohort_id": "c", "name": "Spring"}]
THANKS = "follow_up.median_days_to_thanks"
FIRST = "conversion.median_days_to_first_opportunity"
KEYS = (
    THANKS,
    FIRST,
    "multiplication.acted_on_share",
    "multiplication.held_share",
    "multiplication.break_even",
    "multiplication.generation_interval_days",
)


def seeker(name, joined, left=None):
    return {
        "person_id": name, "cohort_id": "c", "joined_on": on(joined),
        "left_on": None if left is None else on(left),
    }  # fmt: skip


def found_on(number, who, days_before):
    return {
        "opportunity_id": f"o{number}", "seeker_id": who, "kind": "good_word",
        "opened_on": on(days_before),
    }  # fmt: skip


def test_silence_is_no_answer_and_stays_at_risk():
    of = figures(
        interviews=[
            asked(1, "ann", 30, answered_on=on(26), answer="accepted", held_on=on(20)),
            asked(2, "bob", 30, answered_on=on(20), answer="declined"),
            asked(3, "cleo", 30),
            asked(4, "dan", 30, cancelled_on=on(25)),
            asked(5, "eve", 0),
            asked(6, "fay", 9, answer="declined"),  # on an unknown day
        ]
    )
    curve = answering(of)
    assert (curve.n, curve.happened) == (5, 2)
    # Of four asked 30 days ago one answered by day 4, one cancelled on day 5, one answered on 10.
    assert [curve.by(day).value for day in (3, 4, 9, 10)] == pytest.approx([0, 0.25, 0.25, 0.5])
    assert meeting_after_yes(of).median().value == 6


def test_first_opportunity_by_hand():
    """Of four seekers one found it after 10 days, one left after 20, one after 40, one waits."""
    of = figures(
        cohorts=COHORT,
        seekers=[seeker("a", 60), seeker("b", 60, left=40), seeker("c", 60), seeker("d", 60)],
        interviews=[asked(1, "ann", 0, "d")],
        opportunities=[found_on(1, "a", 50), found_on(2, "c", 20), found_on(3, "a", 1)],
    )
    curve = first_opportunity(of)
    assert curve.days.tolist() == [10, 20, 40, 60]
    assert curve.share.tolist() == pytest.approx([0.25, 0.25, 0.5, 0.5])
    assert measures(of, [FIRST])[FIRST].value == 40
    assert curve.flat_at_half


def test_who_found_one_before_joining_or_joined_on_no_known_day_is_left_out():
    of = figures(
        cohorts=COHORT,
        seekers=[seeker("a", 60), {"person_id": "b", "cohort_id": "c"}, seeker("c", 60)],
        opportunities=[found_on(1, "a", 70), found_on(2, "b", 20), found_on(3, "c", 55)],
    )
    assert first_opportunity(of).n == 1
    assert measures(of, [FIRST])[FIRST].left_out == 2


def test_thanks_are_waited_for_as_long_as_the_log_is_kept():
    of = figures(
        interviews=[met(n, f"p{n}", 40) for n in range(4)] + [met(9, "zoe", 0)],
        follow_ups=[
            thanked(1, "p0", "i0", 38),
            thanked(2, "p1", "i1", 30),
            {**thanked(3, "p2", "i2", 1), "done_on": None},  # thanked, nobody knows when
        ],
    )
    curve = thanking(of)
    assert (curve.n, curve.happened) == (4, 2)
    theirs = SurvfuncRight(np.array([2.0, 10, 40, 0]), np.array([1, 1, 0, 0]))
    assert curve.median().value == theirs.quantile(0.5) == 10


def test_what_is_not_noted_is_not_told():
    of = figures(
        cohorts=COHORT,
        seekers=[seeker("s", 90)],
        interviews=[met(n, f"p{n}", 40) for n in range(4)],
    )
    told = measures(of, KEYS)
    assert told[THANKS].reason == "not_recorded"
    assert told[FIRST].reason == "none_recorded"
    assert {told[key].reason for key in KEYS if "multipl" in key} <= {"not_recorded", "too_few"}


@pytest.mark.filterwarnings("error")
def test_an_empty_log_has_the_reasons():
    of = figures()
    assert all(measure.reason for measure in measures(of, KEYS).values())
    for curve in (answering, meeting_after_yes, first_opportunity, thanking):
        assert curve(of).median().reason == "no_units"


def test_the_generation_interval_is_the_middle_of_the_law_fitted_with_the_mean(running):  # noqa: F811
    of = Figures(running.log())
    found, law = generation_interval(of), offspring_fit(of).law
    day = found.value
    assert law.by(day) >= 0.5 - 1e-9
    assert day == 0 or law.by(day - 1) < 0.5
    assert found.low <= day <= found.high < math.inf
    shares = measures(of, KEYS)
    assert shares["multiplication.acted_on_share"].by
    assert 0 < shares["multiplication.break_even"].value <= 1


def test_its_interval_holds_the_truth_nine_times_in_ten():
    """Delays of a law that is known, cut off when their parents were seen last."""
    rng, law, hits = np.random.default_rng(2), DelayLaw("gamma", 15.0, 2.0), 0
    for _ in range(20):
        parents = np.repeat(rng.integers(0, 120, 150), rng.poisson(1.0, 150))
        days = np.floor(rng.gamma(2, 15, len(parents))).astype(np.int64)
        seen, until = days[days <= parents], parents[days <= parents]
        low, high = likely_median(law, seen, until, np.arange(len(seen)), 0.9)
        hits += low <= law.quantile(0.5) <= high
    assert hits >= 15
    alike = likely_median(law, seen, until, seen // 12, 0.9)  # seekers who differ
    assert alike[0] < low
    assert high < alike[1]
