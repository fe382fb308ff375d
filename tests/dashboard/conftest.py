"""Logbooks that pages are shown of."""

from pathlib import Path

import pytest
import streamlit as st

from data.sample.logbook import make_sample_logbook
from tests.dashboard.looking import NOW, imported, tracker


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Path:
    """The sample's logbook. Read it only."""
    path = tmp_path_factory.mktemp("sample") / "sample.duckdb"
    numbers = iter(range(10**6))
    make_sample_logbook(path, now=NOW, new_id=lambda: f"{next(numbers):08d}")
    return path


@pytest.fixture(scope="session")
def six_columns(tmp_path_factory) -> Path:
    """The logbook of a tracker with six columns. Read it only."""
    return imported(tmp_path_factory.mktemp("tracker"), tracker()).path


@pytest.fixture
def show(monkeypatch):
    """Choose the logbook that the dashboard opens."""

    def chosen(path: Path) -> None:
        monkeypatch.setenv("ONWARD_LOGBOOK", str(path))

    return chosen


@pytest.fixture(scope="session", autouse=True)
def forget_caches():
    """Leave no cached log behind."""
    yield
    st.cache_resource.clear()
