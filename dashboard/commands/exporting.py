"""What leaves a logbook: template, export, backup; and what comes back: restore."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.commands.clock import now
from dashboard.commands.options import Asked, reading, writing
from dashboard.commands.output import print_json, say, waiting
from dashboard.commands.selecting import read_log
from data.errors import NotAllowedError

if TYPE_CHECKING:
    from data.exported_calendar import CalendarEntry
    from data.log import Log

__all__ = ["backup", "export", "restore", "template"]

_GRAPHS = (".graphml", ".gexf")
_CALENDAR = ".ics"
_IDENTITY = ("rule", "seeker_id", "contact_id", "interview_id", "referral_id", "opened_on")
_STATES = ("overdue", "due", "later")


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.xlsx")
@writing
def template(asked: Asked, file: Path) -> None:
    """Write the workbook to fill in.

    Six columns are open, the rest is folded away; with drop-downs, help and an example.
    """
    from data.template import template as write

    if file.suffix.lower() != ".xlsx":
        raise click.UsageError("The template is a workbook: give it a name that ends in .xlsx.")
    path = write(file.expanduser())
    if asked.as_json:
        print_json({"file": str(path)})
    else:
        say(f"{path} is ready to be filled in. Then: onward import {path}")


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--shareable", is_flag=True, help="Only numbers of groups that may leave the building."
)
@reading
def export(asked: Asked, path: Path, *, shareable: bool) -> None:
    """Write the log to a folder or a file.

    The name decides: .xlsx, .graphml, .gexf, .ics, else a folder of CSV files.

    A folder or workbook is a full copy that import takes back exactly, of the whole log unless
    --as-of is given. A graph holds who named whom; a calendar what is owed when.
    """
    target = path.expanduser()
    ending = target.suffix.lower()
    with waiting("Writing …"):
        if shareable:
            written = _export_shareable(asked, target)
        elif ending in _GRAPHS:
            written = _export_graph(asked, target)
        elif ending == _CALENDAR:
            written = _export_calendar(asked, target)
        else:
            written = _export_log(asked, target)
    if asked.as_json:
        print_json({"file": str(written), "shareable": shareable})
    elif shareable:
        say(f"{written} holds numbers of groups only, no names: it may leave the building.")
    else:
        say(f"{written} is written. It holds people's names: keep it in the house.")


def _export_log(asked: Asked, target: Path) -> Path:
    from data.export import export as write
    from data.logbook import open_logbook

    if asked.cohorts:
        raise click.UsageError(
            "A folder or workbook is a copy of the whole log, so --cohort does not go with it."
            " It does with --shareable, a graph or a calendar."
        )
    log = open_logbook(asked.logbook).unmerged_log(as_of=asked.as_of)
    return write(log, target, replayed=asked.as_of is not None)


def _export_graph(asked: Asked, target: Path) -> Path:
    from analysis.graph import referral_graph
    from data.exported_graph import export_graph

    return export_graph(referral_graph(read_log(asked)), target)


def _export_calendar(asked: Asked, target: Path) -> Path:
    from data.exported_calendar import export_calendar

    return export_calendar(_entries(read_log(asked)), target, now=now().astimezone(dt.UTC))


def _entries(log: Log) -> Iterator[CalendarEntry]:
    """Give the debts that are open or will be due, without those that are merely kind."""
    from analysis.follow_up import debts
    from dashboard.commands.waiting import to_do, with_names
    from data.exported_calendar import CalendarEntry

    owed = debts(log)
    wanted = owed["state"].isin(_STATES) & (owed["weight"] != "recommended")
    for debt in with_names(log, owed[wanted]).to_dict("records"):
        key = "|".join(str(debt[part]) for part in _IDENTITY)
        through = debt["through"]
        named_by = f"Named by {through}." if isinstance(through, str) else ""
        title = f"{debt['seeker']}: {to_do(debt)}"
        yield CalendarEntry(key, debt["due_on"].date(), title, named_by)


def _export_shareable(asked: Asked, target: Path) -> Path:
    from analysis.shareable import FEWEST, shareable
    from data.exported_tables import write_shareable

    if target.suffix.lower() in (*_GRAPHS, _CALENDAR):
        raise click.UsageError(
            "A graph or a calendar shows people, so it cannot be shareable."
            " Name a folder or a workbook (.xlsx)."
        )
    tables = shareable(read_log(asked))
    if all(table.withheld for table in tables):
        raise NotAllowedError(
            "There is nothing that may be shared.",
            why=f"Fewer than {FEWEST} seekers are behind the numbers.",
            fix="Share it once there are more, or of more cohorts together.",
        )
    return write_shareable(tables, target)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@writing
def backup(asked: Asked, file: Path) -> None:
    """Make a verified copy of the logbook.

    It may be open in a dashboard meanwhile.
    """
    from data.logbook import open_logbook

    book = open_logbook(asked.logbook)
    with waiting("Copying and comparing …"):
        book.backup(file.expanduser())
    if asked.as_json:
        print_json({"file": str(file)})
    else:
        say(f"{file} is a verified copy of {asked.logbook}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@writing
def restore(asked: Asked, file: Path) -> None:
    """Put a backup in the logbook's place.

    The present logbook is kept beside it.
    """
    from data.backup import restore as put_back

    with waiting("Copying and comparing …"):
        kept = put_back(asked.logbook, file.expanduser())
    if asked.as_json:
        print_json({"logbook": str(asked.logbook), "kept": None if kept is None else str(kept)})
        return
    say(f"{asked.logbook} is as {file} was.")
    if kept:
        say(f"What was there before is kept in {kept}.")
