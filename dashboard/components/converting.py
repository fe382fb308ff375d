"""What came of it: the way in stages, the direction found, and what was found."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.definitions import Measure
from analysis.figures import Figures
from analysis.intervals import LEVEL
from dashboard import state
from dashboard.charts.parts_bar import Fill, Part, parts_bar
from dashboard.charts.stage_bars import stage_bars, stage_bars_text
from dashboard.components.columns import numbers
from dashboard.components.pictures import picture, take_away
from dashboard.text import conversion as text
from dashboard.text.figures import reason
from dashboard.text.multiplication import parts_sentence
from dashboard.text.pictures import counted
from dashboard.text.stages import MEANINGS, STAGES, UNITS

__all__ = ["choose_unit", "directions", "kinds", "stage_measures", "stage_table", "way"]

UNTOLD = {"opportunity": "none_recorded"}
"""Why a stage is not told, where it is another reason than that the log does not say."""

_FILLS: dict[str, Fill] = {
    "confirmed": "full",
    "changed": "half",
    "ruled_out": "light",
    "none": "faint",
}


def choose_unit() -> str:
    """Offer what is counted: seekers, requests or names; the choice stands in the URL."""
    return st.radio(
        "Count",
        list(UNITS),
        index=list(UNITS).index("seeker"),
        horizontal=True,
        format_func=UNITS.__getitem__,
        key="unit",
        bind="query-params",
        label_visibility="collapsed",
    )


def way(rows: pd.DataFrame, unit: str) -> None:
    """Show the stages of a unit's way, from :func:`analysis.conversions.stages`."""
    shown = _labelled(rows, unit)
    picture(stage_bars(shown, theme=state.theme()), stage_bars_text(shown), "way")


def _labelled(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return the stages that can be drawn, with their names, and a note where one cannot."""
    hidden = rows["after"].isin(rows.loc[~rows["told"], "stage"])
    shown = rows[~hidden].reset_index(drop=True)
    held_only = shown["reason"] == "only_held_logged"
    notes = [
        reason(UNTOLD.get(stage, "not_recorded")) if not told else reason(why) if held else ""
        for stage, told, held, why in zip(
            shown["stage"], shown["told"], held_only, shown["reason"], strict=True
        )
    ]
    return shown.assign(
        label=shown["stage"].map(STAGES[unit]),
        note=notes,
        days=shown["median_days"].map(_within),
    )


def _within(days: float) -> str:
    if pd.isna(days):
        return ""
    return f"half of them within {counted(round(days), 'day')} of the stage before"


def stage_table(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return the numbers of the picture, one row per stage."""
    told = rows["told"] & rows["reason"].isna()
    return pd.DataFrame(
        {
            "Stage": rows["stage"].map(STAGES[unit]),
            "Of": rows["entered"],
            "Reached": rows["reached"],
            "Still open": rows["open"],
            "Ended": rows["dropped"],
            "Share of the decided": (100 * rows["share"]).where(told).round(1),
            "Likely from": (100 * rows["low"]).where(told).round(1),
            "Likely to": (100 * rows["high"]).where(told).round(1),
            "Half within days": rows["median_days"],
            "Note": [
                _why(why, said) for why, said in zip(rows["reason"], rows["told"], strict=True)
            ],
        }
    )


def _why(key: object, told: bool) -> str:  # noqa: FBT001
    if not told:
        return reason("not_recorded")
    return reason(key) if isinstance(key, str) else ""


def stage_measures(rows: pd.DataFrame, unit: str, figures: Figures) -> list[Measure]:
    """Return the share of each stage but the first as a measure, for the panel of how we know."""
    found = []
    for row in rows[rows["after"].notna()].to_dict("records"):
        label, before = STAGES[unit][row["stage"]], STAGES[unit][row["after"]]
        why = None if row["told"] else "not_recorded"
        why = why or (row["reason"] if isinstance(row["reason"], str) else None)
        found.append(
            Measure(
                key=f"conversion.{unit}.{row['stage']}",
                label=f"{before} → {label}",
                value=None if why else row["share"],
                low=None if why else row["low"],
                high=None if why else row["high"],
                level=LEVEL,
                n=row["reached"] + row["dropped"],
                unit="share",
                as_of=figures.log.as_of,
                scope="",
                definition=f"{UNITS[unit].capitalize()} that came so far, of those decided."
                f" {MEANINGS[row['stage']]}",
                formula="reached ÷ (reached + ended); Wilson interval",
                exclusions="Those still open: silence is not a no.",
                left_out=row["open"],
                reason=why,
                source="Wilson 1927, doi 10.1080/01621459.1927.10502953",
            )
        )
    return found


def directions(counts: pd.Series) -> None:
    """Show what conversations did for the direction, when the log notes it."""
    told = counts.drop("not_noted")
    if not told.sum():
        return
    st.header("Direction found", anchor=False)
    labels = [text.DIRECTIONS[key] for key in told.index]
    parts = [
        Part(label, int(n), _FILLS[str(key)])
        for label, key, n in zip(labels, told.index, told, strict=True)
    ]
    words = parts_sentence(labels, list(told), "conversation")
    picture(parts_bar(parts, theme=state.theme()), words, "directions")
    if counts["not_noted"]:
        left_out = counted(int(counts["not_noted"]), "conversation")
        st.caption(f"{left_out} without a note of direction left out.")


def kinds(table: pd.DataFrame) -> None:
    """Show what was found, by kind; it downloads as shown."""
    if table.empty:
        return
    st.header("What was found", anchor=False)
    shown = pd.DataFrame(
        {
            "Kind": [text.KINDS.get(kind, kind) for kind in table["kind"]],
            "Found": table["found"],
            "By introduction": table["introduced"],
            "Came to an offer": table["offers"],
        }
    )
    st.dataframe(shown, hide_index=True, column_config=numbers(shown), key="kinds")
    take_away(shown, "what-was-found")
