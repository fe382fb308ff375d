"""Glossary: every figure and every term."""

from __future__ import annotations

import streamlit as st

from analysis.definitions import Definition
from analysis.measures import CATALOG
from dashboard.text.pictures import counted
from dashboard.text.terms import NOT_EXPLAINED, TERMS

__all__ = ["glossary"]


def glossary() -> None:
    """Show the page."""
    st.title(
        f"{counted(len(CATALOG), 'figure')} and {counted(len(TERMS), 'word')}, explained.",
        anchor=False,
    )
    wanted = st.text_input("Find", placeholder="a word or a figure", key="glossary_find").lower()
    terms = {term: said for term, said in TERMS.items() if wanted in f"{term} {said}".lower()}
    figures = [d for d in CATALOG.values() if wanted in f"{d.label} {d.definition}".lower()]
    if not terms and not figures:
        st.caption(NOT_EXPLAINED)
    if terms:
        st.header("Words", anchor=False)
        for term, meaning in sorted(terms.items()):
            st.markdown(f"**{term}**  \n{meaning}")
    if figures:
        st.header("Figures", anchor=False)
        for definition in figures:
            _figure(definition)


def _figure(definition: Definition) -> None:
    said, known = st.columns([5, 1], vertical_alignment="center")
    said.markdown(f"**{definition.label}**  \n{definition.definition}")
    with known.popover(
        "how we know", icon=":material/info:", type="tertiary", key=f"know_{definition.key}"
    ):
        st.caption(f"{definition.key}: {definition.formula}.")
        if definition.exclusions:
            st.caption(f"Left out: {definition.exclusions}")
        if definition.source:
            st.caption(f"Source: {definition.source}")
