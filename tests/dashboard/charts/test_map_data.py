"""What the map shows is what was found, in an order that ids do not decide."""

import pandas as pd
import pytest

from dashboard.charts.map_data import best_outcomes, map_data
from data.names import initials
from tests.dashboard.charts.forests import AS_OF, made, tables


def test_rings_count_every_meeting_once_and_every_door_that_hangs_on_one():
    data = made(201, 9)
    counts = data.ring_counts
    assert counts["met"].sum() == 201
    assert counts[["held", "opportunity", "offer", "accepted"]].sum().sum() == 201
    assert counts["doors"].sum() == data.doors["interview_id"].notna().sum()
    assert list(counts.index) == list(range(data.rings))


def test_nothing_gives_no_ring():
    forest, doors, people, _ = tables(3, 1)
    data = map_data(forest[:0], doors[:0], people, {}, as_of=AS_OF)
    assert data.rings == 0
    assert data.ring_counts.empty


def test_only_the_selected_are_shown():
    forest, doors, people, outcomes = tables(50, 2)
    forest["selected"] = forest["seeker_id"] == "s0"
    data = map_data(forest, doors, people, outcomes)
    assert set(data.meetings["seeker_id"]) == {"s0"}


def test_hidden_names_are_initials_everywhere():
    forest, doors, people, outcomes = tables(30, 2)
    data = map_data(forest, doors, people, outcomes, names=initials)
    shown = pd.concat([data.meetings["name"], data.meetings["seeker"], data.doors["name"],
                       data.doors["named_by"]])  # fmt: skip
    assert shown[shown != ""].str.fullmatch(r"\w\.( \w\.)*").all()


def test_the_furthest_outcome_of_an_interview_counts():
    rows = pd.DataFrame(
        [
            ("a", None, None),
            ("a", "2026-03-01", None),
            ("b", "2026-03-01", "2026-04-01"),
            ("c", None, None),
            (None, "2026-03-01", None),
        ],
        columns=["interview_id", "offered_on", "accepted_on"],
    )
    assert best_outcomes(rows).to_dict() == {"a": "offer", "b": "accepted", "c": "opportunity"}


def test_a_door_is_as_old_as_its_name_is():
    forest, doors, people, outcomes = tables(20, 1)
    doors["dated_on"] = pd.Timestamp("2026-10-22")
    data = map_data(forest, doors, people, outcomes, as_of=AS_OF)
    assert set(data.doors["days"]) == {10}  # 22 October to 1 November


@pytest.mark.parametrize("seed", [1, 2])
def test_order_of_rows_changes_nothing(seed):
    forest, doors, people, outcomes = tables(60, 3, seed)
    one = map_data(forest, doors, people, outcomes, as_of=AS_OF)
    other = map_data(
        forest.sample(frac=1, random_state=seed),
        doors.sample(frac=1, random_state=seed),
        people.sample(frac=1, random_state=seed),
        outcomes,
        as_of=AS_OF,
    )
    pd.testing.assert_frame_equal(one.meetings, other.meetings)
    pd.testing.assert_frame_equal(one.doors, other.doors)
