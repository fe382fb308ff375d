"""Every notebook runs from top to bottom on the sample and shows what it says."""

import jupytext
import pytest
from nbclient import NotebookClient

from tests.house import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))


def run(path, logbook, monkeypatch):
    monkeypatch.setenv("ONWARD_LOGBOOK", str(logbook))
    notebook = jupytext.read(path)
    place = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources=place).execute()
    return notebook


def shown(notebook) -> set[str]:
    """Kinds of what the cells show."""
    outputs = (out for cell in notebook.cells for out in cell.get("outputs", []))
    return {kind for out in outputs for kind in out.get("data", {})}


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_runs_and_ends_each_section_with_something_to_see(
    path, sample_file, monkeypatch
):
    notebook = run(path, sample_file, monkeypatch)
    assert {"text/plain", "text/html"} <= shown(notebook)
    last_of_section = sections(notebook)
    assert [cell.source for cell in last_of_section if not cell.outputs] == []


def sections(notebook) -> list:
    """The last code cell before each next text."""
    pairs = zip(notebook.cells, [*notebook.cells[1:], None], strict=True)
    return [
        cell
        for cell, following in pairs
        if cell.cell_type == "code" and (following is None or following.cell_type == "markdown")
    ]


def test_notebooks_are_stored_without_output():
    assert list((ROOT / "notebooks").glob("*.ipynb")) == []
