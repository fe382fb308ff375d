"""Which service, if any, copies the folder in which a logbook lies to other machines.

Such a folder copies the file while it is being written, keeps old copies, and sends it to other
machines: names of people leave the office, and a half-copied logbook is a damaged one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePath

__all__ = ["synchronised_by", "synchronised_warning"]

# Folders by the names that the services give them, whole; "OneDrive - Office" is one of OneDrive.
_FOLDERS = (
    (re.compile(r"onedrive( - .+|-.+)?"), "OneDrive"),
    (re.compile(r"dropbox( \(.+\))?"), "Dropbox"),
    (re.compile(r"google ?drive|my ?drive|googledrive-.+"), "Google Drive"),
    (re.compile(r"icloud ?drive|mobile documents|com~apple~clouddocs"), "iCloud Drive"),
    (re.compile(r"nextcloud\d*"), "Nextcloud"),
    (re.compile(r"owncloud\d*"), "ownCloud"),
    (re.compile(r"box( sync)?|box-box"), "Box"),
    (re.compile(r"pclouddrive|pcloud ?drive"), "pCloud"),
    (re.compile(r"sharepoint( - .+)?|onedrive-sharedlibraries-.+"), "SharePoint"),
    (re.compile(r"syncthing|sync"), "Syncthing"),
)
# What services tell other programs about where they keep their folder.
_VARIABLES = {
    "OneDrive": "OneDrive",
    "OneDriveCommercial": "OneDrive",
    "OneDriveConsumer": "OneDrive",
    "DROPBOX_PATH": "Dropbox",
    "GOOGLE_DRIVE_PATH": "Google Drive",
    "NEXTCLOUD_PATH": "Nextcloud",
}


def synchronised_by(path: PurePath, environ: Mapping[str, str]) -> str | None:
    """Return the service that copies what lies at a path, or None when none is recognized.

    Told by the names of the folders above it, and by what services say in the environment. A
    folder of another name, or one that a person chose, is not recognized.

    >>> from pathlib import PurePosixPath
    >>> synchronised_by(PurePosixPath("/data/OneDrive - Office/log.duckdb"), {})
    'OneDrive'
    >>> synchronised_by(PurePosixPath("/data/Dropbox plans/log.duckdb"), {}) is None
    True
    """
    for variable, service in _VARIABLES.items():
        told = environ.get(variable, "")
        if told and path.is_relative_to(type(path)(told)):
            return service
    for part in path.parent.parts:
        for folder, service in _FOLDERS:
            if folder.fullmatch(part.casefold()):
                return service
    return None


def synchronised_warning(path: Path, environ: Mapping[str, str]) -> str:
    """Return what to tell a person about where a logbook lies; empty when there is nothing."""
    service = synchronised_by(path.expanduser().absolute(), environ) or synchronised_by(
        path.expanduser().resolve(), environ
    )
    if service is None:
        return ""
    return (
        f"{service} seems to copy this logbook to other machines: names would leave this one, and a"
        " copy made while it is written can be damaged. Keep it in a folder of this machine alone,"
        " and put backups (onward backup) where your office allows it."
    )
