"""The caches: they follow the logbook, and share what does not depend on the selection."""

import datetime as dt
import shutil

import pandas as pd
import pytest

from dashboard import cached
from dashboard.state import Selection
from data.logbook import open_logbook
from tests.dashboard.looking import NOW

pytestmark = pytest.mark.filterwarnings("default")
DAY = dt.date(2026, 3, 18)


def test_an_act_of_somebody_else_shows_up(six_columns, tmp_path):
    path = tmp_path / "log.duckdb"
    shutil.copy(six_columns, path)
    before = cached.figures_of(path, Selection(DAY))
    assert cached.figures_of(path, Selection(DAY)) is before
    row = {"interview_id": "new", "seeker_id": before.seekers[0], "contact_id": before.seekers[1]}
    with open_logbook(path).writing(now=NOW, act="edit") as writing:
        writing.insert("interviews", pd.DataFrame([row | {"held_on": pd.Timestamp("2026-03-17")}]))
    after = cached.figures_of(path, Selection(DAY))
    assert after is not before
    assert len(after.forest) == len(before.forest) + 1
    assert len(cached.log_of(path).whole("interviews")) == len(after.forest)


def test_selections_share_the_credit_and_the_log(six_columns, tmp_path):
    path = tmp_path / "log.duckdb"  # its own: the caches keep few logs, and other tests open more
    shutil.copy(six_columns, path)
    one = cached.figures_of(path, Selection(DAY))
    other = cached.figures_of(path, Selection(dt.date(2026, 3, 10)))
    assert one is not other
    assert one.credited is other.credited
    assert len(other.forest) < len(one.forest)


def test_hiding_names_changes_the_map_and_not_the_figures(six_columns):
    shown, hidden = Selection(DAY), Selection(DAY, hide_names=True)
    assert cached.figures_of(six_columns, shown) is cached.figures_of(six_columns, hidden)
    names = set(cached.map_data_of(six_columns, shown).meetings["name"])
    assert "Bob Birch" in names
    assert set(cached.map_data_of(six_columns, hidden).meetings["name"]) == {
        "".join(f"{word[0]}. " for word in name.split()).strip() for name in names
    }
