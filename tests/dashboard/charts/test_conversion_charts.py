"""The pictures of Multiplication and Conversion: whole people, escaped names, words beside them."""

import json
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cascade import Cascade, Step
from analysis.intervals import Estimate
from dashboard.charts.from_ten import MOST_CELLS, InTime, from_ten, from_ten_text, ten_rows
from dashboard.charts.group_dots import group_dots, group_dots_text
from dashboard.charts.led_to_columns import led_to_columns, led_to_text
from dashboard.charts.parts_bar import Part, parts_bar
from dashboard.charts.path_lines import MOST_STEPS, PathLine, path_lines, path_lines_text
from dashboard.charts.path_lines import Step as Person
from dashboard.charts.stage_bars import stage_bars, stage_bars_text

THEMES = ["light", "dark"]


def told(meetings, names, new, asked, met, *, still=0, unknown=0, at_least=False):
    def step(key, total, opened=0, unwritten=0):
        each = Estimate(total / meetings, 0.8 * total / meetings, 1.2 * total / meetings)
        return Step(key, total, opened, unwritten, each)

    steps = (step("names", names), step("new", new, 0, unknown),
             step("asked", asked, still, unknown), step("met", met, still))  # fmt: skip
    return Cascade(meetings, 0, at_least, steps, 0, 0)


SAMPLE = told(475, 787, 661, 414, 277, still=90)


def drawn(figure, name):
    """How long the parts of that name are, row by row."""
    rows = {}
    for trace in figure.data:
        if trace.name == name:
            for at, length in zip(trace.y, trace.x, strict=True):
                rows[at] = rows.get(at, 0) + round(length)
    return rows


@pytest.mark.parametrize("theme", THEMES)
def test_from_ten_is_drawn_in_whole_people_against_a_line_at_ten(theme):
    figure = from_ten(SAMPLE, tens=True, theme=theme)
    assert drawn(figure, "conversations") == {0: 10}
    assert drawn(figure, "so far") == {1: 17, 2: 14, 3: 9, 4: 6}
    assert drawn(figure, "still to come") == {3: 2, 4: 2}
    assert [shape.x0 for shape in figure.layout.shapes] == [10]
    whiskers = [trace for trace in figure.data if trace.name == "likely range"]
    assert [round(trace.x[0], 1) for trace in whiskers] == [13.3, 11.1, 7.0, 4.7]


def test_few_conversations_are_counted_not_scaled():
    few = told(12, 26, 20, 9, 4, still=3)
    figure = from_ten(few, tens=False, theme="light")
    assert drawn(figure, "conversations") == {0: 12}
    assert drawn(figure, "so far") == {1: 26, 2: 20, 3: 9, 4: 4}
    assert not [trace for trace in figure.data if trace.name == "likely range"]
    assert from_ten_text(few, tens=False).startswith("From 12 conversations: names given: 26;")
    many = from_ten(told(70, 90, 80, 20, 9), tens=False, theme="light")
    assert all(len(trace.x) <= 4 for trace in many.data)  # no longer one by one
    assert MOST_CELLS < 70


def test_lower_bounds_and_names_not_written_down_are_said_to_be_so():
    rows = ten_rows(told(100, 90, 40, 20, 30, unknown=30, at_least=True), tens=True)
    notes = {row.key: row.note for row in rows}
    assert notes["names"] == "at least 9"
    assert notes["new"] == "at least 4, 3 not written down"
    assert notes["met"] == "3 so far"
    assert [row.low is None for row in rows] == [True, True, True, False]
    assert ten_rows(told(100, 90, 40, 20, 3), tens=True)[3].note == "fewer than 1 so far"


counts = st.integers(0, 300)


@given(st.integers(1, 200), counts, counts, counts)
def test_parts_rounded_to_whole_people_end_where_their_sum_does(meetings, total, still, unknown):
    each = Estimate(total / meetings)
    row = ten_rows(
        Cascade(meetings, 0, False, (Step("asked", total, still, unknown, each),), 0, 0), tens=True
    )[0]
    assert min(row.so_far, row.open, row.unknown) >= 0
    every = 10 * (total + still + unknown) / meetings
    assert row.so_far + row.open + row.unknown == round(every)
    assert abs(row.so_far - 10 * total / meetings) <= 0.5 + 1e-9


LONG = tuple(Person(f"Ann {n} <b>Ash</b>", "met", f"<i>{n}</i>") for n in range(12))
LINES = [
    PathLine("<a href='x'>Sam</a>", "offer, 1 Mar 2026", "offer", LONG),
    PathLine("Tess", "job opening", "interview",
             (Person("Bo", "introducer", "Bo"), Person("Cy", "passed_on", "Cy"))),
    PathLine("Una", "offer accepted", "accepted", ()),
]  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
def test_names_on_paths_never_become_markup_and_long_paths_are_shortened(theme):
    figure = path_lines(LINES, theme=theme)
    written = json.dumps(json.loads(figure.to_json()))
    for tag in ("<a href", "<b>Ash", "<i>"):
        assert tag not in written
    people = [trace for trace in figure.data if trace.mode == "markers+text"]
    first = [x for trace in people for x, y in zip(trace.x, trace.y, strict=True) if y == 0]
    assert len(first) == MOST_STEPS + 1  # and what came of it
    assert "no conversation is named" in written
    assert {trace.name for trace in people} >= {"met", "offer", "opportunity", "offer accepted"}
    assert path_lines_text(LINES[1:]) == (
        "Tess (job opening): Bo, then Cy. Una (offer accepted): no conversation is named."
    )


def stages(**more):
    rows = [
        ("first_meeting", 38, 29, 5, 4),
        ("opportunity", 29, 14, 15, 0),
        ("offer", 14, 0, 14, 0),
    ]
    frame = pd.DataFrame(rows, columns=["stage", "entered", "reached", "open", "dropped"])
    return frame.assign(label=["met", "found", "offer"], note=["", "", ""], days="", **more)


@pytest.mark.parametrize("theme", THEMES)
def test_the_three_parts_of_a_stage_lie_side_by_side_and_make_up_its_bar(theme):
    rows = stages()
    figure = stage_bars(rows, theme=theme)
    bars = {trace.name: trace for trace in figure.data}
    ends = {}
    for name in ("reached", "still open", "ended"):
        for y, base, x in zip(bars[name].y, bars[name].base, bars[name].x, strict=True):
            assert ends.get(y, 0) == base
            ends[y] = base + x
    assert list(ends.values()) == list(rows["entered"])
    assert stage_bars_text(rows) == (
        "met: 29 of 38, 5 still open, 4 ended; found: 14 of 29, 15 still open;"
        " offer: 0 of 14, 14 still open."
    )


def test_a_stage_that_is_not_told_has_a_note_and_no_bar():
    rows = stages()
    rows.loc[1, "note"] = "This log notes none."
    figure = stage_bars(rows, theme="light")
    assert "This log notes none." in [note.text for note in figure.layout.annotations]
    assert all(round(float(y), 1) != 1.5 for trace in figure.data for y in trace.y)
    assert "found: This log notes none;" in stage_bars_text(rows)


def in_time(value, low, high, so_far=0.6):
    return InTime(Estimate(value, low, high, n=100), so_far)


def test_the_people_met_are_those_expected_in_time_with_their_range():
    row = ten_rows(told(100, 90, 40, 20, 3), tens=True, in_time=in_time(0.86, 0.7, 1.1))[3]
    assert (row.so_far, row.open, row.note) == (6, 3, "9 in time, 6 so far")
    assert (row.low, row.high) == pytest.approx((7, 11))
    # Told in counts there is nothing to foresee.
    plain = ten_rows(told(100, 90, 40, 20, 3), tens=False, in_time=in_time(0.86, 0.7, 1.1))[3]
    assert plain.so_far == 3


@pytest.mark.parametrize("theme", THEMES)
def test_a_range_that_is_open_above_goes_on_and_says_so(theme):
    expected = in_time(0.9, 0.5, math.inf)
    figure = from_ten(told(100, 90, 40, 20, 3), tens=True, theme=theme, in_time=expected)
    written = figure.to_json()
    assert "likely 5 or more" in written
    assert "Infinity" not in written
    said = from_ten_text(told(100, 90, 40, 20, 3), tens=True, in_time=expected)
    assert "met: 9 in time, 6 so far (likely 5 or more)" in said


def test_columns_have_a_mark_where_the_fit_has_them():
    figure = led_to_columns(
        pd.Series([3, 2, 0]), theme="light", expected=pd.Series([3.1, 1.6, 0.3])
    )
    assert list(figure.data[1].y) == [3.1, 1.6, 0.3]


def test_groups_have_dots_only_where_a_rate_may_be_told():
    rows = pd.DataFrame({
        "label": ["Mar", "<b>Apr</b>"], "meetings": [40, 3], "led_to": [20, 1],
        "seen": [0.9, 0.2], "R": [0.5, None], "low": [0.4, None], "high": [0.6, None],
    })  # fmt: skip
    figure = group_dots(rows, theme="light")
    assert list(figure.data[0].y) == [0]
    assert "<b>Apr" not in json.dumps(json.loads(figure.to_json()))
    assert group_dots_text(rows).endswith("3 conversations led to 1.")
    assert not group_dots(rows[1:], theme="dark").layout.shapes  # no line without a dot


def test_parts_without_anybody_are_left_out():
    figure = parts_bar([Part("led on", 3), Part("none", 0), Part("<i>x</i>", 1)], theme="light")
    assert [trace.x[0] for trace in figure.data] == [3, 1]
    assert "<i>" not in json.dumps(json.loads(figure.to_json()))
    assert not parts_bar([], theme="dark").data
    columns = led_to_columns(pd.Series([3, 2, 0]), theme="light")
    assert list(columns.data[0].x) == ["none", "1", "2 or more"]
    assert led_to_text(pd.Series([3, 2, 0])) == "5 conversations: 3 led to none, 2 led to 1."
