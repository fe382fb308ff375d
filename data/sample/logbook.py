"""The sample in a logbook of its own, marked so that nobody takes it for real."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from data.errors import NotAllowedError
from data.importers.act import import_files
from data.logbook import Logbook, open_logbook
from data.sample import LAST_DAY, LOG_FOLDER

__all__ = ["make_sample_logbook"]


def make_sample_logbook(
    path: Path, *, now: dt.datetime, new_id: Callable[[], str], folder: Path = LOG_FOLDER
) -> Logbook:
    """Make a logbook of the sample: its files, through the importer like anybody's log.

    The file appears under its name only when it is whole. Raises ``NotAllowedError`` when there is
    one already.
    """
    if path.exists():
        raise NotAllowedError(
            "There is a file of that name already.",
            where=str(path),
            fix="Choose another name: the sample gets a logbook of its own.",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".sample-") as workshop:
        book = open_logbook(Path(workshop) / "sample.duckdb", create=True)
        import_files(book, [folder], now=now, new_id=new_id, as_of=LAST_DAY)
        with book.writing(now=now, act="sample") as writing:
            writing.insert("settings", pd.DataFrame({"setting": ["sample"], "value": ["1"]}))
        book.path.rename(path)
    return open_logbook(path)
