"""The words of the grid of conversations: its cells, what is asked, what stands against saving."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.text.log import LABELS
from dashboard.text.pictures import day
from data.entering.rows import GRID
from data.log_format import SHEETS

__all__ = [
    "DAYS_NOTE",
    "MANY_NOTE",
    "WAYS",
    "day_order",
    "decided_note",
    "edits_note",
    "hanging_note",
    "needs_note",
    "newcomer_question",
    "newcomer_warning",
    "problem_row",
    "problems_note",
    "said_plainly",
    "shown_cell",
    "shown_note",
    "shown_row",
    "version",
]

DAYS_NOTE = (
    "Days are read as 13 Nov 2026, 13.11.26, 11/13/2026 or 2026-11-13; a month alone as Nov 2026."
    " Where day and month could be either, you are asked."
)
"""Which ways of writing days the grid understands."""

WAYS = {"form": "Quick form", "many": "Many at once", "there": "What is there"}
"""The ways of entering: one conversation, new rows typed or pasted, rows that are in the log."""

MANY_NOTE = (
    "Paste rows from a spreadsheet into the first cell, in this order of columns, or type. Rows"
    " with other columns: copy them with their headers, and paste them on the page Import."
)


def edits_note(new: int, changed: int, gone: int) -> str:
    """Return what is edited and not saved yet."""
    parts = [(new, "new"), (changed, "changed"), (gone, "deleted")]
    told = ", ".join(f"{n} {what}" for n, what in parts if n)
    return f"Not saved yet: {told}." if told else ""


_TABLES = {
    "referrals": ("name or referral", "names and referrals"),
    "follow_ups": ("follow-up", "follow-ups"),
    "opportunities": ("opportunity", "opportunities"),
    "debt_decisions": ("decision", "decisions"),
}


def hanging_note(number: int, hanging: Mapping[str, int]) -> str:
    """Return what goes with conversations that are deleted.

    >>> hanging_note(1, {"referrals": 2, "follow_ups": 1})
    'With this conversation go 2 names and referrals, 1 follow-up. People stay in the log.'
    """
    which = "this conversation" if number == 1 else f"these {number} conversations"
    told = ", ".join(f"{n} {_TABLES[t][0 if n == 1 else 1]}" for t, n in hanging.items())
    return f"With {which} {'go ' + told if told else 'goes nothing else'}. People stay in the log."


def problem_row(row: Mapping[str, str]) -> str:
    """Return how a row is named in the list of problems."""
    who = " – ".join(filter(None, (row.get("seeker"), row.get("contact_name"))))
    when = shown_cell("held_on", row.get("held_on") or row.get("requested_on") or "")
    return ", ".join(filter(None, (who, when))) or "a new row"


def version(name: str, value: object) -> str:
    """Return a value as it is shown in a choice between two versions.

    >>> version("held_on", "2026-03-16"), version("notes", "")
    ('16 Mar 2026', '(empty)')
    """
    if isinstance(value, dt.date):
        return day(value)
    if value in (None, ""):
        return "(empty)"
    return shown_cell(name, str(value)) if name in GRID else str(value)


def shown_note(shown: int, total: int) -> str:
    """Return which rows the grid shows, and what it takes."""
    which = f"The newest {shown} of {total:,}" if shown < total else f"All {total:,}"
    return f"{which}. Type into any cell; an emptied cell erases. New rows go below the last one."


_ISO = re.compile(r"\b[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?\b")
_WITH_DAYS = frozenset({"date", "date_or_yes_no"})


def shown_cell(name: str, cell: str) -> str:
    """Return how a cell of a conversation is shown: days as people write them.

    >>> shown_cell("held_on", "2026-03-16"), shown_cell("thanked", "2026-03")
    ('16 Mar 2026', 'Mar 2026')
    >>> shown_cell("thanked", "yes"), shown_cell("notes", "2026-03-16")
    ('yes', '2026-03-16')
    """
    column = SHEETS["interviews"].column(name)
    if column.type not in _WITH_DAYS or not _ISO.fullmatch(cell):
        return cell
    return _day_in_words(cell)


def _day_in_words(iso: str) -> str:
    month_only = len(iso) == len("2026-03")
    try:
        on = dt.date.fromisoformat(f"{iso}-01" if month_only else iso)
    except ValueError:  # 2026-02-30
        return iso
    return f"{on:%b %Y}" if month_only else day(on)


def shown_row(row: Mapping[str, str]) -> dict[str, str]:
    """Return a conversation as the grid shows it, without its id."""
    return {name: shown_cell(name, cell) for name, cell in row.items() if name in GRID}


def day_order(order: str, iso: str) -> str:
    """Return a reading of a day that may be meant in two ways.

    >>> day_order("DMY", "2026-04-03")
    '3 Apr 2026, the day first'
    """
    return f"{_day_in_words(iso)}, the {'day' if order == 'DMY' else 'month'} first"


def problems_note(number: int) -> str:
    """Return that a grid could not be saved yet.

    >>> problems_note(1)
    'Nothing was saved yet: one cell needs you. Its row stands first.'
    """
    if number == 1:
        return "Nothing was saved yet: one cell needs you. Its row stands first."
    return f"Nothing was saved yet: {number} cells need you. Their rows stand first."


def needs_note(problems: Sequence[Any]) -> str:
    """Return what a row needs, in the narrow column before it: its cells that are to be mended."""
    cells = [LABELS.get(p.column, p.column) or "the whole row" for p in problems]
    return ", ".join(dict.fromkeys(cells))


def decided_note(cell: str, iso: str, order: str) -> str:
    """Return how a day that reads both ways was read, and why.

    >>> decided_note("3/2/2026", "2026-03-02", "MDY")
    '3/2/2026 is read as 2 Mar 2026: other days in its column can only have the month first.'
    """
    first = "day" if order == "DMY" else "month"
    why = f"other days in its column can only have the {first} first"
    return f"{cell} is read as {_day_in_words(iso)}: {why}."


def newcomer_question(name: str) -> str:
    """Return the question who is meant by a seeker's name that is new."""
    return f"“{name}” is not among the seekers yet. Who is meant?"


def newcomer_warning(name: str, near: Sequence[str]) -> str:
    """Return the warning that a new seeker's name is near one that is there.

    >>> newcomer_warning("Sam Sale", ["Sam Sole"])
    '“Sam Sale” would be a new seeker. Did you mean Sam Sole?'
    """
    return f"“{name}” would be a new seeker. Did you mean {' or '.join(near)}?"


def said_plainly(text: str) -> str:
    """Return a reason or a way out with the form's labels for columns, and days in words.

    >>> said_plainly("Fill in contact_name or contact_email.")
    'Fill in Contact or E-mail.'
    >>> said_plainly("This could be 2026-02-03 or 2026-03-02.")
    'This could be 3 Feb 2026 or 2 Mar 2026.'
    >>> said_plainly("Write it as year-month-day, such as 2026-03-05.")
    'Write it like 5 Mar 2026.'
    """
    for name in sorted(LABELS, key=len, reverse=True):
        if "_" in name:
            text = text.replace(name, LABELS[name])
    text = text.replace("as year-month-day, such as ", "like ")
    return _ISO.sub(lambda found: _day_in_words(found[0]), text)
