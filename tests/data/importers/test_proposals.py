"""What headers and values must be understood as: situations from offices' own spreadsheets."""

import pytest

from tests.data.importers.grids import meanings, plan_of, read, rows_of, text

ANN = ["Ann Lee", "Bob Ray", "Cleo Fox", "Dan Poe", "Eve Orr"]
DAYS = ["3/4/2026", "3/14/2026", "4/1/2026", "4/2/2026", "4/20/2026"]
MET = {"Contact": ANN, "Date met": DAYS}
TWO = ["Mia Sol", "Mia Sol", "Mia Sol", "Tom Ash", "Tom Ash"]
READ, DOUBT, NOT = "read", "doubt", "not read"

# header, its values, other columns beside it, what must be understood, and whether it is read
SITUATIONS = {
    "contact": ("Contact Person", ANN, {"Date": DAYS}, READ, "contact_name"),
    "interviewee": ("Interviewee", ANN, {"Date": DAYS}, READ, "contact_name"),
    "who did you talk to": ("Spoke with", ANN, {"Date": DAYS}, READ, "contact_name"),
    "a bare name": ("Name", ANN, {"Date met": DAYS}, READ, "contact_name"),
    "a bare name that repeats beside a contact": ("Name", TWO, MET, READ, "seeker"),
    "a bare name beside a contact": ("Name", ANN[::-1], MET, DOUBT, "seeker"),
    "a bare name that repeats alone": ("Name", TWO, {"Date met": DAYS}, DOUBT, "seeker"),
    "student": ("Student", TWO, MET, READ, "seeker"),
    "first name": ("First name", ["A", "B", "C", "D", "E"], {"Last name": ANN, "Date": DAYS}, READ,
                   "contact_first_name"),
    "Nom beside Prénom": ("Nom", ANN, {"Prénom": ANN, "Date": DAYS}, READ, "contact_last_name"),
    "company": ("Company", ["Acme"] * 5, MET, READ, "organization"),
    "company or employer": ("Company / Employer", ["Acme"] * 5, MET, READ, "organization"),
    "company and name at once": ("Company / Name", ["Acme"] * 5, MET, DOUBT, ""),
    "role": ("Role", ["Nurse"] * 5, MET, READ, "title"),
    "industry": ("Field/Industry", ["Health"] * 5, MET, READ, "industry"),
    "a bare date": ("Date", DAYS, {"Contact": ANN}, READ, "held_on"),
    "date of meeting": ("Date of Meeting", DAYS, {"Contact": ANN}, READ, "held_on"),
    "met on": ("Met on:", DAYS, {"Contact": ANN}, READ, "held_on"),
    "a day with its format": ("Date (mm/dd/yy)", DAYS, {"Contact": ANN}, READ, "held_on"),
    "a bare date beside a meeting date": ("Date", DAYS, MET, DOUBT, ""),
    "day of asking": ("Date contacted", DAYS, MET, READ, "requested_on"),
    "meeting that is not a date": ("Meeting", ["Zoom"] * 5, MET, DOUBT, ""),
    "a date header over names": ("Date of meeting", ANN, {"Contact": ANN, "Met": DAYS}, DOUBT, ""),
    "an odd header over days": ("Zzz", DAYS, {"Contact": ANN, "Company": ANN}, DOUBT, "held_on"),
    "an odd header over addresses": ("Zzz", [f"a{i}@x.org" for i in range(5)], MET, DOUBT,
                                     "contact_email"),
    "an odd header over names": ("Zzz", ANN, {"Company": ANN, "Date met": DAYS}, DOUBT,
                                 "contact_name"),
    "no header over yes and no": ("", ["y", "n", "y", "y", "n"], MET, DOUBT, "thanked"),
    "an odd header over anything": ("Zzz", ["a b", "?!", "7x", "c", "d"], MET, DOUBT, ""),
    "an odd header over nothing": ("Zzz", [""] * 5, MET, NOT, ""),
    "email": ("E-mail", [f"a{i}@x.org" for i in range(5)], MET, READ, "contact_email"),
    "one email for each student": (
        "Email", ["m@x.org"] * 3 + ["t@x.org"] * 2, {"Student": TWO, **MET}, READ, "seeker_email"),
    "an email for each row": (
        "Email", [f"a{i}@x.org" for i in range(5)], {"Student": TWO, **MET}, READ, "contact_email"),
    "thanked yes": ("Thanked?", ["Y", "x", "TRUE", "no", "–"], MET, READ, "thanked"),
    "thank-you by date": ("Thank-you sent", DAYS, MET, READ, "thanked"),
    "TY": ("TY note (Y/N)", ["Y", "N", "Y", "Y", "N"], MET, READ, "thanked"),
    "thanks in words": ("Thank you", ["a nice man", "ok he said", "z", "w", "u"], MET, DOUBT, ""),
    "referred by": ("Referred By", ["", "Ann Lee", "Ann Lee", "", ""], MET, READ, "referred_by"),
    "who introduced": ("Introduced by", ["", "Ann Lee", "", "", ""], MET, READ, "referred_by"),
    "referred to": ("Referred to", ["Bob Ray", "", "", "", ""], MET, READ, "names_given"),
    "number of referrals": ("# of referrals", ["2", "0", "1", "", "3"], MET, READ, "names_given"),
    "referral met later": ("Referral", ["Bob Ray", "Cleo Fox", "", "", ""], MET, READ,
                           "names_given"),
    "referral met before": ("Referral", ["", "Ann Lee", "Bob Ray", "", ""], MET, READ,
                            "referred_by"),
    "referral met never": ("Referral", ["Zoe Zed", "", "", "", ""], MET, DOUBT, "names_given"),
    "referrals, several": ("Referrals", ["Zoe Zed, Yan Yip", "none", "", "", ""], MET, READ,
                           "names_given"),
    "referral yes or no": ("Referral?", ["Y", "N", "Y", "N", "N"], MET, DOUBT, ""),
    "source in words": ("How did you find them?", ["friend", "alumni", "LinkedIn, cold", "event",
                                                   "referred"], MET, READ, "source"),
    "source in other words": ("Source", ["my aunt Sue", "the web", "x", "y", "z"], MET, DOUBT, ""),
    "format": ("Format", ["Zoom", "coffee", "phone call", "in person", "Teams"], MET, READ, "mode"),
    "duration": ("Duration", ["30 min", "45", "1 h", "1:30", ""], MET, READ, "minutes_actual"),
    "notes": ("Comments", ["nice"] * 5, MET, READ, "notes"),
    "status": ("Status", ["done", "pending", "x", "done", "done"], MET, DOUBT, ""),
    "met above yes and no": ("Met?", ["Y", "N", "Y", "Y", "N"], MET, DOUBT, ""),
    "interviewed above days": ("Interviewed", DAYS, {"Name": ANN}, READ, "held_on"),
    "contacted above days": ("Contacted", DAYS, MET, READ, "requested_on"),
    "a number sign": ("#", ["1", "2", "3", "4", "5"], MET, NOT, ""),
    "a question as header": ("Who did they refer you to?", ["Bob Ray, Zoe Zed", "", "", "", ""],
                             MET, READ, "names_given"),
    "who it came through, perhaps": ("Referral source", ["web", "fair", "Ann Lee", "", ""], MET,
                                     DOUBT, ""),
    "an address of a referral": ("Referral 1 Email", ["b@x.org"] * 5, MET, NOT, ""),
    "phone": ("Phone #", ["555-1234"] * 5, MET, NOT, ""),
    "what an error file adds": ("How to mend it", ["x"] * 5, MET, NOT, ""),
    "Spanish": ("Fecha de la reunión", DAYS, {"Contacto": ANN}, READ, "held_on"),
    "French": ("Recommandé par", ["", "Ann Lee", "", "", ""], {"Contact": ANN, "Date": DAYS}, READ,
               "referred_by"),
    "German": ("Dankesmail gesendet", ["ja", "nein", "ja", "ja", "✓"], MET, READ, "thanked"),
    "Portuguese": ("Pessoa entrevistada", ANN, {"Data": DAYS}, READ, "contact_name"),
    "Italian": ("Azienda", ["Acme"] * 5, MET, READ, "organization"),
    "Dutch": ("Doorverwezen door", ["", "Ann Lee", "", "", ""], MET, READ, "referred_by"),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("situations")


@pytest.mark.parametrize("situation", SITUATIONS)
def test_what_is_understood(folder, situation):
    header, values, beside, state, meaning = SITUATIONS[situation]
    table = {header: values, **beside}
    if "Student" in beside or header == "Student":
        table = {"Student": beside.get("Student", values), **table}
    rows = [list(table), *map(list, zip(*table.values(), strict=True))]
    plan = plan_of(text(folder / "log.csv", rows))
    column = plan.column(list(table).index(header))
    assert column.reason.endswith((".", "?"))
    if state == READ:
        assert (column.meaning, column.sure) == (meaning, True), column.reason
    elif state == NOT:
        assert (column.meaning, column.sure) == ("", True), column.reason
    else:
        assert (column.meaning, column.sure, column.proposed) == ("", False, meaning), column.reason


def test_what_is_unsure_is_told_and_carries_nothing_into_the_log(folder):
    rows = [
        ["Contact", "Date met", "Zzz"],
        *zip(ANN, DAYS, [f"a{i}@x.org" for i in range(5)], strict=True),
    ]
    sheet = read(text(folder / "Log.csv", rows), seeker="Mia Sol")
    assert "contact_email" not in sheet.columns.column_names
    (warning,) = sheet.warnings
    assert (warning.column, warning.value) == ("Zzz", "a0@x.org")
    assert "left out" in warning.reason
    assert "contact_email" in warning.fix
    assert sheet.decisions["unsure"] == {"Zzz": "contact_email"}


def test_a_person_confirms_what_is_unsure(folder):
    rows = [
        ["Contact", "Date met", "Zzz"],
        *zip(ANN, DAYS, [f"a{i}@x.org" for i in range(5)], strict=True),
    ]
    path = text(folder / "Log.csv", rows)
    plan = plan_of(path).with_column(2, "contact_email").with_seeker("Mia Sol")
    assert plan.unsure == ()
    sheet = read(path, plans=[plan])
    assert sheet.columns["contact_email"].to_pylist() == [f"a{i}@x.org" for i in range(5)]
    assert sheet.columns["seeker"].to_pylist() == ["Mia Sol"] * 5


def test_a_meaning_is_taken_away_from_the_column_that_had_it(folder):
    path = text(
        folder / "Log.csv", [["Contact", "Who", "Date"], *zip(ANN, ANN[::-1], DAYS, strict=True)]
    )
    plan = plan_of(path).with_column(1, "contact_name")
    assert meanings(plan) == {"Who": "contact_name", "Date": "held_on"}
    with pytest.raises(KeyError):
        plan.with_column(0, "no such thing")
    with pytest.raises(KeyError):
        plan.with_column(9, "notes")


def test_headers_of_the_log_format_alone_are_read_as_strictly_as_ever(folder):
    path = text(folder / "a.csv", [["seeker", "contact_name", "held_on"], ["Mia", "-", "46000"]])
    assert not plan_of(path).office
    sheet = read(path)
    assert [r.reason for r in sheet.rejected] == ["This is not a date."]
    assert rows_of(sheet)[0]["contact_name"] == "-"


def test_repeated_headers_are_told_apart(folder):
    rows = [["Contact", "Date met", "Zzz", "Zzz"], *zip(ANN, DAYS, "abcde", "fghij", strict=True)]
    plan = plan_of(text(folder / "b.csv", rows))
    assert [c.header for c in plan.columns][2:] == ["Zzz (column C)", "Zzz (column D)"]
    assert plan.column_named("Zzz (column D)").position == 3
    assert [c.key for c in plan.columns][2:] == ["zzz", "zzz#2"]


def test_words_for_choices_are_told_and_a_doubtful_one_is_left_out_with_its_row_kept(folder):
    sources = ["alum db", "career fair", "friend", "LinkedIn", "my aunt Sue"]
    rows = [["Contact", "Date met", "Source"], *zip(ANN, DAYS, sources, strict=True)]
    path = text(folder / "c.csv", rows)
    column = plan_of(path).column(2)
    assert (column.meaning, column.sure) == ("source", True)
    assert column.reason.endswith(
        "Read as: alum db → alumni, career fair → event, friend → own network."
        " Left out: LinkedIn, my aunt Sue."
    )
    sheet = read(path, seeker="Mia Sol")
    assert sheet.columns["source"].to_pylist() == ["alumni", "event", "own_network", None, None]
    assert not sheet.rejected
    told = {warning.value: warning.fix for warning in sheet.warnings}
    assert told["LinkedIn"].startswith("It may mean own_network or cold.")
    assert told["my aunt Sue"].startswith("Write one of: referral,")
