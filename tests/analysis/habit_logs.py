"""Logs in which the effect of a habit is known: for tests of what goes with it."""

import datetime as dt

import numpy as np

from data.log import Log

__all__ = ["LAST", "habit_log", "habit_tables"]

LAST = dt.date(2026, 6, 30)
FIRST = dt.date(2025, 12, 1)


def habit_tables(rng, *, ratio=1.0, seekers=24, each=10, varies=0.3, share=0.5, rate=0.8):
    """Tables of seekers who met people of their own, each of whom led to some more.

    ``on_time`` multiplies how many by ``ratio``; ``researched`` does nothing; the people led to
    lead nowhere, and nothing is noted of them.
    """
    interviews, referrals = [], []
    for s in range(seekers):
        own = rng.gamma(1 / varies, varies)
        habit = rng.beta(4 * share, 4 * (1 - share))
        for i in range(each):
            key = f"{s}-{i}"
            held = FIRST + dt.timedelta(days=int(rng.integers(0, 200)))
            on_time = bool(rng.random() < habit)
            interviews.append(
                {
                    "interview_id": key, "seeker_id": f"s{s}", "contact_id": f"c{key}",
                    "held_on": held, "source": "own_network", "on_time": on_time,
                    "researched": bool(rng.random() < 0.5),
                    "mode": str(rng.choice(["phone", "video", "in_person"])),
                }
            )  # fmt: skip
            for j in range(rng.poisson(rate * own * (ratio if on_time else 1))):
                met = held + dt.timedelta(days=int(rng.gamma(2, 12)))
                if met <= LAST:
                    interviews.append(
                        {
                            "interview_id": f"{key}-{j}", "seeker_id": f"s{s}", "held_on": met,
                            "contact_id": f"c{key}-{j}", "referral_id": f"r{key}-{j}",
                            "source": "referral",
                        }
                    )  # fmt: skip
                    referrals.append(
                        {
                            "referral_id": f"r{key}-{j}", "seeker_id": f"s{s}", "made_on": held,
                            "from_id": f"c{key}", "referred_id": f"c{key}-{j}",
                            "interview_id": key,
                        }
                    )  # fmt: skip
    return {"interviews": interviews, "referrals": referrals}


def habit_log(seed, *, change=None, **wanted) -> Log:
    """A log of :func:`habit_tables`; ``change`` may alter the interviews with a known habit."""
    tables = habit_tables(np.random.default_rng(seed), **wanted)
    if change:
        noted = [row for row in tables["interviews"] if "on_time" in row]
        for number, row in enumerate(noted):
            row.update(change(number, row))
    return Log.from_frames(tables, as_of=LAST)
