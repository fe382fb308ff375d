"""Export → import → export is exact, for logs of every shape that the contract allows."""

import datetime as dt
import os

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from data.columns import LOG_TABLES, TABLES
from data.export import export
from tests.data.importers.office import LAST_DAY, START, Office

EXAMPLES = 15 if os.environ.get("ONWARD_THOROUGH") == "1" else 8
FIRST_DAY = dt.date(1990, 1, 1)
PEOPLE = [f"p{n}" for n in range(6)]
INTERVIEWS = [f"i{n}" for n in range(5)]
COHORTS = ["k0", "k1"]
SELDOM = 3

LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S"))
ODD = [
    "NA",
    "null",
    "=1+1",
    "+49",
    "-",
    "@home",
    "'quoted",
    'a "b"; c',
    "李 小龍",
    "Zoë",
    "O'Neil, A.",
]


@st.composite
def words(draw):
    if draw(st.booleans()):
        return draw(st.sampled_from(ODD))
    return "x" + draw(st.text(LETTERS, max_size=8))


def cells(column, name):
    """What may stand in a column of the contract."""
    kinds = {
        "date": st.dates(FIRST_DAY, LAST_DAY),
        "whole": st.integers(column.low, column.high),
        "yes_no": st.just(False) if name == "thanked" else st.booleans(),
        "choice": st.sampled_from(column.choices or ("",)),
        "email": st.sampled_from(["a@example.org", "B.b@example.org", "c@example.com"]),
        "text": st.one_of(words(), st.just("two\nlines"), st.just("- a\n- b")),
    }
    return kinds.get(column.type, words())


@st.composite
def rows(draw, table, **given_):
    """A row of a table: what is given, and any of the other columns."""
    row = {}
    for column in TABLES[table].columns:
        name = column.name
        if name in given_:
            row[name] = given_[name]
        elif name not in {"approximate", "inline_of"}:
            needed = column.required
            if needed or draw(st.integers(0, SELDOM)) == 0:
                row[name] = draw(cells(column, name))
    return row


def in_order(row):
    """Mend what the importer would reject: nothing is held or answered before it is asked."""
    asked = row.get("requested_on")
    for name in ("answered_on", "held_on"):
        if asked and row.get(name) and row[name] < asked:
            row[name] = asked
    return row


@st.composite
def roughly(draw, table, row):
    """Some dates are known to the month only."""
    rough = [
        column.name
        for column in TABLES[table].columns
        if column.type == "date" and row.get(column.name) and draw(st.integers(0, SELDOM)) == 0
    ]
    for name in rough:
        row[name] = row[name].replace(day=15)
    if rough:
        row["approximate"] = ";".join(rough)
    return row


@st.composite
def logs(draw):
    person, some_person = st.sampled_from(PEOPLE), st.sampled_from([*PEOPLE, None])
    interview = st.sampled_from([*INTERVIEWS, None])
    date = st.dates(FIRST_DAY, LAST_DAY)
    referral = st.sampled_from(["r0", "r1", "gone", None])

    def many(table, most, **given_):
        drawn = []
        for number in range(draw(st.integers(0, most))):
            told = {
                name: draw(value) if isinstance(value, st.SearchStrategy) else f"{value}{number}"
                for name, value in given_.items()
            }
            row = draw(rows(table, **told))
            if table == "interviews" and not any(row.get(n) for n in TABLES[table].row_from):
                row["held_on"] = draw(date)
            row = in_order(row)
            if "approximate" in TABLES[table].names:
                row = in_order(draw(roughly(table, row)))
            drawn.append(row)
        return drawn

    def once(table, found):
        return list({tuple(row.get(k) for k in TABLES[table].key): row for row in found}.values())

    log = {
        "cohorts": [draw(rows("cohorts", cohort_id=k)) for k in COHORTS],
        "people": [draw(rows("people", person_id=p)) for p in PEOPLE],
        "seekers": once(
            "seekers", many("seekers", 4, person_id=person, cohort_id=st.sampled_from(COHORTS))
        ),
        "interviews": [
            *(
                {"interview_id": i, "seeker_id": "p0", "contact_id": "p1", "held_on": LAST_DAY}
                for i in INTERVIEWS
            ),
            *many(
                "interviews",
                4,
                interview_id="j",
                seeker_id=person,
                contact_id=person,
                referral_id=referral,
            ),
        ],
        "referrals": many(
            "referrals",
            4,
            referral_id="r",
            seeker_id=person,
            from_id=person,
            interview_id=interview,
            referred_id=person,
            inline_of=interview,
        ),
        "follow_ups": many(
            "follow_ups",
            4,
            follow_up_id="f",
            seeker_id=person,
            contact_id=person,
            interview_id=interview,
            referral_id=referral,
            inline_of=interview,
        ),
        "opportunities": many(
            "opportunities",
            3,
            opportunity_id="o",
            seeker_id=person,
            interview_id=interview,
            opened_on=date,
            inline_of=interview,
        ),
        "destinations": once("destinations", many("destinations", 3, person_id=person)),
        "debt_decisions": once(
            "debt_decisions",
            many(
                "debt_decisions",
                3,
                seeker_id=person,
                contact_id=some_person,
                interview_id=interview,
                referral_id=referral,
            ),
        ),
        "notes": many("notes", 3, note_id="n", person_id=person, cohort_id=st.none()),
        "same_person": once(
            "same_person", many("same_person", 2, person_id=person, is_person_id=person)
        ),
    }
    attributes = st.sampled_from(["Region", "First generation"])
    on_roster = sorted({row["person_id"] for row in log["seekers"]})
    if on_roster:
        told = many(
            "seeker_attributes", 3, person_id=st.sampled_from(on_roster), attribute=attributes
        )
        log["seeker_attributes"] = once("seeker_attributes", told)
    return log


@settings(max_examples=EXAMPLES)
@given(log=logs())
def test_export_import_export_is_exact(tmp_path_factory, log):
    folder = tmp_path_factory.mktemp("trip")
    office, other = Office(folder / "one"), Office(folder / "two")
    with office.book.writing(now=START, act="form") as writing:
        for table in LOG_TABLES:
            writing.insert(table, log.get(table, []))
    out = export(office.book.unmerged_log(), folder / "out")
    told = other.hand_in(out)
    assert [s for s in told.files if s.rejected or s.refused] == []
    for table in LOG_TABLES:
        names = [*TABLES[table].names]
        ours, theirs = office.book.table(table)[names], other.book.table(table)[names]
        pd.testing.assert_frame_equal(as_told(ours), as_told(theirs), obj=table)
    again = export(other.book.unmerged_log(), folder / "again")
    assert sorted(f.name for f in again.iterdir()) == sorted(f.name for f in out.iterdir())
    for file in again.iterdir():
        assert file.read_bytes() == (out / file.name).read_bytes(), file.name
    repeated = other.hand_in(out)
    assert not repeated.written
    assert other.book.revision() == 1


def as_told(frame):
    """The order in which rough dates are listed says nothing."""
    if "approximate" not in frame:
        return frame
    listed = frame["approximate"].map(
        lambda names: ";".join(sorted(names.split(";"))), na_action="ignore"
    )
    return frame.assign(approximate=listed)
