"""Pictures of every page, to be looked at: `python -m tests.browser.screenshots LOGBOOK FOLDER`.

Each page in light and dark, 1280 and 1920 wide, as FOLDER/page-light-1280.png. `--pages reach gaps`
takes only these, `--widths 1280`, `--themes light` likewise, `--port 8501` uses a dashboard that
runs already. A page is as high as what it holds; the logbook is copied first, never written to.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.routes import SETTLED, chromium, routes
from tests.running import Dashboard, running

HIGHEST = 4000


def settle(page: Page) -> None:
    """Wait until the page has been computed, drawn, and stands still."""
    page.wait_for_selector(SETTLED, timeout=120_000)
    page.wait_for_timeout(1500)
    page.wait_for_selector(SETTLED, timeout=120_000)


def whole(page: Page, width: int) -> None:
    """Make the window as high as the page, which scrolls inside."""
    height = page.evaluate(
        "() => Math.max(...[...document.querySelectorAll('[data-testid=stMain]')]"
        ".map(part => part.scrollHeight))"
    )
    page.set_viewport_size({"width": width, "height": min(max(height, 800), HIGHEST)})
    page.wait_for_timeout(700)


def take(browser: Browser, board: Dashboard, folder: Path, asked: argparse.Namespace) -> None:
    for theme in asked.themes:
        context = browser.new_context(color_scheme=theme)
        page = context.new_page()
        page.goto(board.at())
        settle(page)
        for path in routes(page, board.logbook):
            name = path.split("?")[0] or "this-week"
            if asked.pages and name not in asked.pages:
                continue
            for width in asked.widths:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(board.at(path))
                settle(page)
                whole(page, width)
                file = folder / f"{name}-{theme}-{width}.png"
                page.screenshot(path=file)
                print(file)
        context.close()


@contextmanager
def board_on(logbook: Path, folder: Path, port: int | None) -> Iterator[Dashboard]:
    copy = folder / "logbook.duckdb"
    if logbook.exists():
        shutil.copy(logbook, copy)
    if port:
        yield Dashboard(f"http://127.0.0.1:{port}", copy)
        return
    command = [str(Path(sys.executable).with_name("onward"))]
    with running(command, copy, folder) as board:
        yield board


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("logbook", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", nargs="*", default=[])
    parser.add_argument("--widths", nargs="*", type=int, default=[1280, 1920])
    parser.add_argument("--themes", nargs="*", default=["light", "dark"])
    parser.add_argument("--port", type=int)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        board_on(asked.logbook, Path(scratch), asked.port) as board,
        chromium() as browser,
    ):
        take(browser, board, asked.folder, asked)


if __name__ == "__main__":
    main()
