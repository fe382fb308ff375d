"""Small logbooks for tests."""

import datetime as dt
from pathlib import Path

from data import Logbook, open_logbook

NOW = dt.datetime(2026, 3, 2, 9, 30)
DAY = dt.date(2026, 3, 1)


def new_book(folder: Path, name: str = "log.duckdb") -> Logbook:
    return open_logbook(folder / name, create=True)


def add_conversation(book: Logbook, number: int = 1, *, act: str = "form") -> None:
    """One seeker, one contact, one conversation held."""
    with book.writing(now=NOW, act=act) as writing:
        writing.insert("people", [{"person_id": f"s{number}"}, {"person_id": f"c{number}"}])
        writing.insert("interviews", [conversation(number)])


def conversation(number: int, **more) -> dict:
    return {
        "interview_id": f"i{number}",
        "seeker_id": f"s{number}",
        "contact_id": f"c{number}",
        "held_on": DAY,
        **more,
    }


def everything(book: Logbook) -> dict[str, int]:
    """The number of rows of every table of the log that has some."""
    log = book.log()
    tables = ("people", "interviews", "referrals", "cohorts", "seekers")
    return {name: len(log.whole(name)) for name in tables if len(log.whole(name))}
