import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.credit import credit
from analysis.funnel import COLUMNS, UNITS, funnel
from analysis.intervals import wilson
from analysis.policy import default_policy
from data.log import Log
from tests.analysis.busy_logs import LAST, busy_logs, crowd
from tests.analysis.funnel_by_hand import funnel_by_hand
from tests.analysis.logs import day

COUNTS = ["entered", "reached", "open", "dropped"]


def counts(found):
    return {
        stage: tuple(row)
        for stage, row in zip(found["stage"], found[COUNTS].to_numpy().tolist(), strict=True)
        if any(row)
    }


def by_hand(log, unit):
    found = funnel_by_hand(log, default_policy(), unit)
    return {stage: row for stage, row in found.items() if any(row)}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("seed", range(3))
def test_equals_the_plain_method_on_many_random_logs(seed, unit):
    log = Log.from_frames(crowd(seed, 12), as_of=day(8 + 10 * seed))
    assert counts(funnel(log, unit, credit(log))) == by_hand(log, unit)


@settings(max_examples=15)
@given(busy_logs, st.integers(0, LAST).map(day), st.sampled_from(UNITS))
def test_equals_the_plain_method(found, on, unit):
    log = Log.from_frames(found, as_of=on, cohorts=("k1",))
    assert counts(funnel(log, unit)) == by_hand(log, unit)


@pytest.mark.parametrize("unit", UNITS)
def test_nobody_is_lost_between_stages(unit):
    for seed in range(3, 6):
        found = funnel(Log.from_frames(crowd(seed, 8), as_of=day(20)), unit).set_index("stage")
        assert list(found.reset_index().columns) == list(COLUMNS)
        assert (found["entered"] == found["reached"] + found["open"] + found["dropped"]).all()
        inner = found[found["after"].notna()]
        assert (inner["entered"] == found.loc[inner["after"], "reached"].to_numpy()).all()
        shown = found[found["reason"].isna()]
        decided = shown["reached"] + shown["dropped"]
        assert (shown["share"] == shown["reached"] / decided).all()
        assert (found.loc[found["reason"] == "undecided", "open"] > 0).all()
        assert (shown["low"] <= shown["share"]).all()
        assert (shown["share"] <= shown["high"]).all()
        assert (found["median_days"].dropna() >= 0).all()


def test_stages_in_the_order_of_the_design():
    log = Log.from_frames({})
    paths = {unit: funnel(log, unit).set_index("stage")["after"] for unit in UNITS}
    fork = ["opportunity", "interview", "offer", "accepted"]
    request = ["requested", "answered", "held", "referred_on", "next_meeting", *fork]
    seeker = ["joined", "first_request", "first_meeting", "first_referral", "next_meeting", *fork]
    assert list(paths["request"].index) == request
    assert list(paths["seeker"].index) == seeker
    assert list(paths["referral"].index) == ["made", "requested", "answered", "held"]
    assert paths["request"]["opportunity"] == "held"
    assert paths["seeker"]["opportunity"] == "first_meeting"
    assert paths["request"]["referred_on"] == "held"


def test_an_empty_log_has_reasons_and_no_shares():
    for unit in UNITS:
        found = funnel(Log.from_frames({}), unit)
        assert (found[COUNTS] == 0).all().all()
        assert set(found["reason"]) == {"no_units"}
        assert found["share"].isna().all()


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="not of a cohort"):
        funnel(Log.from_frames({}), "cohort")


def asked(i, requested="2026-03-02", seeker="s", **more):
    row = {"interview_id": i, "seeker_id": seeker, "contact_id": f"c{i}"}
    return row | {"requested_on": requested} | more


def stages(unit="request", on="2026-04-30", **tables):
    log = Log.from_frames(tables, as_of=dt.date.fromisoformat(on))
    return funnel(log, unit).set_index("stage")


def test_silence_stays_open_and_a_no_is_a_no():
    found = stages(
        interviews=[
            asked("1"),
            asked("2", answered_on="2026-03-05", answer="declined"),
            asked("3", answered_on="2026-03-04", answer="accepted"),
            asked("4", held_on="2026-03-12"),
            asked("5", cancelled_on="2026-03-06"),
        ]
    )
    assert found.loc["answered", COUNTS].tolist() == [5, 3, 1, 1]
    assert found.loc["held", COUNTS].tolist() == [3, 1, 1, 1]
    assert (found.loc["held", "low"], found.loc["held", "high"]) == wilson(1, 2)
    # 3, 2 and, held without an answer, 10 days
    assert found.loc["answered", "median_days"] == 3
    assert found.loc["held", "median_days"] == 0


def test_a_missing_step_does_not_lose_the_acceptance():
    found = stages(
        interviews=[asked("1", held_on="2026-03-12")],
        opportunities=[
            {"opportunity_id": "o", "seeker_id": "s", "interview_id": "1",
             "kind": "unadvertised_role", "accepted_on": "2026-04-01"}
        ],
    )  # fmt: skip
    for stage in ("opportunity", "interview", "offer", "accepted"):
        assert found.loc[stage, COUNTS].tolist() == [1, 1, 0, 0]
    # The search has ended, so no other name will be asked.
    assert found.loc["referred_on", COUNTS].tolist() == [1, 0, 0, 1]


def test_what_is_closed_has_ended_and_what_is_not_stays_open():
    offer = {"seeker_id": "s", "kind": "job_opening", "opened_on": "2026-03-20"}
    found = stages(
        interviews=[asked("1", held_on="2026-03-12"), asked("2", held_on="2026-03-12")],
        opportunities=[
            offer | {"opportunity_id": "a", "interview_id": "1", "closed_on": "2026-04-01"},
            offer | {"opportunity_id": "b", "interview_id": "2"},
        ],
    )
    assert found.loc["opportunity", COUNTS].tolist() == [2, 2, 0, 0]
    assert found.loc["opportunity", "median_days"] == 8
    assert found.loc["interview", COUNTS].tolist() == [2, 0, 1, 1]


def test_no_names_is_told_only_where_the_log_tells_it():
    found = stages(
        interviews=[
            asked("1", held_on="2026-03-12"),
            asked("2", held_on="2026-03-12", names_given=0),
            asked("3", held_on="2026-03-12", names_asked="not_asked"),
            asked("4", held_on="2026-03-12", names_given=2),
        ]
    )
    assert found.loc["referred_on", COUNTS].tolist() == [4, 1, 1, 2]
    assert found.loc["next_meeting", COUNTS].tolist() == [1, 0, 1, 0]


def test_a_conversation_waits_for_names_through_those_who_declined():
    # Ann names Bob, who declines and names Cleo, who has not been asked.
    declined = {"answered_on": "2026-03-20", "answer": "declined"}
    tables = {
        "interviews": [asked("1", held_on="2026-03-12"), asked("2", "2026-03-14", **declined)],
        "referrals": [
            {"referral_id": "b", "seeker_id": "s", "from_id": "c1", "interview_id": "1",
             "referred_id": "c2"},
            {"referral_id": "c", "seeker_id": "s", "from_id": "c2", "interview_id": "2",
             "referred_id": "cleo"},
        ],
    }  # fmt: skip
    assert stages(**tables).loc["next_meeting", COUNTS].tolist() == [1, 0, 1, 0]
    tables["referrals"][1]["waived_on"] = "2026-04-02"
    assert stages(**tables).loc["next_meeting", COUNTS].tolist() == [1, 0, 0, 1]
    met = asked("3", "2026-03-22", held_on="2026-03-30") | {"contact_id": "cleo"}
    tables["interviews"].append(met)
    assert stages(**tables).loc["next_meeting", COUNTS].tolist() == [1, 1, 0, 0]


def test_a_log_of_conversations_only_says_nothing_about_answers():
    held = [asked(str(n), held_on="2026-03-12") for n in range(20)]
    found = stages(interviews=held)
    assert found.loc[["answered", "held"], "reason"].tolist() == ["only_held_logged"] * 2
    assert found.loc[["answered", "held"], ["share", "low", "high"]].isna().all().all()
    assert found.loc["held", COUNTS].tolist() == [20, 20, 0, 0]
    assert stages(interviews=held[:19]).loc["held", "share"] == 1
    assert stages("seeker", interviews=held).loc["first_meeting", "reason"] == "only_held_logged"


def test_a_hand_off_counts_for_the_referral():
    told = {"seeker_id": "s", "from_id": "c1", "interview_id": "1", "referred_id": "bob"}
    found = stages(
        "referral",
        interviews=[
            asked("1", held_on="2026-03-12"),
            asked("2", "2026-03-15", "t", referral_id="r", held_on="2026-03-20")
            | {"contact_id": "bob"},
        ],
        referrals=[told | {"referral_id": "r"}],
    )
    for stage in ("made", "requested", "answered", "held"):
        assert found.loc[stage, COUNTS].tolist() == [1, 1, 0, 0]
    assert found.loc["requested", "median_days"] == 3
    assert found.loc["answered", "median_days"] == 5


def test_days_known_to_the_month_stay_out_of_the_median():
    found = stages(
        interviews=[
            asked("1", held_on="2026-03-15", approximate="held_on"),
            asked("2", held_on="2026-03-12"),
        ]
    )
    assert found.loc["answered", "median_days"] == 10


def test_only_selected_cohorts_count():
    tables = {
        "interviews": [asked("1", held_on="2026-03-12"), asked("2", seeker="t")],
        "seekers": [
            {"person_id": "s", "cohort_id": "a", "joined_on": "2026-03-01"},
            {"person_id": "t", "cohort_id": "b", "joined_on": "2026-03-01"},
            {"person_id": "u", "cohort_id": "b", "joined_on": "2026-03-01"},
        ],
        "cohorts": [{"cohort_id": "a", "name": "A"}, {"cohort_id": "b", "name": "B"}],
    }
    log = Log.from_frames(tables, as_of=dt.date(2026, 3, 30), cohorts=["B"])
    assert counts(funnel(log)) == {"requested": (1, 1, 0, 0), "answered": (1, 0, 1, 0)}
    seekers = funnel(log, "seeker").set_index("stage")
    assert seekers.loc["first_request", COUNTS].tolist() == [2, 1, 1, 0]
    assert seekers.loc["first_request", "median_days"] == 1


def test_the_funnel_at_a_day_is_that_of_a_log_cut_to_that_day():
    log = Log.from_frames(crowd(7, 10), as_of=day(LAST))
    for on in (8, 18):
        known = log.at(as_of=day(on))
        kept = {
            name: known.table(name)
            for name in ("people", "cohorts", "seekers", "interviews", "referrals",
                         "follow_ups", "opportunities")
        }  # fmt: skip
        cut = Log.from_frames(kept, as_of=day(on))
        for unit in UNITS:
            pd.testing.assert_frame_equal(funnel(known, unit, credit(log)), funnel(cut, unit))
