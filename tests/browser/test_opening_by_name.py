"""A name that is pressed in a table opens that person, however the table is sorted."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ROW = 35  # pixels of a row, the titles too


def press(page, table, row):
    """Press the name in a row that is shown, of which the first column has the names."""
    name = table.locator(f"td#glide-cell-0-{row}").inner_text()
    box = table.locator("canvas").first.bounding_box()
    page.mouse.click(box["x"] + 40, box["y"] + ROW * (row + 1) + ROW / 2)
    return name


def test_a_name_opens_the_seeker_however_the_roster_is_sorted(visit, sample_dashboard):
    window = visit(sample_dashboard, viewport={"width": 1280, "height": 900})
    page = window.open("seekers?cohorts=Spring+Tide+2026")
    table = page.get_by_test_id("stDataFrame").first
    expect(table.locator("td#glide-cell-0-3")).to_be_attached()
    as_made = table.locator("td#glide-cell-0-3").inner_text()
    box = table.locator("canvas").first.bounding_box()
    page.mouse.click(box["x"] + 40, box["y"] + ROW / 2)  # by name
    expect(table.locator("td#glide-cell-0-3")).not_to_have_text(as_made)
    name = press(page, table, 3)
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    assert "cohorts=Spring" in page.url
    window.settle()  # a page that is still being made would be put back in its place
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("have started")
