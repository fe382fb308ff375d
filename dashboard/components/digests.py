"""Digests: one text per seeker of what waits with them, to download or to copy.

Nothing is sent: the advisor hands them out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analysis.figures import Figures
from analysis.waiting import with_people
from dashboard.text.digests import digest

__all__ = ["digest_of", "digests", "digests_zip"]

Lists = Mapping[str, pd.DataFrame]

_IN_A_DIGEST = ("thanks", "names", "news")
_NOT_IN_A_FILE_NAME = re.compile(r"[^\w\- ']+")
_LONGEST = 80


def digests(figures: Figures, lists: Lists, *, names_hidden: bool) -> None:
    """Offer the digests of all seekers as one file, and each to be copied."""
    lists = {key: lists[key] for key in _IN_A_DIGEST}
    seekers = _seekers(lists)
    with st.container(horizontal=True, vertical_alignment="center"):
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
            help="Digests carry names: show names first." if names_hidden else None,
        )
        if len(seekers) and not names_hidden:
            _one(figures, lists, seekers)
    st.caption(
        "One text for each seeker, as files to download. Nothing is sent: you hand them out."
    )


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
    name = figures.people["name"].get(seeker)
    return _digest(str(name) if isinstance(name, str) else "", figures, mine)


def digests_zip(figures: Figures, lists: Lists) -> bytes:
    """Return the digests of all seekers with whom something waits: a text file for each."""
    told = {
        key: dict(list(with_people(rows, figures).groupby("seeker_id")))
        for key, rows in lists.items()
    }
    file = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for seeker in _seekers(lists):
            mine = {key: rows[seeker] for key, rows in told.items() if seeker in rows}
            name = next(str(rows["seeker"].iloc[0]) for rows in mine.values())
            text = _text(name, figures, mine)
            # One day for all: equal logs give equal files.
            entry = zipfile.ZipInfo(_file_name(name, taken), (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, text.replace("\n", "\r\n").encode("utf-8-sig"))
    return file.getvalue()


def _digest(name: str, figures: Figures, mine: Lists) -> str:
    return _text(name, figures, {key: with_people(rows, figures) for key, rows in mine.items()})


def _text(name: str, figures: Figures, mine: Lists) -> str:
    rows = {key: frame.to_dict("records") for key, frame in mine.items()}
    return digest(name or "unnamed", figures.log.as_of, **rows)


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
