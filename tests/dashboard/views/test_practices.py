"""Practices: what goes with more conversations, beside the guides, on every kind of log."""

import datetime as dt
import re
from itertools import product

import pandas as pd
import pytest

from analysis.figures import Figures
from analysis.habits import HABITS
from analysis.intervals import Estimate
from analysis.practices import Practice, Practices, practices
from dashboard.components.practising import habit_table, policy_days, what_guides_say
from dashboard.text import practices as text
from dashboard.text.checklist import CHECKLIST, checklist, checklist_sheet
from dashboard.text.guides import guides, notes, sayings, sayings_in_short
from dashboard.text.practices import practices_sentence, untold
from data.importers.act import import_files
from data.logbook import open_logbook
from tests.dashboard.looking import NOW, blemishes, frames, imported, look, tracker, words
from tests.dashboard.test_text import COUNTS, JARGON

pytestmark = pytest.mark.filterwarnings("default")  # streamlit's own, outside of a browser

DAY = dt.date(2026, 3, 18)
PAGE = "practices"


def headline(seen):
    return seen.title[0].value


def whole(seen):
    assert blemishes(words(seen)) == []
    shown = words(seen, panel=False)
    assert [told for told in shown if JARGON.search(told)] == []
    return seen


@pytest.fixture(scope="module")
def found(sample):
    """What is found in the sample."""
    return practices(Figures(open_logbook(sample).log()))


def test_the_sample_tells_what_stands_out(sample, show, found):
    show(sample)
    seen = whole(look(PAGE))
    assert headline(seen) == practices_sentence(found)
    assert headline(seen).startswith(
        "Asking for names goes with more further conversations here. It may be that keen people"
    )
    assert text.LEGEND in words(seen)
    table = frames(seen)[0].set_index("Habit")
    assert len(table) == len(HABITS)
    assert table.loc["asked for names", "Finding"] == "stands out from chance"
    assert table.loc["asked for a job", "Finding"] == "9 with it, 457 without: too few"
    assert "exp β" in "\n".join(words(seen))  # how we know


def test_the_checklist_opens_and_can_be_printed(sample, show):
    show(sample)
    seen = look(PAGE)
    button = next(each for each in seen.button if each.label == "Open the checklist")
    assert button.proto.type == "primary"
    button.click().run()
    assert not seen.exception
    shown = [told.value for told in nodes(seen._tree) if told.type == "markdown"]
    assert any("Thank by mail within a day" in told for told in shown)


def nodes(node):
    for child in getattr(node, "children", {}).values():
        yield child
        yield from nodes(child)


def test_six_columns_say_what_is_missing_and_offer_the_checklist(six_columns, show):
    show(six_columns)
    seen = whole(look(PAGE, DAY))
    assert headline(seen).startswith("Too early to compare habits: 5 conversations")
    told = frames(seen)[0].set_index("Habit")["Finding"]
    assert told["on time"] == "not noted in this log"
    assert told["thanked within a day"] == "2 with it, 1 without"
    assert [each.label for each in seen.button if each.proto.type == "primary"]


@pytest.mark.parametrize("column", ["held_on", "referred_by", "names_given", "thanked"])
def test_without_a_column_the_page_says_what_it_can(column, tmp_path, show):
    table = tracker() if column == "held_on" else tracker(column)
    if column == "held_on":
        table = table.replace(",held_on,", ",requested_on,", 1)
    show(imported(tmp_path, table).path)
    said = headline(whole(look(PAGE, DAY)))
    expected = {
        "held_on": "No conversation yet",
        "thanked": "This log does not note habits",
    }
    assert said.startswith(expected.get(column, "Too early to compare habits"))


def test_one_seeker_of_several_is_not_compared(tmp_path, show):
    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "interviews.csv").write_text(
        "seeker,contact_name,held_on,on_time\nSam,Ann,2026-03-02,yes\nTess,Bob,2026-03-03,no\n"
    )
    (folder / "seekers.csv").write_text("seeker,cohort,advisor\nSam,Spring,Ada\nTess,Spring,Ben\n")
    book = open_logbook(tmp_path / "log.duckdb", create=True)
    numbers = iter(range(1000))
    report = import_files(
        book, [folder], now=NOW, new_id=lambda: f"{next(numbers):024d}", as_of=NOW.date()
    )
    assert report.written, report.to_json()
    show(book.path)
    seen = whole(look(PAGE, DAY, advisor="Ada"))
    assert headline(seen) == (
        "For one seeker habits are not compared. The checklist is for everyone."
    )
    assert frames(seen)[0]["For each 10 without it"].isna().all()
    assert headline(look(PAGE, DAY)).startswith("Too early to compare habits: 2 conversations")


def test_an_empty_logbook_and_a_day_before_the_first_entry(six_columns, tmp_path, show):
    show(tmp_path / "new.duckdb")
    assert headline(look(PAGE)) == "This logbook is empty. Three ways to begin:"
    show(six_columns)
    seen = whole(look(PAGE, dt.date(2026, 1, 1)))
    assert headline(seen) == "No conversation yet, so there are no habits to compare."


def compared(habit, value, q):
    ratio = Estimate(value, value / 1.3, value * 1.3, n=80)
    return Practice(habit, ratio, q, 40, 40, 30, 20, 9, 9, 0)


def untellable(habit, reason, done, not_done):
    estimate = Estimate(None, n=done + not_done, reason=reason)
    return Practice(habit, estimate, None, done, not_done, done // 2, 0, 3, 2, 1)


def sentences():
    names = list(HABITS)
    for more, fewer, dull in product(range(6), range(4), range(3)):
        rows = [compared(h, 1.9 + i / 10, 0.01) for i, h in enumerate(names[:more])]
        rows += [compared(h, 0.5 - i / 10, 0.01) for i, h in enumerate(names[6 : 6 + fewer])]
        rows += [compared(h, 1.1, 0.6) for h in names[10 : 10 + dull]]
        rows += [untellable(names[-1], "few_with", 2, 90)]
        yield practices_sentence(Practices(tuple(rows), 90, 12, 70, None))
    for why, count in product(
        ("too_few", "no_delays", "window_too_short", "not_found", "one_seeker_only"), COUNTS
    ):
        rows = (untellable("on_time", why, count, 1),)
        yield practices_sentence(Practices(rows, count, 2, count, why))
    yield practices_sentence(Practices((), 40, 5, 9, "too_few"))


def test_every_sentence_is_plain_and_agrees_with_its_numbers():
    for said in sentences():
        assert not JARGON.search(said), said
        assert said.endswith("."), said
        assert "  " not in said, said
        assert not re.search(
            r"\b(1 (conversations|habits)|One habits|goes with more.*do both)", said
        )
    for told in [*text.DOING.values(), text.LEGEND]:
        assert not JARGON.search(told), told
    assert set(text.DOING) == set(HABITS)


def test_two_habits_are_named_and_keen_people_are_thought_of():
    rows = (compared("names_asked", 2.0, 0.01), compared("thanked_soon", 1.5, 0.04))
    assert practices_sentence(Practices(rows, 90, 12, 70, None)) == (
        "Two habits go with more further conversations here: asking for names, and thanking within"
        " a day. It may be that keen people do both."
    )
    rows = (compared("asked_for_job", 0.5, 0.01),)
    assert practices_sentence(Practices(rows, 90, 12, 70, None)) == (
        "Asking for a job goes with fewer further conversations here. A log cannot tell why."
    )


REASONS = ("not_recorded", "always_done", "never_done", "few_with", "few_without", "few_led_to",
           "none_led_on", "tied", "not_found", "too_few")  # fmt: skip


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_words_with_counts(reason):
    for done, not_done in product((0, 1, 9, 40), repeat=2):
        said = untold(untellable("on_time", reason, done, not_done))
        assert said, reason
        assert not JARGON.search(said), said
        assert not re.search(r"\b1 conversations", said)
        assert re.search(r"\d", said) or not done + not_done, said


def test_what_the_guides_say_is_told_of_every_habit_and_short():
    assert len(guides()) == 4
    for habit in HABITS:
        told = sayings(habit)
        assert told, habit
        assert all(len(saying.says) < 100 for saying in told)
        assert re.fullmatch(r"\d \w+ .*", sayings_in_short(habit))
        assert len(sayings_in_short(habit)) <= 28  # room in the picture
    assert set(notes()) <= set(HABITS)
    assert what_guides_say()["Guide"].nunique() == 4


def test_the_checklist_takes_its_days_from_the_policy_and_holds_no_name(sample):
    days = policy_days(Figures(open_logbook(sample).log()))
    assert days["thank_you_email"] == 1
    rules = {line.rule for lines in CHECKLIST.values() for line in lines if line.rule}
    assert rules <= set(days)
    sheet = checklist_sheet(days | {"thank_you_note": 5})
    assert "by hand within 5 days" in sheet
    assert "{" not in re.sub(r"<style>.*</style>", "", sheet, flags=re.DOTALL)
    assert not re.search(r"https?:|src=|@import", sheet)  # nothing is loaded
    assert "Write to each name within a week" in " ".join(checklist(days)["After"])
    assert "within" not in " ".join(checklist({})["After"])  # a policy without these rules


def test_the_table_holds_what_the_picture_shows(found):
    table = habit_table(found)
    row = table[table["Habit"] == "asked for names"].iloc[0]
    asked = found.rows[0]
    assert row["For each 10 without it"] == round(10 * asked.ratio.value, 1)
    assert row["Conversations with it"] == asked.done
    assert pd.isna(table.set_index("Habit").loc["asked for a job", "Likely from"])
