"""The questions to the log: shapes of JSON, selections, words for people."""

import datetime as dt
import re

import pytest

from analysis.follow_up import STATES as ALL_STATES
from analysis.funnel import UNITS, funnel
from analysis.policy import RULES as ALL_RULES
from dashboard.text.debts import RULES, STATES, TO_DO
from dashboard.text.stages import STAGES
from data.log import Log
from tests.dashboard.commands.books import call, told

# DESIGN §6, to the letter.
FOREST = [
    *("interview_id", "parent_id", "direct_parent_id", "inferred", "conduit", "orphan"),
    *("generation", "hops", "offspring", "descendants", "root_id"),
]
GAPS = [
    *("rule", "seeker", "seeker_id", "contact", "contact_id", "through", "interview_id"),
    *("referral_id", "due_on", "days_overdue", "state", "weight", "meetings_at_stake"),
    "lost_per_week",
]
FUNNEL = ["stage", "entered", "reached", "open", "dropped", "share", "low", "high", "median_days"]
MEASURE = [
    *("key", "label", "value", "low", "high", "level", "n", "unit", "reason", "definition"),
    "by",
]
CHECK = ["check", "severity", "table", "ids", "message", "fix"]
QUESTIONS = [
    ["measures"],
    ["forest"],
    ["gaps"],
    ["gaps", "--all"],
    *(["funnel", "--unit", unit] for unit in UNITS),
    ["check"],
]


def without_open(record):
    return [name for name in record if name != "open" or isinstance(record[name], int)]


def test_forest_of_the_design(small):
    rows = {row["interview_id"]: row for row in told("forest", "--logbook", small)}
    assert list(rows["3"]) == FOREST
    assert rows["3"] == {
        "interview_id": "3",
        "parent_id": "1",
        "direct_parent_id": "2",
        "inferred": True,
        "conduit": True,
        "orphan": False,
        "generation": 1,
        "hops": 2,
        "offspring": 0,
        "descendants": 0,
        "root_id": "1",
    }
    assert rows["1"]["parent_id"] is None
    assert (rows["1"]["offspring"], rows["1"]["descendants"]) == (1, 1)


def test_forest_of_a_day_and_of_a_cohort(small):
    early = told("forest", "--logbook", small, "--as-of", "2026-01-10")
    assert [row["interview_id"] for row in early] == ["1"]
    assert early[0]["offspring"] == 0
    south = told("forest", "--logbook", small, "--cohort", "South")
    assert [row["interview_id"] for row in south] == ["4"]
    both = told("forest", "--logbook", small, "--cohort", "north", "--cohort", "South")
    assert len(both) == 3


def test_gaps_are_those_of_the_day(small):
    rows = told("gaps", "--logbook", small, "--as-of", "2026-01-28")
    assert {tuple(row) for row in rows} == {tuple(GAPS)}
    assert {row["state"] for row in rows} <= {"overdue", "due"}
    # Cleo and Dan were met on 25 Jan, thanks are due on the day after, and none was sent.
    thanks = {row["contact"]: row for row in rows if row["rule"] == "thank_you_email"}
    assert {name: row["days_overdue"] for name, row in thanks.items()} == {"Cleo": 2, "Dan": 2}
    assert thanks["Dan"]["seeker"] == "Rae Fox"
    assert thanks["Dan"]["due_on"] == "2026-01-26"
    assert (thanks["Dan"]["weight"], thanks["Dan"]["meetings_at_stake"]) == ("required", None)


def test_gaps_name_who_gave_the_name(small):
    rows = told("gaps", "--logbook", small, "--as-of", "2026-02-10")
    (eve,) = [row for row in rows if row["rule"] == "act_on_referral"]
    assert (eve["contact"], eve["through"], eve["due_on"]) == ("Eve", "Dan", "2026-02-01")


def test_all_gaps_hold_what_is_done(small):
    some = told("gaps", "--logbook", small, "--as-of", "2026-02-10")
    everything = told("gaps", "--all", "--logbook", small, "--as-of", "2026-02-10")
    assert len(everything) > len(some)
    assert "done" in {row["state"] for row in everything}


@pytest.mark.parametrize("unit", UNITS)
def test_funnel(small, unit):
    rows = told("funnel", "--unit", unit, "--logbook", small)
    assert {tuple(row) for row in rows} == {tuple(FUNNEL)}
    assert all(r["entered"] == r["reached"] + r["open"] + r["dropped"] for r in rows)


def test_funnel_counts_requests_by_default(small):
    rows = told("funnel", "--logbook", small)
    assert [(r["stage"], r["reached"]) for r in rows[:3]] == [
        ("requested", 4),
        ("answered", 4),
        ("held", 3),
    ]


def test_measures(small):
    answer = told("measures", "--logbook", small, "--as-of", "2026-02-10")
    assert list(answer) == ["as_of", "cohorts", "newest_entry", "measures", "coverage"]
    assert (answer["as_of"], answer["newest_entry"]) == ("2026-02-10", "2026-01-25")
    found = {one["key"]: one for one in answer["measures"]}
    assert all(without_open(one)[: len(MEASURE)] == MEASURE for one in found.values())
    assert found["reach.contacts_met"]["value"] == 3
    # Ann's meeting led to one of three.
    assert found["multiplication.R_naive"]["value"] == pytest.approx(1 / 3)
    assert all((one["value"] is None) == (one["reason"] is not None) for one in found.values())
    assert {row["cohort"] for row in answer["coverage"]} == {"North", "South"}


def test_measures_name_the_cohorts(small):
    answer = told("measures", "--logbook", small, "--cohort", "north", "--cohort", "South")
    assert answer["cohorts"] == ["North", "South"]


def test_an_open_end_is_null_and_named():
    from dashboard.commands.output import plain

    assert plain({"low": 1.0, "high": float("inf")}) == {"low": 1.0, "high": None, "open": "high"}


def test_one_seeker_is_counted_and_not_scored(small):
    answer = told("measures", "--logbook", small, "--cohort", "North")
    found = {one["key"]: one for one in answer["measures"]}
    assert found["reach.contacts_met"]["value"] == 2
    for one in found.values():
        if one["unit"] == "share" or one["key"] in {
            "multiplication.R_naive",
            "multiplication.referrals_per_meeting",
            "conversion.meetings_per_opportunity",
            "reach.unseen_contacts",
        }:
            assert one["value"] is None, one["key"]
        assert (one["low"], one["high"]) == (None, None)
        assert all(group["low"] is None for group in one["by"])
    stages = told("funnel", "--logbook", small, "--cohort", "North")
    assert stages[2]["reached"] == 2
    assert all((s["share"], s["low"], s["high"]) == (None, None, None) for s in stages)
    assert "counts only" in call("measures", "--logbook", small, "--cohort", "North").stdout
    assert "counts only" in call("funnel", "--logbook", small, "--cohort", "North").stdout


def test_check_of_a_sound_log_finds_no_error(small):
    rows = told("check", "--logbook", small)
    assert {tuple(row) for row in rows} <= {tuple(CHECK)}
    assert "error" not in {row["severity"] for row in rows}


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_an_empty_logbook_answers(empty, words):
    answer = told(*words, "--logbook", empty)
    said = call(*words, "--logbook", empty)
    assert said.exit_code == 0, said.output
    assert said.stdout.strip()
    if words[0] == "measures":
        assert answer["newest_entry"] is None
        assert all(one["value"] in {0, None} for one in answer["measures"])
    elif words[0] == "funnel":
        assert {row["reached"] for row in answer} == {0}
    else:
        assert answer == []


# DESIGN §2: people read no bare symbol and no method's name.
NOT_PLAIN = re.compile(
    r"\b(R|k|offspring|orphans?|debts?|censored|Kaplan|pooled|Gini|conduits?|descendants)\b"
)


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_the_sample_answers_in_plain_words(sample_book, words):
    said = call(*words, "--logbook", sample_book)
    assert said.exit_code == 0, said.output
    assert len(said.stdout.splitlines()) > 5
    assert NOT_PLAIN.findall(said.stdout) == []


def test_the_sample_is_read_as_of_its_last_day(sample_book):
    from data.sample import LAST_DAY

    answer = told("measures", "--logbook", sample_book)
    assert (answer["as_of"], answer["newest_entry"]) == (LAST_DAY.isoformat(),) * 2
    untold = {one["key"]: one["reason"] for one in answer["measures"] if one["value"] is None}
    assert untold == {
        "multiplication.doubling_days": "not_growing",
        "practices.asked_for_job": "few_with",  # 9 conversations
    }


def test_every_rule_stage_and_state_has_words():
    assert set(RULES) == set(TO_DO) == set(ALL_RULES)
    assert set(STATES) == set(ALL_STATES)
    for unit in UNITS:
        assert list(STAGES[unit]) == list(funnel(Log.from_frames({}), unit)["stage"])


def test_today_is_asked_for_a_log_that_is_no_sample(small, monkeypatch):
    monkeypatch.setattr("dashboard.commands.selecting.now", lambda: dt.datetime(2026, 1, 10, 9))
    assert told("measures", "--logbook", small)["as_of"] == "2026-01-10"


def test_trees_stand_beneath_those_who_led_to_them(small):
    lines = call("forest", "--logbook", small).stdout.splitlines()
    assert (
        lines[0]
        == "3 conversations: 2 first contacts and 1 by introduction, up to 1 introduction deep."
    )
    ann, cleo = (next(i for i, line in enumerate(lines) if who in line) for who in ("Ann", "Cleo"))
    assert cleo == ann + 1
    assert "└ Cleo" in lines[cleo]


def test_names_are_shown_as_they_are_and_carry_nothing_out(tmp_path):
    sheet = tmp_path / "log.csv"
    sheet.write_text(
        "seeker,contact_name,held_on\nSam,[red]Ann[/red] :smile:,2026-01-05\n", encoding="utf-8"
    )
    book = tmp_path / "log.duckdb"
    assert call("import", sheet, "--logbook", book).exit_code == 0
    assert "[red]Ann[/red] :smile:" in call("forest", "--logbook", book).stdout
