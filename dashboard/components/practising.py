"""Habits: the picture and the table of what goes with more conversations, and the checklist."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from analysis.figures import Figures
from analysis.measures import CATALOG
from analysis.practices import Practice, Practices
from dashboard import state
from dashboard.charts.habit_dots import habit_dots, habit_dots_text
from dashboard.components.pictures import picture, take_away
from dashboard.text.checklist import checklist, checklist_sheet
from dashboard.text.guides import STANCES, guides, notes, sayings, sayings_in_short
from dashboard.text.practices import LEGEND, of_ten, untold

__all__ = [
    "checklist_button",
    "dots",
    "guide_notes",
    "habit_table",
    "label",
    "more",
    "policy_days",
    "what_guides_say",
]


_PER_TEN = ("For each 10 without it", "Likely from", "Likely to")


def label(habit: str) -> str:
    """Return what a habit is called."""
    return CATALOG[f"practices.{habit}"].label


def dots(found: Practices) -> None:
    """Show the habits compared, most first, and below them those that cannot be."""
    rows = _drawn(found)
    picture(habit_dots(rows, theme=state.theme()), habit_dots_text(rows), "habits")
    if found.compared:
        st.caption(LEGEND)


def _drawn(found: Practices) -> pd.DataFrame:
    ordered = sorted(found.rows, key=lambda row: -(row.ratio.value or 0))
    return pd.DataFrame(
        [
            {
                "label": label(row.habit),
                "ratio": row.ratio.value,
                "low": row.ratio.low,
                "high": row.ratio.high,
                "stands_out": row.stands_out,
                "told": untold(row) or of_ten(row.ratio),
                "guides": sayings_in_short(row.habit),
            }
            for row in ordered
        ]
    ).astype(dict.fromkeys(("ratio", "low", "high"), "float64"))


def habit_table(found: Practices) -> pd.DataFrame:
    """Return the numbers of the picture, one row per habit."""
    table = pd.DataFrame([_row(row) for row in found.rows])
    return table.astype(dict.fromkeys(_PER_TEN, "float64")).round(dict.fromkeys(_PER_TEN, 1))


def _row(row: Practice) -> dict[str, object]:
    def ten(number: float | None) -> float | None:
        return None if number is None else 10 * number

    chance = "stands out from chance" if row.stands_out else "may be chance"
    return {
        "Habit": label(row.habit),
        "For each 10 without it": ten(row.ratio.value),
        "Likely from": ten(row.ratio.low),
        "Likely to": ten(row.ratio.high),
        "Finding": untold(row) or chance,
        "Conversations with it": row.done,
        "Led to, with it": row.led_to_done,
        "Conversations without": row.not_done,
        "Led to, without": row.led_to_not,
        "Seekers with it": row.seekers_done,
        "Seekers without": row.seekers_not,
        "Not noted": row.unknown,
    }


def what_guides_say() -> pd.DataFrame:
    """Return what each guide says of each habit, in our own words."""
    told = guides()
    return pd.DataFrame(
        [
            {
                "Habit": label(saying.habit),
                "Advice": STANCES[saying.stance],
                "In our words": saying.says,
                "Promises more": "yes" if saying.promises else "no",
                "Guide": f"{told[saying.guide].title} ({told[saying.guide].by})",
            }
            for key in CATALOG
            if key.startswith("practices.")
            for saying in sayings(key.removeprefix("practices."))
        ]
    )


def guide_notes() -> str:
    """Return what must be said beside what the guides say."""
    return " ".join(f"{label(habit).capitalize()}: {note}" for habit, note in notes().items())


def policy_days(figures: Figures) -> dict[str, int]:
    """Return the days of each rule of the policy in force on the as-of date."""
    today = np.array([np.datetime64(figures.log.as_of, "s")])
    policy = next(policy for rows, policy in figures.policies.in_force(today) if len(rows))
    rules = {name: policy.rule(name) for name in policy.rules}
    return {name: rule.days for name, rule in rules.items() if rule is not None}


def checklist_button(figures: Figures) -> None:
    """Offer the checklist, to read and to print."""
    if st.button("Open the checklist", type="primary", icon=":material/checklist:", key="open"):
        _checklist(policy_days(figures))


@st.dialog("Before and after a conversation", width="large", icon=":material/checklist:")
def _checklist(days: dict[str, int]) -> None:
    parts = checklist(days)
    for (part, lines), column in zip(parts.items(), st.columns(len(parts)), strict=True):
        column.subheader(part, anchor=False)
        column.markdown("\n".join(f"- {line}" for line in lines))
    st.download_button(
        "Print the checklist",
        checklist_sheet(days).encode(),
        "checklist.html",
        "text/html",
        key="print_checklist",
        icon=":material/print:",
        on_click="ignore",
        type="primary",
        help="One page without names, to hand out. Open it and print it from there.",
    )


def more(found: Practices) -> None:
    """Show every habit with its counts, and what each guide says; both download."""
    table = habit_table(found)
    st.header("Every habit, with its counts", anchor=False)
    shown = dict.fromkeys(_PER_TEN, st.column_config.NumberColumn(format="%.1f"))
    st.dataframe(table, hide_index=True, key="habit_table", placeholder="", column_config=shown)
    take_away(table, "habits", "Download this table")
    st.header("What the guides say", anchor=False)
    said = what_guides_say()
    st.dataframe(said, hide_index=True, key="guides_table")
    st.caption(guide_notes())
    take_away(said, "what-the-guides-say", "Download what they say")
