"""Digests: one text per seeker of what waits with them, to download or to copy.

Nothing is sent: the advisor hands them out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from analysis.figures import Figures
from analysis.waiting import with_people
from dashboard.text.digests import digest

__all__ = ["digest_of", "digests", "digests_zip"]

Lists = Mapping[str, pd.DataFrame]

_IN_A_DIGEST = ("thanks", "names", "news")
_TOLD = ["rule", "seeker_id", "contact", "organization", "through", "about", "opened_on"]
_NOT_IN_A_FILE_NAME = re.compile(r"[^\w\- ']+")
_LONGEST = 80
_WHAT = "One text for each seeker, as files to download. Nothing is sent: you hand them out."


def digests(figures: Figures, lists: Lists, *, names_hidden: bool) -> None:
    """Offer the digests of all seekers as one file, and each to be copied."""
    lists = {key: lists[key] for key in _IN_A_DIGEST}
    seekers = _seekers(lists)
    st.download_button(
        "Prepare the digests",
        lambda: digests_zip(figures, lists),
        f"digests-{figures.log.as_of.isoformat()}.zip",
        "application/zip",
        key="digests",
        icon=":material/drafts:",
        on_click="ignore",
        type="primary",
        disabled=names_hidden or not len(seekers),
        help="Digests carry names: show names first." if names_hidden else _WHAT,
    )
    if len(seekers) and not names_hidden:
        _one(figures, lists, seekers)


def _one(figures: Figures, lists: Lists, seekers: pd.Index) -> None:
    known = figures.people["name"].reindex(seekers).fillna("unnamed")
    with st.popover("Copy one digest", icon=":material/content_copy:"):
        chosen = st.selectbox(
            "Seeker",
            list(known.sort_values().index),
            index=None,
            format_func=lambda seeker: str(known[seeker]),
            placeholder="type to search",
            key="digest_of",
        )
        if chosen:
            st.code(digest_of(chosen, figures, lists), language=None, wrap_lines=True)


def digest_of(seeker: str, figures: Figures, lists: Lists) -> str:
    """Return the digest of one seeker."""
    mine = {key: rows[rows["seeker_id"] == seeker] for key, rows in lists.items()}
    return _texts(figures, mine, pd.Index([seeker]))[0][1]


def digests_zip(figures: Figures, lists: Lists) -> bytes:
    """Return the digests of all seekers with whom something waits: a text file for each."""
    file = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _texts(figures, lists, _seekers(lists)):
            # One day for all: equal logs give equal files.
            entry = zipfile.ZipInfo(_file_name(name, taken), (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, text.replace("\n", "\r\n").encode("utf-8-sig"))
    return file.getvalue()


def _texts(figures: Figures, lists: Lists, seekers: pd.Index) -> list[tuple[str, str]]:
    """Return name and digest of each of these seekers."""
    told = {key: _by_seeker(with_people(rows, figures)) for key, rows in lists.items()}
    names = pd.Series(figures.of_people(seekers, "name")).fillna("unnamed")
    return [
        (name, digest(name, figures.log.as_of, **{key: told[key].get(i, []) for key in told}))
        for i, name in zip(seekers, names, strict=True)
    ]


def _by_seeker(rows: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows[_TOLD].to_dict("records"):
        found.setdefault(row["seeker_id"], []).append(row)
    return found


def _seekers(lists: Lists) -> pd.Index:
    """Seekers with whom something waits, those who wait for longest first."""
    ids = pd.concat([rows["seeker_id"] for rows in lists.values()])
    return pd.Index(ids.drop_duplicates().array)


def _file_name(name: str, taken: set[str]) -> str:
    """Return a file name of its own for a person: letters of every script, no path."""
    plain = _NOT_IN_A_FILE_NAME.sub(" ", name)
    stem = " ".join(plain.split())[:_LONGEST].strip() or "unnamed"
    free, number = stem, 1
    while free.casefold() in taken:
        number += 1
        free = f"{stem} {number}"
    taken.add(free.casefold())
    return f"{free}.txt"
