"""A real dashboard in a process of its own, and a browser that may not leave this machine."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.browser.chromium import HOW_TO_GET, find_chromium

PATIENCE = 60  # seconds; a loaded machine is slow, and no test here is about speed
HOME = {"127.0.0.1", "localhost"}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"


@dataclass(frozen=True, slots=True)
class Dashboard:
    """One running dashboard."""

    url: str
    logbook: Path

    def at(self, path: str = "") -> str:
        return f"{self.url}/{path.removeprefix('/')}"


@dataclass(slots=True)
class Visitor:
    """A browser window, and every address outside this machine that it asked for."""

    page: Page
    dashboard: Dashboard
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str = "") -> Page:
        self.page.goto(self.dashboard.at(path))
        return self.settle()

    def settle(self) -> Page:
        """Wait until the page has been computed."""
        self.page.wait_for_selector(SETTLED)
        return self.page


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:  # noqa: S310 http
            return answer.status == 200
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def wait_until_healthy(url: str, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not healthy(url):
        if process.poll() is not None or time.monotonic() > end:
            pytest.fail(f"the dashboard did not start:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.2)


@contextmanager
def running(command: list[str], logbook: Path, folder: Path) -> Iterator[Dashboard]:
    port = free_port()
    log = folder / f"dashboard-{port}.log"
    words = [*command, "--logbook", str(logbook), "--port", str(port), "--no-browser"]
    with log.open("w", encoding="utf-8") as out:
        # From another folder than the clone: the settings beside the app must hold there too.
        process = subprocess.Popen(
            words,
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "ONWARD_LOGBOOK": str(logbook)},
        )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_healthy(url, process, log)
            yield Dashboard(url, logbook)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.fail(HOW_TO_GET)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


def guard(context: BrowserContext, foreign: list[str]) -> None:
    """Let through what stays on this machine; stop and note everything else."""

    def decide(route: Route) -> None:
        url = route.request.url
        if urlsplit(url).hostname in HOME:
            route.continue_()
        else:
            foreign.append(url)
            route.abort()

    context.route("**/*", decide)


def foreign_icons(page: Page) -> list[str]:
    """Icons are fetched by the browser itself, past any guard: read where they would be from."""
    links = page.eval_on_selector_all("link[rel~=icon]", "links => links.map(link => link.href)")
    return [
        link
        for link in links
        if urlsplit(link).scheme in {"http", "https"} and urlsplit(link).hostname not in HOME
    ]


@pytest.fixture
def visit(browser) -> Iterator[Callable[..., Visitor]]:
    """Open a browser window on a dashboard: `visit(sample_dashboard).open("reach")`.

    Options are those of a Playwright context (`color_scheme="dark"`, `viewport=…`). When the
    test ends, no window may have asked for anything outside this machine.
    """
    visitors: list[Visitor] = []
    with ExitStack() as stack:

        def open_window(dashboard: Dashboard, **options: object) -> Visitor:
            context = browser.new_context(**options)
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE * 1000)
            visitor = Visitor(context.new_page(), dashboard)
            guard(context, visitor.foreign)
            visitors.append(visitor)
            return visitor

        yield open_window
        icons = [link for visitor in visitors for link in foreign_icons(visitor.page)]
    assert [*icons, *(url for visitor in visitors for url in visitor.foreign)] == []
