"""The page of a contact: who met them, whom they named, thanks, load and wishes."""

import datetime as dt
import shutil

import pytest

from analysis.figures import Figures
from analysis.hosts import contact_counts
from dashboard.text.contacts import contact_sentence, load_sentence
from data.logbook import open_logbook
from tests.dashboard.looking import blemishes, frames, look, words

pytestmark = pytest.mark.filterwarnings("default")

HOST = "P0091"


@pytest.fixture(scope="module")
def figures(sample):
    return Figures(open_logbook(sample).log())


def headline(seen):
    return seen.title[0].value


def test_the_sentence_and_the_seekers_are_those_of_the_log(sample, show, figures):
    show(sample)
    seen = look("contact", person=HOST)
    assert blemishes(words(seen)) == []
    counts, name = contact_counts(figures, HOST), figures.people.loc[HOST, "name"]
    assert headline(seen) == contact_sentence(name, counts, figures.log.as_of)
    assert load_sentence(counts) in words(seen)
    met = figures.requests[(figures.requests["contact_id"] == HOST)]
    table = next(frame for frame in frames(seen) if "Conversations" in frame)
    assert len(table) == met["seeker_id"].nunique()
    assert table["Conversations"].sum() == (met["state"] == "held").sum()


def test_a_text_of_thanks_is_offered_and_holds_no_name_when_names_are_hidden(sample, show):
    show(sample)
    assert any("thank you for meeting" in code.value for code in look("contact", person=HOST).code)
    assert not look("contact", person=HOST, hide_names="true").code


def test_who_asked_not_to_be_contacted_gets_neither_draft_nor_prompt(sample, show, tmp_path):
    shutil.copy(sample, tmp_path / "own.duckdb")
    show(tmp_path / "own.duckdb")
    seen = look("contact", person=HOST)
    seen.button(key="peace_save").click().run()
    assert not seen.exception
    assert "has asked not to be contacted since" in headline(seen)
    assert not seen.code
    assert not [text for text in words(seen) if "last 30 days" in text]
    seen.button(key="peace_end").click().run()
    assert "has met" in headline(seen)


def test_a_contact_rests_until_a_day_and_the_rest_can_be_taken_back(sample, show, tmp_path):
    shutil.copy(sample, tmp_path / "own.duckdb")
    show(tmp_path / "own.duckdb")
    seen = look("contact", person=HOST)
    seen.date_input(key="rest_until").set_value(dt.date(2026, 12, 24))
    seen.button(key="rest_save").click().run()
    assert "Rests until 24 Dec 2026: nobody asks before." in words(seen)
    seen.button(key="undo").click().run()
    assert not [text for text in words(seen) if text.startswith("Rests until")]


def test_somebody_named_and_never_asked_has_a_page(sample, show, figures):
    show(sample)
    asked = set(figures.requests["contact_id"])
    named = next(p for p in figures.referrals["referred_id"].dropna() if p not in asked)
    assert "has not been asked yet" in headline(look("contact", person=named))


def test_without_a_contact_the_page_says_how_to_choose_one(sample, show):
    show(sample)
    assert headline(look("contact", person="nobody")).startswith("Choose a contact")
