"""The review: a sheet to print, and the note that it took place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from zlib import crc32

import pandas as pd
import streamlit as st

from analysis.figures import Figures
from analysis.reviews import last_review, reviewed_cohorts
from analysis.waiting import LISTS, waiting, with_people
from dashboard import edits
from dashboard.components.acting import saving
from dashboard.components.agreements import agreements_due
from dashboard.components.seekers import seekers_table
from dashboard.text.digests import to_do
from dashboard.text.review_sheet import OnSheet, review_sheet
from dashboard.text.this_week import since_when

__all__ = ["review", "sheet"]

_MOST_LINES = 8


def review(
    sentence: str,
    answers: Mapping[str, str],
    rows: pd.DataFrame,
    figures: Figures,
    names: Callable[[str], str],
) -> None:
    """Offer the sheet of the review, and to note the review as done."""
    st.download_button(
        "Prepare the review",
        lambda: sheet(sentence, answers, rows, figures, names).encode(),
        f"review-{figures.log.as_of.isoformat()}.html",
        "text/html",
        key="review",
        icon=":material/print:",
        on_click="ignore",
        type="primary",
        help="A page to print, with what waits for each of these seekers.",
    )
    _done(figures)


def _done(figures: Figures) -> None:
    cohorts = reviewed_cohorts(figures)
    if cohorts.empty:
        return
    with st.popover("Note the review as done", icon=":material/task_alt:"):
        chosen = st.multiselect(
            "Cohorts",
            list(cohorts.index),
            default=list(cohorts.index),
            format_func=lambda i: str(cohorts[i]),
            # Other cohorts, another widget: all that are looked at are proposed.
            key=f"review_of_{crc32(repr(sorted(cohorts.index)).encode()):x}",
        )
        text = st.text_area("What was decided", key="review_text", height=100)
        if st.button("Save", key="review_done", disabled=not chosen):
            note = text.strip() or "Reviewed."
            saving(lambda book: edits.add_review(book, chosen, note))


def sheet(
    sentence: str,
    answers: Mapping[str, str],
    rows: pd.DataFrame,
    figures: Figures,
    names: Callable[[str], str],
) -> str:
    """Return the page to print: the four answers, and what waits for each of these seekers."""
    told = _lines(rows["seeker_id"], figures, names)
    due = agreements_due(figures).groupby("person_id")["due_on"].max()
    people = [
        OnSheet(
            name=row["Seeker"],
            cohort=row.get("Cohort", ""),
            why=row["Why"],
            next_step=row["Next step"],
            waits=tuple(told[seeker][:_MOST_LINES]),
            more=max(0, len(told[seeker]) - _MOST_LINES),
            agreed=None if seeker not in due else due[seeker].date(),
        )
        for seeker, row in zip(
            rows["seeker_id"], seekers_table(rows, figures, names).to_dict("records"), strict=True
        )
    ]
    note = since_when(last_review(figures))
    return review_sheet(sentence, figures.log.as_of, answers, people, note=note)


def _lines(
    seekers: pd.Series, figures: Figures, names: Callable[[str], str]
) -> dict[str, list[str]]:
    """Return what is to be done by each seeker, line by line."""
    lines: dict[str, list[str]] = {seeker: [] for seeker in seekers}
    for which in LISTS:
        rows = waiting(figures, which)
        rows = with_people(rows[rows["seeker_id"].isin(lines)], figures)
        for row in rows.to_dict("records"):
            shown = row | {"contact": names(row["contact"]), "about": names(row["about"])}
            lines[row["seeker_id"]].append(to_do(shown))
    # Two conversations with one host may wait for thanks: one line says so.
    return {seeker: list(dict.fromkeys(told)) for seeker, told in lines.items()}
