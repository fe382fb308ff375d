"""Finding a person from every page; names that are hidden are nowhere."""

import json
import re
from pathlib import Path

import pytest
from google.protobuf.text_format import MessageToString
from hypothesis import given
from hypothesis import strategies as st

from analysis.directory import MOST, directory, find_people, namesakes
from dashboard.components.people import literal
from data.log import Log
from data.logbook import open_logbook
from data.names import fold_name
from tests.dashboard.looking import _nodes, look, words

pytestmark = pytest.mark.filterwarnings("default")  # streamlit's own, outside of a browser

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
ROUTES = sorted(set(re.findall(r'url_path="([^"]+)"', APP.read_text())))

NAMES = st.text(st.sampled_from("aAbB éÉøŁ李-'. 1"), max_size=8)


def log_of(names, **tables):
    people = [{"person_id": f"{at:03d}", "name": name} for at, name in enumerate(names)]
    return Log.from_frames({"people": people, **tables})


@given(names=st.lists(NAMES, min_size=1, max_size=12), wanted=NAMES)
def test_the_search_finds_whom_a_plain_loop_finds(names, wanted):
    """A second method: part by part, by the house's folding."""
    asked = fold_name(wanted).split()
    expected = {
        f"{at:03d}"
        for at, name in enumerate(names)
        if asked and all(f" {word}" in f" {fold_name(name)}" for word in asked)
    }
    found, total = find_people(directory(log_of(names)), wanted, most=None)
    assert set(found["person_id"]) == expected
    assert total == len(expected)


def test_names_that_begin_with_what_is_wanted_come_first_and_seekers_before_contacts():
    log = log_of(
        ["Zoë Ash", "Ashley Oak", "Ashley Elm", "Bo Ashby"],
        seekers=[{"person_id": "001", "cohort_id": "c"}],
        interviews=[{"interview_id": "i", "seeker_id": "001", "contact_id": "002"}],
    )
    found, total = find_people(directory(log), "ash")
    assert found["name"].tolist() == ["Ashley Oak", "Ashley Elm", "Bo Ashby", "Zoë Ash"]
    assert found["kind"].tolist() == ["seeker", "contact", "contact", "contact"]
    assert total == 4
    assert find_people(directory(log), "  ")[1] == 0


def test_at_most_twelve_are_listed_and_all_are_counted():
    found, total = find_people(directory(log_of(["Ann Ash"] * 40)), "ann")
    assert (len(found), total) == (MOST, 40)


def test_people_of_one_name_are_proposed_as_perhaps_the_same():
    known = directory(log_of(["Ann Ash", "ANN  ASH", "Bo"]))
    assert namesakes(known, "000")["person_id"].tolist() == ["001"]
    assert namesakes(known, "002").empty
    assert namesakes(known, "nobody").empty


def links(seen):
    return [node.proto for node in _nodes(seen.sidebar) if node.type == "page_link"]


def test_a_few_letters_lead_to_the_page_of_a_seeker_or_a_contact(sample, show):
    show(sample)
    people = open_logbook(sample).log().whole("people").set_index("person_id")["name"]
    seen = look("glossary")
    box = next(each for each in seen.sidebar.text_input if each.label == "Find a person")
    box.set_value(people["P0004"][:5]).run()
    assert not seen.exception
    found = {link.query_string: link for link in links(seen)}
    assert literal(people["P0004"]) in found["person=P0004"].label
    assert found["person=P0004"].page == "seeker"


def test_nobody_found_is_said(sample, show):
    show(sample)
    seen = look("glossary")
    box = next(each for each in seen.sidebar.text_input if each.label == "Find a person")
    box.set_value("xyzzy").run()
    assert "Nobody of that name." in words(seen)


def everything(seen):
    """All that a browser is told: texts, tables, figures."""
    told = words(seen)
    for side in (seen.main, seen.sidebar):
        for node in _nodes(side):
            proto = getattr(node, "proto", None)
            if node.type == "plotly_chart":
                told.append(json.dumps(json.loads(proto.spec), ensure_ascii=False))
                told.append(str(proto.alt))
            elif proto is not None and node.type != "dataframe":
                told.append(MessageToString(proto, as_utf8=True))
    return "\n".join(told)


@pytest.fixture(scope="module")
def full_names(sample):
    """Everybody's name in the log, advisors' as well."""
    log = open_logbook(sample).log()
    names = {*log.whole("people")["name"], *log.whole("seekers")["advisor"].dropna()}
    return {name for name in names if " " in name}


@pytest.mark.parametrize("page", [*ROUTES, "contact-2"])
def test_hidden_names_are_on_no_page(page, sample, show, full_names):
    show(sample)
    person = {"seeker": "P0038", "contact": "P0091", "contact-2": "P0277"}.get(page, "")
    seen = look(
        page.removesuffix("-2"), hide_names="true", **({"person": person} if person else {})
    )
    told = everything(seen)
    assert [name for name in full_names if name in told] == []


def test_where_names_are_not_hidden_the_same_look_finds_them(sample, show, full_names):
    """So that the test above sees titles, tables and figures."""
    show(sample)
    seen = look("contact", person="P0091")
    figures = [node.proto.spec for node in _nodes(seen.main) if node.type == "plotly_chart"]
    assert len(figures) == 2
    names = json.dumps(json.loads(figures[1]), ensure_ascii=False)
    assert [name for name in full_names if name in names]
    assert [name for name in full_names if name in everything(seen)]


def test_hidden_names_are_found_and_shown_as_initials(sample, show, full_names):
    show(sample)
    seen = look("glossary", hide_names="true", advisor="Ruth Ellingham")
    assert seen.sidebar.selectbox[0].value == "Ruth Ellingham"
    assert "R. E." in seen.sidebar.selectbox[0].options
    box = next(each for each in seen.sidebar.text_input if each.label == "Find a person")
    box.set_value("an").run()
    assert len(links(seen)) == MOST
    labels = "\n".join(link.label for link in links(seen))
    assert [name for name in full_names if name in labels] == []
