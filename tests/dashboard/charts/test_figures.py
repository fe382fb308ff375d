"""Figures: escaped names, ids to click on, words beside every picture."""

import json

import pandas as pd
import pytest

from dashboard.charts.ageing import age_counts, ageing_strip, ageing_text
from dashboard.charts.map_data import map_data
from dashboard.charts.map_words import half_from, map_finding
from dashboard.charts.palette import palette
from dashboard.charts.referral_map import referral_map
from dashboard.charts.ring_bars import ring_bars, ring_bars_text
from dashboard.charts.template import plain, template
from tests.dashboard.charts.forests import AS_OF, made, tables

THEMES = ["light", "dark"]


def nothing():
    forest, doors, people, _ = tables(2, 1)
    return map_data(forest[:0], doors[:0], people, {}, as_of=AS_OF)


def clickable(figure):
    traces = [trace for trace in figure.data if trace.customdata is not None]
    return [ids for trace in traces for ids in trace.customdata]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [(1, 1), (17, 2), (200, 30), (500, 40), (5000, 90)])
def test_a_map_of_any_size_is_one_sheet_with_the_total_in_its_hub(theme, size):
    figure = referral_map(made(*size), theme=theme)
    assert figure.layout.template.layout.paper_bgcolor == palette(theme).paper
    assert figure.layout.annotations[0].text == f"{size[0]:,}"
    assert len(figure.to_json()) < 1_500_000


def test_every_mark_tells_who_it_is():
    data = made(60, 3)
    figure = referral_map(data, theme="light")
    ids = clickable(figure)
    met = {interview for kind, interview, _ in ids if kind == "meeting"}
    doors = {referral for kind, referral, _ in ids if kind == "door"}
    assert met == set(data.meetings["interview_id"])
    assert doors == set(data.doors["referral_id"])


def test_names_from_data_never_become_markup():
    forest, doors, people, outcomes = tables(30, 3)
    people["name"] = '<a href="https://evil.example">Ann</a> $x$'
    people["organization"] = "<b>Big</b> & Co"
    data = map_data(forest, doors, people, outcomes, as_of=AS_OF)
    figure = referral_map(data, theme="light", title="<i>t</i>", subtitle="<img src=x>")
    written = json.dumps(json.loads(figure.to_json()))
    for tag in ("<a ", "<b>Big", "<i>", "<img", "$x$"):
        assert tag not in written


def test_plain_text_loses_what_cannot_be_seen():
    assert plain("Ann\u202e\x00 Lee\n") == "Ann  Lee"


def test_a_hover_tells_name_place_and_what_came_of_it():
    data = made(200, 30)
    hover = [text for trace in referral_map(data, theme="light").data
             if trace.hovertext is not None for text in trace.hovertext]  # fmt: skip
    assert any("Harbor &amp; Sons" in text and "led to an opportunity" in text for text in hover)
    assert any("named and not yet met" in text for text in hover)


@pytest.mark.parametrize("theme", THEMES)
def test_without_meetings_the_map_shows_where_the_first_will_stand(theme):
    figure = referral_map(nothing(), theme=theme)
    assert "first conversation" in figure.layout.annotations[1].text
    assert not figure.data


def test_a_title_stands_above_and_takes_its_own_room():
    data = made(17)
    bare = referral_map(data, theme="light")
    titled = referral_map(data, theme="light", title="17 meetings", subtitle="two")
    assert bare.layout.title.text is None
    assert titled.layout.height > bare.layout.height
    assert titled.layout.title.subtitle.text == "two"


def test_old_doors_have_heavier_outlines():
    figure = referral_map(made(80, 2, doors=0.6), theme="light")
    doors = [t for t in figure.data if t.customdata is not None and t.customdata[0][0] == "door"]
    share = [max(t.marker.line.width) / max(t.marker.size) for t in doors]
    assert share == sorted(share)
    assert len(share) == 3


def test_the_finding_counts_whom_the_deep_ones_go_back_to():
    forest, doors, people, outcomes = tables(12, 1)
    forest["parent_id"] = [None, *forest["interview_id"][:-1]]  # one chain of twelve
    forest["generation"] = range(12)
    forest["descendants"] = range(11, -1, -1)
    data = map_data(forest, doors[:0], people, outcomes)
    assert half_from(data) == 1
    assert map_finding(data) == (
        "12 meetings, 11 introductions deep",
        "Half of everyone past the second ring goes back to one person",
    )


def test_the_finding_stays_silent_about_few():
    assert half_from(made(5)) == 0
    assert map_finding(nothing()) == ("No meetings yet", "")


@pytest.mark.parametrize("theme", THEMES)
def test_one_bar_per_ring_adds_up_to_everybody(theme):
    data = made(201, 9)
    figure = ring_bars(data, theme=theme)
    met = sum(value or 0 for trace in figure.data[:-1] for value in trace.x)
    assert met == 201
    assert len(figure.data[0].y) == data.rings
    assert ring_bars_text(data).count("met") == data.rings


def test_bars_of_nothing_say_so():
    assert ring_bars(nothing(), theme="light").layout.height > 0
    assert ring_bars_text(nothing()) == "The first conversation will stand on the inner ring."


def test_what_waits_by_age_counts_each_once_and_unknown_as_longest():
    days = pd.Series([0, 6, 7, 8, 30, 31, 400, None])
    assert age_counts(days) == {"fresh": 3, "waiting": 2, "old": 3}
    figure = ageing_strip({"thanks": days, "names": days[:2]}, theme="light")
    counted = dict.fromkeys(("y", "y2"), 0)
    for trace in figure.data:
        counted[trace.yaxis] += sum(value or 0 for value in trace.y)
    assert counted == {"y": 8, "y2": 2}
    numbers = [int(text) for trace in figure.data for text in trace.text if text]
    assert sum(numbers) == 10
    assert ageing_text({"thanks": days, "names": days[:1]}) == (
        "Thanks: 8 wait (3 up to a week, 2 up to a month, 3 longer than a month)."
        " First messages: 1 waits (1 up to a week)."
    )


def test_what_is_older_than_all_weeks_is_cut_and_its_number_is_told():
    figure = ageing_strip({"thanks": pd.Series([3, 3, 10] + [400] * 90)}, theme="light")
    heights = {x: y for trace in figure.data for x, y in zip(trace.x, trace.y, strict=True)}
    assert heights["12 or more"] == 4
    assert "90" in [text for trace in figure.data for text in trace.text]
    gaps = [line for line in figure.layout.shapes if line.xref == "x"]
    assert len(gaps) == 1
    whole = ageing_strip({"thanks": pd.Series([3, 3, 10, 400, 400, 400])}, theme="light")
    assert not [line for line in whole.layout.shapes if line.xref == "x"]


def test_a_list_without_rows_or_not_noted_is_an_empty_row():
    lists = {"thanks": None, "names": pd.Series([], dtype=float)}
    assert ageing_text(lists) == "Thanks: not noted in this log. First messages: none wait."
    assert ageing_strip(lists, theme="dark").layout.height > 0
    assert ageing_strip({}, theme="dark").layout.height > 0


@pytest.mark.parametrize("theme", THEMES)
def test_the_house_has_its_own_template(theme):
    layout = template(theme).layout
    assert layout.paper_bgcolor == palette(theme).paper
    assert layout.xaxis.showgrid is False
