"""Where Chromium is on this machine. Run as a script it prints the path, or says how to get one."""

import os
import shutil
import sys
from pathlib import Path

__all__ = ["ARGUMENTS", "HOW_TO_GET", "find_chromium"]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

HOW_TO_GET = """\
The browser tests need Chromium, and none was found.
  Debian:  apt-get install chromium
  Ubuntu:  snap install chromium
  macOS:   brew install --cask chromium
or name one: ONWARD_CHROMIUM=/path/to/chromium make check
(make test runs everything else.)"""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_chromium() -> str | None:
    """Path of the browser: the one named in ONWARD_CHROMIUM, else the first found."""
    named = os.environ.get("ONWARD_CHROMIUM")
    if named:
        return shutil.which(named)
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in (*found, *MAC) if path and Path(path).is_file()), None)


if __name__ == "__main__":
    path = find_chromium()
    if path is None:
        sys.exit(HOW_TO_GET)
    print(path)
