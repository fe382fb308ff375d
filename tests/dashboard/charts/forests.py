"""Made-up forests for the charts: any size, any number of seekers, from a seed."""

import datetime as dt

import numpy as np
import pandas as pd

from dashboard.charts.map_data import MapData, map_data
from dashboard.charts.palette import OUTCOMES

AS_OF = dt.date(2026, 11, 1)
FIRST = ("Ana", "Bo", "Chloe", "Dev", "Esra", "Finn", "Maximiliana", "Hugo", "Ines", "Jo")
LAST = ("Okafor", "Lind", "Silva", "Tanaka", "Featherstonehaugh", "Wu", "Haddad", "O'Brien")


def tables(meetings: int, seekers: int, seed: int = 1, doors: float = 0.3):
    """Forest, open doors, people and outcomes; parents come before their children."""
    rng = np.random.default_rng(seed)
    pull = rng.gamma(0.9, size=meetings + 1)
    parent = np.full(meetings, -1)
    generation = np.zeros(meetings, dtype=int)
    seeker = rng.integers(seekers, size=meetings)
    for row in range(1, meetings):
        if rng.random() < 0.7:
            weight = pull[:row] * (generation[:row] < 7)
            parent[row] = rng.choice(row, p=weight / weight.sum())
            generation[row] = generation[parent[row]] + 1
            if rng.random() < 0.95:  # the rest are handed off to another seeker
                seeker[row] = seeker[parent[row]]
    below = np.zeros(meetings, dtype=int)
    for row in range(meetings - 1, 0, -1):
        if parent[row] >= 0:
            below[parent[row]] += below[row] + 1
    ids = np.array([f"i{row:05}" for row in range(meetings)], dtype=object)
    forest = pd.DataFrame(
        {
            "interview_id": ids,
            "parent_id": [ids[p] if p >= 0 else None for p in parent],
            "generation": generation,
            "descendants": below,
            "seeker_id": [f"s{s}" for s in seeker],
            "contact_id": [f"c{row}" for row in range(meetings)],
            "held_on": pd.Timestamp("2026-01-02") + pd.to_timedelta(np.arange(meetings) % 300, "D"),
            "selected": True,
        }
    )
    named = rng.integers(meetings, size=int(meetings * doors))
    open_doors = pd.DataFrame(
        {
            "referral_id": [f"r{n}" for n in range(len(named))],
            "seeker_id": forest["seeker_id"].to_numpy()[named],
            "from_id": [f"c{n}" if rng.random() < 0.95 else "introducer" for n in named],
            "referred_id": [f"d{n}" for n in range(len(named))],
            "dated_on": pd.Timestamp(AS_OF)
            - pd.to_timedelta(rng.exponential(30, len(named)).astype(int), "D"),
        }
    )
    everyone = [f"s{s}" for s in range(seekers)]
    everyone += [*forest["contact_id"], *open_doors["referred_id"], "introducer"]
    people = pd.DataFrame({"person_id": everyone, "organization": "Harbor & Sons"})
    people["name"] = [f"{rng.choice(FIRST)} {rng.choice(LAST)}" for _ in everyone]
    came = rng.choice(OUTCOMES, meetings, p=[0.86, 0.09, 0.03, 0.02])
    return forest, open_doors, people, dict(zip(ids, came, strict=True))


def made(meetings: int, seekers: int = 1, cohorts: int = 1, seed: int = 1, **rest) -> MapData:
    """Map data of such a forest."""
    forest, doors, people, outcomes = tables(meetings, seekers, seed, **rest)
    names = {f"s{s}": f"Cohort {s % cohorts}" for s in range(seekers)} if cohorts > 1 else None
    return map_data(forest, doors, people, outcomes, as_of=AS_OF, cohorts=names)
