"""What is handed in as a file and is none, or is another than it seems."""

import datetime as dt
import os
import socket

import pytest

from data.importers.source import read_sources
from tests.data.importers.hostile.making import text

LAST_DAY = dt.date(2026, 12, 31)


def refusal(path) -> str:
    (sheet,) = read_sources([path], as_of=LAST_DAY)
    assert sheet.refused is not None
    assert sheet.refused.fix
    return sheet.refused.reason


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "log.csv")
    assert "pipe" in refusal(tmp_path / "log.csv")
    # Nor one in a folder, nor one called a workbook.
    os.mkfifo(tmp_path / "log.xlsx")
    sheets = read_sources([tmp_path], as_of=LAST_DAY)
    assert ["pipe" in sheet.refused.reason for sheet in sheets] == [True, True]


def test_a_socket_is_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as door:
        door.bind("log.csv")
        assert "pipe" in refusal(tmp_path / "log.csv")


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/urandom"])
def test_a_device_is_never_read(device, tmp_path):
    assert "device" in refusal(device)
    (tmp_path / "log.csv").symlink_to(device)
    assert "device" in refusal(tmp_path / "log.csv")


def test_a_link_to_itself_and_one_to_nothing_are_told(tmp_path):
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nothing")
    assert "cannot be read" in refusal(tmp_path / "loop.csv")
    assert "cannot be read" in refusal(tmp_path / "gone.csv")
    assert "cannot be read" in refusal(tmp_path / "never.csv")


def test_a_link_to_a_sheet_is_that_sheet(tmp_path):
    (tmp_path / "sheet").write_bytes(text())
    (tmp_path / "log.csv").symlink_to(tmp_path / "sheet")
    (sheet,) = read_sources([tmp_path / "log.csv"], as_of=LAST_DAY)
    assert sheet.file_rows == 1


def test_a_folder_called_a_sheet_is_told(tmp_path):
    (tmp_path / "log.csv").mkdir()
    assert "holds no CSV" in refusal(tmp_path / "log.csv")
    assert "folder" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["\u202egpj.csv", "a\nb.csv", "=cmd.csv", "[x](y).csv", "é" * 120])
def test_a_file_may_have_any_name(name, tmp_path):
    (tmp_path / name).write_bytes(text())
    (sheet,) = read_sources([tmp_path / name], as_of=LAST_DAY)
    assert (sheet.file, sheet.file_rows) == (name, 1)
