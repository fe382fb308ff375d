"""The cascade: known answers, and each count again one conversation at a time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cascade import YOUNG_DAYS, by_meeting, cascade, open_names
from analysis.figures import Figures
from analysis.measures import measures
from analysis.so_far import STOPS, led_to_counts, where_it_stops, where_seekers_stop
from data.log import Log
from tests.analysis.busy_logs import LAST, busy_logs, crowd
from tests.analysis.cascade_by_hand import conversations
from tests.analysis.logs import day
from tests.analysis.small import asked, figures, met, named

TWO = (st.integers(0, LAST).map(day), st.sampled_from([(), ("k1",)]))
FEW = settings(max_examples=5)  # debts of a small log take most of the time


def counted(told):
    return {step.key: (step.total, step.open, step.unknown) for step in told.steps}


def by_hand(rows, told):
    kept = rows if told.at_least else [c for c in rows if c.noted]
    still = sum(len(c.open) for c in kept)
    unwritten = sum(max(0, c.names - len(c.listed)) for c in kept)
    return {
        "names": (sum(c.names for c in kept), 0, 0),
        "new": (sum(len(c.fresh) for c in kept), 0, unwritten),
        "asked": (sum(len(c.asked) for c in kept), still, unwritten),
        "met": (
            sum(c.offspring for c in kept),
            still + sum(len(c.undecided) for c in kept),
            0,
        ),
    }


def check(log):
    of, rows = Figures(log), conversations(log)
    found = by_meeting(of)
    plain = [
        (c.id, c.noted, c.names, len(c.listed), len(c.fresh), len(c.asked), c.offspring, c.direct)
        for c in rows
    ]
    columns = ["interview_id", "noted", "names", "written", "new", "asked", "offspring", "direct"]
    assert list(found[columns].itertuples(index=False, name=None)) == plain
    told = cascade(of)
    assert told.at_least == (
        2 * sum(c.stated for c in rows) < len(rows) and not all(c.noted for c in rows)
    )
    assert told.meetings + told.left_out == len(rows)
    assert counted(told) == by_hand(rows, told)
    stops = where_it_stops(of).set_index("stop")
    for stop in STOPS:
        here = [c for c in rows if c.stop == stop]
        still = [c for c in here if c.open or c.undecided]
        assert tuple(stops.loc[stop]) == (len(here), len(still)), stop
    assert led_to_counts(of).tolist() == [
        *(sum(c.offspring == n for c in rows) for n in range(5)),
        sum(c.offspring >= 5 for c in rows),
    ]
    adds_up(of, rows)


def adds_up(of, rows):
    told = cascade(of)
    names, new, asked_, met_ = told.steps
    assert new.total <= names.total
    assert asked_.total + asked_.open <= new.total
    assert 0 <= told.other_ways <= met_.total
    lived = measures(of, ["multiplication.R_naive"])["multiplication.R_naive"]
    if lived.value is not None and not told.left_out:
        assert met_.each.value == pytest.approx(lived.value)
    stops = {}
    for c in rows:
        stops.setdefault(c.seeker, []).append(c.stop)
    seekers = where_seekers_stop(of)
    assert sorted(seekers["seeker_id"]) == sorted(stops)
    for row in seekers.itertuples():
        own = stops[row.seeker_id]
        most = max(map(own.count, own))
        nearest = max((stop for stop in own if own.count(stop) == most), key=STOPS.index)
        assert (row.stop, row.times) == (nearest, most)


@pytest.mark.parametrize("seed", range(2))
def test_equals_the_plain_method_on_many_random_logs(seed):
    check(Log.from_frames(crowd(seed, 10), as_of=day(12 + 10 * seed)))


@FEW
@given(busy_logs, *TWO)
def test_equals_the_plain_method(tables, on, cohorts):
    check(Log.from_frames(tables, as_of=on, cohorts=cohorts))


def test_nothing_has_led_to_nothing():
    told = cascade(figures())
    assert (told.meetings, told.left_out, told.young) == (0, 0, 0)
    assert counted(told) == dict.fromkeys(("names", "new", "asked", "met"), (0, 0, 0))
    assert all(step.each.reason == "no_units" for step in told.steps)
    assert where_it_stops(figures())["meetings"].sum() == 0


ANN = met(1, "ann", 50, names_given=3)


def test_each_name_is_so_far_still_open_or_ended():
    told = cascade(figures(
        interviews=[
            ANN, met(2, "bob", 20, names_given=0), asked(3, "cleo", 10),
            asked(4, "dora", 9, answered_on=met(0, "", 5)["held_on"], answer="declined"),
        ],
        referrals=[
            named(1, "ann", "bob", "i1"), named(2, "ann", "cleo", "i1"),
            named(3, "ann", "dora", "i1"), named(4, "ann", "egon", "i1"),
            named(5, "ann", "fay", "i1", waived_on=met(0, "", 1)["held_on"]),
        ],
    ))  # fmt: skip
    # asked: bob, cleo, dora; egon may be asked. Met: bob; cleo and egon may be. Fay was let go.
    assert counted(told) == {"names": (5, 0, 0), "new": (5, 0, 0), "asked": (3, 1, 0),
                             "met": (1, 2, 0)}  # fmt: skip
    assert told.young == 2
    assert YOUNG_DAYS == 60


def test_names_that_were_counted_and_not_written_down_are_unknown_not_none():
    told = cascade(figures(interviews=[ANN, met(2, "bob", 9, names_given=2)],
                           referrals=[named(1, "ann", "bob", "i1")]))  # fmt: skip
    assert counted(told)["names"] == (5, 0, 0)
    assert counted(told)["new"] == (1, 0, 4)
    assert counted(told)["asked"] == (1, 0, 4)


def test_a_log_that_notes_names_only_where_they_led_on_gives_lower_bounds():
    rows = [met(n, f"c{n}", 40 - n) for n in range(4)]
    told = cascade(figures(interviews=rows, referrals=[named(1, "c0", "c1", "i0")]))
    assert told.at_least  # else one name from one conversation: a rate of ten from ten
    assert (told.meetings, told.step("names").total, told.left_out) == (4, 1, 0)
    stated = [*rows[:3], met(3, "c3", 37, names_given=0)]
    half = cascade(figures(interviews=[stated[3], met(5, "d", 3, names_asked="asked"), *rows[:2]]))
    assert not half.at_least
    assert (half.meetings, half.left_out) == (2, 2)


def test_who_was_met_by_way_of_a_decliner_came_another_way():
    told = cascade(figures(
        interviews=[
            met(1, "ann", 50, names_given=1),
            asked(2, "bob", 40, answered_on=met(0, "", 38)["held_on"], answer="declined"),
            met(3, "cleo", 20, names_given=0),
        ],
        referrals=[named(1, "ann", "bob", "i1"), named(2, "bob", "cleo", "i2")],
    ))  # fmt: skip
    assert (told.step("met").total, told.other_ways) == (1, 1)


def test_a_name_let_go_by_a_decision_is_not_open():
    tables = {"interviews": [ANN], "referrals": [named(1, "ann", "bob", "i1")]}
    decided = [
        {
            "rule": "act_on_referral",
            "seeker_id": "s",
            "contact_id": "bob",
            "referral_id": "r1",
            "decision": "waived",
            "decided_on": ANN["held_on"],
        }
    ]
    assert [len(ids) for ids in open_names(figures(**tables))] == [1, 0]
    assert [len(ids) for ids in open_names(figures(**tables, debt_decisions=decided))] == [0, 0]
