"""From one's own spreadsheet to the referral map and one true sentence, in few clicks."""

import pytest
from playwright.sync_api import expect

from tests.dashboard.office_files import CONVERSATIONS, one_sheet_tracker

pytestmark = pytest.mark.browser

MOST_CLICKS = 6
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Hand:
    """Counts every click; choosing a file counts as two, one to open the chooser and one in it."""

    def __init__(self, page):
        self.page = page
        self.clicks = 0

    def click(self, target):
        self.clicks += 1
        target.click()

    def choose(self, name, content):
        self.clicks += 2
        files = self.page.get_by_test_id("stFileUploader").locator("input[type=file]")
        files.set_input_files({"name": name, "mimeType": XLSX, "buffer": content})


def test_from_a_messy_workbook_to_the_map_and_one_true_sentence(visit, start_dashboard, tmp_path):
    window = visit(start_dashboard(tmp_path / "own.duckdb"))
    page = window.open()
    hand = Hand(page)
    title = page.get_by_role("heading", level=1)

    hand.click(page.get_by_role("link", name="Import", exact=False).first)
    hand.choose("tracker autumn.xlsx", one_sheet_tracker())
    expect(title).to_have_text(f"All {len(CONVERSATIONS)} rows are ready.")
    hand.click(page.get_by_role("button", name=f"Take all {len(CONVERSATIONS)} rows"))

    # Six people were met; all but Ann were named by somebody met before; Gus was not asked yet.
    expect(title).to_contain_text("We have met 6 people")
    expect(title).to_contain_text("1 door is open")
    chart = page.get_by_test_id("stPlotlyChart").first
    expect(chart).to_be_visible()
    for told in (
        "6 meetings, 2 introductions deep",
        "5 of 6 go back to an earlier meeting",
        "Ann Okoro",
    ):
        expect(chart).to_contain_text(told)
    assert hand.clicks <= MOST_CLICKS
