"""Small random logs in which everything odd happens: for properties of credit and what follows.

Few people, few days: so ties, repeats, conduits, hand-offs, introducers, orphans, self-referrals,
missing dates, mismatches and cycles are frequent. ``tables`` takes a `random.Random`, so that
hypothesis (strategy ``logs``) and plain seeds (``many``) draw the same kind of log.
"""

import datetime as dt
from random import Random

from hypothesis import strategies as st

from data.log import Log

__all__ = ["FIRST_DAY", "SPAN", "day", "days", "log_of", "logs", "many", "tables"]

FIRST_DAY = dt.date(2026, 1, 1)
SPAN = 12

# Two pairs share a folded name: one differs by e-mail, one (the seeker's) by nothing else at all.
PEOPLE = {
    "a": ("Ann Ash", "ann@example.org"),
    "b": ("ann ASH", "zoe@example.org"),
    "c": ("Bob", None),
    "d": ("Cleo Díaz", "cleo@example.org"),
    "e": ("Dev", "dev@example.org"),
    "s": ("Sam", "sam@example.org"),
    "t": ("Tess", None),
    "u": ("Bob", "bob@example.org"),
}
SEEKERS = ("s", "s", "s", "t", "u")
HOSTS = ("a", "b", "c", "d", "e", "u")
SOURCES = ("referral", "referral", "own_network", "cold", None)


def day(number: int) -> dt.date:
    return FIRST_DAY + dt.timedelta(days=number)


def tables(random: Random, prefix: str = "") -> dict[str, list[dict]]:
    """The tables of a small random log in which no two rows tie by everything that credit reads."""
    interviews = _interviews(random, prefix)
    referrals = _referrals(random, prefix, interviews)
    ids = [r["referral_id"] for r in referrals]
    for row in interviews:
        named = [r["referral_id"] for r in referrals if r["referred_id"] == row["contact_id"]]
        leads = [r["referral_id"] for r in referrals if r["referred_id"] is None]
        row["referral_id"] = random.choice(
            [None, None, *named, *named, *named, *leads, *ids[:1], f"{prefix}gone"]
        )
    people = [
        {"person_id": prefix + key, "name": name, "email": email, "organization": f"Org {key}"}
        for key, (name, email) in PEOPLE.items()
    ]
    cohorts = [{"cohort_id": f"{prefix}k{n}", "name": f"{prefix}Cohort {n}"} for n in (1, 2)]
    seekers = [
        {"person_id": prefix + key, "cohort_id": f"{prefix}k{n}", "joined_on": FIRST_DAY}
        for key, n in (("s", 1), ("t", 2))
    ]
    return {
        "people": people,
        "cohorts": cohorts,
        "seekers": seekers,
        "interviews": interviews,
        "referrals": referrals,
    }


def _interviews(random: Random, prefix: str) -> list[dict]:
    rows, seen = [], set()
    for number in range(random.randint(1, 16)):
        requested = random.choice([None, *range(SPAN)])
        start = random.randrange(SPAN) if requested is None else requested
        answered = random.choice([None, start, min(start + random.randrange(4), SPAN)])
        held = random.choice([None, start, min(start + random.randrange(6), SPAN)])
        if requested is None and answered is None and held is None:
            held = start
        if held is not None and answered is not None and answered > held:
            answered = held
        row = {
            "interview_id": f"{prefix}i{number}",
            "seeker_id": prefix + random.choice(SEEKERS),
            "contact_id": prefix + random.choice(HOSTS),
            "source": random.choice(SOURCES),
            "requested_on": None if requested is None else day(requested),
            "answered_on": None if answered is None else day(answered),
            "answer": random.choice([None, "accepted", "declined"]) if held is None else None,
            "held_on": None if held is None else day(held),
            "cancelled_on": None,
        }
        key = (row["seeker_id"], row["contact_id"], row["requested_on"] or row["held_on"])
        if key not in seen:
            seen.add(key)
            rows.append(row)
    return rows


def _referrals(random: Random, prefix: str, interviews: list[dict]) -> list[dict]:
    rows, seen = [], set()
    for number in range(random.randint(0, 18)):
        told, named = _occasion(random, prefix, interviews)
        row = {
            "referral_id": f"{prefix}r{number}",
            "seeker_id": told.get("seeker_id", prefix + random.choice(SEEKERS)),
            "from_id": told.get("contact_id", prefix + random.choice(HOSTS)),
            "interview_id": told.get("interview_id"),
            "made_on": random.choice([None, _soon_after(random, told), _soon_after(random, told)]),
        }
        row |= {"referred_id": named, "lead": "an opening" if named is None else None}
        if random.random() < 0.05:
            odd = [
                {"seeker_id": prefix + random.choice(SEEKERS)},
                {"from_id": prefix + random.choice(HOSTS)},
                {"interview_id": f"{prefix}gone"},
            ]
            row |= random.choice(odd)
        key = (
            row["seeker_id"],
            row["referred_id"],
            row["made_on"] or told.get("held_on") or told.get("answered_on"),
            told.get("requested_on") or told.get("held_on"),
            row["from_id"],
        )
        if key not in seen:
            seen.add(key)
            rows.append(row)
    return rows


def _soon_after(random: Random, told: dict) -> dt.date:
    start = told.get("requested_on") or told.get("held_on") or FIRST_DAY
    return min(start + dt.timedelta(days=random.randrange(3)), day(SPAN))


def _occasion(random: Random, prefix: str, interviews: list[dict]) -> tuple[dict, str | None]:
    """The request in which somebody is named ({}: none), and who: mostly one who is asked later."""
    told = random.choice([*interviews, *interviews, {}])
    if told and random.random() < 0.7:
        later = [
            row["contact_id"]
            for row in interviews
            if row["seeker_id"] == told["seeker_id"]
            and row["contact_id"] != told["contact_id"]
            and (row["requested_on"] or row["held_on"] or FIRST_DAY)
            >= (told["requested_on"] or told["held_on"] or FIRST_DAY)
        ]
        if later:
            return told, random.choice(later)
    named = random.choice([*HOSTS, *SEEKERS, None])
    return told, None if named is None else prefix + named


def many(seed: int, worlds: int) -> dict[str, list[dict]]:
    """Many such logs side by side in one, strangers to each other: credit must not mix them."""
    random = Random(seed)
    joined: dict[str, list[dict]] = {}
    for number in range(worlds):
        for name, rows in tables(random, f"{number}.").items():
            joined.setdefault(name, []).extend(rows)
    return joined


def log_of(found: dict[str, list[dict]], **selection) -> Log:
    return Log.from_frames(found, **({"as_of": day(SPAN)} | selection))


logs = st.randoms(use_true_random=False).map(tables)
days = st.integers(0, SPAN).map(day)
