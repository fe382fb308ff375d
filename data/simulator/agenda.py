"""The agenda of a simulation: what happens on which day."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import date

__all__ = ["Act", "Agenda"]

Act = Callable[[int], None]
_SATURDAY = 5
_FAR = 400


class Agenda:
    """Acts by day; acts of one day happen in the order in which they were entered.

    >>> agenda, seen = Agenda(last_day=3, weekdays=False), []
    >>> agenda.on(2.7, seen.append), agenda.on(1, seen.append), agenda.on(4, seen.append)
    (2, 1, 4)
    >>> agenda.live()
    >>> seen
    [1, 2]
    """

    def __init__(self, last_day: int, *, weekdays: bool) -> None:
        self.last_day = last_day
        self._weekdays = weekdays
        self._queue: list[tuple[int, int, Act]] = []
        self._entered = 0

    def on(self, day: float, act: Act, *, workday: bool = False) -> int:
        """Let something happen on that day, or on the Monday after; return the day."""
        whole = int(min(day, self.last_day + _FAR))
        if workday and self._weekdays:
            beyond = date.fromordinal(whole).weekday() - _SATURDAY
            whole += 2 - beyond if beyond >= 0 else 0
        self._entered += 1
        heapq.heappush(self._queue, (whole, self._entered, act))
        return whole

    def live(self) -> None:
        """Live every day up to the last one."""
        while self._queue and self._queue[0][0] <= self.last_day:
            day, _, act = heapq.heappop(self._queue)
            act(day)
