"""One act: all or nothing, rehearsals, what is reported, and the sample's warning."""

import hashlib

import pytest

from data import open_logbook
from data.errors import FileRefusedError
from data.importers.act import import_files
from tests.data.importers.office import LAST_DAY, START, counts

GOOD = {"seeker": "Ann", "contact_name": "Bob", "held_on": "2026-01-02"}
BAD = GOOD | {"contact_name": "Cleo", "held_on": "soon"}


def test_one_rejected_row_keeps_everything_out_and_all_is_counted(office):
    told = office.hand_in({"interviews": [GOOD, BAD]})
    assert (told.written, told.import_id) == (False, None)
    assert counts(told) == [(1, 0, 0, 1)]
    assert office.rows("people") == []
    assert office.book.revision() == 0


def test_good_rows_go_in_without_the_others(office):
    told = office.hand_in({"interviews": [GOOD, BAD]}, good_rows=True)
    assert told.written
    assert counts(told) == [(1, 0, 0, 1)]
    assert sorted(p[0] for p in office.people()) == ["Ann", "Bob"]


def test_a_refused_file_has_no_rows_and_its_reason(office):
    sheets = {"interviews": [GOOD], "referrals": 'interview_id,referred_name\n1,"open\n'}
    told = office.hand_in(sheets)
    refused = next(s for s in told.files if s.refused)
    assert refused.rows == 0
    assert refused.refused.reason
    assert not told.written
    assert office.hand_in(sheets, good_rows=True).written


def test_a_rehearsal_reports_the_same_and_writes_nothing(office):
    rehearsed = office.hand_in({"interviews": [GOOD]}, dry_run=True)
    assert (rehearsed.written, rehearsed.import_id) == (False, None)
    assert office.book.revision() == 0
    assert counts(office.hand_in({"interviews": [GOOD]})) == counts(rehearsed)


def test_a_rehearsal_makes_no_logbook_and_an_import_does(tmp_path):
    file = tmp_path / "in.csv"
    file.write_text("seeker,contact_name,held_on\nAnn,Bob,2026-01-02\n")
    target = tmp_path / "new.duckdb"
    options = {"now": START, "new_id": iter("abcdefghij").__next__, "as_of": LAST_DAY}
    assert counts(import_files(target, [file], dry_run=True, **options)) == [(1, 0, 0, 0)]
    assert not target.exists()
    assert import_files(target, [file], **options).written
    assert open_logbook(target).revision() == 1


def test_the_act_and_its_files_are_on_record(office):
    told = office.hand_in({"interviews": [GOOD, BAD]}, good_rows=True)
    (act,) = office.book.table("imports").to_dict("records")
    assert (act["import_id"], act["act"]) == (told.import_id, "import")
    (file,) = office.book.table("import_files").to_dict("records")
    content = (office.folder / "in" / "interviews.csv").read_bytes()
    assert file["sha256"] == hashlib.sha256(content).hexdigest()
    numbers = ("rows", "accepted", "updated", "duplicates", "rejected")
    assert [file[name] for name in numbers] == [2, 1, 0, 0, 1]
    assert set(office.book.table("interviews")["import_id"]) == {told.import_id}


def test_the_report_as_json(office):
    told = office.hand_in({"interviews": [GOOD, BAD]}).to_json()
    assert list(told) == ["written", "import_id", "files"]
    (file,) = told["files"]
    assert {"file", "format", "table", "rows", "accepted", "updated", "duplicates"} <= set(file)
    assert set(file["rejected"][0]) == {"sheet", "row", "column", "value", "reason", "fix"}
    assert (file["rejected"][0]["row"], file["rejected"][0]["value"]) == (3, "soon")


def test_an_import_into_the_sample_warns_and_goes_on(office):
    with office.book.writing(now=START, act="sample") as writing:
        writing.insert("settings", [{"setting": "sample", "value": "1"}])
    told = office.hand_in({"interviews": [GOOD]})
    assert told.written
    assert "invented people" in told.files[0].warnings[0].reason


def test_a_sheet_of_one_seeker_takes_the_seeker_that_is_given(office):
    sheets = {"Ann Lee": "contact_name,held_on\nBob,2026-01-02\n"}
    refused = office.hand_in(sheets)
    assert refused.files[0].refused.fix
    assert refused.files[0].decisions["seeker_may_be"] == "Ann Lee"
    assert office.hand_in(sheets, seeker="ann@x.org").written
    assert ("ann@x.org", "ann@x.org", None) in office.people()
    office.hand_in({"seekers": [{"seeker": "Ann Lee", "seeker_email": "ann@x.org", "cohort": "A"}]})
    assert ("Ann Lee", "ann@x.org", None) in office.people()


def test_an_unknown_date_order_is_an_error_of_the_call(office):
    with pytest.raises(FileRefusedError):
        office.hand_in({"interviews": [GOOD]}, date_order="DYM")


def test_progress_is_told_from_nothing_to_all(office):
    told = []
    office.hand_in({"interviews": [GOOD]}, progress=lambda what, share: told.append((what, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert all(what for what, _ in told)
