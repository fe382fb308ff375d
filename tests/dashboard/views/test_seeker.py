"""The page of a seeker: counts, what waits, what was agreed, and what is handed out."""

import datetime as dt
import re
import shutil

import pandas as pd
import pytest

from analysis.chain import seeker_chain
from analysis.figures import Figures
from analysis.persons import seeker_counts, what_waits
from analysis.timeline import seeker_timeline
from dashboard.charts.chain import MOST_ROWS, chain_chart, chain_plan
from dashboard.charts.timeline import timeline_chart
from dashboard.components.person_handout import printed
from dashboard.text.persons import seeker_sentence
from data.logbook import open_logbook
from tests.dashboard.looking import blemishes, frames, imported, look, tracker, words

pytestmark = pytest.mark.filterwarnings("default")

DAY = dt.date(2026, 3, 18)
SEEKER = "P0038"


@pytest.fixture(scope="module")
def figures(sample):
    return Figures(open_logbook(sample).log())


def headline(seen):
    return seen.title[0].value


def is_whole(seen):
    assert headline(seen)
    assert blemishes(words(seen)) == []


def test_the_sentence_tells_the_counts_of_the_log(sample, show, figures):
    show(sample)
    seen = look("seeker", person=SEEKER)
    is_whole(seen)
    name = figures.people.loc[SEEKER, "name"]
    assert headline(seen) == seeker_sentence(name, seeker_counts(figures, SEEKER))
    shown = next(frame for frame in frames(seen) if "To do" in frame)
    assert len(shown) == len(what_waits(figures, SEEKER))


def test_neither_rate_nor_rank_is_told_of_one_seeker(sample, show):
    show(sample)
    told = " ".join(words(look("seeker", person=SEEKER)))
    assert "%" not in told
    assert "of 10" not in told
    assert "middle half of" not in told  # before it is asked for


def test_the_cohort_is_shown_on_demand(sample, show):
    show(sample)
    seen = look("seeker", person=SEEKER)
    next(each for each in seen.main.toggle if each.key == "beside").set_value(True).run()
    assert not seen.exception
    assert any("Middle half of the cohort" in frame for frame in frames(seen))


def test_whoever_is_opened_is_shown_whichever_cohort_is_looked_at(sample, show, figures):
    show(sample)
    mine = set(figures.roster.loc[figures.roster["person_id"] == SEEKER, "cohort"])
    other = next(c for c in figures.roster["cohort"].dropna().unique() if c not in mine)
    assert "has asked" in headline(look("seeker", person=SEEKER, cohorts=other))


@pytest.mark.parametrize("person", ["", "P0091"])
def test_without_a_seeker_the_page_says_how_to_choose_one(person, sample, show):
    show(sample)
    said = headline(look("seeker", person=person))
    assert said.startswith(("Choose a seeker", "By this day"))


@pytest.mark.parametrize("without", ["names_given", "referred_by", "thanked", "held_on"])
def test_a_tracker_that_lacks_a_column(without, tmp_path, show):
    text = tracker(without)
    if without == "held_on":
        text = text.replace("names_given", "names_given,requested_on", 1)
        head, *rows = text.splitlines()
        head = "seeker,contact_name,referred_by,names_given,requested_on,thanked"
        text = "\n".join([head, *(_with_request(row) for row in rows)]) + "\n"
    path = imported(tmp_path, text).path
    show(path)
    log = open_logbook(path).log()
    seeker, contact = log.seeker_ids[0], log.whole("interviews")["contact_id"].iloc[0]
    is_whole(look("seeker", DAY, person=seeker))
    is_whole(look("contact", DAY, person=contact))


def test_a_day_before_the_first_entry(six_columns, show):
    show(six_columns)
    seeker = open_logbook(six_columns).log().seeker_ids[0]
    is_whole(look("seeker", dt.date(2026, 1, 1), person=seeker))


def _with_request(row):
    *first, thanked = row.split(",")
    return ",".join([*first, "2026-03-02", thanked and "yes"])


def test_an_agreement_is_added_and_noted_as_done(sample, show, tmp_path):
    shutil.copy(sample, tmp_path / "own.duckdb")
    show(tmp_path / "own.duckdb")
    seen = look("seeker", person=SEEKER)
    seen.selectbox(key="note_kind").set_value("agreement")
    seen.text_area(key="note_text").set_value("Write to [Ann](http://example.org)")
    next(each for each in seen.button if each.label == "Save" and each.form_id).click().run()
    assert not seen.exception
    assert any("An agreement kept" in told for told in words(seen))
    assert any(text.value.endswith("Write to [Ann](http://example.org)") for text in seen.text)
    before = len([each for each in seen.button if each.label == "Done"])
    next(each for each in seen.button if each.label == "Done").click().run()
    assert not seen.exception
    assert len([each for each in seen.button if each.label == "Done"]) == before - 1


def page_of(figures, person, **ticked):
    parts = (
        what_waits(figures, person), seeker_timeline(figures, person), seeker_chain(figures, person)
    )  # fmt: skip
    name = figures.people.loc[person, "name"]
    said = seeker_sentence(name, seeker_counts(figures, person))
    return printed(name, said, parts, figures, str, person, **ticked).decode()


def test_what_is_handed_out_holds_this_seekers_data_only(figures):
    page = page_of(figures, SEEKER)
    seekers = figures.people["name"].reindex(figures.seekers)
    own = set(
        figures.people["name"].reindex(
            pd.concat([seeker_chain(figures, SEEKER).people["person_id"], pd.Series([SEEKER])])
        )
    )
    assert [name for name in seekers if name in page and name not in own] == []
    notes = figures.log.table("notes")
    mine = notes.loc[notes["person_id"] == SEEKER, "text"]
    assert [text for text in mine if text in page] == []
    assert "middle half" not in page
    assert not re.search(r"https?://|<script|%", page.split("</style>")[1])
    ticked = page_of(figures, SEEKER, agreed=True, notes=True)
    assert [text for text in mine if text not in ticked] == []


def test_names_with_markup_are_escaped_where_they_are_printed_and_shown(tmp_path, show):
    rows = (
        "seeker,contact_name,held_on,referred_by,names_given,thanked\n"
        "<b>Sam</b> *Sole*,<script>Ann</script>,2026-03-02,,<img src=x>; B,no\n"
    )
    path = imported(tmp_path, rows).path
    figures = Figures(open_logbook(path).log(as_of=DAY))
    seeker = figures.seekers[0]
    page = page_of(figures, seeker)
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;script&gt;Ann" in page
    show(path)
    seen = look("seeker", DAY, person=seeker)
    assert headline(seen).startswith(r"\<b\>Sam\</b\> \*Sole\* has asked 1 person")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_month_is_a_span_and_what_has_no_day_is_not_drawn(theme):
    events = pd.DataFrame(
        {
            "line": ["met", "thanked"],
            "what": ["met", "thank_you_email"],
            "day": pd.to_datetime(["2026-03-15", None]),
            "month": [True, False],
            "person_id": ["a", "a"],
            "said": ["Ann <b>", "Ann"],
        }
    )
    figure = timeline_chart(events, as_of=DAY, theme=theme)
    span = next(trace for trace in figure.data if trace.mode == "lines")
    assert [str(day)[:10] for day in span.x] == ["2026-03-01", "2026-03-31"]
    mark = next(trace for trace in figure.data if trace.mode == "markers")
    assert "March 2026" in mark.hovertext[0]
    assert "&lt;b&gt;" in mark.hovertext[0]
    assert len(figure.layout.yaxis.tickvals) == 1


def test_a_chain_of_many_draws_its_latest_trees_and_says_how_many_it_leaves_out(figures):
    rows = pd.DataFrame(
        {
            "seeker_id": "s", "person_id": [f"p{n}" for n in range(60)], "about": None,
            "parent": -1, "depth": 0, "state": "met", "day": pd.Timestamp(DAY), "here": False,
            "name": [f"Person {n}" for n in range(60)], "said": "", "seeker": "S",
        }
    )  # fmt: skip
    plan = chain_plan(rows)
    assert plan.left_out == 60 - MOST_ROWS
    assert plan.marks["name"].iloc[0] == "Person 59"
    assert sum(len(trace.x) for trace in chain_chart(plan, theme="dark").data[1:]) == MOST_ROWS


def test_every_link_of_a_chain_leads_from_a_mark_to_its_right(figures):
    for seeker in figures.seekers[:8]:
        people = seeker_chain(figures, seeker).people
        told = people.assign(name="A", said="", seeker="S")
        for by_seeker in (False, True):
            marks = chain_plan(told, by_seeker=by_seeker).marks
            below = marks[marks["parent"] >= 0]
            above = marks.iloc[below["parent"]]
            assert (below["x"].to_numpy() == above["x"].to_numpy() + 1).all()
            assert not marks.duplicated(["x", "row"]).any()
