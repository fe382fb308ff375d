"""What every test may ask for."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.running import Dashboard, running

THOROUGH = os.environ.get("ONWARD_THOROUGH") == "1"
ROOT = Path(__file__).parents[1]

# Two shared cores: a slow example is no failure. `make check` looks harder than `make test`.
# Where changes land (`CI` is set) examples are the same each time: what nobody touched does not
# fail there; it is found on desks, where they are drawn anew. More of the same ones would find
# nothing more from change to change, so that only `make check` on a desk tries more.
REPEATED = "CI" in os.environ
COMMON = {
    "deadline": None,
    "derandomize": REPEATED,
    "database": None,
    "print_blob": True,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
settings.register_profile("test", max_examples=20, **COMMON)
settings.register_profile("check", max_examples=30, **COMMON)
settings.load_profile("check" if THOROUGH and not REPEATED else "test")


@pytest.fixture(scope="session")
def thorough() -> bool:
    """Whether this is `make check`: more kills, more examples."""
    return THOROUGH


@pytest.fixture(scope="session")
def onward_command() -> list[str]:
    """The installed command, as a person calls it."""
    return [str(Path(sys.executable).with_name("onward"))]


@pytest.fixture(scope="session")
def onward(onward_command) -> Callable[..., subprocess.CompletedProcess]:
    """Run `onward` with these words in a process of its own and give back what it said."""

    def run(*words: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None):
        return call([*onward_command, *map(str, words)], env or {}, cwd)

    return run


def call(words: Sequence[str], env: dict[str, str], cwd: Path | None):
    return subprocess.run(
        words,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200", **env},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="session")
def sample_file(onward, tmp_path_factory) -> Path:
    """The sample's logbook, made once by the command. Read it; copy it before writing to it."""
    path = tmp_path_factory.mktemp("sample") / "sample.duckdb"
    said = onward("sample", path)
    assert said.returncode == 0, said.stderr
    return path


@pytest.fixture(scope="session")
def start_dashboard(onward_command, tmp_path_factory) -> Iterator[Callable[[Path], Dashboard]]:
    """Start a dashboard on a logbook; all are ended with the session."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("dashboards")
        yield lambda logbook: stack.enter_context(running(onward_command, logbook, folder))


@pytest.fixture(scope="session")
def sample_dashboard(start_dashboard, sample_file) -> Dashboard:
    return start_dashboard(sample_file)


@pytest.fixture
def empty_dashboard(onward_command, tmp_path) -> Iterator[Dashboard]:
    """A dashboard on a logbook that does not exist yet."""
    with running(onward_command, tmp_path / "new.duckdb", tmp_path) as dashboard:
        yield dashboard
