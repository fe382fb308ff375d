"""What an icon is made of on each system: contents only, nothing is written here."""

from __future__ import annotations

import base64
import plistlib
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from data.errors import NotAllowedError

__all__ = ["IconFile", "desktop_entry", "mac_bundle", "windows_link"]

_NAME = "Onward"
_COMMENT = "See how informational interviews multiply"


@dataclass(frozen=True, slots=True)
class IconFile:
    """One file of an icon: its path within the folder it is laid into, and what is in it."""

    path: str
    content: bytes
    runs: bool = False


def desktop_entry(start: Sequence[str], end: Sequence[str], icon: PurePath) -> IconFile:
    """Return the icon of Linux (freedesktop.org, Desktop Entry Specification 1.5).

    ``start`` and ``end`` are the words of the two commands; the second is offered with the right
    mouse button.
    """
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.5",
        f"Name={_NAME}",
        f"Comment={_COMMENT}",
        f"Exec={_exec(start)}",
        f"Icon={_value(str(icon))}",
        "Terminal=false",
        "Categories=Office;",
        "Actions=end;",
        "",
        "[Desktop Action end]",
        f"Name=End {_NAME}",
        f"Exec={_exec(end)}",
        "",
    )
    return IconFile("onward.desktop", "\n".join(lines).encode(), runs=True)


def _exec(words: Sequence[str]) -> str:
    """Return the words of a command as the specification quotes them, and escapes that again."""
    return _value(" ".join(f'"{_quoted(word)}"' for word in words)).replace("%", "%%")


def _quoted(word: str) -> str:
    for mark in ("\\", '"', "`", "$"):
        word = word.replace(mark, f"\\{mark}")
    return word


def _value(text: str) -> str:
    return _plain(text).replace("\\", "\\\\")


def _plain(text: str) -> str:
    """Return a text; refuse one that would begin a new line in a file of settings."""
    if any(ord(character) < ord(" ") for character in text):
        raise NotAllowedError(
            "The path of the logbook has a line end or another control character.",
            where=repr(text),
            fix="Rename the folder or the file.",
        )
    return text


def mac_bundle(start: Sequence[str], end: Sequence[str]) -> tuple[IconFile, ...]:
    """Return the two programs of macOS: one that starts Onward and one that ends it."""
    return (*_bundle(_NAME, "Onward", start), *_bundle(f"End {_NAME}", "OnwardEnd", end))


def _bundle(name: str, program: str, words: Sequence[str]) -> tuple[IconFile, ...]:
    about = {
        "CFBundleName": name,
        "CFBundleIdentifier": f"local.onward.{program.lower()}",
        "CFBundleExecutable": program,
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": "1",
        "LSUIElement": True,  # no window of its own: the page opens in the browser
    }
    log = f'"$HOME/Library/Logs/{_NAME}.log"'
    script = f"#!/bin/sh\nexec {shlex.join(map(_plain, words))} >>{log} 2>&1\n"
    inside = f"{name}.app/Contents"
    return (
        IconFile(f"{inside}/Info.plist", plistlib.dumps(about)),
        IconFile(f"{inside}/MacOS/{program}", script.encode(), runs=True),
    )


def windows_link(link: str, words: Sequence[str]) -> list[str]:
    """Return the command that makes a link of Windows, through PowerShell and WScript.Shell.

    ``link`` is the path of the link to make. The window of the command is there, minimized: closing
    it ends Onward.
    """
    target, *rest = words
    arguments = " ".join(_argument(word) for word in rest)
    script = (
        f"$link = (New-Object -ComObject WScript.Shell).CreateShortcut({_powershell(link)});"
        f"$link.TargetPath = {_powershell(target)};"
        f"$link.Arguments = {_powershell(arguments)};"
        f"$link.Description = {_powershell(_COMMENT)};"
        "$link.WindowStyle = 7;"
        "$link.Save()"
    )
    # In base64 no shell on the way reads it otherwise.
    encoded = base64.b64encode(script.encode("utf-16-le")).decode("ascii")
    return ["powershell", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded]


def _powershell(text: str) -> str:
    """Return a text as PowerShell quotes it; it takes curly quotation marks for straight ones.

    >>> _powershell("C:/Ann's log")
    "'C:/Ann''s log'"
    """
    for mark in "'\u2018\u2019\u201a\u201b":
        text = text.replace(mark, mark * 2)
    return f"'{_plain(text)}'"


def _argument(word: str) -> str:
    """Return a word in quotation marks; a path of Windows cannot hold any."""
    ends = "\\" * (len(word) - len(word.rstrip("\\")))  # before the mark they must be twice
    return f'"{word}{ends}"'
