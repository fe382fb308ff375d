"""The panel that every figure opens: how we know."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from analysis.definitions import Measure
from dashboard.text.figures import likely, reason, value

__all__ = ["how_we_know"]


def how_we_know(measures: Iterable[Measure], key: str, *, notes: Iterable[str] = ()) -> None:
    """Offer name, meaning, formula, interval, number, exclusions and source of the figures.

    ``notes`` are sentences on how the page is made, told first.
    """
    with st.popover("how we know", icon=":material/info:", type="tertiary", key=f"know_{key}"):
        for note in notes:
            st.caption(note)
        for measure in measures:
            st.markdown(f"**{measure.label}**: {value(measure)}")
            st.caption(" · ".join(_parts(measure)))


def _parts(measure: Measure) -> list[str]:
    parts = [measure.definition, f"Formula: {measure.formula}."]
    if measure.reason:
        parts.append(reason(measure.reason))
    if interval := likely(measure):
        parts.append(f"{interval} ({measure.level:.0%} interval)")
    parts.append(f"n = {measure.n:,}")
    if measure.exclusions:
        left_out = f" ({measure.left_out:,} here)" if measure.left_out else ""
        parts.append(f"Left out: {measure.exclusions}{left_out}")
    if measure.source:
        parts.append(f"Source: {measure.source}")
    return parts
