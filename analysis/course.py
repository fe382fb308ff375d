"""Course: what possible futures go by, path by path, and what that says of what is open today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from analysis.chance import tickets
from analysis.delayed import Delayed
from analysis.standing import Standing

__all__ = ["Course", "Laws"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

_WEEK = 7
_NEARLY_ALL = 1 - 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What the paths go by; of shape (paths,) unless it says otherwise.

    ``asks``: people asked in time because of one meeting, on average, with ``spread`` 1/k;
    ``held``, ``first_held``: the share of people asked who are met, through an introduction or
    not. ``acted_more``, ``held_more``, ``first_held_more``: by what the remaining probabilities of
    what is open today are multiplied. ``other_asks``: people asked because of one meeting by other
    routes than its names, ``returns``: R where meetings so far tell something of their hosts (nan:
    they do not). ``first_asks`` per seeker and week, falling by ``fewer_first_asks``; ``ending``
    per week. ``fresh``: new names of one meeting; ``saturation`` θ; ``most_new``: by what the share
    of new names can rise at most.

    ``acted``, ``met``, ``first_met``: the delays of the steps. ``slower``: by what the days to act
    are multiplied; ``capacity``: shape (seekers,), people asked in a week. ``known``: what θ is
    measured against.
    """

    asks: Floats
    spread: Floats
    held: Floats
    first_held: Floats
    acted_more: Floats
    held_more: Floats
    first_held_more: Floats
    other_asks: Floats
    returns: Floats
    first_asks: Floats
    fewer_first_asks: Floats
    ending: Floats
    fresh: Floats
    saturation: Floats
    most_new: Floats
    acted: Delayed
    met: Delayed
    first_met: Delayed
    slower: float
    capacity: Floats
    known: float

    @property
    def paths(self) -> int:
        """How many paths there are."""
        return len(self.asks)


@dataclass(frozen=True, slots=True, eq=False)
class Laws:
    """What is the same for all paths: lotteries of delays, and what is left of open items.

    ``acted``, ``met``, ``first_met``: tickets of the delays in weeks. ``names``, ``asked``,
    ``first``: shape (open items, weeks), by when each has happened. ``cells``, ``hosts``,
    ``led_to``: meetings of one seeker and one week, how many, and what they have led to;
    ``ahead``, shape (cells, weeks): which part of what they lead to comes by each week;
    ``passed``: which part has had its time.
    """

    weeks: int
    acted: npt.NDArray[np.uint8]
    met: npt.NDArray[np.uint8]
    first_met: npt.NDArray[np.uint8]
    names: Floats
    asked: Floats
    first: Floats
    cells: Ints
    hosts: Floats
    led_to: Floats
    ahead: Floats
    passed: Floats

    @classmethod
    def of(cls, now: Standing, course: Course, weeks: int) -> Laws:
        """Work them out."""
        recent = _passed(course.acted, now.met_age) < _NEARLY_ALL
        cells, hosts, led_to, ages = _alike(
            now.met_of[recent], now.met_age[recent], now.led_to[recent]
        )
        ahead = course.acted.ahead_by_week(ages, weeks, course.slower)
        return cls(
            weeks=weeks,
            acted=tickets(course.acted.new_by_week(weeks, course.slower)),
            met=tickets(course.met.new_by_week(weeks)),
            first_met=tickets(course.first_met.new_by_week(weeks)),
            names=course.acted.open_by_week(now.names_age, weeks, 1 / course.slower),
            asked=course.met.open_by_week(now.asked_age, weeks),
            first=course.first_met.open_by_week(now.first_age, weeks),
            cells=cells,
            hosts=hosts,
            led_to=led_to,
            ahead=ahead,
            passed=_passed(course.acted, ages),
        )


def _alike(seeker: Ints, age: Ints, led_to: Ints) -> tuple[Ints, Floats, Floats, Ints]:
    """Return meetings of a seeker that are equally old, to the week, as one.

    Their seeker, how many they are, what they have led to together, and their age.
    """
    week = age // _WEEK
    widest = int(week.max(initial=0)) + 1
    found, at, many = np.unique(seeker * widest + week, return_inverse=True, return_counts=True)
    hosts = np.asarray(many, dtype=np.float64)
    offspring = np.bincount(at, weights=led_to, minlength=len(found)).astype(np.float64)
    ages = np.rint(np.bincount(at, weights=age, minlength=len(found)) / np.maximum(hosts, 1))
    return np.asarray(found // widest), hosts, offspring, ages.astype(np.int64)


def _passed(acted: Delayed, ages: Ints) -> Floats:
    last = len(acted.happened) - 1
    total = acted.happened[-1]
    if not total > 0:
        return np.ones(len(ages))
    return np.asarray(acted.happened[np.minimum(ages, last)] / total)
