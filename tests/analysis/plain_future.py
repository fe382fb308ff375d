"""The future of a log, one path and one event at a time: what the arrays are compared with.

Written from the words of `analysis.projection.project`, sharing no step with it but the curves.
"""

import datetime as dt

import numpy as np

from analysis.delayed import Delayed
from analysis.standing import Standing

__all__ = ["NONE", "bare", "plain_path"]

NONE = np.zeros(0, np.int64)


def bare(seekers=1, **more):
    """A log in which nothing is open, with room for everybody and without end."""
    return Standing(**{
        "starts_on": dt.date(2026, 3, 20), "meetings": 0, "capacity": np.full(seekers, 1e4),
        "ends_in": np.full(seekers, np.inf), "known": np.zeros(seekers, np.int64),
        "names_of": NONE, "names_age": NONE, "asked_of": NONE, "asked_age": NONE,
        "first_of": NONE, "first_age": NONE, "met_of": NONE, "met_age": NONE, "led_to": NONE,
        **more,
    })  # fmt: skip


def plain_path(now, process, weeks, rng):
    """New meetings by week in one path, with the parameters at their values."""
    ends = [
        min(end, rng.exponential(1 / process.ending.value) if process.ending.value else np.inf)
        for end in now.ends_in
    ]
    asks = [[0] * now.seekers for _ in range(weeks)]
    firsts = [[0] * now.seekers for _ in range(weeks)]
    meetings = [[0] * now.seekers for _ in range(weeks)]
    for due, of, ages, curve in (
        (asks, now.names_of, now.names_age, process.acted),
        (meetings, now.asked_of, now.asked_age, process.held),
        (meetings, now.first_of, now.first_age, process.first_held),
    ):
        for seeker, age in zip(of, ages, strict=True):
            week = waited(curve, age, rng)
            if week is not None and week < weeks:
                due[week][seeker] += 1
    for week in range(weeks):
        mean = process.first_asks.value * np.exp(-process.fewer_first_asks.value * (week + 0.5))
        for seeker in range(now.seekers):
            firsts[week][seeker] += rng.poisson(mean)
    mean_asks = process.R.value / process.held.share.value
    k = process.k.value
    for seeker, age, led_to in zip(now.met_of, now.met_age, now.led_to, strict=True):
        ahead = (
            1
            - process.acted.happened[min(age, len(process.acted.happened) - 1)]
            / (process.acted.happened[-1])
        )
        mean, shape = mean_asks * process.other_share * ahead, k
        if not process.by_names:
            mean *= (k + led_to) / (k + process.R.value * (1 - ahead))
            shape = k + led_to
        for _ in range(rng.poisson(rng.gamma(shape, mean / shape))):
            week = lag_ahead(process.acted, age, rng)
            if week < weeks:
                asks[week][seeker] += 1
    return live(now, process, weeks, rng, ends, asks, firsts, meetings, mean_asks)


def live(now, process, weeks, rng, ends, asks, firsts, meetings, mean_asks):
    waits, first_waits, known = [0] * now.seekers, [0] * now.seekers, list(now.known)
    found = [0] * weeks
    for week in range(weeks):
        for seeker in range(now.seekers):
            if week + 0.5 >= ends[seeker]:
                continue
            room = int(now.capacity[seeker])
            first_waits[seeker] += firsts[week][seeker]
            waits[seeker] += asks[week][seeker]
            asks[week][seeker] = 0
            while room and first_waits[seeker]:
                room, first_waits[seeker] = room - 1, first_waits[seeker] - 1
                known[seeker] += 1
                if rng.random() < process.first_held.share.value:
                    later = week + lag(process.first_held, rng)
                    if later < weeks:
                        meetings[later][seeker] += 1
            busy = True
            while busy:
                busy = False
                while room and waits[seeker]:
                    room, waits[seeker], busy = room - 1, waits[seeker] - 1, True
                    if rng.random() < process.held.share.value:
                        later = week + lag(process.held, rng)
                        if later < weeks:
                            meetings[later][seeker] += 1
                while meetings[week][seeker]:
                    meetings[week][seeker] -= 1
                    busy = True
                    found[week] += 1
                    fewer = ((1 + known[seeker]) / process.known) ** -process.saturation.value
                    known[seeker] += process.referrals_per_meeting.value * process.new_share.value
                    mean = mean_asks * min(fewer, 1 / process.new_share.value)
                    k = process.k.value
                    rate = rng.gamma(k, mean / k) if np.isfinite(k) else mean
                    for _ in range(rng.poisson(rate)):
                        later = week + lag(process.acted, rng)
                        if later == week:
                            waits[seeker] += 1
                        elif later < weeks:
                            asks[later][seeker] += 1
    return found


def lag(curve, rng):
    """How many weeks later, of what does happen: from some day of this week on."""
    return int((rng.integers(0, 7) + day_of(curve, rng.random() * curve.happened[-1])) // 7)


def lag_ahead(curve, age, rng):
    low = curve.happened[min(age, len(curve.happened) - 1)]
    day = day_of(curve, low + rng.random() * (curve.happened[-1] - low))
    return int((day - age - 1) // 7)


def waited(curve: Delayed, age, rng):
    """In which week something that has waited so long happens; None: never."""
    if age >= len(curve.happened) or not curve.waiting[age] > 0:
        return None
    u = curve.happened[age] + rng.random() * curve.waiting[age]
    return None if u >= curve.happened[-1] else int((day_of(curve, u) - age - 1) // 7)


def day_of(curve, u):
    return int(np.searchsorted(curve.happened, u, side="right"))
