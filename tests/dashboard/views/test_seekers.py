"""Seekers: the roster, its sentence, and the way to a one-to-one."""

import datetime as dt

import pandas as pd
import pytest

from analysis.figures import Figures
from analysis.roster import roster, roster_finding
from dashboard.charts.palette import contrast, palette
from dashboard.charts.roster_strip import strip_colors
from dashboard.text.roster import roster_title
from data.logbook import open_logbook
from tests.dashboard.looking import blemishes, frames, look, words
from tests.dashboard.test_text import JARGON

pytestmark = pytest.mark.filterwarnings("default")  # streamlit's own, outside of a browser

DAY = dt.date(2026, 3, 18)


def told(seen):
    assert blemishes(words(seen)) == []
    assert [text for text in words(seen, panel=False) if JARGON.search(text)] == []
    return seen.title[0].value


def test_the_sample_shows_who_has_not_started_first_and_ended_searches_apart(sample, show):
    show(sample)
    seen = look("seekers")
    rows = roster(Figures(open_logbook(sample).log()))
    finding = roster_finding(rows)
    assert told(seen) == roster_title(finding.key, finding.numbers)
    going_on, ended = frames(seen)
    n = finding.numbers
    assert (len(going_on), len(ended)) == (n["seekers"] + n["off_list"], n["ended"])
    first = going_on.head(n["not_started"])
    assert (first["Asked"] == 0).all()
    assert (going_on["Asked"].iloc[n["not_started"] :] > 0).all()
    assert going_on["→ Met"].sum() == rows.loc[rows["ended_on"].isna(), "met"].sum()
    # Counts, and no share of anybody.
    for table in (going_on, ended):
        counts = table[[column for column in table if column.startswith(("Asked", "→"))]]
        assert len(counts.columns) == 5
        assert (counts == counts.astype(int)).all(axis=None)
        assert not [column for column in table if "%" in column or "share" in column.lower()]


def test_a_tracker_shows_the_counts_that_it_notes(six_columns, show):
    show(six_columns)
    seen = look("seekers", DAY)
    assert told(seen) == (
        "2 seekers in this log. Without a list of seekers nobody can say who has not started."
    )
    assert list(frames(seen)[0]) == ["Seeker", "→ Met", "→ Named", "→ Asked on", "Last entry"]
    assert "This log does not note who was asked, or who said yes." in words(seen)


def test_before_the_first_entry_nobody_is_there(six_columns, show):
    show(six_columns)
    assert told(look("seekers", dt.date(2026, 1, 1))) == "There is no seeker in this log yet."


def test_a_seeker_is_chosen_and_opened(sample, show):
    show(sample)
    seen = look("seekers")
    button = next(b for b in seen.button if b.key == "open_one_to_one")
    assert button.disabled
    seen.selectbox(key="one_to_one").select_index(0).run()
    button = next(b for b in seen.button if b.key == "open_one_to_one")
    assert not button.disabled


def test_hidden_names_are_nowhere_on_the_roster(sample, show):
    show(sample)
    seen = look("seekers", hide_names="true")
    text = "\n".join(words(seen))
    people = open_logbook(sample).log().whole("people")
    assert [name for name in set(people["name"]) if name in text] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_more_the_deeper_and_always_readable(theme):
    counts = pd.DataFrame({"a": [0, 1, 4], "b": [9, 100, None]}, dtype="Int64")
    styles = strip_colors(counts, theme=theme)
    assert styles.loc[2, "b"] == ""
    paper, color = palette(theme).paper, palette(theme)
    assert styles.loc[0, "a"] == f"color: {color.quiet}"
    tints = [
        styles.loc[r, c].split(": ")[1][:7] for r, c in ((1, "a"), (2, "a"), (0, "b"), (1, "b"))
    ]
    away = [contrast(tint, paper) for tint in tints]
    assert away == sorted(away)
    assert min(contrast(tint, color.ink) for tint in tints) >= 4.5


def test_every_sentence_of_the_roster_is_one():
    for started in (0, 1, 2, 40):
        for not_started in (0, 1, 7):
            for ended, off_list in ((0, 0), (1, 1), (46, 3)):
                n = {"seekers": started + not_started, "started": started,
                     "not_started": not_started, "ended": ended, "off_list": off_list}  # fmt: skip
                for key in ("some_not", "no_list", "all_ended", "nobody"):
                    text = roster_title(key, n)
                    assert text[-1] == "."
                    assert "  " not in text
                    assert " ." not in text


def test_a_long_roster_is_cut_and_says_so(sample, show, monkeypatch):
    monkeypatch.setattr("dashboard.components.roster.MOST_ROWS", 3)
    show(sample)
    seen = look("seekers")
    assert len(frames(seen)[0]) == 3
    assert any("more. Choose an advisor" in caption.value for caption in seen.caption)
