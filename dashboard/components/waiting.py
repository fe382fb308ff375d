"""Lists of what waits: grouped by seeker, with rows to choose, and a download of all of them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analysis.figures import Figures
from analysis.waiting import days_waited, first_of_their_kind, with_people
from dashboard.components.acting import acting, list_key
from dashboard.components.downloads import csv_of
from dashboard.text.debts import STATES
from dashboard.text.digests import to_do
from dashboard.text.gaps import LISTS, and_more, nothing_here
from dashboard.text.pictures import counted

__all__ = ["MOST_ROWS", "choose_seeker", "waiting_list", "waiting_table"]

MOST_ROWS = 200
"""How many rows are laid out at the most; the download has all."""

_TALL = 318
_DAY = st.column_config.DateColumn(format="D MMM YYYY")
_DAYS = st.column_config.NumberColumn(format="%d", width="small")


def choose_seeker(
    lists: dict[str, pd.DataFrame], figures: Figures, names: Callable[[str], str]
) -> str:
    """Offer to see one seeker only; return the id, or nothing for everybody."""
    ids = pd.concat([rows["seeker_id"] for rows in lists.values()]).drop_duplicates()
    known = figures.people["name"].reindex(ids).fillna("unnamed").sort_values()
    chosen = st.selectbox(
        "Seeker",
        list(known.index),
        index=None,
        format_func=lambda seeker: names(str(known[seeker])),
        placeholder="everybody",
        key="gaps_seeker",
        width=320,
    )
    return str(chosen or "")


def waiting_list(
    which: str, rows: pd.DataFrame, figures: Figures, names: Callable[[str], str]
) -> None:
    """Show a list of what waits, rows of ``figures.debts``, and what can be done with them."""
    late = int((rows["state"] == "overdue").sum())
    said = f"{len(rows):,}" + (f", {late:,} late" if late and late < len(rows) else "")
    st.header(f"{LISTS[which]} ({said})" if len(rows) else LISTS[which], anchor=False)
    if rows.empty:
        st.caption(nothing_here(which))
        return
    shown = rows.head(MOST_ROWS)
    event = st.dataframe(
        waiting_table(which, shown, figures, names),
        hide_index=True,
        height="auto" if len(shown) <= 8 else _TALL,  # noqa: PLR2004  # rows of a screen
        column_config={
            "Met on": _DAY, "Named on": _DAY, "Due": _DAY, "Days": _DAYS,
            "Standing": st.column_config.TextColumn(width="small"),
        },
        on_select="rerun",
        selection_mode="multi-row",
        placeholder="",
        key=list_key(which, shown, figures),
    )  # fmt: skip
    chosen = shown.iloc[event.selection.rows]
    acting(which, chosen, unnoted=first_of_their_kind(chosen, figures))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            f"Download {'all ' if len(rows) > len(shown) else ''}{counted(len(rows), 'row')}",
            lambda: csv_of(waiting_table(which, rows, figures, names)),
            f"{which}.csv",
            "text/csv",
            key=f"download_{which}",
            icon=":material/download:",
            on_click="ignore",
        )
        if cut := and_more(len(shown), len(rows)):
            st.caption(cut)


def waiting_table(
    which: str, rows: pd.DataFrame, figures: Figures, names: Callable[[str], str]
) -> pd.DataFrame:
    """Return a list as it is shown and downloaded."""
    told = with_people(rows, figures)
    for column in ("seeker", "contact", "through", "about"):
        told[column] = [names(name) for name in told[column]]
    columns = {
        "thanks": {"Host": "contact", "Organization": "organization", "Met on": "opened_on"},
        "names": {
            "Person": "contact",
            "Organization": "organization",
            "Named by": "through",
            "Named on": "opened_on",
        },
    }.get(which, {"Due": "due_on"})
    table = pd.DataFrame({"Seeker": told["seeker"].to_numpy()})
    if which not in {"thanks", "names"}:
        table["To do"] = [to_do(row) for row in told.to_dict("records")]
    for title, column in columns.items():
        if (told[column] != "").any():
            table[title] = told[column].to_numpy()
    table["Days"] = days_waited(rows, figures).astype("Int64").to_numpy()
    table["Standing"] = [STATES[state] for state in rows["state"]]
    return table
