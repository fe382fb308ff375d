"""What a log can and cannot answer, and which column would complete it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.text.terms import ANSWERS, COVERAGE

__all__ = ["answers_table"]


def answers_table(rows: pd.DataFrame) -> None:
    """Show the coverage of the four answers."""
    if rows.empty:
        st.write("There is nothing in the log yet.")
        return
    counts = rows.groupby(["answer", "label", "sheet", "column"], sort=False).agg(
        told=("told", "sum"), n=("n", "sum"), states=("state", set)
    )
    table = pd.DataFrame(
        [
            {
                "Question": ANSWERS[answer],
                "Needs": label,
                "In this log": COVERAGE[_together(row["states"])],
                "Rows": f"{row['told']:,} of {row['n']:,}" if row["n"] else "",
                "Column that tells it": f"{column} ({sheet})",
            }
            for (answer, label, sheet, column), row in counts.iterrows()
        ]
    )
    st.dataframe(table, hide_index=True, key="answers")


def _together(states: set[str]) -> str:
    told = states - {"nothing"}
    if len(told) == 1:
        return told.pop()
    return "partly" if told else "nothing"
