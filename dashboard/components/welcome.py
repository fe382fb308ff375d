"""An empty logbook: three ways to begin."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import acts, state

__all__ = ["welcome"]


def welcome(import_page: StreamlitPage) -> None:
    """Offer the sample, one's own spreadsheet, and the template."""
    st.title("This logbook is empty. Three ways to begin:", anchor=False)
    sample, own, template = st.columns(3, border=True)
    with sample:
        st.header("See the sample", anchor=False)
        st.write("Three invented cohorts, eighteen months, in a logbook of their own.")
        if st.button("Open the sample", type="primary", icon=":material/science:"):
            with st.spinner("Making the sample …"):
                acts.make_sample(state.sample_path())
            state.show_sample(on=True)
            st.rerun()
    with own:
        st.header("Use my own spreadsheet", anchor=False)
        st.write("One sheet with a row for each conversation is enough. Nothing is sent anywhere.")
        st.page_link(import_page, label="Go to Import", icon=":material/upload_file:")
    with template:
        st.header("Get the template", anchor=False)
        st.write("A workbook with six columns to fill in, and more for those who want more.")
        st.download_button(
            "Download the template",
            acts.template_bytes,
            "onward-template.xlsx",
            icon=":material/download:",
            on_click="ignore",
        )
