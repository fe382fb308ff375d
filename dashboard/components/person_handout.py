"""Printing a one-to-one: what goes on the page that is handed out to a seeker."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.chain import Chain
from analysis.figures import Figures
from dashboard.components.people import Names
from dashboard.components.person_events import chain_rows, timeline_rows
from dashboard.components.person_notes import notes_of
from dashboard.components.person_print import Handout, handout
from dashboard.components.person_waits import waits_table
from dashboard.text.persons import NOTE_KINDS

__all__ = ["printed", "printing"]


def printing(
    name: str, sentence: str, parts: tuple[pd.DataFrame, pd.DataFrame, Chain],
    figures: Figures, names: Names, person_id: str,
) -> None:  # fmt: skip
    """Offer the page to download; what was agreed and the notes only when ticked.

    ``parts``: what waits, the events and the chain of this seeker.
    """
    agreed = st.checkbox("with what was agreed", key="print_agreed")
    notes = st.checkbox("with the notes", key="print_notes")
    st.download_button(
        "Print",
        lambda: printed(
            name, sentence, parts, figures, names, person_id, agreed=agreed, notes=notes
        ),
        f"{name}.html",
        "text/html",
        key="print",
        icon=":material/print:",
        on_click="ignore",
        type="primary",
        help="One page to hand out, without comparison. Open it and print it from there.",
    )


def printed(  # the parts of one page
    name: str,
    sentence: str,
    parts: tuple[pd.DataFrame, pd.DataFrame, Chain],
    figures: Figures,
    names: Names,
    person_id: str,
    *,
    agreed: bool = False,
    notes: bool = False,
) -> bytes:
    """Return the page that is handed out."""
    rows, events, chain = parts
    waiting = waits_table(rows[rows["acts"] == "seeker"], figures, names)
    tables = [
        ("What waits", waiting[["To do", "Organization", "Due"]]),
        *(_notes(figures, person_id, agreed=agreed, notes=notes, hidden=names is not str)),
        ("Who led to whom", chain_rows(chain, figures, names)),
        (
            "What happened",
            timeline_rows(events[events["line"] != "agreed"], figures, names, "seeker"),
        ),
    ]
    return handout(Handout(name, sentence, figures.log.as_of, tables))


def _notes(
    figures: Figures, person_id: str, *, agreed: bool, notes: bool, hidden: bool
) -> list[tuple[str, pd.DataFrame]]:
    kept = notes_of(figures, person_id, hidden=hidden)
    is_agreed = kept["kind"] == NOTE_KINDS["agreement"]
    titles = {"text": "Agreed", "due_on": "By when", "done_on": "Done"}
    told = []
    if agreed:
        told.append(("Agreed", kept[is_agreed][list(titles)].rename(columns=titles)))
    if notes:
        titles = {"noted_on": "On", "kind": "Kind", "text": "Note"}
        told.append(("Notes", kept[~is_agreed][list(titles)].rename(columns=titles)))
    return told
