"""Follow-up gaps: known answers, and what is not noted."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.figures import Figures
from analysis.follow_up import debt_counts
from analysis.measures import measures
from data.log import Log
from tests.analysis.busy_logs import LAST, busy_logs
from tests.analysis.logs import day, log_of, many
from tests.analysis.small import figures, met, named, thanked

KEYS = [f"follow_up.{k}" for k in ("owed", "overdue", "unrecorded", "on_time_share", "cold_leads")]


def gaps(of):
    return {key.removeprefix("follow_up."): found for key, found in measures(of, KEYS).items()}


def test_a_log_by_hand():
    found = gaps(
        figures(
            interviews=[met(1, "a", 20, source="cold"), met(2, "b", 9), met(3, "c", 1)],
            referrals=[named(1, "a", "b", "i1", 20), named(2, "b", "d", "i2", 9)],
            follow_ups=[thanked(1, "a", "i1", 19)],
        )
    )
    # thanks: a in time, b eight days late, c due today. Names: b was asked, d is two days late.
    # What came of b is owed to a from that day on, and due 14 days later: not yet.
    assert found["overdue"].value == 2
    assert found["owed"].value == 3
    assert {g.group: g.estimate.value for g in found["overdue"].by} == {
        "thank_you_email": 1, "act_on_referral": 1,
    }  # fmt: skip
    assert found["cold_leads"].value == 1
    assert (found["on_time_share"].value, found["on_time_share"].n) == (0.5, 2)
    assert found["on_time_share"].left_out == 1


def test_what_the_log_does_not_note_is_not_late():
    found = gaps(figures(interviews=[met(1, "a", 20, source="cold")]))
    assert found["overdue"].reason == found["owed"].reason == "not_recorded"
    assert found["on_time_share"].reason == "not_recorded"
    assert found["unrecorded"].value == 1


def test_nobody_owes_anything_in_an_empty_log():
    found = gaps(figures())
    assert (found["overdue"].value, found["owed"].value, found["unrecorded"].value) == (0, 0, 0)
    assert found["on_time_share"].reason == "no_units"


@pytest.mark.parametrize("seed", [3, 4])
def test_the_counts_are_those_of_the_debts_row_by_row(seed):
    of = Figures(log_of(many(seed, 10), as_of=day(40)))
    rows = [d for d in of.debts.to_dict("records") if d["weight"] == "required"]
    found = gaps(of)
    for key, states in (("overdue", {"overdue"}), ("owed", {"overdue", "due"}),
                        ("unrecorded", {"unrecorded"})):  # fmt: skip
        assert found[key].value == sum(d["state"] in states for d in rows)
        assert sum(g.estimate.value for g in found[key].by) == found[key].value
    assert found["cold_leads"].value == sum(
        d["rule"] == "act_on_referral" and d["state"] == "overdue" for d in rows
    )


@settings(max_examples=10, deadline=None)
@given(busy_logs, st.integers(0, LAST).map(day))
def test_debts_counted_as_numbers_are_as_many_as_those_told(tables, on):
    of = Figures(Log.from_frames(tables, as_of=on))
    pd.testing.assert_frame_equal(of.debt_counts, debt_counts(of.debts))
