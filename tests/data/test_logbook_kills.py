"""No acknowledged row is lost and no act is half there, however the writer dies."""

import os
import random
from collections import Counter

import pytest

from data import open_logbook
from tests.data.books import NOW, conversation, new_book
from tests.data.kill_harness import acknowledge, nursery

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks and kills as POSIX does")

NAMED = 40


def write_on(path: str, acks: str, start: int) -> None:
    """Save act after act: a conversation, the names given in it, and a counter that is updated."""
    book = open_logbook(path)
    for number in range(start, start + 100_000):
        with book.writing(now=NOW, act="import", import_id=f"m{number}") as writing:
            writing.insert("interviews", [conversation(number)])
            writing.insert("referrals", [referral(number, n) for n in range(NAMED)])
            if number:
                writing.update("settings", [{"setting": "last", "value": str(number)}])
            else:
                writing.insert("settings", [{"setting": "last", "value": "0"}])
        acknowledge(acks, f"i{number}")


def referral(number: int, n: int) -> dict:
    return {
        "referral_id": f"r{number}-{n}",
        "seeker_id": f"s{number}",
        "from_id": f"c{number}",
        "interview_id": f"i{number}",
        "referred_id": f"p{n}",
    }


def test_kill_9_in_the_middle_of_writing(tmp_path, thorough):
    book, acks = new_book(tmp_path), tmp_path / "acks"
    chance = random.Random(20260302)
    acts = 0
    with nursery("tests.data.test_logbook_kills", "write_on") as kill:
        for _ in range(50 if thorough else 10):
            arguments = [str(book.path), str(acks), acts]
            saved = kill(arguments, acks, chance.uniform(0, 0.15))
            acts = check_whole(book, saved)
    assert acts >= 10
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".new")]


def check_whole(book, saved: list[str]) -> int:
    """Check that what was acknowledged is there and nothing is half there; count the acts."""
    log = open_logbook(book.path).log()
    stored = set(log.whole("interviews")["interview_id"])
    assert stored >= set(saved)
    assert stored == {f"i{number}" for number in range(len(stored))}
    names = Counter(log.whole("referrals")["interview_id"])
    assert names == dict.fromkeys(stored, NAMED)
    assert log.revision == len(stored)
    assert list(book.table("settings")["value"]) == [str(len(stored) - 1)]
    assert len(book.table("changes")) == len(stored) - 1
    return len(stored)
