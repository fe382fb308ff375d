"""Every page of a dashboard: those in the navigation, and one seeker's and one contact's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from data.logbook import open_logbook
from tests.browser.chromium import ARGUMENTS, find_chromium

__all__ = ["SETTLED", "chromium", "follow", "links", "persons", "routes"]

SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"


INTERACTIVE = f"""before => {{
    const title = document.querySelector("h1");
    return title && title.innerText !== before && document.querySelector("{SETTLED}") !== null;
}}"""


def links(page: Page) -> Locator:
    """The links of the navigation."""
    found = page.get_by_test_id("stSidebarNavLink")
    expect(found.first).to_be_visible()
    return found


def follow(page: Page, link: Locator) -> None:
    """Click a link of the navigation, and wait until the page it leads to can be used."""
    before = page.locator("h1").first.inner_text()
    link.click()
    page.wait_for_function(INTERACTIVE, arg=before, polling=20)


def routes(page: Page, logbook: Path) -> list[str]:
    """Paths of every page; `page` shows one of them."""
    shown = links(page).evaluate_all("links => links.map(link => new URL(link.href).pathname)")
    return [*(path.strip("/") for path in shown), *persons(logbook)]


def persons(logbook: Path) -> list[str]:
    """The page of a seeker who has met people, and of the contact who met most seekers."""
    asked = open_logbook(logbook).log().whole("interviews")
    held = asked[asked["held_on"].notna()]
    if held.empty:
        return []
    seekers = held.groupby("contact_id")["seeker_id"].nunique()
    busiest = held.groupby("seeker_id").size().sort_values(kind="stable").index[-1]
    contact = seekers.sort_values(kind="stable").index[-1]
    return [f"seeker?person={quote(busiest)}", f"contact?person={quote(contact)}"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, for scripts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()
