"""Where a logbook should not lie."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from dashboard.synchronised import synchronised_by, synchronised_warning
from tests.dashboard.commands.books import call, sheets
from tests.dashboard.looking import imported, look, tracker

COPIED = [
    (PureWindowsPath("C:/People/Ann/OneDrive/log.duckdb"), "OneDrive"),
    (PureWindowsPath("C:/People/Ann/OneDrive - Career Office/a/log.duckdb"), "OneDrive"),
    (PureWindowsPath("C:/People/Ann/Dropbox (Office)/log.duckdb"), "Dropbox"),
    (PureWindowsPath("G:/My Drive/log.duckdb"), "Google Drive"),
    (PureWindowsPath("C:/People/Ann/iCloudDrive/log.duckdb"), "iCloud Drive"),
    (
        PurePosixPath("/u/ann/Library/Mobile Documents/com~apple~CloudDocs/log.duckdb"),
        "iCloud Drive",
    ),
    (PurePosixPath("/u/ann/Library/CloudStorage/OneDrive-Office/log.duckdb"), "OneDrive"),
    (PurePosixPath("/u/ann/Library/CloudStorage/GoogleDrive-a@b.org/log.duckdb"), "Google Drive"),
    (PurePosixPath("/u/ann/Nextcloud/log.duckdb"), "Nextcloud"),
    (PurePosixPath("/u/ann/Google Drive/log.duckdb"), "Google Drive"),
]
ELSEWHERE = [
    "/u/ann/log.duckdb",
    "/u/ann/onedrive.duckdb",
    "/u/Dropbox plans/log.duckdb",
    "log.duckdb",
]


@pytest.mark.parametrize(("path", "service"), COPIED, ids=str)
def test_the_folder_of_a_service_is_recognized(path, service):
    assert synchronised_by(path, {}) == service


@pytest.mark.parametrize("path", ELSEWHERE)
def test_another_folder_is_not(path):
    assert synchronised_by(PurePosixPath(path), {"OneDrive": "", "HOME": "/u/ann"}) is None


def test_what_a_service_says_of_itself_is_believed():
    path = PureWindowsPath("D:/Cloud/log.duckdb")
    assert synchronised_by(path, {"OneDriveCommercial": "D:/Cloud"}) == "OneDrive"
    assert synchronised_by(path, {"OneDriveCommercial": "D:/Clouds"}) is None


def test_a_link_into_such_a_folder_is_seen_through(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "here").symlink_to(tmp_path / "Dropbox")
    told = synchronised_warning(tmp_path / "here" / "log.duckdb", {})
    assert "Dropbox" in told
    assert "onward backup" in told
    assert synchronised_warning(Path(tmp_path / "log.duckdb"), {}) == ""


def test_commands_say_nothing_of_it_but_opening_does(tmp_path, monkeypatch):
    """Commands that only read stay quiet: their output may be read by programs."""
    said = call("import", sheets(tmp_path / "log"), "--logbook", tmp_path / "Dropbox.duckdb")
    assert "Dropbox seems" not in said.stderr
    from dashboard.commands import opening

    monkeypatch.setattr(opening, "found_running", lambda _: opening_at())
    (tmp_path / "Dropbox").mkdir()
    said = call("--logbook", tmp_path / "Dropbox" / "log.duckdb", "--no-browser")
    assert "Dropbox seems to copy" in said.stderr
    assert "http://127.0.0.1:8599" in said.stdout


def opening_at():
    from dashboard.commands.running import Running

    return Running(2, 8599)


def test_a_page_says_it_too(tmp_path, monkeypatch):
    (tmp_path / "Nextcloud").mkdir()
    book = imported(tmp_path / "Nextcloud", tracker())
    monkeypatch.setenv("ONWARD_LOGBOOK", str(book.path))
    (told,) = look("glossary").sidebar.warning
    assert "Nextcloud seems to copy" in told.value
