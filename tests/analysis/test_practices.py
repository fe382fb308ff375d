"""Practices: known ratios, nothing where there is nothing, and the reason when too little is."""

import math

import numpy as np
import pytest

from analysis.corrected import meetings_in_time, offspring_fit, seen
from analysis.figures import Figures
from analysis.habits import HABITS, habits_of
from analysis.measures import CATALOG, measures
from analysis.practice_measures import DEFINITIONS
from analysis.practices import BY_CHANCE, LEAST, LEAST_SEEKERS, practices
from data.log import Log
from tests.analysis.habit_logs import LAST, habit_log, habit_tables


@pytest.fixture(scope="module")
def doubled():
    """Being on time doubles what comes of a conversation."""
    return Figures(habit_log(5, ratio=2.0, seekers=40, each=12))


def of(figures, habit="on_time"):
    return next(row for row in practices(figures).rows if row.habit == habit)


def test_a_habit_that_doubles_is_found_and_one_that_does_nothing_is_not(doubled):
    on_time, researched = of(doubled), of(doubled, "researched")
    assert on_time.ratio.low < 2 < on_time.ratio.high
    assert on_time.stands_out
    assert researched.ratio.low < 1 < researched.ratio.high
    assert not researched.stands_out
    found = practices(doubled)
    assert [row.habit for row in found.standing_out] == ["on_time"]
    assert [row.habit for row in found.rows] == list(HABITS)


def test_the_ratio_is_that_of_rates_over_the_time_each_had_by_hand(doubled):
    """Without anything beside it a ratio is offspring over G(C + 1), with and without.

    Nothing is confounded here, so the regression must come close, whatever its weights.
    """
    rows, told = meetings_in_time(doubled), habits_of(doubled)["on_time"]
    had, led = seen(doubled), rows["offspring"].to_numpy()
    rates = [led[told == x].sum() / had[told == x].sum() for x in (1, 0)]
    assert of(doubled).ratio.value == pytest.approx(rates[0] / rates[1], rel=0.12)


def test_a_meeting_is_a_conversation_of_one_side_or_not_known(doubled):
    found, meetings = practices(doubled), meetings_in_time(doubled)
    assert found.meetings == len(meetings)
    assert found.offspring == meetings["offspring"].sum()
    for row in found.rows:
        assert row.done + row.not_done + row.unknown == found.meetings
        assert row.led_to_done + row.led_to_not <= found.offspring
        assert row.ratio.n == row.done + row.not_done
        assert (row.q is None) == (row.ratio.value is None) == (row.ratio.reason is not None)
        assert row.seekers_done <= min(row.done, found.seekers)


def test_logs_in_which_no_habit_matters_are_covered_as_often_as_intervals_say():
    """The whole way from the log: credit, the fit of delays, habits, regression.

    The habits are permuted among the conversations of one log, so that nothing goes with them.
    """
    rng = np.random.default_rng(11)
    tables = habit_tables(rng, seekers=16, each=8)
    noted = [row for row in tables["interviews"] if "on_time" in row]
    told = [{key: row[key] for key in ("on_time", "researched", "mode")} for row in noted]
    within, looked, found_some = 0, 0, 0
    for _ in range(8):
        for name in told[0]:
            cells = [row[name] for row in told]
            for row, place in zip(noted, rng.permutation(len(noted)), strict=True):
                row[name] = cells[place]
        found = practices(Figures(Log.from_frames(tables, as_of=LAST)))
        for row in found.compared:
            looked += 1
            within += row.ratio.low < 1 < row.ratio.high
        found_some += bool(found.standing_out)
    assert looked == 24
    assert abs(within / looked - 0.9) <= 3 * math.sqrt(0.09 / looked)
    assert found_some / 8 <= BY_CHANCE + 3 * math.sqrt(0.09 / 8)


def test_young_conversations_are_not_taken_for_barren_ones():
    """All with the habit are young: without the exposure they would seem to lead to half."""

    def young_are_on_time(_, row):
        return {"on_time": (LAST - row["held_on"]).days < 45}

    figures = Figures(habit_log(8, seekers=40, each=12, change=young_are_on_time))
    rows, told = meetings_in_time(figures), habits_of(figures)["on_time"]
    plain = [rows["offspring"][told == x].mean() for x in (1, 0)]
    assert plain[0] / plain[1] < 0.7
    found = of(figures).ratio
    assert found.low < 1 < found.high


def on(condition):
    return lambda number, row: {"on_time": condition(number, row)}


REASONS = [
    ("not_recorded", {"change": on(lambda *_: None)}),
    ("always_done", {"change": on(lambda *_: True)}),
    ("never_done", {"change": on(lambda *_: False)}),
    ("few_with", {"change": on(lambda n, _: n < LEAST - 1)}),
    ("few_without", {"change": on(lambda n, _: n >= LEAST - 1)}),
    ("few_with", {"change": on(lambda _, row: row["seeker_id"] in {"s1", "s2", "s3"})}),
    ("few_without", {"change": on(lambda _, row: row["seeker_id"] not in {"s1", "s2", "s3"})}),
]


@pytest.mark.parametrize(("reason", "wanted"), REASONS)
def test_too_little_is_told_with_its_reason(reason, wanted):
    row = of(Figures(habit_log(4, **wanted)))
    assert row.ratio.reason == reason
    assert row.q is None
    assert LEAST_SEEKERS == 5


def test_a_side_that_led_to_none_has_no_ratio():
    """The habit is noted of those that led on, and of others without it: no ratio is finite."""
    tables = habit_tables(np.random.default_rng(4))
    parents = {row["interview_id"] for row in tables["referrals"]}
    for row in tables["interviews"]:
        if "on_time" in row:
            row["on_time"] = row["interview_id"] in parents
    row = of(Figures(Log.from_frames(tables, as_of=LAST)))
    assert row.ratio.reason == "none_led_on"
    for number, each in enumerate(row for row in tables["interviews"] if "on_time" in row):
        each["on_time"] = None if each["interview_id"] in parents else number % 2 == 0
    row = of(Figures(Log.from_frames(tables, as_of=LAST)))
    assert row.ratio.reason == "few_led_to"


def test_a_habit_that_always_comes_with_a_way_of_meeting_cannot_be_told_apart():
    row = of(Figures(habit_log(4, change=on(lambda _, row: row["mode"] == "phone"))))
    assert row.ratio.reason == "tied"
    in_person = of(
        Figures(habit_log(4, change=on(lambda _, row: row["mode"] == "phone"))), "in_person"
    )
    assert in_person.ratio.value is not None  # not compared beside itself


def test_too_few_conversations_compare_nothing():
    found = practices(Figures(habit_log(4, seekers=2, each=4)))
    assert found.reason == "too_few"
    assert {row.ratio.reason for row in found.rows} == {"too_few"}
    assert found.rows[6].done + found.rows[6].not_done == 8  # the counts are told


def test_for_one_seeker_of_several_there_are_counts_only():
    tables = habit_tables(np.random.default_rng(4), each=30)
    tables["seekers"] = [{"person_id": f"s{s}", "cohort_id": f"k{s}"} for s in range(24)]
    tables["cohorts"] = [{"cohort_id": f"k{s}", "name": f"K{s}"} for s in range(24)]
    log = Log.from_frames(tables, as_of=LAST).at(cohorts=("k3",))
    figures = Figures(log)
    assert figures.singles_out
    found = practices(figures)
    assert found.reason == "one_seeker_only"
    assert found.compared == ()
    told = measures(figures, ["practices.on_time"])["practices.on_time"]
    assert told.value is None
    assert all(group.estimate.value == int(group.estimate.value) for group in told.by)


def test_the_catalog_shows_the_same(doubled):
    assert {d.key for d in DEFINITIONS} == {f"practices.{habit}" for habit in HABITS}
    assert all(CATALOG[d.key] is d for d in DEFINITIONS)
    found = measures(doubled, [d.key for d in DEFINITIONS])
    for row in practices(doubled).rows:
        told = found[f"practices.{row.habit}"]
        assert (told.value, told.low, told.high) == (row.ratio.value, row.ratio.low, row.ratio.high)
        assert (told.reason, told.n, told.left_out) == (row.ratio.reason, row.ratio.n, row.unknown)


def test_ids_and_the_order_of_rows_change_nothing():
    tables = habit_tables(np.random.default_rng(4))
    one = practices(Figures(Log.from_frames(tables, as_of=LAST)))
    for rows in tables.values():
        for row in rows:
            row.update({key: f"x{row[key][::-1]}" for key in row if key.endswith("_id")})
        rows.reverse()
    other = practices(Figures(Log.from_frames(tables, as_of=LAST)))
    for row, same in zip(one.rows, other.rows, strict=True):
        assert row.ratio.value == (
            None if same.ratio.value is None else pytest.approx(same.ratio.value, rel=1e-5)
        )
        assert (row.done, row.led_to_done, row.ratio.reason) == (
            same.done, same.led_to_done, same.ratio.reason,
        )  # fmt: skip


def test_the_exposure_is_that_of_the_corrected_fit(doubled):
    assert offspring_fit(doubled).reason is None
    assert ((seen(doubled) > 0) & (seen(doubled) <= 1)).all()
