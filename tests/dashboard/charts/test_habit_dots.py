"""The picture of Practices: dots within their ranges, and words beside them."""

import math

import pandas as pd
import pytest

from dashboard.charts.habit_dots import habit_dots, habit_dots_text
from dashboard.charts.palette import palette


def rows(*told):
    frame = pd.DataFrame(
        [
            {"label": label, "ratio": ratio, "low": low, "high": high, "stands_out": out,
             "told": said, "guides": "2 advise it"}
            for label, ratio, low, high, out, said in told
        ]
    )  # fmt: skip
    return frame.astype(dict.fromkeys(("ratio", "low", "high"), "float64"))


SHOWN = rows(
    ("asked", 1.8, 1.2, 2.6, True, "18, likely 12 to 26"),
    ("on time", 0.9, 0.1, 300.0, False, "9, likely 1 to 1000 or more"),
    ("<b>in</b> person", None, None, None, False, "9 with it: too few"),
)


def texts(figure):
    return [note.text for note in figure.layout.annotations]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_dot_is_full_where_it_stands_out_and_lines_end_within_the_picture(theme):
    figure = habit_dots(SHOWN, theme=theme)
    color = palette(theme)
    dots = figure.data[0]
    assert list(dots.marker.color) == [color.held, color.paper]
    assert list(dots.x) == [1.8, 0.9]
    low, high = (10**end for end in figure.layout.xaxis.range)
    assert low <= 0.1
    assert high >= 2.6
    assert all(x + more <= high * 1.001 for x, more in zip(dots.x, dots.error_x.array, strict=True))
    assert list(figure.layout.yaxis.ticktext)[2] == "&lt;b&gt;in&lt;/b&gt; person"
    assert figure.layout.height > 3 * 34


def test_ranges_and_reasons_stand_beside_the_dots():
    said = texts(habit_dots(SHOWN, theme="light"))
    assert "<b>18</b>, likely 12 to 26" in said
    assert "9 with it: too few" in said
    assert said.count("2 advise it") == 3


def test_both_sides_of_as_many_are_always_shown():
    figure = habit_dots(rows(("a", 1.0, 0.99, 1.01, False, "10, likely 9.9 to 10.1")), theme="dark")
    low, high = figure.layout.xaxis.range
    assert low <= math.log10(1 / 2)
    assert high >= math.log10(2)
    assert list(figure.layout.xaxis.ticktext) == ["half", "as many", "twice"]


def test_without_a_dot_there_is_no_axis():
    figure = habit_dots(SHOWN.tail(1), theme="light")
    assert not figure.layout.xaxis.visible
    assert figure.layout.shapes == ()


def test_the_words_say_the_same():
    said = habit_dots_text(SHOWN)
    assert said.startswith("asked: 18, likely 12 to 26 where conversations without it lead to ten")
    assert "stands out" in said
    assert "nan" not in said
    assert habit_dots_text(SHOWN.head(0)) == "No habit to compare yet."
