"""The page Log: what it says of every kind of log, and what is entered there."""

import datetime as dt
import shutil

import pandas as pd
import pytest

from analysis.figures import Figures
from analysis.log_contents import log_contents, newest_requests
from dashboard.components.log_grid import edits_of
from dashboard.text.grid import shown_row
from dashboard.text.log import host_warnings, log_sentence
from data import open_logbook
from data.entering import Signature, join_people
from data.entering.hosts import Host
from data.entering.rows import GRID
from tests.dashboard.looking import blemishes, look, words


@pytest.fixture
def own(six_columns, tmp_path, monkeypatch):
    """A copy of the tracker's logbook, as the office's own."""
    path = shutil.copy(six_columns, tmp_path / "own.duckdb")
    monkeypatch.setenv("ONWARD_LOGBOOK", str(path))
    return path


def test_an_empty_log_offers_the_form(tmp_path, monkeypatch):
    monkeypatch.setenv("ONWARD_LOGBOOK", str(tmp_path / "none.duckdb"))
    seen = look("log")
    assert seen.title[0].value.startswith("Nothing is logged yet")
    assert "Who asked (seeker)" in [field.label for field in seen.text_input]


def test_the_tracker_is_told_and_listed(own):
    seen = look("log", as_of=dt.date(2026, 3, 20))
    assert seen.title[0].value.startswith("5 requests, the newest entry of 16 Mar 2026.")
    assert not blemishes(words(seen))


def test_a_conversation_from_the_form_is_saved_and_undone(own):
    seen = look("log", as_of=dt.date(2026, 3, 20))
    seen.radio(key="log_way").set_value("form").run()
    seen.text_input(key="entry_seeker_typed").set_value("sam").run()
    seen.text_input(key="entry_contact_0_typed").set_value("Fay Fir").run()
    seen.text_input(key="entry_names_0").set_value("Gus Gum").run()
    seen.button(key="entry_save").click().run()
    assert not seen.exception
    assert "1 conversation added." in [note.value for note in seen.success]
    assert len(open_logbook(own).table("interviews")) == 6
    seen.button(key="undo_log").click().run()
    assert len(open_logbook(own).table("interviews")) == 5


def test_the_form_warns_of_a_mistyped_seeker(own):
    seen = look("log", as_of=dt.date(2026, 3, 20))
    seen.radio(key="log_way").set_value("form").run()
    seen.text_input(key="entry_seeker_typed").set_value("Sam Sale").run()
    told = [note.value for note in seen.warning]
    assert "“Sam Sale” would be a new seeker. Did you mean Sam Sole?" in told


def test_a_form_without_a_contact_tells_so_and_saves_nothing(own):
    seen = look("log", as_of=dt.date(2026, 3, 20))
    seen.radio(key="log_way").set_value("form").run()
    seen.text_input(key="entry_seeker_typed").set_value("sam").run()
    seen.button(key="entry_save").click().run()
    assert "Nothing was saved yet." in [error.value for error in seen.error]
    assert len(open_logbook(own).table("interviews")) == 5


def test_people_who_were_wrongly_joined_are_parted_and_that_is_undone(own):
    book = open_logbook(own)
    ann, egon = (
        book.read("SELECT person_id FROM people WHERE name = ? ORDER BY 1", [name])["person_id"][0]
        for name in ("Ann Ash", "Egon Elm")
    )
    signed = Signature(dt.datetime(2026, 3, 20, 9), iter(["act"]).__next__)
    join_people(book, egon.as_py(), ann.as_py(), day=dt.date(2026, 3, 20), signed=signed)
    seen = look("log", as_of=dt.date(2026, 3, 20))
    assert "Egon Elm is Ann Ash, since 20 Mar 2026" in words(seen)
    seen.button(key=f"part_{egon}_{ann}").click().run()
    assert "Egon Elm" in open_logbook(own).log().whole("people")["name"].tolist()
    assert not [b for b in seen.button if b.label == "Part them"]
    seen.button(key="undo_log").click().run()
    assert "Egon Elm" not in open_logbook(own).log().whole("people")["name"].tolist()


def test_hidden_names_are_not_edited(own):
    seen = look("log", as_of=dt.date(2026, 3, 20), hide_names="true")
    assert not [way for way in seen.radio if way.key == "log_way"]
    assert "Ann Ash" not in " ".join(words(seen))


def test_edits_are_told_by_what_was_given():
    rows = tuple(
        dict.fromkeys(GRID, "") | {"interview_id": str(i), "seeker": name}
        for i, name in enumerate(("Ann", "Bob", "Cleo"))
    )
    edited = pd.DataFrame(rows, columns=[*GRID]).drop(index=1)
    edited.loc[2, "notes"] = " kept "
    edited.loc[3] = dict.fromkeys(GRID) | {"seeker": "Dan"}
    edited.loc[4] = dict.fromkeys(GRID)
    gone, changed, new = edits_of(rows, edited)
    assert gone.wanted is None
    assert gone.read["interview_id"] == "1"
    assert (changed.wanted["notes"], changed.wanted["interview_id"]) == ("kept", "2")
    assert new.read is None
    assert new.wanted["seeker"] == "Dan"


def test_days_are_shown_in_words_and_what_was_not_touched_stays_as_it_was():
    rows = tuple(
        dict.fromkeys(GRID, "") | {"interview_id": day, "held_on": day, "thanked": "yes"}
        for day in ("2026-03-16", "2026-03")
    )
    edited = pd.DataFrame([shown_row(row) for row in rows], columns=[*GRID])
    assert edited["held_on"].tolist() == ["16 Mar 2026", "Mar 2026"]
    assert edits_of(rows, edited) == []
    edited.loc[1, "thanked"] = "17 Mar 2026"
    (edit,) = edits_of(rows, edited)
    assert (edit.wanted["held_on"], edit.wanted["thanked"]) == ("2026-03", "17 Mar 2026")


def test_rows_that_stand_in_another_order_are_told_by_their_places():
    """As after saving failed: the row in need first, then new ones, then the others."""
    rows = tuple(dict.fromkeys(GRID, "") | {"interview_id": i, "seeker": i} for i in "abc")
    shown = [rows[2] | {"notes": "late"}, dict.fromkeys(GRID, "") | {"seeker": "new"}, rows[0]]
    edited = pd.DataFrame(shown, columns=["needs", *GRID])
    new, changed, gone = sorted(
        edits_of(rows, edited, (2, None, 0)), key=lambda e: (e.read is not None, e.wanted is None)
    )
    assert new.wanted["seeker"] == "new"
    assert (changed.read["interview_id"], changed.wanted["notes"]) == ("c", "late")
    assert gone.read["interview_id"] == "b"


def test_the_newest_requests_of_a_seeker(six_columns):
    figures = Figures(open_logbook(six_columns).log(as_of=dt.date(2026, 3, 20)))
    ids, total = newest_requests(figures)
    known = figures.interviews.set_index("interview_id")["held_on"]
    assert total == len(ids) == 5
    assert known[ids].is_monotonic_decreasing
    assert newest_requests(figures, "tes")[1] == 2
    assert newest_requests(figures, "nobody") == ([], 0)
    assert log_sentence(log_contents(figures)).startswith("5 requests")


def test_warnings_before_asking_come_gravest_first():
    day = dt.date(2026, 3, 1)
    told = host_warnings(Host(3, 2, day, day, "phone"))
    assert [text.split()[0] for text in told] == ["Asked", "Rests", "Has", "Prefers:"]
    assert host_warnings(Host(0, None, None, None)) == []
