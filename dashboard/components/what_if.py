"""What if: the coming weeks as they would go, and sliders that change them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from analysis.backtest import WEEKS, backtest
from analysis.factors import acting, factors
from analysis.figures import Figures
from analysis.fitted_process import process_of
from analysis.projection import Levers, Projection, project
from analysis.standing import standing
from dashboard import cached, state
from dashboard.charts.fan import fan, quantiles
from dashboard.components.pictures import picture, take_away
from dashboard.text import what_if as text

__all__ = ["projected", "what_if"]

PATHS = 2_000
"""Enough for a fan, and few enough for sliders to answer at once."""
SEED = 20_260_105
"""The same chances whenever the page is opened, and for every position of the sliders."""
AHEAD = 26
"""Weeks that are drawn."""
TOLD = WEEKS[-1]
"""Weeks of which the sentence tells."""


def projected(figures: Figures, *multipliers: float) -> Projection:
    """Return the coming weeks, each lever multiplied by a number in the order of ``Levers``."""
    levers = Levers(*multipliers)
    now, process = standing(figures), process_of(figures)
    rng = np.random.default_rng(SEED)
    return project(now, process, weeks=AHEAD, paths=PATHS, rng=rng, levers=levers)


def what_if(figures: Figures) -> None:
    """Offer the coming weeks under an expander; nothing is worked out before it is opened."""
    more = st.expander(text.TITLE, key="what_if", on_change="rerun", bind="query-params")
    if more.open:
        with more:
            _shown(figures)


def _shown(figures: Figures) -> None:
    path, selection = state.logbook_path(), state.selection()
    as_is = cached.answer_of(projected, path, selection)
    if as_is.reason is not None:
        st.caption(text.NOT_SHOWN[as_is.reason])
        return
    said, drawn = st.container(), st.container()
    multipliers = _sliders(figures) if as_is.by_names else ()
    changed = any(number != 1 for number in multipliers)
    found = cached.answer_of(projected, path, selection, *multipliers) if changed else as_is
    week = min(TOLD, as_is.weeks)
    low, _, about, _, high = quantiles(found)[week - 1]
    least, _, before, _, most = quantiles(as_is)[week - 1]
    with said:
        st.markdown(text.coming_sentence(week, before, least, most))
        if changed:
            st.markdown(text.what_if_sentence(about, low, high, before))
    with drawn:
        compared = as_is if changed else None
        held_on = figures.forest["held_on"]
        figure = fan(held_on, found, theme=state.theme(), before=compared)
        picture(figure, text.fan_words(week, about, low, high), "fan")
        _notes(as_is)
    take_away(fan_table(found), "coming-weeks")
    _past_forecasts()


def _notes(as_is: Projection) -> None:
    most = np.asarray(as_is.new.values[:, -1])  # noqa: PD011  # no frame
    last = int(np.flatnonzero(most)[-1]) + 1 if most.any() else 0
    over = [text.ends_note(last)] if 0 < last < as_is.weeks else []
    st.caption(" ".join([*over, text.ABOUT]))


def _sliders(figures: Figures) -> tuple[float, ...]:
    """Return by what each lever is multiplied."""
    now = factors(figures)
    days = acting(figures).median().value or 7.0
    capacity = float(np.mean(standing(figures).capacity))
    at = {
        "names": 10 * (now.referrals_per_meeting.value or 0.0),
        "asked": 20 * (now.acted_on.value or 0.0),
        "met": 20 * (now.held.value or 0.0),
        "days": days,
        "capacity": capacity,
    }
    columns = st.columns(2)
    moved = []
    for number, lever in enumerate(text.LEVERS):
        start = min(max(round(at[lever.key]), lever.lowest), lever.highest)
        with columns[number % 2]:
            chosen = st.slider(
                lever.label, lever.lowest, lever.highest, start, help=lever.help,
                key=f"what_if_{lever.key}", bind="query-params",
            )  # fmt: skip
        moved.append(1.0 if chosen == start or not at[lever.key] else chosen / at[lever.key])
    return tuple(moved)


def fan_table(found: Projection) -> pd.DataFrame:
    """Return the numbers of the fan: conversations from today on, week by week."""
    low, lower, middle, upper, high = quantiles(found).T
    return pd.DataFrame(
        {
            "Week": range(1, found.weeks + 1),
            "About": middle,
            "Likely from": low,
            "Likely to": high,
            "Half of them from": lower,
            "Half of them to": upper,
        }
    )


def _past_forecasts() -> None:
    """Tell how right past forecasts were, once that is asked for: it takes some seconds."""
    if not st.toggle(text.PAST, key="past_forecasts"):
        st.caption(text.UNCHECKED)
        return
    record = cached.answer_of(backtest, state.logbook_path(), state.selection())
    told = record.record("meetings", TOLD)
    st.markdown(text.past_sentence(told.right, told.n, TOLD))
