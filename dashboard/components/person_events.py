"""What happened with a person, and who led to whom: two pictures, each with its table."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd
import streamlit as st

from analysis.chain import Chain
from analysis.figures import Figures
from analysis.hosts import ContactCounts
from analysis.persons import SeekerCounts
from dashboard import state
from dashboard.charts.chain import chain_chart
from dashboard.charts.chain_plan import chain_plan
from dashboard.charts.timeline import timeline_chart, timeline_text
from dashboard.components.downloads import csv_of
from dashboard.components.opening import Kind, name_buttons, open_person, opens_named
from dashboard.components.people import Names, called
from dashboard.text.persons import (
    STATES,
    WHAT,
    WHAT_FOUND,
    chain_note,
    chain_text,
    days,
    left_out_note,
    line_names,
    marks_note,
    on_day,
)

__all__ = [
    "as_said",
    "chain_of",
    "chain_rows",
    "chain_table",
    "timeline_of",
    "timeline_rows",
    "timeline_table",
]

_QUIET = {"displayModeBar": False}
_WIDTHS = {
    title: st.column_config.TextColumn(width=width)
    for title, width in (("When", 105), ("What", 180), ("Who", 140), ("How it stands", 190))
}
"""Pixels of columns, so that what stands in the last one has the room."""
_KIND: dict[str, Kind] = {"seeker": "contact", "contact": "seeker"}


def timeline_of(
    events: pd.DataFrame,
    figures: Figures,
    names: Names,
    person_id: str,
    counts: SeekerCounts | ContactCounts,
) -> None:
    """Show the timeline; a click on a mark opens whom it is about.

    ``counts``: what the sentence of the page says; the lines say the same numbers.
    """
    kind: Kind = "seeker" if isinstance(counts, SeekerCounts) else "contact"
    if events.empty:
        st.caption("Nothing had happened by this day.")
        return
    told = _told(events, figures, names, kind)
    shown = told.assign(person_id=told["person_id" if kind == "seeker" else "seeker_id"])
    if events["day"].notna().any():
        event = st.plotly_chart(
            timeline_chart(
                shown,
                as_of=figures.log.as_of,
                theme=state.theme(),
                names=line_names(events, as_said(counts), kind),
            ),
            theme=None,
            key=f"timeline_{person_id}",
            on_select="rerun",
            selection_mode="points",
            config=_QUIET,
            alt=timeline_text(events),
        )
        if note := marks_note(events):
            st.caption(note)
        for who in _clicked(event):
            open_person(who[0], _KIND[kind])


def as_said(counts: SeekerCounts | ContactCounts) -> dict[str, int | None]:
    """Return the numbers of the sentence of a page by the lines of its timeline."""
    if isinstance(counts, ContactCounts):  # its names are given by it, and its own
        return {"asked": counts.asked, "met": counts.met}
    return {
        "asked": counts.asked,
        "met": counts.met,
        "named": counts.named,
        "opportunity": counts.opportunities,
    }


def timeline_table(events: pd.DataFrame, figures: Figures, names: Names, kind: Kind) -> None:
    """Show every event in a table that downloads, the latest first."""
    table = timeline_rows(events, figures, names, kind)
    st.dataframe(table, hide_index=True, column_config=_WIDTHS, key="timeline_table")
    _download(table, "timeline", "Download the timeline")


def timeline_rows(events: pd.DataFrame, figures: Figures, names: Names, kind: Kind) -> pd.DataFrame:
    """Return the events as they are shown, downloaded and printed, the latest first."""
    told = _told(events, figures, names, kind)
    table = pd.DataFrame(
        {
            "When": [
                on_day(None if pd.isna(when) else when.date(), month=bool(month))
                for when, month in zip(told["day"], told["month"], strict=True)
            ],
            "What": [WHAT.get(what, what) for what in told["what"]],
            "Who": told["who"].to_numpy(),
            "About": told["concerning"].to_numpy(),
        }
    )
    return table.iloc[::-1]


def _told(events: pd.DataFrame, figures: Figures, names: Names, kind: Kind) -> pd.DataFrame:
    """Return the events with who and what each is about, as shown."""
    who = called(figures, events["person_id" if kind == "seeker" else "seeker_id"], names)
    other = called(figures, events["other_id"], names)
    if kind == "contact":  # somebody else may have named the contact
        giver = called(figures, events["person_id"], names)
        named = (events["line"] == "named").to_numpy()
        other = [
            f"{by} named {whom}" if is_name else whom
            for by, whom, is_name in zip(giver, other, named, strict=True)
        ]
    about = events["about"].fillna("").replace(WHAT_FOUND)
    concerning = [a or b for a, b in zip(other, about, strict=True)]
    said = [": ".join(part for part in pair if part) for pair in zip(who, concerning, strict=True)]
    return events.assign(who=who, concerning=concerning, said=said)


def chain_of(chain: Chain, figures: Figures, names: Names, person_id: str, kind: Kind) -> None:
    """Show the chain as a tree; a click on a mark opens whom it is."""
    if chain.people.empty:
        return
    people = _with_names(chain.people, figures, names)
    plan = chain_plan(people, by_seeker=kind == "contact")
    event = st.plotly_chart(
        chain_chart(plan, theme=state.theme()),
        theme=None,
        key=f"chain_{person_id}",
        on_select="rerun",
        selection_mode="points",
        config=_QUIET,
        alt=chain_text(people),
    )
    if note := left_out_note(plan.left_out, chain.left_out):
        st.caption(note)
    for of_kind, who in _clicked(event):
        open_person(who, cast("Kind", of_kind))


def chain_table(chain: Chain, figures: Figures, names: Names, kind: Kind) -> None:
    """Show the chain as a table; a name opens whose it is."""
    table = chain_rows(chain, figures, names)
    if kind == "contact":
        table.insert(0, "Seeker", called(figures, chain.people["seeker_id"], names))
    st.dataframe(
        table,
        hide_index=True,
        column_config=_WIDTHS | {"Person": name_buttons("open_of_chain", width=160)},
        key=f"chain_table_{state.person()}",
    )
    _download(table, "chain", "Download the chain")
    opens_named("open_of_chain", list(chain.people["person_id"]), "contact")


def chain_rows(chain: Chain, figures: Figures, names: Names) -> pd.DataFrame:
    """Return the chain as it is shown, downloaded and printed."""
    people = _with_names(chain.people, figures, names)
    by = people["name"].to_numpy()
    return pd.DataFrame(
        {
            "Person": people["name"],
            "Named by": [by[parent] if parent >= 0 else "" for parent in people["parent"]],
            "How it stands": [STATES[each] for each in people["state"]],
            "Day": days(people["day"]),
        }
    )


def _with_names(people: pd.DataFrame, figures: Figures, names: Names) -> pd.DataFrame:
    shown = called(figures, people["person_id"], names)
    name = [
        about if isinstance(about, str) else who
        for about, who in zip(people["about"], shown, strict=True)
    ]
    told = people.assign(name=name, seeker=called(figures, people["seeker_id"], names))
    return told.assign(said=[chain_note(row) for row in told.to_dict("records")])


def _clicked(event: Any) -> list[list[str]]:  # noqa: ANN401  # streamlit's event has no public type
    """Return what the first clicked mark that stands for somebody says of them."""
    told = (point.get("customdata") for point in event.selection.points)
    return [list(ids) for ids in told if ids][:1]


def _download(table: pd.DataFrame, name: str, label: str) -> None:
    st.download_button(
        label,
        lambda: csv_of(table),
        f"{name}.csv",
        "text/csv",
        key=f"download_{name}",
        icon=":material/download:",
        on_click="ignore",
    )
