"""The four factors: the identity, known truths, and what a log does not tell."""

import datetime as dt
from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from analysis.corrected import meetings_in_time
from analysis.definitions import ONE_SEEKER
from analysis.factors import NAMES, acting, factors, holding
from analysis.factors_by import GROUPINGS, factors_by
from analysis.figures import Figures
from analysis.intervals import Estimate
from analysis.new_names import names_in_time
from data.log import Log
from data.simulator import CohortParameters, Simulation, simulate
from tests.analysis.small import asked, figures, met, named, on

START = dt.date(2025, 1, 6)


def simulated(seed, last_day, **parameters):
    told = {"seekers": 25, "decline_names": 0.6, "advisors": ("x",)} | parameters
    cohort = CohortParameters(
        name="Spring", program="p", starts_on=START, ends_on=dt.date(2025, 9, 30), **told
    )
    return simulate(Simulation(last_day=last_day, cohorts=(cohort,)), np.random.default_rng(seed))


@pytest.fixture(scope="module")
def over():
    """A faultless log of a cohort that is over."""
    return simulated(1, dt.date(2026, 3, 1))


@pytest.fixture(scope="module")
def running():
    """The same after five months, with its truth."""
    return simulated(1, dt.date(2025, 6, 6), seekers=40)


def estimates(found):
    return {
        part.name: value
        for part in fields(found)
        if isinstance(value := getattr(found, part.name), Estimate)
    }


def sound(found):
    """Every estimate has a number with an honest interval, or a reason."""
    for name, estimate in estimates(found).items():
        numbers = [estimate.value, estimate.low, estimate.high]
        assert not any(number is not None and np.isnan(number) for number in numbers), name
        if estimate.value is not None and estimate.low is not None:
            assert estimate.low <= estimate.value <= estimate.high, name


def test_on_a_finished_log_the_identity_is_exact(over):
    """Names × new × acted on × met is the people met by a new name; the rest is counted."""
    of = Figures(over.log())
    found, meetings, names = factors(of), meetings_in_time(of), names_in_time(of)
    assert found.settled
    own = ((names["fresh"]) & (names["acted"] == 1) & (names["held"] == 1)).sum()
    product = np.prod([estimate.value for estimate in found.four.values()])
    assert product == pytest.approx(own / len(meetings))
    assert found.by_new_names.value == pytest.approx(product)
    assert found.R.value == pytest.approx(meetings["offspring"].mean())
    # Conduits, hand-offs of names known before, several credits: counted one by one.
    other = (meetings["offspring"].sum() - own) / len(meetings)
    assert found.other_routes.value == pytest.approx(other)
    assert other > 0.02
    assert found.ended.value == 0


def test_each_part_of_the_identity_is_what_was_lived(over):
    """Second method: the simulator's own bookkeeping of the same cohort."""
    lived, found = over.truth.cohorts.iloc[0], factors(Figures(over.log()))
    assert found.referrals_per_meeting.value == pytest.approx(
        lived["names_per_meeting_lived"],
        rel=0.08,  # it adds repeat conversations
    )
    assert found.new_share.value == pytest.approx(lived["new_share_lived"], abs=0.04)
    assert found.held.value == pytest.approx(lived["held_share_lived"], abs=0.08)


def test_while_it_runs_the_factors_cover_the_truth(running):
    """Names have had little time: leaving that out would take a good cohort for a bad one."""
    of, true = Figures(running.log()), running.truth.cohorts.iloc[0]
    found = factors(of)
    sound(found)
    assert not found.settled
    going_on = found.by_new_names.value + found.ended.value + found.other_routes.value
    assert going_on == pytest.approx(found.R.value)
    assert found.R.low <= true["R"] <= found.R.high
    assert found.held.low <= true["held_share"] <= found.held.high
    names = names_in_time(of)
    fresh = names[names["fresh"]]
    so_far = (fresh["acted"] == 1).mean()
    assert so_far < found.acted_on.value
    acted = true["acted_share"] + (1 - true["acted_share"]) * 0.08  # and names handed on
    assert found.acted_on.low - 0.03 <= acted  # which a few ended searches take away from
    assert found.acted_on.high >= acted - 0.08


def test_the_break_even_is_what_the_two_first_factors_leave(over):
    found = factors(Figures(over.log()))
    each = found.referrals_per_meeting.value * found.new_share.value
    assert found.break_even.value == pytest.approx(1 / each)
    assert found.break_even.low < found.break_even.value < found.break_even.high


def few(**more):
    """Ann named two people; one was asked and met."""
    return figures(
        interviews=[
            met(1, "ann", 90, source="cold", names_given=2),
            asked(2, "bob", 80, held_on=on(70), names_given=0, source="referral"),
        ],
        referrals=[named(1, "ann", "bob", "i1"), named(2, "ann", "cleo", "i1")],
        **more,
    )


def test_by_hand():
    of = few()
    found = factors(of)
    assert found.referrals_per_meeting.value == 1
    assert found.new_share.value == 1
    # Cleo waits; the log was watched for 20 days only.
    assert found.acted_on.reason == "window_too_short"
    curve = acting(of)
    assert (curve.n, curve.happened, curve.by(10).value) == (2, 1, 0.5)
    assert (holding(of).n, holding(of).median().value) == (1, 10)
    sound(found)


def test_names_that_only_give_more_than_can_be_met():
    """With half a new name per conversation not even meeting all of them keeps it going."""
    of = figures(interviews=[
        met(1, "ann", 90, names_given=1), met(2, "bob", 80, names_given=0)
    ], referrals=[named(1, "ann", "cleo", "i1")])  # fmt: skip
    assert factors(of).break_even.value == 2
    none = figures(interviews=[met(n, f"p{n}", 9, names_given=0) for n in range(3)])
    assert factors(none).break_even.reason == "no_names"
    assert factors(none).acted_on.reason == "no_names"


def test_only_conversations_that_took_place():
    """Of 20 requests all were held: whom they asked in vain is not in the log."""
    of = figures(
        interviews=[
            met(n, f"p{n}", 200 - 6 * n, source="referral", names_given=1) for n in range(30)
        ],
        referrals=[named(n, f"p{n}", f"p{n + 1}", f"i{n}") for n in range(30)],
    )
    found = factors(of)
    assert found.acted_on.reason == found.held.reason == "only_held_logged"
    assert found.by_new_names.value is not None
    told = factors_by(of, "source")
    assert told.loc[told["factor"] == "held", "reason"].tolist() == ["only_held_logged"]


def test_a_log_that_notes_no_names_says_so():
    of = figures(interviews=[met(n, f"p{n}", 200 - n) for n in range(30)])
    found = factors(of)
    assert {e.reason for e in found.four.values()} == {"not_recorded"}
    assert found.break_even.reason == "not_recorded"
    sound(found)


def test_of_one_seeker_of_several_there_are_counts_only():
    tables = {
        "interviews": [met(n, f"p{n}", 200 - n, "st"[n % 2], names_given=1) for n in range(60)],
        "referrals": [
            named(n, f"p{n}", f"q{n}", f"i{n}", seeker="st"[n % 2]) for n in range(60)
        ],
        "cohorts": [{"cohort_id": c, "name": c} for c in "ab"],
        "seekers": [{"person_id": s, "cohort_id": c} for s, c in zip("st", "ab", strict=True)],
    }  # fmt: skip
    one = Figures(figures(**tables).log.at(cohorts=("a",)))
    assert {e.reason for e in estimates(factors(one)).values()} == {ONE_SEEKER}
    assert factors(one).acted_on.n == 30
    assert set(factors_by(one, "month")["reason"]) == {ONE_SEEKER}
    both = factors_by(figures(**tables), "cohort")
    assert set(both["reason"]) == {ONE_SEEKER}
    assert both["n"].tolist()[:4] == [30, 30, 30, 0]


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_groups_add_up_to_the_whole(over, grouping):
    of = Figures(over.log())
    told, whole = factors_by(of, grouping), factors(of)
    assert list(told["factor"].unique()) == list(NAMES)
    counts = told.groupby("factor")["n"].sum()
    assert {name: estimate.n for name, estimate in whole.four.items()} == counts.to_dict()
    given = told[told["value"].notna()]
    assert (given["n"] >= 20).all()
    assert given["reason"].isna().all()
    assert told.loc[told["value"].isna(), "reason"].notna().all()
    for _, rows in given.groupby("factor"):
        low, high = rows["value"].min() - 1e-9, rows["value"].max() + 1e-9
        assert rows["pooled"].between(low, high).all()


def test_an_unknown_grouping_is_refused():
    with pytest.raises(ValueError, match="cohort, source"):
        factors_by(figures(), "mood")


@pytest.mark.filterwarnings("error")
def test_whatever_the_log_there_is_a_number_or_a_reason():
    same_day = [met(n, f"p{n}", 5, names_given=1) for n in range(25)]
    for tables in (
        {},
        {"interviews": [met(1, "ann", 3)]},
        {"interviews": [asked(n, f"p{n}", 30) for n in range(25)]},
        {"interviews": same_day, "referrals": [
            named(n, f"p{n}", f"p{n + 1}", f"i{n}") for n in range(25)]},
        {"interviews": [met(1, "ann", 3)], "referrals": [named(1, "ann", "ann", "i1")]},
    ):  # fmt: skip
        of = figures(**tables)
        sound(factors(of))
        for grouping in GROUPINGS:
            assert isinstance(factors_by(of, grouping), pd.DataFrame)


def test_months_without_a_day_stay_out():
    of = figures(
        interviews=[met(1, "ann", 90, names_given=2), asked(2, "bob", 40), asked(3, "zoe", 0)],
        referrals=[
            named(1, "ann", "bob", "i1", days_before=90),
            named(2, "ann", "cleo", "i1", days_before=90, approximate="made_on"),
        ],
    )
    assert acting(of).n == 1
    assert factors(of).left_out == 1


def test_nothing_is_asked_of_a_log_that_is_empty():
    assert factors(Figures(Log.from_frames({}))).R.reason == "too_few"
