"""Backtest: the log replayed at past days, forecast from there, and held against what happened.

A forecast is worth what its past ones were worth. At past days, every four weeks, the log is read
as it stood, R is fitted and the coming weeks are projected as they are today; then it is counted
how often what happened lay within the likely range, and how far off the forecasts were in all.

A replay shows what *had happened* by a day, not what had been entered: entries that came late are
seen by a replay, and nobody had them at the time. Past forecasts told here are therefore somewhat
better informed than real ones would have been. Forecasts of neighboring days share conversations,
so that ten of them are fewer than ten independent proofs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.definitions import ONE_SEEKER
from analysis.figures import Figures
from analysis.intervals import Estimate, share
from analysis.offspring import LEAST_MEETINGS, LEAST_OFFSPRING
from analysis.past_forecasts import Forecast, What, about_further, about_meetings
from analysis.standing import starts_on
from data.lookup import is_among

__all__ = [
    "EVERY",
    "LEAST_FORECASTS",
    "MOST_DAYS",
    "SEED",
    "WEEKS",
    "Backtest",
    "Record",
    "backtest",
    "past_days",
]

WEEKS = (4, 8, 12)
"""How many weeks ahead is looked."""
EVERY = 28
"""How many days lie between two past days."""
MOST_DAYS = 26
"""Past days at most, the newest ones: two years of them say what older ones would."""
LEAST_FORECASTS = 3
"""Of fewer past forecasts no record is given."""
SEED = 20_260_105
"""Which chances are drawn."""


@dataclass(frozen=True, slots=True)
class Record:
    """How right the past forecasts of one kind were.

    ``n`` forecasts, of which ``right`` were within the 90 % band and ``half_right`` within that of
    50 %; ``covered`` and ``half_covered`` the shares, with Wilson intervals as if the forecasts
    were independent. ``bias``: all forecasts together over what happened in all, less one;
    ``naive_bias`` the same without correction; None where nothing happened at all. ``reason`` when
    there are fewer than :data:`LEAST_FORECASTS`: ``too_few_past_days``; no share is given then.
    """

    what: What
    weeks: int | None
    n: int
    right: int
    half_right: int
    covered: Estimate
    half_covered: Estimate
    bias: float | None
    naive_bias: float | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Backtest:
    """All past forecasts that can be judged, the oldest first, and the record of each kind.

    ``days``: the past days on which the log was replayed. ``reason``, when no forecast can be
    judged: ``one_seeker_only``, ``too_few`` (never 20 meetings and 5 that came of them),
    ``too_young`` (no past forecast lies long enough ago).
    """

    days: tuple[dt.date, ...]
    forecasts: tuple[Forecast, ...]
    records: tuple[Record, ...]
    reason: str | None = None

    def record(self, what: What, weeks: int | None = None) -> Record:
        """Return the record of one kind of forecast, without forecasts if there are none."""
        for found in self.records:
            if (found.what, found.weeks) == (what, weeks):
                return found
        return _record(what, weeks, ())


def backtest(
    figures: Figures, *, weeks: Sequence[int] = WEEKS, every: int = EVERY, seed: int = SEED
) -> Backtest:
    """Return how right forecasts from past days of this log would have been.

    On each of :func:`past_days`, from the log as it stood:

    - R with its intervals, against what the same meetings have come to since: ``Σ Z_i / Σ G(C_i +
      1)`` of today, with today's law of delays. It is judged if less than 90 % of the meetings had
      had their time then (G there at least 0.9, or the search over), and at least 90 % have now.
      The interval is that of R itself: it covers this figure, which shares meetings with it,
      somewhat more often than its level says.
    - New meetings of the coming ``weeks`` (:func:`analysis.projection.project`), against those held
      since by the seekers whose search went on then. Who joined later is left out of both. It is
      judged once the weeks are over and in the log.

    The chances of a day are drawn from ``default_rng([seed, day])``: a past forecast stays the same
    as the log grows and whatever other days are looked at.

    Raises ``ValueError`` for weeks or days below 1.

    >>> from data.log import Log
    >>> backtest(Figures(Log.from_frames({}))).reason
    'too_few'
    """
    if every < 1 or not weeks or min(weeks) < 1:
        raise ValueError("past days and the weeks ahead are counted from 1 on")
    if figures.singles_out:
        return Backtest((), (), (), ONE_SEEKER)
    if _first_day(figures) is None:
        return Backtest((), (), (), "too_few")
    ahead = sorted(set(weeks))
    days = past_days(figures, every=every, ahead=ahead[0])
    found: list[Forecast] = []
    begun: set[dt.date] = set()
    for day in days:
        past = Figures(figures.log.at(as_of=day), credited=figures.credited)
        found += about_further(figures, past)
        if starts_on(past) not in begun:  # nothing was entered since: it is the same forecast
            begun.add(starts_on(past))
            rng = np.random.default_rng([seed, day.toordinal()])
            found += about_meetings(figures, past, ahead, rng)
    kinds: list[tuple[What, int | None]] = [("further", None), *(("meetings", w) for w in ahead)]
    records = tuple(
        _record(what, many, [f for f in found if (f.what, f.weeks) == (what, many)])
        for what, many in kinds
    )
    return Backtest(days, tuple(found), records, None if found else "too_young")


def past_days(
    figures: Figures, *, every: int = EVERY, ahead: int = WEEKS[0]
) -> tuple[dt.date, ...]:
    """Return the past days on which forecasts are made.

    From the first day with 20 meetings, 5 of them led to by others, every so many days, up to so
    many weeks before the as-of date; the newest 26 of them. They stay where they are as the log
    grows.
    """
    first, last = _first_day(figures), figures.log.as_of - dt.timedelta(weeks=ahead)
    if first is None:
        return ()
    many = max(0, (last - first).days // every + 1)
    steps = range(max(0, many - MOST_DAYS), many)
    return tuple(first + dt.timedelta(days=every * step) for step in steps)


def _first_day(figures: Figures) -> dt.date | None:
    held = figures.forest["held_on"]
    led_to = held[is_among(figures.forest["parent_id"], figures.forest["interview_id"])]
    if len(held) < LEAST_MEETINGS or len(led_to) < LEAST_OFFSPRING:
        return None
    enough = (
        held.sort_values().iloc[LEAST_MEETINGS - 1],
        led_to.sort_values().iloc[LEAST_OFFSPRING - 1],
    )
    return pd.Timestamp(max(enough)).date()


def _record(what: What, weeks: int | None, forecasts: Iterable[Forecast]) -> Record:
    found = list(forecasts)
    n, right, half = len(found), sum(f.right for f in found), sum(f.half_right for f in found)
    few = "too_few_past_days" if n < LEAST_FORECASTS else None
    return Record(
        what=what,
        weeks=weeks,
        n=n,
        right=right,
        half_right=half,
        covered=Estimate(None, n=n, reason=few) if few else share(right, n),
        half_covered=Estimate(None, n=n, reason=few) if few else share(half, n),
        bias=_off(found, [f.value for f in found]),
        naive_bias=_off(found, [f.naive for f in found]),
        reason=few,
    )


def _off(forecasts: list[Forecast], said: Sequence[float | None]) -> float | None:
    happened = sum(f.happened for f in forecasts)
    known = [value for value in said if value is not None]
    if not happened or len(known) < len(forecasts):
        return None
    return sum(known) / happened - 1
