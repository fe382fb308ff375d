"""Kill −9 in the middle of imports: no acknowledged import lost, none half there."""

import datetime as dt
import itertools
import os
import random
from pathlib import Path

import pytest

from data import open_logbook
from data.importers.act import import_files
from tests.data.importers.office import LAST_DAY, START
from tests.data.kill_harness import acknowledge, nursery

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks and kills as POSIX does")

ROWS = 30
NAMED = 2


def tracker(number: int) -> str:
    """A week's sheet: conversations, each with names given and thanks."""
    lines = ["seeker,contact_name,held_on,referred_by,names_given,thanked"]
    for row in range(ROWS):
        who = f"{number}x{row}"
        lines.append(f"Ann {number},Bob {who},2026-01-05,Aunt May,Cleo {who}; Dan {who},yes")
    return "\n".join(lines)


def import_on(path: str, acks: str, folder: str, start: int) -> None:
    book = open_logbook(path)
    for number in range(start, start + 10_000):
        ids = itertools.count()
        file = Path(folder) / f"week{number}.csv"
        file.write_text(tracker(number))
        told = import_files(
            book,
            [file],
            now=START + dt.timedelta(minutes=number),
            new_id=lambda ids=ids, number=number: f"{number}-{next(ids)}",
            as_of=LAST_DAY,
        )
        assert told.written
        acknowledge(acks, str(number))


def test_kill_9_in_the_middle_of_imports(tmp_path, thorough):
    book, acks = open_logbook(tmp_path / "log.duckdb", create=True), tmp_path / "acks"
    chance = random.Random(20260302)
    whole = 0
    with nursery("tests.data.importers.test_import_kills", "import_on") as kill:
        for _ in range(int(os.environ.get("ONWARD_KILLS", "50" if thorough else "10"))):
            arguments = [str(book.path), str(acks), str(tmp_path), whole]
            saved = kill(arguments, acks, chance.uniform(0, 0.6))
            whole = check_whole(book, {int(number) for number in saved})
    assert whole >= 10


def check_whole(book, saved: set[int]) -> int:
    """Every acknowledged import is there, every one that is there is whole; count them."""
    imports = book.table("imports")
    interviews, referrals = book.table("interviews"), book.table("referrals")
    numbers = {int(i.partition("-")[0]) for i in imports["import_id"]}
    assert numbers == set(range(len(numbers)))
    assert numbers >= saved
    assert (interviews.groupby("import_id").size() == ROWS).all()
    # Two names given in each conversation, and the introduction that led to it.
    assert (referrals.groupby("import_id").size() == ROWS * (NAMED + 1)).all()
    assert set(interviews["import_id"]) == set(referrals["import_id"]) == set(imports["import_id"])
    assert book.revision() == len(imports)
    return len(imports)
