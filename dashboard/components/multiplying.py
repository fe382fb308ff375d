"""What conversations lead to: the steps from ten, and by group under *more*."""

from __future__ import annotations

import math
from functools import partial

import pandas as pd
import streamlit as st

from analysis.cascade import Cascade
from analysis.corrected import meetings_in_time, offspring_fit
from analysis.figures import Figures
from analysis.levers import levers
from analysis.origins import origins
from analysis.outlook import expected_counts
from analysis.reproduction import R_by
from analysis.shareable_labels import attribute_values
from analysis.so_far import STOPS, led_to_counts, where_seekers_stop
from dashboard import state
from dashboard.charts.from_ten import InTime, from_ten, from_ten_text, ten_rows
from dashboard.charts.group_dots import group_dots, group_dots_text
from dashboard.charts.led_to_columns import led_to_columns, led_to_text, led_to_words
from dashboard.charts.parts_bar import Fill, Part, parts_bar
from dashboard.components.people import Names, called
from dashboard.components.pictures import picture, take_away
from dashboard.text import multiplication as text

__all__ = [
    "cascade_table",
    "enough",
    "groups",
    "in_time",
    "led_to",
    "seekers_stop",
    "steps",
    "stops",
]

MOST_GROUPS = 18
"""The latest months that are drawn; the download has all."""

_FILLS: dict[str, Fill] = {
    "led_on": "full",
    "none_met": "half",
    "none_asked": "waiting",
    "none_new": "light",
    "none_given": "faint",
}


def in_time(figures: Figures) -> InTime | None:
    """Return what one conversation leads to in time, where that can be said."""
    expected = offspring_fit(figures).R
    if expected.value is None:
        return None
    return InTime(expected, float(meetings_in_time(figures)["offspring"].mean()))


def steps(
    told: Cascade,
    figures: Figures,
    *,
    tens: bool,
    keys: tuple[str, ...],
    in_time: InTime | None = None,
) -> None:
    """Show the steps of these keys, from ten conversations or from all of them."""
    theme = state.theme()
    picture(
        from_ten(told, tens=tens, keys=keys, theme=theme, in_time=in_time),
        from_ten_text(told, tens=tens, keys=keys, in_time=in_time),
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


def cascade_table(
    told: Cascade, *, tens: bool, keys: tuple[str, ...], in_time: InTime | None = None
) -> pd.DataFrame:
    """Return the numbers of the picture, one row per step; rates only where rates are told."""
    steps = {step.key: step for step in told.steps}
    rows = []
    for row in ten_rows(told, tens=tens, keys=keys, in_time=in_time):
        step = steps[row.key]
        expected = in_time is not None and tens and row.key == "met"
        each = in_time.expected if in_time is not None and expected else step.each
        rows.append(
            {
                "Step": row.label,
                "So far": step.total,
                "Still open": step.open,
                "Not written down": step.unknown,
                "Conversations": told.meetings,
                "From ten": 10 * each.value if tens and each.value is not None else None,
                "Likely from": 10 * each.low if tens and each.low is not None else None,
                "Likely to": _finite(each.high) if tens else None,
                "In time": expected,
            }
        )
    return pd.DataFrame(rows)


def _finite(end: float | None) -> float | None:
    return None if end is None or math.isinf(end) else 10 * end


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


def enough(figures: Figures) -> None:
    """Show what each step would have to be, alone, for ten conversations to lead to ten."""
    found = levers(figures)
    if not found.levers or found.enough:
        return
    st.header("What would be enough", anchor=False)
    table = pd.DataFrame(
        {
            "Step": [text.LEVERS[x.factor].format(out_of=f"{x.out_of:,}") for x in found.levers],
            "Now": [f"{x.now_of:,}" for x in found.levers],
            "Would be enough": [
                "not alone" if x.needed_of is None else f"{x.needed_of:,}" for x in found.levers
            ],
            "Best quarter": [
                "" if x.best_of is None else f"{x.best_of:,} ({x.quarter})" for x in found.levers
            ],
        }
    )
    st.dataframe(table, hide_index=True, width="stretch", key="enough")
    st.caption(text.LEVERS_NOTE)
    take_away(table, "what-would-be-enough")


def seekers_stop(figures: Figures, names: Names) -> None:
    """Show where the paths of seekers stop: how many, and who, by what most of theirs came to."""
    rows = where_seekers_stop(figures)
    if figures.singles_out or rows.empty:
        return
    st.header("Where seekers' paths stop", anchor=False)
    st.caption(text.SEEKERS_STOP)
    rows["name"] = called(figures, rows["seeker_id"], names)
    who = {stop: sorted(told["name"]) for stop, told in rows.groupby("stop")}
    order = [stop for stop in STOPS if stop in who]
    table = pd.DataFrame(
        {
            "Most of their conversations": [text.STOPS[stop] for stop in order],
            "Seekers": [len(who[stop]) for stop in order],
            "Who": [", ".join(who[stop]) for stop in order],
        }
    )
    st.dataframe(table, hide_index=True, width="stretch", key="seekers_stop")
    take_away(table, "where-seekers-stop")


def led_to(figures: Figures) -> None:
    """Show how many conversations have led to none, one, two … further ones."""
    st.header("How many each led to so far", anchor=False)
    counts, expected = led_to_counts(figures), expected_counts(figures)
    picture(
        led_to_columns(counts, theme=state.theme(), expected=expected),
        led_to_text(counts),
        "led_to",
    )
    table = pd.DataFrame({"Led to": led_to_words(counts), "Conversations": counts.to_numpy()})
    if expected is not None:
        st.caption(text.EXPECTED)
        table["Expected"] = expected.round(1).to_numpy()
    take_away(table, "how-many-each-led-to")


def groups(figures: Figures) -> None:
    """Show what the conversations of each month, distance, source or group lead to."""
    st.header("By group", anchor=False)
    attributes = list(attribute_values(figures.log))
    grouping = st.radio(
        "Group the conversations",
        [*text.GROUPINGS, *attributes],
        horizontal=True,
        format_func=lambda name: text.GROUPINGS.get(name, f"by {name}"),
        key="grouped_by",
        bind="query-params",
        label_visibility="collapsed",
    )
    rows = R_by(figures, grouping)
    rows["label"] = rows["group"].map(partial(text.group_name, grouping))
    shown = rows.tail(MOST_GROUPS)
    picture(group_dots(shown, theme=state.theme()), group_dots_text(shown), "group_dots")
    st.caption(text.DOTS if rows["R"].notna().any() else text.COUNTS_ONLY)
    table = rows.rename(
        columns={"label": "Group", "meetings": "Conversations", "led_to": "Led to so far"}
    )
    for column, name in (("R", "From ten"), ("low", "Likely from"), ("high", "Likely to")):
        table[name] = 10 * table[column]
    chosen = ["Group", "Conversations", "Led to so far", "From ten", "Likely from", "Likely to"]
    take_away(table[chosen], f"by-{grouping}".replace(" ", "-"))
