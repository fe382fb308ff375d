"""Glossary: every figure and every term."""

from __future__ import annotations

import streamlit as st

from analysis.measures import CATALOG
from dashboard.text.pictures import counted
from dashboard.text.terms import TERMS

__all__ = ["glossary"]


def glossary() -> None:
    """Show the page."""
    st.title(
        f"{counted(len(CATALOG), 'figure')} and {counted(len(TERMS), 'word')}, explained.",
        anchor=False,
    )
    wanted = st.text_input("Find", placeholder="a word or a figure", key="glossary_find").lower()
    st.header("Words", anchor=False)
    for term, meaning in sorted(TERMS.items()):
        if wanted in f"{term} {meaning}".lower():
            st.markdown(f"**{term}**  \n{meaning}")
    st.header("Figures", anchor=False)
    for definition in CATALOG.values():
        if wanted in f"{definition.label} {definition.definition}".lower():
            st.markdown(f"**{definition.label}**  \n{definition.definition}")
            with st.popover(
                "how we know", icon=":material/info:", type="tertiary", key=f"know_{definition.key}"
            ):
                st.caption(f"{definition.key}: {definition.formula}.")
                if definition.exclusions:
                    st.caption(f"Left out: {definition.exclusions}")
                if definition.source:
                    st.caption(f"Source: {definition.source}")
