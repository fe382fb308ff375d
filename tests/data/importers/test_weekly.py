"""The same growing workbook, handed in every week."""

import datetime as dt
import os
import random

import pytest
import xlsxwriter

from tests.data.importers.office import Office, counts

WEEKS = 10
START = dt.date(2026, 1, 5)
COLUMNS = (
    "seeker",
    "contact_name",
    "contact_email",
    "organization",
    "requested_on",
    "answered_on",
    "answer",
    "held_on",
    "referred_by",
    "names_given",
    "thanked",
    "came_of_it",
)
SEEKERS = ("Ann Lee", "Max Tan", "Tim Orr")


def life(chance):
    """Rows as they come to be: each a list of (week, cells filled that week)."""
    rows, named = [], {seeker: [] for seeker in SEEKERS}
    for week in range(WEEKS):
        for seeker in SEEKERS:
            asked = START + dt.timedelta(days=7 * week + chance.randrange(5))
            by, contact = named[seeker].pop(0) if named[seeker] else ("", "")
            contact = contact or f"Friend {len(rows)}"
            cells = {
                "seeker": seeker,
                "contact_name": contact,
                "requested_on": asked,
                "referred_by": by,
            }
            row = [(week, cells)]
            if chance.random() < 0.7:
                held = asked + dt.timedelta(days=7)
                names = [f"Person {len(rows)}{letter}" for letter in "ab"[: chance.randrange(3)]]
                row.append(
                    (
                        week + 1,
                        {
                            "answered_on": asked + dt.timedelta(days=2),
                            "answer": "accepted",
                            "held_on": held,
                            "names_given": "; ".join(names) or "none",
                        },
                    )
                )
                row.append(
                    (
                        week + 2,
                        {
                            "thanked": held + dt.timedelta(days=1),
                            "organization": f"Firm {len(rows) % 4}",
                            "contact_email": f"contact{len(rows)}@x.org",
                            "came_of_it": chance.choice(["", "", "good_word"]),
                        },
                    )
                )
                named[seeker] += [(contact, name) for name in names]
            rows.append(row)
    return rows


def as_of_week(rows, week):
    known = [
        {name: cell for since, cells in row if since <= week for name, cell in cells.items()}
        for row in rows
        if row[0][0] <= week
    ]
    return [row for row in known if row]


def write_workbook(path, rows):
    with xlsxwriter.Workbook(path) as book:
        sheet, day = (
            book.add_worksheet("Conversations"),
            book.add_format({"num_format": "d mmm yyyy"}),
        )
        sheet.write_row(0, 0, COLUMNS)
        for number, row in enumerate(rows, start=1):
            for place, name in enumerate(COLUMNS):
                cell = row.get(name, "")
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number, place, dt.datetime.combine(cell, dt.time()), day)
                else:
                    sheet.write(number, place, cell)
    return path


def told_in_names(office):
    """The log without ids: who met whom when, by whom, and what came of it."""
    people = {row["person_id"]: row["name"] for row in office.rows("people")}
    referrals = {
        row["referral_id"]: (people[row["from_id"]], people[row["referred_id"]], row.get("made_on"))
        for row in office.rows("referrals")
    }
    interviews = [
        (
            people[row["seeker_id"]],
            people[row["contact_id"]],
            row.get("requested_on"),
            row.get("held_on"),
            row.get("names_given"),
            referrals.get(row.get("referral_id")),
        )
        for row in office.rows("interviews")
    ]
    return {
        "people": sorted(office.people(), key=repr),
        "interviews": sorted(interviews, key=repr),
        "referrals": sorted(referrals.values(), key=repr),
        "thanks": office.names("follow_ups", "contact_id", "kind", "done_on"),
        "opportunities": office.names("opportunities", "seeker_id", "kind", "opened_on"),
    }


@pytest.mark.parametrize("seed", [1, 2, 3] if os.environ.get("ONWARD_THOROUGH") == "1" else [1])
def test_ten_weeks_of_the_same_workbook_give_the_log_of_the_last_one(tmp_path, seed):
    rows = life(random.Random(seed))
    weekly, at_once = Office(tmp_path / "a", "a"), Office(tmp_path / "b", "b")
    known = 0
    for week in range(WEEKS):
        path = write_workbook(tmp_path / "tracker.xlsx", as_of_week(rows, week))
        ((new, updated, duplicates, rejected),) = counts(weekly.hand_in(path))
        assert (new, rejected) == (len(SEEKERS), 0)
        assert updated + duplicates == known
        assert updated == sum(
            any(since == week for since, _ in row) for row in rows if row[0][0] < week
        )
        known += new
    at_once.hand_in(path)
    assert told_in_names(weekly) == told_in_names(at_once)
    assert not weekly.hand_in(path).written
    assert weekly.book.revision() == WEEKS
