"""Future: many possible courses of a log, week by week, from how it stands and how it goes.

Each path is a possible future. In every week of it seekers ask the people they found by themselves
and the names that have come up for asking, as far as their capacity goes; the rest waits. Who is
asked is met with some probability some weeks later; who is met gives names; these come up for
asking some weeks later. Paths are counted on arrays, a block of them at a time, so that memory
does not grow with their number.

Chance belongs to the event (:mod:`analysis.chance`): the third person that a seeker asks in a path
is met or not, and as late, whatever the levers say. So more names, more asking, more holding, more
capacity and less delay never lead to fewer meetings by any week, path by path (unless names run
dry by saturation, which they do the sooner the more there were).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from analysis.chance import Bits, counts, numbered, on_ticket, scrambled, uniform
from analysis.course import Course, Laws
from analysis.standing import Standing

__all__ = ["Futures", "futures"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Small: TypeAlias = npt.NDArray[np.uint16]
Counts: TypeAlias = npt.NDArray[np.int32] | npt.NDArray[np.uint16]

_CELLS = 32_768
"""So many pairs of path and seeker are looked at in one go: their weeks fit a processor's cache."""
_AT_ONCE = 2_000_000
_ROUNDS = 3
"""So often in one week names lead to meetings that lead to names that are asked in the same week;
what is still due then is asked in the week after."""
_MIDDLE = 0.5
_HARDLY = 1e-6
_GOLDEN = 0.6180339887498949
_ASK, _FIRST, _MEETING = 0, 1, 2
_KINDS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Futures:
    """New meetings of each path and week.

    ``new``: shape (paths, weeks). ``introduced``: the mean of those that go back to another
    meeting, shape (weeks,).
    """

    new: npt.NDArray[np.int32]
    introduced: Floats


def futures(standing: Standing, course: Course, weeks: int, key: int) -> Futures:
    """Return the futures of a log, the same for the same ``key``."""
    new = np.zeros((course.paths, weeks), dtype=np.int32)
    introduced = np.zeros(weeks)
    if standing.seekers and weeks:
        laws = Laws.of(standing, course, weeks)
        size = max(1, _CELLS // standing.seekers)
        for number, start in enumerate(range(0, course.paths, size)):
            part = slice(start, min(start + size, course.paths))
            block = _Block(standing, course, laws, part, np.random.default_rng([key, number]))
            for week in range(weeks):
                new[part, week] = block.live(week)
            introduced += block.introduced
    return Futures(new, introduced / max(1, course.paths))


class _Block:
    """Some of the paths: what is due in each week, shape (weeks, paths × seekers), and the state.

    ``live`` is called once for each week, in order.
    """

    def __init__(
        self,
        now: Standing,
        course: Course,
        laws: Laws,
        part: slice,
        rng: np.random.Generator,
    ) -> None:
        self._laws, self._course = laws, course
        paths, seekers = part.stop - part.start, now.seekers
        self._shape = (paths, seekers)
        cells = paths * seekers
        self._cells = cells
        path = np.repeat(np.arange(part.start, part.stop), seekers)
        self._path = path
        self._names: Bits = scrambled(rng.integers(0, 2**64, cells, dtype=np.uint64))
        self._ask, self._first, self._met, self._first_met = (
            np.zeros((laws.weeks, cells), dtype=np.uint16) for _ in range(4)
        )
        self._waits, self._first_waits = (np.zeros(cells, dtype=np.int32) for _ in range(2))
        self._asked, self._first_asked, self._meetings = (
            np.zeros(cells, dtype=np.int64) for _ in range(3)
        )
        self._known = np.tile(now.known, paths)
        self._capacity = np.tile(course.capacity, paths)
        self._ends = self._draw_ends(now, part, rng)
        self.introduced = np.zeros(laws.weeks)
        self._open(self._ask, now.names_of, laws.names, course.acted_more[part], rng)
        self._open(self._met, now.asked_of, laws.asked, course.held_more[part], rng)
        self._open(self._first_met, now.first_of, laws.first, course.first_held_more[part], rng)
        self._own_finds(part, rng)
        self._still_to_come(part, rng)

    # What is open on the first day

    def _draw_ends(self, now: Standing, part: slice, rng: np.random.Generator) -> Floats:
        by_chance = rng.standard_exponential(self._shape)
        rate = self._course.ending[part][:, None]
        chance = np.divide(by_chance, rate, out=np.full(self._shape, np.inf), where=rate > 0)
        return np.minimum(chance, now.ends_in).ravel()

    def _open(
        self, due: Small, of: Ints, by_week: Floats, more: Floats, rng: np.random.Generator
    ) -> None:
        """Resolve what is open today: when it happens, by its own remaining probabilities."""
        hopeful = np.flatnonzero(by_week[:, -1] > 0)
        size = max(1, _AT_ONCE // len(more))
        for start in range(0, len(hopeful), size):
            rows = hopeful[start : start + size]
            self._open_some(due, of[rows], by_week[rows], more, rng)

    def _open_some(
        self, due: Small, of: Ints, by_week: Floats, more: Floats, rng: np.random.Generator
    ) -> None:
        u = rng.random((len(more), len(of)))
        with np.errstate(divide="ignore", invalid="ignore"):
            u /= more[:, None]
        path, item = np.nonzero(u < by_week[:, -1])
        week = np.minimum(_row_search(by_week, item, u[path, item]), self._laws.weeks - 1)
        self._schedule(due, week, path * self._shape[1] + of[item])

    def _own_finds(self, part: slice, rng: np.random.Generator) -> None:
        weeks, (_, seekers) = self._laws.weeks, self._shape
        fall = np.maximum(self._course.fewer_first_asks[part], _HARDLY)
        by_then = -np.expm1(-fall * weeks)
        many = rng.poisson(self._course.first_asks[part] * seekers * by_then / fall)
        path = np.repeat(np.arange(len(many)), many)
        when = -np.log1p(-rng.random(len(path)) * by_then[path]) / fall[path]
        week = np.minimum(when.astype(np.int64), weeks - 1)
        cell = path * seekers + rng.integers(0, seekers, len(path))
        self._schedule(self._first, week, cell)

    def _still_to_come(self, part: slice, rng: np.random.Generator) -> None:
        """Let meetings so far lead to what they have yet to lead to by other routes than names."""
        course, laws = self._course, self._laws
        asks, spread = course.other_asks[part][:, None], course.spread[part][:, None]
        if not len(laws.cells) or not (asks > 0).any():
            return
        returns = course.returns[part][:, None]
        per_meeting = np.where(
            np.isnan(returns),
            laws.hosts,
            (laws.hosts + spread * laws.led_to)
            / (1 + spread * np.nan_to_num(returns) * laws.passed),
        )
        # A sum of hosts' gamma laws of one scale is gamma, its shape the sum of theirs.
        weight = np.where(np.isnan(returns), laws.hosts, laws.hosts + spread * laws.led_to)
        left = 1 - laws.passed
        mean = asks * per_meeting * left
        of_sum = spread / np.maximum(weight, _HARDLY)
        bits = rng.integers(0, 2**64, mean.size, dtype=np.uint64)
        many = counts(uniform(bits), mean.ravel(), np.broadcast_to(of_sum, mean.shape).ravel())
        at = np.repeat(np.arange(mean.size), many)
        path, cell = at // mean.shape[1], at % mean.shape[1]
        sought = uniform(numbered(scrambled(bits)[at], _numbers(many))) * left[cell]
        week = _row_search(laws.ahead, cell, sought)
        soon = week < laws.weeks
        mine = path * self._shape[1] + laws.cells[cell]
        self._schedule(self._ask, week[soon], mine[soon])

    def _schedule(self, due: Small, week: npt.NDArray[np.integer], cell: Ints) -> None:
        np.add.at(due.reshape(-1), week * self._cells + cell, np.uint16(1))

    # One week

    def live(self, week: int) -> Ints:
        """Let a week pass and return the new meetings of each path."""
        alive = (self._ends > week + _MIDDLE).astype(np.uint16)
        # Part of a person is one more in some weeks, and never fewer where capacity is larger.
        room = np.floor(self._capacity + week * _GOLDEN % 1).astype(np.int32) * alive
        met = np.zeros(self._cells, dtype=np.int64)
        self._first_waits += self._first[week]
        send = np.minimum(self._first_waits, room)
        self._first_waits -= send
        room -= send
        self._ask_first(week, send)
        for _ in range(_ROUNDS):
            self._waits += self._ask[week]
            self._ask[week] = 0
            send = np.minimum(self._waits, room)
            self._waits -= send
            room -= send
            self._ask_named(week, send)
            by_name, by_self = self._met[week] * alive, self._first_met[week] * alive
            self._met[week] = 0
            self._first_met[week] = 0
            self.introduced[week] += by_name.sum()
            together = by_name + by_self
            met += together
            if not self._hold(week, together):
                break
        self._waits += self._ask[week]
        return met.reshape(self._shape).sum(axis=1)

    def _ask_first(self, week: int, send: Counts) -> None:
        cell, number = self._each(send, self._first_asked)
        bits = numbered(self._names[cell], _KINDS * number + _FIRST)
        held = self._course.first_held[self._path[cell]]
        self._meet(self._first_met, week, cell, bits, held, self._laws.first_met)

    def _ask_named(self, week: int, send: Counts) -> None:
        cell, number = self._each(send, self._asked)
        bits = numbered(self._names[cell], _KINDS * number + _ASK)
        held = self._course.held[self._path[cell]]
        self._meet(self._met, week, cell, bits, held, self._laws.met)

    def _meet(
        self,
        due: Small,
        week: int,
        cell: Ints,
        bits: Bits,
        held: Floats,
        lottery: npt.NDArray[np.uint8],
    ) -> None:
        """Schedule the meetings with those asked who are met in time."""
        yes = uniform(bits) < held
        when = week + on_ticket(lottery, scrambled(bits)).astype(np.int64)
        yes &= when < self._laws.weeks
        self._schedule(due, when[yes], cell[yes])

    def _hold(self, week: int, together: Counts) -> bool:
        """Let hosts give names, and schedule when these are asked. False: nobody was met."""
        cell, number = self._each(together, self._meetings)
        if not len(cell):
            return False
        bits = numbered(self._names[cell], _KINDS * number + _MEETING)
        path = self._path[cell]
        mean = self._course.asks[path] * self._still_new(cell, path, number)
        many = counts(uniform(bits), mean, self._course.spread[path])
        meeting = np.repeat(np.arange(len(cell)), many)
        own = numbered(scrambled(bits)[meeting], _numbers(many))
        when = week + on_ticket(self._laws.acted, own).astype(np.int64)
        soon = when < self._laws.weeks
        self._schedule(self._ask, when[soon], cell[meeting[soon]])
        return True

    def _still_new(self, cell: Ints, path: Ints, number: Ints) -> Floats | float:
        """Return how much of the usual share of names is new, with so many people known."""
        course = self._course
        theta = course.saturation[path]
        if not theta.any():
            return 1.0
        known = self._known[cell] + course.fresh[path] * number + self._first_asked[cell]
        return np.minimum(((1 + known) / course.known) ** -theta, course.most_new[path])

    def _each(self, many: Counts, before: Ints) -> tuple[Ints, Ints]:
        """Return the cell of each single event and its number in it; count them as having been."""
        cell = np.flatnonzero(many > 0)
        of = many[cell].astype(np.int64)
        each = np.repeat(cell, of)
        number = before[each] + _numbers(of)
        before[cell] += of
        return each, number


def _numbers(many: Ints) -> Ints:
    """Return 0, 1, … for each of these many things: ``[2, 1]`` gives ``[0, 1, 0]``."""
    return np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)


def _row_search(rows: Floats, row: Ints, sought: Floats) -> Ints:
    """Return how many entries of its row, ascending and up to 1, are not above each number."""
    # Rows follow each other on one line, so that one search serves all.
    line = (np.minimum(rows, 1.0) + 2 * np.arange(len(rows))[:, None]).ravel()
    return np.searchsorted(line, sought + 2 * row, side="right") - row * rows.shape[1]
