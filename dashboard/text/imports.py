"""What the import page says of files and rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.text.pictures import counted
from dashboard.text.terms import ANSWERS
from data.importers.plan import SheetPlan
from data.importers.report import ImportReport, SheetReport

__all__ = [
    "CANNOT",
    "DATE_ORDERS",
    "LEAVE_OUT",
    "MARKS",
    "NOTHING_READ",
    "NOT_READ",
    "TABLES",
    "accept_label",
    "answer_line",
    "decided",
    "done_sentence",
    "escaped",
    "how_read",
    "import_sentence",
    "meanings_title",
    "named",
    "plain_fix",
    "reading_sentence",
    "ready_rows",
    "rejected_rows",
]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-!<>|~$:])")

DATE_ORDERS = {
    "DMY": "day first: 31/12/2026",
    "MDY": "month first: 12/31/2026",
    "YMD": "year first: 2026/12/31",
}

TABLES = {
    "interviews": "conversations",
    "referrals": "names given",
    "follow_ups": "thanks and news",
    "opportunities": "opportunities",
    "destinations": "where seekers went",
    "seekers": "seekers",
    "people": "people",
    "cohorts": "cohorts",
    "debt_decisions": "what was waived or put off",
    "notes": "notes",
    "same_person": "who is the same person",
}
"""What the sheets of the log format are called on the page."""

LEAVE_OUT = "leave out"
CANNOT = "cannot be read"
NOTHING_READ = "Nothing could be read yet; here is why."
NOT_READ = "– not read –"

MARKS = {
    "needs": "needs you",
    "month": "known to the month only",
    "mended": "mended by you",
    "out": "left out",
}
"""How cells and rows of the preview are marked."""

_ON_THE_PAGE = {
    "If all rows are one seeker's, name that seeker with --seeker.": (
        "Or say above whose log this is."
    ),
    "Name the seeker with --seeker, or add": "Say above whose log this is, or add",
    "with --date-order": "above, under the order of dates",
    "To keep your own log apart, import into another logbook with --logbook FILE.": (
        "To keep your own log apart, open your own logbook first."
    ),
    "--seeker": "above",
    "--date-order": "the order of dates above",
}


def plain_fix(fix: str) -> str:
    """Return a fix as the page says it: what the command asks for by a word, it asks above.

    >>> plain_fix('Name the seeker with --seeker, or add the column "seeker".')
    'Say above whose log this is, or add the column "seeker".'
    """
    for words, here in _ON_THE_PAGE.items():
        fix = fix.replace(words, here)
    return fix


def escaped(text: str) -> str:
    r"""Return text so that a label shows it as it is: nothing in it is markdown.

    >>> print(escaped("a*b [x](y)"))
    a\*b \[x\]\(y\)
    """
    return _MARKDOWN.sub(r"\\\1", text)


def named(file: str, sheet: str | None) -> str:
    """Return the file with its sheet, if it has several.

    >>> named("log.xlsx", "Mara"), named("log.csv", None)
    ('log.xlsx · Mara', 'log.csv')
    """
    return f"{file} · {sheet}" if sheet else file


def rejected_rows(report: ImportReport) -> int:
    """Return how many rows need a person."""
    return sum(sheet.rejected_rows for sheet in report.files)


def ready_rows(report: ImportReport) -> int:
    """Return how many rows would be written: the new ones and those that change something."""
    return sum(sheet.accepted + sheet.updated for sheet in report.files)


def import_sentence(report: Mapping[str, Any]) -> str:
    """Return how many of the rows are ready, and how many need a person.

    >>> file = {"rows": 3, "accepted": 2, "updated": 0, "duplicates": 0}
    >>> rejected = [{"sheet": "", "row": 4}, {"sheet": "", "row": 4}]
    >>> import_sentence({"files": [file | {"rejected": rejected}]})
    '2 of 3 rows are ready; 1 needs you.'
    """
    files = report["files"]
    rows, accepted, updated, known = (
        sum(file[count] for file in files)
        for count in ("rows", "accepted", "updated", "duplicates")
    )
    rejected = sum(len({fault["row"] for fault in file["rejected"]}) for file in files)
    return _ready(rows, accepted + updated, known, rejected) if rows else NOTHING_READ


def reading_sentence(report: ImportReport, plans: Sequence[SheetPlan] = ()) -> str:
    """Return the same of files that are looked at; or what must be said before they are read."""
    rows = sum(sheet.rows for sheet in report.files)
    known = sum(sheet.duplicates for sheet in report.files)
    if not rows:
        return _nothing_read(plans)
    return _ready(rows, ready_rows(report), known, rejected_rows(report))


def _ready(rows: int, fresh: int, known: int, rejected: int) -> str:
    need = f"{rejected:,} {'needs' if rejected == 1 else 'need'} you."
    if known == rows:
        return "The row is known already." if rows == 1 else f"All {rows:,} rows are known already."
    if not rejected and not known:
        return "The row is ready." if rows == 1 else f"All {rows:,} rows are ready."
    if not known:
        return f"{rows - rejected:,} of {rows:,} rows are ready; {need}"
    are = "is" if fresh == 1 else "are"
    told = f"{fresh:,} of {rows:,} rows {are} new or changed; {known:,} known already"
    return f"{told}; {need}" if rejected else f"{told}."


def _nothing_read(plans: Sequence[SheetPlan]) -> str:
    used = [plan for plan in plans if plan.use and plan.refused is None]
    rows = sum(plan.rows for plan in used)
    if rows and any(plan.asks_seeker for plan in used):
        return f"{counted(rows, 'row')} found. Whose log is this?"
    if rows and any(plan.asks_date_order for plan in used):
        return f"{counted(rows, 'row')} found. Which order do the dates have?"
    if rows and any(plan.missing for plan in used):
        missing = sorted({what for plan in used for what in plan.missing})
        return f"{counted(rows, 'row')} found. Which column tells the {' and the '.join(missing)}?"
    return NOTHING_READ


def accept_label(report: ImportReport) -> str:
    """Return what the button says: all rows, or the good ones.

    >>> accept_label(ImportReport(False, None, (SheetReport("f", None, "csv", "t", 3, 3, 0, 0),)))
    'Take all 3 rows'
    """
    ready = ready_rows(report)
    if rejected_rows(report) or any(sheet.refused for sheet in report.files):
        return f"Take the {ready:,} good rows" if ready != 1 else "Take the good row"
    rows = sum(sheet.rows for sheet in report.files)
    if ready < rows:
        return f"Take the {ready:,} new and changed rows" if ready != 1 else "Take the one row"
    return f"Take all {ready:,} rows" if ready != 1 else "Take the row"


def answer_line(answer: str, rows: pd.DataFrame) -> tuple[str, str]:
    """Return a question, and what the log tells of it: what is told, partly told, and not.

    ``rows`` are those of the coverage for this answer, of every cohort.
    """
    states = rows.groupby("label", sort=False)["state"].agg(set)
    told: dict[str, list[str]] = {"yes": [], "partly": [], "no": []}
    for label, found in states.items():
        known = found - {"nothing"}
        if known:
            told[known.pop() if len(known) == 1 else "partly"].append(str(label))
    parts = [
        f"{words} {', '.join(told[state])}."
        for state, words in (("yes", "Tells"), ("partly", "Tells for some"), ("no", "Not told:"))
        if told[state]
    ]
    return ANSWERS[answer], " ".join(parts) or "Nothing to tell yet."


def done_sentence(report: Mapping[str, Any]) -> str:
    """Return what an accepted import did."""
    accepted = sum(file["accepted"] for file in report["files"])
    updated = sum(file["updated"] for file in report["files"])
    known = sum(file["duplicates"] for file in report["files"])
    out = sum(len({fault["row"] for fault in file["rejected"]}) for file in report["files"])
    if not report["written"]:
        return "Nothing was written: every row was known already." if known else "Nothing written."
    parts = [f"{counted(accepted, 'new row')}"]
    if updated:
        parts.append(f"{updated:,} updated")
    if known:
        parts.append(f"{known:,} known already")
    if out:
        parts.append(f"{out:,} left out")
    return f"Done: {', '.join(parts)}."


def meanings_title(plan: SheetPlan, alike: int = 1) -> str:
    """Return what is said of the columns of a sheet, or of several sheets that are alike."""
    there = [column for column in plan.columns if column.header or column.meaning]
    told = sum(bool(column.meaning or column.proposed) for column in there)
    unsure = len(plan.unsure)
    of = named(plan.file, plan.sheet) if alike == 1 else f"{alike} sheets with the same columns"
    text = f"{of}: {told} of {counted(len(there), 'column')} {'is' if told == 1 else 'are'} read"
    return f"{text}, {unsure} to check" if unsure else text


def decided(file: Mapping[str, Any]) -> str:
    """Return what reading a file decided, for people."""
    return "; ".join(
        f"{name.replace('_', ' ')}: {_plain(value)}"
        for name, value in (file.get("decisions") or {}).items()
        if name != "reasons" and value not in (None, "", [], {}, ())
    )


def how_read(sheet: SheetReport) -> str:
    """Return what reading a sheet decided, for people."""
    return decided({"decisions": sheet.decisions})


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_plain(part)}" for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)
