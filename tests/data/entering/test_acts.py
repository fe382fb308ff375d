"""Acts on debts, notes and people: each whole, listed, taken back unless later acts build on it."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.figures import Figures
from analysis.policy import RULES
from data import entering
from data.entering.acts import latest_acts
from data.entering.conflicts import ConflictError
from data.entering.debts import CLOSED_BY
from data.entering.hosts import host_before_asking, twins
from data.entering.persons import person_as_stored
from data.errors import NotAllowedError
from tests.data.entering.desk import TODAY, Desk

OPEN = ("due", "overdue")


def debts(desk):
    return Figures(desk.book.log(as_of=TODAY)).debts


def person(desk, name):
    found = desk.book.read("SELECT person_id FROM people WHERE name = ? ORDER BY 1", [name])
    return found["person_id"].to_pylist()


def states_of(desk, owed):
    key = ["rule", "seeker_id", "contact_id", "interview_id", "referral_id"]
    blank = dict.fromkeys(key, "")
    now = debts(desk).fillna(blank)
    return set(owed.fillna(blank)[key].merge(now, on=key)["state"])


def test_every_rule_is_settled_by_a_follow_up_by_asking_or_by_the_next_entry():
    assert set(RULES) - set(CLOSED_BY) == {"act_on_referral", "first_request", "gone_quiet"}


@pytest.mark.parametrize("way", ["done", "waived", "snoozed"])
def test_decided_debts_are_so_on_every_page_and_undone_they_are_open_again(desk, way):
    start, owed = desk.state(), debts(desk)
    owed = owed[owed["state"].isin(OPEN) & ~owed["rule"].isin(["first_request", "gone_quiet"])]
    assert {"thank_you_email", "act_on_referral"} <= set(owed["rule"])
    if way == "done":
        act = entering.mark_done(desk.book, owed, TODAY, desk.signed())
        states = {"done", "done_late", "later"}
    elif way == "waived":
        act = entering.waive(desk.book, owed, "moved away", day=TODAY, signed=desk.signed())
        states = {"waived"}
    else:
        until = TODAY + dt.timedelta(days=9)
        act = entering.snooze(desk.book, owed, until, day=TODAY, signed=desk.signed())
        states = {"snoozed"}
    assert states_of(desk, owed) <= states
    desk.undo(act)
    assert desk.is_as(start)


def test_done_before_it_arose_or_in_time_to_come_is_refused(desk):
    owed = debts(desk)
    thanks = owed[(owed["rule"] == "thank_you_email") & owed["state"].isin(OPEN)]
    for day in (TODAY + dt.timedelta(days=1), dt.date(2026, 1, 1)):
        with pytest.raises(NotAllowedError):
            entering.mark_done(desk.book, thanks, day, desk.signed())
    entering.mark_done(desk.book, thanks, TODAY, desk.signed())
    with pytest.raises(NotAllowedError, match="nothing to save"):
        entering.mark_done(desk.book, thanks, TODAY, desk.signed())


def test_a_second_decision_of_one_day_replaces_the_first_and_stands_in_its_way(desk):
    owed = debts(desk)
    thanks = owed[(owed["rule"] == "thank_you_email") & owed["state"].isin(OPEN)]
    first = entering.waive(desk.book, thanks, "", day=TODAY, signed=desk.signed())
    until = TODAY + dt.timedelta(days=7)
    second = entering.snooze(desk.book, thanks, until, day=TODAY, signed=desk.signed())
    with pytest.raises(NotAllowedError, match="put off until 27 Mar 2026"):
        desk.undo(first)
    desk.undo(second)
    desk.undo(first)


def test_what_a_later_act_deleted_stands_in_the_way(desk):
    added = desk.add(contact_name="Fay Fir", held_on="2026-03-17")
    deleted = entering.save_rows(
        desk.book, [entering.Edit(desk.row("Fay Fir"), None)], desk.signed()
    )
    with pytest.raises(NotAllowedError, match="1 conversation deleted"):
        desk.undo(added)
    desk.undo(deleted)
    desk.undo(added)


def test_a_row_whose_person_is_gone_returns_only_after_the_person(desk):
    """Fay is made by one act, asked anew in a second, and that row deleted by a third."""
    fay = {"contact_name": "Fay Fir", "contact_email": "fay@x.example"}
    made = desk.add(**fay, held_on="2026-03-17")
    second = desk.add(**fay, seeker="Tess Tarn", held_on="2026-03-18")
    deleted = entering.save_rows(
        desk.book, [entering.Edit(desk.row("Fay Fir", "Tess Tarn"), None)], desk.signed()
    )
    undone = desk.undo(made)  # nothing speaks of Fay any more, so she goes
    assert not person(desk, "Fay Fir")
    before = desk.state()
    with pytest.raises(NotAllowedError, match="speaks of somebody no longer in the log"):
        desk.undo(deleted)
    assert desk.is_as(before)
    entering.undo_act(desk.book, undone.act_id, desk.signed())
    desk.undo(deleted)
    assert desk.row("Fay Fir", "Tess Tarn")
    desk.undo(second)
    desk.undo(made)


def test_people_joined_as_one_stand_in_the_way_of_taking_one_of_them_back(desk):
    start = desk.state()
    made = desk.add(contact_name="Fay Fir", contact_email="fay@x.example", held_on="2026-03-17")
    fay, ann = person(desk, "Fay Fir")[0], person(desk, "Ann Ash")[0]
    joined = entering.join_people(desk.book, fay, ann, day=TODAY, signed=desk.signed())
    with pytest.raises(NotAllowedError, match="later acts build on it"):
        desk.undo(made)
    desk.undo(joined)
    desk.undo(made)
    assert desk.is_as(start)


def test_acts_are_listed_with_what_when_and_who(desk):
    act = entering.let_rest(
        desk.book, person(desk, "Ann Ash")[0], dt.date(2026, 5, 1), desk.signed()
    )
    desk.undo(act)
    newest, second, *_ = latest_acts(desk.book).to_pylist()
    assert (newest["act"], newest["undone_import_id"]) == ("undo", act.act_id)
    assert (second["label"], second["who"], second["undone"]) == ("A contact rests", "ann", True)


def test_what_to_know_of_a_host(desk):
    ann = person(desk, "Ann Ash")[0]
    host = host_before_asking(desk.book.read, ann, TODAY)
    assert (host.asked, host.gave_much) == (1, False)
    desk.add(contact_name="Ann Ash", contact_email="", held_on="2026-03-19")
    host = host_before_asking(desk.book.read, ann, TODAY)
    assert (host.asked, host.gave_much) == (2, True)
    entering.let_rest(desk.book, ann, dt.date(2026, 5, 1), desk.signed())
    entering.do_not_contact(desk.book, ann, TODAY, desk.signed())
    host = host_before_asking(desk.book.read, ann, TODAY)
    assert (host.resting_until, host.do_not_contact_on) == (dt.date(2026, 5, 1), TODAY)


def test_twins_are_found_by_address_name_and_near_names(desk):
    desk.edit("Bob Birch", contact_email="bob@x.example")
    assert twins(desk.book, "Somebody", "BOB@x.example")[0].why == "address"
    assert [t.why for t in twins(desk.book, "bob  BIRCH")] == ["name"]
    assert [t.name for t in twins(desk.book, "Bob Burch")] == ["Bob Birch"]
    assert not twins(desk.book, "Quite Different")
    desk.add(contact_name="Karl Weiß", held_on="2026-03-18")
    assert [t.why for t in twins(desk.book, "Karl WEISS")] == ["name"]


def test_two_windows_correct_one_person(desk):
    bob = person(desk, "Bob Birch")[0]
    read = person_as_stored(desk.book.read, bob)
    entering.correct_person(
        desk.book, bob, read=read, wanted=read | {"name": "Robert Birch"}, signed=desk.signed()
    )
    with pytest.raises(ConflictError) as raised:
        entering.correct_person(
            desk.book, bob, read=read, wanted=read | {"title": "Head"}, signed=desk.signed()
        )
    assert raised.value.conflicts[0].theirs["name"] == "Robert Birch"


def test_joined_people_are_one_and_parted_they_are_two(desk):
    start = desk.state()
    one, other = person(desk, "Ann Ash")
    join = entering.join_people(desk.book, one, other, day=TODAY, signed=desk.signed())
    people = desk.book.log().whole("people")
    assert (people["name"] == "Ann Ash").sum() == 1
    with pytest.raises(NotAllowedError):
        entering.join_people(desk.book, other, one, day=TODAY, signed=desk.signed())
    part = entering.part_people(desk.book, one, other, day=TODAY, signed=desk.signed())
    assert (desk.book.log().whole("people")["name"] == "Ann Ash").sum() == 2
    desk.undo(part)
    desk.undo(join)
    assert desk.is_as(start)


def test_notes_are_kept_and_done(desk):
    sam = person(desk, "Sam Sole")[0]
    note = {"kind": "agreement", "text": "two letters", "day": TODAY, "person_id": sam}
    entering.add_note(desk.book, **note, signed=desk.signed())
    (row,) = desk.book.table("notes").to_dict("records")
    entering.finish_note(desk.book, row["note_id"], TODAY, desk.signed())
    with pytest.raises(NotAllowedError):
        entering.finish_note(desk.book, row["note_id"], TODAY, desk.signed())
    with pytest.raises(NotAllowedError):
        entering.add_note(desk.book, **note | {"text": " "}, signed=desk.signed())


NAMES = ("Ann Ash", "Bob Birch", "Cleo Cedar")
ACTS = st.one_of(
    st.tuples(st.just("thanked"), st.sampled_from(NAMES), st.sampled_from(["", "no", "yes"])),
    st.tuples(
        st.just("names_given"), st.sampled_from(NAMES), st.sampled_from(["", "Dan Oak", "none"])
    ),
    st.tuples(st.just("add"), st.sampled_from(("Fay Fir", "Gus Gum")), st.just("2026-03-18")),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("rest"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("done"), st.just(""), st.just("")),
)


def carry_out(desk, what, name, value):
    if what == "add":
        return desk.add(contact_name=name, held_on=value, referred_by="Ann Ash")
    if what == "delete":
        return entering.save_rows(desk.book, [entering.Edit(desk.row(name), None)], desk.signed())
    if what == "rest":
        until = dt.date(2026, 6, 1)
        return entering.let_rest(desk.book, person(desk, name)[0], until, desk.signed())
    if what == "done":
        owed = debts(desk)
        owed = owed[owed["state"].isin(OPEN) & owed["rule"].isin(CLOSED_BY)]
        return entering.mark_done(desk.book, owed, TODAY, desk.signed())
    return desk.edit(name, **{what: value})


@settings(
    max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(ACTS, min_size=2, max_size=3))
def test_acts_taken_back_in_reverse_order_leave_the_log_as_it_was(
    tracker_book, tmp_path_factory, acts
):
    desk = Desk(tracker_book, tmp_path_factory.mktemp("acts"))
    start, done = desk.state(), []
    for what, name, value in acts:
        try:
            done.append(carry_out(desk, what, name, value))
        except (NotAllowedError, StopIteration):
            continue  # nothing to change, or the row is gone
    for act in reversed(done):
        desk.undo(act)
    assert desk.is_as(start)
