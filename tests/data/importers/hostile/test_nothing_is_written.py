"""Whatever is handed in: the logbook takes all of what is sound, or nothing."""

import dataclasses
from hashlib import sha256

import pytest

from tests.data.importers.hostile.making import text
from tests.data.importers.hostile.test_bad_files import CASES
from tests.data.importers.office import Office


@pytest.fixture(scope="module")
def bad_folders(tmp_path_factory):
    """Every bad file, in a folder each: the refused and rejected ones, and those with rows."""
    folder = tmp_path_factory.mktemp("bad")
    paths = []
    for number, case in enumerate(CASES):
        (folder / str(number)).mkdir()
        paths.append(case.laid_into(folder / str(number)))
    return paths


def fingerprint(office: Office) -> str:
    return sha256(office.book.path.read_bytes()).hexdigest()


def test_all_bad_files_at_once_write_nothing(office, bad_folders):
    office.hand_in({"interviews": text().decode()})
    before = fingerprint(office)
    report = import_all(office, bad_folders)
    assert not report.written
    assert fingerprint(office) == before
    assert len(report.files) >= len(bad_folders)


def test_with_good_rows_only_the_sound_ones_are_written(office, bad_folders):
    report = import_all(office, bad_folders, good_rows=True)
    assert report.written
    assert sum(sheet.accepted for sheet in report.files if sheet.refused) == 0
    requests = [sheet.accepted for sheet in report.files if sheet.table == "interviews"]
    assert len(office.rows("interviews")) == sum(requests)
    assert report.to_json()  # and it can be told


@pytest.mark.parametrize(
    "content", [b'seeker,contact_name\n"', b"PK\x03\x04", text() + b"x,y,1e308,\n"]
)
def test_one_bad_file_writes_nothing(office, tmp_path, content):
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    before = fingerprint(office)
    report = office.hand_in(path)
    assert (report.written, report.import_id) == (False, None)
    assert fingerprint(office) == before
    assert all(dataclasses.asdict(sheet.refused)["fix"] for sheet in report.files if sheet.refused)


def import_all(office, paths, **options):
    from data.importers.act import import_files
    from tests.data.importers.office import LAST_DAY, START

    return import_files(
        office.book, paths, now=START, new_id=office.new_id, as_of=LAST_DAY, **options
    )
