"""The people behind offers: the paths by which they came, and what is still owed to everyone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from analysis.figures import Figures
from analysis.paths import open_thanks, owed_to, still_to_thank
from dashboard import edits, state
from dashboard.charts.path_lines import PathLine, Step, path_lines, path_lines_text
from dashboard.components.acting import saving
from dashboard.components.pictures import picture, take_away
from dashboard.text import conversion as text
from dashboard.text.debts import RULES
from dashboard.text.pictures import day

__all__ = ["path_table", "paths", "thank"]

MOST_PATHS = 12
"""The newest paths that are drawn; the download has all."""

Names = Callable[[str], str]


def paths(found: pd.DataFrame, steps: pd.DataFrame, figures: Figures, names: Names) -> None:
    """Show who stands on the path to each of these opportunities, the newest first."""
    word = _word(found)
    st.header(f"The people behind the {word}", anchor=False)
    newest = found.head(MOST_PATHS)
    lines = _lines(newest, steps, figures, names)
    picture(path_lines(lines, theme=state.theme()), path_lines_text(lines), "paths")
    if said := text.paths_caption(len(newest), len(found), word):
        st.caption(said)


def _lines(
    found: pd.DataFrame, steps: pd.DataFrame, figures: Figures, names: Names
) -> list[PathLine]:
    mine = steps[steps["opportunity_id"].isin(found["opportunity_id"])]
    people = dict(
        zip(mine["contact_id"], figures.of_people(mine["contact_id"], "name"), strict=True)
    )
    seekers = figures.of_people(found["seeker_id"], "name")
    told: dict[str, list[Step]] = {}
    for row in mine.to_dict("records"):
        name = _called(people[row["contact_id"]], names)
        told.setdefault(row["opportunity_id"], []).append(Step(name, row["role"], _note(name, row)))
    return [
        PathLine(
            _called(seeker, names),
            text.path_title(row["reached"], _date(row["day"]), _kind(row)),
            row["reached"],
            tuple(told.get(row["opportunity_id"], ())),
        )
        for seeker, row in zip(seekers, found.to_dict("records"), strict=True)
    ]


def path_table(
    found: pd.DataFrame, steps: pd.DataFrame, figures: Figures, names: Names
) -> pd.DataFrame:
    """Return who helped, one row per person and path, in the order of the paths."""
    by_id = found.set_index("opportunity_id")
    what = by_id.loc[steps["opportunity_id"]]
    called = [_called(name, names) for name in figures.of_people(steps["contact_id"], "name")]
    seekers = [_called(name, names) for name in figures.of_people(what["seeker_id"], "name")]
    return pd.DataFrame(
        {
            "Seeker": seekers,
            "Found": [
                text.path_title(row["reached"], _date(row["day"]), _kind(row))
                for row in what.to_dict("records")
            ],
            "Who helped": called,
            "How": [text.ROLES[role] for role in steps["role"]],
            "On": [_shown_day(when) for when in steps["day"]],
        }
    )


def _called(name: object, names: Names) -> str:
    return names(name) if isinstance(name, str) and name else "unnamed"


def _kind(row: dict[str, object]) -> str:
    return str(row["kind"]) if isinstance(row["kind"], str) else ""


def _date(when: object) -> date | None:
    return when.date() if isinstance(when, pd.Timestamp) else None


def _note(name: str, row: dict[str, object]) -> str:
    when = _date(row["day"])
    return f"{name}: {text.ROLES[str(row['role'])]}{f', {day(when)}' if when else ''}"


def thank(found: pd.DataFrame, steps: pd.DataFrame, figures: Figures, names: Names) -> None:
    """Offer the list of everyone who helped, with what each is still to hear; it downloads."""
    word = _word(found)
    label = f"Thank the people behind an {'offer' if word == 'offers' else 'opportunity'}"
    if st.button(label, type="primary", icon=":material/volunteer_activism:", key="thank"):
        _thanks(found, steps, figures, names)


@st.dialog("Who is still to hear", width="large", icon=":material/volunteer_activism:")
def _thanks(found: pd.DataFrame, steps: pd.DataFrame, figures: Figures, names: Names) -> None:
    owed = still_to_thank(figures, _once_each(found, steps))
    table = path_table(found, owed, figures, names).assign(
        **{
            "Waits for": [", ".join(RULES[rule] for rule in told.split()) for told in owed["owed"]],
            "Due": [_shown_day(when) for when in owed["due_on"]],
        }
    )
    waits = (owed["owed"] != "").to_numpy()
    helped = owed["contact_id"].nunique()
    if (owed_to(figures.debts, owed)["state"] == "unrecorded").any():
        st.caption(text.UNNOTED)
    st.caption(text.thanks_caption(helped, owed.loc[waits, "contact_id"].nunique()))
    order = (~waits).argsort(kind="stable")
    shown = table.iloc[order].reset_index(drop=True)
    event = st.dataframe(
        shown, hide_index=True, key="thanks", on_select="rerun", selection_mode="multi-row"
    )
    people = owed.iloc[order].iloc[event.selection.rows]
    chosen = owed_to(open_thanks(figures, owed), people)
    with st.container(horizontal=True, vertical_alignment="center"):
        label = text.heard(len(people) if len(chosen) else 0)
        note = st.button(label, icon=":material/check:", disabled=chosen.empty, key="heard")
        take_away(shown, "who-is-still-to-hear", "Download this list")
    if note:
        saving(lambda book: edits.mark_done(book, chosen, edits.acting_day()))


def _once_each(found: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Return each person once per seeker who found something, on the newest path; not that one."""
    finder = found.set_index("opportunity_id")["seeker_id"].loc[steps["opportunity_id"]]
    order = found["opportunity_id"].reset_index(drop=True)
    newest = pd.Index(order).get_indexer(steps["opportunity_id"])
    told = steps.assign(finder=finder.array, newest=newest).sort_values("newest", kind="stable")
    others = told[told["contact_id"] != told["finder"]]
    once = others.drop_duplicates(["finder", "contact_id", "seeker_id"])
    return once[steps.columns].reset_index(drop=True)


def _shown_day(when: object) -> str:
    told = _date(when)
    return day(told) if told else ""


def _word(found: pd.DataFrame) -> str:
    offers = found["reached"].isin(["offer", "accepted"]).all()
    return "offers" if offers else "opportunities"
