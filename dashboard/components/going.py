"""Going to another page of the dashboard, with what is looked at kept."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from dashboard import state

__all__ = ["go_to"]


def go_to(url_path: str) -> NoReturn:
    """Go to the page with that path; as-of date, cohorts and hidden names stay as they are."""
    st.switch_page(st.Page(_elsewhere, title=url_path, url_path=url_path), **state.kept_in_url())


def _elsewhere() -> None:
    """Stand for a page of the app, which is found by its URL."""
