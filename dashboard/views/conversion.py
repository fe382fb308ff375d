"""Conversion: what came of the conversations, and who opened the door."""

from __future__ import annotations

import streamlit as st

from analysis.conversions import conversion_finding, directions, kinds, stages
from analysis.measures import CATALOG, measures
from analysis.paths import behind, paths
from dashboard import cached, state
from dashboard.components import converting, thanking
from dashboard.components.heading import heading
from dashboard.components.knowing import how_we_know
from dashboard.components.measures_table import measures_table
from dashboard.components.people import shown_names
from dashboard.components.pictures import take_away
from dashboard.components.undo import offer_undo
from dashboard.text.conversion import conversion_sentence
from dashboard.text.stages import UNITS

__all__ = ["conversion"]


def conversion() -> None:
    """Show the page."""
    selection = state.selection()
    path = state.logbook_path()
    figures = cached.figures_of(path, selection)
    finding = cached.answer_of(conversion_finding, path, selection)
    heading(conversion_sentence(finding), figures.log)
    offer_undo("undo_thanks")
    if finding.key == "nobody":
        return
    unit = converting.choose_unit()
    rows = cached.answer_of(stages, path, selection, unit)
    converting.way(rows, unit)
    found = behind(figures, "opportunity" if not finding.numbers["offers"] else "offer")
    names = shown_names(selection)
    steps = paths(figures, found)
    measured = measures(figures, [key for key in CATALOG if key.startswith("conversion.")])
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(found):
            thanking.thank(found, steps, figures, names)
        how_we_know(
            [*converting.stage_measures(rows, unit, figures), *measured.values()], "conversion"
        )
        take_away(converting.stage_table(rows, unit), f"way-of-{UNITS[unit].replace(' ', '-')}")
    if len(found):
        thanking.paths(found, steps, figures, names)
    converting.directions(directions(figures))
    with st.expander("more: what was found, and all figures"):
        converting.kinds(kinds(figures))
        measures_table(measured.values(), "conversion")
