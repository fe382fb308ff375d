"""The page of a seeker: counts, what waits, what was agreed, and what is handed out."""

import datetime as dt
import re
import shutil
from dataclasses import replace

import pandas as pd
import pytest

from analysis.chain import seeker_chain
from analysis.figures import Figures
from analysis.hosts import contact_counts
from analysis.persons import seeker_counts, what_waits
from analysis.timeline import seeker_timeline
from dashboard.charts.chain import chain_chart
from dashboard.charts.chain_plan import MOST_ROWS, chain_plan
from dashboard.charts.timeline import timeline_chart
from dashboard.components.person_events import as_said
from dashboard.components.person_handout import printed
from dashboard.text.contacts import contact_sentence
from dashboard.text.persons import line_names, seeker_sentence
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
    assert sum(len(trace.x) for trace in chain_chart(plan, theme="dark").data[2:]) == MOST_ROWS


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


def chain_rows_of(names, parents, states=None, here=None):
    """A chain to be drawn: who stands behind whom, by place."""
    rows = pd.DataFrame(
        {
            "seeker_id": "s", "person_id": names, "about": None, "parent": parents, "depth": 0,
            "state": states or ["met"] * len(names), "day": pd.Timestamp(DAY),
            "here": here or [False] * len(names), "name": names, "said": "", "seeker": "S",
        }
    )  # fmt: skip
    return chain_chart(chain_plan(rows), theme="light")


def test_names_of_a_long_chain_take_two_lines_and_are_not_cut():
    names = ["Ignacio Lobato", "Despina Papadakis", "Tommaso Zannis", "Layla Tazi"] * 2
    figure = chain_rows_of(names, range(-1, len(names) - 1))
    labels = figure.data[1].text
    assert not [label for label in labels if "…" in label]
    assert [label.replace("<br>", " ") for label in labels] == names
    assert any("<br>" in label for label in labels)


def test_names_in_a_chain_stand_on_one_height_and_no_mark_is_told_twice():
    names = [f"P{n}" for n in range(8)]
    states = ["met", "open", "open", "open", "open", "open", "declined", "open"]
    figure = chain_rows_of(names, [-1, 0, 0, 0, 0, 0, 0, -1], states, [True] + [False] * 7)
    assert figure.data[1].marker.size == 12
    legend = [trace.name for trace in figure.data if trace.showlegend is not False]
    assert sorted(legend) == ["asked, said no", "met", "named, not yet asked"]
    assert "further names, not asked" in [trace.name for trace in figure.data]


def test_numbers_on_a_timeline_stand_apart_and_the_highest_is_told():
    days = pd.to_datetime(["2026-03-01"] * 5 + ["2026-03-02"] * 9 + ["2026-06-01"] * 4)
    events = pd.DataFrame(
        {"line": "named", "what": "named", "day": days, "month": False, "person_id": "a",
         "said": "Ann"}
    )  # fmt: skip
    figure = timeline_chart(events, as_of=dt.date(2026, 7, 1), theme="light")
    texts = [list(trace.text) for trace in figure.data if trace.text]
    assert texts == [["", "9", "4"]]


def test_the_lines_of_a_timeline_say_what_the_sentence_says(sample, figures, show):
    for seeker in figures.seekers[:30]:
        counts = seeker_counts(figures, seeker)
        told = line_names(seeker_timeline(figures, seeker), as_said(counts), "seeker")
        said = seeker_sentence("Sam", counts)
        if "asked" in told and counts.met:
            assert f"asked {told['asked'].split(' · ')[1]} p" in said
            assert f"met {told['met'].split(' · ')[1]}" in said


@pytest.mark.parametrize(
    ("owed", "said"),
    [(0, "No thank-you is owed."), (1, "One thank-you is still owed."),
     (3, "Three thank-yous are still owed."), (12, "12 thank-yous are still owed.")],
)  # fmt: skip
def test_thanks_that_are_owed_to_a_contact_in_words(figures, owed, said):
    contact = figures.requests.loc[figures.requests["meeting"], "contact_id"].iloc[0]
    counts = replace(contact_counts(figures, contact), to_thank=owed, thanks_noted=True)
    assert contact_sentence("Ann", counts, figures.log.as_of).endswith(said)
