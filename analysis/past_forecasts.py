"""Past forecasts: what would have been said on a past day, and what happened since.

The log as it stood on the day is one :class:`Figures`, the log of today another: the first says,
the second knows. What is asked of today's log is asked in the same way of the past one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from analysis.corrected import delays, meetings_in_time, offspring_fit
from analysis.figures import Figures
from analysis.fitted_process import process_of
from analysis.follow_up import search_ends
from analysis.intervals import Estimate
from analysis.offspring import fit_offspring
from analysis.projection import LEVELS, project
from analysis.standing import standing, starts_on
from data.lookup import is_among, place_of

__all__ = ["HALF", "SETTLED", "Forecast", "What", "about_further", "about_meetings"]

What: TypeAlias = Literal["further", "meetings"]

HALF = 0.5
"""The level of the inner band."""
SETTLED = 0.9
"""Which part of the meetings must have had its time before a past R is judged."""
_PATHS = 2_000


@dataclass(frozen=True, slots=True)
class Forecast:
    """A past forecast, and what happened.

    ``what``: ``further`` (to how many further meetings one of those held by then leads, R; in no
    number of weeks), or ``meetings`` (new ones in the coming ``weeks``). ``value`` in ``low`` …
    ``high`` (90 %; an open end is infinity) and ``half_low`` … ``half_high`` (50 %). ``naive``:
    what one would have said without correction, None where there is nothing such. ``n``: meetings
    behind it.
    """

    what: What
    made_on: dt.date
    weeks: int | None
    value: float
    low: float
    high: float
    half_low: float
    half_high: float
    naive: float | None
    n: int
    happened: float

    @property
    def right(self) -> bool:
        """Whether what happened lay within the likely range."""
        return self.low <= self.happened <= self.high

    @property
    def half_right(self) -> bool:
        """Whether it lay within the inner band."""
        return self.half_low <= self.happened <= self.half_high


def about_further(figures: Figures, past: Figures) -> Iterator[Forecast]:
    """Yield what was said of R, if something was still open then and is known now.

    It is held against what the same meetings have come to: ``Σ Z_i / Σ G(C_i + 1)`` of today, with
    today's law of delays. Open: less than 90 % of the meetings had had their time (G there at least
    0.9, or the search over); known: at least 90 % have now.
    """
    fit, held = offspring_fit(past), meetings_in_time(past)
    if fit.R.value is None or _settled(past, held) >= SETTLED:
        return
    now = meetings_in_time(figures)
    now = now[is_among(now["interview_id"], held["interview_id"])]
    law = offspring_fit(figures).law
    if law is None or now.empty or _settled(figures, now) < SETTLED:
        return
    half = _half_band(past)
    yield Forecast(
        what="further",
        made_on=past.log.as_of,
        weeks=None,
        value=fit.R.value,
        low=fit.R.low or 0.0,
        high=fit.R.high or 0.0,
        half_low=half.low or 0.0,
        half_high=half.high or 0.0,
        naive=fit.naive,
        n=fit.n,
        happened=float(now["offspring"].sum() / law.by(now["maturity"].to_numpy()).sum()),
    )


def _settled(figures: Figures, meetings: pd.DataFrame) -> float:
    """Return which share of these meetings have had their time by the as-of date."""
    law = offspring_fit(figures).law
    over = is_among(meetings["seeker_id"], search_ends(figures.log).index)
    seen = law.by(meetings["maturity"].to_numpy()) if law else np.zeros(len(meetings))
    return float(((seen >= SETTLED) | over).mean())


def _half_band(past: Figures) -> Estimate:
    meetings, found = meetings_in_time(past), delays(past)
    return fit_offspring(
        meetings["offspring"],
        meetings["maturity"],
        found["days"],
        found["parent_maturity"],
        place_of(meetings["seeker_id"], past.seekers),
        level=HALF,
        thorough=False,
    ).R


def about_meetings(
    figures: Figures, past: Figures, weeks: Sequence[int], rng: np.random.Generator
) -> Iterator[Forecast]:
    """Yield how many new meetings were projected, for the numbers of weeks that are over now.

    They are held against those held since by the seekers whose search went on then. ``weeks`` go
    up. No forecast where there was no projection.
    """
    start = starts_on(past)
    over = [ahead for ahead in weeks if start + dt.timedelta(weeks=ahead) <= starts_on(figures)]
    if not over:
        return
    said = project(standing(past), process_of(past), weeks=weeks[-1], paths=_PATHS, rng=rng)
    if said.reason is not None:
        return
    active = past.seekers[~is_among(past.seekers, search_ends(past.log).index)]
    held = figures.forest
    held = held[is_among(held["seeker_id"], active) & (held["held_on"] > pd.Timestamp(start))]
    for ahead in over:
        end = pd.Timestamp(start) + pd.Timedelta(weeks=ahead)
        total = said.counts[:, :ahead].sum(axis=1)
        low, half_low, value, half_high, high = np.quantile(total, LEVELS, method="inverted_cdf")
        yield Forecast(
            what="meetings",
            made_on=past.log.as_of,
            weeks=ahead,
            value=float(value),
            low=float(low),
            high=float(high),
            half_low=float(half_low),
            half_high=float(half_high),
            naive=None,
            n=said.n,
            happened=float((held["held_on"] <= end).sum()),
        )
