"""Icons: what they are made of on three systems, and what is written and taken away on this one."""

import base64
import configparser
import json
import plistlib
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.commands.shortcut import Places, places, put, take_away
from dashboard.commands.shortcut_files import desktop_entry, mac_bundle, windows_link
from data.errors import NotAllowedError, OnwardError
from tests.dashboard.commands.books import call

ODD = """/data/Ann's "log" $HOME `id` 100% \\ ü.duckdb"""
WORDS = ["/opt/on ward/onward", "--logbook", ODD]
NAMES = st.text(st.characters(min_codepoint=32, codec="utf-8"), min_size=1, max_size=12)


def entry(words: list[str]) -> configparser.ConfigParser:
    file = desktop_entry(words, [words[0], "stop"], PurePosixPath("/opt/icon.svg"))
    read = configparser.ConfigParser(interpolation=None, strict=True)
    read.optionxform = str
    read.read_string(file.content.decode())
    return read


def words_of(line: str) -> list[str]:
    """Read an Exec line as the specification says: unescape the value, then the quoted words."""
    value = line.replace("\\\\", "\0").replace("\0", "\\").replace("%%", "%")
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"', value)
    return [re.sub(r"\\(.)", r"\1", word) for word in quoted]


@given(NAMES)
def test_the_icon_of_linux_says_the_command_word_for_word(name):
    words = ["/opt/on ward/onward", "--logbook", f"/data/{name}"]
    assert words_of(entry(words)["Desktop Entry"]["Exec"]) == words


def test_the_icon_of_linux_starts_without_a_terminal_and_can_end():
    read = entry(WORDS)
    assert words_of(read["Desktop Entry"]["Exec"]) == WORDS
    assert read["Desktop Entry"]["Terminal"] == "false"
    assert read["Desktop Entry"]["Icon"] == "/opt/icon.svg"
    assert read["Desktop Entry"]["Actions"] == "end;"
    assert words_of(read["Desktop Action end"]["Exec"])[-1] == "stop"


def test_the_programs_of_macos_start_and_end(tmp_path):
    files = {file.path: file for file in mac_bundle(WORDS, [WORDS[0], "stop"])}
    assert sorted(files) == [
        "End Onward.app/Contents/Info.plist",
        "End Onward.app/Contents/MacOS/OnwardEnd",
        "Onward.app/Contents/Info.plist",
        "Onward.app/Contents/MacOS/Onward",
    ]
    about = plistlib.loads(files["Onward.app/Contents/Info.plist"].content)
    assert f"Onward.app/Contents/MacOS/{about['CFBundleExecutable']}" in files
    script = files["Onward.app/Contents/MacOS/Onward"]
    assert script.runs
    # The shell of macOS is the one of POSIX: what it would call is what was asked for.
    said = script.content.decode().replace("exec ", "printf '%s\\n' ").split(" >>")[0]
    told = subprocess.run(["sh", "-c", said], capture_output=True, text=True, check=True).stdout
    assert told.splitlines() == WORDS


def script_of(words: list[str]) -> str:
    return base64.b64decode(words[-1]).decode("utf-16-le")


def test_the_link_of_windows_is_made_by_powershell_with_quotes_that_hold():
    target = "C:\\Programs\\on ward\\onward.exe"
    words = [target, "--logbook", "C:\\Ann’s 'log'\\$x `y.duckdb"]
    said = script_of(windows_link("C:\\Desktop\\Onward.lnk", words))
    assert "CreateShortcut('C:\\Desktop\\Onward.lnk')" in said
    assert f"$link.TargetPath = '{target}'" in said
    assert "\"--logbook\" \"C:\\Ann’’s ''log''\\$x `y.duckdb\"'" in said
    assert "$link.WindowStyle = 7" in said
    assert windows_link("x", words)[0] == "powershell"
    assert '"C:\\\\"' in script_of(windows_link("x", [target, "C:\\"]))


@pytest.mark.parametrize("name", ["a\nExec=evil", "a\rb", "a\x00b"])
def test_no_path_can_write_a_line_of_its_own(name):
    for made in (
        lambda: desktop_entry(["onward", name], ["onward"], PurePosixPath("i")),
        lambda: mac_bundle(["onward", name], ["onward"]),
        lambda: windows_link("x", ["onward", name]),
    ):
        with pytest.raises(NotAllowedError, match="control character"):
            made()


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A home of nobody, with a desktop."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_DESKTOP_DIR"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "Desktop").mkdir()
    return tmp_path


def test_the_command_writes_two_icons_and_takes_them_away(home):
    book = home / "my log.duckdb"
    said = call("shortcut", "--logbook", book, "--json")
    assert said.exit_code == 0, said.output
    written = [Path(path) for path in json.loads(said.stdout)["written"]]
    assert written == [
        home / "Desktop" / "onward.desktop",
        home / ".local" / "share" / "applications" / "onward.desktop",
    ]
    text = written[0].read_text(encoding="utf-8")
    assert str(book) in text
    assert Path(words_of(text.split("Exec=")[1].splitlines()[0])[0]).exists()
    assert written[0].stat().st_mode & 0o111
    assert "End Onward" in call("shortcut", "--logbook", book).stdout  # again, over the old one
    removed = json.loads(call("shortcut", "--remove", "--json").stdout)["removed"]
    assert removed == [str(path) for path in written]
    assert not any(path.exists() for path in written)
    assert "no icon" in call("shortcut", "--remove").stdout
    assert not book.exists()


def test_on_macos_whole_programs_are_laid_down_and_taken_away(home):
    where = places("darwin")
    written = put(where, home / "log.duckdb", "darwin")
    assert [path.name for path in written] == ["Onward.app", "End Onward.app", "Onward.app"]
    assert all((path / "Contents" / "Info.plist").exists() for path in written)
    assert len(take_away(where)) == 3
    assert not any(path.exists() for path in written)


def test_on_windows_three_links_are_asked_for_and_a_refusal_is_told(home, monkeypatch):
    asked = []

    def run(words, **_):
        asked.append(script_of(words))
        return subprocess.CompletedProcess(words, len(asked) // 4, b"", b"No.")

    monkeypatch.setattr(subprocess, "run", run)
    where = Places(home / "Desktop", home / "Programs")
    written = put(where, home / "log.duckdb", "win32")
    assert [path.name for path in written] == ["Onward.lnk", "End Onward.lnk", "Onward.lnk"]
    assert ["stop" in script for script in asked] == [False, False, True]
    with pytest.raises(OnwardError, match="did not make"):
        put(where, home / "log.duckdb", "win32")


def test_a_desktop_that_cannot_be_written_is_told(home):
    (home / "Desktop").rmdir()
    (home / "Desktop").write_text("a file where the desktop should be")
    with pytest.raises(OnwardError, match="cannot be written"):
        put(places("linux"), home / "log.duckdb", "linux")


def test_each_system_has_its_places(home):
    assert places("win32").programs.parts[-2:] == ("Start Menu", "Programs")
    assert places("darwin").programs == home / "Applications"
    assert places(sys.platform).desktop == home / "Desktop"
