"""One act of importing: sheets are read, checked beside the log, written whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa

from data.importers.crossrow import find_problems
from data.importers.doubts import doubts_of_names, doubts_of_seekers, two_names_of_one
from data.importers.grid import Overrides
from data.importers.identity import give_new_ids, recognize_people
from data.importers.matching import match_rows
from data.importers.outcomes import Outcomes
from data.importers.people import write_people, write_rosters
from data.importers.plan import SheetPlan
from data.importers.report import ImportReport, SheetReport, report_sheets
from data.importers.saved_mappings import Mapping, refuse_unused, saved_mappings
from data.importers.sheets import Rejection, SheetWarning, TypedSheet
from data.importers.source import read_sources
from data.importers.staging import Staged, register_sheets, stage
from data.importers.statements import carry_out
from data.importers.tracker import look_at_cells, write_inline_rows
from data.logbook import Logbook, open_logbook
from data.store.transaction import Transaction

__all__ = ["import_files", "take_in"]

Progress = Callable[[str, float], None]
Paths = Iterable[str | os.PathLike[str]]


class _NothingToKeep(Exception):  # noqa: N818 - it ends a rehearsal, and is no error
    """Raised to leave the logbook as it was."""


@dataclass(slots=True)
class _Import:
    """An import under way."""

    staged: Staged
    new_id: Callable[[], str]
    progress: Progress
    outcomes: Outcomes
    rejected: list[tuple[int, Rejection]] = field(default_factory=list)
    warnings: list[tuple[int, SheetWarning]] = field(default_factory=list)


def import_files(  # noqa: PLR0913 - the options of the command
    logbook: Logbook | str | os.PathLike[str],
    paths: Paths,
    *,
    now: dt.datetime,
    new_id: Callable[[], str],
    as_of: dt.date,
    dry_run: bool = False,
    good_rows: bool = False,
    date_order: str | None = None,
    seeker: str | None = None,
    plans: Iterable[SheetPlan] = (),
    mappings: Sequence[Mapping] = (),
    overrides: Overrides | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import workbooks, CSV files and folders of them into a logbook, in one act.

    All or nothing: a rejected row or a refused file keeps everything out, unless ``good_rows`` lets
    the others in. ``dry_run`` writes nothing and reports the same. A missing logbook is made
    (not by a ``dry_run``). ``plans`` say what sheets and columns are, and are done as they stand;
    for a sheet without one, ``mappings`` and those saved in the logbook are asked, then headers and
    values, and only what is sure is read. ``overrides`` are texts that stand instead of cells:
    (path, sheet, row as shown, column from 0) → text. ``new_id`` gives a new random id at each
    call; ``progress`` is told what is being done and which share of the work has been.

    Raises ``LogbookError`` when the logbook cannot be written, and ``FileRefusedError`` for an
    unknown ``date_order`` or ``seeker``. Refused files are in the report.
    """
    told = progress or _silent
    told("reading", 0.0)
    sheets = read_sources(
        map(Path, paths),
        as_of=as_of,
        date_order=date_order,
        seeker=seeker,
        plans=plans,
        mappings=(*mappings, *_known_mappings(logbook)),
        overrides=overrides,
    )
    if any(sheet.refused is None for sheet in sheets):
        refuse_unused(mappings, [sheet.decisions.get("mapping") for sheet in sheets])
    # What reading leaves behind would count beside what DuckDB takes next.
    pa.default_memory_pool().release_unused()
    staged = stage(sheets)
    rows = np.zeros(int(staged.starts[-1]), np.int8)
    act = _Import(staged, new_id, told, Outcomes(rows))
    import_id = new_id()
    with _opened(logbook, dry_run=dry_run) as book:
        written = _write(book, act, now, import_id, as_of, keep=not dry_run, good_rows=good_rows)
    told("done", 1.0)
    reports = report_sheets(staged, act.outcomes, act.rejected, act.warnings)
    return ImportReport(written, import_id if written else None, reports)


def _known_mappings(logbook: Logbook | str | os.PathLike[str]) -> tuple[Mapping, ...]:
    """Return the mappings saved in the logbook; none where there is no logbook yet."""
    if isinstance(logbook, Logbook):
        return saved_mappings(logbook)
    return saved_mappings(open_logbook(logbook)) if os.path.lexists(logbook) else ()


def take_in(
    writing: Transaction, sheets: Iterable[TypedSheet], new_id: Callable[[], str]
) -> tuple[SheetReport, ...]:
    """Write typed sheets within an act under way, as an import would, and report each sheet.

    Rows that are rejected stay out: who wants all or nothing ends the act when there are any.
    """
    staged = stage([*sheets])
    rows = np.zeros(int(staged.starts[-1]), np.int8)
    act = _Import(staged, new_id, _silent, Outcomes(rows))
    _carry_out(writing, act)
    return report_sheets(staged, act.outcomes, act.rejected, act.warnings)


def _silent(_what: str, _share: float) -> None:
    """Tell nobody."""


@contextmanager
def _opened(logbook: Logbook | str | os.PathLike[str], *, dry_run: bool) -> Iterator[Logbook]:
    """Give the logbook; a rehearsal without one takes place in an empty one that is thrown away."""
    if isinstance(logbook, Logbook):
        yield logbook
    elif dry_run and not os.path.lexists(logbook):
        with tempfile.TemporaryDirectory() as folder:
            yield open_logbook(Path(folder) / "rehearsal.duckdb", create=True)
    else:
        yield open_logbook(logbook, create=True)


def _write(
    book: Logbook,
    act: _Import,
    now: dt.datetime,
    import_id: str,
    as_of: dt.date,
    *,
    keep: bool,
    good_rows: bool,
) -> bool:
    """Carry out the act; return whether anything was written."""
    changed = False
    with (
        suppress(_NothingToKeep),
        book.writing(now=now, act="import", import_id=import_id) as writing,
    ):
        _carry_out(writing, act)
        whole = not (act.rejected or any(s.rejected or s.refused for s in act.staged.sheets))
        if not keep or not (whole or good_rows):
            raise _NothingToKeep
        changed = writing.changed
        if changed:
            _record(writing, act, as_of)
            act.progress("saving", 0.9)
    return changed


def _carry_out(writing: Transaction, act: _Import) -> None:
    _warn_of_sample(writing, act)
    _settle(writing, act)
    outcomes, new_id = act.outcomes, act.new_id
    told = {sheet.table for sheet in act.staged.sheets if sheet.file_rows}
    act.progress("people", 0.5)
    carry_out(writing, "stored_rows")
    telling = write_people(writing, outcomes)
    act.warnings += two_names_of_one(writing, act.staged)
    if told & {"cohorts", "seekers", "destinations", "same_person"}:
        carry_out(writing, "cohorts")
        give_new_ids(writing, new_id)
        carry_out(writing, "rosters")
        write_rosters(writing, told, outcomes)
    act.progress("conversations", 0.6)
    has_cells = "interviews" in told and look_at_cells(writing)
    if "interviews" in told:
        match_rows(writing, "interviews", outcomes)
    act.progress("referrals and follow-ups", 0.75)
    if told & {*_OWN_ROWS, "debt_decisions"}:
        _write_own_rows(writing, told, act)
    if has_cells:
        write_inline_rows(writing, new_id, outcomes)
    outcomes.note_update(np.array(telling, np.int64))


_OWN_ROWS = ("referrals", "follow_ups", "opportunities", "notes")


def _write_own_rows(writing: Transaction, told: set[str], act: _Import) -> None:
    """Write the sheets whose rows stand beside conversations that are in the log by now."""
    carry_out(writing, "own_rows")
    for table in _OWN_ROWS:
        if table in told:
            carry_out(writing, f"natural_{table}")
            carry_out(writing, "own_targets")
            give_new_ids(writing, act.new_id)
            carry_out(writing, "own_ready")
            match_rows(writing, table, act.outcomes)
    if "debt_decisions" in told:
        match_rows(writing, "debt_decisions", act.outcomes)


def _settle(writing: Transaction, act: _Import) -> None:
    """Recognize people and conversations; leave out rows that cannot go in beside the others.

    A rejected row must not tell who somebody is, so without it all is settled anew.
    """
    good = act.staged.read_well.copy()
    while True:
        act.progress("recognizing people", 0.3)
        sheets = register_sheets(writing, act.staged, good)
        doubts = recognize_people(writing, act.new_id)
        carry_out(writing, "interviews_matched")
        give_new_ids(writing, act.new_id)
        carry_out(writing, "interviews_known")
        problems = find_problems(writing, act.staged, ~good)
        if not problems:
            break
        act.rejected += problems
        good[[row_id for row_id, _ in problems]] = False
    _put_beside(writing, sheets["interviews"])
    act.warnings += doubts_of_seekers(act.staged, doubts)
    act.warnings += doubts_of_names(writing, act.staged)


_BESIDE = """
SELECT t.row_id, t.id AS target, whose.seeker_id AS of_seeker, who.person_id AS of_contact
FROM interview_target AS t
JOIN whose ON whose.row_id = t.row_id
JOIN who ON who.row_id = t.row_id AND who.role = 'contact'
"""


def _put_beside(writing: Transaction, interviews: pa.Table) -> None:
    """Let queries read each conversation's row beside who and which it is, without joining."""
    told = writing.read(_BESIDE)
    in_order = np.argsort(told["row_id"].to_numpy())
    told = told.drop_columns(["row_id"]).take(pa.array(in_order))
    for name in told.column_names:
        interviews = interviews.append_column(name, told[name])
    writing.register("told_interviews", interviews)
    carry_out(writing, "interviews_ready")


def _warn_of_sample(writing: Transaction, act: _Import) -> None:
    sample = writing.read("SELECT value FROM settings WHERE setting = 'sample'").num_rows
    if sample and act.staged.sheets:
        act.warnings.append(
            (
                0,
                SheetWarning(
                    act.staged.sheets[0].sheet or "",
                    None,
                    "",
                    "",
                    "This logbook holds the sample, with invented people.",
                    "To keep your own log apart, import into another logbook with --logbook FILE.",
                ),
            )
        )


def _record(writing: Transaction, act: _Import, as_of: dt.date) -> None:
    """Note the act and its files, with what each came to."""
    writing.insert(
        "imports", [{"import_id": writing.import_id, "as_of": as_of, "act": writing.act}]
    )
    reports = report_sheets(act.staged, act.outcomes, act.rejected, act.warnings)
    by_path: dict[Path, list[SheetReport]] = {}
    for sheet, report in zip(act.staged.sheets, reports, strict=True):
        if sheet.refused is None:
            by_path.setdefault(sheet.path, []).append(report)
    names = [path.name for path in by_path]
    writing.insert(
        "import_files",
        [
            {
                "import_id": writing.import_id,
                "file": path.name if names.count(path.name) == 1 else str(path),
                "sha256": sha256(path.read_bytes()).hexdigest(),
                "rows": sum(r.rows for r in sheets),
                "accepted": sum(r.accepted for r in sheets),
                "updated": sum(r.updated for r in sheets),
                "duplicates": sum(r.duplicates for r in sheets),
                "rejected": sum(r.rejected_rows for r in sheets),
            }
            for path, sheets in by_path.items()
        ],
    )
