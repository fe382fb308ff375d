"""Rows of the grid: saved by the importer's checks, emptied cells erase, nothing half saved."""

import pytest

from data.entering import Edit, save_entry, save_rows
from data.entering.conflicts import ConflictError
from data.entering.deleting import what_hangs_on
from data.entering.newcomers import newcomers
from data.entering.problems import ProblemsError
from data.entering.rows import GRID
from data.errors import LogbookInUseError, NotAllowedError
from tests.data.entering.desk import Desk

CELLS = [
    {"thanked": "no"},
    {"names_given": "Bob Birch; Zoe Zest"},
    {"names_given": ""},
    {"came_of_it": "good_word", "mode": "phone", "notes": "kept"},
    {"organization": "Acme", "contact_email": "ann@acme.example"},
]


@pytest.mark.parametrize("cells", CELLS, ids=str)
def test_what_a_cell_is_given_it_says_and_undone_it_says_what_it_said(desk, cells):
    start = desk.state()
    act = desk.edit("Ann Ash", **cells)
    assert {name: desk.row("Ann Ash")[name] for name in cells} == cells
    assert act.label == "1 conversation changed"
    desk.undo(act)
    assert desk.is_as(start)


def test_a_new_row_means_what_it_means_in_a_sheet(desk):
    desk.add(
        contact_name="Fay Fir",
        held_on="17.03.2026",
        referred_by="Bob Birch",
        names_given="Gus Gum; Hal Holly",
        thanked="yes",
        came_of_it="project",
    )
    row = desk.row("Fay Fir")
    assert row["held_on"] == "2026-03-17"
    assert row["referred_by"] == "Bob Birch"
    assert row["names_given"] == "Gus Gum; Hal Holly"
    assert (row["thanked"], row["came_of_it"]) == ("yes", "project")


def test_every_problem_is_told_by_cell_and_nothing_is_half_saved(desk):
    start = desk.state()
    good, bad = desk.row("Ann Ash"), desk.row("Bob Birch")
    blank = dict.fromkeys(GRID, "")
    edits = [
        Edit(good, good | {"notes": "would be good"}),
        Edit(bad, bad | {"held_on": "2027-01-01", "mode": "pigeon"}),
        Edit(None, blank | {"seeker": "Sam Sole"}),
        Edit(desk.row("Cleo Cedar"), None),
    ]
    with pytest.raises(ProblemsError) as raised:
        save_rows(desk.book, edits, desk.signed())
    told = {(p.place, p.column) for p in raised.value.problems}
    assert {(1, "held_on"), (1, "mode"), (2, "contact_name")} <= told
    assert desk.is_as(start)


def test_a_conversation_stays_with_its_seeker(desk):
    with pytest.raises(ProblemsError) as raised:
        desk.edit("Bob Birch", seeker="Tess Tarn")
    assert raised.value.problems[0].column == "seeker"


def test_an_address_of_somebody_else_is_refused(desk):
    desk.edit("Bob Birch", contact_email="bob@x.example")
    with pytest.raises(ProblemsError) as raised:
        desk.edit("Cleo Cedar", contact_email="bob@x.example")
    assert raised.value.problems[0].column == "contact_email"


def test_a_row_goes_with_what_hangs_on_it_and_comes_back(desk):
    start, row = desk.state(), desk.row("Ann Ash")
    hanging = what_hangs_on(desk.book.read, [row["interview_id"]])
    # Bob Birch and Cleo Cedar were named there, and there was a thank-you.
    assert hanging == {"follow_ups": 1, "referrals": 2}
    act = save_rows(desk.book, [Edit(row, None)], desk.signed())
    assert row["interview_id"] not in {r["interview_id"] for r in desk.rows()}
    desk.undo(act)
    assert desk.is_as(start)


def test_two_windows_on_one_row_the_second_is_shown_both_versions(desk):
    read = desk.row("Bob Birch")
    desk.edit("Bob Birch", mode="phone", notes="theirs")
    after = desk.state()
    mine = read | {"notes": "mine"}
    with pytest.raises(ConflictError) as raised:
        save_rows(desk.book, [Edit(read, mine)], desk.signed())
    (conflict,) = raised.value.conflicts
    assert set(conflict.fields) == {"mode", "notes"}
    assert (conflict.mine["notes"], conflict.theirs["notes"]) == ("mine", "theirs")
    assert not conflict.changed_by_me("mode")
    assert desk.is_as(after)


def test_two_windows_one_has_deleted_the_row(desk):
    read = desk.row("Bob Birch")
    save_rows(desk.book, [Edit(read, None)], desk.signed())
    with pytest.raises(ConflictError) as raised:
        save_rows(desk.book, [Edit(read, read | {"notes": "mine"})], desk.signed())
    assert raised.value.conflicts[0].theirs is None


def test_the_quick_form_adds_a_conversation_with_its_follow_ups(desk):
    start = desk.state()
    ann = desk.book.read("SELECT person_id FROM people WHERE name = 'Ann Ash'")["person_id"]
    entry = {"seeker": "Sam Sole", "contact_name": "Ann Ash", "contact_id": ann[0].as_py()}
    entry |= {"held_on": "2026-03-18", "names_given": "Ike Ivy", "thanked": "2026-03-18"}
    act = save_entry(desk.book, entry, ["connect"], desk.signed())
    kinds = desk.book.read("SELECT kind FROM follow_ups WHERE done_on = DATE '2026-03-18'")
    assert sorted(kinds["kind"].to_pylist()) == ["connect", "thank_you_email"]
    desk.undo(act)
    assert desk.is_as(start)


def test_somebody_new_of_a_known_name_is_another_person(desk):
    start = desk.state()
    entry = {"seeker": "Sam Sole", "contact_name": "Bob Birch", "held_on": "2026-03-18"}
    act = save_entry(desk.book, entry, [], desk.signed(), new_contact=True)
    found = desk.book.read("SELECT count(*) AS n FROM people WHERE name = 'Bob Birch'")
    assert found["n"][0].as_py() == 2
    desk.undo(act)
    assert desk.is_as(start)


def test_nothing_to_save_is_told(desk):
    read = desk.row("Ann Ash")
    with pytest.raises(NotAllowedError, match="nothing to save"):
        save_rows(desk.book, [Edit(read, read)], desk.signed())


def test_a_second_writer_waits_and_both_are_saved(desk, tmp_path):
    import threading

    other = Desk.__new__(Desk)
    other.book, other._numbers = desk.book, desk._numbers
    other._acts, other._prefix = desk._acts, "y"
    failed = []

    def enter(who, contact):
        try:
            who.add(contact_name=contact, held_on="2026-03-19")
        except Exception as error:  # noqa: BLE001  # told below
            failed.append(error)

    threads = [
        threading.Thread(target=enter, args=(who, name))
        for who, name in ((desk, "Jo One"), (other, "Kit Two"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert {"Jo One", "Kit Two"} <= {r["contact_name"] for r in desk.rows()}


def test_cells_are_read_as_offices_write_them(desk):
    desk.add(
        contact_name="Fay Fir",
        held_on="Tue, 17. März 26",
        names_given="1. Gus Gum (Acme)\n2. Hal Holly",
        referred_by="Birch, Bob",
        thanked="sent 3/18/26",
        mode="Zoom",
        requested_on="n/a",
    )
    row = desk.row("Fay Fir")
    assert (row["held_on"], row["thanked"], row["mode"]) == ("2026-03-17", "2026-03-18", "video")
    assert (row["names_given"], row["referred_by"]) == ("Gus Gum; Hal Holly", "Bob Birch")
    assert row["requested_on"] == ""


def test_days_that_read_both_ways_are_never_guessed(desk):
    start = desk.state()
    with pytest.raises(ProblemsError) as raised:
        desk.add(contact_name="Fay Fir", held_on="3/2/26")
    (problem,) = raised.value.problems
    assert (problem.column, problem.value) == ("held_on", "3/2/2026")
    assert "2026-02-03 or 2026-03-02" in problem.reason
    assert desk.is_as(start)
    wanted = dict.fromkeys(GRID, "") | {"seeker": "Sam Sole", "contact_name": "Fay Fir"}
    edit = Edit(None, wanted | {"held_on": "3/2/26"})
    save_rows(desk.book, [edit], desk.signed(), date_order="DMY")
    assert desk.row("Fay Fir")["held_on"] == "2026-02-03"


def test_doubts_do_not_hide_other_problems(desk):
    wanted = dict.fromkeys(GRID, "") | {"seeker": "Sam Sole", "held_on": "3/2/26"}
    edits = [
        Edit(None, wanted | {"contact_name": "Fay Fir", "names_given": "yes"}),
        Edit(None, wanted | {"seeker": "", "contact_name": "Gus Gum"}),
    ]
    with pytest.raises(ProblemsError) as raised:
        save_rows(desk.book, edits, desk.signed())
    told = [(p.place, p.column) for p in raised.value.problems]
    assert told == [(0, "held_on"), (0, "names_given"), (1, "held_on"), (1, "seeker")]


def test_yes_is_nobodys_name(desk):
    with pytest.raises(ProblemsError) as raised:
        desk.edit("Ann Ash", names_given="yes")
    assert raised.value.problems[0].column == "names_given"
    desk.edit("Bob Birch", names_given="2 names")
    assert desk.row("Bob Birch")["names_given"] == "2"


def test_new_seekers_are_told_with_those_who_may_be_meant(desk):
    asked = ["Sam Sale", "Tarn Tess", "SAM  SOLE", "Tess", "Wholly Other", "", "Wholly  other"]
    told = {new.name: new.near for new in newcomers(desk.book, asked)}
    assert told == {
        "Sam Sale": ("Sam Sole",),
        "Tarn Tess": ("Tess Tarn",),
        "Tess": ("Tess Tarn",),
        "Wholly  other": (),
    }


def test_a_command_and_a_page_write_at_once_and_nothing_is_lost(desk, tmp_path, onward_command):
    """Each act lands whole, or is told which program holds the file."""
    import subprocess
    import time

    sheet = tmp_path / "more.csv"
    rows = [f"Sam Sole,Una {chr(97 + i % 26)}{i},2026-03-10" for i in range(300)]
    sheet.write_text("\n".join(["seeker,contact_name,held_on", *rows]))
    words = [*onward_command, "import", str(sheet), "--logbook", str(desk.book.path)]
    added, told = 0, []
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as command:
        while command.poll() is None:
            try:
                desk.add(contact_name=f"Page {added}", held_on="2026-03-19")
            except LogbookInUseError as error:
                told.append(str(error))
            else:
                added += 1
            time.sleep(0.2)
        said = command.communicate()[0].decode()
    assert all(str(command.pid) in message for message in told)  # whom to wait for
    landed = command.returncode == 0
    assert landed or "in use" in said, said
    names = [row["contact_name"] for row in desk.rows()]
    assert added > 0
    assert sum(name.startswith("Page ") for name in names) == added
    assert sum(name.startswith("Una ") for name in names) == (300 if landed else 0)
    assert len(names) == 5 + added + (300 if landed else 0)
