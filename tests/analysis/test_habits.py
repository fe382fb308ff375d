"""Habits: yes, no, or not known; missing is never no."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from analysis.habits import HABITS, habits_of
from data.columns import TABLES
from tests.analysis.small import DAY, asked, figures, met, named, on, thanked

NAN = float("nan")


def habits(interviews, follow_ups=(), **tables):
    found = habits_of(figures(interviews=interviews, follow_ups=[*follow_ups], **tables))
    return {name: found[name].tolist() for name in found}


def same(one, other):
    return np.array_equal(np.array(one, float), np.array(other, float), equal_nan=True)


def later(days_before=0):
    """A request that keeps the log open until that day."""
    return asked(99, "zoe", days_before)


def note(number, contact, made_in, days_before):
    return thanked(number, contact, made_in, days_before) | {"kind": "thank_you_note"}


CELLS = [
    ("names_asked", "names_asked", {"asked": 1, "not_asked": 0, "offered": 0}),
    ("researched", "researched", {True: 1, False: 0}),
    ("questions_prepared", "questions_prepared", {0: 0, 4: 0, 5: 1, 10: 1}),
    ("questions_sent_ahead", "questions_sent_ahead", {True: 1, False: 0}),
    ("on_time", "on_time", {True: 1, False: 0}),
    ("host_ran_over", "ran_over", {"host_wished": 1, "no": 0, "we_did": NAN}),
    ("we_ran_over", "ran_over", {"we_did": 1, "no": 0, "host_wished": NAN}),
    ("asked_for_job", "asked_for_job", {"asked": 1, "no": 0, "host_raised": 0}),
    ("asked_resume_review", "asked_resume_review", {"asked": 1, "no": 0, "host_offered": 0}),
    ("in_person", "mode", {"in_person": 1, "phone": 0, "video": 0}),
]


@pytest.mark.parametrize(("habit", "column", "meaning"), CELLS, ids=[c[0] for c in CELLS])
def test_a_cell_says_yes_or_no_and_a_blank_one_neither(habit, column, meaning):
    rows = [met(i, f"c{i}", 9, **{column: cell}) for i, cell in enumerate(meaning)]
    found = habits([*rows, met(9, "c9", 9)])
    assert same(found[habit], [*meaning.values(), NAN])


def test_every_choice_of_a_column_is_read():
    for habit, column, meaning in CELLS:
        choices = TABLES["interviews"].column(column).choices
        assert not choices or set(meaning) == set(choices), habit


def test_thanks_are_soon_on_the_day_or_the_day_after():
    rows = [met(i, f"c{i}", 10) for i in range(5)]
    sent = [thanked(i, f"c{i}", f"i{i}", 10 - i) for i in range(4)]
    assert same(habits([*rows, later()], sent)["thanked_soon"], [1, 1, 0, 0, 0])


def test_a_note_at_once_is_thanks_and_counts_as_a_note_within_a_week():
    rows = [met(i, f"c{i}", 30) for i in range(4)]
    sent = [
        thanked(0, "c0", "i0", 30),
        note(1, "c1", "i1", 29),
        note(2, "c2", "i2", 23),
        note(3, "c3", "i3", 22),
    ]
    found = habits([*rows, later()], sent)
    assert same(found["thanked_soon"], [1, 1, 0, 0])
    assert same(found["handwritten_note"], [0, 1, 1, 0])


def test_thanks_that_name_only_the_host_count_for_the_conversation_before_them():
    rows = [met(1, "a", 10), met(2, "b", 10)]
    sent = [thanked(1, "a", None, 9), thanked(2, "b", None, 12)]  # before they met: not for this
    assert same(habits([*rows, later()], sent)["thanked_soon"], [1, 0])


def test_what_had_no_time_yet_is_not_known():
    rows = [met(1, "a", 0), met(2, "b", 1), met(3, "c", 6), met(4, "d", 0)]
    sent = [thanked(1, "d", "i4", 0), note(2, "x", None, 3)]
    found = habits([*rows, later()], sent)
    assert same(found["thanked_soon"], [NAN, 0, 0, 1])
    assert same(found["handwritten_note"], [NAN, NAN, NAN, NAN])


def test_undated_and_approximate_thanks_are_not_known_to_be_soon():
    rows = [
        met(1, "a", 10),
        met(2, "b", 10),
        met(3, "c", 10, approximate="held_on"),
        met(4, "d", 10),
    ]
    sent = [
        thanked(1, "a", "i1", 9) | {"done_on": None},
        thanked(2, "b", "i2", 9) | {"approximate": "done_on"},
        thanked(3, "c", "i3", 9),
        thanked(4, "d", "i4", 9),
    ]
    assert same(habits([*rows, later()], sent)["thanked_soon"], [NAN, NAN, NAN, 1])


def test_a_cohort_whose_log_notes_no_thanks_has_not_thanked_nobody():
    cohorts = [{"cohort_id": k, "name": k} for k in "kl"]
    seekers = [{"person_id": p, "cohort_id": k} for p, k in (("s", "k"), ("t", "k"), ("u", "l"))]
    rows = [met(1, "a", 10), met(2, "b", 10, seeker="t"), met(3, "c", 10, seeker="u"), later()]
    rows += [asked(98, "y", 0, seeker="u")]
    found = habits(rows, [thanked(1, "a", "i1", 10)], cohorts=cohorts, seekers=seekers)
    assert same(found["thanked_soon"], [1, 0, NAN])
    assert same(found["handwritten_note"], [NAN] * 3)


def test_beside_a_no_a_blank_is_not_a_no():
    rows = [met(1, "a", 10, thanked=False), met(2, "b", 10), met(3, "c", 10)]
    sent = [thanked(3, "c", "i3", 10)]
    assert same(habits([*rows, later()], sent)["thanked_soon"], [0, NAN, 1])


def test_an_introduction_is_told_by_the_referral_or_the_source():
    rows = [
        met(1, "a", 10, source="own_network"),
        met(2, "b", 5, referral_id="r1"),
        met(3, "c", 5),
        met(4, "d", 5, source="referral"),
        met(5, "e", 5, source="cold"),
    ]
    found = habits([*rows, later()], referrals=[named(1, "a", "b", "i1", 10)])
    assert same(found["introduced"], [0, 1, NAN, 1, 0])


def test_habits_are_those_of_the_first_conversation():
    rows = [met(1, "a", 20, on_time=False), met(2, "a", 10, on_time=True), later()]
    assert same(habits(rows)["on_time"], [0])


def test_nothing_held_after_the_search_is_read_and_an_empty_log_has_no_rows():
    seekers = [{"person_id": "s", "cohort_id": "k", "left_on": on(15)}]
    rows = [met(1, "a", 20, on_time=True), met(2, "b", 10, on_time=True), later()]
    found = habits(rows, cohorts=[{"cohort_id": "k", "name": "k"}], seekers=seekers)
    assert same(found["on_time"], [1])
    assert habits_of(figures()).empty
    assert list(habits_of(figures())) == list(HABITS)


def test_a_day_before_the_thanks_does_not_know_of_them():
    rows = [met(1, "a", 3), met(2, "b", 3), later(2)]
    sent = [thanked(1, "a", "i1", 2), thanked(2, "b", "i2", 3)]
    early = figures(DAY - dt.timedelta(days=3), interviews=rows, follow_ups=sent)
    assert same(habits_of(early)["thanked_soon"], [NAN, 1])


def test_every_habit_is_told_by_a_column_of_the_log_format():
    known = {c.name for t in ("interviews", "follow_ups") for c in TABLES[t].columns}
    for habit in HABITS.values():
        assert set(habit.columns) <= known
    assert isinstance(habits_of(figures(interviews=[met(1, "a", 1)])), pd.DataFrame)
