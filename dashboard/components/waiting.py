"""Lists of what waits: grouped by seeker, with rows to choose, and a download of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analysis.figures import Figures
from analysis.waiting import (
    days_waited,
    first_of_their_kind,
    late_seekers,
    seekers_with_half,
    with_people,
)
from dashboard.components.acting import acting, list_key
from dashboard.components.columns import DAY, numbers
from dashboard.components.downloads import csv_of
from dashboard.components.people import called, distinct
from dashboard.text.debts import STATES
from dashboard.text.digests import to_do
from dashboard.text.gaps import COST, COST_HELP, LISTS, and_more, half_note, nothing_here, these
from dashboard.text.pictures import counted

__all__ = ["MOST_ROWS", "half_of_them", "of_chosen", "waiting_list", "waiting_table"]

Lists = dict[str, pd.DataFrame]

MOST_ROWS = 200
"""How many rows are laid out at the most; the download has all."""

_TALL = 318
_HALF = "½"
"""Stands for those who hold half where a seeker is chosen; no id is like it."""
_WIDTHS = {"Seeker": 128, "Host": 128, "Person": 128, "Organization": 158, "Named by": 128,
           "To do": 330, "Standing": 78}  # fmt: skip
"""Pixels of columns, so that every list stands whole beside the sidebar of a small screen."""

_NARROW = {"Seeker": 112, "Person": 118, "Organization": 130, "Named by": 112, "Standing": 70}
"""The same where what a week costs stands beside them."""


def half_of_them(
    numbers: Mapping[str, int], lists: Lists, figures: Figures, names: Callable[[str], str]
) -> list[str]:
    """Say who the few are that hold half of what is late; return their ids where that is said."""
    held = seekers_with_half(late_seekers(lists["thanks"], lists["names"]))
    shown = distinct(called(figures, held.index, names))
    note = half_note(numbers, dict(zip(shown, held, strict=True)))
    if note:
        st.text(note)
    return [str(seeker) for seeker in held.index] if note else []


def of_chosen(
    lists: Lists, half: Sequence[str], figures: Figures, names: Callable[[str], str]
) -> Lists:
    """Offer to see one seeker only, or those who hold ``half``; return the lists of the chosen."""
    ids = pd.concat([rows["seeker_id"] for rows in lists.values()]).drop_duplicates()
    known = pd.Series(figures.of_people(ids, "name"), index=ids).fillna("unnamed")
    called_so = {who: names(name) for who, name in known.sort_values().items()}
    chosen = st.selectbox(
        "Seeker",
        [*([_HALF] if len(half) > 1 else []), *called_so],
        index=None,
        format_func=lambda who: these(len(half)) if who == _HALF else called_so[who],
        placeholder="everybody",
        key="gaps_seeker",
        width=320,
    )
    if not chosen:
        return lists
    wanted = half if chosen == _HALF else [chosen]
    return {key: rows[rows["seeker_id"].isin(wanted)] for key, rows in lists.items()}


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
    table = waiting_table(which, shown, figures, names)
    event = st.dataframe(
        table,
        hide_index=True,
        height="auto" if len(shown) <= 8 else _TALL,  # noqa: PLR2004  # rows of a screen
        column_config=_columns(table),
        # Days say how long a name has waited, and beside its costs there is no room for the date.
        column_order=[title for title in table if not (title == "Named on" and COST in table)],
        on_select="rerun",
        selection_mode="multi-row",
        placeholder="",
        key=list_key(which, shown, figures),
    )
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


def _columns(table: pd.DataFrame) -> dict[str, Any]:
    costs = st.column_config.NumberColumn(alignment="left", format="%.2f", help=COST_HELP, width=86)
    widths = _WIDTHS | (_NARROW if COST in table else {})
    texts = {t: st.column_config.TextColumn(width=widths[t]) for t in table if t in widths}
    days = dict.fromkeys(("Met on", "Named on", "Due"), DAY)
    return texts | days | numbers(table, width=56) | {COST: costs}


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
    if which == "names" and (rows["lost_per_week"] > 0).any():
        table[COST] = rows["lost_per_week"].round(2).to_numpy()
    table["Standing"] = [STATES[state] for state in rows["state"]]
    return table
