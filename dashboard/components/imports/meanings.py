"""What each column means, and why: shown, corrected, kept for the next file of its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import acts, state
from dashboard.components.imports.hiding import HIDDEN, shown_cells
from dashboard.components.imports.left_out import left_out
from dashboard.text.imports import NOT_READ, TABLES, escaped, meanings_title
from dashboard.text.pictures import counted
from data.importers.plan import JOINED, ColumnPlan, SheetPlan
from data.importers.saved_mappings import Mapping as SavedMapping
from data.importers.saved_mappings import mapping_of

__all__ = ["alike", "as_corrected", "corrected", "in_order", "meanings", "saved_meanings"]

CHECK = "check this"

MOST_DOUBTS = 6


def alike(plans: Sequence[SheetPlan]) -> list[list[SheetPlan]]:
    """Return the sheets that are read, those with the same columns together."""
    groups: dict[object, list[SheetPlan]] = {}
    for plan in plans:
        if plan.refused is None and plan.use and plan.table:
            told = tuple((c.position, c.header, c.meaning, c.proposed) for c in plan.columns)
            groups.setdefault((plan.table, told), []).append(plan)
    return list(groups.values())


def in_order(plan: SheetPlan) -> list[ColumnPlan]:
    """Return the columns: those to check first, then those that are read, then the others."""
    return sorted(plan.columns, key=lambda c: (c.sure, not c.meaning, c.position))


def corrected(plan: SheetPlan, edits: Mapping[int, Mapping[str, Any]]) -> SheetPlan:
    """Return the plan with what was edited, and with what its unsure columns are taken for.

    ``edits`` are told by row of the table, which has the columns :func:`in_order`. What a person
    says comes first: a proposal gives way where its meaning is taken.
    """
    names = _names(plan)
    columns = in_order(plan)
    said = {
        columns[row].position: names[changed["Means"]]
        for row, changed in edits.items()
        if row < len(columns) and changed.get("Means") in names
    }
    taken = {*said.values(), *(c.meaning for c in plan.columns if c.position not in said)}
    for column in plan.unsure:
        free = column.proposed and (column.proposed not in taken or column.proposed in JOINED)
        if column.position not in said and free:
            said[column.position] = column.proposed
            taken.add(column.proposed)
    return plan.with_columns(said) if said else plan


def _names(plan: SheetPlan) -> dict[str, str]:
    """Return what each label of the select box stands for; each label is there once."""
    names = {NOT_READ: ""}
    for name, label in plan.meanings.items():
        names[label if label not in names else f"{label} ({name})"] = name
    for column in plan.columns:  # attributes: a meaning of this file alone
        for name in (column.meaning, column.proposed):
            if name and name not in names.values():
                names[name.replace("_", " ")] = name
    return names


def as_corrected(plans: Sequence[SheetPlan], files: str) -> tuple[SheetPlan, ...]:
    """Return the plans as they were corrected in the tables."""
    found: dict[acts.SheetKey, SheetPlan] = {}
    for group in alike(plans):
        edits = state.edits(_key(group[0], files))
        found |= {acts.key_of(plan): corrected(plan, edits) for plan in group}
    return tuple(found.get(acts.key_of(plan), plan) for plan in plans)


def _key(plan: SheetPlan, files: str) -> str:
    """Return a key that changes when the proposals do: edits are told by row."""
    told = [(c.header, c.meaning, c.proposed, c.sure) for c in in_order(plan)]
    digest = sha256(repr((plan.file, plan.sheet, plan.table, told)).encode()).hexdigest()
    return f"means_{files}_{digest[:12]}"


def meanings(plans: Sequence[SheetPlan], changed: Sequence[SheetPlan], files: str) -> None:
    """Show the columns of every sheet that is read; ``changed`` are the plans as corrected."""
    now = {acts.key_of(plan): plan for plan in changed}
    for group in alike(plans):
        plan = group[0]
        title = escaped(meanings_title(plan, len(group)))
        opened = bool(plan.unsure or plan.missing)
        with st.expander(title, expanded=opened, icon=":material/table_chart:"):
            _doubts(plan, now[acts.key_of(plan)])
            _table(plan, _key(plan, files))
            left_out(plan, files)
            _keep(now[acts.key_of(plan)], _key(plan, files))


def _doubts(plan: SheetPlan, changed: SheetPlan) -> None:
    """Say why some columns should be looked at; names may stand in the reasons."""
    hide = state.selection().hide_names
    doubts = [f"{column.header}: {column.reason}" for column in plan.unsure if not hide]
    doubts = doubts[:MOST_DOUBTS]
    doubts += [f"{c.header}: {told}" for c in plan.columns if not hide and (told := _read_as(c))]
    if changed.missing:
        doubts.append(f"No column tells the {' and the '.join(changed.missing)}. Which one does?")
    if doubts:
        st.text("\n".join(doubts))


def _read_as(column: ColumnPlan) -> str:
    """Return how a column's own words or days are read, which its reason says last."""
    if not column.sure:
        return ""
    at = [column.reason.find(mark) for mark in ("Read as:", "Left out:", "Days without a year:")]
    found = [place for place in at if place >= 0]
    return column.reason[min(found) :] if found else ""


def _table(plan: SheetPlan, key: str) -> None:
    hide = state.selection().hide_names
    labels = {name: label for label, name in _names(plan).items()}
    shown = shown_cells(state.selection())
    table = pd.DataFrame(
        [
            {
                "Column": column.header,
                "Means": labels[column.meaning or column.proposed],
                "": "" if column.sure else CHECK,
                "For example": " · ".join(shown(example, column) for example in column.examples),
                "Why": HIDDEN if hide else column.reason,
            }
            for column in in_order(plan)
        ]
    )
    st.data_editor(
        table,
        key=key,
        hide_index=True,
        disabled=["Column", "", "Why", "For example"],
        column_config={
            "Means": st.column_config.SelectboxColumn(options=list(labels.values()), required=True),
            "": st.column_config.TextColumn(width="small"),
            "For example": st.column_config.TextColumn(width="medium"),
            "Why": st.column_config.TextColumn(width="large"),
        },
    )


def _keep(plan: SheetPlan, key: str) -> None:
    """Offer to keep what the columns mean for the next file of this kind."""
    with st.popover("Keep these meanings", icon=":material/bookmark_add:", type="tertiary"):
        st.write("The next file with these headers is then understood at once.")
        name = st.text_input("Name", value=Path(plan.file).stem, key=f"name_{key}").strip()
        if st.button("Keep", key=f"keep_{key}", disabled=not name):
            acts.save(state.logbook_path(), name, plan)
            st.rerun()
        if name:
            st.download_button(
                "Download for the command line",
                mapping_of(plan, name).to_json(),
                f"{name}.json",
                "application/json",
                key=f"json_{key}",
                on_click="ignore",
                help="For: onward import --map FILE",
            )


def saved_meanings(saved: Sequence[SavedMapping], book: Path) -> None:
    """List the meanings that were kept, each to be forgotten."""
    if not saved:
        return
    with st.expander(f"Meanings that were kept: {len(saved)}", icon=":material/bookmark:"):
        for mapping in saved:
            read = sum(bool(meaning) for _, meaning in mapping.columns)
            with st.container(horizontal=True, vertical_alignment="center"):
                told = f"{mapping.name} · {TABLES[mapping.table]} · {counted(read, 'column')}"
                st.text(told, width="stretch")
                if st.button("Forget", key=f"forget_{mapping.name}", icon=":material/delete:"):
                    acts.forget(book, mapping.name)
                    st.rerun()
