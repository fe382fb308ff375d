"""Logbooks made once; read them, copy them before writing."""

from pathlib import Path

import pytest

from tests.dashboard.commands.books import call, sheets


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Path:
    """Three requests of Sam's in North, one of Rae's in South."""
    folder = tmp_path_factory.mktemp("small")
    book = folder / "small.duckdb"
    said = call("import", sheets(folder / "log"), "--logbook", book, "--as-of", "2026-03-31")
    assert said.exit_code == 0, said.output
    return book


@pytest.fixture(scope="session")
def sample_book(tmp_path_factory) -> Path:
    book = tmp_path_factory.mktemp("sample-book") / "sample.duckdb"
    said = call("sample", book)
    assert said.exit_code == 0, said.output
    return book


@pytest.fixture(scope="session")
def empty(tmp_path_factory) -> Path:
    from data.logbook import open_logbook

    return open_logbook(tmp_path_factory.mktemp("empty") / "empty.duckdb", create=True).path
