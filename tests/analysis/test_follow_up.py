import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.credit import credit
from analysis.follow_up import COLUMNS, STATES, debts, on_time_share, thanks_owed
from analysis.policy import RULES, default_policy, read_policy
from data.columns import LOG_TABLES
from data.log import Log
from tests.analysis.busy_logs import LAST, QUICK, busy_logs, crowd
from tests.analysis.debts_by_hand import debts_by_hand, rows
from tests.analysis.logs import day

quick = read_policy(QUICK)
ends = st.integers(0, LAST).map(day)


def as_tuples(owed):
    kept = owed.drop(columns=["weight", "acts"])
    order = [*kept.columns[:8], "closed_on", "closed_by", "state", "days_overdue"]
    return sorted((tuple(row[c] for c in order) for row in rows(kept)), key=repr)


@pytest.mark.parametrize("seed", range(4))
def test_equals_the_plain_method_on_many_random_logs(seed):
    log = Log.from_frames(crowd(seed, 12), as_of=day(8 + 9 * seed))
    credited = credit(log)
    owed = debts(log, quick, credited)
    assert as_tuples(owed) == debts_by_hand(log, quick, credited)
    assert set(owed["state"]) <= set(STATES)


@settings(max_examples=12)
@given(busy_logs, ends, st.sampled_from([(), ("k1",), ("k2",)]))
def test_equals_the_plain_method(found, on, cohorts):
    log = Log.from_frames(found, as_of=on, cohorts=cohorts)
    credited = credit(log)
    assert as_tuples(debts(log, quick, credited)) == debts_by_hand(log, quick, credited)


def test_the_random_logs_have_every_rule_and_state():
    every = [debts(Log.from_frames(crowd(seed, 12), as_of=day(30)), quick) for seed in range(2)]
    told = pd.concat(every)
    assert set(told["rule"]) == set(RULES)
    assert set(told["state"]) == set(STATES)
    assert set(told["closed_by"].dropna()) == {
        "follow_up", "request", "hand_off", "referral", "answer", "cancelled",
        "waived", "decision", "do_not_contact", "silence", "search_ended",
    }  # fmt: skip


def cut(log, on):
    """A log that ends on that day: only what was known by then."""
    known = log.at(as_of=on)
    kept = {name: known.table(name) for name in LOG_TABLES}
    whole = {name: log.whole(name) for name in ("settings", "policies")}
    return Log.from_frames(kept | whole, as_of=on)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("on", [6, 14, 25])
def test_debts_at_a_day_are_those_of_a_log_cut_to_that_day(seed, on):
    log = Log.from_frames(crowd(seed, 10), as_of=day(LAST))
    owed = debts(log.at(as_of=day(on)), quick, credit(log))
    pd.testing.assert_frame_equal(owed, debts(cut(log, day(on)), quick))


def test_no_due_date_ever_moves():
    log = Log.from_frames(crowd(5, 12), as_of=day(LAST))
    credited = credit(log)
    keys = ["rule", "seeker_id", "contact_id", "interview_id", "referral_id"]
    restart = ["keep_in_touch", "gone_quiet", "good_news"]
    dues = {}
    for on in range(2, LAST, 5):
        owed = debts(log.at(as_of=day(on)), quick, credited)
        for row in rows(owed[~owed["rule"].isin(restart)]):
            dues.setdefault(tuple(row[k] for k in keys), set()).add(row["due_on"])
    assert all(len(days) == 1 for days in dues.values())


def test_what_was_closed_stays_closed_unless_it_was_done_after_all():
    log = Log.from_frames(crowd(6, 12), as_of=day(LAST))
    credited = credit(log)
    keys = ["rule", "seeker_id", "contact_id", "interview_id", "referral_id", "opened_on"]
    before = {}
    for on in range(4, LAST, 6):
        owed = debts(log.at(as_of=day(on)), quick, credited)
        now = {tuple(r[k] for k in keys): r["state"] for r in rows(owed)}
        for key, state in before.items():
            if state == "done" and key in now and key[0] != "gone_quiet":
                assert now[key] in {"done", "done_late"}
        before = now


def held(i, contact, on, seeker="s", **more):
    return {"interview_id": i, "seeker_id": seeker, "contact_id": contact, "held_on": on} | more


def done(kind, contact="ann", on=None, seeker="s", **more):
    row = {"follow_up_id": f"{kind} {contact} {on}", "kind": kind, "seeker_id": seeker}
    return row | {"contact_id": contact, "done_on": on} | more


def state_of(rule, on, **tables):
    """States of a rule's debts, by contact, on a day of March 2026."""
    log = Log.from_frames(tables, as_of=dt.date(2026, 3, on))
    owed = debts(log, default_policy())
    owed = owed[owed["rule"] == rule].sort_values(["contact_id", "opened_on"])
    return owed["state"].tolist()


MET = [held("1", "ann", "2026-03-02")]
ELSEWHERE = [done("thank_you_email", "zoe", "2026-03-01")]


@pytest.mark.parametrize(
    ("on", "state"), [(2, "later"), (3, "due"), (4, "overdue"), (30, "overdue")]
)
def test_thanks_are_due_on_the_day_after_and_overdue_from_the_next(on, state):
    assert state_of("thank_you_email", on, interviews=MET, follow_ups=ELSEWHERE) == [state]


def test_a_log_without_any_thanks_does_not_accuse():
    assert state_of("thank_you_email", 20, interviews=MET) == ["unrecorded"]


def test_a_no_says_that_thanks_are_recorded():
    said = [held("1", "ann", "2026-03-02", thanked=False)]
    assert state_of("thank_you_email", 20, interviews=said) == ["overdue"]


@pytest.mark.parametrize(
    ("since", "state"), [("2026-03-02", "overdue"), ("2026-03-03", "unrecorded")]
)
def test_the_office_may_declare_from_when_on_a_kind_is_recorded(since, state):
    said = [{"setting": "recorded_from:thank_you_email", "value": since}]
    assert state_of("thank_you_email", 20, interviews=MET, settings=said) == [state]
    both = {"interviews": MET, "settings": said, "follow_ups": ELSEWHERE}
    assert state_of("thank_you_email", 20, **both) == [state]


def test_what_one_cohort_records_says_nothing_about_another():
    seekers = [
        {"person_id": "s", "cohort_id": "a", "joined_on": "2026-03-01"},
        {"person_id": "t", "cohort_id": "b", "joined_on": "2026-03-01"},
    ]
    cohorts = [{"cohort_id": "a", "name": "A"}, {"cohort_id": "b", "name": "B"}]
    people = {"seekers": seekers, "cohorts": cohorts, "interviews": MET}
    of_another = [done("thank_you_email", "zoe", "2026-03-01", seeker="t")]
    assert state_of("thank_you_email", 20, follow_ups=of_another, **people) == ["unrecorded"]
    assert state_of("thank_you_email", 20, follow_ups=ELSEWHERE, **people) == ["overdue"]


@pytest.mark.parametrize(
    ("on", "state"), [("2026-03-03", "done"), ("2026-03-04", "done_late"), (None, "done")]
)
def test_thanks_close_in_time_late_or_on_an_unknown_day(on, state):
    thanks = [done("thank_you_email", on=on, interview_id="1")]
    assert state_of("thank_you_email", 20, interviews=MET, follow_ups=thanks) == [state]


def test_thanks_of_some_day_in_march_are_never_late():
    thanks = [done("thank_you_email", on="2026-03-15", interview_id="1", approximate="done_on")]
    assert state_of("thank_you_email", 20, interviews=MET, follow_ups=thanks) == ["done"]


def test_thanks_before_the_conversation_are_no_thanks_for_it():
    thanks = [done("thank_you_email", on="2026-03-01")]
    assert state_of("thank_you_email", 20, interviews=MET, follow_ups=thanks) == ["overdue"]


def test_recommended_ones_are_never_overdue_nor_late():
    note = [done("thank_you_note", "zoe", "2026-03-01")]
    assert state_of("thank_you_note", 31, interviews=MET, follow_ups=note) == ["due"]
    late = [done("thank_you_note", on="2026-03-30", interview_id="1")]
    assert state_of("thank_you_note", 31, interviews=MET, follow_ups=late) == ["done"]


def test_one_is_connected_once_and_may_have_been_before():
    twice = [*MET, held("2", "ann", "2026-03-09")]
    before = [done("connect", on="2026-02-01")]
    assert state_of("connect", 20, interviews=twice, follow_ups=before) == ["done"]


NAMED = [
    {"referral_id": "r", "seeker_id": "s", "from_id": "ann", "interview_id": "1",
     "referred_id": "bob", "made_on": "2026-03-02"}
]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, "overdue"),
        ({"interviews": [*MET, held("2", "bob", None, requested_on="2026-03-09")]}, "done"),
        ({"interviews": [*MET, held("2", "bob", None, requested_on="2026-03-10")]}, "done_late"),
        ({"interviews": [*MET, held("2", "bob", "2026-03-09", "t", referral_id="r")]}, "done"),
        ({"referrals": [NAMED[0] | {"waived_on": "2026-03-20"}]}, "waived"),
        ({"people": [{"person_id": "bob", "do_not_contact_on": "2026-03-04"}]}, "waived"),
        ({"people": [{"person_id": "bob", "resting_until": "2026-04-04"}]}, "snoozed"),
        ({"people": [{"person_id": "ann", "do_not_contact_on": "2026-03-04"}]}, "overdue"),
    ],
)
def test_a_name_is_asked_handed_on_given_up_or_overdue(more, state):
    log = {"interviews": MET, "referrals": NAMED} | more
    assert state_of("act_on_referral", 25, **log) == [state]


def test_a_name_that_is_not_fresh_is_not_owed():
    known = [held("0", "bob", "2026-02-20"), *MET]
    assert state_of("act_on_referral", 25, interviews=known, referrals=NAMED) == []


def decision(rule, what, on, **more):
    return {"rule": rule, "seeker_id": "s", "decision": what, "decided_on": on} | more


def test_decisions_are_about_what_was_owed_that_day():
    told = {"interviews": [*MET, held("2", "bob", "2026-03-12")], "follow_ups": ELSEWHERE}
    waived = [decision("thank_you_email", "waived", "2026-03-10")]
    assert state_of("thank_you_email", 20, debt_decisions=waived, **told) == ["waived", "overdue"]


def test_a_snoozed_debt_comes_back_with_the_due_date_it_had():
    snoozed = [decision("thank_you_email", "snoozed", "2026-03-04", until="2026-03-20")]
    log = Log.from_frames(
        {"interviews": MET, "follow_ups": ELSEWHERE, "debt_decisions": snoozed},
        as_of=dt.date(2026, 3, 20),
    )
    for on, state in ((3, "due"), (4, "snoozed"), (19, "snoozed"), (20, "overdue")):
        owed = debts(log.at(as_of=dt.date(2026, 3, on))).set_index("rule").loc["thank_you_email"]
        assert (owed["state"], owed["due_on"]) == (state, pd.Timestamp("2026-03-03"))


ASKED = [held("1", "ann", None, requested_on="2026-03-02")]


@pytest.mark.parametrize(
    ("on", "state"), [(8, "later"), (9, "due"), (10, "overdue"), (23, "given_up")]
)
def test_one_nudge_after_a_week_and_after_three_the_request_is_given_up(on, state):
    others = [done("nudge", "zoe", "2026-02-20")]
    assert state_of("nudge", on, interviews=ASKED, follow_ups=others) == [state]


def test_an_answer_ends_the_waiting():
    said = [ASKED[0] | {"answered_on": "2026-03-15", "answer": "declined"}]
    log = Log.from_frames({"interviews": said}, as_of=dt.date(2026, 3, 16))
    owed = debts(log).set_index("rule")
    assert owed.loc["nudge", ["state", "closed_by"]].tolist() == ["done", "answer"]
    assert owed.loc["thank_for_answer", "due_on"] == pd.Timestamp("2026-03-17")
    assert owed.loc["ask_for_another_name", "due_on"] == pd.Timestamp("2026-03-15")


def test_what_came_of_a_name_is_owed_to_who_gave_it_from_the_first_outcome_on():
    asked = [*MET, held("2", "bob", "2026-03-28", requested_on="2026-03-03")]
    log = Log.from_frames({"interviews": asked, "referrals": NAMED}, as_of=dt.date(2026, 3, 30))
    owed = debts(log).set_index("rule").loc["tell_referrer"]
    # Given up after 21 days of silence; that he met in the end moves nothing.
    assert owed["opened_on"] == pd.Timestamp("2026-03-24")
    assert owed["contact_id"] == "ann"
    told = [done("referral_outcome", on="2026-03-29", referral_id="r")]
    tables = {"interviews": asked, "referrals": NAMED, "follow_ups": told}
    assert state_of("tell_referrer", 30, **tables) == ["done"]


def test_good_news_is_owed_to_everyone_on_the_path_by_who_asked_them():
    # Zoe introduced Ann; Ann named Bob to Sam; Bob declined and named Cleo; Tess met her instead.
    log = Log.from_frames(
        {
            "interviews": [
                held("1", "ann", "2026-01-05"),
                held("2", "bob", None, requested_on="2026-01-06", answered_on="2026-01-08",
                     answer="declined"),
                held("3", "cleo", "2026-01-20", "t", referral_id="c"),
            ],
            "referrals": [
                {"referral_id": "a", "seeker_id": "s", "from_id": "zoe", "referred_id": "ann",
                 "made_on": "2026-01-01"},
                {"referral_id": "b", "seeker_id": "s", "from_id": "ann", "interview_id": "1",
                 "referred_id": "bob"},
                {"referral_id": "c", "seeker_id": "s", "from_id": "bob", "interview_id": "2",
                 "referred_id": "cleo"},
            ],
            "opportunities": [
                {"opportunity_id": "o", "seeker_id": "t", "interview_id": "3",
                 "kind": "job_opening", "accepted_on": "2026-02-01"}
            ],
        },
        as_of=dt.date(2026, 2, 10),
    )  # fmt: skip
    owed = debts(log)
    news = owed[owed["rule"] == "good_news"]
    told = {(r["seeker_id"], r["contact_id"], r["interview_id"]) for r in rows(news)}
    assert told == {("t", "cleo", "3"), ("s", "bob", "2"), ("s", "ann", "1"), ("s", "zoe", None)}
    assert set(news["due_on"]) == {pd.Timestamp("2026-02-15")}


def test_after_a_search_only_thanks_and_news_remain():
    seekers = [{"person_id": "s", "cohort_id": "k", "joined_on": "2026-03-01",
                "left_on": "2026-03-04"}]  # fmt: skip
    cohorts = [{"cohort_id": "k", "name": "K"}]
    tables = {"interviews": MET, "referrals": NAMED, "seekers": seekers, "cohorts": cohorts}
    log = Log.from_frames(tables | {"follow_ups": ELSEWHERE}, as_of=dt.date(2026, 3, 30))
    owed = debts(log).set_index("rule")
    assert owed.loc["act_on_referral", ["state", "closed_by"]].tolist() == [
        "given_up",
        "search_ended",
    ]
    assert owed.loc["thank_you_email", "state"] == "overdue"
    assert owed.loc["gone_quiet", "state"] == "given_up"


def test_a_new_policy_moves_no_due_date():
    policies = [{"valid_from": "2026-03-05", "toml": "[rules.thank_you_email]\ndays = 10"}]
    both = [*MET, held("2", "bob", "2026-03-06")]
    log = Log.from_frames({"interviews": both, "policies": policies}, as_of=dt.date(2026, 3, 20))
    owed = debts(log)
    due = owed[owed["rule"] == "thank_you_email"]["due_on"].dt.day.tolist()
    assert due == [3, 16]


def test_three_touches_are_enough_for_a_year():
    days = ("2026-01-10", "2026-01-20", "2026-01-30")
    touches = [done("update", on=on) for on in days]
    log = Log.from_frames(
        {"interviews": [held("1", "ann", "2026-01-02")], "follow_ups": touches},
        as_of=dt.date(2026, 3, 20),
    )
    owed = debts(log).set_index("rule").loc["keep_in_touch"]
    # Two touches only: 90 days after the last one; three: a year after the first of them.
    assert owed["due_on"] == pd.Timestamp("2027-01-10")
    early = debts(log.at(as_of=dt.date(2026, 1, 25))).set_index("rule").loc["keep_in_touch"]
    assert early["due_on"] == pd.Timestamp("2026-04-20")


def test_an_empty_log_owes_nothing():
    owed = debts(Log.from_frames({}))
    assert list(owed.columns) == list(COLUMNS)
    assert owed.empty


def test_thanks_are_shown_by_date_and_counted_with_an_interval():
    met = [held("1", "ann", "2026-03-09"), held("2", "bob", "2026-03-02"),
           held("3", "cleo", "2026-03-05")]  # fmt: skip
    thanks = [done("thank_you_email", "cleo", "2026-03-06", interview_id="3")]
    log = Log.from_frames({"interviews": met, "follow_ups": thanks}, as_of=dt.date(2026, 3, 30))
    owed = debts(log)
    assert thanks_owed(owed)["contact_id"].tolist() == ["bob", "ann"]
    estimate = on_time_share(owed)
    assert (estimate.value, estimate.n) == (pytest.approx(1 / 3), 3)
    silent = Log.from_frames({"interviews": met}, as_of=dt.date(2026, 3, 30))
    assert on_time_share(debts(silent)).reason == "not_recorded"


def test_a_conversation_of_some_day_in_march_may_have_been_before_the_thanks():
    met = [held("1", "ann", "2026-03-15", approximate="held_on")]
    thanks = [done("thank_you_email", on="2026-03-10")]
    assert state_of("thank_you_email", 30, interviews=met, follow_ups=thanks) == ["done"]
