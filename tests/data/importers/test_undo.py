"""Taking an import back as a new act, unless later acts build on it."""

import pytest

from data.columns import LOG_TABLES
from data.errors import NotAllowedError, UnknownNameError
from tests.data.importers.office import START

FIRST = {
    "seekers": [{"seeker": "Ann", "cohort": "Spring", "attribute: Region": "North"}],
    "interviews": [
        {
            "seeker": "Ann",
            "contact_name": "Bob Ray",
            "contact_email": "bob@x.org",
            "held_on": "2026-01-05",
            "names_given": "Cleo; Dan",
            "thanked": "no",
        }
    ],
}
SECOND = {
    "interviews": [
        FIRST["interviews"][0]
        | {"names_given": "Cleo; Eve", "thanked": "yes", "title": "Head", "mode": "phone"},
        {
            "seeker": "Ann",
            "contact_name": "Cleo",
            "held_on": "2026-02-01",
            "referred_by": "Bob Ray",
        },
    ]
}


def state(office):
    return {table: office.book.table(table) for table in LOG_TABLES}


def same(one, other):
    return all(one[table].equals(other[table]) for table in LOG_TABLES)


def test_an_import_goes_with_the_people_seekers_and_cohorts_that_it_made(office):
    empty = state(office)
    told = office.hand_in(FIRST)
    undone = office.take_back(told.import_id)
    assert same(state(office), empty)
    # Ann, Bob, Cleo, Dan; a cohort, a roster row, an attribute; a conversation, two referrals.
    assert undone.removed == 10
    acts = office.book.table("imports").set_index("act")["undone_import_id"]
    assert acts["undo"] == told.import_id


def test_changed_values_return_and_deleted_rows_come_back(office):
    office.hand_in(FIRST)
    before = state(office)
    told = office.hand_in(SECOND)
    assert not same(state(office), before)
    office.take_back(told.import_id)
    assert same(state(office), before)


def test_an_undo_can_be_undone(office):
    office.hand_in(FIRST)
    told = office.hand_in(SECOND)
    after = state(office)
    undone = office.take_back(told.import_id)
    office.take_back(undone.import_id)
    assert same(state(office), after)
    assert not office.hand_in(SECOND).written


def test_what_was_taken_back_can_be_taken_back_again_after_it_returned(office):
    empty = state(office)
    told = office.hand_in(FIRST)
    undone = office.take_back(told.import_id)
    again = office.take_back(undone.import_id)
    with pytest.raises(NotAllowedError, match=told.import_id):
        office.take_back(again.import_id)
    office.take_back(told.import_id)
    assert same(state(office), empty)


def test_later_changes_stand_in_the_way_and_are_listed(office):
    first, second = office.hand_in(FIRST), office.hand_in(SECOND)
    with pytest.raises(NotAllowedError) as raised:
        office.take_back(first.import_id)
    assert "interviews" in raised.value.why
    assert second.import_id in raised.value.fix
    office.take_back(second.import_id)
    office.take_back(first.import_id)


def test_later_rows_stand_in_the_way(office):
    first = office.hand_in(FIRST)
    second = office.hand_in(
        {
            "interviews": [
                {
                    "seeker": "Max",
                    "contact_name": "Bob Ray",
                    "contact_email": "bob@x.org",
                    "held_on": "2026-02-02",
                }
            ]
        }
    )
    with pytest.raises(NotAllowedError, match="1 later rows build on this import") as raised:
        office.take_back(first.import_id)
    assert second.import_id in raised.value.fix


def test_what_was_entered_by_hand_stands_in_the_way(office):
    first = office.hand_in(FIRST)
    (row,) = office.rows("interviews")
    with office.book.writing(now=START, act="form") as writing:
        writing.update("interviews", [{"interview_id": row["interview_id"], "notes": "kept"}])
    with pytest.raises(NotAllowedError, match="entered by hand"):
        office.take_back(first.import_id)


def test_changes_of_other_values_do_not_stand_in_the_way(office):
    office.hand_in(FIRST)
    second = office.hand_in(SECOND)
    row = next(r for r in office.rows("interviews") if r.get("mode") == "phone")
    with office.book.writing(now=START, act="form") as writing:
        writing.update("interviews", [{"interview_id": row["interview_id"], "notes": "kept"}])
    office.take_back(second.import_id)
    (left,) = office.rows("interviews")
    assert left["notes"] == "kept"
    assert "mode" not in left


def test_an_import_is_taken_back_once(office):
    told = office.hand_in(FIRST)
    office.take_back(told.import_id)
    with pytest.raises(NotAllowedError, match="taken back before"):
        office.take_back(told.import_id)


def test_an_unknown_import_is_told(office):
    with pytest.raises(UnknownNameError, match="no import with this id"):
        office.take_back("nothing")
