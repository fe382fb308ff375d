"""The people behind offers: known paths, and each path climbed again step by step."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.credit import credit
from analysis.figures import Figures
from analysis.paths import REACHED, THANKS, behind, open_thanks, owed_to, paths, still_to_thank
from analysis.policy import default_policy
from data.log import Log
from tests.analysis.busy_logs import LAST, busy_logs
from tests.analysis.debts_by_hand import Hand, rows
from tests.analysis.logs import day
from tests.analysis.small import asked, figures, met, named, on

FEW = settings(max_examples=6)


def offer(number, made_in, seeker="s", **more):
    return {
        "opportunity_id": f"o{number}", "seeker_id": seeker, "interview_id": made_in,
        "kind": "good_word", "offered_on": on(1), **more,
    }  # fmt: skip


@FEW
@given(busy_logs, st.integers(0, LAST).map(day))
def test_equals_climbing_step_by_step(tables, on_day):
    log = Log.from_frames(tables, as_of=on_day)
    of = Figures(log)
    found = behind(of, "opportunity")
    steps = paths(of, found)
    hand = Hand(log, default_policy(), credit(log))
    for o in rows(found):
        way = list(hand.path(o["interview_id"])) if o["interview_id"] in hand.by_id else []
        plain = list(dict.fromkeys(way))[::-1]
        mine = rows(steps[steps["opportunity_id"] == o["opportunity_id"]])
        assert [(s["seeker_id"], s["contact_id"], s["interview_id"]) for s in mine] == plain
        assert [s["place"] for s in mine] == list(range(len(plain)))
        for step in mine:
            talk = hand.by_id.get(step["interview_id"])
            role = "introducer" if talk is None else "met" if talk["held_on"] else "passed_on"
            assert step["role"] == role
            assert (step["role"] != "met") or step["day"] == talk["held_on"]


@FEW
@given(busy_logs, st.integers(0, LAST).map(day))
def test_how_far_an_opportunity_came(tables, on_day):
    of = Figures(Log.from_frames(tables, as_of=on_day))
    everything = behind(of, "opportunity")
    assert sorted(everything["opportunity_id"]) == sorted(of.opportunities["opportunity_id"])
    for row in rows(everything):
        dates = [row["interviewed_on"], row["offered_on"], row["accepted_on"]]
        last = max((n + 1 for n, date in enumerate(dates) if date), default=0)
        assert row["reached"] == REACHED[last]
    for step in REACHED:
        kept = behind(of, step)["opportunity_id"]
        far = everything["reached"].map(REACHED.index) >= REACHED.index(step)
        assert list(kept) == list(everything.loc[far, "opportunity_id"])


def test_an_opportunity_noted_before_its_request_has_no_path_yet():
    of = Figures(
        Log.from_frames(
            {
                "interviews": [met(1, "bob", 40), asked(2, "bob", 0)],
                "opportunities": [offer(1, "i2", offered_on=on(10))],
            },
            as_of=on(5),
        )
    )
    assert len(behind(of)) == 1
    assert paths(of, behind(of)).empty


def test_a_path_goes_from_the_friend_who_knew_somebody_to_the_last_conversation():
    of = figures(
        interviews=[
            met(1, "bob", 40, source="referral"),
            asked(2, "cleo", 30, answered_on=on(28), answer="declined"),
            met(3, "dora", 20),
            met(4, "dora", 5),
        ],
        referrals=[
            named(1, "ann", "bob", None, 50), named(2, "bob", "cleo", "i1"),
            named(3, "cleo", "dora", "i2"),
        ],
        opportunities=[offer(1, "i4"), offer(2, None)],
    )  # fmt: skip
    steps = paths(of, behind(of))
    assert list(steps["contact_id"]) == ["ann", "bob", "cleo", "dora"]
    assert list(steps["role"]) == ["introducer", "met", "passed_on", "met"]
    assert set(steps["opportunity_id"]) == {"o1"}  # the other names no conversation


def test_newest_first_and_without_any_nothing():
    of = figures(interviews=[met(1, "a", 9)],
                 opportunities=[offer(1, "i1", offered_on=on(9)), offer(2, "i1"),
                                offer(3, "i1", offered_on=None)])  # fmt: skip
    assert list(behind(of)["opportunity_id"]) == ["o2", "o1"]
    assert paths(figures(), behind(figures())).empty
    assert still_to_thank(figures(), paths(figures(), behind(figures()))).empty
    with pytest.raises(ValueError, match="not in tuple"):
        behind(of, "fame")


def test_what_people_on_a_path_are_still_to_hear():
    tables = {
        "interviews": [met(1, "ann", 40, thanked=False), met(2, "bob", 20), met(3, "cleo", 10)],
        "referrals": [
            named(1, "ann", "bob", "i1"), named(2, "bob", "cleo", "i2"),
            named(3, "ann", "dora", "i1", waived_on=on(30)),
        ],
        "opportunities": [offer(1, "i3", accepted_on=on(1))],
        "people": [{"person_id": "cleo", "do_not_contact_on": on(1)}],
        "follow_ups": [
            {"follow_up_id": "f", "seeker_id": "s", "contact_id": "bob", "interview_id": "i2",
             "kind": "thank_you_email", "done_on": on(19)},
            {"follow_up_id": "g", "seeker_id": "s", "contact_id": "bob", "interview_id": "i2",
             "kind": "success_news", "done_on": on(0)},
            {"follow_up_id": "h", "seeker_id": "s", "contact_id": "bob", "referral_id": "r2",
             "kind": "referral_outcome", "done_on": on(0)},
        ],
    }  # fmt: skip
    of = figures(**tables)
    owed = still_to_thank(of, paths(of, behind(of))).set_index("contact_id")["owed"]
    assert "thank_you_email good_news" in owed["ann"]
    assert "good_news" not in owed["bob"]
    assert "cleo" not in owed.index  # asked not to be contacted
    assert set(" ".join(owed).split()) <= set(THANKS)
    every = open_thanks(of, paths(of, behind(of)))
    to_ann = owed_to(every, pd.DataFrame({"seeker_id": ["s"], "contact_id": ["ann"]}))
    assert " ".join(rule for rule in THANKS if rule in set(to_ann["rule"])) == owed["ann"]
    assert set(to_ann["contact_id"]) == {"ann"}
    # Of the names that she gave only the one on the path: what came of the other is for elsewhere.
    assert set(to_ann["referral_id"].dropna()) == {"r1"}
    assert owed["bob"] == ""  # has heard
    assert owed_to(every, pd.DataFrame({"seeker_id": ["s"], "contact_id": ["bob"]})).empty
