"""Sheets in, and back out again: `import` and `undo-import`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from dashboard.commands.clock import new_id, now
from dashboard.commands.options import Asked, day, writing
from dashboard.commands.output import print_json, print_table, progress, say, waiting

__all__ = ["import_", "undo_import"]

REJECTED = 1

Report = Mapping[str, Any]


@click.command("import")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH…"
)
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be done.")
@click.option("--good-rows", is_flag=True, help="Write the rows that are ready, whatever others.")
@click.option(
    "--as-of",
    "handed_in_on",
    type=day,
    metavar="DATE",
    help="The day the sheet was handed in (default: today); what happened later is rejected.",
)
@click.option(
    "--date-order",
    type=click.Choice(["DMY", "MDY", "YMD"], case_sensitive=False),
    help="How to read dates such as 03/04/2026 when the sheet leaves it open.",
)
@click.option(
    "--seeker", metavar="EMAIL", help="Whose log it is, when no column says so: e-mail or name."
)
@click.option(
    "--map",
    "mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What the columns mean, as saved on the Import page.",
)
@writing
def import_(
    asked: Asked,
    *,
    paths: tuple[Path, ...],
    handed_in_on: dt.date | None,
    dry_run: bool,
    good_rows: bool,
    date_order: str | None,
    seeker: str | None,
    mapping: Path | None,
) -> None:
    """Take in workbooks, CSV files and folders.

    Any spreadsheet will do: headers are found below titles, and what columns mean is told by a
    mapping that was saved, by their names in several languages, and by their values. What is not
    sure is left out, and said.

    All rows or none, unless --good-rows. The same workbook may be handed in every week: new rows
    are added, changed cells change theirs, an empty cell erases nothing.
    """
    from data.importers.act import import_files
    from data.importers.saved_mappings import read_mapping

    called = now()
    with progress() as told:
        report = import_files(
            asked.logbook,
            paths,
            now=called,
            new_id=new_id,
            as_of=handed_in_on or called.date(),
            dry_run=dry_run,
            good_rows=good_rows,
            date_order=date_order,
            seeker=seeker,
            mappings=[read_mapping(mapping)] if mapping else (),
            progress=told,
        )
    if asked.as_json:
        print_json(report.to_json())
    else:
        _tell(report.to_json(), dry_run=dry_run)
        if report.written:
            _tell_doubts(asked.logbook)
    if not report.is_whole:
        click.get_current_context().exit(REJECTED)


def _tell(report: Report, *, dry_run: bool) -> None:
    from dashboard.text.imports import done_sentence, import_sentence

    say(done_sentence(report) if report["written"] else import_sentence(report))
    if not report["written"]:
        say(_why_not(report, dry_run=dry_run))
    print_table(
        ("File", "Taken for", "Rows", "New", "Updated", "Known", "Rejected"),
        [_counts(file) for file in report["files"]],
        right=("Rows", "New", "Updated", "Known", "Rejected"),
    )
    _tell_decisions(report)
    print_table(
        ("Where", "Row", "Column", "Value", "What is wrong", "How to mend it"),
        [_place(file, found) for file in report["files"] for found in _problems(file)],
        title="What needs you",
        right=("Row",),
    )
    print_table(
        ("Where", "Row", "Column", "Value", "What was seen", "What to do"),
        [_place(file, found) for file in report["files"] for found in file["warnings"]],
        title="To know",
        right=("Row",),
    )
    print_table(
        ("Where", "Row", "Column", "Before", "After"),
        [
            (_name(file), c["row"], c["column"], c["before"], c["after"])
            for file in report["files"]
            for c in file["changes"]
        ],
        title="What changes in the log",
        right=("Row",),
    )
    if report["import_id"]:
        say(f"To take it back: onward undo-import {report['import_id']}")


def _why_not(report: Report, *, dry_run: bool) -> str:
    if dry_run:
        return "Nothing was written: this was a rehearsal."
    if any(file["refused"] for file in report["files"]):
        return "Nothing was written: a file could not be read."
    if any(file["rejected"] for file in report["files"]):
        return "Nothing was written. Mend the rows below, or leave them out with --good-rows."
    return "Nothing was written: the log holds all of it already."


def _name(file: Report) -> str:
    return f"{file['file']} · {file['sheet']}" if file["sheet"] else str(file["file"])


def _counts(file: Report) -> tuple[object, ...]:
    rejected = len({found["row"] for found in file["rejected"]})
    taken_for = file["table"].replace("_", " ") if file["table"] else "not understood"
    counts = (file["rows"], file["accepted"], file["updated"], file["duplicates"], rejected)
    return (_name(file), taken_for, *(f"{count:,}" for count in counts))


_OF_COLUMNS = ("columns", "not_read", "unsure", "reasons")


def _tell_decisions(report: Report) -> None:
    from dashboard.text.imports import decided

    for file in report["files"]:
        decisions = file["decisions"] or {}
        rest = {name: value for name, value in decisions.items() if name not in _OF_COLUMNS}
        if told := decided({"decisions": rest}):
            say(f"{_name(file)}: {told}")
    print_table(
        ("Where", "Column", "Read as", "Why"),
        [row for file in report["files"] for row in _understood(file)],
        title="What was understood",
    )


def _understood(file: Report) -> Iterator[tuple[str, ...]]:
    """Yield each column of a sheet with headers of its own: what it was read as, and why."""
    decisions = file["decisions"] or {}
    read, unsure = decisions.get("columns", {}), decisions.get("unsure", {})
    for header, reason in decisions.get("reasons", {}).items():
        perhaps = unsure.get(header, "")
        meaning = read.get(header) or (f"not read; {perhaps}?" if perhaps else "not read")
        yield _name(file), header, meaning.replace("??", "?"), reason


def _problems(file: Report) -> Iterator[Report]:
    if file["refused"]:
        yield file["refused"]
    yield from file["rejected"]


def _place(file: Report, found: Report) -> tuple[object, ...]:
    parts = (found.get(name) for name in ("row", "column", "value", "reason", "fix"))
    return (_name(file), *parts)


def _tell_doubts(logbook: Path) -> None:
    """Say how many things in the whole log `check` would point out now."""
    from analysis.check import check
    from dashboard.text.pictures import counted
    from data.logbook import open_logbook

    with waiting("Checking the log …"):
        found = check(open_logbook(logbook).log())
    if len(found):
        kinds = Counter(found["severity"])
        told = [counted(number, kind) for kind, number in sorted(kinds.items())]
        say(f"In the whole log there are now {' and '.join(told)}: onward check lists them.")


@click.command("undo-import")
@click.argument("import_id", metavar="ID")
@writing
def undo_import(asked: Asked, import_id: str) -> None:
    """Take one import back.

    Refused when later imports build on it; they are listed then.
    """
    from dataclasses import asdict

    from dashboard.text.pictures import counted
    from data.importers.undo import undo_import as undo
    from data.logbook import open_logbook

    book = open_logbook(asked.logbook, create=True)
    with waiting("Taking the import back …"):
        report = undo(book, import_id, now=now(), new_id=new_id)
    if asked.as_json:
        print_json(asdict(report))
        return
    say(
        f"The import is taken back: {counted(report.removed, 'row')} removed,"
        f" {counted(report.reverted, 'row')} as before, {report.restored:,} brought back.",
        f"To bring it in again: onward undo-import {report.import_id}",
    )
