"""Two windows on one record: both versions side by side, and the person chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard.components.people import literal
from dashboard.text import grid as words
from dashboard.text.log import LABELS
from data.entering.conflicts import Conflict, ConflictError, merged
from data.entering.saving import Edit

__all__ = ["ask_which_version", "chosen_fields"]

_MINE, _THEIRS = "mine", "theirs"


@st.dialog("Somebody else has changed this in the meantime", width="large")
def ask_which_version(
    error: ConflictError, changes: Sequence[Edit], save: Callable[[list[Edit]], None]
) -> None:
    """Show both versions of each row; ``save`` is handed the edits as chosen."""
    st.write("Nothing was saved yet. Choose what is to stand, field by field.")
    chosen = list(changes)
    for conflict in error.conflicts:
        chosen[conflict.place] = _chosen(conflict, changes[conflict.place])
    if st.button("Save what was chosen", type="primary", key="conflict_save"):
        save([e for e in chosen if e.read != e.wanted])


def _chosen(conflict: Conflict, edit: Edit) -> Edit:
    st.text(words.problem_row(dict(conflict.read)))
    if conflict.theirs is None:
        return _deleted_by_them(conflict)
    theirs = dict(conflict.theirs)
    if edit.wanted is None:
        keeps = st.checkbox("Delete it all the same", key=f"conflict_{conflict.place}")
        return Edit(theirs, None if keeps else theirs)
    return Edit(theirs, merged(conflict, chosen_fields(conflict, str(conflict.place))))


def _deleted_by_them(conflict: Conflict) -> Edit:
    again = st.checkbox(
        "It was deleted: enter it anew, as I have it", key=f"conflict_{conflict.place}"
    )
    mine = {n: str(v) for n, v in conflict.mine.items() if n != "interview_id"}
    return Edit(None, mine) if again and mine else Edit(None, None)


def chosen_fields(conflict: Conflict, key: str) -> list[str]:
    """Show mine and theirs of every field that differs; return those of which mine is chosen.

    What only the other window has changed stands as theirs unless chosen otherwise.
    """
    mine = []
    for name in conflict.fields:
        versions = {
            _MINE: words.version(name, conflict.mine[name]),
            _THEIRS: words.version(name, (conflict.theirs or {}).get(name)),
        }
        picked = st.radio(
            LABELS.get(name, name),
            list(versions),
            index=0 if conflict.changed_by_me(name) else 1,
            format_func=_named(versions),
            horizontal=True,
            key=f"conflict_{key}_{name}",
        )
        if picked == _MINE:
            mine.append(name)
    return mine


def _named(versions: dict[str, str]) -> Callable[[str], Any]:
    return lambda which: f"{'Mine' if which == _MINE else 'Theirs'}: {literal(versions[which])}"
