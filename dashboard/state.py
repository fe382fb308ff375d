"""The only place of session state, URL and clock: what is looked at, and which acts are under way.

The sidebar's widgets are bound to the URL, so a page with its selection can be sent as a link.
"""

from __future__ import annotations

import datetime as dt
import getpass
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from dashboard.places import own_logbook_path, sample_path
from data.errors import OnwardError
from data.log import Log

__all__ = [
    "Selection",
    "edits",
    "forget_files",
    "keep",
    "kept",
    "kept_in_url",
    "logbook_path",
    "look_at",
    "mend",
    "mended",
    "new_id",
    "now",
    "on_day",
    "own_logbook_path",
    "person",
    "person_in_url",
    "remember_act",
    "remember_report",
    "remember_trouble",
    "remembered_act",
    "remembered_report",
    "remembered_trouble",
    "said",
    "sample_path",
    "selection",
    "show_sample",
    "shows_sample",
    "start_on_day",
    "start_with_advisor",
    "theme",
    "today",
    "upload_key",
    "user",
]

_OFFERED_FOR = dt.timedelta(minutes=5)
"""How long the undoing of an act is offered where it was done; the page Log always offers it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is looked at: up to which day, which cohorts and whose seekers; and whether names show.

    ``cohorts`` are ids, none means everybody; ``advisor`` is empty for everybody.
    """

    as_of: dt.date
    cohorts: tuple[str, ...] = ()
    advisor: str = ""
    hide_names: bool = False


def today() -> dt.date:
    """The day on the office's calendar."""
    return now().date()


def now() -> dt.datetime:
    """The time at which an act is written."""
    return dt.datetime.now()  # noqa: DTZ005  # plain times in the office's zone, as in the logbook


def new_id() -> str:
    """Return an id that nobody has had before."""
    return uuid.uuid4().hex


def user() -> str:
    """Return who sits at this machine, by the system's name of the account; empty if unknown."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return ""


def logbook_path() -> Path:
    """Return the logbook that is looked at in this window."""
    return sample_path() if shows_sample() else own_logbook_path()


def shows_sample() -> bool:
    """Whether this window was switched to the sample from an empty logbook.

    The URL says so, in a link too; the session remembers it, for going to another page drops it
    from the URL.
    """
    if st.query_params.get("logbook") == "sample":
        st.session_state["logbook"] = "sample"
    return st.session_state.get("logbook") == "sample"


def show_sample(*, on: bool) -> None:
    """Switch this window to the sample, or back to the office's own logbook."""
    for key in ("as_of", "cohorts", "advisor", "logbook"):
        st.session_state.pop(key, None)
    st.query_params.clear()
    if on:
        st.query_params["logbook"] = "sample"


def start_on_day(log: Log) -> None:
    """Choose the day to begin with, unless one is chosen: today; the sample's last."""
    if "as_of" in st.session_state or "as_of" in st.query_params:
        return
    last = log.newest_entry if log.is_sample else None
    st.session_state["as_of"] = last or today()


def start_with_advisor(advisors: list[str]) -> None:
    """Take the advisor from a link by name, even where names are hidden and only initials show."""
    named = st.query_params.get("advisor")
    if "advisor" not in st.session_state and named in advisors:
        st.session_state["advisor"] = named


def on_day(day: dt.date) -> None:
    """Show every page as of that day."""
    st.session_state["as_of"] = day


def look_at(selection: Selection) -> None:
    """Remember what is looked at in this run, and have the URL say which logbook it is of."""
    st.session_state["selection"] = selection
    if shows_sample() and "logbook" not in st.query_params:
        st.query_params["logbook"] = "sample"


def selection() -> Selection:
    """Return what is looked at in this run."""
    looked_at: Selection = st.session_state["selection"]
    return looked_at


def person() -> str:
    """Return the id of the person whose page is looked at; empty when the URL names nobody."""
    return str(st.query_params.get("person", ""))


def person_in_url(person_id: str) -> dict[str, Any]:
    """Return, as arguments of a link or a switch, what the URL of a person's page holds.

    What the sidebar's widgets are bound to stays there by itself, and may not be set.
    """
    return {"query_params": {**_logbook_in_url(), "person": person_id}}


def kept_in_url() -> dict[str, Any]:
    """Return, as arguments of a switch to another page, what its URL keeps of this one's."""
    return {"query_params": _logbook_in_url()}


def _logbook_in_url() -> dict[str, str]:
    return {"logbook": "sample"} if shows_sample() else {}


def theme() -> Literal["light", "dark"]:
    """Return ``light`` or ``dark``, as the browser shows it."""
    return "dark" if st.context.theme.type == "dark" else "light"


def remember_report(report: dict[str, Any] | None) -> None:
    """Keep the report of the import that was just accepted, to be told once the page is redrawn."""
    st.session_state["import_report"] = report


def remembered_report() -> dict[str, Any] | None:
    """Return the report of the last accepted import of this window, or None."""
    return st.session_state.get("import_report")


def remember_act(act: tuple[str, str]) -> None:
    """Keep the id and label of the act just saved, where and when, to offer its undoing."""
    st.session_state["act"] = (str(logbook_path()), now(), *act)


def remembered_act() -> tuple[str, str] | None:
    """Return id and label of what this window saved in this logbook a short while ago, or None."""
    book, since, *act = st.session_state.get("act", ("", now(), "", ""))
    recent = book == str(logbook_path()) and now() - since < _OFFERED_FOR
    return (act[0], act[1]) if recent else None


def remember_trouble(error: OnwardError) -> None:
    """Keep what went wrong in an act, to be told once the page is redrawn."""
    st.session_state["trouble"] = error


def remembered_trouble() -> OnwardError | None:
    """Return what went wrong since the page was last drawn, once."""
    error: OnwardError | None = st.session_state.pop("trouble", None)
    return error


def edits(key: str) -> dict[int, dict[str, Any]]:
    """Return what has been edited in a table: by row, the new value of each column."""
    held = st.session_state.get(key) or {}
    return {int(row): dict(changed) for row, changed in held.get("edited_rows", {}).items()}


def said(key: str) -> Any:  # noqa: ANN401  # whatever its widget gives
    """Return what a widget was told, or None when it was told nothing yet."""
    return st.session_state.get(key)


def mended(files: str) -> dict[tuple[str, str, int, int], str]:
    """Return the cells of these files that were mended: by file, sheet, row and column."""
    held: dict[tuple[str, str, int, int], str] = st.session_state.get("mended", {}).get(files, {})
    return dict(held)


def mend(files: str, cells: dict[tuple[str, str, int, int], str | None]) -> None:
    """Remember cells that were mended; None takes a mended cell back."""
    whole = {**mended(files), **cells}
    kept = {place: text for place, text in whole.items() if text is not None}
    st.session_state["mended"] = {files: kept}


def keep(name: str, value: object) -> None:
    """Keep something of a component between runs, such as rows as they were read; None forgets."""
    st.session_state[f"kept_{name}"] = value


def kept(name: str) -> Any:  # noqa: ANN401  # whatever was kept
    """Return what a component kept under that name, or None."""
    return st.session_state.get(f"kept_{name}")


def upload_key() -> str:
    """Return the key of the file drop: another one after every import, so that it is empty."""
    return f"files_{st.session_state.get('uploads', 0)}"


def forget_files() -> None:
    """Empty the file drop."""
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
