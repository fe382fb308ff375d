"""What waits with one seeker, due first, with what can be done about it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.figures import Figures
from analysis.waiting import first_of_their_kind, with_people
from dashboard.components.acting import acting, list_key
from dashboard.components.columns import DAY, without_blanks
from dashboard.components.downloads import csv_of
from dashboard.components.people import Names
from dashboard.text.debts import STATES
from dashboard.text.digests import to_do
from dashboard.text.pictures import counted

__all__ = ["waits", "waits_table"]

_WIDTHS = {"To do": 305, "Organization": 150, "Named by": 125, "Standing": 100}
"""Pixels of columns, so that the list stands whole beside the sidebar of a small screen."""


def waits(rows: pd.DataFrame, figures: Figures, names: Names, which: str) -> None:
    """Show rows of ``Figures.debts`` of one seeker; the chosen ones can be marked or put off."""
    table = without_blanks(waits_table(rows, figures, names))
    widths = {t: st.column_config.TextColumn(width=_WIDTHS[t]) for t in table if t in _WIDTHS}
    event = st.dataframe(
        table,
        hide_index=True,
        column_config=widths | {"Due": DAY},
        on_select="rerun",
        selection_mode="multi-row",
        key=list_key(which, rows, figures),
    )
    chosen = rows.iloc[event.selection.rows]
    acting(which, chosen, unnoted=first_of_their_kind(chosen, figures))
    st.download_button(
        "Download this list",
        lambda: csv_of(table),
        "what-waits.csv",
        "text/csv",
        key=f"download_waits_{which}",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )


def waits_table(rows: pd.DataFrame, figures: Figures, names: Names) -> pd.DataFrame:
    """Return what waits as it is shown, downloaded and printed."""
    told = with_people(rows, figures)
    for column in ("contact", "through", "about"):
        told[column] = [names(name) for name in told[column]]
    return pd.DataFrame(
        {
            "To do": [to_do(row) for row in told.to_dict("records")],
            "Organization": told["organization"].to_numpy(),
            "Named by": told["through"].to_numpy(),
            "Due": rows["due_on"].to_numpy(),
            "Standing": [
                f"{counted(late, 'day')} late" if late else STATES[state]
                for state, late in zip(rows["state"], rows["days_overdue"], strict=True)
            ],
        }
    )
