"""Follow-up gaps: whom seekers have yet to thank, ask or tell, and the digests."""

import datetime as dt
import io
import shutil
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as st_

from analysis.figures import Figures
from analysis.waiting import (
    LISTS,
    gaps_finding,
    late_seekers,
    not_noted,
    seekers_with_half,
    waiting,
    with_people,
)
from dashboard.components.digests import digest_of, digests_zip
from dashboard.text.gaps import BY_COST, COST, gaps_title
from data.log import Log
from data.logbook import open_logbook
from tests.dashboard.looking import blemishes, frames, imported, look, tracker, words
from tests.dashboard.test_text import JARGON

pytestmark = pytest.mark.filterwarnings("default")  # streamlit's own, outside of a browser

DAY = dt.date(2026, 3, 18)


def told(seen):
    assert blemishes(words(seen)) == []
    assert [text for text in words(seen, panel=False) if JARGON.search(text)] == []
    return seen.title[0].value


def said_of(log):
    finding = gaps_finding(Figures(log))
    return gaps_title(finding.key, finding.numbers)


@pytest.fixture(scope="module")
def figures(sample):
    return Figures(open_logbook(sample).log())


@pytest.fixture(scope="module")
def lists(figures):
    return {which: waiting(figures, which) for which in (*LISTS, "kind")}


def test_the_page_of_the_sample_lists_what_its_sentence_counts(sample, figures, show):
    show(sample)
    seen = look("gaps")
    finding = gaps_finding(figures)
    assert told(seen) == gaps_title(finding.key, finding.numbers)
    thanks, names = (table for table in frames(seen) if "Days" in table and "To do" not in table)
    assert (thanks["Standing"] == "late").sum() == finding.numbers["thanks"]
    assert (names["Standing"] == "late").sum() == finding.numbers["names"]


def test_the_lists_agree_with_a_plain_look_at_the_debts(figures, lists):
    rules = {which: set(rows["rule"]) for which, rows in lists.items()}
    assert rules["thanks"] == {"thank_you_email"}
    assert rules["kind"] <= set(figures.debts.query("weight == 'recommended'")["rule"])
    people = figures.log.whole("people").set_index("person_id")
    asked_not_to = people.index[people["do_not_contact_on"].notna()]
    open_now = figures.debts[figures.debts["state"].isin(["overdue", "due", "later"])]
    open_now = open_now[~open_now["contact_id"].isin(asked_not_to)]
    for which in ("thanks", "names"):
        expected = open_now[open_now["rule"].isin(LISTS[which])]
        assert set(lists[which].index) == set(expected.index)


def test_lists_are_grouped_by_seeker_and_each_group_is_in_the_order_of_its_days(lists):
    for which, day in (("thanks", "opened_on"), ("news", "due_on")):
        rows = lists[which]
        groups = rows["seeker_id"].ne(rows["seeker_id"].shift()).sum()
        assert groups == rows["seeker_id"].nunique()
        of_seeker = rows.groupby("seeker_id", sort=False)[day]
        assert of_seeker.min().is_monotonic_increasing
        assert of_seeker.apply(lambda days: days.is_monotonic_increasing).all()


def test_names_stand_by_what_a_week_of_waiting_costs_and_the_page_says_so(sample, lists, show):
    rows = lists["names"]
    costs = rows["lost_per_week"].groupby(rows["seeker_id"], sort=False)
    assert costs.sum().round(6).is_monotonic_decreasing
    assert costs.apply(lambda cost: cost.is_monotonic_decreasing).all()
    show(sample)
    seen = look("gaps")
    names = next(table for table in frames(seen) if COST in table)
    assert names[COST].tolist() == rows["lost_per_week"].round(2).tolist()
    assert BY_COST in " ".join(words(seen))


def test_a_digest_tells_one_seeker_what_waits_and_nothing_of_anybody_else(figures, lists):
    taken = {key: lists[key] for key in LISTS}
    archive = zipfile.ZipFile(io.BytesIO(digests_zip(figures, taken)))
    ids = pd.concat([rows["seeker_id"] for rows in taken.values()]).unique()
    assert len(archive.namelist()) == len(set(archive.namelist())) == len(ids)
    assert archive.read(archive.namelist()[0]).decode("utf-8-sig").startswith("What waits with you")
    seeker = lists["thanks"]["seeker_id"].iloc[0]
    text = digest_of(seeker, figures, taken)
    mine = pd.concat([with_people(rows, figures) for rows in taken.values()])
    mine = mine[mine["seeker_id"] == seeker]
    assert all(name in text for name in mine["contact"])
    assert text.count("\n- ") == len(mine)
    known = set(figures.people["name"])
    allowed = {*mine["seeker"], *mine["contact"], *mine["through"], *mine["about"]}
    lines = " ".join(text.split())
    others = {name for name in known - allowed if name in lines}
    assert not {name for name in others if not any(name in own for own in allowed)}
    assert "late" not in text


def test_whoever_asked_not_to_be_contacted_is_prompted_for_on_no_day():
    rows = {
        "people": [
            {"person_id": "s", "name": "Sam"},
            {"person_id": "a", "name": "Ann", "do_not_contact_on": "2026-03-10"},
            {"person_id": "b", "name": "Bob"},
        ],
        "interviews": [
            {"interview_id": "1", "seeker_id": "s", "contact_id": "a", "held_on": "2026-03-02",
             "thanked": False},
            {"interview_id": "2", "seeker_id": "s", "contact_id": "b", "held_on": "2026-03-02",
             "thanked": False},
        ],
    }  # fmt: skip
    # On the 6th Ann had not asked yet, but now she has.
    figures = Figures(Log.from_frames(rows, as_of=dt.date(2026, 3, 6)))
    assert list(waiting(figures, "thanks")["contact_id"]) == ["b"]
    lists = {which: waiting(figures, which) for which in LISTS}
    assert "Ann" not in digest_of("s", figures, lists)


@pytest.mark.parametrize("column", ["referred_by", "names_given", "thanked", "seeker"])
def test_gaps_and_roster_of_a_tracker_without_a_column(column, tmp_path, show):
    seeker = "Sam Sole" if column == "seeker" else None
    text = tracker(column).replace("Ann Ash", "**Ann** <b>Ash")
    show(imported(tmp_path, text, seeker=seeker).path)
    seen = look("gaps", DAY)
    assert told(seen)[-1] == "."
    assert told(look("seekers", DAY))[-1] == "."
    if column == "thanked":
        assert told(seen).startswith("This log does not note thanks, so we cannot say who waits.")
        assert any(t.startswith("This log does not note: a thank-you (5)") for t in words(seen))


def test_sentences_good_bad_and_too_little(six_columns):
    log = open_logbook(six_columns).log(as_of=DAY)
    assert said_of(log) == "2 thank-yous are late, all with one seeker."
    met = {"interview_id": "1", "seeker_id": "s", "contact_id": "a", "held_on": "2026-03-02"}
    thanked = {"follow_up_id": "f", "seeker_id": "s", "contact_id": "a", "interview_id": "1",
               "kind": "thank_you_email", "done_on": "2026-03-03"}  # fmt: skip
    named = [
        {"referral_id": str(n), "seeker_id": "s", "from_id": "a", "interview_id": "1",
         "referred_id": f"b{n}", "made_on": "2026-03-02"}
        for n in range(6)
    ]  # fmt: skip
    rows = {"interviews": [met], "follow_ups": [thanked], "referrals": named}
    assert said_of(Log.from_frames(rows, as_of=dt.date(2026, 3, 8))) == (
        "Everyone has been thanked. 6 names wait to be asked; none is older than a week."
    )
    assert said_of(Log.from_frames(rows, as_of=dt.date(2026, 3, 10))) == (
        "Everyone has been thanked. 6 names wait for a first message."
    )
    rows["referrals"] = []
    assert said_of(Log.from_frames(rows, as_of=dt.date(2026, 3, 8))) == (
        "Everyone has been thanked. Who was named is not noted."
    )
    assert said_of(Log.from_frames({})) == "Nobody has been met or named yet, so nobody waits."


def test_hidden_names_are_nowhere_and_no_digest_is_offered(sample, figures, show):
    show(sample)
    seen = look("gaps", hide_names="true")
    text = "\n".join(words(seen))
    assert [name for name in set(figures.people["name"]) if name in text] == []
    prepare = [b.proto for b in seen.get("download_button") if b.proto.id.endswith("digests")]
    assert [button.disabled for button in prepare] == [True]


def test_one_seeker_can_be_looked_at_alone(sample, show):
    show(sample)
    seen = look("gaps")
    box = next(box for box in seen.selectbox if box.key == "gaps_seeker")
    box.select_index(1).run()
    assert not seen.exception
    tables = [table for table in frames(seen) if "Seeker" in table]
    assert len({seeker for table in tables for seeker in table["Seeker"]}) == 1


def test_half_of_what_waits():
    held = seekers_with_half(pd.Series(["a"] * 5 + ["b"] * 3 + ["c"] * 2))
    assert held.to_dict() == {"a": 5}
    assert len(seekers_with_half(pd.Series(["a", "b", "c", "d"]))) == 2


@given(st_.lists(st_.sampled_from("abcdefgh"), max_size=30))
def test_no_fewer_seekers_hold_half(seekers):
    held = seekers_with_half(pd.Series(seekers, dtype="str"))
    assert 2 * held.sum() >= len(seekers)
    if len(held):
        assert 2 * held.iloc[:-1].sum() < len(seekers)
    assert all(seekers.count(seeker) == number for seeker, number in held.items())


def test_those_who_hold_half_are_named_and_can_be_looked_at_alone(sample, figures, show):
    show(sample)
    seen = look("gaps")
    late = late_seekers(waiting(figures, "thanks"), waiting(figures, "names"))
    held = seekers_with_half(late)
    note = next(text for text in words(seen) if text.startswith("Half of them: "))
    assert note.count(",") == len(held) - 1
    for name, number in zip(figures.of_people(held.index, "name"), held, strict=True):
        assert f"{name} {number}" in note
    box = next(box for box in seen.selectbox if box.key == "gaps_seeker")
    box.select_index(0).run()
    assert not seen.exception
    tables = [table for table in frames(seen)[:2] if "Seeker" in table]
    shown = {seeker for table in tables for seeker in table["Seeker"]}
    assert shown == set(figures.of_people(held.index, "name"))
    both = sum((table["Standing"] == "late").sum() for table in tables)
    assert both == held.sum()


def test_nothing_is_noted_of_an_empty_log():
    assert not_noted(Figures(Log.from_frames({}))) == {}


@pytest.fixture
def own(six_columns, tmp_path):
    """A logbook of one's own, to write to."""
    return Path(shutil.copy(six_columns, tmp_path / "own.duckdb"))


def ticked(page, which, rows, monkeypatch):
    """The page with rows of a list ticked: the table is a canvas, its event is handed in."""
    real = st.dataframe

    def shown(data=None, **options):
        if str(options.get("key", "")).startswith(f"waiting_{which}"):
            real(data, **options)
            selection = SimpleNamespace(rows=rows, columns=[], cells=[])
            return SimpleNamespace(selection=selection)
        return real(data, **options)

    monkeypatch.setattr(st, "dataframe", shown)
    return look(page, DAY)


def waits(path, which):
    return waiting(Figures(open_logbook(path).log(as_of=DAY)), which)


def test_a_row_is_noted_as_done_let_go_or_put_off_and_taken_back(own, show, monkeypatch):
    show(own)
    before = len(waits(own, "thanks"))
    seen = ticked("gaps", "thanks", [0], monkeypatch)
    for act in ("done", "let_go", "put_off"):
        if act == "let_go":
            assert seen.button(key="let_go_thanks").disabled
            seen.selectbox(key="why_thanks").select_index(1).run()
        seen.button(key=f"{act}_thanks").click().run()
        assert not seen.exception
        assert len(waits(own, "thanks")) == before - 1
        seen.button(key="undo").click().run()
        assert len(waits(own, "thanks")) == before
    assert told(seen)


def test_the_first_thanks_of_a_log_say_what_they_change(tmp_path, show, monkeypatch):
    text = tracker("thanked").replace("2026-03-16", "2026-03-18")
    show(imported(tmp_path, text).path)
    seen = ticked("gaps", "thanks", [0], monkeypatch)
    assert any(text.startswith("So far the log noted none of these.") for text in words(seen))
