"""An interviews sheet of any size as a CSV file, without a single id: everything is to be told.

About thirty rows a seeker; one contact in five has no e-mail address, three in five requests were
held, some highlights are written down, one row in a hundred stands there twice. Contacts are shared
between seekers.
"""

from pathlib import Path

import numpy as np
import pandas as pd

__all__ = ["LAST_DAY", "write_tracker"]

LAST_DAY = np.datetime64("2026-03-01")
FIRST = np.array(["Ann", "Bob", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hana"])
STEMS = ("Al", "Ber", "Cor", "Dal", "Er", "Fal", "Gar", "Hol", "Is", "Jen", "Kol", "Lam")
ENDS = ("man", "son", "berg", "ley", "ton", "field", "wood", "ström")
LAST = np.array([stem + end for stem in STEMS for end in ENDS])
SOURCES = np.array(["referral", "own_network", "alumni", "cold"])
TITLES = np.array(["Analyst", "Director", "Engineer", "Nurse"])
SAID = "Said that the market is slow, but opening up"


def names(number: np.ndarray) -> pd.Series:
    first, last = FIRST[number % 8], LAST[(number // 8) % 96]
    return pd.Series(first) + " " + pd.Series(last) + " " + pd.Series((number // 768).astype(str))


def numbered(before: str, number: np.ndarray, after: str = "") -> pd.Series:
    return before + pd.Series(number.astype(str)) + after


def write_tracker(rows: int, path: Path, seed: int = 7) -> None:
    rng = np.random.default_rng(seed)
    seeker = rng.integers(0, max(1, rows // 30), rows)
    contact = rng.integers(0, max(1, rows * 2 // 3), rows)
    asked = np.datetime64("2018-01-01") + rng.integers(0, 2500, rows).astype("timedelta64[D]")
    answered = asked + np.timedelta64(1, "D")
    held = asked + rng.integers(1, 30, rows).astype("timedelta64[D]")
    met = rng.random(rows) < 0.6
    sheet = pd.DataFrame(
        {
            "seeker": names(seeker),
            "seeker_email": numbered("seeker", seeker, "@example.org"),
            "contact_name": names(contact),
            "contact_email": numbered("contact", contact, "@example.com").where(contact % 5 > 0),
            "organization": numbered("Firm ", contact % 20_000),
            "title": TITLES[contact % 4],
            "source": SOURCES[rng.integers(0, 4, rows)],
            "requested_on": asked.astype(str),
            "answered_on": np.where(met, answered.astype(str), ""),
            "answer": np.where(met, "accepted", ""),
            "held_on": np.where(met, held.astype(str), ""),
            "minutes_actual": np.where(met, rng.integers(10, 60, rows).astype(str), ""),
            "names_given": np.where(met, rng.integers(0, 4, rows).astype(str), ""),
            "highlights": np.where(rng.random(rows) < 0.2, SAID, ""),
        }
    )
    # One row in a hundred stands there twice.
    twice = rng.integers(0, rows, rows // 100)
    sheet.iloc[np.concatenate([np.arange(rows - len(twice)), twice])].to_csv(path, index=False)
