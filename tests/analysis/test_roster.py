"""The roster: counts of each seeker, against a plain count over the tables."""

import datetime as dt

import pandas as pd
import pytest

from analysis.figures import Figures
from analysis.roster import COUNTS, agreements, last_entries, roster, roster_finding
from data.columns import TABLES
from data.log import Log
from tests.analysis.busy_logs import crowd
from tests.analysis.logs import day

DAY = dt.date(2026, 3, 18)


def by_hand(log, seeker):
    """The counts of a seeker by going through the rows one by one."""
    asked = [
        row for row in log.table("interviews").to_dict("records") if row["seeker_id"] == seeker
    ]
    met = {row["contact_id"] for row in asked if not pd.isna(row["held_on"])}
    yes = [row for row in asked if row["answer"] == "accepted" or not pd.isna(row["held_on"])]
    days = [
        row[column]
        for name in ("interviews", "referrals", "follow_ups", "opportunities")
        for row in log.table(name).to_dict("records")
        if row["seeker_id"] == seeker
        for column in TABLES[name].happened
        if not pd.isna(row[column])
    ]
    return len(asked), len(yes), len(met), max(days, default=None)


@pytest.mark.parametrize("seed", range(2))
def test_the_counts_are_those_of_a_plain_look_at_the_rows(seed):
    figures = Figures(Log.from_frames(crowd(seed, 8), as_of=day(14 + 20 * seed)))
    table = roster(figures).set_index("seeker_id")
    assert set(table.index) == set(figures.seekers)
    last = last_entries(figures)
    for seeker, row in table.iterrows():
        asked, yes, met, latest = by_hand(figures.log, seeker)
        assert row["started"] == (asked > 0)
        assert pd.isna(row["asked"]) or (row["asked"], row["yes"]) == (asked, yes)
        assert row["met"] == met
        assert last.get(seeker) == latest
        assert pd.isna(row["last_entry"]) if latest is None else row["last_entry"] == latest
        named = figures.referrals.query("seeker_id == @seeker and fresh")
        assert pd.isna(row["named"]) or row["named"] >= len(named)
        assert pd.isna(row["asked_on"]) or row["asked_on"] <= row["named"]
    assert list(table["started"]) == sorted(table["started"])
    numbers = roster_finding(roster(figures)).numbers
    assert numbers["started"] + numbers["not_started"] == numbers["seekers"]
    assert numbers["seekers"] + numbers["off_list"] + numbers["ended"] == len(table)


def log_of(**tables):
    return Log.from_frames(tables, as_of=DAY)


def held(number, contact, **more):
    row = {"interview_id": str(number), "seeker_id": "s", "contact_id": contact}
    return row | {"held_on": "2026-03-02"} | more


def test_what_a_log_does_not_note_is_blank_and_not_nought():
    rows = roster(Figures(log_of(interviews=[held(1, "a"), held(2, "b")])))
    assert rows["met"].tolist() == [2]
    assert rows[["asked", "yes", "named", "asked_on"]].isna().all(axis=None)


def test_names_known_as_a_number_only_count_and_nobody_knows_who_was_asked():
    rows = roster(Figures(log_of(interviews=[held(1, "a", names_given=3), held(2, "b")])))
    assert rows["named"].tolist() == [3]
    assert rows["asked_on"].isna().all()
    none = roster(Figures(log_of(interviews=[held(1, "a", names_given=0)])))
    assert none[["named", "asked_on"]].to_numpy().tolist() == [[0, 0]]


def test_a_log_of_conversations_that_took_place_does_not_say_who_was_asked():
    day = {"requested_on": "2026-02-20"}
    logged = [held(number, f"c{number}", **day) for number in range(20)]
    assert roster(Figures(log_of(interviews=logged)))["asked"].isna().all()
    asked = {"interview_id": "x", "seeker_id": "s", "contact_id": "x"} | day
    assert roster(Figures(log_of(interviews=[*logged, asked])))["asked"].tolist() == [21]


def test_a_cohort_that_notes_it_is_counted_beside_one_that_does_not():
    seekers = [
        {"person_id": "s", "cohort_id": "1", "joined_on": "2026-01-05"},
        {"person_id": "t", "cohort_id": "2", "joined_on": "2026-01-05"},
    ]
    cohorts = [{"cohort_id": "1", "name": "One"}, {"cohort_id": "2", "name": "Two"}]
    asked = {"interview_id": "9", "seeker_id": "t", "contact_id": "x", "requested_on": "2026-02-20"}
    log = log_of(cohorts=cohorts, seekers=seekers, interviews=[held(1, "a"), asked])
    table = roster(Figures(log)).set_index("seeker_id")
    assert pd.isna(table.loc["s", "asked"])
    assert table.loc["t", [*COUNTS]].tolist()[:3] == [1, 0, 0]


def agreed(number, due, **more):
    row = {"note_id": str(number), "person_id": "s", "kind": "agreement"}
    return row | {"noted_on": "2026-01-05", "due_on": due, "text": "Ask Ann"} | more


def test_the_next_agreement_lies_ahead_or_was_the_last_to_be_due():
    member = {"person_id": "s", "cohort_id": "1", "joined_on": "2026-01-05"}
    log = {"cohorts": [{"cohort_id": "1", "name": "One"}], "seekers": [member]}
    notes = [agreed(1, "2026-02-01"), agreed(2, "2026-03-01"), agreed(3, "2026-04-01"),
             agreed(4, "2026-05-01"), agreed(5, "2026-03-20", done_on="2026-03-01"),
             agreed(6, None)]  # fmt: skip
    figures = Figures(log_of(**log, notes=notes))
    assert agreements(figures)["note_id"].tolist() == ["1", "2", "3", "4"]
    assert roster(figures)["next_agreement"].tolist() == [pd.Timestamp("2026-04-01")]
    past = Figures(log_of(**log, notes=notes[:2]))
    assert roster(past)["next_agreement"].tolist() == [pd.Timestamp("2026-03-01")]
    left = log | {"seekers": [member | {"left_on": "2026-03-10"}]}
    assert agreements(Figures(log_of(**left, notes=notes))).empty


def test_what_can_be_said_of_who_has_started():
    member = {"cohort_id": "1", "joined_on": "2026-01-05"}
    seekers = [member | {"person_id": person} for person in ("s", "t")]
    cohorts = [{"cohort_id": "1", "name": "One"}]
    some = roster_finding(roster(Figures(log_of(cohorts=cohorts, seekers=seekers,
                                                interviews=[held(1, "a")]))))  # fmt: skip
    assert (some.key, some.numbers["started"], some.numbers["not_started"]) == ("some_not", 1, 1)
    everybody = Figures(log_of(cohorts=cohorts, seekers=seekers[:1], interviews=[held(1, "a")]))
    assert roster_finding(roster(everybody)).key == "all_started"
    assert roster_finding(roster(Figures(log_of()))).key == "nobody"
    unlisted = roster_finding(roster(Figures(log_of(interviews=[held(1, "a")]))))
    assert (unlisted.key, unlisted.numbers["off_list"]) == ("no_list", 1)
    over = [{"cohort_id": "1", "name": "One", "ends_on": "2026-03-01"}]
    assert roster_finding(roster(Figures(log_of(cohorts=over, seekers=seekers)))).key == "all_ended"
