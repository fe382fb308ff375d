"""One person in events, chains and counts, against a plain look at the same rows."""

import datetime as dt

import pytest

from analysis.chain import contact_chain, seeker_chain
from analysis.figures import Figures
from analysis.persons import how_found, middle_half, seeker_counts
from analysis.timeline import COLUMNS, contact_timeline, seeker_timeline
from data.log import Log

AS_OF = dt.date(2026, 3, 31)


def call(number, contact, **more):
    return {"interview_id": number, "seeker_id": "s", "contact_id": contact, **more}


def named(number, giver, whom, call_id=None, **more):
    return {"referral_id": number, "seeker_id": "s", "from_id": giver, "interview_id": call_id,
            "referred_id": whom, **more}  # fmt: skip


@pytest.fixture(scope="module")
def figures():
    """Ann is met and names Bob and Dora; Bob says no and names Cleo; a friend names Finn."""
    people = [{"person_id": each, "name": each.title()} for each in
              ("s", "ann", "bob", "cleo", "dora", "egon", "finn", "friend")]  # fmt: skip
    tables = {
        "people": people,
        "interviews": [
            call("1", "ann", requested_on="2026-01-02", held_on="2026-01-15",
                 approximate="held_on", source="own_network"),
            call("2", "bob", requested_on="2026-01-20", answered_on="2026-01-22",
                 answer="declined"),
            call("3", "cleo", requested_on="2026-02-01", held_on="2026-02-10"),
            call("4", "egon", requested_on="2026-02-02"),
            call("5", "finn", requested_on="2026-03-25"),
            call("6", "ann", requested_on="2026-03-01", held_on="2026-03-05"),
        ],
        "referrals": [
            named("a", "ann", "bob", "1"),
            named("b", "bob", "cleo", "2", made_on="2026-01-22"),
            named("c", "ann", "dora", "1"),
            named("d", "friend", "finn", made_on="2026-03-20"),
        ],
        "follow_ups": [{"follow_up_id": "f", "seeker_id": "s", "contact_id": "ann",
                        "interview_id": "1", "kind": "thank_you_email"}],
        "opportunities": [{"opportunity_id": "o", "seeker_id": "s", "interview_id": "3",
                           "kind": "project", "opened_on": "2026-02-11"}],
    }  # fmt: skip
    return Figures(Log.from_frames(tables, as_of=AS_OF))


def test_the_chain_puts_everybody_behind_who_named_them(figures):
    people = seeker_chain(figures, "s").people
    by = people["person_id"].to_numpy()
    told = {
        who: (by[parent] if parent >= 0 else "", depth, state)
        for who, parent, depth, state in people[
            ["person_id", "parent", "depth", "state"]
        ].to_numpy()
    }
    assert told == {
        "ann": ("", 0, "met"),
        "bob": ("ann", 1, "declined"),
        "cleo": ("bob", 2, "opportunity"),
        "dora": ("ann", 1, "open"),
        "egon": ("", 0, "silent"),
        "friend": ("", 0, "introducer"),
        "finn": ("friend", 1, "waiting"),
    }


def test_a_contacts_chain_holds_those_above_and_below_only(figures):
    people = contact_chain(figures, "bob").people
    assert people["person_id"].tolist() == ["ann", "bob", "cleo"]
    assert people["parent"].tolist() == [-1, 0, 1]
    assert people["here"].tolist() == [False, True, False]


def test_the_timeline_tells_months_silence_and_what_has_no_day(figures):
    events = seeker_timeline(figures, "s")
    told = {(row.line, row.what, row.row_id): row for row in events.itertuples()}
    assert told["met", "met", "1"].month
    assert not told["asked", "said_yes", "1"].month
    assert told["named", "named", "a"].month  # dated like its conversation
    assert not told["named", "named", "b"].month
    assert ("asked", "declined", "2") in told
    assert ("asked", "silent", "4") in told
    assert ("asked", "waiting", "5") in told
    assert ("met", "met_again", "6") in told
    days = events["day"].dropna()
    assert days.is_monotonic_increasing
    assert (days.dt.date <= AS_OF).all()


def test_a_contacts_timeline_tells_names_given_and_their_own_name(figures):
    events = contact_timeline(figures, "bob")
    names = events[events["line"] == "named"]
    assert names[["person_id", "other_id"]].to_numpy().tolist() == [["ann", "bob"], ["bob", "cleo"]]


def test_counts_are_those_of_the_rows(figures):
    counts = seeker_counts(figures, "s")
    assert (counts.asked, counts.met, counts.named, counts.opportunities) == (5, 2, 4, 1)
    found = how_found(figures, "s").set_index("found")
    assert found.loc["introduction", ["asked", "met"]].tolist() == [3, 1]
    assert found["asked"].sum() >= counts.asked
    assert middle_half(figures, "s").empty  # no cohort


def test_of_nobody_nothing_is_told(figures):
    assert seeker_chain(figures, "nobody").people.empty
    assert contact_chain(figures, "nobody").people.empty
    assert list(seeker_timeline(figures, "nobody")) == [*COLUMNS]


def test_two_who_named_each_other_on_one_day_are_each_in_the_chain_once():
    day = "2026-01-05"
    log = Log.from_frames(
        {
            "interviews": [call("1", "ann", held_on=day), call("2", "bob", held_on=day)],
            "referrals": [named("a", "ann", "bob", "1"), named("b", "bob", "ann", "2")],
        }
    )
    people = seeker_chain(Figures(log), "s").people
    assert sorted(people["person_id"]) == ["ann", "bob"]
    assert [parent < row for row, parent in enumerate(people["parent"])] == [True, True]
