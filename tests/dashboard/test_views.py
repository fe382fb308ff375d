"""Every page on the sample, an empty and a one-row logbook, and trackers that lack a column."""

import datetime as dt
from io import StringIO

import pandas as pd
import pytest

from analysis.figures import Figures
from analysis.findings import reach_finding, week_finding
from dashboard.text.sentences import sentence
from data.logbook import open_logbook
from tests.dashboard.looking import PAGES, blemishes, frames, imported, look, tracker, words

pytestmark = pytest.mark.filterwarnings("default")  # streamlit's own, outside of a browser

DAY = dt.date(2026, 3, 18)
ONE_ROW = "seeker,contact_name,held_on\nSam Sole,Ann Ash,2026-03-16\n"


def headline(seen):
    return [title.value for title in seen.title]


def is_whole(seen):
    assert headline(seen)
    assert blemishes(words(seen)) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_sample_is_whole(page, sample, show):
    show(sample)
    is_whole(look(page))


def test_the_sample_opens_on_its_last_day_with_the_sentences_of_its_figures(sample, show):
    show(sample)
    log = open_logbook(sample).log()
    figures = Figures(log)
    week, reach = look("this-week"), look("reach")
    assert week.date_input[0].value == log.newest_entry
    assert headline(week)[0] == sentence(week_finding(figures))
    assert headline(reach)[0] == sentence(reach_finding(figures))
    assert "Sample, invented people" in words(week)


def test_a_link_carries_the_selection(sample, show):
    show(sample)
    cohort = "Harbor Winter 2025"
    day = dt.date(2026, 3, 1)
    advisor = "Ruth Ellingham"
    seen = look("reach", day, cohorts=cohort, hide_names="true")
    assert seen.date_input[0].value == day
    assert seen.multiselect[0].value == [cohort]
    assert seen.toggle[0].value is True
    figures = Figures(open_logbook(sample).log(as_of=day, cohorts=[cohort]))
    assert headline(seen)[0] == sentence(reach_finding(figures))
    mine = Figures(open_logbook(sample).log(as_of=day, advisor=advisor))
    seen = look("reach", day, advisor=advisor)
    assert headline(seen)[0] == sentence(reach_finding(mine))


def test_hidden_names_are_nowhere_on_a_page(sample, show):
    show(sample)
    people = open_logbook(sample).log().whole("people")
    names = set(people["name"])
    for page in ("this-week", "reach"):
        seen = look(page, hide_names="true")
        is_whole(seen)
        text = "\n".join(words(seen))
        assert [name for name in names if name in text] == []
    shown = "\n".join(words(look("this-week")))
    assert [name for name in names if name in shown]


def test_the_way_to_an_organization_hides_names_as_well(sample, show):
    show(sample)
    seen = look("reach", hide_names="true")
    way = next(box for box in seen.selectbox if box.key == "way_to")
    names = set(open_logbook(sample).log().whole("people")["name"])
    way.set_value(way.options[0]).run()
    assert not seen.exception
    table = next(frame for frame in frames(seen) if "Named by" in frame)
    assert len(table)
    assert not names & {str(cell) for cell in table.to_numpy().ravel()}


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_logbook_offers_three_ways_to_begin(page, tmp_path, show):
    show(tmp_path / "new.duckdb")
    seen = look(page)
    is_whole(seen)
    if page in {"this-week", "reach"}:
        assert headline(seen) == ["This logbook is empty. Three ways to begin:"]
        assert [b.label for b in seen.button] == ["Open the sample"]


def test_a_logbook_of_one_row(tmp_path, show):
    show(imported(tmp_path, ONE_ROW).path)
    for page in PAGES:
        is_whole(look(page, DAY))
    week = look("this-week", DAY)
    assert headline(week)[0] == (
        "1 conversation this week, and nothing that this log notes is overdue."
    )
    assert headline(look("reach", DAY))[0] == (
        "1 conversation. This log does not say how people were found."
    )


def test_a_day_before_the_first_entry_and_one_long_after_the_last(six_columns, show):
    show(six_columns)
    for page in ("this-week", "reach"):
        is_whole(look(page, dt.date(2026, 1, 1)))
        late = look(page, dt.date(2026, 6, 1))
        is_whole(late)
        assert late.warning[0].value == "Nothing was logged since 16 Mar 2026."
        button = next(b for b in late.button if b.key == "as_of_newest")
        button.click().run()
        assert late.date_input[0].value == dt.date(2026, 3, 16)
        assert not late.exception


def test_six_columns_give_all_four_answers(six_columns, show):
    show(six_columns)
    seen = look("this-week", DAY)
    is_whole(seen)
    assert headline(seen)[0].startswith("2 thank-yous are late")
    metrics = {m.label: m.value for m in seen.metric}
    assert metrics["People met"] == "5"  # without an e-mail, Ann Ash may be two
    assert metrics["5 conversations led to"] == "3 more"
    reach = look("reach", DAY)
    is_whole(reach)
    assert headline(reach)[0] == (
        "We have met 5 people; 3 of 5 conversations came by introduction, 2 unknown."
        " 1 door is open."
    )


def on_both_pages(path, show):
    """The texts of both pages of a log as of the day, whole and without errors."""
    show(path)
    seen = [look(page, DAY) for page in ("this-week", "reach")]
    for page in seen:
        is_whole(page)
    return [" ".join([*headline(page), *words(page, panel=False)]) for page in seen]


def test_without_the_names_given_no_door_is_said_to_be_closed(tmp_path, show):
    _, reach = on_both_pages(imported(tmp_path, tracker("names_given")).path, show)
    assert "We have met 5 people; 3 of 5 conversations came by introduction, 2 unknown." in reach


def test_without_who_referred_whom_it_is_found_out_from_the_names_given(tmp_path, show):
    week, reach = on_both_pages(imported(tmp_path, tracker("referred_by")).path, show)
    assert "5 conversations led to 2 more" in week
    assert "5 conversations. How people were found is missing for 3." in reach


def test_without_both_this_log_does_not_say_how_conversations_multiply(tmp_path, show):
    table = pd.read_csv(StringIO(tracker("referred_by")), dtype=str, keep_default_na=False)
    text = table.drop(columns="names_given").to_csv(index=False)
    week, reach = on_both_pages(imported(tmp_path, text).path, show)
    assert "more" not in week.replace("more: everybody", "")
    assert "New names" not in week
    assert "open door" not in week
    assert "5 conversations. This log does not say how people were found." in reach


def test_without_thanks_nobody_is_said_to_be_thanked_or_not(tmp_path, show):
    week, _ = on_both_pages(imported(tmp_path, tracker("thanked")).path, show)
    assert "everyone thanked" not in week
    assert "for thanks" not in week
    assert "Thank-yous" not in week
    assert "This log does not say." in week


def test_a_tracker_without_seekers_belongs_to_the_one_who_is_named(tmp_path, show):
    show(imported(tmp_path, tracker("seeker"), seeker="Sam Sole").path)
    for page in ("this-week", "reach"):
        is_whole(look(page, DAY))


def test_names_that_carry_markup_are_shown_as_they_are(tmp_path, show):
    rows = "seeker,contact_name,held_on,referred_by,names_given,thanked\n" + "".join(
        f"**Sam** [x](http://example.org),<b>Ann {n}</b>,2026-03-0{n},,![i](http://e.org/{n}),no\n"
        for n in range(1, 8)
    )
    show(imported(tmp_path, rows).path)
    seen = look("this-week", DAY)
    is_whole(seen)
    told = [e.value for kind in ("markdown", "title", "header", "caption") for e in seen.get(kind)]
    assert not [text for text in told if "example.org" in str(text) or "<b>" in str(text)]
