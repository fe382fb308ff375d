"""Requests: what each one is on a day."""

import pandas as pd
import pytest
from hypothesis import given

from analysis.requests import STATES, requests
from data.log import Log
from tests.analysis.logs import days, log_of, logs

ASKED = {
    "interview_id": "1",
    "seeker_id": "s",
    "contact_id": "ann",
    "requested_on": "2026-01-02",
    "answered_on": "2026-01-04",
    "answer": "accepted",
    "held_on": "2026-01-09",
}


def on(day, *rows, **tables):
    return requests(Log.from_frames({"interviews": rows, **tables}, as_of=pd.Timestamp(day).date()))


@pytest.mark.parametrize(
    ("day", "state"),
    [("2026-01-02", "pending"), ("2026-01-04", "accepted"), ("2026-01-09", "held")],
)
def test_the_state_follows_from_dates_and_the_day(day, state):
    (row,) = on(day, ASKED).to_dict("records")
    assert row["state"] == state
    assert row["meeting"] == (state == "held")


def test_before_its_first_date_a_request_is_not_there():
    assert len(on("2026-01-01", ASKED)) == 0
    assert list(on("2026-01-01", ASKED).columns) == list(on("2026-01-09", ASKED).columns)


def test_held_counts_as_answered_and_accepted_that_day_at_the_latest():
    for fields, answered in (
        ({"answered_on": None, "answer": None}, "2026-01-09"),
        ({"answered_on": None, "answer": "declined"}, "2026-01-09"),
        ({}, "2026-01-04"),
    ):
        (row,) = on("2026-01-09", ASKED | fields).to_dict("records")
        assert (row["answer"], row["answered_on"]) == ("accepted", pd.Timestamp(answered))


def test_declined_and_cancelled():
    declined = ASKED | {"answer": "declined", "held_on": None}
    cancelled = ASKED | {"cancelled_on": "2026-01-08", "held_on": None}
    assert on("2026-01-09", declined)["state"].tolist() == ["declined"]
    assert on("2026-01-07", cancelled)["state"].tolist() == ["accepted"]
    assert on("2026-01-08", cancelled)["state"].tolist() == ["cancelled"]


def test_an_answer_of_which_only_the_day_is_known_is_pending():
    row = ASKED | {"answer": None, "held_on": None}
    assert on("2026-01-09", row)["state"].tolist() == ["pending"]


def test_the_approach_is_the_request_else_the_conversation_never_the_answer():
    row = ASKED | {"requested_on": None}
    assert on("2026-01-08", row)["approach_on"].isna().tolist() == [True]
    assert on("2026-01-09", row)["approach_on"].tolist() == [pd.Timestamp("2026-01-09")]


def test_a_request_belongs_to_the_cohort_joined_last_by_then():
    cohorts = [{"cohort_id": "z", "name": "Spring"}, {"cohort_id": "a", "name": "Autumn"}]
    seekers = [
        {"person_id": "s", "cohort_id": "z", "joined_on": "2026-01-01"},
        {"person_id": "s", "cohort_id": "a", "joined_on": "2026-01-05"},
    ]
    later = ASKED | {"interview_id": "2", "requested_on": "2026-01-06", "answered_on": None}
    earlier = ASKED | {"interview_id": "0", "requested_on": "2025-12-06"}
    stranger = ASKED | {"interview_id": "3", "seeker_id": "t"}
    tables = {
        "interviews": [earlier, ASKED, later, stranger],
        "cohorts": cohorts,
        "seekers": seekers,
    }
    log = Log.from_frames(tables)
    found = requests(log)["cohort_id"].astype(object)
    assert found.where(found.notna(), None).tolist() == ["z", "z", "a", None]
    spring = requests(log.at(cohorts=["Spring"]))
    assert spring["selected"].tolist() == [True, True, True, False]
    assert spring["cohort_id"].tolist()[:3] == ["z", "z", "z"]


@given(logs, days)
def test_every_request_has_one_state_and_every_held_pair_one_meeting(tables, day):
    found = requests(log_of(tables, as_of=day))
    assert found["state"].isin(STATES).all()
    held = found[found["state"] == "held"]
    meetings = held.groupby(["seeker_id", "contact_id"])["meeting"].sum()
    assert (meetings == 1).all()
    assert not found.loc[found["state"] != "held", "meeting"].any()
