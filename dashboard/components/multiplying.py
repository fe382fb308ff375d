"""What conversations have led to: the steps from ten, and by group under *more*."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from analysis.cascade import Cascade
from analysis.figures import Figures
from analysis.origins import origins
from analysis.so_far import GROUPINGS, so_far_by
from dashboard import state
from dashboard.charts.from_ten import from_ten, from_ten_text
from dashboard.charts.led_to_columns import led_to_columns, led_to_text, led_to_words
from dashboard.charts.parts_bar import Fill, Part, parts_bar
from dashboard.charts.so_far_dots import so_far_dots, so_far_dots_text
from dashboard.components.pictures import picture, take_away
from dashboard.text import multiplication as text

__all__ = ["cascade_table", "groups", "led_to", "steps", "stops"]

MOST_GROUPS = 18
"""The latest months that are drawn; the download has all."""

_FILLS: dict[str, Fill] = {
    "led_on": "full",
    "none_met": "half",
    "none_asked": "waiting",
    "none_new": "light",
    "none_given": "faint",
}


def steps(told: Cascade, figures: Figures, *, tens: bool, keys: tuple[str, ...]) -> None:
    """Show the steps of these keys, from ten conversations or from all of them."""
    theme = state.theme()
    picture(
        from_ten(told, tens=tens, keys=keys, theme=theme),
        from_ten_text(told, tens=tens, keys=keys),
        "from_ten",
    )
    unknown = int(origins(figures).isna().sum()) if "met" in keys else 0
    notes = text.cascade_notes(
        meetings=told.meetings,
        left_out=told.left_out,
        at_least=told.at_least and "names" in keys,
        unknown=unknown,
        young=told.young,
    )
    st.caption(" ".join(notes))


def cascade_table(told: Cascade, *, tens: bool, keys: tuple[str, ...]) -> pd.DataFrame:
    """Return the numbers of the picture, one row per step; ranges only where rates are told."""
    rows = [
        {
            "Step": text.STEPS[step.key],
            "So far": step.total,
            "Still open": step.open,
            "Not written down": step.unknown,
            "Conversations": told.meetings,
            "From ten": 10 * step.each.value if tens and step.each.value is not None else None,
            "Likely from": 10 * step.each.low if tens and step.each.low is not None else None,
            "Likely to": 10 * step.each.high if tens and step.each.high is not None else None,
        }
        for step in told.steps
        if step.key in keys
    ]
    return pd.DataFrame(rows)


def stops(rows: pd.DataFrame) -> None:
    """Show where the paths of conversations stop, from :func:`where_it_stops`."""
    st.header("Where the path stops", anchor=False)
    labels = [text.STOPS[stop] for stop in rows["stop"]]
    parts = [
        Part(label, int(count), _FILLS.get(stop, "hollow"))
        for label, stop, count in zip(labels, rows["stop"], rows["meetings"], strict=True)
    ]
    words = text.parts_sentence(labels, list(rows["meetings"]), "conversation")
    picture(parts_bar(parts, theme=state.theme()), words, "stops")
    still = int(rows.loc[rows["stop"] != "led_on", "open"].sum())
    if still:
        st.caption(text.still_open(still))
    table = pd.DataFrame(
        {"Path": labels, "Conversations": rows["meetings"], "Still open": rows["open"]}
    )
    take_away(table, "where-the-path-stops")


def led_to(counts: pd.Series) -> None:
    """Show how many conversations have led to none, one, two … further ones."""
    st.header("How many each led to so far", anchor=False)
    picture(led_to_columns(counts, theme=state.theme()), led_to_text(counts), "led_to")
    table = pd.DataFrame({"Led to": led_to_words(counts), "Conversations": counts.to_numpy()})
    take_away(table, "how-many-each-led-to")


def groups(figures: Figures) -> None:
    """Show what the conversations of each month, distance or source have led to."""
    st.header("So far, by group", anchor=False)
    grouping = st.radio(
        "Group the conversations",
        list(GROUPINGS),
        index=list(GROUPINGS).index("month"),
        horizontal=True,
        format_func=text.GROUPINGS.__getitem__,
        key="so_far_by",
        bind="query-params",
        label_visibility="collapsed",
    )
    rows = so_far_by(figures, grouping)
    rows["label"] = rows["group"].map(partial(text.group_name, grouping))
    shown = rows.tail(MOST_GROUPS)
    picture(so_far_dots(shown, theme=state.theme()), so_far_dots_text(shown), "so_far_dots")
    st.caption(text.DOTS)
    table = rows.rename(columns={"label": "Group", "meetings": "Conversations", "led_to": "Led to"})
    for column, name in (("each", "From ten"), ("low", "Likely from"), ("high", "Likely to")):
        table[name] = 10 * table[column]
    chosen = ["Group", "Conversations", "Led to", "From ten", "Likely from", "Likely to"]
    take_away(table[chosen], f"so-far-{text.GROUPINGS[grouping].replace(' ', '-')}")
