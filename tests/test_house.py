"""The habits that no linter can keep alone."""

import ast
import socket
import subprocess
import sys
import tomllib
from contextlib import closing

import pytest

from dashboard.charts.palette import contrast, palette
from tests.house import FLOORS, ROOT, modules
from tests.running import free_port, running, wait_until_healthy

# What is said by name in one place only, and where that is.
ONE_PLACE = {
    "session_state": ("dashboard/state.py",),
    "query_params": ("dashboard/state.py",),
    "cache_data": ("dashboard/cached.py",),
    "cache_resource": ("dashboard/cached.py",),
    "unsafe_allow_html": (),
}
CLOCKS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("Timestamp", "now"),
    ("Timestamp", "today"),
}
ASKS_THE_CLOCK = ("dashboard/commands", "dashboard/state.py")


def names_in(tree: ast.AST) -> set[str]:
    """Every attribute, imported name and keyword that the code says."""
    said = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    said |= {node.name for node in ast.walk(tree) if isinstance(node, ast.alias)}
    return said | {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) if node.arg}


def clocks_in(tree: ast.AST) -> set[str]:
    return {
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (ast.unparse(node.value).rpartition(".")[2], node.attr) in CLOCKS
    }


@pytest.fixture(params=modules())
def module(request) -> tuple[str, ast.Module]:
    return request.param, ast.parse((ROOT / request.param).read_text(encoding="utf-8"))


def test_what_has_one_place_is_nowhere_else(module):
    name, tree = module
    allowed = {word for word, places in ONE_PLACE.items() if name.startswith(places or ("-",))}
    assert names_in(tree) & set(ONE_PLACE) - allowed == set()


def test_nothing_below_the_commands_asks_the_clock(module):
    name, tree = module
    if not name.startswith(ASKS_THE_CLOCK):
        assert clocks_in(tree) == set()


def test_the_detectors_detect():
    bad = ast.parse(
        "import datetime as d\nfrom streamlit import session_state\n"
        "d.date.today()\nst.markdown(x, unsafe_allow_html=True)\nst.query_params['a']"
    )
    assert names_in(bad) >= {"session_state", "unsafe_allow_html", "query_params"}
    assert clocks_in(bad) == {"d.date.today"}


def test_a_file_is_a_word_of_the_field():
    empty_words = {"utils", "util", "helpers", "common", "misc", "results"}
    parts = {part.removesuffix(".py") for name in modules() for part in name.split("/")}
    assert parts & empty_words == set()


def test_the_dashboard_folder_shadows_no_floor():
    """Streamlit puts the script's folder first on the path: dashboard/data.py would be `data`."""
    inside = {path.stem for path in (ROOT / "dashboard").iterdir()}
    assert inside & set(FLOORS) == set()


def test_the_settings_keep_the_dashboard_at_home():
    path = ROOT / "dashboard" / ".streamlit" / "config.toml"
    settings = tomllib.loads(path.read_text(encoding="utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["maxUploadSize"] == 20
    assert settings["server"]["enableCORS"] is True
    assert settings["server"]["enableXsrfProtection"] is True
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["client"]["showErrorLinks"] is False
    assert list(ROOT.glob(".streamlit/*")) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_and_charts_are_of_one_paper(theme):
    path = ROOT / "dashboard" / ".streamlit" / "config.toml"
    settings = tomllib.loads(path.read_text(encoding="utf-8"))["theme"][theme]
    color = palette(theme)
    assert settings["backgroundColor"] == color.paper
    assert settings["secondaryBackgroundColor"] == color.raised
    assert settings["textColor"] == color.ink
    assert contrast(settings["primaryColor"], "#FFFFFF") >= 4.5  # WCAG 2.2, 1.4.3: button text
    assert contrast(settings["primaryColor"], color.paper) >= 3  # WCAG 2.2, 1.4.11: button
    assert settings["borderColor"] == color.grid
    assert settings["sidebar"]["backgroundColor"] == color.raised


def answers(host: str, port: int) -> bool:
    with closing(socket.socket()) as caller:
        caller.settimeout(5)
        return caller.connect_ex((host, port)) == 0


def assert_only_this_address(port: int) -> None:
    # A server on every interface answers on all of 127.0.0.0/8; one on 127.0.0.1 only there.
    assert answers("127.0.0.1", port)
    assert not answers("127.0.0.2", port)


def test_onward_listens_to_this_machine_only(onward_command, tmp_path):
    with running(onward_command, tmp_path / "new.duckdb", tmp_path) as dashboard:
        assert_only_this_address(int(dashboard.url.rpartition(":")[2]))


def test_streamlit_run_from_anywhere_listens_to_this_machine_only(tmp_path, monkeypatch):
    monkeypatch.setenv("ONWARD_LOGBOOK", str(tmp_path / "new.duckdb"))
    port, log = free_port(), tmp_path / "log"
    app = str(ROOT / "dashboard" / "app.py")
    words = [sys.executable, "-m", "streamlit", "run", app, "--server.headless=true"]
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [*words, f"--server.port={port}"], cwd=tmp_path, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", process, log)
            assert_only_this_address(port)
        finally:
            process.kill()
            process.wait()
