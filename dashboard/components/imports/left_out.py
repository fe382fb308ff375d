"""Rows that look like totals or headers again are left out; a person may want them read."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.components.imports.hiding import HIDDEN
from dashboard.text.pictures import counted
from data.importers.plan import SheetPlan

__all__ = ["left_out", "with_kept_rows"]


def _key(plan: SheetPlan, files: str) -> str:
    return f"kept_{files}_{plan.file}_{plan.sheet}"


def with_kept_rows(plan: SheetPlan, files: str) -> SheetPlan:
    """Return the plan with the rows that are to be read after all."""
    there = {left.row for left in plan.left_out}
    for row in state.said(_key(plan, files)) or ():
        if row in there:
            plan = plan.keeping(row)
    return plan


def left_out(plan: SheetPlan, files: str) -> None:
    """Tell which rows are left out and why, and let them be read."""
    if not plan.left_out:
        return
    hide = state.selection().hide_names
    told = {
        left.row: f"row {left.row}: {HIDDEN if hide else left.text[:60]} ({left.why})"
        for left in plan.left_out
    }
    rows = counted(len(told), "row")
    st.multiselect(
        f"{rows} below the headers {'is' if len(told) == 1 else 'are'} left out. Read after all:",
        list(told),
        format_func=told.__getitem__,
        placeholder="; ".join(told.values())[:120],
        key=_key(plan, files),
    )
