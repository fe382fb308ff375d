"""The only place of caches: what is read and worked out once per revision and selection.

Keys are the logbook's file, its stamp (which changes with every act that wrote) and the selection.
What is cached is never changed by a page: logs are immutable, frames are copied on write.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from analysis.credit import Credit, credit
from analysis.directory import Directory, directory
from analysis.figures import Figures
from dashboard.acts import Asked, Cells, Reading, SheetKey, Upload, planned, read
from dashboard.charts.map_data import MapData
from dashboard.charts.palette import Theme
from dashboard.charts.questions import MapPictures, map_of, map_pictures
from dashboard.state import Selection, today
from data.importers.past import PastImport, past_imports
from data.importers.plan import SheetPlan
from data.importers.saved_mappings import Mapping as SavedMapping
from data.importers.saved_mappings import saved_mappings
from data.log import Log
from data.logbook import Logbook, Stamp, open_logbook

__all__ = [
    "answer_of",
    "directory_of",
    "figures_of",
    "key_of_files",
    "log_of",
    "map_data_of",
    "map_pictures_of",
    "past_imports_of",
    "plans_of",
    "reading_of",
    "saved_meanings_of",
]

_Key = tuple[str, Stamp]
T = TypeVar("T")


def key_of(path: Path) -> _Key:
    """Return the file and its stamp, asked of the file system alone."""
    return str(path), Logbook(path).stamp()


def log_of(path: Path) -> Log:
    """Return the whole log of a logbook as it stands now."""
    return _log(*key_of(path))


def figures_of(path: Path, selection: Selection) -> Figures:
    """Return the figures of a logbook for a selection."""
    return _figures(*key_of(path), selection.as_of, selection.cohorts, selection.advisor)


def directory_of(path: Path) -> Directory:
    """Return everybody of a logbook, ready to be searched."""
    return _directory(*key_of(path))


def answer_of(
    question: Callable[..., T], path: Path, selection: Selection, *words: str | float
) -> T:
    """Return what a question of :mod:`analysis` answers of a selection; never change the answer.

    ``question`` is a public function of figures, and of ``words`` where it takes any (numbers as
    well); it is known
    by its module and name.
    """
    name = f"{question.__module__}.{question.__qualname__}"
    as_of, cohorts, advisor = selection.as_of, selection.cohorts, selection.advisor
    answer: T = _answer(*key_of(path), as_of, cohorts, advisor, name, words, question)
    return answer


def map_data_of(path: Path, selection: Selection) -> MapData:
    """Return what the referral map of a selection shows."""
    return _map(
        *key_of(path),
        selection.as_of,
        selection.cohorts,
        selection.advisor,
        selection.hide_names,
    )


def map_pictures_of(path: Path, selection: Selection, theme: Theme) -> MapPictures:
    """Return the referral map of a selection, drawn; there is at least one meeting in it."""
    as_of, cohorts, advisor = selection.as_of, selection.cohorts, selection.advisor
    return _pictures(*key_of(path), as_of, cohorts, advisor, selection.hide_names, theme)


@st.cache_resource(max_entries=2, show_spinner="Reading the logbook …")
def _log(path: str, stamp: Stamp) -> Log:  # noqa: ARG001  # the stamp is part of the key
    if not Path(path).exists():  # made by the first act that writes
        return Log.from_frames({}, path=Path(path))
    return open_logbook(path).log()


@st.cache_resource(max_entries=2, show_spinner="Finding out who led to whom …")
def _credit(path: str, stamp: Stamp) -> Credit:
    return credit(_log(path, stamp))


@st.cache_resource(max_entries=2, show_spinner=False)
def _directory(path: str, stamp: Stamp) -> Directory:
    return directory(_log(path, stamp))


@st.cache_resource(max_entries=16, show_spinner=False)
def _figures(
    path: str, stamp: Stamp, as_of: dt.date, cohorts: tuple[str, ...], advisor: str
) -> Figures:
    log = _log(path, stamp).at(as_of=as_of, cohorts=cohorts, advisor=advisor)
    return Figures(log, credited=_credit(path, stamp))


@st.cache_resource(max_entries=64, show_spinner="Counting …")
def _answer(  # the parts of a key
    path: str,
    stamp: Stamp,
    as_of: dt.date,
    cohorts: tuple[str, ...],
    advisor: str,
    name: str,  # noqa: ARG001  # part of the key, in place of the question
    words: tuple[str | float, ...],
    _question: Callable[..., Any],
) -> Any:  # noqa: ANN401  # whatever the question answers
    return _question(_figures(path, stamp, as_of, cohorts, advisor), *words)


@st.cache_resource(max_entries=16, show_spinner="Drawing the map …")
def _map(  # the parts of a key
    path: str,
    stamp: Stamp,
    as_of: dt.date,
    cohorts: tuple[str, ...],
    advisor: str,
    hide_names: bool,  # noqa: FBT001
) -> MapData:
    return map_of(_figures(path, stamp, as_of, cohorts, advisor), hide_names=hide_names)


@st.cache_resource(max_entries=16, show_spinner="Drawing the map …")
def _pictures(  # the parts of a key
    path: str,
    stamp: Stamp,
    as_of: dt.date,
    cohorts: tuple[str, ...],
    advisor: str,
    hide_names: bool,  # noqa: FBT001
    theme: Theme,
) -> MapPictures:
    return map_pictures(_map(path, stamp, as_of, cohorts, advisor, hide_names), theme=theme)


def plans_of(
    path: Path, uploads: Sequence[Upload], asked: Mapping[SheetKey, Asked]
) -> tuple[SheetPlan, ...]:
    """Return what each sheet of the files is taken for."""
    return _plans(*key_of(path), key_of_files(uploads), repr(sorted(asked.items())), uploads, asked)


def reading_of(
    path: Path, uploads: Sequence[Upload], plans: Sequence[SheetPlan], cells: Cells
) -> Reading:
    """Return what importing the files would do, and what the log could then answer."""
    said = sha256(repr((plans, sorted(cells.items()))).encode()).hexdigest()
    return _reading(*key_of(path), key_of_files(uploads), said, today(), uploads, plans, cells)


def past_imports_of(path: Path) -> tuple[PastImport, ...]:
    """Return the imports of a logbook, newest first."""
    return _past_imports(*key_of(path))


def saved_meanings_of(path: Path) -> tuple[SavedMapping, ...]:
    """Return the meanings of columns that were kept."""
    return _saved_meanings(*key_of(path))


def key_of_files(uploads: Sequence[Upload]) -> str:
    """Return a key of the files: their names and contents."""
    told = [(upload.name, upload.digest) for upload in uploads]
    return sha256(repr(told).encode()).hexdigest()[:16]


@st.cache_resource(max_entries=8, show_spinner="Finding out what the files are …")
def _plans(  # the parts of a key, and what is read
    path: str,
    stamp: Stamp,  # noqa: ARG001
    files: str,  # noqa: ARG001
    said: str,  # noqa: ARG001
    _uploads: Sequence[Upload],
    _asked: Mapping[SheetKey, Asked],
) -> tuple[SheetPlan, ...]:
    return planned(Path(path), _uploads, _asked)


@st.cache_resource(max_entries=6, show_spinner="Reading the files …")
def _reading(  # the parts of a key, and what is read
    path: str,
    stamp: Stamp,  # noqa: ARG001
    files: str,  # noqa: ARG001
    said: str,  # noqa: ARG001
    day: dt.date,  # noqa: ARG001
    _uploads: Sequence[Upload],
    _plans: Sequence[SheetPlan],
    _cells: Cells,
) -> Reading:
    return read(Path(path), _uploads, _plans, _cells)


@st.cache_resource(max_entries=2, show_spinner=False)
def _past_imports(path: str, stamp: Stamp) -> tuple[PastImport, ...]:  # noqa: ARG001
    return past_imports(open_logbook(path)) if Path(path).exists() else ()


@st.cache_resource(max_entries=2, show_spinner=False)
def _saved_meanings(path: str, stamp: Stamp) -> tuple[SavedMapping, ...]:  # noqa: ARG001
    return saved_mappings(open_logbook(path)) if Path(path).exists() else ()
