"""Multiplication: what ten conversations have led to, on every kind of log."""

import datetime as dt

import pandas as pd
import pytest

from analysis.cascade import cascade
from analysis.figures import Figures
from analysis.findings import Finding
from analysis.levers import levers
from analysis.outlook import multiplication_finding
from dashboard.text import multiplication as text
from dashboard.text.multiplication import multiplication_sentence
from data.log import Log
from data.logbook import open_logbook
from tests.dashboard.looking import blemishes, frames, imported, look, tracker, words
from tests.dashboard.test_text import COUNTS, JARGON

pytestmark = pytest.mark.filterwarnings("default")  # streamlit's own, outside of a browser

DAY = dt.date(2026, 3, 18)
PAGE = "multiplication"


def headline(seen):
    return seen.title[0].value


def whole(seen):
    assert blemishes(words(seen)) == []
    shown = [told for told in words(seen, panel=False) if not told.startswith("multipl")]
    assert [told for told in shown if JARGON.search(told)] == []
    return seen


def test_the_sample_is_told_per_ten_with_what_is_likely(sample, show):
    show(sample)
    seen = whole(look(PAGE))
    figures = Figures(open_logbook(sample).log())
    told = cascade(figures)
    assert headline(seen) == multiplication_sentence(multiplication_finding(figures))
    assert headline(seen) == (
        "Lives on new first contacts: 10 conversations lead to about 8 more (likely 6 to 9)."
        " 22 names from 10 conversations instead of 17 would be enough."
    )
    shown = " ".join(words(seen))
    assert f"From {told.meetings} conversations; {told.young} of them were held" in shown
    assert "Where the path stops" in shown
    told_of = {"names per conversation", "further conversations in time", "led to none so far"}
    assert told_of <= set(frames(seen)[-1]["Figure"])


def test_the_cohort_that_grows_is_told_so_and_the_one_that_is_over_is_not_judged(sample, show):
    show(sample)
    whole_log = open_logbook(sample).log()
    for cohort, begins in (("C3", "Growing by itself: 10"), ("C1", "These searches are over: 10")):
        found = multiplication_finding(Figures(whole_log.at(cohorts=(cohort,))))
        assert multiplication_sentence(found).startswith(begins)


def test_seekers_are_grouped_by_where_their_paths_stop(sample, show):
    show(sample)
    seen = whole(look(PAGE))
    table = next(each for each in frames(seen) if "Most of their conversations" in each)
    figures = Figures(open_logbook(sample).log())
    assert table["Seekers"].sum() == figures.forest["seeker_id"].nunique()
    assert [len(who.split(", ")) for who in table["Who"]] == table["Seekers"].tolist()


def test_what_would_be_enough_is_listed_by_step(sample, show):
    show(sample)
    found = levers(Figures(open_logbook(sample).log()))
    table = next(each for each in frames(look(PAGE)) if "Would be enough" in each)
    assert len(table) == len(found.levers) == 4
    told = [
        "not alone" if lever.needed_of is None else str(lever.needed_of) for lever in found.levers
    ]
    assert table["Would be enough"].tolist() == told
    assert table["Now"].tolist() == [str(lever.now_of) for lever in found.levers]


def test_the_button_goes_to_the_names_that_were_not_asked(sample, show):
    show(sample)
    seen = look(PAGE)
    button = next(each for each in seen.button if each.label == "See the names not asked")
    assert button.proto.type == "primary"
    button.click().run()
    assert not seen.exception
    assert "first messages are late" in " ".join(title.value for title in seen.title)


def test_six_columns_are_too_early_and_told_in_counts(six_columns, show):
    show(six_columns)
    seen = whole(look(PAGE, DAY))
    assert headline(seen) == (
        "Too early: 5 conversations; we need 20, and 5 that came by introduction."
        " Meanwhile: 4 names given, 3 asked."
    )
    assert "From 4 conversations" in " ".join(words(seen))  # of one the names are not noted
    assert "1 more is left out: the log does not say whether anybody was named." in " ".join(
        words(seen)
    )


WITHOUT = {
    "referred_by": "Too early: 5 conversations; we need 20, and 5 that came by introduction."
    " Meanwhile: 4 names given, 2 asked.",
    "names_given": "Too early: 5 conversations; we need 20, and 5 that came by introduction."
    " Meanwhile: 3 names given, 3 asked.",
    "thanked": "Too early: 5 conversations; we need 20, and 5 that came by introduction."
    " Meanwhile: 4 names given, 3 asked.",
}


@pytest.mark.parametrize("column", WITHOUT)
def test_without_a_column_the_page_says_what_it_can(column, tmp_path, show):
    show(imported(tmp_path, tracker(column)).path)
    seen = whole(look(PAGE, DAY))
    assert headline(seen) == WITHOUT[column]
    least = "the least that there were" in " ".join(words(seen))
    assert least == (column == "names_given")  # else only the names that led on would count


def test_without_a_word_on_names_or_origins_nothing_is_drawn(tmp_path, show):
    text = "seeker,contact_name,held_on\n" + "".join(
        f"Sam Sole,Person {n},2026-03-{n + 1:02d}\n" for n in range(16)
    )
    show(imported(tmp_path, text).path)
    seen = whole(look(PAGE, DAY))
    assert headline(seen) == (
        "16 conversations. This log does not say how people were found, so not which led to which."
    )
    assert not seen.get("plotly_chart")


def test_an_empty_logbook_and_a_day_before_the_first_entry(six_columns, tmp_path, show):
    show(tmp_path / "new.duckdb")
    assert headline(look(PAGE)) == "This logbook is empty. Three ways to begin:"
    show(six_columns)
    assert headline(whole(look(PAGE, dt.date(2026, 1, 1)))) == (
        "No conversation yet: names begin with the first one."
    )


def findings():
    base = dict.fromkeys(
        ("meetings", "led_to", "first_contacts", "so_far", "about", "likely_low", "likely_high",
         "unknown", "most", "names", "asked", "not_asked", "young"), 0
    )  # fmt: skip
    for key in text._SENTENCES:
        for meetings in COUNTS:
            for other in COUNTS:
                for high in (4, -1):
                    yield Finding("multiplication", key, "plain", {
                        **base, "meetings": meetings, "led_to": min(other, meetings),
                        "names": other, "asked": other, "unknown": min(1, meetings),
                        "about": min(other, 3), "most": 3, "likely_low": 1, "likely_high": high,
                        "young": other, "first_contacts": meetings, "lever": min(other, 4),
                        "now": 7, "enough": 15, "out_of": 20,
                    })  # fmt: skip


def test_every_sentence_is_plain_and_agrees_with_its_numbers():
    for finding in findings():
        said = multiplication_sentence(finding)
        assert not JARGON.search(said), said
        assert said.endswith("."), said
        assert "  " not in said, said
        assert "-1" not in said, said
        assert not pd.Series([said]).str.contains(r"\b1 (?:conversations|names)\b").any(), said
    for words_ in (text.LEVERS, text.STOPS, text.STEPS, text.PARTS, text.GROUPINGS, text.SOURCES):
        assert not [word for word in words_.values() if JARGON.search(word)]
    told = (
        text.DOTS,
        text.COUNTS_ONLY,
        text.EXPECTED,
        text.SEEKERS_STOP,
        text.OPEN_NOTE,
        text.LEVERS_NOTE,
    )
    assert not JARGON.search(" ".join(told) + text.ways_note(9, 3))


def test_every_finding_has_its_sentence():
    assert set(text._SENTENCES) == {
        "nobody_met", "not_recorded", "one_seeker", "too_early", "too_young", "ended", "finished",
        "growing", "fed", "close",
    }  # fmt: skip
    assert multiplication_finding(Figures(Log.from_frames({}))).key == "nobody_met"
