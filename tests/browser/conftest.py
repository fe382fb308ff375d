"""A browser that may not leave this machine, for the dashboards that tests/conftest.py starts."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from tests.browser.chromium import ARGUMENTS, HOW_TO_GET, find_chromium
from tests.browser.routes import SETTLED
from tests.running import Dashboard

PATIENCE = 60  # seconds; a loaded machine is slow, and no test here is about speed
HOME = {"127.0.0.1", "localhost"}


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.fail(HOW_TO_GET)
    expect.set_options(timeout=PATIENCE * 1000)
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
