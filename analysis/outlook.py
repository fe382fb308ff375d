"""Outlook: whether conversations multiply, as far as it can be said today.

What has happened so far is known; what it will come to is fitted (:mod:`analysis.corrected`). A
verdict needs an interval on one side of one, enough conversations, and searches that go on.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import nbinom, poisson

from analysis.cascade import cascade, open_names
from analysis.corrected import meetings_in_time, offspring_fit, seen
from analysis.factors import NAMES
from analysis.figures import Figures
from analysis.findings import Finding, Tone
from analysis.follow_up import search_ends
from analysis.levers import levers
from analysis.origins import origins
from analysis.reproduction import unknown_as_all
from data.lookup import is_among

__all__ = ["expected_counts", "is_finished", "multiplication_finding"]

_NEARLY_ALL = 0.9
"""The share of delays that all conversations must have had time for in a finished log."""
_OPEN_END = -1


def multiplication_finding(figures: Figures) -> Finding:
    """Return what can be said of whether one conversation leads to at least one more.

    * ``nobody_met``: no conversation yet; ``not_recorded``: of no conversation it is known how the
      person was found; ``one_seeker``: the selection narrows the log to one seeker: counts only.
    * ``ended``: every search has ended; ``finished``: nothing is open any more
      (:func:`is_finished`). Both are told and not judged: by arithmetic a finished log has led to
      ``1 − roots/n``.
    * ``too_early``: fewer than 20 conversations, or fewer than 5 further ones; ``too_young``: R
      cannot be given for another reason. What has happened so far is told.
    * ``growing``: the interval of R lies above one. ``fed``: it lies below one, and would if all of
      unknown origin had come by introduction: the cohort lives on new first contacts. ``close``:
      neither.

    ``about``, ``likely_low`` and ``likely_high`` (−1: open) are R and its interval for ten
    conversations; ``so_far`` what ten have led to; ``most`` R if all of unknown origin had come by
    introduction. Of a cohort that lives on first contacts ``lever`` says what would be enough
    alone: 0 nothing, else 1 + its place in :data:`analysis.factors.NAMES`, with ``now``,
    ``enough`` and ``out_of`` in whole numbers.
    """
    key, tone = _verdict(figures)
    numbers = _numbers(figures) | (_what_would_do(figures) if key == "fed" else {})
    return Finding("multiplication", key, tone, numbers)


def _what_would_do(figures: Figures) -> dict[str, int]:
    """Return the factor to speak of: the one furthest from the office's best quarter, if it can.

    Else the first that can, asking before meeting before names: the nearest to what seekers do.
    """
    found = levers(figures)
    can = {lever.factor: lever for lever in found.alone if lever.needed_of != lever.now_of}
    order = [found.largest_gap, "acted_on", "held", "referrals_per_meeting", "new_share"]
    lever = next((can[name] for name in order if name in can), None)
    if found.enough or lever is None or lever.needed_of is None:
        return {"lever": 0}
    return {
        "lever": 1 + NAMES.index(lever.factor),
        "now": lever.now_of,
        "enough": lever.needed_of,
        "out_of": lever.out_of,
    }


def _verdict(figures: Figures) -> tuple[str, Tone]:
    return _nothing_to_judge(figures) or _judged(figures)


def _nothing_to_judge(figures: Figures) -> tuple[str, Tone] | None:
    meetings, fit = figures.forest, offspring_fit(figures)
    over = is_among(meetings["seeker_id"], search_ends(figures.log).index)
    cases: tuple[tuple[bool, str, Tone], ...] = (
        (meetings.empty, "nobody_met", "too_little"),
        (bool(origins(figures).isna().all()), "not_recorded", "too_little"),
        (figures.singles_out, "one_seeker", "plain"),
        (fit.reason == "too_few", "too_early", "too_little"),
        (bool(over.all()), "ended", "plain"),
        (fit.R.value is None, "too_young", "too_little"),
    )
    return next(((key, tone) for holds, key, tone in cases if holds), None)


def _judged(figures: Figures) -> tuple[str, Tone]:
    R = offspring_fit(figures).R
    low, high, value = (float(end or 0.0) for end in (R.low, R.high, R.value))
    if is_finished(figures):
        return "finished", "plain"
    if low > 1:
        return "growing", "good"
    most = unknown_as_all(figures)
    return ("fed", "bad") if high * (most or value) / value < 1 else ("close", "plain")


def is_finished(figures: Figures) -> bool:
    """Whether nothing of the selected conversations is open any more.

    No new name may still be asked or met, and every conversation of a search that goes on has had
    time for 90 % of what it leads to. Without a law of delays nothing is known to be finished.
    """
    law, meetings = offspring_fit(figures).law, meetings_in_time(figures)
    if law is None:
        return False
    goes_on = ~is_among(meetings["seeker_id"], search_ends(figures.log).index)
    had_time = law.by(meetings["maturity"].to_numpy()[goes_on])
    return bool((had_time >= _NEARLY_ALL).all()) and not any(map(len, open_names(figures)))


def expected_counts(figures: Figures, most: int = 5) -> pd.Series | None:
    """Return how many conversations would have led to none, one, two … by what was fitted.

    ``Σ_i P(Z = z)`` with Z negative binomial of mean ``R·G(C_i + 1)`` and dispersion k, over
    :func:`analysis.corrected.meetings_in_time`. Index: 0 … ``most``, the last for so many or more.
    None without a fit.
    """
    fit = offspring_fit(figures)
    if fit.R.value is None or fit.k.value is None:
        return None
    mean = fit.R.value * seen(figures)
    below = [float(_at_most(z, mean, fit.k.value).sum()) for z in range(most)]
    counts = np.diff([0.0, *below, float(len(mean))])
    return pd.Series(counts, index=pd.RangeIndex(most + 1, name="led_to"), name="expected")


def _at_most(count: int, mean: npt.NDArray[np.float64], k: float) -> npt.NDArray[np.float64]:
    if math.isinf(k):
        return np.asarray(poisson.cdf(count, mean))
    return np.asarray(nbinom.cdf(count, k, k / (k + mean)))


def _numbers(figures: Figures) -> dict[str, int]:
    meetings, told, fit = figures.forest, cascade(figures), offspring_fit(figures)
    in_time = meetings_in_time(figures)
    low, high, value = (10 * (end or 0.0) for end in (fit.R.low, fit.R.high, fit.R.value))
    most = unknown_as_all(figures)
    unknown = int(origins(figures).isna().sum())
    led_to = int(meetings["offspring"].sum())
    lived = (led_to + unknown) / max(1, len(meetings))
    return {
        "meetings": len(meetings),
        "led_to": led_to,
        "first_contacts": int((meetings["generation"] == 0).sum()),
        "so_far": round(10 * float(in_time["offspring"].mean())) if len(in_time) else 0,
        "about": round(value),
        "likely_low": round(low),
        "likely_high": _OPEN_END if math.isinf(high) else round(high),
        "unknown": unknown,
        "most": round(10 * (lived if fit.R.value is None else most or fit.R.value)),
        "names": told.step("names").total,
        "asked": told.step("asked").total,
        "not_asked": told.step("asked").open,
        "young": told.young,
    }
