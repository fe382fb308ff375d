import csv
import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.importers.source import read_sources
from data.log_format import SHEETS

AS_OF = date(2026, 11, 1)
# 2026-01-01 in Arabic-Indic digits.
ARABIC = "2026-01-01".translate({ord(str(n)): 0x660 + n for n in range(10)})
TRACKER = "seeker,contact_name,held_on,referred_by,names_given,thanked\n"


@pytest.fixture
def read(tmp_path):
    def read_text(text, name="tracker.csv", **asked):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        (sheet,) = read_sources([path], as_of=AS_OF, **asked)
        return sheet

    return read_text


def column(sheet, name):
    return sheet.columns.column(name).to_pylist()


def told(sheet):
    """Row, column and the first words of each rejection."""
    return [(r.row, r.column, r.reason) for r in sheet.rejected]


def only_reason(sheet):
    assert sheet.refused is None
    assert all(r.fix for r in sheet.rejected)
    (rejection,) = sheet.rejected
    return rejection.reason


def test_the_tracker_row(read):
    sheet = read(
        TRACKER
        + "Ann,Bob,2026-03-01,Cleo; Dan,Eve; Fay,2026-03-02\n"
        + "Ann,Eve,2026-03,,none,no\n"
        + "Ann,Fay,2026-03-09,,3,yes\n"
        + "Ann,Gus,2026-03-10,,,2026-03\n"
    )
    assert (sheet.table, sheet.refused, sheet.rejected, sheet.file_rows) == (
        "interviews",
        None,
        (),
        4,
    )
    assert column(sheet, "referred_by") == [["Cleo", "Dan"], None, None, None]
    assert column(sheet, "names_given") == [["Eve", "Fay"], [], None, None]
    assert column(sheet, "names_given__number") == [2, 0, 3, None]
    assert column(sheet, "thanked") == [date(2026, 3, 2), None, None, date(2026, 3, 15)]
    assert column(sheet, "thanked__said") == [True, False, True, True]
    assert column(sheet, "thanked__approximate") == [False, False, False, True]
    assert column(sheet, "__approximate") == [None, "held_on", None, None]
    assert column(sheet, "held_on")[1] == date(2026, 3, 15)


def test_every_problem_of_a_row_is_listed_and_the_row_counted_once(read):
    sheet = read(TRACKER + "Ann,Bob,2026-03-01,,,\n\n,,30/02/2026,,1.5,perhaps\n")
    assert [(r.row, r.column) for r in sheet.rejected] == [
        (4, "seeker"),
        (4, "contact_name"),
        (4, "held_on"),
        (4, "names_given"),
        (4, "thanked"),
    ]
    assert sheet.rejected_rows.tolist() == [False, True]
    assert [r.value for r in sheet.rejected][2:] == ["30/02/2026", "1.5", "perhaps"]


def test_the_row_needs_a_date_but_an_unreadable_one_is_told_once(read):
    sheet = read("seeker,contact_name,requested_on,held_on\nAnn,Bob,,\nAnn,Cleo,soon,\n")
    assert told(sheet) == [
        (2, "requested_on", "The row has no date."),
        (3, "requested_on", "This is not a date."),
    ]


@pytest.mark.parametrize(
    ("header", "cell", "reason"),
    [("held_on", "2026-11-02", "after 2026-11-01"),
     ("held_on", "2026-12", "after 2026-11-01"),
     ("held_on", "01/02/26", "two digits"),
     ("held_on", "1899-05-05", "before 1900"),
     ("held_on", ARABIC, "digits other"),
     ("held_on", "46086", "not a date"),
     ("minutes_actual", "0", "outside 1–1440"),
     ("minutes_planned", "1441", "outside 1–1440"),
     ("minutes_actual", "half an hour", "not a whole number"),
     ("questions_prepared", "-1", "outside 0–200"),
     ("seeker_email", "ann@x.org; bob@x.org", "not exactly one valid"),
     ("contact_email", "ann at x.org", "not exactly one valid"),
     ("on_time", "maybe", "neither yes nor no"),
     ("mode", "by pigeon", "none of the choices"),
     ("came_of_it", "a job", "none of the choices"),
     ("organization", "\u202eevil", "direction"),
     ("title", "\u200b", "no visible"),
     ("notes", "#REF!", "error"),
     ("referred_by", "\u202eBob", "direction"),
     ("names_given", "201", "outside 0–200"),
     ("minutes_actual", "NA", "not a whole number")],
)  # fmt: skip
def test_what_is_rejected_and_why(read, header, cell, reason):
    sheet = read(f'seeker,contact_name,requested_on,{header}\nAnn,Bob,2026-01-01,"{cell}"\n')
    assert reason in only_reason(sheet)
    assert sheet.rejected[0].column == header
    assert sheet.rejected[0].row == 2


def test_a_month_that_has_begun_and_plans_that_lie_ahead_are_fine(read):
    sheet = read("seeker,contact_name,held_on,scheduled_for\nAnn,Bob,2026-11,2027-05-01\n")
    assert sheet.rejected == ()


def test_missing_words_are_text_in_names_and_texts(read):
    sheet = read("seeker,contact_name,held_on,notes\nNA,None,2026-01-01,null\n")
    assert [column(sheet, n) for n in ("seeker", "contact_name", "notes")] == [
        ["NA"],
        ["None"],
        ["null"],
    ]
    assert sheet.rejected == ()


@pytest.mark.parametrize("late", ["answered_on", "held_on"])
def test_nothing_is_answered_or_held_before_it_is_requested(read, late):
    head = f"seeker,contact_name,requested_on,{late}\n"
    assert "before the one" in only_reason(read(head + "Ann,Bob,2026-03-05,2026-03-04\n"))
    assert read(head + "Ann,Bob,2026-03-05,2026-03-05\n").rejected == ()
    # A month is before another month, but not before a day of its own.
    assert read(head + "Ann,Bob,2026-03-20,2026-03\n").rejected == ()
    assert "before the one" in only_reason(read(head + "Ann,Bob,2026-03-20,2026-02\n"))


def test_too_many_cells_reject_the_row(read):
    assert "more cells" in only_reason(read(TRACKER + "Ann,Bob,2026-01-01,,,,oops\n"))


def test_invisible_characters_are_stripped_with_a_warning(read):
    sheet = read(TRACKER + "Ann,B\u200bob,2026-01-01,,,\nAnn,C\ufeffleo,2026-01-01,,,\n")
    assert column(sheet, "contact_name") == ["Bob", "Cleo"]
    (warning,) = sheet.warnings
    assert (warning.row, warning.column) == (2, "contact_name")
    assert "2 cells" in warning.reason


def test_an_unknown_column_is_a_warning_that_names_the_nearest(read):
    sheet = read("seeker,contact_name,held_on,refered by\nAnn,Bob,2026-01-01,x\n")
    (warning,) = sheet.warnings
    assert warning.column == "refered by"
    assert "referred_by" in warning.fix


def test_a_column_without_header_is_a_warning_only_when_it_has_values(read):
    head = "seeker,contact_name,held_on,\n"
    assert read(head + "Ann,Bob,2026-01-01,\n").warnings == ()
    assert "Column D" in read(head + "Ann,Bob,2026-01-01,x\n").warnings[0].reason


def test_a_header_twice_is_fine_with_equal_values_and_refused_with_others(read):
    head = "seeker,contact_name,held_on,Held On\n"
    assert read(head + "Ann,Bob,2026-01-01, 2026-01-01 \n").refused is None
    refused = read(head + "Ann,Bob,2026-01-01,2026-01-02\n").refused
    assert "there twice" in refused.reason
    assert "C and D" in refused.reason


def test_each_column_decides_its_own_order(read):
    sheet = read(
        "seeker,contact_name,requested_on,held_on\n"
        "Ann,Bob,02/03/2026,04/05/2026\nAnn,Cleo,25/03/2026,04/25/2026\n"
    )
    assert sheet.decisions["date_order"] == {"requested_on": "DMY", "held_on": "MDY"}
    assert column(sheet, "requested_on")[0] == date(2026, 3, 2)
    assert column(sheet, "held_on")[0] == date(2026, 4, 5)


def test_an_open_order_refuses_the_sheet_and_date_order_opens_it(read):
    text = (
        "seeker,contact_name,requested_on,held_on\n"
        "Ann,Bob,01/03/2026,03/04/2026\nAnn,Cleo,28/02/2026,\n"
    )
    refused = read(text).refused
    assert "held_on (03/04/2026)" in refused.reason
    assert "requested_on DMY" in refused.reason
    assert "--date-order" in refused.fix
    assert column(read(text, date_order="DMY"), "held_on") == [date(2026, 4, 3), None]
    # A given order is followed; what contradicts it is unreadable, never read the other way.
    sheet = read(text, date_order="MDY")
    assert column(sheet, "held_on") == [date(2026, 3, 4), None]
    assert told(sheet)[0][:2] == (3, "requested_on")


def test_a_sheet_without_seeker_is_whose_it_is_said_to_be(read):
    text = "contact_name,held_on\nBob,2026-01-01\n"
    sheet = read(text, name="Ann Lee.csv")
    assert "does not say whose" in sheet.refused.reason
    assert "--seeker" in sheet.refused.fix
    assert sheet.decisions["seeker_may_be"] == "Ann Lee"
    assert column(read(text, seeker="ann@x.org"), "seeker_email") == ["ann@x.org"]
    assert column(read(text, seeker="Ann Lee"), "seeker") == ["Ann Lee"]


def test_rows_whose_seeker_is_blank_are_rejected_one_by_one(read):
    text = "seeker,contact_name,held_on\n,Bob,2026-01-01\n,Cleo,2026-01-02\n"
    sheet = read(text)
    assert sheet.refused is None
    assert [(r.row, r.column, r.reason) for r in sheet.rejected] == [
        (2, "seeker", "The row has no seeker."),
        (3, "seeker", "The row has no seeker."),
    ]
    assert "--seeker" in sheet.rejected[0].fix
    assert read(text, seeker="Ann Lee").rejected == ()


def test_a_given_seeker_fills_in_blank_rows_only(read):
    sheet = read("seeker,contact_name,held_on\n,Bob,2026-01-01\nZoe,Bob,2026-01-01\n", seeker="Ann")
    assert column(sheet, "seeker") == ["Ann", "Zoe"]
    assert sheet.rejected == ()


@pytest.mark.parametrize("lacking", [["contact_name"], ["held_on"]])
def test_a_sheet_that_can_never_say_what_each_row_needs_is_refused(read, lacking):
    kept = [c for c in ("seeker", "contact_name", "held_on", "thanked") if c not in lacking]
    refused = read(",".join(kept) + "\n" + ",".join("x" for _ in kept) + "\n").refused
    assert lacking[0] in refused.reason


@pytest.mark.parametrize(
    ("name", "text"),
    [("referrals", "interview_id,referred_name\nI1,Bob\n"),
     ("referrals", "seeker,from_name,lead\nAnn,Bob,Acme is hiring\n"),
     ("follow_ups", "interview_id,kind\nI1,connect\n"),
     ("follow_ups", "seeker,contact_name,kind\nAnn,Bob,Thank you e-mail\n"),
     ("opportunities", "interview_id,kind\nI1,good word\n"),
     ("opportunities", "seeker,kind,opened_on\nAnn,project,2026-01-01\n"),
     ("destinations", "seeker,category,known_on\nAnn,employed,2026-01-01\n"),
     ("seekers", "seeker,cohort,attribute: First gen\nAnn,Spring,yes\n"),
     ("people", "person_id,name\nP1,Ann\n"),
     ("cohorts", "name,starts_on\nSpring,2027-01-01\n"),
     ("notes", "person_id,kind,noted_on,text\nP1,session,2026-01-01,ok\n"),
     ("debt_decisions", "rule,seeker_id,decision,decided_on\nnudge,P1,waived,2026-01-01\n"),
     ("same_person", "person_id,is_person_id,decided_on\nP1,P2,2026-01-01\n")],
)  # fmt: skip
def test_the_least_that_each_sheet_needs(read, name, text):
    sheet = read(text, name=f"{name}.csv")
    assert (sheet.table, sheet.refused, sheet.rejected) == (name, None, ())


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [("referrals", "seeker,from_name,referred_name\nAnn,,Bob\n", "person who named"),
     ("referrals", "seeker,from_name,referred_name\nAnn,Bob,\n", "person named"),
     ("follow_ups", "seeker,contact_name,kind\nAnn,Bob,\n", "no kind"),
     ("opportunities", "seeker,kind,opened_on\nAnn,project,\n", "no date"),
     ("destinations", "seeker,category,known_on\nAnn,employed,\n", "no known on"),
     ("seekers", "seeker,cohort\nAnn,\n", "no cohort"),
     ("notes", "person_id,kind,noted_on\n,session,2026-01-01\n", "person or cohort")],
)  # fmt: skip
def test_a_row_that_lacks_it_is_rejected(read, name, text, reason):
    assert reason in only_reason(read(text, name=f"{name}.csv"))


def test_attributes_of_seekers_keep_their_name(read):
    sheet = read("seeker,cohort,Attribute: First gen\nAnn,Spring,yes\n", name="seekers.csv")
    assert column(sheet, "attribute: First gen") == ["yes"]


def test_rows_that_have_nothing_to_read_are_blank(read):
    sheet = read("seeker,contact_name,held_on,No.\nAnn,Bob,2026-01-01,1\n,,,2\n , ,,\n")
    assert sheet.row_numbers.tolist() == [2]


def test_headers_only_is_no_row_and_no_refusal(read):
    sheet = read(TRACKER)
    assert (sheet.refused, sheet.file_rows, sheet.rejected) == (None, 0, ())
    assert set(TRACKER.strip().split(",")) <= set(sheet.columns.column_names)


ROW = st.fixed_dictionaries(
    {
        "seeker": st.text(st.characters(categories=["L"]), min_size=1),
        "contact_name": st.text(st.characters(categories=["L"]), min_size=1),
        "held_on": st.dates(date(1900, 1, 1), AS_OF),
        "minutes_actual": st.none() | st.integers(1, 1440),
        "on_time": st.none() | st.booleans(),
        "mode": st.none() | st.sampled_from(["in_person", "phone", "video"]),
        "notes": st.text(st.characters(categories=["L", "N", "P", "S"])).filter(
            lambda t: not t.startswith(("'", "#"))
        ),
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=6))
def test_typed_values_written_as_text_are_read_back_equal(read, rows):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(
        row | {"on_time": {True: "yes", False: "no", None: ""}[row["on_time"]]} for row in rows
    )
    sheet = read(text.getvalue())
    assert (sheet.refused, sheet.rejected) == (None, ())
    for name in rows[0]:
        assert column(sheet, name) == [None if row[name] == "" else row[name] for row in rows]


CELLS = st.sampled_from(
    ["", "x", "2026-03-05", "03/04/2026", "25/03/2026", "Mar 2026", "#REF!", "none", "3", "a@b.org",
     "\u200b", "'=1", "yes", "٣", "I1", "good word", "connect", "session"]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data(), name=st.sampled_from(list(SHEETS)))
def test_no_cell_in_any_column_breaks_the_reading(read, data, name):
    headers = data.draw(st.lists(st.sampled_from(SHEETS[name].names), min_size=1, max_size=5))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(headers), max_size=len(headers))))
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headers, *rows])
    sheet = read(text.getvalue(), name=f"{name}.csv")
    if sheet.refused:
        assert sheet.refused.fix
        return
    assert sheet.columns.num_rows == sheet.file_rows <= len(rows)
    assert {r.row for r in sheet.rejected} <= set(sheet.row_numbers.tolist())
    assert all(r.reason and r.fix for r in sheet.rejected)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(random=st.randoms())
def test_the_order_of_rows_changes_no_value(read, random):
    lines = [f"S{i},C{i},{d}/03/2026,,,\n" for i, d in enumerate((1, 2, 25, 3, 31))]
    straight = read(TRACKER + "".join(lines)).columns.to_pylist()
    mixed = read(TRACKER + "".join(random.sample(lines, len(lines)))).columns.to_pylist()
    assert sorted(mixed, key=lambda r: r["seeker"]) == straight
