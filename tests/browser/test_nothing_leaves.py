"""Every page, opened by a browser: no error, and nothing asked outside this machine."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def addresses_of_pages(page) -> list[str]:
    links = page.get_by_test_id("stSidebarNavLink")
    expect(links.first).to_be_visible()
    return links.evaluate_all("links => links.map(link => new URL(link.href).pathname)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_sample_opens_and_asks_nothing_outside(visit, sample_dashboard, scheme):
    window = visit(sample_dashboard, color_scheme=scheme)
    paths = addresses_of_pages(window.open())
    assert len(paths) >= 4
    for path in paths:
        page = window.open(path)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.get_by_test_id("stException")).to_have_count(0)


def test_every_page_of_an_empty_logbook_opens_and_asks_nothing_outside(visit, empty_dashboard):
    window = visit(empty_dashboard)
    for path in addresses_of_pages(window.open()):
        page = window.open(path)
        expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_guard_notices_what_would_leave(visit, sample_dashboard):
    window = visit(sample_dashboard)
    page = window.open()
    page.evaluate("fetch('http://elsewhere.invalid/x').catch(() => 0)")
    assert window.foreign == ["http://elsewhere.invalid/x"]
    window.foreign.clear()
