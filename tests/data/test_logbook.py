"""Acts on a logbook: whole or not at all, counted, and told in `changes`."""

import datetime as dt
import json
import threading
from contextlib import suppress

import pandas as pd
import pyarrow as pa
import pytest

from data import Log, OnwardError, open_logbook
from data.columns import LOG_TABLES
from data.errors import LogbookError, NotAllowedError, UnknownNameError
from data.frames import empty_frame
from tests.data.books import DAY, NOW, add_conversation, conversation, everything, new_book


@pytest.fixture
def book(tmp_path):
    return new_book(tmp_path)


def test_a_new_logbook_is_empty_and_at_revision_0(book):
    assert book.revision() == 0
    log = book.log()
    assert isinstance(log, Log)
    assert (log.revision, log.path) == (0, book.path)
    for name in LOG_TABLES:
        pd.testing.assert_frame_equal(log.whole(name), empty_frame(name))


def test_frames_have_the_types_of_the_contract_with_rows_too(book):
    with book.writing(now=NOW, act="form") as writing:
        writing.insert(
            "interviews", [conversation(1, names_given=2, researched=True, mode="phone")]
        )
    frame = book.log().whole("interviews")
    assert frame.dtypes.to_dict() == empty_frame("interviews").dtypes.to_dict()
    row = frame.iloc[0]
    assert (row["held_on"], row["names_given"], row["mode"]) == (pd.Timestamp(DAY), 2, "phone")
    assert row["researched"]
    assert row["recorded_at"] == NOW
    assert pd.isna(row["notes"])
    assert pd.isna(row["import_id"])


def test_rows_come_in_the_order_of_their_key_whatever_the_order_they_went_in(book):
    for number in (3, 1, 2):
        add_conversation(book, number)
    log = book.log()
    assert list(log.whole("interviews")["interview_id"]) == ["i1", "i2", "i3"]
    assert list(log.whole("people")["person_id"]) == ["c1", "c2", "c3", "s1", "s2", "s3"]


@pytest.mark.parametrize(
    "rows",
    [
        [{"cohort_id": "a", "name": "A", "starts_on": DAY}],
        pa.table({"cohort_id": ["a"], "name": ["A"], "starts_on": pa.array([DAY])}),
        pd.DataFrame({"cohort_id": ["a"], "name": ["A"], "starts_on": [pd.Timestamp(DAY)]}),
        [{"cohort_id": "a", "name": "A", "starts_on": "2026-03-01"}],
    ],
    ids=["records", "arrow", "frame", "ISO text"],
)
def test_rows_may_be_records_arrow_or_frames(book, rows):
    with book.writing(now=NOW, act="form") as writing:
        assert writing.insert("cohorts", rows) == 1
    assert book.log().whole("cohorts").iloc[0]["starts_on"] == pd.Timestamp(DAY)


def test_a_column_that_the_table_does_not_have_is_a_mistake_of_the_caller(book):
    with (
        pytest.raises(ValueError, match="cohorts has no column color"),
        book.writing(now=NOW, act="form") as writing,
    ):
        writing.insert("cohorts", [{"cohort_id": "a", "name": "A", "color": "red"}])
    assert book.revision() == 0


def test_the_revision_counts_acts_that_changed_something(book):
    add_conversation(book, 1)
    assert book.revision() == 1
    with book.writing(now=NOW, act="form") as writing:
        writing.insert("people", [])
        writing.aside("CREATE TEMP TABLE seen AS SELECT 1 AS one")
        assert writing.update("interviews", [conversation(1)]) == 0
        assert writing.read("SELECT count(*) AS n FROM people")["n"].to_pylist() == [2]
    assert book.revision() == 1
    with book.writing(now=NOW, act="form") as writing:
        assert writing.revision == 2
        writing.insert("people", [{"person_id": "x"}])
        writing.insert("people", [{"person_id": "y"}])
    assert book.revision() == 2


def test_the_stamp_changes_with_every_act_that_changed_something_and_only_then(book):
    stamps = [book.stamp()]
    book.log()
    with book.writing(now=NOW, act="form") as writing:
        writing.read("SELECT 1")
    assert book.stamp() == stamps[0]
    for number in range(5):
        add_conversation(book, number)
        stamps.append(book.stamp())
    assert len(set(stamps)) == 6


def test_an_act_that_fails_leaves_nothing_and_the_error_passes_unchanged(book):
    add_conversation(book, 1)
    before = book.path.read_bytes()

    def fail(writing):
        writing.insert("people", [{"person_id": "new"}])
        writing.update("interviews", [conversation(1, notes="half")])
        writing.delete("people", [{"person_id": "s1"}])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), book.writing(now=NOW, act="form") as writing:
        fail(writing)
    assert everything(book) == {"people": 2, "interviews": 1}
    assert book.revision() == 1
    assert len(book.table("changes")) == 0
    assert book.path.read_bytes() == before


def insert_all(writing, *rows):
    for table, row in rows:
        writing.insert(table, [row])


@pytest.mark.parametrize(
    ("table", "row", "why"),
    [
        ("interviews", conversation(9, minutes_actual=1441), "minutes_actual"),
        ("interviews", conversation(9, source="newspaper"), "source"),
        ("interviews", conversation(9, seeker_id=None), "seeker_id"),
        ("cohorts", {"cohort_id": "a"}, "name"),
    ],
)
def test_a_row_that_breaks_the_rules_is_refused_with_the_whole_act(book, table, row, why):
    with (
        pytest.raises(LogbookError, match=why) as raised,
        book.writing(now=NOW, act="form") as writing,
    ):
        insert_all(writing, ("people", {"person_id": "p"}), (table, row))
    assert "nothing was saved" in raised.value.what
    assert everything(book) == {}


def swallow_an_error(writing):
    writing.insert("people", [{"person_id": "p"}])
    with suppress(Exception):
        writing.insert("interviews", [conversation(1, source="newspaper")])


def test_an_error_that_the_caller_swallows_saves_nothing_either(book):
    # DuckDB's COMMIT after a failed statement returns normally and stores nothing (FACTS).
    with pytest.raises(LogbookError), book.writing(now=NOW, act="form") as writing:
        swallow_an_error(writing)
    assert everything(book) == {}


@pytest.mark.parametrize("again", [["i1"], ["i8", "i8"]], ids=["stored", "twice in the act"])
def test_an_id_is_given_once(book, again):
    add_conversation(book, 1)
    with (
        pytest.raises(LogbookError, match=r"interview_id i[18]"),
        book.writing(now=NOW, act="form") as writing,
    ):
        writing.insert("interviews", [conversation(2, interview_id=name) for name in again])
    assert everything(book) == {"people": 2, "interviews": 1}


def test_ids_given_earlier_in_the_same_act_are_taken(book):
    with (
        pytest.raises(LogbookError, match="person_id p"),
        book.writing(now=NOW, act="form") as writing,
    ):
        insert_all(writing, *[("people", {"person_id": "p"})] * 2)


def test_an_id_is_given_once_by_statements_too(book):
    add_conversation(book, 1)
    with (
        pytest.raises(LogbookError, match="person_id s1"),
        book.writing(now=NOW, act="form") as writing,
    ):
        writing.sql("INSERT INTO people SELECT * FROM people WHERE person_id = ?", ["s1"])
    assert everything(book) == {"people": 2, "interviews": 1}


def test_decisions_without_a_contact_may_repeat_as_their_key_may_be_empty(book):
    decision = {"rule": "gone_quiet", "seeker_id": "s", "decision": "waived", "decided_on": DAY}
    with book.writing(now=NOW, act="form") as writing:
        writing.insert("debt_decisions", [decision])
        assert writing.delete("debt_decisions", [decision]) == 1
    assert len(book.log().whole("debt_decisions")) == 0


def test_an_update_sets_what_is_given_and_tells_before_and_after(book):
    add_conversation(book, 1)
    with book.writing(now=NOW, act="form", who="Maria", import_id="imp") as writing:
        given = conversation(1, held_on=dt.date(2026, 3, 2), notes="Zoë's", names_given=None)
        assert writing.update("interviews", [given]) == 1
    row = book.log().whole("interviews").iloc[0]
    assert (row["held_on"], row["notes"]) == (pd.Timestamp("2026-03-02"), "Zoë's")
    assert pd.isna(row["import_id"])  # an update does not make the row the import's own
    (change,) = book.table("changes").to_dict("records")
    assert (change["act"], change["who"], change["import_id"]) == ("form", "Maria", "imp")
    assert (change["in_table"], change["recorded_at"]) == ("interviews", NOW)
    assert json.loads(change["row_key"]) == {"interview_id": "i1"}
    assert json.loads(change["before"]) == {"held_on": "2026-03-01", "notes": None}
    assert json.loads(change["after"]) == {"held_on": "2026-03-02", "notes": "Zoë's"}


def test_an_update_can_empty_a_value(book):
    with book.writing(now=NOW, act="form") as writing:
        writing.insert("interviews", [conversation(1, notes="x")])
    with book.writing(now=NOW, act="form") as writing:
        assert writing.update("interviews", [{"interview_id": "i1", "notes": None}]) == 1
    assert pd.isna(book.log().whole("interviews").iloc[0]["notes"])


def test_a_deletion_keeps_the_whole_row_in_changes(book):
    add_conversation(book, 1)
    with book.writing(now=NOW, act="undo") as writing:
        assert writing.delete("interviews", [{"interview_id": "i1"}]) == 1
    (change,) = book.table("changes").to_dict("records")
    before = json.loads(change["before"])
    assert (before["seeker_id"], before["held_on"]) == ("s1", "2026-03-01")
    assert before["recorded_at"] == "2026-03-02 09:30:00"
    assert pd.isna(change["after"])
    assert everything(book) == {"people": 2}


def test_changes_of_many_acts_have_ids_of_their_own(book):
    for number in (1, 2, 3):
        add_conversation(book, number)
    with book.writing(now=NOW, act="form") as writing:
        writing.update("interviews", [conversation(n, notes="x") for n in (1, 2)])
        writing.delete("interviews", [{"interview_id": "i1"}, {"interview_id": "i2"}])
        writing.update("interviews", [conversation(3, notes="y")])
    with book.writing(now=NOW, act="form") as writing:
        writing.update("interviews", [conversation(3, notes="z")])
    ids = list(book.table("changes")["change_id"])
    assert len(ids) == len(set(ids)) == 6
    assert ids == sorted(ids)


@pytest.mark.parametrize("what", ["update", "delete"])
def test_rows_that_somebody_took_away_are_told(book, what):
    add_conversation(book, 1)
    rows = [{"interview_id": "i1", "notes": "x"}, {"interview_id": "gone", "notes": "x"}]
    with (
        pytest.raises(LogbookError, match="1 of the rows") as raised,
        book.writing(now=NOW, act="form") as writing,
    ):
        getattr(writing, what)("interviews", rows)
    assert "Read the log again" in raised.value.fix
    assert everything(book) == {"people": 2, "interviews": 1}


def test_an_act_can_register_arrow_and_ask_with_bound_values(book):
    with book.writing(now=NOW, act="import", import_id="imp") as writing:
        writing.register("incoming", pa.table({"name": ["Ann", "Bo"]}))
        writing.insert("people", [{"person_id": "p1", "name": "Ann"}])
        found = writing.read(
            "SELECT name FROM incoming ANTI JOIN people USING (name) WHERE name <> ?", ["Cy"]
        )
        assert found["name"].to_pylist() == ["Bo"]
        assert writing.sql("UPDATE people SET email = ? WHERE name = ?", ["a@b.c", "Ann"]) == 1
        writing.aside("CREATE TEMP TABLE seen AS SELECT 1 AS one")
        assert writing.read("SELECT one FROM seen")["one"].to_pylist() == [1]
    assert book.read("SELECT email, import_id FROM people").to_pylist() == [
        {"email": "a@b.c", "import_id": "imp"}
    ]


def test_statements_cannot_leave_the_file(book, tmp_path, monkeypatch):
    (tmp_path / "outside.csv").write_text("a\n1\n")
    monkeypatch.chdir(tmp_path)
    for statement in (
        "SELECT * FROM read_csv('outside.csv')",
        "SELECT * FROM 'outside.csv'",
        "ATTACH 'other.duckdb' AS other",
        "COPY people TO 'people.csv'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
    ):
        with pytest.raises(LogbookError):
            book.read(statement)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["log.duckdb", "outside.csv"]


def test_cohorts_are_selected_by_name_or_id_and_unknown_ones_are_told(book):
    with book.writing(now=NOW, act="form") as writing:
        writing.insert("cohorts", [{"cohort_id": "c1", "name": "Spring 2026"}])
    assert book.log(cohorts=["spring 2026"]).cohorts == ("c1",)
    assert book.log(cohorts=["c1"]).cohorts == ("c1",)
    with pytest.raises(UnknownNameError, match="Spring 2026"):
        book.log(cohorts=["Autumn"])


def test_a_log_has_the_day_asked_for_and_the_settings(book):
    add_conversation(book, 1)
    with book.writing(now=NOW, act="form") as writing:
        writing.insert("settings", [{"setting": "sample", "value": "1"}])
    assert book.log().as_of == DAY
    assert book.log(as_of=dt.date(2026, 2, 28)).table("interviews").empty
    assert book.log().is_sample


def test_an_act_inside_an_act_is_told_instead_of_waiting_for_ever(book):
    with (
        pytest.raises(NotAllowedError, match="inside another act"),
        book.writing(now=NOW, act="form"),
    ):
        book.log()
    assert book.revision() == 0


def test_the_logbook_is_free_for_others_whenever_no_act_is_under_way(book):
    add_conversation(book, 1)
    book.log()
    seen = []
    other = threading.Thread(target=lambda: seen.append(open_logbook(book.path).revision()))
    other.start()
    other.join()
    assert seen == [1]


def test_errors_are_all_of_one_family_and_tell_four_things():
    assert issubclass(LogbookError, OnwardError)
    error = LogbookError("What.", where="where", why="Why.", fix="Fix.")
    assert str(error) == "What. (where) Why. Fix."
