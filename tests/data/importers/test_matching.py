"""Which row is which (DESIGN §3): duplicates, updates, new rows, and ids of other seekers."""

import datetime as dt

import pytest

from tests.data.importers.office import counts

D = dt.date


def row(contact="Bob Ray", **more):
    return {"seeker": "Ann", "contact_name": contact, **more}


def sheet(*rows):
    return {"interviews": rows}


def test_a_row_with_the_same_key_is_a_duplicate(office):
    office.hand_in(sheet(row(requested_on="2026-01-05")))
    assert counts(office.hand_in(sheet(row(requested_on="2026-01-05")))) == [(0, 0, 1, 0)]


def test_filled_blanks_and_changed_values_are_an_update_with_before_and_after(office):
    office.hand_in(sheet(row(requested_on="2026-01-05", mode="phone")))
    told = office.hand_in(sheet(row(requested_on="2026-01-05", held_on="2026-01-09", mode="video")))
    assert counts(told) == [(0, 1, 0, 0)]
    changes = {c.column: (c.before, c.after) for c in told.files[0].changes}
    assert changes == {"held_on": (None, D(2026, 1, 9)), "mode": ("phone", "video")}
    assert told.files[0].changes[0].row == 2
    (change,) = office.rows("changes")
    assert change["before"] == '{"held_on": null, "mode": "phone"}'
    assert change["after"] == '{"held_on": "2026-01-09", "mode": "video"}'
    assert len(office.rows("interviews")) == 1


def test_an_empty_cell_never_erases(office):
    office.hand_in(sheet(row(requested_on="2026-01-05", highlights="Rail is hiring", mode="phone")))
    told = office.hand_in(sheet(row(requested_on="2026-01-05", highlights="", mode="")))
    assert counts(told) == [(0, 0, 1, 0)]
    assert office.rows("interviews")[0]["highlights"] == "Rail is hiring"


def test_without_a_day_of_asking_the_day_held_tells(office):
    office.hand_in(sheet(row(held_on="2026-01-05")))
    assert counts(office.hand_in(sheet(row(held_on="2026-01-05")))) == [(0, 0, 1, 0)]
    assert counts(office.hand_in(sheet(row(held_on="2026-01-06")))) == [(1, 0, 0, 0)]


def test_the_day_of_asking_can_be_filled_in_later(office):
    office.hand_in(sheet(row(held_on="2026-01-05")))
    told = office.hand_in(sheet(row(requested_on="2026-01-02", held_on="2026-01-05")))
    assert counts(told) == [(0, 1, 0, 0)]
    assert len(office.rows("interviews")) == 1


def test_a_conversation_is_the_update_of_the_open_request(office):
    office.hand_in(sheet(row(requested_on="2026-01-02")))
    assert counts(office.hand_in(sheet(row(held_on="2026-01-09")))) == [(0, 1, 0, 0)]
    (stored,) = office.rows("interviews")
    assert (stored["requested_on"], stored["held_on"]) == (D(2026, 1, 2), D(2026, 1, 9))


@pytest.mark.parametrize(
    "request_",
    [
        {"requested_on": "2026-01-02", "answered_on": "2026-01-03", "answer": "declined"},
        {"requested_on": "2026-01-02", "cancelled_on": "2026-01-03"},
        {"requested_on": "2026-02-02"},
    ],
)
def test_a_request_that_is_not_open_or_comes_later_stays_its_own(office, request_):
    office.hand_in(sheet(row(**request_)))
    assert counts(office.hand_in(sheet(row(held_on="2026-01-09")))) == [(1, 0, 0, 0)]


def test_two_open_requests_are_no_one_row(office):
    office.hand_in(sheet(row(requested_on="2026-01-02"), row(requested_on="2026-01-03")))
    assert counts(office.hand_in(sheet(row(held_on="2026-01-09")))) == [(1, 0, 0, 0)]


def test_rows_of_one_sheet_follow_the_same_rules(office):
    told = office.hand_in(
        sheet(
            row(requested_on="2026-01-02", mode="phone"),
            row(requested_on="2026-01-02"),
            row(requested_on="2026-01-02", mode="video"),
            row("Cleo", requested_on="2026-01-02"),
            row("Cleo", held_on="2026-01-12"),
        )
    )
    assert counts(told) == [(2, 2, 1, 0)]
    assert {r["mode"] for r in office.rows("interviews") if "mode" in r} == {"video"}
    assert len(office.rows("interviews")) == 2
    assert office.rows("changes") == []


def test_an_id_of_the_same_seeker_is_that_row_even_if_its_dates_change(office):
    office.hand_in(sheet(row(interview_id="i1", requested_on="2026-01-02")))
    told = office.hand_in(sheet(row(interview_id="i1", requested_on="2026-01-03")))
    assert counts(told) == [(0, 1, 0, 0)]
    assert [r["interview_id"] for r in office.rows("interviews")] == ["i1"]


def test_a_row_with_an_unknown_id_is_new_even_if_its_key_is_stored(office):
    office.hand_in(sheet(row(interview_id="i1", requested_on="2026-01-02")))
    told = office.hand_in(sheet(row(interview_id="i2", requested_on="2026-01-02")))
    assert counts(told) == [(1, 0, 0, 0)]


def test_an_id_of_another_seekers_row_is_rejected_with_the_way_out(office):
    office.hand_in(sheet(row(interview_id="i1", requested_on="2026-01-02")))
    told = office.hand_in(sheet(row(interview_id="i1", held_on="2026-01-09") | {"seeker": "Max"}))
    assert counts(told) == [(0, 0, 0, 1)]
    (rejection,) = told.files[0].rejected
    assert (rejection.row, rejection.column, rejection.value) == (2, "interview_id", "i1")
    assert "another seeker" in rejection.reason
    assert "Clear the id" in rejection.fix


def test_one_id_for_two_seekers_in_a_sheet_is_rejected(office):
    told = office.hand_in(
        sheet(
            row(interview_id="i1", held_on="2026-01-02"),
            row(interview_id="i1", held_on="2026-01-02") | {"seeker": "Max"},
        ),
        good_rows=True,
    )
    assert counts(told) == [(1, 0, 0, 1)]


def test_held_before_it_was_asked_beside_what_is_stored(office):
    office.hand_in(sheet(row(interview_id="i1", held_on="2026-01-02")))
    told = office.hand_in(sheet(row(interview_id="i1", requested_on="2026-01-09")))
    assert counts(told) == [(0, 0, 0, 1)]
    assert "before it was requested" in told.files[0].rejected[0].reason


OWN = {
    "follow_ups": {"kind": "connect", "done_on": "2026-01-10"},
    "opportunities": {"kind": "good_word", "opened_on": "2026-01-10"},
    "referrals": {"referred_name": "Cleo", "made_on": "2026-01-10"},
}


@pytest.mark.parametrize("table", sorted(OWN))
def test_an_interview_id_alone_says_whose_row_it_is(office, table):
    told = office.hand_in(
        {
            "interviews": [row(interview_id="i1", held_on="2026-01-02")],
            table: [OWN[table] | {"interview_id": "i1"}],
        }
    )
    assert told.written
    (stored,) = office.rows(table)
    of = office.rows("interviews")[0]
    assert stored["seeker_id"] == of["seeker_id"]
    whom = {"follow_ups": "contact_id", "referrals": "from_id"}.get(table)
    assert whom is None or stored[whom] == of["contact_id"]
    again = office.hand_in({table: [OWN[table] | {"interview_id": "i1"}]})
    assert counts(again) == [(0, 0, 1, 0)]


@pytest.mark.parametrize("table", sorted(OWN))
def test_an_unknown_interview_id_is_rejected(office, table):
    told = office.hand_in({table: [OWN[table] | {"interview_id": "i9", "seeker": "Ann"}]})
    assert counts(told) == [(0, 0, 0, 1)]
    assert told.files[0].rejected[0].value == "i9"
    assert "no conversation with this id" in told.files[0].rejected[0].reason


@pytest.mark.parametrize("table", sorted(OWN))
def test_what_depends_on_a_rejected_row_is_rejected_with_it(office, table):
    sheets = {
        "interviews": [
            row(interview_id="i1", held_on="2026-01-02"),
            row(interview_id="i2", held_on="soon"),
        ],
        table: [OWN[table] | {"interview_id": i} for i in ("i1", "i2")],
    }
    told = office.hand_in(sheets, good_rows=True)
    assert sorted(counts(told)) == [(1, 0, 0, 1), (1, 0, 0, 1)]
    reason = next(s for s in told.files if s.table == table).rejected[0].reason
    assert reason == "It belongs to a conversation whose row was rejected."
    assert len(office.rows(table)) == 1


def test_a_referral_that_is_not_there_is_accepted(office):
    told = office.hand_in(sheet(row(held_on="2026-01-02", referral_id="r9")))
    assert counts(told) == [(1, 0, 0, 0)]


def test_cohorts_are_told_by_folded_name(office):
    office.hand_in(
        {"seekers": [{"seeker": "Ann", "cohort": "Spring 26", "joined_on": "2026-01-01"}]}
    )
    told = office.hand_in(
        {
            "seekers": [
                {"seeker": "Ann", "cohort": "spring  26", "advisor": "Maria"},
                {"seeker": "Max", "cohort": "SPRING 26"},
                {"seeker": "Max", "cohort": "Fall 26"},
            ]
        }
    )
    assert counts(told) == [(2, 1, 0, 0)]
    assert sorted(r["name"] for r in office.rows("cohorts")) == ["Fall 26", "Spring 26"]


def test_attributes_of_seekers_are_counted_with_their_row(office):
    first = {"seeker": "Ann", "cohort": "A", "attribute: Region": "North"}
    office.hand_in({"seekers": [first]})
    assert counts(office.hand_in({"seekers": [first]})) == [(0, 0, 1, 0)]
    told = office.hand_in({"seekers": [first | {"attribute: Region": "South"}]})
    assert counts(told) == [(0, 1, 0, 0)]
    assert [r["value"] for r in office.rows("seeker_attributes")] == ["South"]


def test_seekers_in_no_roster_get_a_person_and_no_roster_row(office):
    office.hand_in(sheet(row(held_on="2026-01-02")))
    assert office.rows("seekers") == []
    assert len(office.people()) == 2


def test_rough_dates_become_exact_and_stay_what_they_are(office):
    office.hand_in(sheet(row(interview_id="i1", requested_on="2026-01", held_on="2026-02")))
    assert office.rows("interviews")[0]["approximate"] == "requested_on;held_on"
    told = office.hand_in(sheet(row(interview_id="i1", requested_on="2026-01-15", held_on="")))
    assert counts(told) == [(0, 1, 0, 0)]
    assert office.rows("interviews")[0]["approximate"] == "held_on"
    again = office.hand_in(
        sheet(row(interview_id="i1", requested_on="2026-01-15", held_on="2026-02"))
    )
    assert counts(again) == [(0, 0, 1, 0)]


def test_a_note_of_a_person_needs_no_cohort(office):
    people = [{"person_id": "P1", "name": "Ann Lee"}]
    notes = [
        {"person_id": "P1", "kind": "session", "noted_on": "2026-01-08", "text": "Ask for names"}
    ]
    assert counts(office.hand_in({"people": people, "notes": notes})) == [(1, 0, 0, 0)] * 2
    assert "cohort_id" not in office.rows("notes")[0]
    (rejected,) = office.hand_in({"notes": [notes[0] | {"cohort_id": "C9"}]}).files[0].rejected
    assert (rejected.column, rejected.value) == ("cohort_id", "C9")
