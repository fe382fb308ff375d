"""What helps a seeker, and on demand a look at the cohort: counts beside its middle half."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.figures import Figures
from analysis.persons import FEWEST_COMPARED, how_found, middle_half
from dashboard.components.columns import numbers
from dashboard.text.persons import COMPARED, helps_sentence, middle_note

__all__ = ["beside_the_cohort", "what_helps"]


def what_helps(figures: Figures, person_id: str) -> None:
    """Say how the people who were asked and met were found: counts."""
    found = how_found(figures, person_id)
    if len(found):
        st.header("What helps", anchor=False)
        counts = {row["found"]: row for row in found.to_dict("records")}
        st.write(helps_sentence(counts))


def beside_the_cohort(figures: Figures, person_id: str) -> None:
    """Show the seeker's counts beside the middle half of the cohort, once that is asked for."""
    if not st.toggle("Show the cohort's middle half", key="beside"):
        st.caption("For a look at the whole cohort. It is never printed.")
        return
    rows = middle_half(figures, person_id)
    if rows.empty:
        st.caption(f"A cohort below {FEWEST_COMPARED} seekers has no middle half.")
        return
    table = pd.DataFrame(
        {
            "": [COMPARED[count] for count in rows["count"]],
            "Here": rows["own"].to_numpy(),
            "Middle half of the cohort": [
                f"{low:,} to {high:,}" for low, high in zip(rows["low"], rows["high"], strict=True)
            ],
        }
    )
    st.dataframe(table, hide_index=True, column_config=numbers(table), key="beside_table")
    st.caption(middle_note(int(rows["n"].iloc[0])))
