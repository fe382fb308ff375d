"""What a contact wishes, how often they were asked lately, and what can be done for them."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from analysis.directory import Directory, namesakes
from analysis.figures import Figures
from analysis.hosts import ContactCounts
from dashboard import edits
from dashboard.components.acting import saving
from dashboard.components.columns import numbers, without_blanks
from dashboard.components.downloads import csv_of
from dashboard.components.opening import name_buttons, opens_named, person_link
from dashboard.components.people import Names, called
from dashboard.text.contacts import load_sentence, thanks_draft, wishes
from dashboard.text.persons import days, person_entry

__all__ = ["perhaps_the_same", "seekers_table", "thank", "wishes_of"]

_REST = 28
"""Days of rest that are proposed."""


def thank(
    name: str, counts: ContactCounts, met: pd.DataFrame, figures: Figures, *, hidden: bool
) -> None:
    """Offer a text of thanks to copy; nothing for somebody who asked not to be contacted."""
    if not counts.may_be_asked or not counts.met:
        return
    with st.popover("Thank", icon=":material/favorite:", type="primary", key="thank"):
        if hidden:
            st.write("The text carries names. Show names to copy it.")
            return
        rows = met[met["met_on"].notna()].head(5)
        people = called(figures, rows["seeker_id"], str)
        on = [when.date() for when in rows["met_on"]]
        text = thanks_draft(name, list(zip(people, on, strict=True)), counts.named)
        st.code(text, language=None, wrap_lines=True)
        st.caption("Copy it, and make it yours. Nothing is sent from here.")


def wishes_of(counts: ContactCounts, person_id: str) -> None:
    """Tell the wishes and the load, and offer to note a rest or that nobody may ask any more."""
    if counts.may_be_asked:
        st.text(load_sentence(counts))
    for line in wishes(counts):
        st.text(line)
    with st.container(horizontal=True):
        if counts.may_be_asked:
            _rest(counts, person_id)
        _leave_in_peace(counts, person_id)


def _rest(counts: ContactCounts, person_id: str) -> None:
    with st.popover("Let rest", icon=":material/bedtime:", key="rest"):
        day = edits.acting_day()
        until = st.date_input(
            "Until",
            counts.resting_until or day + dt.timedelta(days=_REST),
            min_value=day,
            key="rest_until",
            format="YYYY-MM-DD",
        )
        if st.button("Save", key="rest_save"):
            saving(lambda book: edits.let_rest(book, person_id, until))
        if counts.resting_until and st.button("End the rest", key="rest_end"):
            saving(lambda book: edits.let_rest(book, person_id, None))


def _leave_in_peace(counts: ContactCounts, person_id: str) -> None:
    if counts.may_be_asked:
        with st.popover(
            "Asked not to be contacted", icon=":material/do_not_disturb_on:", key="peace"
        ):
            st.write("From then on nothing here asks, drafts or proposes a way to this person.")
            since = st.date_input("Since", edits.acting_day(), key="peace_on", format="YYYY-MM-DD")
            if st.button("Save", key="peace_save"):
                saving(lambda book: edits.do_not_contact(book, person_id, since))
    elif st.button("May be contacted again", icon=":material/undo:", key="peace_end"):
        saving(lambda book: edits.do_not_contact(book, person_id, None))


def seekers_table(met: pd.DataFrame, figures: Figures, names: Names) -> None:
    """Show which seekers asked and met a contact; a name opens the seeker."""
    table = without_blanks(
        pd.DataFrame(
            {
                "Seeker": called(figures, met["seeker_id"], names),
                "Asked": days(met["asked_on"]),
                "Met": days(met["met_on"]),
                "Conversations": met["times"].to_numpy(),
                "Names given": met["named"].to_numpy(),
                "Named by": called(figures, met["named_by"], names),
            }
        )
    )
    st.dataframe(
        table,
        hide_index=True,
        column_config=numbers(table) | {"Seeker": name_buttons("open_seeker_of_contact")},
        key="seekers_of_contact",
    )
    st.download_button(
        "Download this list",
        lambda: csv_of(table),
        "seekers.csv",
        "text/csv",
        key="download_seekers_of_contact",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )
    opens_named("open_seeker_of_contact", list(met["seeker_id"]), "seeker")


def perhaps_the_same(known: Directory, person_id: str, names: Names) -> None:
    """List people of the same name, who may be the same person."""
    twins = namesakes(known, person_id).head(12)
    if twins.empty:
        return
    st.caption("Of the same name, perhaps the same person:")
    for twin in twins.to_dict("records"):
        where = twin["organization"] if isinstance(twin["organization"], str) else ""
        person_link(
            person_entry(names(twin["name"]), twin["kind"], where), twin["person_id"], twin["kind"]
        )
