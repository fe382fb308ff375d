"""What if: the coming weeks on the page Multiplication, their picture and their words."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from analysis.figures import Figures
from analysis.projection import Fan, Projection
from dashboard.charts.fan import fan, quantiles
from dashboard.components.what_if import AHEAD, TOLD, fan_table, projected
from dashboard.text import what_if as text
from data.logbook import open_logbook
from tests.dashboard.looking import blemishes, look, words
from tests.dashboard.test_text import JARGON

pytestmark = pytest.mark.filterwarnings("default")  # streamlit's own, outside of a browser

START = dt.date(2026, 3, 20)


def projection(counts, meetings=40):
    counts = np.asarray(counts, dtype=np.int32)
    weeks = counts.shape[1]
    return Projection(START, weeks, meetings, 5, 40, Fan.of(counts), Fan.of(counts.cumsum(axis=1)),
                      np.zeros(weeks), counts)  # fmt: skip


def test_nothing_is_worked_out_before_it_is_opened(sample, show):
    show(sample)
    seen = look("multiplication")
    assert not seen.slider
    assert text.ABOUT not in " ".join(words(seen))


def test_opened_it_tells_of_the_coming_weeks_as_they_would_go(sample, show):
    show(sample)
    seen = look("multiplication", what_if="true")
    told = quantiles(projected(Figures(open_logbook(sample).log())))[TOLD - 1]
    said = " ".join(words(seen))
    assert text.coming_sentence(TOLD, told[2], told[0], told[4]) in said
    assert {slider.label for slider in seen.slider} == {lever.label for lever in text.LEVERS}
    assert "With your changes" not in said
    assert blemishes(words(seen)) == []
    assert [w for w in words(seen, panel=False) if JARGON.search(w)] == []


def test_a_slider_that_is_moved_says_how_many_more(sample, show):
    show(sample)
    seen = look("multiplication", what_if="true")
    asked = seen.slider(key="what_if_asked")
    asked.set_value(20).run()
    assert not seen.exception
    assert "With your changes it would be about" in " ".join(words(seen))
    assert " more." in next(w for w in words(seen) if w.startswith("With your changes"))


def test_a_cohort_that_is_over_is_not_projected(sample, show):
    show(sample)
    cohorts = open_logbook(sample).log().whole("cohorts").set_index("cohort_id")["name"]
    seen = look("multiplication", what_if="true", cohorts=[cohorts["C1"]])
    assert seen.title[0].value.startswith("These searches are over")
    assert not seen.slider


def test_the_table_has_the_numbers_of_the_fan(sample):
    found = projected(Figures(open_logbook(sample).log()))
    table = fan_table(found)
    assert len(table) == AHEAD
    assert table["About"].tolist() == quantiles(found)[:, 2].tolist()
    assert (table["Likely from"] <= table["About"]).all()
    assert (table["About"] <= table["Likely to"]).all()
    assert not table.isna().any(axis=None)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_fan_begins_where_the_log_ends(theme):
    held_on = pd.Series(pd.to_datetime(["2025-01-01"] * 10 + ["2026-03-01"] * 30))
    found = projection([[1, 2, 3], [0, 1, 0], [4, 0, 2]])
    drawn = fan(held_on, found, theme=theme)
    lines = {trace.name: trace for trace in drawn.data if trace.name}
    assert lines["held so far"].y[0] == 10  # what was held long ago is counted, not drawn
    assert lines["held so far"].y[-1] == lines["middle"].y[0] == 40
    assert lines["middle"].x[-1] == START + dt.timedelta(weeks=3)
    assert "without your changes" not in lines
    changed = fan(held_on, found, theme=theme, before=projection([[0, 0, 0]]))
    before = next(trace for trace in changed.data if trace.name == "without your changes")
    assert list(before.y) == [40, 40, 40, 40]


def test_the_words_are_plain():
    said = [
        *text.NOT_SHOWN.values(), text.ABOUT, text.TITLE, text.UNCHECKED, text.PAST,
        *(lever.label + lever.help for lever in text.LEVERS), text.ends_note(1), text.ends_note(9),
        text.coming_sentence(12, 1, 0, 3), text.what_if_sentence(3, 1, 5, 3),
        text.what_if_sentence(3, 1, 5, 7), text.past_sentence(0, 0, 12),
        text.past_sentence(1, 4, 12), text.fan_words(12, 3, 1, 5),
    ]  # fmt: skip
    assert [words_ for words_ in said if JARGON.search(words_)] == []
    assert "about 1 more conversation (" in text.coming_sentence(12, 1, 0, 3)
    assert text.what_if_sentence(3, 1, 5, 3).endswith(": as many.")
    assert text.what_if_sentence(3, 1, 5, 7).endswith(": 4 fewer.")
    assert "right once in 4" in text.past_sentence(1, 4, 12)


def test_every_reason_against_a_projection_has_words():
    # The reasons that analysis.projection.Projection lists.
    for reason in ("nobody_met", "one_seeker", "ended", "not_recorded", "too_few", "no_delays",
                   "window_too_short", "not_found"):  # fmt: skip
        assert text.NOT_SHOWN[reason]
