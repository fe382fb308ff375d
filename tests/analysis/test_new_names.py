"""What became of new names: known answers, and all again one name at a time."""

import pytest

from analysis.figures import Figures
from analysis.new_names import names_in_time
from data.log import Log
from tests.analysis.busy_logs import LAST, crowd
from tests.analysis.factors_by_hand import names_by_hand
from tests.analysis.logs import day
from tests.analysis.small import asked, figures, met, named, on

HELD = ("held", "held_days", "holding_ended")
COHORT = [{"cohort_id": "c", "name": "Spring"}]


def check(log):
    found, expected = names_in_time(Figures(log)), names_by_hand(log)
    fresh = found[found["fresh"]].set_index("referral_id")
    assert set(fresh.index) == set(expected)
    for name, told in expected.items():
        row = fresh.loc[name]
        for column in told.keys() - {"meeting"}:
            assert row[column] == told[column], (name, column)


@pytest.mark.parametrize(("seed", "as_of"), [(1, LAST), (2, 12)])
def test_names_end_as_they_do_one_by_one(seed, as_of):
    """Forty small worlds in which everything odd happens, in one log."""
    check(Log.from_frames(crowd(seed, 40), as_of=day(as_of)))


def of_names(left_on=None, waived=None, **tables):
    """Ann was met 60 days ago and named four people; the search may have ended."""
    people = ["bob", "cleo", "dan", "eve"]
    return figures(
        interviews=[met(1, "ann", 60, source="cold"), *tables.get("interviews", [])],
        referrals=[
            named(n, "ann", who, "i1", waived_on=waived if who == "eve" else None)
            for n, who in enumerate(people, 1)
        ],
        cohorts=COHORT,
        seekers=[
            {"person_id": "s", "cohort_id": "c", "left_on": left_on},
            {"person_id": "t", "cohort_id": "c"},
        ],
    )


def told(of, *columns):
    found = names_in_time(of).set_index("referral_id")
    return list(found.loc[["r1", "r2", "r3", "r4"], [*columns]].itertuples(index=False, name=None))


def test_silence_and_names_not_asked_stay_at_risk():
    of = of_names(
        waived=on(20),
        interviews=[
            asked(2, "bob", 50, held_on=on(40)),
            asked(3, "cleo", 45),  # silence
            met(9, "zoe", 0, "t"),  # the newest entry of the cohort is today's
        ],
    )
    assert told(of, "acted", "acted_days") == [(1, 10), (1, 15), (0, 60), (2, 40)]
    assert told(of, "held", "held_days")[:2] == [(1, 10), (0, 45)]


def test_the_end_of_a_search_rules_out_what_has_not_happened():
    of = of_names(left_on=on(30), interviews=[asked(2, "bob", 50), asked(3, "cleo", 20)])
    assert told(of, "acted", "acted_days", "acting_ended") == [
        (1, 10, False), (2, 30, True), (2, 30, True), (2, 30, True),
    ]  # fmt: skip
    assert told(of, "held", "held_days", "holding_ended")[0] == (2, 20, True)


def test_a_decline_is_none_when_the_person_is_asked_again():
    declined = {"answer": "declined", "answered_on": on(48)}
    again = asked(3, "bob", 30)
    of = of_names(interviews=[asked(2, "bob", 50, **declined), again, met(9, "zoe", 0, "t")])
    assert told(of, "held", "held_days")[0] == (0, 50)
    of = of_names(interviews=[asked(2, "bob", 50, **declined), met(9, "zoe", 0, "t")])
    assert told(of, "held", "held_days")[0] == (2, 2)
    of = of_names(interviews=[asked(2, "bob", 50, cancelled_on=on(44)), met(9, "zoe", 0, "t")])
    assert told(of, "held", "held_days")[0] == (2, 6)


def test_a_name_handed_to_another_seeker_is_acted_on_and_met_there():
    handed = asked(2, "bob", 45, "t", held_on=on(40), referral_id="r1", source="referral")
    of = of_names(interviews=[handed, met(9, "zoe", 0, "t")])
    assert told(of, "acted", "acted_days", "held", "held_days")[0] == (1, 15, 1, 5)


def test_an_empty_log_has_no_names():
    found = names_in_time(figures())
    assert found.empty
    assert {"acted", "held", "named_roughly"} <= set(found.columns)
