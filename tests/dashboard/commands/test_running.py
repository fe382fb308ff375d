"""A second call finds the dashboard that runs; `stop` ends it."""

import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from dashboard.commands import running
from dashboard.commands.running import Running, announced, found_running, free_port
from tests.dashboard.commands.books import call
from tests.running import healthy


@pytest.fixture
def own_data(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


def test_a_dashboard_is_announced_while_it_runs_and_not_after(own_data, monkeypatch):
    monkeypatch.setattr(running, "_answers", lambda _: True)
    book = own_data / "log.duckdb"
    assert found_running(book) is None
    with announced(book, 8600):
        assert found_running(book) == Running(os.getpid(), 8600)
        assert found_running(own_data / "other.duckdb") is None
    assert found_running(book) is None


@pytest.mark.parametrize(
    "said",
    ["", "no json", "[]", "{}", '{"pid": "x", "port": 1}', '{"pid": 1, "port": 8501}',
     '{"pid": -5, "port": 8501}', '{"pid": 999999999, "port": 8501}', '{"pid": 5, "port": 99999}'],
)  # fmt: skip
def test_what_is_left_of_another_day_is_not_believed(own_data, said):
    file = running._file(own_data / "log.duckdb")
    file.parent.mkdir(parents=True)
    file.write_text(said)
    assert found_running(own_data / "log.duckdb") is None
    assert json.loads(call("stop", "--logbook", own_data / "log.duckdb", "--json").stdout) == {
        "ended": False
    }


def test_a_living_process_that_serves_nothing_is_not_believed_and_not_ended(own_data):
    with announced(own_data / "log.duckdb", free_port()):
        assert found_running(own_data / "log.duckdb", patience=0) is None
        assert "No dashboard" in call("stop", "--logbook", own_data / "log.duckdb").stdout


def test_a_free_port_is_one_that_nobody_has(monkeypatch):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setattr(running, "_FIRST_PORT", taken.getsockname()[1])
        assert free_port() != taken.getsockname()[1]
        monkeypatch.setattr(running, "_PORTS", 1)
        with pytest.raises(running.OnwardError, match="No port"):
            free_port()


def test_a_second_call_finds_the_first_and_stop_ends_it(own_data, onward, onward_command):
    """One real dashboard: started, found, ended."""
    book = own_data / "log.duckdb"
    env = {**os.environ, "XDG_DATA_HOME": str(own_data / "data")}
    words = [*onward_command, "--logbook", str(book), "--no-browser"]
    first = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while (found := found_running(book, patience=0)) is None and time.monotonic() < end:
            time.sleep(0.2)
        assert found is not None
        assert found.pid == first.pid
        assert healthy(found.url)
        # A second click: the same address, and no second server.
        said = onward(
            "--logbook", book, "--no-browser", env={"XDG_DATA_HOME": env["XDG_DATA_HOME"]}
        )
        assert (said.returncode, found.url in said.stdout) == (0, True)
        assert "ended" in call("stop", "--logbook", book).stdout
        assert first.wait(timeout=30) is not None
        assert not healthy(found.url)
        assert found_running(book) is None
    finally:
        first.kill()
        first.wait()
