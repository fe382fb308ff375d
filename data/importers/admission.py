"""Which files are opened at all, and as what: known by their first bytes, never by their names.

Pipes and devices are never opened: reading them may never end. What is neither a workbook nor text
is refused by the name people have for it.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Literal

from data.errors import FileRefusedError

__all__ = ["LARGEST", "TEXT_ENDINGS", "WORKBOOK_ENDINGS", "kind_of"]

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
WORKBOOK_ENDINGS = (".xlsx", ".xlsm")

LARGEST = 1_000_000_000
"""Bytes of a text file; a workbook may have a tenth of it."""

Kind = Literal["workbook", "text"]

_START = 4096
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ANEW = "Open it in the spreadsheet program and save it as .xlsx or as CSV."
_NO_TABLE = "Hand in the spreadsheet itself, as .xlsx or CSV."

# The first bytes of what people hand in by mistake, what it is, and what to do.
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF document", _NO_TABLE),
    (b"\x89PNG", "a picture (PNG)", _NO_TABLE),
    (b"\xff\xd8\xff", "a picture (JPEG)", _NO_TABLE),
    (b"GIF8", "a picture (GIF)", _NO_TABLE),
    (b"II*\x00", "a picture (TIFF)", _NO_TABLE),
    (b"MM\x00*", "a picture (TIFF)", _NO_TABLE),
    (b"{\\rtf", "a text document (RTF)", _NO_TABLE),
    (b"SQLite format 3", "a database (SQLite)", "Export its tables as CSV."),
    (b"PAR1", "a Parquet file", "Export it as CSV."),
    (b"\x1f\x8b", "packed (gzip)", "Unpack it and hand in the file inside."),
    (b"BZh", "packed (bzip2)", "Unpack it and hand in the file inside."),
    (b"\xfd7zXZ", "packed (xz)", "Unpack it and hand in the file inside."),
    (b"\x28\xb5\x2f\xfd", "packed (zstd)", "Unpack it and hand in the file inside."),
    (b"7z\xbc\xaf", "packed (7-Zip)", "Unpack it and hand in the file inside."),
    (b"Rar!", "packed (RAR)", "Unpack it and hand in the file inside."),
    (b"PK\x05\x06", "an empty zip archive", _NO_TABLE),
    (b"MZ\x90", "a program", "Do not open it unless you know where it is from."),
    (b"\x7fELF", "a program", "Do not open it unless you know where it is from."),
)
# The same for what is written in letters; compared without case, after blanks.
_MARKUP: tuple[tuple[bytes, str, str], ...] = (
    (b"<!doctype html", "a web page", _ANEW),
    (b"<html", "a web page", _ANEW),
    (b"<table", "a web page", _ANEW),
    (b"<?xml", "an XML file", _ANEW),
    (b"begin:vcard", "an address card (vCard)", "Export the addresses as CSV."),
    (b"begin:vcalendar", "a calendar", "Export the calendar as CSV."),
    (b'{"', "a JSON file", "Export it as CSV."),
    (b"[{", "a JSON file", "Export it as CSV."),
    (b"-----begin ", "a key or a message, encrypted or signed", _NO_TABLE),
)
_LOGBOOK = (8, b"DUCK")


def kind_of(path: Path) -> Kind:
    """Return what a file is read as.

    Raises ``FileRefusedError`` when it is neither a workbook nor text, no plain file, or too large,
    and ``OSError`` when it cannot be opened.
    """
    about = path.stat()  # follows links: what they lead to counts
    if not stat.S_ISREG(about.st_mode):
        raise FileRefusedError(
            f"This is {_special(about.st_mode)}, no file.",
            where=path.name,
            fix="Hand in a file: a workbook (.xlsx) or CSV.",
        )
    if about.st_size > LARGEST:
        raise FileRefusedError(
            f"The file is larger than {LARGEST // 10**9} GB.",
            where=path.name,
            fix="Cut it into several files, by seeker or by year.",
        )
    with path.open("rb") as file:
        start = file.read(_START)
    _refuse_foreign(path, start)
    if start.startswith((_ZIP, _OLD_OFFICE)):
        return "workbook"
    if start and path.suffix.lower() in WORKBOOK_ENDINGS:
        raise FileRefusedError(
            f"The name ends in {path.suffix}, but this is no workbook.",
            where=path.name,
            why="It may be damaged, or it was renamed.",
            fix=f"{_ANEW} If it is text with separators, let its name end in .csv.",
        )
    return "text"


def _special(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        return "a pipe"
    return "a device"


def _refuse_foreign(path: Path, start: bytes) -> None:
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    place, mark = _LOGBOOK
    found = [(what, fix) for begins, what, fix in _FOREIGN if start.startswith(begins)]
    found += [(what, fix) for begins, what, fix in _MARKUP if bare.startswith(begins)]
    if start[place : place + len(mark)] == mark:
        fix = "Open it with --logbook; onward export writes its rows as sheets."
        found.append(("a logbook of Onward, or another database (DuckDB)", fix))
    if found:
        what, fix = found[0]
        raise FileRefusedError(
            f"This is {what}, neither a workbook nor CSV.", where=path.name, fix=fix
        )
