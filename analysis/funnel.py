"""The funnel: how far requests, seekers and referrals have come (DESIGN §4, Conversion)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.credit import Credit, credit
from analysis.debts.searches import search_ends
from analysis.debts.sources import Sources, sources
from analysis.intervals import wilson
from analysis.policy import Policies, default_policy
from analysis.stages.referrals import referral_stages
from analysis.stages.requests import request_stages
from analysis.stages.seekers import seeker_stages
from analysis.stages.stage import Stage
from data.log import Log

__all__ = ["COLUMNS", "UNITS", "Unit", "funnel", "funnel_of", "seekers_at"]

Unit = Literal["request", "seeker", "referral"]
UNITS: tuple[Unit, ...] = ("request", "seeker", "referral")

COLUMNS: tuple[str, ...] = (
    "stage",
    "entered",
    "reached",
    "open",
    "dropped",
    "share",
    "low",
    "high",
    "median_days",
    "after",
    "reason",
)

_STAGES: dict[Unit, Callable[[Sources], list[Stage]]] = {
    "request": request_stages,
    "seeker": seeker_stages,
    "referral": referral_stages,
}
_FEW = 20
_TOLD_BY_HELD = {
    "request": ("answered", "held"),
    "seeker": ("first_meeting",),
    "referral": ("answered", "held"),
}
"""Stages of which nothing can be said when only conversations that took place are logged."""


def funnel(log: Log, unit: Unit = "request", credited: Credit | None = None) -> pd.DataFrame:
    """Return the funnel of the selected seekers' requests, of the seekers, or of their referrals.

    One row per stage, in order. Request: requested, answered, held, {referred_on, next_meeting},
    {opportunity, interview, offer, accepted}. Seeker: joined, first_request, first_meeting,
    {first_referral, next_meeting}, {opportunity, interview, offer, accepted}. Referral: made,
    requested, answered, held. Braced stages are optional: a step missing from the log does not lose
    a later one that was reached. A stage is reached by an event in order.

    Columns:

    - ``entered``: units that reached the stage named in ``after``; always
      ``reached + open + dropped``. ``open`` may still come; silence is open. ``dropped`` will not:
      declined, cancelled, given up, closed, or the search has ended;
    - ``share``: of the decided, reached ÷ (reached + dropped), with its 90 % Wilson interval
      ``low`` … ``high``: what is open is never counted as no. Blank, with a ``reason``:
      ``no_units`` when nobody entered, ``undecided`` when all are open, ``only_held_logged`` for
      answers and meetings when every one of at least 20 requests was held;
    - ``median_days``: of the units that reached the stage and whose days are known, half had it
      within so many days of the stage before; blank when there are none. Days known to the month
      only are left out.

    ``credited`` saves working out credit again; it must be that of the same log. Raises
    ``ValueError`` for an unknown unit.

    >>> log = Log.from_frames({"interviews": [
    ...     {"interview_id": "1", "seeker_id": "s", "contact_id": "ann",
    ...      "requested_on": "2026-03-02", "held_on": "2026-03-09"},
    ...     {"interview_id": "2", "seeker_id": "s", "contact_id": "bob",
    ...      "requested_on": "2026-03-04"}]})
    >>> funnel(log)[["stage", "entered", "reached", "open", "dropped"]].head(3).to_numpy().tolist()
    [['requested', 2, 2, 0, 0], ['answered', 2, 1, 1, 0], ['held', 1, 1, 0, 0]]
    """
    if unit not in UNITS:
        msg = f"a funnel is of a {', '.join(UNITS)}, not of a {unit}"
        raise ValueError(msg)
    known = sources(
        log,
        credit(log) if credited is None else credited,
        Policies(default_policy()),
        search_ends(log),
    )
    return funnel_of(known, unit)


def funnel_of(known: Sources, unit: Unit) -> pd.DataFrame:
    """Return the :func:`funnel` of a log whose sources have been prepared."""
    withheld = _TOLD_BY_HELD[unit] if _only_held(known) else ()
    stages = _STAGES[unit](known)
    by_name = {stage.name: stage for stage in stages}
    rows = [_counted(stage, by_name.get(stage.after), stage.name in withheld) for stage in stages]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(_DTYPES)


def seekers_at(known: Sources) -> pd.DataFrame:
    """Return which stages each selected seeker has reached: one row per seeker, a flag per stage.

    Index: seeker ids; columns: the stages of the seekers' :func:`funnel`, whose ``reached`` are the
    sums of these flags.
    """
    found: dict[str, np.ndarray] = {}
    for stage in seeker_stages(known):
        found[stage.name] = stage.reached & found.get(stage.after, np.ones_like(stage.reached))
    return pd.DataFrame(found, index=known.seekers)


_DTYPES = {
    "stage": "str",
    "share": "float64",
    "low": "float64",
    "high": "float64",
    "median_days": "float64",
    "after": "str",
    "reason": "str",
}


def _only_held(known: Sources) -> bool:
    own = known.own
    return len(own) >= _FEW and bool(own["held_on"].notna().all())


def _counted(stage: Stage, before: Stage | None, withheld: bool) -> dict[str, Any]:  # noqa: FBT001
    entered = np.ones_like(stage.reached) if before is None else before.reached
    reached = stage.reached & entered
    dropped = entered & ~reached & stage.dropped
    n, k = int(entered.sum()), int(reached.sum())
    decided = k + int(dropped.sum())
    reason = "only_held_logged" if withheld else _why_no_share(n, decided)
    low, high = (None, None) if reason else wilson(k, decided)
    return {
        "stage": stage.name,
        "entered": n,
        "reached": k,
        "open": n - k - int(dropped.sum()),
        "dropped": int(dropped.sum()),
        "share": None if reason else k / decided,
        "low": low,
        "high": high,
        "median_days": None if before is None else _median_days(before, stage, reached),
        "after": stage.after or None,
        "reason": reason,
    }


def _why_no_share(entered: int, decided: int) -> str | None:
    if decided:
        return None
    return "undecided" if entered else "no_units"


def _median_days(before: Stage, stage: Stage, reached: np.ndarray) -> float | None:
    days = (stage.day - before.day)[reached].astype("timedelta64[D]")
    days = days[~np.isnat(days)].astype(np.int64)
    days = days[days >= 0]
    return float(np.median(days)) if len(days) else None
