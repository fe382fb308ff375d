"""Sheets as a whole: where the header is, whose log it is, which rows are left out."""

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.importers.files import cells_of
from data.importers.planning import plan_files, with_header_row, with_table
from data.importers.source import read_sources
from tests.data.importers.grids import AS_OF, meanings, plan_of, read, rows_of, text, workbook

HEAD = ["Contact", "Company", "Date met", "Thanked?", "Referral 1", "Referral 2"]
ROWS = [
    ["Ann Lee", "Acme", dt.date(2026, 3, 4), "Y", "Bob Ray", "Cleo Fox"],
    ["Bob Ray", "n/a", dt.date(2026, 3, 14), "–", "none", ""],
    ["Cleo Fox", "Initech", "April 2026", "N", "", "Dan Poe"],
]
READ = [
    {"contact_name": "Ann Lee", "organization": "Acme", "held_on": dt.date(2026, 3, 4),
     "thanked__said": True, "names_given": ["Bob Ray", "Cleo Fox"], "names_given__number": 2},
    {"contact_name": "Bob Ray", "held_on": dt.date(2026, 3, 14), "names_given": [],
     "names_given__number": 0},
    {"contact_name": "Cleo Fox", "organization": "Initech", "held_on": dt.date(2026, 4, 15),
     "thanked__said": False, "names_given": ["Dan Poe"], "names_given__number": 1},
]  # fmt: skip
MIA = [row | {"seeker": "Mia Sol"} for row in READ]


def without_seeker(sheet):
    return [{k: v for k, v in row.items() if k != "seeker"} for row in rows_of(sheet)]


@pytest.mark.parametrize(
    ("title", "sure"),
    [("Informational interviews – tracker of Mia Sol", True), ("Mia Sol's networking log", True),
     ("Student: Mia Sol", True), ("Log for Mia Sol, Spring 2026", True), ("Mia Sol", False),
     ("Registro de Mia Sol", True), ("Networking tracker", None)],
)  # fmt: skip
def test_titles_tell_where_the_header_is_and_whose_log_it_is(tmp_path, title, sure):
    path = workbook(
        tmp_path / "Book1.xlsx", {"Sheet1": [[title], ["Spring 2026"], [], HEAD, *ROWS]}
    )
    plan = plan_of(path)
    assert (plan.header_rows, plan.rows) == ((4,), 3)
    assert plan.asks_seeker == (sure is not True)
    assert (plan.seeker, plan.seeker_sure) == ("Mia Sol" if sure is not None else "", bool(sure))
    if sure:
        sheet = read(path)
        assert rows_of(sheet) == MIA
        assert sheet.decisions["seeker"] == "Mia Sol"
    else:
        assert rows_of(read(path, seeker="Mia Sol")) == MIA


def test_merged_groups_above_the_header_are_read_with_it(tmp_path):
    rows = [["Tracker of Mia Sol"], [], ["Contact", "", "Meeting", "Follow-up"],
            ["Name", "Company", "Date", "Thanked?", "Referral 1", "Referral 2"], *ROWS]  # fmt: skip
    merged = [("A3:B3", "Contact"), ("D3:F3", "Follow-up"), ("A1:F1", "Tracker of Mia Sol")]
    path = workbook(tmp_path / "b.xlsx", {"S": rows}, merged=merged)
    plan = plan_of(path)
    assert plan.header_rows == (3, 4)
    assert [c.header for c in plan.columns][:3] == [
        "Contact Name",
        "Contact Company",
        "Meeting Date",
    ]
    assert rows_of(read(path)) == MIA


def test_a_header_broken_over_two_lines_is_one(tmp_path):
    rows = [["", "", "Date", "", "First", "Second"],
            ["Contact", "Company", "met", "Thanked?", "referral", "referral"], *ROWS]  # fmt: skip
    path = workbook(tmp_path / "b.xlsx", {"S": rows})
    assert rows_of(read(path, seeker="Mia Sol")) == MIA


def test_totals_headers_again_headings_and_remarks_are_left_out_and_told(tmp_path):
    rows = [HEAD, ROWS[0], HEAD, ["April 2026"], *ROWS[1:], ["Total", 3], [], ["", "", "", 1, 3],
            ["* thanks by e-mail"]]  # fmt: skip
    path = workbook(tmp_path / "b.xlsx", {"S": rows})
    plan = plan_of(path)
    assert [(left.row, left.why) for left in plan.left_out] == [
        (3, "The headers again."),
        (4, "A heading between rows."),
        (7, "A total."),
        (9, "Numbers only: a total."),
        (10, "A remark below the table."),
    ]
    sheet = read(path, seeker="Mia Sol")
    assert rows_of(sheet) == MIA
    assert sheet.decisions["left_out_rows"] == [3, 4, 7, 9, 10]
    assert [warning.row for warning in sheet.warnings] == [3, 4, 7, 9, 10]
    kept = read(path, plans=[plan.keeping(7).with_seeker("Mia Sol")])
    assert [r.row for r in kept.rejected] == [7]


def test_a_contact_called_like_a_total_with_a_date_is_read(tmp_path):
    path = text(tmp_path / "a.csv", [HEAD, ["Total", "Total SE", "2026-03-04"]])
    assert rows_of(read(path, seeker="Mia"))[0]["contact_name"] == "Total"


def test_one_sheet_for_each_student(tmp_path):
    sheets = {"Mia Sol": [HEAD, *ROWS], "Tom Ash": [HEAD, ROWS[0]], "Lists": [["Yes", "No"]]}
    path = workbook(tmp_path / "Cohort 7.xlsx", sheets)
    mia, tom = read_sources([path], as_of=AS_OF)
    assert rows_of(mia) == MIA
    assert rows_of(tom) == [READ[0] | {"seeker": "Tom Ash"}]
    assert "one person" in mia.decisions["seeker_because"]


def test_a_single_sheet_that_has_a_name_is_asked_about(tmp_path):
    path = workbook(tmp_path / "Cohort 7.xlsx", {"Mia Sol": [HEAD, *ROWS]})
    plan = plan_of(path)
    assert (plan.seeker, plan.asks_seeker) == ("Mia Sol", True)
    (refused,) = read_sources([path], as_of=AS_OF)
    assert refused.decisions["seeker_may_be"] == "Mia Sol"
    assert rows_of(read(path, plans=[plan.with_seeker("Mia Sol")])) == MIA


def test_the_file_may_say_whose_log_it_is(tmp_path):
    path = text(tmp_path / "mia_sol-networking tracker (2).csv", [HEAD, ["Ann", "", "2026-01-02"]])
    assert plan_of(path).seeker == "Mia Sol"


def test_a_summary_beside_a_log_is_left_out_with_a_warning(tmp_path):
    summary = [["Student", "Interviews", "Referrals"], ["Mia Sol", 3, 3], ["Tom Ash", 1, 2]]
    path = workbook(tmp_path / "b.xlsx", {"Summary": summary, "Mia Sol": [HEAD, *ROWS]})
    (sheet,) = read_sources([path], as_of=AS_OF, seeker="Mia Sol")
    assert sheet.sheet == "Mia Sol"
    assert "no column tells" in sheet.warnings[0].reason.lower()
    (alone,) = read_sources([workbook(tmp_path / "c.xlsx", {"S": summary})], as_of=AS_OF)
    assert "No column tells the contact" in alone.refused.reason


def test_rosters_are_known_beside_logs(tmp_path):
    roster = [["Spring roster"], ["Participant", "E-mail", "Group", "Coach", "Start date", "Phone"],
              ["Mia Sol", "mia@x.org", "Spring", "Kim", dt.date(2026, 1, 5), "555"]]  # fmt: skip
    sheet = read(workbook(tmp_path / "b.xlsx", {"S": roster}))
    assert sheet.table == "seekers"
    assert rows_of(sheet) == [{"seeker": "Mia Sol", "seeker_email": "mia@x.org", "cohort": "Spring",
                               "advisor": "Kim", "joined_on": dt.date(2026, 1, 5)}]  # fmt: skip


@pytest.mark.parametrize("year_1904", [False, True])
def test_days_as_bare_numbers_are_read_by_the_workbooks_calendar(tmp_path, year_1904):
    first = dt.date(1904, 1, 1) if year_1904 else dt.date(1899, 12, 30)
    number = (dt.date(2026, 3, 4) - first).days
    rows = [HEAD, ["Ann Lee", "", number], ["Bob Ray", "", dt.date(2026, 3, 14)]]
    path = workbook(tmp_path / "b.xlsx", {"S": rows}, date_1904=year_1904)
    sheet = read(path, seeker="Mia")
    assert sheet.columns["held_on"].to_pylist() == [dt.date(2026, 3, 4), dt.date(2026, 3, 14)]
    assert sheet.decisions["serial_days_since"] == {"Date met": "1904" if year_1904 else "1900"}


def test_each_column_decides_its_order_and_an_open_one_is_asked(tmp_path):
    rows = [["Contact", "Date contacted", "Date met"], ["Ann Lee", "13/1/26", "1/25/26"],
            ["Bob Ray", "2/3/26", "3/4/26"]]  # fmt: skip
    path = text(tmp_path / "a.csv", rows)
    plan = plan_of(path)
    assert [c.date_order for c in plan.columns] == ["", "DMY", "MDY"]
    assert read(path, seeker="Mia").columns["held_on"].to_pylist()[1] == dt.date(2026, 3, 4)
    path = text(tmp_path / "b.csv", [["Contact", "Date met"], ["Ann Lee", "3/4/26"]])
    plan = plan_of(path).with_seeker("Mia")
    assert plan.asks_date_order
    assert "day or month" in read_sources([path], as_of=AS_OF, plans=[plan])[0].refused.reason
    sheet = read(path, plans=[plan.with_date_order("DMY")])
    assert sheet.columns["held_on"].to_pylist() == [dt.date(2026, 4, 3)]


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(";", "cp1252"), ("\t", "utf-16"), (",", "utf-8-sig"), ("|", "utf-8")],
)
def test_text_below_a_title_is_read_in_every_dialect(tmp_path, delimiter, encoding):
    rows = [["Übersicht von Mia Sol"], [], ["Kontaktperson", "Gespräch am", "Bedankt?"],
            ["Zoë Öz", "14. März 2026", "ja"]]  # fmt: skip
    sheet = read(text(tmp_path / "a.csv", rows, delimiter, encoding))
    assert rows_of(sheet) == [{"seeker": "Mia Sol", "contact_name": "Zoë Öz",
                               "held_on": dt.date(2026, 3, 14), "thanked__said": True}]  # fmt: skip


def test_thanks_in_two_columns_and_names_in_two_parts(tmp_path):
    rows = [["First name", "Last name", "Date met", "Thanked?", "Thank-you date"],
            ["Ann", "Lee", "2026-03-04", "Y", "3/14/2026"],
            ["Bob", "Ray", "2026-03-05", "Y", ""]]  # fmt: skip
    sheet = read(text(tmp_path / "a.csv", rows), seeker="Mia")
    assert sheet.columns["contact_name"].to_pylist() == ["Ann Lee", "Bob Ray"]
    assert sheet.columns["thanked"].to_pylist() == [dt.date(2026, 3, 14), None]
    assert sheet.columns["thanked__said"].to_pylist() == [True, True]


def test_a_seeker_told_once_for_the_rows_below_holds_for_them(tmp_path):
    rows = [["Participant", "Contact", "Date met"], ["Mia Sol", "Ann", "2026-01-02"],
            ["", "Bob", "2026-01-03"], ["Tom Ash", "Cleo", "2026-01-04"],
            ["", "Dan", "2026-01-05"]]  # fmt: skip
    sheet = read(text(tmp_path / "a.csv", rows))
    assert sheet.columns["seeker"].to_pylist() == ["Mia Sol", "Mia Sol", "Tom Ash", "Tom Ash"]
    assert sheet.decisions["names_hold_for_rows_below"] == ["Participant"]
    rows[4][0] = "Mia Sol"  # now a blank is one that was forgotten
    sheet = read(text(tmp_path / "a.csv", rows))
    assert [r.row for r in sheet.rejected] == [3]


def test_names_turned_around_are_turned_back(tmp_path):
    rows = [["Contact", "Date met"], ["Lee, Ann", "2026-03-04"], ["Ray, Bob", "2026-03-05"]]
    sheet = read(text(tmp_path / "a.csv", rows), seeker="Mia")
    assert sheet.columns["contact_name"].to_pylist() == ["Ann Lee", "Bob Ray"]
    assert sheet.decisions["names_turned"] == ["Contact"]


def test_problems_of_joined_columns_are_told_with_all_their_headers(tmp_path):
    rows = [HEAD, ["Ann", "", "2026-03-04", "perhaps", "\u202eBob", "Cleo"]]
    rows += [["Bob", "", "2026-03-05", "yes", "Dan", ""]] * 4
    path = text(tmp_path / "a.csv", rows)
    sheet = read(path, seeker="Mia")
    assert [r.column for r in sheet.rejected] == ["Thanked?", "Referral 1 + Referral 2"]
    assert plan_of(path).column_named("Referral 1 + Referral 2").position == 4


def test_the_header_row_and_the_table_can_be_corrected(tmp_path):
    rows = [
        ["Person", "When", "Talk"],
        ["Contact", "Date met", "Notes"],
        ["Ann", "2026-01-02", "x"],
    ]
    path = text(tmp_path / "a.csv", rows)
    plan = with_header_row(plan_of(path).with_seeker("Mia"), 1)
    assert (plan.header_rows, plan.seeker) == ((1,), "Mia")
    assert with_header_row(plan, (1, 2)).header_rows == (1, 2)
    with pytest.raises(KeyError):
        with_header_row(plan, 77)
    assert meanings(with_header_row(plan, 2)) == {
        "Contact": "contact_name", "Date met": "held_on", "Notes": "notes"}  # fmt: skip
    assert with_table(plan, "referrals").table == "referrals"
    assert not with_table(plan, "").use
    with pytest.raises(KeyError):
        with_table(plan, "no such table")


def test_mended_cells_stand_instead_of_the_files(tmp_path):
    path = text(tmp_path / "a.csv", [HEAD, ["Ann Lee", "", "soon"], ["Bob Ray", "", ""]])
    overrides = {
        (path, None, 2, 2): "2026-03-04",
        (path, None, 3, 0): "",
        (path, None, 1, 1): "Role",
    }
    sheet = read(path, overrides=overrides, seeker="Mia")
    assert (sheet.rejected, sheet.file_rows) == ((), 1)
    assert cells_of(path, None, [1, 2], overrides=overrides) == {
        1: ("Contact", "Role", "Date met", "Thanked?", "Referral 1", "Referral 2"),
        2: ("Ann Lee", "", "2026-03-04", "", "", ""),
    }


def test_bad_files_are_plans_that_say_why(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"")
    empty, missing = plan_files([tmp_path / "a.csv", tmp_path / "no.xlsx"])
    assert "empty" in empty.refused.reason
    assert "cannot be read" in missing.refused.reason
    assert not empty.use
    (tmp_path / "folder").mkdir()
    assert plan_files([tmp_path / "folder"])[0].refused is not None


def test_a_sheet_that_is_no_log_is_no_table(tmp_path):
    plan = plan_of(text(tmp_path / "a.csv", [["price", "color"], ["3", "red"]]))
    assert (plan.table, plan.use, plan.missing, plan.meanings) == ("", False, (), {})
    odd = plan_of(text(tmp_path / "b.csv", [["Q", "W"], ["Ann Lee", "2026-01-02"]]))
    assert (odd.table, odd.use) == ("interviews", False)
    assert [column.proposed for column in odd.columns] == ["contact_name", "held_on"]


LANGUAGES = {
    "en": ["Contact", "Company", "Date met", "Thanked?", "Names given"],
    "es": ["Contacto", "Empresa", "Fecha de reunión", "Agradecimiento", "Nombres dados"],
    "fr": ["Personne rencontrée", "Entreprise", "Date de l'entretien", "Remercié", "Noms donnés"],
    "de": ["Gesprächspartner", "Firma", "Gesprächsdatum", "Bedankt", "Genannte Namen"],
    "pt": ["Contato", "Empresa", "Data da reunião", "Agradecimento", "Nomes dados"],
    "it": ["Contatto", "Azienda", "Data del colloquio", "Ringraziato", "Nomi dati"],
    "nl": ["Contactpersoon", "Bedrijf", "Datum gesprek", "Bedankt", "Genoemde namen"],
}
COUNTER = itertools.count()


@settings(max_examples=40, deadline=None)
@given(
    language=st.sampled_from(sorted(LANGUAGES)),
    order=st.permutations(range(5)),
    titles=st.lists(st.sampled_from([[], ["Networking"], ["", "Spring 2026"]]), max_size=4),
    grouped=st.booleans(),
    as_workbook=st.booleans(),
    total=st.booleans(),
)
def test_the_same_log_is_read_however_it_is_laid_out(
    tmp_path_factory, language, order, titles, grouped, as_workbook, total
):
    cells = [["Ann Lee", "Acme", "2026-03-04", "x", "Bob Ray"], ["Bob Ray", "-", "2026-03-14", "",
              "2"]]  # fmt: skip
    body = [[row[place] for place in order] for row in [LANGUAGES[language], *cells]]
    rows = [*titles, *([["Basics", "", "", "More"]] if grouped else []), *body]
    rows += [["Total", "2"]] if total else []
    path = tmp_path_factory.getbasetemp() / f"log{next(COUNTER)}.{'xlsx' if as_workbook else 'csv'}"
    sheet = read((workbook(path, {"S": rows}) if as_workbook else text(path, rows)), seeker="Mia")
    assert rows_of(sheet) == [
        {"seeker": "Mia", "contact_name": "Ann Lee", "organization": "Acme", "thanked__said": True,
         "held_on": dt.date(2026, 3, 4), "names_given": ["Bob Ray"], "names_given__number": 1},
        {"seeker": "Mia", "contact_name": "Bob Ray", "held_on": dt.date(2026, 3, 14),
         "names_given__number": 2},
    ]  # fmt: skip
