"""What an open name is worth: known answers, a second method, and reasons."""

import datetime as dt
import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from analysis.corrected import offspring_fit
from analysis.definitions import ONE_SEEKER
from analysis.figures import Figures
from analysis.measures import measures
from analysis.stakes import (
    LEAST_ACTED,
    Chances,
    Stakes,
    chances_by_age,
    stakes,
    with_stakes,
)
from analysis.waiting import waiting
from data.log import Log
from tests.analysis.grown import grown
from tests.analysis.small import DAY, figures, met, named


def drawn(seed, n, level=1.0, slope=-0.6, watch=150):
    """Names asked after some days, met with a chance that falls with them, watched for a while."""
    rng = np.random.default_rng(seed)
    age = rng.geometric(1 / 12, n) - 1
    met = rng.random(n) < 1 / (1 + np.exp(-(level + slope * np.log1p(age / 7))))
    takes = np.floor(rng.gamma(2.0, 8.0, n)).astype(int)
    watched = rng.integers(0, watch, n)
    seen = takes <= watched
    outcome = np.where(seen, np.where(met, 1, 2), 0)
    return age, np.minimum(takes, watched), outcome


def test_the_chances_that_names_were_drawn_with_are_found_again():
    found = chances_by_age(*drawn(1, 60_000))
    assert (found.level, found.slope) == pytest.approx((1.0, -0.6), abs=0.05)
    # To leave out those still waiting, or to take them for no, would be wrong.
    age, _, outcome = drawn(1, 60_000)
    as_no = (outcome == 1).mean()
    assert found.at(age).mean() > as_no + 0.05


def test_agrees_with_weights_by_hand_and_the_regression_of_statsmodels():
    age, days, outcome = drawn(2, 400, watch=90)
    found = chances_by_age(age, days, outcome)
    horizon = found.horizon
    assert horizon == min(120, sorted(days)[-10])

    def watched_beyond(day):  # Kaplan–Meier of leaving the watch, before the day, by hand
        left = 1.0
        for t in sorted({d for d, o in zip(days, outcome, strict=True) if o == 0 and d < day}):
            leave = sum(d == t and o == 0 for d, o in zip(days, outcome, strict=True))
            there = sum(d > t or (d == t and o == 0) for d, o in zip(days, outcome, strict=True))
            left *= 1 - leave / there
        return left

    rows = [
        (math.log1p(a / 7), o == 1 and d <= horizon, 1 / watched_beyond(min(d, horizon)))
        for a, d, o in zip(age, days, outcome, strict=True)
        if (o != 0 and d <= horizon) or d >= horizon
    ]
    x, y, weight = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    plain = sm.GLM(y, sm.add_constant(x), sm.families.Binomial(), freq_weights=weight).fit()
    # The weak prior moves them a little.
    assert (found.level, found.slope) == pytest.approx(tuple(plain.params), abs=0.03)


@given(st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(0, 2)),
    min_size=LEAST_ACTED, max_size=60,
))  # fmt: skip
def test_chances_are_shares_whatever_the_names(rows):
    found = chances_by_age(*map(np.array, zip(*rows, strict=True)))
    if isinstance(found, str):
        assert found == "window_too_short"
    else:
        shares = found.at([0, 1, 7, 400, 10_000])
        assert np.isfinite(shares).all()
        assert ((shares >= 0) & (shares <= 1)).all()


@pytest.mark.parametrize("state", [1, 2])
def test_all_met_or_none_met_is_nearly_one_or_nearly_none(state):
    found = chances_by_age(np.arange(60) % 20, np.full(60, 30), np.full(60, state))
    assert found.at([5])[0] == pytest.approx(1.0 if state == 1 else 0.0, abs=0.02)


def test_too_few_and_too_short():
    assert chances_by_age([1] * 29, [40] * 29, [1] * 29) == "few_acted"
    assert chances_by_age([1] * 40, [20] * 40, [1] * 40) == "window_too_short"


def test_a_week_of_waiting_costs_what_the_chance_falls_in_it():
    found = Stakes(Chances(0.5, -0.4, 120, 99), worth=2.5)
    stake, lost = found.at([3, 40])
    for age, at_stake, in_a_week in zip((3, 40), stake, lost, strict=True):
        now, later = (1 / (1 + math.exp(-(0.5 - 0.4 * math.log1p(a / 7)))) for a in (age, age + 7))
        assert at_stake == pytest.approx(2.5 * now)
        assert in_a_week == pytest.approx(2.5 * (now - later))
    assert lost[0] > lost[1] > 0
    assert Stakes(Chances(0.5, 0.4, 120, 99), worth=2.5).at([3])[1][0] == 0  # never below none


@pytest.fixture(scope="module")
def told():
    tables = grown(1, 1.4, first=24, days=160)
    rows = {row["interview_id"]: row for row in tables["interviews"]}
    for name in tables["referrals"]:
        given_on = rows[name["interview_id"]]["held_on"]
        name["made_on"] = given_on
        rows["i" + name["referred_id"][1:]]["requested_on"] = given_on
    late = [  # asked after forty days, and declined
        {**name, "referral_id": f"l{n}", "referred_id": f"l{n}"}
        for n, name in enumerate(tables["referrals"][:30])
    ]
    declined = [
        {
            "interview_id": f"l{n}",
            "seeker_id": name["seeker_id"],
            "contact_id": name["referred_id"],
            "requested_on": name["made_on"] + dt.timedelta(days=40),
            "answered_on": name["made_on"] + dt.timedelta(days=42),
            "answer": "declined",
            "source": "referral",
        }
        for n, name in enumerate(late)
    ]
    still_open = [
        {**name, "referral_id": f"w{n}", "referred_id": f"w{n}"}
        for n, name in enumerate(tables["referrals"][-12:])
    ]
    return figures(
        interviews=tables["interviews"] + declined,
        referrals=tables["referrals"] + late + still_open,
    )


def test_a_meeting_is_worth_itself_and_what_it_leads_to(told):
    fit, found = offspring_fit(told), stakes(told)
    assert found.reason is None
    generations = int(120 // fit.law.quantile(0.5))
    assert found.worth == pytest.approx(sum(fit.R.value**j for j in range(generations + 1)))
    sums = measures(told, ["follow_up.meetings_at_stake", "follow_up.lost_per_week"])
    owed = told.debts
    rows = owed[(owed["rule"] == "act_on_referral") & owed["state"].isin(["due", "overdue"])]
    assert len(rows) > 0
    by_hand = [0.0, 0.0]
    for row in rows.itertuples():
        age = (DAY - row.opened_on.date()).days
        for at, each in enumerate(found.at([age])):
            by_hand[at] += float(each[0])
    assert [m.value for m in sums.values()] == pytest.approx(by_hand)
    assert {m.n for m in sums.values()} == {len(rows)}


def test_open_doors_stand_by_what_a_week_costs_with_seekers_together(told):
    rows = waiting(told, "names")
    assert (rows["lost_per_week"] > 0).all()
    total = rows.groupby("seeker_id")["lost_per_week"].sum()
    order = rows["seeker_id"].drop_duplicates().tolist()
    assert [round(total[who], 6) for who in order] == sorted(total.round(6), reverse=True)
    for _, own in rows.groupby("seeker_id", sort=False):
        assert own["lost_per_week"].is_monotonic_decreasing
    assert len(rows["seeker_id"].ne(rows["seeker_id"].shift()).loc[lambda first: first]) == len(
        order
    )
    debts = told.debts.loc[rows.index]
    assert debts["referral_id"].tolist() == rows["referral_id"].tolist()


def test_without_costs_they_stand_by_their_day():
    of = figures(
        interviews=[met(1, "ann", 30, source="cold")],
        referrals=[named(n, "ann", f"p{n}", "i1", days_before=20 + n) for n in range(3)],
    )
    rows = waiting(of, "names")
    assert rows["due_on"].is_monotonic_increasing
    assert rows["lost_per_week"].isna().all()
    assert set(rows["stake_reason"]) == {"too_few"}
    assert set(with_stakes(of.debts, of)["stake_reason"]) == {"too_few", "no_open_name"}


def test_reasons_instead_of_numbers(told):
    assert stakes(figures()).reason == "too_few"
    stake, lost = stakes(figures()).at([1, 2])
    assert np.isnan(stake).all()
    assert np.isnan(lost).all()
    tables = {name: told.log.whole(name) for name in ("interviews", "referrals")}
    tables["cohorts"] = [{"cohort_id": "c", "name": "One"}]
    tables["seekers"] = [{"person_id": "s1", "cohort_id": "c"}]
    one = Figures(Log.from_frames(tables, as_of=DAY, cohorts=["c"]))
    assert stakes(one).reason == ONE_SEEKER
    assert measures(one, ["follow_up.lost_per_week"])["follow_up.lost_per_week"].value is None
