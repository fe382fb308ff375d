"""This week: what changed, whom to talk to, what was agreed, and the review."""

import datetime as dt
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from analysis.attention import MOST, attention
from analysis.figures import Figures
from analysis.measures import measures
from dashboard.components.agreements import agreements_due
from dashboard.components.review import sheet
from dashboard.components.trends import KEYS
from dashboard.text.this_week import MOST_WORDS, changed, why
from data.logbook import open_logbook
from tests.dashboard.looking import blemishes, frames, look, presses, words
from tests.dashboard.test_text import the

pytestmark = pytest.mark.filterwarnings("default")  # streamlit's own, outside of a browser


@pytest.fixture(scope="module")
def figures(sample):
    return Figures(open_logbook(sample).log())


@pytest.fixture
def own(sample, tmp_path):
    """A logbook of one's own, to write to."""
    return Path(shutil.copy(sample, tmp_path / "own.duckdb"))


def test_changes_are_those_since_the_last_review(sample, figures, show):
    show(sample)
    seen = look("this-week")
    assert blemishes(words(seen)) == []
    notes = figures.log.table("notes").query("kind == 'review'")
    since = notes["noted_on"][notes["noted_on"] < pd.Timestamp(figures.log.as_of)].max().date()
    assert f"Changes are those since the last review, {since.day} {since:%b %Y}." in words(seen)
    before = measures(Figures(figures.log.at(as_of=since)), KEYS)["reach.contacts_met"]
    met = measures(figures, KEYS)["reach.contacts_met"]
    told = {metric.label: metric for metric in seen.metric}["People met"]
    assert told.value == f"{met.value:.0f}"
    assert told.delta == f"+{met.value - before.value:.0f}"


def test_changes_in_words():
    assert changed(the(12, unit="people"), the(9, unit="people")) == "+3"
    assert changed(the(9, unit="people"), the(12, unit="people")) == "−3"
    assert changed(the(0.514), the(0.509)) == "no change"
    assert changed(the(0.52), the(0.5)) == "+2 of 100"
    assert changed(the(None, reason="no_units"), the(9)) == ""
    assert changed(the(9), the(None, reason="no_units")) == ""


def test_at_most_eight_seekers_each_with_a_reason_in_six_words(sample, figures, show):
    show(sample)
    tables = [table for table in frames(look("this-week")) if "Why" in table]
    first, everybody = tables
    assert len(first) == MOST
    assert list(everybody["Seeker"].head(MOST)) == list(first["Seeker"])
    assert len(everybody) == len(attention(figures, most=None))
    for row in attention(figures, most=None).to_dict("records"):
        assert 0 < len(why(row).split()) <= MOST_WORDS


def test_a_name_opens_the_seeker(sample, figures, show, monkeypatch):
    show(sample)
    opened = []
    presses(monkeypatch, "open_review", 1)
    monkeypatch.setattr("dashboard.components.opening.open_person", lambda *who: opened.append(who))
    look("this-week")
    assert opened == [(attention(figures)["seeker_id"][1], "seeker")]


def test_an_agreement_is_ticked_off_and_taken_back(own, figures, show):
    show(own)
    due = agreements_due(figures)
    seen = look("this-week")
    first = due["note_id"].iloc[0]
    assert seen.checkbox[0].key == f"kept_{first}"
    seen.checkbox(key=f"kept_{first}").check().run()
    assert not seen.exception
    assert first not in set(agreements_due(Figures(open_logbook(own).log()))["note_id"])
    assert f"kept_{first}" not in {box.key for box in seen.checkbox}
    seen.button(key="undo").click().run()
    assert first in set(agreements_due(Figures(open_logbook(own).log()))["note_id"])


def test_a_review_is_noted_for_all_cohorts_at_once_and_taken_back(own, figures, show):
    show(own)
    seen = look("this-week", cohorts=["Harbor Winter 2025", "Spring Tide 2026"])
    seen.button(key="review_done").click().run()
    assert not seen.exception
    log = open_logbook(own).log()
    reviews = log.whole("notes").query("kind == 'review'")
    new = reviews[reviews["import_id"] == reviews.sort_values("recorded_at")["import_id"].iloc[-1]]
    assert sorted(new["cohort_id"]) == ["C2", "C3"]
    assert set(new["noted_on"].dt.date) == {figures.log.as_of}
    seen.button(key="undo").click().run()
    left = open_logbook(own).log().whole("notes")
    assert not set(new["note_id"]) & set(left["note_id"])


def test_a_review_is_of_the_cohorts_that_are_left_chosen(own, show):
    show(own)
    seen = look("this-week")
    before = set(open_logbook(own).log().whole("notes")["note_id"])
    box = next(box for box in seen.multiselect if str(box.key).startswith("review_of"))
    box.set_value(["C1"]).run()
    seen.button(key="review_done").click().run()
    notes = open_logbook(own).log().whole("notes")
    assert list(notes.loc[~notes["note_id"].isin(before), "cohort_id"]) == ["C1"]


def test_a_review_is_noted_for_its_cohort(own, figures, show):
    show(own)
    seen = look("this-week", cohorts="Harbor Winter 2025")
    seen.text_area(key="review_text").set_value("Everybody was thanked.").run()
    seen.button(key="review_done").click().run()
    assert not seen.exception
    last = open_logbook(own).log().whole("notes").sort_values("recorded_at").iloc[-1]
    told = (last["kind"], last["text"], last["noted_on"].date())
    assert told == ("review", "Everybody was thanked.", figures.log.as_of)
    assert last["cohort_id"] == "C2"


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen, self.addresses = [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.addresses += [value for name, value in attrs if name in {"src", "href"}]


def test_the_sheet_stands_alone_and_holds_no_notes(figures):
    rows = attention(figures)
    html = sheet("A week.", {"People met": "402 (+28)"}, rows, figures, lambda name: f"<i>{name}")
    tags = Tags()
    tags.feed(html)
    assert tags.seen.count("section") == len(rows)
    assert tags.addresses == []
    assert {"script", "i", "img", "link"} & set(tags.seen) == set()
    for name in figures.of_people(rows["seeker_id"], "name"):
        assert f"&lt;i&gt;{name}" in html
    texts = set(figures.log.whole("notes")["text"].dropna())
    assert not [text for text in texts if text in html]


def test_what_is_said_when_names_are_hidden(sample, figures, show):
    show(sample)
    shown = "\n".join(words(look("this-week", hide_names="true")))
    due = agreements_due(figures)
    assert not [text for text in due["text"].head(8) if text in shown]


def test_a_log_without_reviews_is_compared_with_the_week_before(six_columns, show):
    show(six_columns)
    seen = look("this-week", dt.date(2026, 3, 18))
    assert (
        "No review is noted before, so changes are those since the week before, 11 Mar 2026."
        in words(seen)
    )
    assert {metric.label: metric.delta for metric in seen.metric}["People met"] == "+2"
    assert "review_done" not in {button.key for button in seen.button}
