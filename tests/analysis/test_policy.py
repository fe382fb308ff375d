import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.policy import (
    RULES,
    Pause,
    Policies,
    PolicyError,
    default_policy,
    due_on,
    policies_of,
    read_policy,
)
from data.log import Log

# DESIGN §5, days and weight by rule.
SHIPPED = {
    "thank_you_email": (1, "required"),
    "thank_you_note": (7, "recommended"),
    "connect": (3, "recommended"),
    "act_on_referral": (7, "required"),
    "tell_referrer": (14, "required"),
    "tell_advice_used": (30, "recommended"),
    "keep_in_touch": (90, "recommended"),
    "good_news": (14, "required"),
    "nudge": (7, "required"),
    "thank_for_answer": (2, "recommended"),
    "ask_for_another_name": (0, "recommended"),
    "first_request": (14, "advisor"),
    "gone_quiet": (21, "advisor"),
}


def test_the_shipped_policy_is_that_of_the_design():
    rules = default_policy().rules
    assert {name: (rule.days, rule.weight) for name, rule in rules.items()} == SHIPPED
    assert tuple(rules) == RULES
    assert rules["nudge"].given_up_after == 21
    assert rules["keep_in_touch"].most_per_year == 3
    assert {rule.acts for rule in rules.values()} == {"seeker", "advisor"}


def test_a_policy_says_only_what_differs():
    policy = read_policy("grace_days = 2\n[rules.nudge]\ndays = 5\ngrace_days = 0")
    assert policy.rules["nudge"].days == 5
    assert policy.rules["nudge"].grace_days == 0
    assert policy.rules["nudge"].given_up_after == 21
    assert policy.rules["connect"].grace_days == 2


def test_a_rule_may_be_switched_off():
    policy = read_policy("[rules.connect]\non = false")
    assert policy.rule("connect") is None
    assert policy.rule("nudge") is not None


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("days =", "not valid TOML"),
        ("grace = 1", "Unknown entry “grace”"),
        ("grace_days = -1", "“grace_days” of the policy is a whole number"),
        ("business_days = 1", "“business_days” of the policy is true or false"),
        ("rules = 1", "“rules” is not a table"),
        ("[rules.thanks]\ndays = 1", "Unknown rule “thanks”"),
        ("[rules]\nnudge = 7", "Rule nudge is not a table"),
        ("[rules.nudge]\ndays = true", "“days” of rule nudge is a whole number"),
        ("[rules.nudge]\nday = 1", "Rule nudge has no entry “day”"),
        ("[rules.connect]\ngiven_up_after = 1", "Rule connect has no entry “given_up_after”"),
        ("[rules.nudge]\nweight = 'heavy'", "The weight of rule nudge is one of"),
        ("[rules.nudge]\non = 1", "“on” of rule nudge is true or false"),
        ("pauses = 1", "“pauses” is a list"),
        ("pauses = [1]", "Pause 1 is from a day"),
        ("[[pauses]]\nfrom = 2026-01-02\nto = 2026-01-01", "Pause 1 is from a day"),
        ("[[pauses]]\nfrom = 'May'\nto = 2026-01-01", "Pause 1 is from a day"),
    ],
)
def test_what_cannot_be_read_is_told(toml, said):
    with pytest.raises(PolicyError, match=said):
        read_policy(toml)


def test_every_problem_is_told_at_once():
    with pytest.raises(PolicyError) as told:
        read_policy("grace = 1\n[rules.thanks]\ndays = 1\n[rules.nudge]\ndays = -1")
    assert told.value.why.count(".") == 3


def test_a_log_without_policies_has_the_shipped_one():
    assert policies_of(Log.from_frames({})) == Policies(default_policy())


def test_a_log_holds_versions_by_the_day_from_which_they_are_valid():
    rows = [
        {"valid_from": "2026-05-01", "toml": "[rules.nudge]\ndays = 9"},
        {"valid_from": "2026-03-01", "toml": "[rules.nudge]\ndays = 8"},
    ]
    versions = policies_of(Log.from_frames({"policies": rows}))
    opened = np.array(["2026-02-28", "2026-03-01", "2026-05-01", "NaT"], dtype="datetime64[s]")
    days = np.zeros(4, dtype=int)
    for place, policy in versions.in_force(opened):
        days[place] = policy.rules["nudge"].days
    assert days.tolist() == [7, 8, 9, 7]


starts = st.dates(dt.date(2026, 1, 1), dt.date(2026, 3, 1))
breaks = st.lists(
    st.tuples(starts, st.integers(0, 9)).map(lambda p: Pause(p[0], p[0] + dt.timedelta(p[1]))),
    max_size=3,
).map(tuple)


def counted(start, days, business_days, pauses):
    """The plain method: walk day by day."""

    def counts(day):
        resting = any(pause.first <= day <= pause.last for pause in pauses)
        return not resting and not (business_days and day.isoweekday() > 5)

    day = start
    if days == 0:
        while not counts(day):
            day += dt.timedelta(1)
    for _ in range(days):
        day += dt.timedelta(1)
        while not counts(day):
            day += dt.timedelta(1)
    return day


@given(starts, st.integers(0, 40), st.booleans(), breaks)
def test_due_dates_equal_a_walk_day_by_day(start, days, business_days, pauses):
    opened = np.array([start], dtype="datetime64[s]")
    due = due_on(opened, days, business_days=business_days, pauses=pauses)
    assert due[0] == np.datetime64(counted(start, days, business_days, pauses))


def test_an_unknown_day_has_no_due_date():
    assert np.isnat(due_on(np.array(["NaT"], dtype="datetime64[s]"), 7)).all()


def test_a_stored_policy_without_a_day_holds_from_the_beginning():
    rows = [{"valid_from": None, "toml": "[rules.nudge]\ndays = 9"}]
    assert policies_of(Log.from_frames({"policies": rows})).first.rules["nudge"].days == 9
