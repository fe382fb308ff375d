"""Keeping a log in order: `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dashboard.commands.options import Asked, reading
from dashboard.commands.output import print_rows, print_table, say, waiting
from dashboard.commands.selecting import read_log

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["check"]

FOUND_AN_ERROR = 1
_MOST_IDS = 3


@click.command()
@reading
def check(asked: Asked) -> None:
    """Show what in the log contradicts itself.

    The whole log is looked at, with what was accepted and should be seen by a person.
    """
    from analysis.check import check as look

    with waiting("Checking the log …"):
        found = look(read_log(asked))
    if asked.as_json:
        print_rows(found.to_dict("records"))
    else:
        _tell(found)
    if (found["severity"] == "error").any():
        click.get_current_context().exit(FOUND_AN_ERROR)


def _tell(found: pd.DataFrame) -> None:
    from dashboard.text.pictures import counted

    errors = int((found["severity"] == "error").sum())
    if found.empty:
        say("Nothing in this log contradicts itself.")
        return
    warnings = len(found) - errors
    told = [counted(errors, "error")] if errors else ["No error"]
    if warnings:
        told.append(counted(warnings, "thing to look at", "things to look at"))
    say(f"{' and '.join(told)}.")
    kinds = found.groupby(["severity", "table", "message", "fix"], sort=False)["ids"]
    print_table(
        ("", "Number", "Table", "What was found", "How to mend it", "Rows"),
        [
            (severity, f"{len(ids):,}", table.replace("_", " "), message, fix, _some(ids))
            for (severity, table, message, fix), ids in kinds
        ],
        right=("Number",),
    )


def _some(rows: pd.Series) -> str:
    """Return the first rows by their ids; `--json` has all of them."""
    first = [" + ".join(map(str, ids)) for ids in rows.head(_MOST_IDS)]
    return ", ".join(first) + (", …" if len(rows) > _MOST_IDS else "")
