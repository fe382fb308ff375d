"""Conversion: what came of it, and who helped, on every kind of log."""

import datetime as dt
import itertools
import re

import pandas as pd
import pytest

from analysis.conversions import conversion_finding
from analysis.figures import Figures
from analysis.findings import Finding
from analysis.paths import behind, paths
from dashboard.text import conversion as text
from dashboard.text import stages as stage_text
from dashboard.text.conversion import conversion_sentence
from data.logbook import open_logbook
from tests.dashboard.looking import blemishes, frames, imported, look, tracker, words
from tests.dashboard.test_text import COUNTS, JARGON

pytestmark = pytest.mark.filterwarnings("default")  # streamlit's own, outside of a browser

DAY = dt.date(2026, 3, 18)
PAGE = "conversion"


def headline(seen):
    return seen.title[0].value


def whole(seen):
    assert blemishes(words(seen)) == []
    shown = words(seen, panel=False)
    assert [told for told in shown if JARGON.search(told)] == []
    return seen


def button(seen):
    return next(each for each in seen.button if each.key == "thank")


def in_dialog(seen):
    """The list of those to thank: a dialog stands beside the page, not in it."""
    tables = [node.value for node in nodes(seen._tree) if node.type == "dataframe"]
    return next(table for table in tables if "Waits for" in table)


def nodes(node):
    for child in getattr(node, "children", {}).values():
        yield child
        yield from nodes(child)


def test_the_sample_tells_what_came_of_it_and_who_is_still_to_hear(sample, show):
    show(sample)
    seen = whole(look(PAGE))
    log = open_logbook(sample).log()
    figures = Figures(log)
    assert headline(seen) == conversion_sentence(conversion_finding(figures))
    assert headline(seen).startswith("77 of 90 have met someone, 46 found an opportunity, 14 an")
    assert "The people behind the offers" in words(seen)
    found = button(seen)
    assert (found.label, found.proto.type) == ("Thank the people behind an offer", "primary")
    found.click().run()
    assert not seen.exception
    thanks = in_dialog(seen)
    helped = paths(figures, behind(figures))
    names = set(figures.people["name"].reindex(helped["contact_id"]))
    assert set(thanks["Who helped"]) <= names
    waits = thanks["Waits for"].ne("")
    assert waits.any()
    assert waits.is_monotonic_decreasing  # those who are still to hear come first
    assert blemishes(list(thanks.astype(str).to_numpy().ravel())) == []


def test_hidden_names_are_neither_on_the_page_nor_among_those_to_thank(sample, show):
    show(sample)
    seen = look(PAGE, hide_names="true")
    button(seen).click().run()
    people = open_logbook(sample).log().whole("people")["name"]
    thanks = in_dialog(seen)
    shown = "\n".join([*words(seen), *thanks.astype(str).to_numpy().ravel()])
    assert [name for name in people if name in shown] == []
    assert thanks["Who helped"].str.fullmatch(r"(\w\.[ -]?)+").all()


def test_the_way_is_told_of_seekers_requests_and_names(sample, show):
    show(sample)
    for unit in stage_text.UNITS.values():
        seen = whole(look(PAGE, unit=unit))
        chosen = seen.radio(key="unit")
        assert chosen.value == next(k for k, v in stage_text.UNITS.items() if v == unit)


def test_six_columns_say_who_has_met_and_that_nothing_more_is_noted(six_columns, show):
    show(six_columns)
    seen = whole(look(PAGE, DAY))
    assert headline(seen) == ("2 of 2 have met someone. This log does not note what came of it.")
    assert not [each for each in seen.button if each.key == "thank"]
    shown = frames(seen)[-1].set_index("Figure")
    assert shown.loc["outcomes known", "Note"] == "This log does not say."
    assert shown.loc["outcomes known", "Value"] == "–"


@pytest.mark.parametrize("column", ["referred_by", "names_given", "thanked"])
def test_without_a_column_the_page_says_what_it_can(column, tmp_path, show):
    show(imported(tmp_path, tracker(column)).path)
    for unit in ("seekers", "names given"):
        assert headline(whole(look(PAGE, DAY, unit=unit))).startswith("2 of 2 have met someone")


def test_few_opportunities_are_shown_with_everyone_who_helped(tmp_path, show):
    table = pd.DataFrame([line.split(",") for line in tracker().splitlines()])
    table.columns = table.iloc[0]
    table = table.iloc[1:].assign(came_of_it=["", "", "good_word", "", ""])
    show(imported(tmp_path, table.to_csv(index=False)).path)
    seen = whole(look(PAGE, DAY))
    assert headline(seen) == (
        "1 opportunity so far: too few for rates. Here it is, with everyone who helped."
    )
    assert button(seen).label == "Thank the people behind an opportunity"
    button(seen).click().run()
    thanks = in_dialog(seen)
    assert set(thanks["Who helped"]) == {"Ann Ash", "Cleo Cedar"}


def test_an_empty_logbook_and_a_day_before_the_first_entry(six_columns, tmp_path, show):
    show(tmp_path / "new.duckdb")
    assert headline(look(PAGE)) == "This logbook is empty. Three ways to begin:"
    show(six_columns)
    whole(look(PAGE, dt.date(2026, 1, 1)))


def findings():
    for key in text._SENTENCES:
        for many, few, others in itertools.product(COUNTS, (0, 1, 2, 6), (0, 1, 30)):
            by = min(few, 4)
            yield Finding("conversion", key, "plain", {
                "seekers": many + few, "met": many, "found": few, "offers": few, "asked": many,
                "offers_introduced": by, "offers_unknown": min(few - by, 1), "accepted": 0,
                "opportunities": max(1, few), "conversations": many, "weeks": few,
                "others": others, "searching": few, "week": 5,
            })  # fmt: skip


def test_every_sentence_is_plain_and_agrees_with_its_numbers():
    for finding in findings():
        said = conversion_sentence(finding)
        assert not JARGON.search(said), said
        assert said.endswith("."), said
        assert "  " not in said, said
        assert not re.search(r"\b1 (conversations|weeks|opportunities)\b", said), said
    static = (text.KINDS, text.DIRECTIONS, text.REACHED, text.ROLES, stage_text.MEANINGS)
    for told in (*static, stage_text.UNITS, *stage_text.STAGES.values()):
        assert not [word for word in told.values() if JARGON.search(word)]
    for unit in stage_text.STAGES.values():
        assert set(unit) <= set(stage_text.MEANINGS)


def test_none_yet_tells_of_others_and_of_the_week():
    base = {"met": 9, "seekers": 21, "weeks": 9, "others": 30, "searching": 21, "week": 5}
    said = conversion_sentence(Finding("conversion", "none_yet", "plain", base))
    assert said == (
        "9 of 21 have met someone; no opportunity yet. Elsewhere in this log half of the 30 who"
        " found one had it within 9 weeks of joining; here half are in week 5 or earlier."
    )
