"""What the log could then answer, in four lines; the columns that would complete it beneath."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components.answers import answers_table
from dashboard.text.imports import answer_line

__all__ = ["answering"]


def answering(rows: pd.DataFrame) -> None:
    """Say of each of the four questions what the log tells, and what it lacks."""
    st.header("What this log can and cannot answer", anchor=False)
    if rows.empty:
        st.write("Nothing yet: no row is ready.")
        return
    for answer, told in rows.groupby("answer", sort=False):
        question, line = answer_line(str(answer), told)
        st.markdown(f"**{question}** {line}")
    with st.expander("Which column would complete it", icon=":material/info:"):
        answers_table(rows)
