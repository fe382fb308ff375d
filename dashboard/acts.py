"""The acts that pages offer: everything that writes, or that reads files from outside."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dashboard import state
from data.importers.act import import_files
from data.importers.report import ImportReport
from data.importers.undo import undo_import
from data.log import Log
from data.logbook import open_logbook
from data.sample.logbook import make_sample_logbook
from data.template import template

__all__ = ["Preview", "Upload", "accept", "make_sample", "preview", "template_bytes", "undo"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser handed it over, and what the person said of it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do: its report, and the log as it would stand afterwards."""

    report: ImportReport
    log: Log


def preview(
    logbook: Path, uploads: Iterable[Upload], *, seeker: str | None, date_order: str | None
) -> Preview:
    """Return what importing the files would do; the logbook is not touched.

    The rows that are ready go into a copy of the logbook, so that what the log could then answer
    is worked out by the same code that will answer it.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = open_logbook(Path(folder) / "preview.duckdb", create=True)
        if logbook.exists():
            copy.path.unlink()
            open_logbook(logbook).backup(copy.path)
        report = _imported(copy.path, uploads, seeker=seeker, date_order=date_order, good_rows=True)
        return Preview(report, copy.log())


def accept(
    logbook: Path,
    uploads: Iterable[Upload],
    *,
    seeker: str | None,
    date_order: str | None,
    good_rows: bool,
) -> ImportReport:
    """Import the files as one act: all rows, or with ``good_rows`` those that are ready."""
    return _imported(logbook, uploads, seeker=seeker, date_order=date_order, good_rows=good_rows)


def undo(logbook: Path, import_id: str) -> None:
    """Take one import back."""
    undo_import(open_logbook(logbook), import_id, now=state.now(), new_id=state.new_id)


def make_sample(path: Path) -> None:
    """Make the sample's logbook unless it is there."""
    if not path.exists():
        make_sample_logbook(path, now=state.now(), new_id=state.new_id)


def template_bytes() -> bytes:
    """Return the workbook to fill in."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "onward-template.xlsx"
        template(file)
        return file.read_bytes()


def _imported(
    logbook: Path,
    uploads: Iterable[Upload],
    *,
    seeker: str | None,
    date_order: str | None,
    good_rows: bool,
) -> ImportReport:
    folder = Path(tempfile.mkdtemp())
    try:
        paths = []
        for number, upload in enumerate(uploads):
            # In a folder each: two files of one name are two files.
            (folder / str(number)).mkdir()
            file = folder / str(number) / Path(upload.name).name
            file.write_bytes(upload.content)
            paths.append(file)
        return import_files(
            open_logbook(logbook, create=True),
            paths,
            now=state.now(),
            new_id=state.new_id,
            as_of=state.today(),
            seeker=seeker,
            date_order=date_order,
            good_rows=good_rows,
        )
    finally:
        shutil.rmtree(folder)
