"""Where logbooks are when nobody says: one rule for the dashboard and the command line."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

__all__ = ["LOGBOOK", "own_logbook_path", "running_folder", "sample_path"]

LOGBOOK = "ONWARD_LOGBOOK"
"""The variable of the environment that names the office's own logbook."""


def own_logbook_path() -> Path:
    """Return the office's own logbook: named by the environment, else in the user's data folder."""
    named = os.environ.get(LOGBOOK)
    return Path(named).expanduser() if named else _folder() / "logbook.duckdb"


def sample_path() -> Path:
    """Return the sample's logbook, which is never the office's own."""
    return _folder() / "sample.duckdb"


def running_folder() -> Path:
    """Return the folder that says which dashboards are running."""
    return _folder() / "running"


def _folder() -> Path:
    return Path(platformdirs.user_data_dir("onward", appauthor=False))
