"""Type-ahead on people: a few letters, at most twelve matches, or somebody new."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from analysis.directory import find_people
from dashboard import cached
from dashboard.components.people import distinct, literal
from data.entering.hosts import known_to
from data.logbook import Logbook

__all__ = ["NEW", "choose_person"]

NEW = "new"


def choose_person(book: Path, label: str, key: str, *, seekers: bool) -> tuple[str, str]:
    """Offer the search; return id and name of who was chosen, id :data:`NEW` for somebody new.

    Both are empty until something is typed. Everybody is found, seekers or contacts first.
    """
    typed = st.text_input(label, key=f"{key}_typed", live=True, placeholder="a few letters").strip()
    if not typed:
        return "", ""
    found, total = find_people(cached.directory_of(book), typed, most=None)
    wanted = "seeker" if seekers else "contact"
    found = found.assign(other=found["kind"] != wanted).sort_values("other", kind="stable")
    people = found.drop_duplicates("person_id").head(12).to_dict("records")
    if seekers:
        people = [p for p in people if not p["other"]] or people
    names = {p["person_id"]: str(p["name"]) for p in people}
    told = _entries(book, people)
    exact = [i for i, name in names.items() if name.casefold() == typed.casefold()]
    options = [*names, NEW]
    chosen = st.radio(
        f"Who is it? {label}",
        options,
        index=options.index(exact[0]) if exact else 0 if len(typed) > 1 and names else len(names),
        format_func=lambda i: f"Somebody new: {literal(typed)}" if i == NEW else told[i],
        key=f"{key}_chosen_{typed}",
        label_visibility="collapsed",
    )
    if total > len(people):
        st.caption(f"{total} people fit: type more to see the others.")
    return chosen, typed if chosen == NEW else names[chosen]


def _entries(book: Path, people: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return how each person is listed: no two alike, for a choice is known by its words."""
    shown = {p["person_id"]: _entry(p) for p in people}
    alike = [i for i, text in shown.items() if list(shown.values()).count(text) > 1]
    asked_by = known_to(Logbook(book).read, alike) if alike else {}
    for person_id, seekers in asked_by.items():
        shown[person_id] += f" (asked by {seekers})"
    return dict(zip(shown, map(literal, distinct(shown.values())), strict=True))


def _entry(person: dict[str, Any]) -> str:
    where = person["organization"]
    return f"{person['name']}, {where}" if isinstance(where, str) and where else str(person["name"])
