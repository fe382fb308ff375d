"""Seconds from a click in the navigation until a page can be used, and where they go.

`python -m tests.benchmarks.measure_browser LOGBOOK [--times 5]` prints, for the first opening and
for each page of the navigation: the median of the seconds in the browser, once with nothing cached
(another as-of date) and once cached, and the CPU seconds of the dashboard's process meanwhile.
Every single time is printed as it is taken.
"""

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page

from data.logbook import open_logbook
from tests.browser.routes import SETTLED, chromium, follow, links
from tests.browser.screenshots import board_on

__all__ = ["Took", "measured"]

PATIENCE = 300_000


@dataclass(frozen=True, slots=True)
class Took:
    """How long a page took: in the browser, and of the dashboard's CPU."""

    page: str
    how: str
    seconds: float
    cpu: float


class Watch:
    """A stopwatch for the wall and for one process."""

    def __init__(self, process: int) -> None:
        self.process = process
        self.start, self.used = time.perf_counter(), self.cpu()

    def cpu(self) -> float:
        fields = Path(f"/proc/{self.process}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100

    def stop(self, page: str, how: str) -> Took:
        took = Took(page, how, time.perf_counter() - self.start, self.cpu() - self.used)
        print(f"  {page}, {how}: {took.seconds:.2f} s, CPU {took.cpu:.2f} s", flush=True)
        return took


def process_at(url: str) -> int:
    """The process that listens at the address: the one whose command names its port."""
    port = url.rpartition(":")[2]
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if b"--port" in words and port.encode() in words:
                return int(folder.name)
    raise LookupError(url)


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("h1", timeout=PATIENCE)
    page.wait_for_selector(SETTLED, timeout=PATIENCE)


def measured(logbook: Path, times: int) -> list[Took]:
    """Every opening, click by click."""
    newest = open_logbook(logbook).log().newest_entry
    took: list[Took] = []
    with (
        tempfile.TemporaryDirectory() as scratch,
        board_on(logbook, Path(scratch), None) as board,
        chromium() as browser,
    ):
        process = process_at(board.url)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        watch = Watch(process)
        opened(page, board.at())
        took.append(watch.stop("first opening", "first"))
        count = links(page).count()
        paths = links(page).evaluate_all("links => links.map(one => new URL(one.href).pathname)")
        for place in [*range(1, count), 0]:  # what the first visit of each page imports and draws
            watch = Watch(process)
            follow(page, links(page).nth(place))
            took.append(watch.stop(_name(paths[place]), "first"))
        for turn in range(times):
            for place in range(count):
                # Another day: nothing of it has been asked; the page before is another one.
                day = newest - timedelta(days=1 + turn * count + place)
                other = (place + 1) % count
                opened(page, board.at(f"{paths[other].strip('/')}?as_of={day}"))
                for how in ("another day", "seen before"):
                    watch = Watch(process)
                    follow(page, links(page).nth(place))
                    took.append(watch.stop(_name(paths[place]), how))
                    follow(page, links(page).nth(other))
    return took


def _name(path: str) -> str:
    return path.strip("/") or "this-week"


def table(took: list[Took]) -> str:
    lines = [f"{'page':16s}{'':14s}{'browser':>9s}{'slowest':>9s}{'CPU':>8s}"]
    for name, how in dict.fromkeys((one.page, one.how) for one in took):
        mine = [one for one in took if (one.page, one.how) == (name, how)]
        seconds = [one.seconds for one in mine]
        cpu = statistics.median(one.cpu for one in mine)
        told = f"{statistics.median(seconds):7.2f} s{max(seconds):7.2f} s{cpu:6.2f} s"
        lines.append(f"{name:16s}{how:14s}{told}")
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("logbook", type=Path)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    print(table(measured(asked.logbook, asked.times)))
