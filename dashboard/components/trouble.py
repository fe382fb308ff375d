"""What went wrong, where, why, and how to mend it."""

from __future__ import annotations

import streamlit as st

from data.errors import OnwardError

__all__ = ["trouble"]


def trouble(error: OnwardError) -> None:
    """Show an error as people need it; data in it is shown as plain text."""
    with st.container(border=True):
        st.header(":material/error: This could not be done", anchor=False)
        for label, part in (
            ("What", error.what),
            ("Where", error.where),
            ("Why", error.why),
            ("How to mend it", error.fix),
        ):
            if part:
                st.caption(label)
                st.text(part)
