"""An icon that opens the dashboard without a terminal: `shortcut`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click
import platformdirs

from dashboard.commands.options import Asked, writing
from dashboard.commands.output import print_json, say
from dashboard.commands.shortcut_files import IconFile, desktop_entry, mac_bundle, windows_link
from data.errors import OnwardError

__all__ = ["Places", "places", "program", "put", "shortcut", "take_away"]

_ICON = Path(__file__).parents[1] / "icon.svg"
_TRIED = "linux"


@dataclass(frozen=True, slots=True)
class Places:
    """Where icons go: the desktop, and the list of programs."""

    desktop: Path
    programs: Path


@click.command()
@click.option("--remove", is_flag=True, help="Take the icon away again.")
@writing
def shortcut(asked: Asked, *, remove: bool) -> None:
    """Put an icon on the desktop that opens the dashboard.

    It opens this logbook in the browser, without a terminal; a second click opens the same one
    again. To end it: "End Onward" in the list of programs, or `onward stop`.
    """
    where = places(sys.platform)
    done = take_away(where) if remove else put(where, asked.logbook.resolve(), sys.platform)
    if asked.as_json:
        print_json({"removed" if remove else "written": [str(path) for path in done]})
    elif remove:
        say("The icon was taken away." if done else "There was no icon of Onward.")
    else:
        say("The icon is there:", *(f"  {path}" for path in done), *_to_know(sys.platform))


def places(system: str) -> Places:
    """Return where this user's icons go on a system, as Python names it."""
    desktop = Path(platformdirs.user_desktop_dir())
    if system == "darwin":
        return Places(desktop, Path.home() / "Applications")
    data = Path(platformdirs.user_data_dir())
    if system == "win32":
        roaming = Path(platformdirs.user_data_dir(roaming=True))
        return Places(desktop, roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs")
    return Places(desktop, data / "applications")


def program() -> Path:
    """Return the command `onward` of this installation; raises ``OnwardError`` without one."""
    name = "onward.exe" if sys.platform == "win32" else "onward"
    beside = Path(sys.executable).with_name(name)
    found = beside if beside.exists() else shutil.which("onward")
    if found is None:
        raise OnwardError(
            "The command onward was not found.",
            where=str(beside),
            fix="Install Onward (make dashboard), and call this command from there.",
        )
    return Path(found).absolute()


def put(where: Places, logbook: Path, system: str) -> list[Path]:
    """Write the icons for a logbook, over those of before; return what was written."""
    start = [str(program()), "--logbook", str(logbook)]
    end = [str(program()), "stop", "--logbook", str(logbook)]
    try:
        if system == "win32":
            return _links(where, start, end)
        if system == "darwin":
            files = mac_bundle(start, end)
            shown = [file for file in files if not file.path.startswith("End ")]
            return [*_laid(where.desktop, shown), *_laid(where.programs, files)]
        entry = [desktop_entry(start, end, _ICON)]
        return [*_laid(where.desktop, entry), *_laid(where.programs, entry)]
    except OSError as error:
        raise OnwardError(
            "The icon cannot be written.",
            where=str(error.filename or where.desktop),
            why=f"{error.strerror}.",
            fix="See whether the folder may be written to.",
        ) from error


def _laid(folder: Path, files: Iterable[IconFile]) -> list[Path]:
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        path.chmod(0o755 if file.runs else 0o644)
    return sorted({folder / Path(file.path).parts[0] for file in files})


def _links(where: Places, start: list[str], end: list[str]) -> list[Path]:
    links = {
        where.desktop / "Onward.lnk": start,
        where.programs / "Onward.lnk": start,
        where.programs / "End Onward.lnk": end,
    }
    for link, words in links.items():
        link.parent.mkdir(parents=True, exist_ok=True)
        said = subprocess.run(windows_link(str(link), words), capture_output=True, check=False)  # noqa: S603
        if said.returncode:
            raise OnwardError(
                "Windows did not make the icon.",
                where=str(link),
                why=said.stderr.decode(errors="replace").strip()[:300],
                fix="Make a link to onward.exe by hand (right mouse button, New, Shortcut).",
            )
    return sorted(links)


def take_away(where: Places) -> list[Path]:
    """Take away what ``put`` writes, and nothing else; return what was there."""
    gone = []
    for folder in (where.desktop, where.programs):
        for name in (
            "onward.desktop",
            "Onward.lnk",
            "End Onward.lnk",
            "Onward.app",
            "End Onward.app",
        ):
            path = folder / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.is_symlink() or path.exists():
                path.unlink()
            else:
                continue
            gone.append(path)
    return gone


def _to_know(system: str) -> list[str]:
    told = ['To end Onward: "End Onward" in the list of programs, or: onward stop']
    if system == _TRIED:
        told.append(
            'The first time, the desktop may ask for "Allow Launching" (right mouse button).'
        )
    else:
        told.append(
            "This was written for your system but tried on Linux only: tell us if it fails."
        )
    return told
