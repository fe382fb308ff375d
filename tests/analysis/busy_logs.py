"""Small random logs with follow-ups, opportunities, decisions and wishes, for debts and funnel."""

import datetime as dt
from random import Random

from hypothesis import strategies as st

from analysis.policy import RULES
from tests.analysis.logs import SPAN, day, tables

__all__ = ["LAST", "QUICK", "busy_logs", "busy_tables", "crowd"]

LAST = SPAN + 25
"""Enough days after the last request for everything that the quick policy asks for to be due."""

QUICK = """
grace_days = 1
[[pauses]]
from = 2026-01-09
to = 2026-01-11
[rules.thank_you_email]
grace_days = 0
[rules.act_on_referral]
business_days = true
days = 3
[rules.tell_referrer]
days = 3
[rules.tell_advice_used]
days = 4
[rules.keep_in_touch]
days = 6
most_per_year = 2
[rules.good_news]
days = 3
[rules.nudge]
days = 2
given_up_after = 5
[rules.first_request]
days = 2
[rules.gone_quiet]
days = 6
"""

KINDS = (
    "thank_you_email",
    "thank_you_email",
    "thank_you_note",
    "connect",
    "advice_used",
    "referral_outcome",
    "update",
    "gave_back",
    "success_news",
    "nudge",
    "asked_for_name",
)
STEPS = ("opened_on", "applied_on", "interviewed_on", "offered_on", "accepted_on")


def busy_tables(random: Random, prefix: str = "") -> dict[str, list[dict]]:
    """The tables of a random log of :mod:`tests.analysis.logs` with everything debts read."""
    found = tables(random, prefix)
    for row in found["interviews"]:
        _tell_more(random, row)
    for row in found["referrals"]:
        row["waived_on"] = _maybe(random, 0.15, lambda row=row: _after(random, row["made_on"]))
        row["approximate"] = _maybe(random, 0.1, lambda: "made_on")
    for row in found["people"]:
        row["do_not_contact_on"] = _maybe(random, 0.08, lambda: _after(random, None))
        row["resting_until"] = _maybe(random, 0.1, lambda: _after(random, None))
    for row in found["cohorts"]:
        row["ends_on"] = _maybe(random, 0.2, lambda: _after(random, None))
    found["seekers"] = _seekers(random, prefix)
    found["follow_ups"] = _follow_ups(random, found)
    found["opportunities"] = _opportunities(random, found)
    found["debt_decisions"] = _decisions(random, found)
    found["settings"] = _settings(random)
    return found


def _maybe(random: Random, chance: float, make):
    return make() if random.random() < chance else None


def _after(random: Random, start: dt.date | None) -> dt.date:
    return (start or day(0)) + dt.timedelta(days=random.randrange(LAST - SPAN))


def _tell_more(random: Random, row: dict) -> None:
    if row["held_on"] is not None:
        row["advice"] = random.choice([None, None, " ", "Read the trade press."])
        row["thanked"] = random.choice([None, None, None, False])
        row["names_given"] = random.choice([None, None, 0, 1, 3])
        row["names_asked"] = random.choice([None, None, "asked", "not_asked"])
    elif row["requested_on"] is not None:
        if random.random() < 0.4:
            row["answered_on"] = row["answer"] = None
        row["cancelled_on"] = _maybe(random, 0.15, lambda: _after(random, row["requested_on"]))
    dates = [c for c in ("requested_on", "answered_on", "held_on") if row[c] is not None]
    row["approximate"] = _maybe(random, 0.1, lambda: ";".join(random.sample(dates, 1)))


def _seekers(random: Random, prefix: str) -> list[dict]:
    rows = [("s", 1), ("t", 2), *random.choice([[], [("s", 2)], [("e", 1)]])]
    return [
        {
            "person_id": prefix + person,
            "cohort_id": f"{prefix}k{number}",
            "joined_on": _maybe(random, 0.8, lambda: day(random.randrange(6))),
            "left_on": _maybe(random, 0.15, lambda: _after(random, None)),
        }
        for person, number in rows
    ]


def _follow_ups(random: Random, found: dict[str, list[dict]]) -> list[dict]:
    rows = []
    kinds = random.sample(KINDS, random.randint(1, len(KINDS)))
    for number in range(random.randint(0, 20)):
        about = random.choice(found["interviews"])
        names = [r for r in found["referrals"] if r["from_id"] == about["contact_id"]]
        name = random.choice([None, *names])
        done = _after(random, about["held_on"] or about["requested_on"])
        rows.append(
            {
                "follow_up_id": f"{about['interview_id']}f{number}",
                "seeker_id": about["seeker_id"],
                "contact_id": about["contact_id"],
                "interview_id": _maybe(random, 0.6, lambda about=about: about["interview_id"]),
                "referral_id": name and _maybe(random, 0.6, lambda name=name: name["referral_id"]),
                "kind": random.choice(kinds),
                "done_on": random.choice([None, done, done, done, done]),
                "approximate": _maybe(random, 0.1, lambda: "done_on"),
            }
        )
    return rows


def _opportunities(random: Random, found: dict[str, list[dict]]) -> list[dict]:
    rows = []
    for number in range(random.choice([0, 2, 4])):
        about = random.choice(found["interviews"])
        start = (about["held_on"] or day(0)) + dt.timedelta(days=random.randrange(-2, 6))
        dates = {
            step: start + dt.timedelta(days=place)
            for place, step in enumerate(STEPS[: random.choice([0, 1, 3, 5, 5])])
            if random.random() < 0.7
        }
        rows.append(
            {
                "opportunity_id": f"{about['interview_id']}o{number}",
                "seeker_id": about["seeker_id"],
                "interview_id": _maybe(random, 0.8, lambda about=about: about["interview_id"]),
                "kind": "job_opening",
                "closed_on": _maybe(random, 0.3, lambda start=start: _after(random, start)),
                "approximate": _maybe(random, 0.1, lambda: "accepted_on;opened_on"),
                **dates,
            }
        )
    return rows


def _decisions(random: Random, found: dict[str, list[dict]]) -> list[dict]:
    rows = {}
    for _ in range(random.choice([0, 2, 5])):
        about = random.choice([*found["interviews"], *found["referrals"]])
        row = {
            "rule": random.choice(RULES),
            "seeker_id": about["seeker_id"],
            "contact_id": random.choice([None, about.get("contact_id")]),
            "interview_id": random.choice([None, about.get("interview_id")]),
            "referral_id": random.choice([None, None, about.get("referral_id")]),
            "decision": random.choice(["waived", "snoozed"]),
            "decided_on": _after(random, None),
            "until": random.choice([None, _after(random, None), day(LAST + 5)]),
        }
        rows[(*tuple(row[c] for c in list(row)[:5]), row["decided_on"])] = row
    return list(rows.values())


def _settings(random: Random) -> list[dict]:
    kinds = random.choice([[], [], ["thank_you_email"], ["nudge", "update"]])
    return [
        {"setting": f"recorded_from:{kind}", "value": _after(random, None).isoformat()}
        for kind in kinds
    ]


def crowd(seed: int, worlds: int) -> dict[str, list[dict]]:
    """Many such logs side by side in one; only people on no roster share anything."""
    random = Random(seed)
    joined: dict[str, list[dict]] = {}
    for number in range(worlds):
        found = busy_tables(random, f"{number}.")
        for name, rows in found.items():
            if name != "settings" or number == 0:
                joined.setdefault(name, []).extend(rows)
    return joined


busy_logs = st.randoms(use_true_random=False).map(busy_tables)
