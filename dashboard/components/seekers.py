"""Tables of seekers: what waits with each, and what was agreed."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analysis.attention import REASONS
from analysis.figures import Figures
from analysis.follow_up import search_ends
from dashboard.components.downloads import csv_of
from dashboard.text.terms import NEXT_STEPS, WAITING

__all__ = ["agreements_table", "seekers_table"]

SAID = 2
"""How many of the things that wait are said of one seeker: the rest is under *more*."""

MOST_AGREEMENTS = 8

_DAY = st.column_config.DateColumn(format="D MMM YYYY")


def seekers_table(
    rows: pd.DataFrame, figures: Figures, names: Callable[[str], str], key: str
) -> None:
    """Show seekers with what waits, since when, and a next step; it downloads as shown."""
    if rows.empty:
        st.success("Nothing is overdue for anybody.", icon=":material/check:")
        return
    known = figures.people["name"].fillna("")
    cohorts = figures.roster.drop_duplicates("person_id").set_index("person_id")["cohort"]
    table = pd.DataFrame(
        {
            "Seeker": [names(str(known.get(s, "")) or "unnamed") for s in rows["seeker_id"]],
            "Cohort": cohorts.reindex(rows["seeker_id"]).fillna("").to_numpy(),
            "What waits": [_waiting(row) for row in rows.to_dict("records")],
            "Since": rows["since"].to_numpy(),
            "Next step": [_next_step(row) for row in rows.to_dict("records")],
        }
    )
    st.dataframe(table, hide_index=True, column_config={"Since": _DAY}, key=f"table_{key}")
    st.download_button(
        "Prepare the review",
        csv_of(table),
        "review.csv",
        "text/csv",
        key=f"download_{key}",
        icon=":material/download:",
        on_click="ignore",
        type="primary" if key == "review" else "secondary",
    )


def _waiting(row: dict[str, int]) -> str:
    parts = [
        WAITING[reason][0 if row[reason] == 1 else 1]
        if reason in {"gone_quiet", "not_started"}
        else f"{row[reason]} {WAITING[reason][0 if row[reason] == 1 else 1]}"
        for reason in REASONS
        if row[reason]
    ]
    return ", ".join(parts[:SAID])


def _next_step(row: dict[str, int]) -> str:
    """Return what to do first; with somebody who has gone quiet, what to call about."""
    waiting = [reason for reason in REASONS if row[reason]]
    first = NEXT_STEPS[waiting[0]]
    if waiting[0] == "gone_quiet" and len(waiting) > 1:
        then = NEXT_STEPS[waiting[1]]
        return f"Call, then {then[0].lower()}{then[1:]}"
    return first


def _searching(figures: Figures) -> pd.Index:
    """Selected seekers whose search has not ended by the as-of date."""
    ended = search_ends(figures.log)
    over = ended.index[ended <= pd.Timestamp(figures.log.as_of)]
    return figures.seekers.difference(over)


def agreements_table(figures: Figures, names: Callable[[str], str]) -> None:
    """Show the latest agreements that are due and not done, of seekers who still search."""
    notes = figures.log.table("notes")
    due = notes[
        (notes["kind"] == "agreement")
        & notes["done_on"].isna()
        & notes["due_on"].le(pd.Timestamp(figures.log.as_of))
        & notes["person_id"].isin(_searching(figures))
    ].sort_values(["due_on", "note_id"], ascending=False)
    due = due.head(MOST_AGREEMENTS)
    if due.empty:
        return
    known = figures.people["name"].reindex(due["person_id"]).fillna("")
    due = due.reset_index(drop=True)
    st.subheader("Agreed, and due", anchor=False)
    table = pd.DataFrame(
        {
            "Seeker": [names(name) for name in known],
            # Free text may name people, so it hides with the names.
            "Agreed": due["text"].fillna("") if names is str else "hidden with the names",
            "Due": due["due_on"].to_numpy(),
        }
    )
    st.dataframe(table, hide_index=True, column_config={"Due": _DAY}, key="agreements")
