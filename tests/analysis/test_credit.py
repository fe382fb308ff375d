"""Credit: each rule and each test by a small example; a second method; fresh referrals."""

import datetime as dt
from random import Random

import pandas as pd
import pytest
from hypothesis import given

from analysis.credit import credit
from analysis.forest import forest
from data.log import Log
from tests.analysis.by_hand import by_hand
from tests.analysis.logs import SPAN, day, log_of, logs, many


def asked(i, contact, on="2026-01-10", seeker="s", **more):
    return {
        "interview_id": i,
        "seeker_id": seeker,
        "contact_id": contact,
        "requested_on": on,
        "held_on": on,
        **more,
    }


def told(r, giver, named, made_in=None, seeker="s", **more):
    row = {"referral_id": r, "seeker_id": seeker, "from_id": giver, "referred_id": named}
    return {**row, "interview_id": made_in, **more}


def credited(interviews, referrals, people=()):
    tables = {"interviews": interviews, "referrals": referrals, "people": people}
    return credit(Log.from_frames(tables))


def of(known, i):
    row = known.credits.set_index("interview_id").loc[i]
    return row["referral_id"] if pd.notna(row["referral_id"]) else None, row["rule"]


ANN = asked("1", "ann", "2026-01-05")


def problem_of(referral, **child):
    known = credited([ANN, asked("2", "bob", **({"referral_id": "r"} | child))], [referral])
    problem = known.credits.set_index("interview_id").loc["2", "problem"]
    return of(known, "2"), None if pd.isna(problem) else problem


def test_a_named_referral_that_passes_is_credited():
    assert problem_of(told("r", "ann", "bob", "1")) == (("r", "named"), None)
    assert problem_of(told("r", "ann", "bob", "1", made_on="2026-01-10")) == (("r", "named"), None)


@pytest.mark.parametrize(
    ("referral", "problem"),
    [
        (told("x", "ann", "bob", "1", made_on="2026-01-11"), "not_in_log"),
        (told("r", "ann", "cleo", "1"), "names_other_person"),
        (told("r", "ann", "bob", "1", made_on="2026-01-11"), "late"),
        (told("r", "bob", "bob", "1"), "from_contact"),
        (told("r", "ann", "bob"), "undated"),
        (told("r", "ann", "bob", "gone", made_on="2026-01-05"), "conversation_not_in_log"),
    ],
)
def test_a_named_referral_that_fails_earns_nothing_and_says_why(referral, problem):
    assert problem_of(referral) == ((None, "orphan"), problem)


def test_a_referral_made_in_a_request_approached_later_or_on_no_day_earns_nothing():
    for other in ({"on": "2026-01-11"}, {"on": None, "answered_on": "2026-01-02"}):
        interviews = [asked("1", "ann", **other), asked("2", "bob", referral_id="r")]
        known = credited(interviews, [told("r", "ann", "bob", "1", made_on="2026-01-03")])
        assert of(known, "2") == (None, "orphan")
        assert known.credits["problem"].dropna().tolist() == ["conversation_later"]


def test_a_request_without_an_approach_date_is_credited_to_nothing():
    known = credited(
        [ANN, asked("2", "bob", None, answered_on="2026-01-10", referral_id="r")],
        [told("r", "ann", "bob", "1")],
    )
    assert of(known, "2") == (None, "orphan")
    assert known.credits["approach_on"].isna().tolist() == [False, True]


def test_a_lead_is_credited_when_named_and_never_inferred():
    lead = told("r", "ann", None, "1", lead="Museum")
    assert problem_of(lead) == (("r", "named"), None)
    assert problem_of(lead, referral_id=None) == ((None, "none"), None)


def test_the_date_of_a_referral_is_made_on_else_held_on_else_answered_on():
    for fields, dated in (
        ({"held_on": "2026-01-07"}, "2026-01-07"),
        ({"held_on": None, "answered_on": "2026-01-06"}, "2026-01-06"),
        ({"held_on": None}, None),
    ):
        known = credited([ANN | fields], [told("r", "ann", "bob", "1")])
        (found,) = known.referrals["dated_on"].dt.strftime("%Y-%m-%d")
        assert found == dated or (dated is None and pd.isna(found))


def test_a_failing_name_falls_back_to_the_earliest_that_passes():
    known = credited(
        [ANN, asked("2", "bob", referral_id="late")],
        [
            told("late", "ann", "bob", "1", made_on="2026-02-01"),
            told("second", "ann", "bob", "1", made_on="2026-01-08"),
            told("first", "dee", "bob", made_on="2026-01-07"),
        ],
    )
    assert of(known, "2") == ("first", "inferred")
    assert known.problems["problem"].tolist()[0] == "named_referral"
    assert known.problems["reason"].tolist()[0] == "late"


def test_ties_go_by_the_referrers_approach_then_name_then_address():
    people = [
        {"person_id": "x", "name": "Émile", "email": "b@example.org"},
        {"person_id": "y", "name": "emile", "email": "a@example.org"},
        {"person_id": "z", "name": "Abe"},
    ]
    rows = [
        asked("1", "x", "2026-01-05"),
        asked("2", "y", "2026-01-05"),
        asked("3", "z", "2026-01-06"),
        asked("4", "bob"),
    ]
    names = [
        told("a", "x", "bob", "1", made_on="2026-01-07"),
        told("b", "y", "bob", "2", made_on="2026-01-07"),
        told("c", "z", "bob", "3", made_on="2026-01-07"),
        told("d", "w", "bob", made_on="2026-01-07"),
    ]
    assert of(credited(rows, names, people), "4") == ("b", "inferred")
    assert of(credited(rows, [names[0], *names[2:]], people), "4") == ("a", "inferred")
    assert of(credited(rows, names[2:], people), "4") == ("c", "inferred")
    assert of(credited(rows, names[3:], people), "4") == ("d", "inferred")
    rows[2] |= {"requested_on": "2026-01-05", "held_on": "2026-01-05"}
    assert of(credited(rows, names, people), "4") == ("c", "inferred")


def test_another_seekers_referral_counts_when_named_and_is_not_inferred():
    rows = [ANN, asked("2", "bob", seeker="t", referral_id="r")]
    known = credited(rows, [told("r", "ann", "bob", "1")])
    assert of(known, "2") == ("r", "named")
    assert known.credits["handed_off"].tolist() == [False, True]
    (referral,) = known.referrals.to_dict("records")
    assert referral["handed_off_on"] == pd.Timestamp("2026-01-10")
    assert pd.isna(referral["first_requested_on"])
    known = credited([ANN, asked("2", "bob", seeker="t")], [told("r", "ann", "bob", "1")])
    assert of(known, "2") == (None, "none")


def test_a_source_of_referral_without_one_is_an_orphan():
    assert of(credited([asked("2", "bob", source="referral")], []), "2") == (None, "orphan")
    assert of(credited([asked("2", "bob", source="alumni")], []), "2") == (None, "none")


def test_the_first_conversation_of_a_day_is_the_one_approached_first_then_referred_first():
    rows = [
        asked("1", "bob", "2026-01-09", held_on="2026-01-10"),
        asked("2", "bob", "2026-01-08", held_on="2026-01-10"),
    ]
    assert forest(Log.from_frames({"interviews": rows}))["interview_id"].tolist() == ["2"]
    # The one that was not written down goes back to an earlier referral, so it comes first.
    rows = [asked("1", "bob", referral_id="q"), asked("2", "bob")]
    names = [
        told("r", "ann", "bob", made_on="2025-12-01"),
        told("q", "bea", "bob", seeker="t", made_on="2026-01-01"),
    ]
    trees = forest(Log.from_frames({"interviews": rows, "referrals": names}))
    assert trees["interview_id"].tolist() == ["2"]


def fresh_of(interviews, referrals, people=()):
    known = credited(interviews, referrals, people)
    return known.referrals.set_index("referral_id")["fresh"].to_dict()


def test_a_fresh_referral_names_somebody_new_to_this_seeker():
    names = [
        told("first", "ann", "bob", "1"),
        told("again", "dee", "bob", made_on="2026-01-06"),
        told("met", "ann", "eve", "1"),
        told("asked", "ann", "fay", "1"),
        told("same_day", "ann", "gus", "1"),
        told("himself", "ann", "ann", "1"),
        told("seeker", "ann", "s", "1"),
        told("lead", "ann", None, "1", lead="Museum"),
        told("undated", "zed", "hal"),
        told("others", "ann", "bob", seeker="t", made_on="2026-01-06"),
    ]
    rows = [
        ANN,
        asked("2", "eve", "2026-01-04"),
        asked("3", "fay", None, cancelled_on="2026-01-04"),
        asked("4", "gus", "2026-01-05"),
    ]
    found = fresh_of(rows, names)
    assert {key for key, fresh in found.items() if fresh} == {"first", "same_day", "others"}


def test_of_two_referrals_on_one_day_the_first_name_is_fresh():
    people = [{"person_id": "a", "name": "Zoe"}, {"person_id": "z", "name": "Abe"}]
    names = [
        told("1", "a", "bob", made_on="2026-01-05"),
        told("2", "z", "bob", made_on="2026-01-05"),
    ]
    assert fresh_of([], names, people) == {"1": False, "2": True}


def test_what_became_of_a_referral_counts_from_its_day_on():
    names = [told("r", "ann", "bob", "1"), told("lead", "ann", None, "1", lead="Museum")]
    rows = [
        ANN,
        asked("2", "bob", "2026-01-02", held_on=None),
        asked("3", "bob", "2026-01-07", held_on=None),
        asked("4", "bob", "2026-01-20", held_on="2026-01-21"),
        asked("5", "curator", "2026-01-08", held_on="2026-01-09", referral_id="lead"),
    ]
    found = credited(rows, names).referrals.set_index("referral_id")
    days = found[["first_requested_on", "first_held_on"]].astype(str)
    assert days.loc["r"].tolist() == ["2026-01-07", "2026-01-21"]
    assert days.loc["lead"].tolist() == ["2026-01-08", "2026-01-09"]
    assert found["earned"].all()
    assert not found["fresh"].any()


def test_problems_of_referrals_are_told_the_gravest_first():
    names = [
        told("dangling", "ann", "bob", "gone", made_on="2026-01-05"),
        told("himself", "ann", "ann", "1"),
        told("elsewhere", "dee", "bob", "1"),
        told("late", "ann", "fay", "1"),
        told("undated", "ann", "fay"),
        told("fine", "ann", "gus", "1"),
        told("known", "ann", "eve", "1"),
    ]
    rows = [ANN, asked("2", "fay", "2026-01-02", held_on=None), asked("3", "eve", "2026-01-03")]
    known = credited(rows, names)
    assert known.referrals.set_index("referral_id")["problem"].dropna().to_dict() == {
        "dangling": "conversation_not_in_log",
        "himself": "self_referral",
        "elsewhere": "other_conversation",
        "late": "late_referral",
        "undated": "undated_referral",
    }
    assert set(known.problems["table"]) == {"referrals"}
    assert known.problems["ids"].map(len).eq(1).all()


def test_where_the_rows_disagree_the_conversation_says_who():
    tables = {
        "interviews": [ANN, asked("2", "bob")],
        "referrals": [told("r", "dee", "bob", "1")],
    }
    assert forest(Log.from_frames(tables))["parent_id"].tolist()[1] == "1"


def test_merged_people_are_one():
    tables = {
        "interviews": [ANN, asked("2", "bob")],
        "referrals": [told("r", "ann", "robert", "1")],
        "people": [{"person_id": "bob", "name": "Bob"}, {"person_id": "robert", "name": "Robert"}],
        "same_person": [{"person_id": "robert", "is_person_id": "bob", "decided_on": "2026-02-01"}],
    }
    assert of(credit(Log.from_frames(tables)), "2") == ("r", "inferred")


@pytest.mark.parametrize("seed", range(4))
def test_equals_the_plain_method_on_many_random_logs(seed, thorough):
    for part in range(12 if thorough else 3):
        tables = many(50_000 + 1000 * seed + part, 40)
        known, hand = credit(log_of(tables)), by_hand(tables, day(SPAN))
        credits_ = known.credits.set_index("interview_id")
        assert credits_["rule"].to_dict() == hand.rule
        found = credits_["referral_id"].astype(object)
        assert found.where(found.notna(), None).to_dict() == hand.credited
        assert known.referrals.set_index("referral_id")["fresh"].to_dict() == hand.fresh


@given(logs)
def test_equals_the_plain_method(tables):
    known, hand = credit(log_of(tables)), by_hand(tables, day(SPAN))
    assert known.credits.set_index("interview_id")["rule"].to_dict() == hand.rule
    earned = set(known.credits["referral_id"].dropna())
    assert set(known.referrals.loc[known.referrals["earned"], "referral_id"]) == earned


def test_the_random_logs_hold_everything_odd():
    known = credit(log_of(many(0, 300)))
    assert set(known.credits["rule"]) == {"named", "inferred", "orphan", "none"}
    assert known.credits["problem"].nunique() == 7
    assert known.problems["problem"].nunique() == 8
    assert known.credits["handed_off"].sum() > 50
    assert known.meetings["conduit"].sum() > 10
    assert known.meetings["generation"].max() > 2


def test_the_order_of_a_tie_is_no_accident_of_rows():
    tables = many(7, 100)
    found = credit(log_of(tables)).credits
    for rows in tables.values():
        Random(3).shuffle(rows)
    pd.testing.assert_frame_equal(found, credit(log_of(tables)).credits)


def test_dates_before_1970_and_far_ahead():
    rows = [asked("1", "ann", dt.date(1901, 5, 1)), asked("2", "bob", dt.date(1902, 5, 1))]
    known = credited(rows, [told("r", "ann", "bob", "1")])
    assert of(known, "2") == ("r", "inferred")
    assert known.credits["approach_on"].dt.year.tolist() == [1901, 1902]
