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
    return Path(now, process, weeks, rng).lived()


class Path:
    def __init__(self, now, process, weeks, rng):
        self.now, self.process, self.weeks, self.rng = now, process, weeks, rng
        self.asks, self.firsts, self.meetings = (
            [[0] * now.seekers for _ in range(weeks)] for _ in range(3)
        )
        self.waits, self.first_waits = [0] * now.seekers, [0] * now.seekers
        self.known, self.found = list(now.known), [0] * weeks
        self.mean_asks = process.R.value / process.held.share.value
        self.open_items()
        self.own_finds()
        self.still_to_come()

    def open_items(self):
        now, process = self.now, self.process
        for due, of, ages, curve in (
            (self.asks, now.names_of, now.names_age, process.acted),
            (self.meetings, now.asked_of, now.asked_age, process.held),
            (self.meetings, now.first_of, now.first_age, process.first_held),
        ):
            for seeker, age in zip(of, ages, strict=True):
                week = waited(curve, age, self.rng)
                if week is not None and week < self.weeks:
                    due[week][seeker] += 1

    def own_finds(self):
        first, fall = self.process.first_asks.value, self.process.fewer_first_asks.value
        for week in range(self.weeks):
            for seeker in range(self.now.seekers):
                self.firsts[week][seeker] += self.rng.poisson(first * np.exp(-fall * (week + 0.5)))

    def still_to_come(self):
        now, process, rng = self.now, self.process, self.rng
        k, law = process.k.value, process.acted.happened
        for seeker, age, led_to in zip(now.met_of, now.met_age, now.led_to, strict=True):
            ahead = 1 - law[min(age, len(law) - 1)] / law[-1]
            mean, shape = self.mean_asks * process.other_share * ahead, k
            if not process.by_names:
                mean *= (k + led_to) / (k + process.R.value * (1 - ahead))
                shape = k + led_to
            for _ in range(rng.poisson(rng.gamma(shape, mean / shape))):
                week = lag_ahead(process.acted, age, rng)
                if week < self.weeks:
                    self.asks[week][seeker] += 1

    def lived(self):
        rate = self.process.ending.value
        ends = [min(end, self.rng.exponential(1 / rate) if rate else np.inf)
                for end in self.now.ends_in]  # fmt: skip
        for week in range(self.weeks):
            for seeker, end in enumerate(ends):
                if week + 0.5 < end:
                    self.live(week, seeker)
        return self.found

    def live(self, week, seeker):
        room = int(self.now.capacity[seeker])
        self.first_waits[seeker] += self.firsts[week][seeker]
        while room and self.first_waits[seeker]:
            room, self.first_waits[seeker] = room - 1, self.first_waits[seeker] - 1
            self.known[seeker] += 1
            self.ask(week, seeker, self.process.first_held)
        self.waits[seeker] += self.asks[week][seeker]
        while (room and self.waits[seeker]) or self.meetings[week][seeker]:
            if room and self.waits[seeker]:
                room, self.waits[seeker] = room - 1, self.waits[seeker] - 1
                self.ask(week, seeker, self.process.held)
            if self.meetings[week][seeker]:
                self.meetings[week][seeker] -= 1
                self.meet(week, seeker)

    def ask(self, week, seeker, curve):
        if self.rng.random() < curve.share.value:
            later = week + lag(curve, self.rng)
            if later < self.weeks:
                self.meetings[later][seeker] += 1

    def meet(self, week, seeker):
        process, rng, k = self.process, self.rng, self.process.k.value
        self.found[week] += 1
        fewer = ((1 + self.known[seeker]) / process.known) ** -process.saturation.value
        self.known[seeker] += process.referrals_per_meeting.value * process.new_share.value
        mean = self.mean_asks * min(fewer, 1 / process.new_share.value)
        for _ in range(rng.poisson(rng.gamma(k, mean / k))):
            later = week + lag(process.acted, rng)
            if later == week:
                self.waits[seeker] += 1
            elif later < self.weeks:
                self.asks[later][seeker] += 1


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
