"""The digest of a seeker: what waits with them, to be handed out. No scores, nobody else's data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from dashboard.text.debts import TO_DO
from dashboard.text.pictures import day

__all__ = ["digest", "to_do"]

Row = Mapping[str, Any]

_ENDING = "If something here is done already, or no longer fits, just say so."


def digest(
    seeker: str,
    as_of: dt.date,
    *,
    thanks: Iterable[Row] = (),
    names: Iterable[Row] = (),
    news: Iterable[Row] = (),
) -> str:
    """Return what waits with one seeker, in plain words.

    Rows are those of :func:`analysis.waiting.with_people`.

    >>> row = {"contact": "Ann Ash", "organization": "", "opened_on": pd.Timestamp("2026-03-02")}
    >>> print(digest("Sam", dt.date(2026, 3, 9), thanks=[row]))
    What waits with you, Sam
    As of 9 Mar 2026
    <BLANKLINE>
    Say thanks
    - Ann Ash: you met on 2 Mar 2026
    <BLANKLINE>
    If something here is done already, or no longer fits, just say so.
    """
    parts = [
        ("Say thanks", [f"{_whom(row)}{_on(': you met on', row)}" for row in thanks]),
        ("Ask for a conversation", [f"{_whom(row)}{_named(row)}" for row in names]),
        ("Send news, or one reminder", [to_do(row) for row in news]),
    ]
    told = [
        "\n".join([title, *(f"- {_line(row)}" for row in rows)]) for title, rows in parts if rows
    ]
    head = f"What waits with you, {_line(seeker)}\nAs of {day(as_of)}"
    return "\n\n".join([head, *(told or ["Nothing waits: everything is done."]), _ENDING])


def to_do(row: Row) -> str:
    """Return what is to be done about a row that has names."""
    return TO_DO[row["rule"]].format(
        whom=row["contact"] or "them", about=row["about"] or "the name"
    )


def _whom(row: Row) -> str:
    where = f", {row['organization']}" if row["organization"] else ""
    return f"{row['contact'] or 'somebody whose name is not noted'}{where}"


def _named(row: Row) -> str:
    by = f" by {row['through']}" if row["through"] else ""
    when = _on(" on", row)
    return f": named{by}{when}" if by or when else ""


def _on(words: str, row: Row) -> str:
    return "" if pd.isna(row["opened_on"]) else f"{words} {day(row['opened_on'])}"


def _line(text: str) -> str:
    """Text from data on one line."""
    return " ".join(text.split())
