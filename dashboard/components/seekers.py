"""Tables of seekers with what waits, since when, and a next step; a name opens the seeker."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analysis.attention import LONG_SILENT
from analysis.figures import Figures
from dashboard.components.columns import DAY
from dashboard.components.downloads import csv_of
from dashboard.components.opening import name_buttons, opens_named
from dashboard.text.pictures import counted
from dashboard.text.this_week import long_silent_note, next_step, why

__all__ = ["MOST_ROWS", "everybody", "long_silent", "seekers_table", "to_talk_to"]

MOST_ROWS = 200


def to_talk_to(rows: pd.DataFrame, figures: Figures, names: Callable[[str], str], key: str) -> None:
    """Show seekers for whom something waits; a name opens the page of the one-to-one."""
    if rows.empty:
        st.success("Nothing is overdue for anybody.", icon=":material/check:")
        return
    shown = rows.head(MOST_ROWS)
    pressed = f"open_{key}"
    st.dataframe(
        seekers_table(shown, figures, names),
        hide_index=True,
        column_config={"Seeker": name_buttons(pressed), "Since": DAY},
        placeholder="",
        key=f"table_{key}",
    )
    if len(shown) < len(rows):
        st.caption(f"… and {len(rows) - len(shown):,} more: the download has them all.")
    opens_named(pressed, list(shown["seeker_id"]), "seeker")


def long_silent(rows: pd.DataFrame) -> None:
    """Say how many stand further down because they have been silent for months."""
    number = int((rows["silent_days"] >= LONG_SILENT).sum())
    if note := long_silent_note(number):
        st.caption(note)


def everybody(rows: pd.DataFrame, figures: Figures, names: Callable[[str], str]) -> None:
    """Show all these seekers, and offer the table to download."""
    to_talk_to(rows, figures, names, "everybody")
    st.download_button(
        f"Download {counted(len(rows), 'seeker')}",
        lambda: csv_of(seekers_table(rows, figures, names)),
        "seekers-to-talk-to.csv",
        "text/csv",
        key="download_everybody",
        icon=":material/download:",
        on_click="ignore",
    )


def seekers_table(
    rows: pd.DataFrame, figures: Figures, names: Callable[[str], str]
) -> pd.DataFrame:
    """Return rows of :func:`analysis.attention.attention` as they are shown and downloaded."""
    known = pd.Series(figures.of_people(rows["seeker_id"], "name")).fillna("unnamed")
    cohorts = figures.roster.drop_duplicates("person_id").set_index("person_id")["cohort"]
    records = rows.to_dict("records")
    table = pd.DataFrame(
        {
            "Seeker": [names(str(name)) for name in known],
            "Cohort": cohorts.reindex(rows["seeker_id"]).fillna("").to_numpy(),
            "Why": [why(row) for row in records],
            "Since": rows["since"].to_numpy(),
            "Next step": [next_step(row) for row in records],
        }
    )
    return table if table["Cohort"].any() else table.drop(columns="Cohort")
