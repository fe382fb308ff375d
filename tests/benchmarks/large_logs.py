"""Large logs for timing: any number of requests in seconds, straight into frames.

Each seeker has about thirty requests, one a week; two in three come from an earlier one of the same
seeker (half of these are written down, half are to be inferred); four in five are held; every
request names two further people whom nobody asks. So a million requests have 2.7 million referrals
and three million people.
"""

import numpy as np
import pandas as pd

from data.log import Log

__all__ = ["large_log"]

PER_SEEKER = 30
START = np.datetime64("2020-01-01", "s")
DAY = np.timedelta64(86_400, "s")


def large_log(requests: int, seed: int = 0) -> Log:
    rng = np.random.default_rng(seed)
    number = np.arange(requests)
    seeker, nth = number // PER_SEEKER, number % PER_SEEKER
    contact = number + requests // PER_SEEKER + 1
    comes_from = number - nth + (rng.random(requests) * nth).astype(np.int64)
    led = np.flatnonzero((nth > 0) & (rng.random(requests) < 0.7))
    asked = START + (nth * 7 + rng.integers(0, 7, requests)) * DAY
    held = asked + rng.integers(0, 6, requests) * DAY
    held[rng.random(requests) < 0.2] = np.datetime64("NaT")
    made_in = np.concatenate([comes_from[led], number, number])
    referred = np.concatenate([contact[led], contact[-1] + 1 + np.arange(2 * requests)])
    made_on = np.concatenate([asked[led] - DAY, asked + 6 * DAY, asked + 6 * DAY])
    referrals = pd.DataFrame(
        {
            "referral_id": ids("r", np.arange(len(made_in))),
            "seeker_id": ids("p", seeker[made_in]),
            "from_id": ids("p", contact[made_in]),
            "interview_id": ids("i", made_in),
            "referred_id": ids("p", referred),
            "made_on": made_on,
        }
    )
    named = np.full(requests, -1)
    named[led[::2]] = np.arange(len(led))[::2]
    interviews = pd.DataFrame(
        {
            "interview_id": ids("i", number),
            "seeker_id": ids("p", seeker),
            "contact_id": ids("p", contact),
            "source": pd.array(["cold"] * requests, dtype="str"),
            "referral_id": referrals["referral_id"].array.take(named, allow_fill=True),
            "requested_on": asked,
            "held_on": held,
        }
    )
    people = pd.DataFrame({"person_id": ids("p", np.arange(referred[-1] + 1))})
    tables = {
        "interviews": interviews,
        "referrals": referrals,
        "people": people.assign(name=people["person_id"]),
    }
    return Log.from_frames(tables, ordered=True)


def ids(letter: str, numbers: np.ndarray) -> pd.array:
    return pd.array(np.char.add(letter, np.char.zfill(numbers.astype(str), 8)), dtype="str")
