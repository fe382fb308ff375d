"""The roster as a strip of counts per seeker; a name opens the seeker."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analysis.figures import Figures
from analysis.roster import COUNTS
from dashboard.charts.palette import Theme
from dashboard.charts.roster_strip import strip_colors
from dashboard.components.columns import DAY, filled
from dashboard.components.downloads import csv_of
from dashboard.components.opening import name_buttons, open_seeker, opens_named
from dashboard.text.gaps import and_more
from dashboard.text.roster import AGREED, HELP, unnoted_note
from dashboard.text.roster import COUNTS as TITLES

__all__ = ["MOST_ROWS", "one_to_one", "roster_strip", "roster_table"]

MOST_ROWS = 200
"""Rows of a list that are shown: more are neither read nor quick to send to a browser."""

_MOST_SHOWN = 15
_TALL = 572
_LETTER = 7


def one_to_one(rows: pd.DataFrame, figures: Figures, names: Callable[[str], str]) -> None:
    """Offer to choose a seeker and to open the page of the one-to-one."""
    known = _names(rows, figures, names).sort_values().to_dict()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Seeker",
            list(known),
            index=None,
            format_func=known.__getitem__,
            placeholder="type to search",
            key="one_to_one",
            width=320,
        )
        if st.button(
            "Open a one-to-one",
            type="primary",
            icon=":material/forum:",
            disabled=chosen is None,
            key="open_one_to_one",
        ):
            open_seeker(str(chosen))


def roster_strip(
    rows: pd.DataFrame, figures: Figures, names: Callable[[str], str], theme: Theme, *, key: str
) -> None:
    """Show a line per seeker: bars of counts to one scale, last entry, next agreement."""
    table = roster_table(rows, figures, names)
    noted = [count for count in COUNTS if rows[count].notna().any()]
    shown = table.head(MOST_ROWS).drop(
        columns=[TITLES[count] for count in COUNTS if count not in noted]
    )
    titles = [TITLES[count] for count in noted]
    # To the scale of everybody, so that a color means the same whether all are shown or not.
    colors = strip_colors(rows[noted].rename(columns=TITLES), theme=theme).head(len(shown))
    styled = shown.style.apply(
        lambda _: colors.set_axis(shown.index), axis=None, subset=titles
    ).format({title: filled(shown[title]).get for title in titles}, na_rep="")
    counts = {
        TITLES[count]: st.column_config.NumberColumn(
            help=HELP[count], width=32 + _LETTER * len(TITLES[count]), alignment="left"
        )
        for count in noted
    }
    pressed = f"open_{key}"
    st.dataframe(
        styled,
        hide_index=True,
        height="auto" if len(shown) <= _MOST_SHOWN else _TALL,
        column_config=counts
        | {"Seeker": name_buttons(pressed)}
        | dict.fromkeys(("Joined", "Last entry", AGREED, "Ended"), DAY),
        placeholder="",
        key=f"roster_{key}",
    )
    if cut := and_more(len(shown), len(rows)):
        st.caption(cut)
    blank = [count for count in COUNTS if rows[count].isna().any()]
    if note := unnoted_note(blank, everywhere=not set(blank) & set(noted)):
        st.caption(note)
    st.download_button(
        "Download the roster",
        lambda: csv_of(table),
        f"seekers-{figures.log.as_of.isoformat()}.csv",
        "text/csv",
        key=f"download_roster_{key}",
        icon=":material/download:",
        on_click="ignore",
    )
    opens_named(pressed, list(rows["seeker_id"].head(MOST_ROWS)), "seeker")


def roster_table(rows: pd.DataFrame, figures: Figures, names: Callable[[str], str]) -> pd.DataFrame:
    """Return the roster as it is shown and downloaded; columns that say nothing are left out."""
    table = pd.DataFrame({"Seeker": _names(rows, figures, names).to_numpy()})
    for count in COUNTS:
        table[TITLES[count]] = rows[count].to_numpy()
    days = {
        "Last entry": "last_entry",
        AGREED: "next_agreement",
        "Joined": "joined_on",
        "Ended": "ended_on",
    }
    for title, column in days.items():
        if title == "Last entry" or rows[column].notna().any():
            table[title] = rows[column].to_numpy()
    shown: dict[str, Callable[[str], str]] = {"cohort": str, "advisor": names}
    for column, name in shown.items():
        if len(rows[column].unique()) > 1:
            table[column.capitalize()] = [name(each) for each in rows[column]]
    return table


def _names(rows: pd.DataFrame, figures: Figures, names: Callable[[str], str]) -> pd.Series:
    known = pd.Series(figures.of_people(rows["seeker_id"], "name")).fillna("unnamed")
    return pd.Series([names(name) for name in known], index=rows["seeker_id"].array, dtype="str")
