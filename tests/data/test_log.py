"""The log: replay, selection, merges, and that it cannot be changed."""

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.columns import LOG_TABLES, TABLES
from data.errors import UnknownNameError
from data.frames import as_frame
from data.log import Log

TEXT = {pa.string(): pd.StringDtype(na_value=float("nan"))}
DAYS = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(30)]
days = st.none() | st.sampled_from(DAYS)
people = st.sampled_from("abcde")


def records(table, key):
    columns = TABLES[table].columns
    fields = {}
    for column in columns:
        if column.name == key:
            continue
        if column.type == "person":
            fields[column.name] = people
        elif column.name == "interview_id":
            fields[column.name] = st.sampled_from(["0", "1", "2"])
        elif column.type == "date":
            fields[column.name] = days
        elif column.choices:
            fields[column.name] = st.sampled_from(column.choices)
    rows = st.lists(st.fixed_dictionaries(fields), max_size=4)
    return rows.map(lambda found: [row | {key: str(i)} for i, row in enumerate(found)])


logs = st.fixed_dictionaries(
    {
        "interviews": records("interviews", "interview_id"),
        "referrals": records("referrals", "referral_id"),
        "follow_ups": records("follow_ups", "follow_up_id"),
        "opportunities": records("opportunities", "opportunity_id"),
    }
)


def known_by_hand(table, row, tables, day):
    """The sentence of the design, one row at a time, as a second method."""
    dates = [row[c] for c in TABLES[table].row_from if row[c] is not None]
    if not dates and table != "interviews":
        held = [i for i in tables["interviews"] if i["interview_id"] == row["interview_id"]]
        orders = {
            "referrals": (("held_on",), ("answered_on",)),
            "follow_ups": (("held_on",), TABLES["interviews"].row_from),
            "opportunities": (("held_on",), TABLES["interviews"].row_from),
        }
        for names in orders[table]:
            dates = dates or [i[n] for i in held for n in names if i[n] is not None]
    if not dates and table == "follow_ups":
        pair = [
            i
            for i in tables["interviews"]
            if (i["seeker_id"], i["contact_id"]) == (row["seeker_id"], row["contact_id"])
        ]
        dates = [i["held_on"] for i in pair if i["held_on"]]
        dates = dates or [i[n] for i in pair for n in TABLES["interviews"].row_from if i[n]]
    return not dates or min(dates) <= day


@settings(max_examples=40)
@given(logs, st.sampled_from(DAYS))
def test_rows_and_values_are_those_known_on_the_day(tables, day):
    log = Log.from_frames(tables, as_of=day)
    for name, rows in tables.items():
        shown = log.table(name).set_index(TABLES[name].key[0])
        assert set(shown.index) == {
            row[TABLES[name].key[0]] for row in rows if known_by_hand(name, row, tables, day)
        }
        for row in rows:
            key = row[TABLES[name].key[0]]
            if key not in shown.index:
                continue
            for column in TABLES[name].columns:
                if column.name == TABLES[name].key[0]:
                    continue
                dates = [row[c] for c in column.known_from if row[c] is not None]
                blank = row.get(column.name) is None or (bool(dates) and min(dates) > day)
                assert pd.isna(shown.loc[key, column.name]) == blank, (name, column.name)


@settings(max_examples=15)
@given(logs, st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_replaying_a_replay_shows_what_the_log_shows_at_the_earlier_day(tables, first, second):
    early, late = min(first, second), max(first, second)
    once = Log.from_frames(tables).at(as_of=early)
    cut = Log.from_frames(
        {name: Log.from_frames(tables, as_of=late).table(name) for name in tables}
    )
    for name in ("interviews", "opportunities"):  # dated by their own columns alone
        pd.testing.assert_frame_equal(once.table(name), cut.at(as_of=early).table(name))


def test_a_request_is_pending_until_it_is_answered():
    log = Log.from_frames(
        {
            "interviews": [
                {
                    "interview_id": "1",
                    "seeker_id": "s",
                    "contact_id": "c",
                    "requested_on": "2026-03-01",
                    "answer": "accepted",
                    "held_on": "2026-03-09",
                    "mode": "phone",
                    "names_given": 2,
                }
            ]
        }
    )
    before = log.at(as_of=dt.date(2026, 3, 8)).table("interviews").iloc[0]
    assert before[["answer", "held_on", "mode", "names_given"]].isna().all()
    after = log.table("interviews").iloc[0]
    assert (after["answer"], after["mode"], after["names_given"]) == ("accepted", "phone", 2)


def test_a_frame_that_is_changed_leaves_the_log_as_it_was():
    log = Log.from_frames({"cohorts": [{"cohort_id": "1", "name": "Spring"}]})
    frame = log.table("cohorts")
    frame.loc[0, "name"] = "Autumn"
    whole = log.whole("cohorts")
    whole["name"] = "Winter"
    assert list(log.table("cohorts")["name"]) == ["Spring"]


def test_the_newest_entry_counts_neither_plans_nor_decisions_nor_what_lies_ahead():
    log = Log.from_frames(
        {
            "interviews": [
                {
                    "interview_id": "1",
                    "seeker_id": "s",
                    "contact_id": "c",
                    "requested_on": "2026-03-01",
                    "scheduled_for": "2026-05-01",
                    "held_on": "2026-04-01",
                }
            ],
            "same_person": [{"person_id": "x", "is_person_id": "c", "decided_on": "2026-06-01"}],
            "debt_decisions": [
                {
                    "rule": "nudge",
                    "seeker_id": "s",
                    "decision": "waived",
                    "decided_on": "2026-06-01",
                }
            ],
        },
        as_of=dt.date(2026, 12, 1),
    )
    assert log.newest_entry == dt.date(2026, 4, 1)
    assert log.at(as_of=dt.date(2026, 3, 15)).newest_entry == dt.date(2026, 3, 1)
    assert log.at(as_of=dt.date(2026, 2, 1)).newest_entry is None


def roster_log(**selection):
    return Log.from_frames(
        {
            "cohorts": [{"cohort_id": "k1", "name": "Spring"}, {"cohort_id": "k2", "name": "Fall"}],
            "people": [{"person_id": p, "name": p.upper()} for p in "abc"],
            "seekers": [
                {"person_id": "a", "cohort_id": "k1", "advisor": "Vera", "joined_on": "2026-01-01"},
                {"person_id": "b", "cohort_id": "k2", "advisor": "Olu", "joined_on": "2026-02-01"},
            ],
            "interviews": [
                {
                    "interview_id": "1",
                    "seeker_id": "c",
                    "contact_id": "x",
                    "requested_on": "2026-03-01",
                }
            ],
        },
        **selection,
    )


def test_a_selection_narrows_the_roster_and_keeps_the_log_whole():
    assert list(roster_log().seeker_ids) == ["a", "b", "c"]
    assert list(roster_log(cohorts=["spring"]).seeker_ids) == ["a"]
    assert list(roster_log(advisor="Olu").seeker_ids) == ["b"]
    assert list(roster_log(as_of=dt.date(2026, 1, 15)).seeker_ids) == ["a"]
    assert len(roster_log(cohorts=["Fall"]).table("interviews")) == 1
    assert list(roster_log(cohorts=["k2"]).roster()["cohort"]) == ["Fall"]


def test_an_unknown_cohort_is_named_with_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"no cohort “Summer”.*Fall, Spring"):
        roster_log(cohorts=["Summer"])


def test_merged_people_are_one_person_everywhere_and_lose_nothing():
    log = Log.from_frames(
        {
            "people": [
                {"person_id": "a", "name": "Ann", "organization": None},
                {"person_id": "b", "name": "Ann Lee", "organization": "Port"},
                {"person_id": "c", "name": "Cleo"},
            ],
            "interviews": [
                {"interview_id": "1", "seeker_id": "c", "contact_id": "b", "held_on": "2026-01-01"}
            ],
            "same_person": [
                {"person_id": "b", "is_person_id": "a", "decided_on": "2026-02-01"},
                {
                    "person_id": "c",
                    "is_person_id": "a",
                    "decided_on": "2026-02-01",
                    "undone_on": "2026-02-02",
                },
            ],
        }
    )
    assert list(log.table("interviews")["contact_id"]) == ["a"]
    merged = log.table("people").set_index("person_id")
    assert list(merged.index) == ["a", "c"]
    assert list(merged.loc["a", ["name", "organization"]]) == ["Ann", "Port"]


def test_a_day_before_everything_is_an_empty_log():
    log = roster_log(as_of=dt.date(2020, 1, 1))
    assert log.newest_entry is None
    assert log.roster().empty
    assert all(log.table(name).empty for name in ("interviews", "seekers"))


def test_an_unknown_table_or_column_is_refused():
    with pytest.raises(ValueError, match="no table intervews"):
        Log.from_frames({"intervews": []})
    with pytest.raises(ValueError, match="cohorts has no column nmae"):
        as_frame("cohorts", [{"nmae": "x"}])


def test_equal_logs_give_equal_frames_whatever_the_order_of_rows():
    rows = [{"cohort_id": k, "name": k} for k in "cab"]
    first, second = (Log.from_frames({"cohorts": r}).table("cohorts") for r in (rows, rows[::-1]))
    pd.testing.assert_frame_equal(first, second)


@pytest.mark.parametrize("table", LOG_TABLES)
def test_the_contract_masks_by_dates_of_its_own_table(table):
    names = TABLES[table].names
    for column in TABLES[table].columns:
        assert set(column.known_from) <= set(names), column.name
    assert set(TABLES[table].key) <= set(names)
    assert set(TABLES[table].natural_key) <= set(names)
    assert set(TABLES[table].row_from) <= set(TABLES[table].happened)


def test_an_empty_log_has_every_table_with_its_types():
    log = Log.from_frames({})
    for name in LOG_TABLES:
        frame = log.table(name)
        assert list(frame.columns) == [*TABLES[name].names, "recorded_at", "import_id"]
        for column in TABLES[name].of_type("date"):
            assert frame[column].dtype == np.dtype("datetime64[s]")


def test_an_empty_table_of_arrow_can_be_merged():
    schema = pa.schema([("person_id", pa.string()), ("cohort_id", pa.string())])
    no_chunks = pa.table([pa.chunked_array([], t) for t in schema.types], schema=schema)
    empty = as_frame("seekers", no_chunks.to_pandas(types_mapper=TEXT.get))
    keys = ["person_id", "cohort_id"]
    indexed = empty.assign(on=empty["joined_on"]).groupby(keys)["on"].min()
    assert empty.merge(indexed, left_on=keys, right_index=True, how="left").empty
