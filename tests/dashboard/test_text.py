"""Pages speak plainly: no bare symbol or method name outside the panel of how we know."""

import itertools
import re

import pytest

from analysis.check import _CREDIT, _REASONS
from analysis.coverage import ASPECTS
from analysis.definitions import Measure
from analysis.findings import Finding
from analysis.measures import CATALOG, measures
from dashboard.text import debts, figures, sentences, terms
from dashboard.text.sentences import sentence
from data.log import Log
from tests.dashboard.looking import look, words

JARGON = re.compile(
    r"\b(R|k|p|n|ν|nu|R0|R_naive|offspring|orphans?|debts?|censor\w*|pooled|pooling|Gini|Wilson|"
    r"Poisson|Garwood|Chao1?|binomial|quantile|conduits?|median|descendants?|generations?|"
    r"proportion_80|forest|confidence|interval|Kaplan.Meier|nan|None|NaN|NaT)\b"
)
COUNTS = (0, 1, 2, 9, 40, 1200)


def numbers():
    """Numbers that findings carry: few, none, one, many, in all the ways they meet."""
    keys_of_reach = ("meetings", "met", "organizations", "unknown", "introduced", "own_network")
    for count, doors, told in itertools.product(COUNTS, (0, 1, 7), (0, 1)):
        for unknown in {0, 1, count}:
            yield {
                **dict.fromkeys(keys_of_reach, count), "unknown": min(unknown, count),
                "known": count - min(unknown, count), "introduced": (count - unknown) // 2,
                "doors": doors, "names_told": told, "through_one": doors,
            }  # fmt: skip
    week = ("conversations", "names", "thanks_overdue", "thanks_open", "names_unasked", "quiet",
            "not_started", "seekers")  # fmt: skip
    for count, other, noted in itertools.product(COUNTS, COUNTS, (0, 1)):
        for cut in range(len(week)):
            found = {key: count if at <= cut else other for at, key in enumerate(week)}
            yield {**found, "seekers": max(1, found["seekers"]), "thanks_noted": noted}


def said():
    for found in numbers():
        page = "this_week" if "seekers" in found else "reach"
        for wanted, key in sentences._SENTENCES:
            if wanted == page:
                yield sentence(Finding(page, key, "plain", found))


def static():
    yield from figures.REASONS.values()
    yield from itertools.chain.from_iterable(terms.TERMS.items())
    yield from itertools.chain.from_iterable(terms.WAITING.values())
    for part in (terms.NEXT_STEPS, terms.ANSWERS, terms.COVERAGE, debts.RULES, debts.TO_DO):
        yield from part.values()
    yield from debts.STATES.values()
    for aspect in ASPECTS:
        yield aspect.label
    for definition in CATALOG.values():
        yield definition.label
        yield definition.definition
    for _, message, fix in _CREDIT.values():
        yield message
        yield fix
    yield from _REASONS.values()
    for thanks, names, noted in itertools.product(COUNTS, COUNTS, (False, True)):
        yield debts.gaps_sentence(thanks, names, noted=noted, seekers_with_half=min(names, 5))


def test_nothing_that_pages_say_needs_a_course_in_statistics():
    found = [text for text in {*said(), *static()} if JARGON.search(text)]
    assert found == []


@pytest.mark.parametrize("page", ["this-week", "reach", "glossary", "import"])
def test_a_page_keeps_symbols_inside_its_panels(page, sample, show):
    show(sample)
    shown = [text for text in words(look(page), panel=False) if not text.startswith("multipl")]
    assert [text for text in shown if JARGON.search(text)] == []


def test_every_sentence_is_one_and_agrees_with_its_numbers():
    for text in said():
        assert text[0].isupper() or text[0].isdigit(), text
        assert text.endswith("."), text
        assert "  " not in text, text
        assert " ." not in text, text
        assert not re.search(r"\b1 (people|doors|seekers|hosts|names|conversations)\b", text), text
        assert not re.search(
            r"\b([02-9]|\d{2,}) (person|door|seeker|host|name|conversation) ", text
        )


def test_every_reason_that_a_measure_gives_has_words():
    for log in (
        Log.from_frames({}),
        Log.from_frames(
            {"interviews": [
                {"interview_id": "1", "seeker_id": "s", "contact_id": "a", "held_on": "2026-01-05"}
            ]}
        ),
    ):  # fmt: skip
        for key, found in measures(log).items():
            assert found.reason is None or found.reason in figures.REASONS, key


def the(value, low=None, high=None, unit="share", reason=None):
    return Measure("k", "l", value, low, high, 0.9, 9, unit, None, "", "", "", "", 0, reason, "")


def test_values_and_what_is_likely():
    assert figures.value(the(0.615)) == "62 %"
    assert figures.value(the(None, reason="no_units")) == "–"
    assert figures.value(the(1234.0, unit="people")) == "1,234"
    assert figures.value(the(2.25, unit="names")) == "2.2"
    assert figures.likely(the(0.6, 0.55, 0.69)) == "likely 55 to 69 %"
    assert figures.likely(the(9, 7, None, unit="conversations")) == "likely 7 or more"
    assert figures.likely(the(9)) == ""
    assert [figures.per_ten(x) for x in (0, 0.04, 0.05, 0.051, 0.87, 1.3)] == [
        "0", "fewer than 1", "fewer than 1", "1", "9", "13",
    ]  # fmt: skip


def test_shares_are_told_as_fractions_only_where_one_is_near():
    assert figures.plain_share(67, 100) == "2 in 3"
    assert figures.plain_share(70, 100) == "70 of 100"
    assert figures.plain_share(0, 0) == "none"
