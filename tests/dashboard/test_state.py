"""Where a window begins, and what stays of it."""

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from tests.dashboard.looking import look

pytestmark = pytest.mark.filterwarnings("default")


def test_the_logbook_is_the_one_named_and_else_lies_in_the_data_folder(monkeypatch):
    monkeypatch.setenv("ONWARD_LOGBOOK", "/somewhere/office.duckdb")
    assert state.own_logbook_path() == Path("/somewhere/office.duckdb")
    monkeypatch.delenv("ONWARD_LOGBOOK")
    assert state.own_logbook_path().name == "logbook.duckdb"
    assert state.sample_path() != state.own_logbook_path()


def test_ids_are_never_given_twice():
    assert len({state.new_id() for _ in range(1000)}) == 1000


def test_an_offices_own_log_opens_today_and_the_url_decides_before_that(six_columns, show):
    show(six_columns)
    assert look("glossary").date_input[0].value == state.today()
    day = dt.date(2026, 3, 10)
    assert look("glossary", day).date_input[0].value == day


def test_a_url_that_names_nothing_known_opens_the_page_all_the_same(six_columns, show):
    show(six_columns)
    seen = look("reach", dt.date(2026, 3, 18), cohorts="No such cohort", advisor="Nobody")
    assert seen.multiselect[0].value == []
    assert seen.title


def window():
    from dashboard import state

    state.remember_report({"files": []})
    first = state.upload_key()
    state.forget_files()
    assert state.upload_key() != first
    assert state.remembered_report() == {"files": []}
    assert not state.shows_sample()
    state.show_sample(on=True)
    assert state.shows_sample()
    assert state.logbook_path() == state.sample_path()
    state.show_sample(on=False)
    assert not state.shows_sample()


def test_a_window_keeps_its_report_and_switches_to_the_sample_and_back():
    seen = AppTest.from_function(window).run()
    assert not seen.exception
