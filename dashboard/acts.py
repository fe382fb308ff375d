"""The acts that pages offer: everything that writes, or that reads files from outside."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import pandas as pd

from analysis.coverage import coverage
from analysis.figures import Figures
from dashboard import state
from data.importers.act import import_files
from data.importers.files import cells_of
from data.importers.plan import SheetPlan
from data.importers.planning import plan_files, with_header_row, with_table
from data.importers.report import ImportReport, SheetReport
from data.importers.saved_mappings import (
    Mapping as SavedMapping,
)
from data.importers.saved_mappings import (
    forget_mapping,
    mapping_of,
    save_mapping,
    saved_mappings,
)
from data.importers.undo import undo_import
from data.logbook import open_logbook
from data.sample.logbook import make_sample_logbook
from data.template import template

__all__ = [
    "Asked",
    "Cells",
    "Reading",
    "SheetKey",
    "Upload",
    "accept",
    "as_uploads",
    "forget",
    "key_of",
    "make_sample",
    "planned",
    "read",
    "save",
    "template_bytes",
    "undo",
]

SheetKey = tuple[str, str]
"""The name of a file, and of its sheet (empty for a text file)."""

Cells = Mapping[tuple[str, str, int, int], str]
"""What stands instead of cells: by file, sheet, row as shown and position of the column."""

Progress = Callable[[str, float], None]

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser handed it over; ``digest`` tells its content from any other."""

    name: str
    content: bytes = field(repr=False)
    digest: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person said of a sheet as a whole: its table, and where its headers are."""

    table: str | None = None
    header_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What an import would do: its report, what the log could then answer, and cells as they are.

    ``answers`` is the coverage of the log as it would stand. ``rows`` holds, for each sheet, the
    cells of its first rows and of every row that needs a person.
    """

    report: ImportReport
    answers: pd.DataFrame
    rows: dict[SheetKey, dict[int, tuple[str, ...]]]

    @property
    def by_sheet(self) -> dict[SheetKey, SheetReport]:
        """The report of each sheet."""
        return {(sheet.file, sheet.sheet or ""): sheet for sheet in self.report.files}


def as_uploads(files: Iterable[tuple[str, bytes]]) -> tuple[Upload, ...]:
    """Return the files, each content once, each under a name of its own.

    >>> [u.name for u in as_uploads([("a.csv", b"1"), ("a.csv", b"2"), ("b.csv", b"1")])]
    ['a.csv', 'a (2).csv']
    """
    found: dict[str, Upload] = {}
    names: set[str] = set()
    for given, content in files:
        digest = sha256(content).hexdigest()
        if digest in found:
            continue
        plain, number = Path(Path(given).name or "file"), 1
        name = plain.name
        while name in names:
            number += 1
            name = f"{plain.stem} ({number}){plain.suffix}"
        names.add(name)
        found[digest] = Upload(name, content, digest)
    return tuple(found.values())


def key_of(plan: SheetPlan) -> SheetKey:
    """Return the file and the sheet of a plan."""
    return plan.file, plan.sheet or ""


def planned(
    logbook: Path, uploads: Sequence[Upload], asked: Mapping[SheetKey, Asked]
) -> tuple[SheetPlan, ...]:
    """Return what each sheet of the files is taken for, with what a person said of it as a whole.

    The plans name no place on disk: :func:`read` and :func:`accept` find the files anew.
    """
    saved = saved_mappings(open_logbook(logbook)) if logbook.exists() else ()
    with _on_disk(uploads) as paths:
        plans = [
            _as_asked(plan, asked.get(key_of(plan), Asked()))
            for plan in plan_files(list(paths.values()), mappings=saved)
        ]
    return tuple(replace(plan, path=Path(plan.file)) for plan in plans)


def _as_asked(plan: SheetPlan, asked: Asked) -> SheetPlan:
    if asked.table == "":
        return plan.with_use(False)  # noqa: FBT003
    if asked.header_rows and asked.header_rows != plan.header_rows:
        with suppress(KeyError):  # a row that is not among the first ones
            plan = with_header_row(plan, asked.header_rows)
    if asked.table and asked.table != plan.table:
        plan = with_table(plan, asked.table)
    return plan.with_use(True) if asked.table else plan  # noqa: FBT003


def read(
    logbook: Path, uploads: Sequence[Upload], plans: Sequence[SheetPlan], cells: Cells
) -> Reading:
    """Return what importing the files as planned would do; the logbook is not touched.

    The rows that are ready go into a copy of the logbook, so that what the log could then answer
    is worked out by the same code that will answer it.
    """
    with tempfile.TemporaryDirectory() as folder, _on_disk(uploads) as paths:
        copy = open_logbook(Path(folder) / "preview.duckdb", create=True)
        if logbook.exists():
            copy.path.unlink()
            open_logbook(logbook).backup(copy.path)
        placed = [replace(plan, path=paths[plan.file]) for plan in plans]
        changed = _placed(cells, paths)
        report = _imported(copy.path, paths, placed, changed)
        rows = {
            key_of(plan): cells_of(
                plan.path, plan.sheet, _of_interest(plan, report), overrides=changed
            )
            for plan in placed
            if plan.refused is None and plan.use
        }
        return Reading(report, coverage(Figures(copy.log())), rows)


def _of_interest(plan: SheetPlan, report: ImportReport) -> list[int]:
    """Return the numbers of a sheet's first rows and of those that need a person."""
    below = max(plan.header_rows, default=0)
    first = [row for row, _ in plan.top if row > below][:_SHOWN]
    need = [
        fault.row
        for sheet in report.files
        if (sheet.file, sheet.sheet) == (plan.file, plan.sheet)
        for fault in sheet.rejected
    ]
    return sorted({*first, *need})


def accept(
    logbook: Path,
    uploads: Sequence[Upload],
    plans: Sequence[SheetPlan],
    cells: Cells,
    progress: Progress | None = None,
) -> ImportReport:
    """Import the files as one act: every row that is ready."""
    with _on_disk(uploads) as paths:
        placed = [replace(plan, path=paths[plan.file]) for plan in plans]
        return _imported(logbook, paths, placed, _placed(cells, paths), progress)


def undo(logbook: Path, import_id: str) -> None:
    """Take one import back."""
    undo_import(open_logbook(logbook), import_id, now=state.now(), new_id=state.new_id)


def save(logbook: Path, name: str, plan: SheetPlan) -> SavedMapping:
    """Keep what the columns of a sheet mean under a name, for the next file of its kind."""
    mapping = mapping_of(plan, name)
    save_mapping(open_logbook(logbook, create=True), mapping, now=state.now())
    return mapping


def forget(logbook: Path, name: str) -> None:
    """Forget what was kept under a name."""
    forget_mapping(open_logbook(logbook), name, now=state.now())


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


@contextmanager
def _on_disk(uploads: Sequence[Upload]) -> Iterator[dict[str, Path]]:
    """Give each file a place on disk, by its name, until the act is over."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for upload in uploads:
            paths[upload.name] = Path(folder) / upload.name
            paths[upload.name].write_bytes(upload.content)
        yield paths


def _placed(
    cells: Cells, paths: Mapping[str, Path]
) -> dict[tuple[Path, str | None, int, int], str]:
    return {
        (paths[file], sheet or None, row, position): text
        for (file, sheet, row, position), text in cells.items()
        if file in paths
    }


def _imported(
    logbook: Path,
    paths: Mapping[str, Path],
    plans: Sequence[SheetPlan],
    cells: Mapping[tuple[Path, str | None, int, int], str],
    progress: Progress | None = None,
) -> ImportReport:
    return import_files(
        open_logbook(logbook, create=True),
        list(paths.values()),
        now=state.now(),
        new_id=state.new_id,
        as_of=state.today(),
        good_rows=True,
        plans=list(plans),
        overrides=cells,
        progress=progress,
    )
