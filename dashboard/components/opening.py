"""Opening a person: from a table, a chart, a link or a search, with what is looked at kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import state
from dashboard.components.people import literal

__all__ = ["Kind", "name_buttons", "open_person", "open_seeker", "opens_named", "person_link"]

Kind = Literal["seeker", "contact"]

_ICONS: dict[Kind, str] = {"seeker": ":material/hiking:", "contact": ":material/person:"}
_TITLES: dict[Kind, str] = {"seeker": "Seeker", "contact": "Contact"}


def open_seeker(person_id: str) -> None:
    """Go to the page of a seeker; as-of date, cohorts and hidden names stay as they are."""
    open_person(person_id, "seeker")


def open_person(person_id: str, kind: Kind) -> None:
    """Go to the page of a person as a seeker or as a contact; with names hidden, offer a link.

    Switching leaves steps in the browser's history that lack what the sidebar chose, so that the
    way back would show names for a moment. A link leaves none.
    """
    if state.selection().hide_names:
        person_link("Open this person", person_id, kind)
        return
    st.switch_page(_page_of(kind), **state.person_in_url(person_id))


def name_buttons(key: str, *, width: int | None = None) -> Any:  # noqa: ANN401  # no public type
    """Return how a column of names is shown: each is a button. See :func:`opens_named`."""
    return st.column_config.ButtonColumn(
        type="secondary",
        alignment="left",
        key=key,
        width=width,
        help="Press a name to open the page of that person.",
    )


def opens_named(key: str, ids: Sequence[object], kind: Kind) -> None:
    """Open the person whose name was pressed in a table with :func:`name_buttons`, if one was.

    ``ids``: the person_id of each row in the order of the table, blank where it is nobody's.
    """
    pressed = state.said(key)
    who = None if pressed is None else ids[pressed["row"]]
    if isinstance(who, str):
        open_person(who, kind)


def person_link(label: str, person_id: str, kind: Kind) -> None:
    """Show a link to the page of a person; ``label`` is text from data, shown as it is."""
    st.page_link(
        _page_of(kind),
        label=literal(label),
        icon=_ICONS[kind],
        **state.person_in_url(person_id),
    )


def _page_of(kind: Kind) -> StreamlitPage:
    # Known by its URL alone: the app, which imports every page, has the one that is shown.
    return st.Page(_elsewhere, title=_TITLES[kind], url_path=kind)


def _elsewhere() -> None:
    """Stand for a page of the app, which is found by its URL."""
