"""What each file is: its table, its header row, and whose log it is; all of it can be corrected."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.acts import Asked, SheetKey, key_of
from dashboard.components.imports.left_out import with_kept_rows
from dashboard.text.imports import CANNOT, DATE_ORDERS, LEAVE_OUT, TABLES, escaped, named
from data.importers.plan import SheetPlan

__all__ = ["as_said", "asked", "sheets_key", "sheets_table", "who_and_when"]

MOST_QUESTIONS = 4
"""With more sheets that do not say whose they are, the table takes the answers."""

_LABELS = {label: table for table, label in TABLES.items()}
_HEADER_ROWS = re.compile(r"\D*(\d{1,7})(?:\D+(\d{1,7}))?\D*")
_AS_TOLD = "as its column says"


def sheets_key(files: str) -> str:
    """Return the key of the table for these files."""
    return f"sheets_{files}"


def asked(
    plans: Sequence[SheetPlan], edits: Mapping[int, Mapping[str, Any]]
) -> dict[SheetKey, Asked]:
    """Return what was said of sheets as a whole, from what was edited in the table."""
    said = {}
    for row, changed in edits.items():
        if row >= len(plans) or not {"Taken for", "Headers in row"} & set(changed):
            continue
        plan = plans[row]
        label = changed.get("Taken for")
        table = "" if label == LEAVE_OUT else _LABELS.get(label or "")
        rows = _header_rows(changed.get("Headers in row"))
        said[key_of(plan)] = Asked(table, rows)
    return said


def _header_rows(text: object) -> tuple[int, ...]:
    """Return one or two rows of headers from what was typed; none if that says no row.

    >>> _header_rows("4"), _header_rows("4–5"), _header_rows("four"), _header_rows("9-2")
    ((4,), (4, 5), (), ())
    """
    found = _HEADER_ROWS.fullmatch(str(text or "").strip())
    if found is None:
        return ()
    first, last = int(found[1]), int(found[2] or found[1])
    return tuple(range(first, last + 1)) if 0 < first <= last <= first + 1 else ()


def sheets_table(plans: Sequence[SheetPlan], files: str) -> None:
    """Show what each sheet is taken for; the table, the header row and the seeker are corrected."""
    table = pd.DataFrame([_line(plan) for plan in plans])
    unread = [CANNOT] if any(plan.refused for plan in plans) else []
    st.data_editor(
        table,
        key=sheets_key(files),
        hide_index=True,
        disabled=["File", "Rows", "Why", *([] if _in_table(plans) else ["Whose log"])],
        column_config={
            "Taken for": st.column_config.SelectboxColumn(
                options=[LEAVE_OUT, *TABLES.values(), *unread], required=True
            ),
            "Headers in row": st.column_config.TextColumn(
                help="The row of the file that names the columns; 4–5 when they take two lines."
            ),
            "Why": st.column_config.TextColumn(width="large"),
        },
    )


def _line(plan: SheetPlan) -> dict[str, object]:
    refused = plan.refused is not None
    taken = LEAVE_OUT if not plan.use or not plan.table else TABLES[plan.table]
    why = plan.refused.reason if plan.refused else plan.why
    if plan.mapping:
        why = f"Recognized by the saved meanings “{plan.mapping}”."
    return {
        "File": named(plan.file, plan.sheet),
        "Taken for": CANNOT if refused else taken,
        "Rows": "" if refused else f"{plan.rows:,}",
        "Headers in row": "–".join(map(str, plan.header_rows)),
        "Whose log": _whose(plan),
        "Why": why,
    }


def _whose(plan: SheetPlan) -> str:
    if plan.refused is not None or not plan.use or not plan.table:
        return ""
    return plan.seeker if plan.seeker or plan.asks_seeker else _AS_TOLD


def _asking(plans: Sequence[SheetPlan]) -> list[SheetPlan]:
    return [plan for plan in plans if plan.refused is None and plan.asks_seeker]


def _in_table(plans: Sequence[SheetPlan]) -> bool:
    """Whether the table takes the answers to whose log it is."""
    return len(_asking(plans)) > MOST_QUESTIONS


def who_and_when(plans: Sequence[SheetPlan], files: str) -> None:
    """Ask whose log it is, and for the order of dates, where the files do not say."""
    whose = [] if _in_table(plans) else _asking(plans)
    open_dates = any(plan.asks_date_order for plan in plans if plan.refused is None and plan.use)
    if not whose and not open_dates:
        return
    places = iter(st.columns(max(2, len(whose) + open_dates)))
    for plan in whose:
        question = "Whose log is this?"
        if len([other for other in plans if other.use]) > 1:
            question = f"Whose log is “{named(plan.file, plan.sheet)}”?"
        next(places).text_input(
            escaped(question),
            value=plan.seeker,
            key=_whose_key(plan, files),
            placeholder="name or e-mail",
            help=f"No column says so. {plan.seeker_why}",
        )
    if open_dates:
        next(places).selectbox(
            "Is 03/04/2026 in April or in March?",
            ["DMY", "MDY"],
            format_func=DATE_ORDERS.__getitem__,
            index=None,
            placeholder="day first, or month first?",
            key=_order_key(files),
            help="No date in the file decides it.",
        )


def _whose_key(plan: SheetPlan, files: str) -> str:
    return f"whose_{files}_{plan.file}_{plan.sheet}"


def _order_key(files: str) -> str:
    return f"date_order_{files}"


def as_said(plans: Sequence[SheetPlan], files: str) -> tuple[SheetPlan, ...]:
    """Return the plans with the seekers and the order of dates that were said."""
    edits = state.edits(sheets_key(files))
    order = state.said(_order_key(files)) or ""
    return tuple(
        _one_as_said(plan, edits.get(row, {}), files, order) for row, plan in enumerate(plans)
    )


def _one_as_said(plan: SheetPlan, changed: Mapping[str, Any], files: str, order: str) -> SheetPlan:
    if plan.refused is not None:
        return plan
    plan = with_kept_rows(plan, files)
    if order and plan.asks_date_order:
        plan = plan.with_date_order(order)
    if not plan.asks_seeker:
        return plan
    whose = changed.get("Whose log", state.said(_whose_key(plan, files)))
    given = plan.with_seeker(plan.seeker if whose is None else str(whose))
    return replace(given, seeker_why=plan.seeker_why) if given.seeker == plan.seeker else given
