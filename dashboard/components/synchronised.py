"""A word on every page when the logbook lies in a folder that is copied to other machines."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from dashboard.synchronised import synchronised_warning

__all__ = ["warn_of_synchronised_folder"]


def warn_of_synchronised_folder(logbook: Path) -> None:
    """Warn in the sidebar when a service seems to copy the logbook's folder."""
    if told := synchronised_warning(logbook, os.environ):
        st.sidebar.warning(told, icon=":material/cloud_sync:")
