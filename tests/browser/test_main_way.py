"""The main way through: one's own tracker in, the referral map out, and back again."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TRACKER = """seeker,contact name,held on,referred by,names given,thanked
Mara Lind,Ann Okoro,2026-09-01,,Bo Reyes; Cleo Marsh,yes
Mara Lind,Bo Reyes,2026-09-14,Ann Okoro,Dan Volk,no
Mara Lind,Dan Volk,2026-09-28,Bo Reyes,none,2026-09-29
Mara Lind,Eve Stone,2026-13-01,,none,yes
"""


def upload(page, name, text):
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(file)


def test_from_a_tracker_to_the_map_and_back(visit, start_dashboard, tmp_path):
    window = visit(start_dashboard(tmp_path / "own.duckdb"))
    page = window.open()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This logbook is empty. Three ways to begin:"
    )
    page.get_by_role("link", name="Import", exact=False).first.click()
    upload(page, "tracker.csv", TRACKER)
    expect(page.get_by_role("heading", level=1)).to_have_text("3 of 4 rows are ready; 1 needs you.")
    expect(page.get_by_role("heading", name="What needs you")).to_be_visible()
    page.get_by_role("button", name="Take the 3 good rows").click()
    expect(page.get_by_text("Done: 3 new rows, 1 left out.")).to_be_visible()

    page.get_by_role("link", name="Reach").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We have met 3 people")
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()

    page.get_by_role("link", name="Import", exact=False).first.click()
    page.get_by_role("button", name="Take this import back").click()
    expect(page.get_by_text("Done: 3 new rows, 1 left out.")).to_have_count(0)
    page.get_by_role("link", name="Reach").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This logbook is empty. Three ways to begin:"
    )


def test_the_selection_is_in_the_address_and_can_be_sent(visit, sample_dashboard):
    window = visit(sample_dashboard)
    page = window.open("reach?cohorts=Spring+Tide+2026&as_of=2026-08-03&hide_names=true")
    expect(page.get_by_role("heading", level=1)).to_contain_text("We have met")
    expect(page.get_by_text("Spring Tide 2026").first).to_be_visible()
    page.get_by_role("link", name="This week").click()
    window.settle()
    assert "cohorts=Spring" in page.url
    assert "as_of=2026-08-03" in page.url


def test_the_sample_opens_from_an_empty_logbook(visit, start_dashboard, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    window = visit(start_dashboard(tmp_path / "empty.duckdb"))
    page = window.open()
    page.get_by_role("button", name="Open the sample").click()
    expect(page.get_by_text("Sample, invented people")).to_be_visible()
    # It stays the sample on every page, and the address says so.
    for name, heading in (("Seekers", "have started"), ("This week", "Start with these")):
        page.get_by_role("link", name=name, exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        assert "logbook=sample" in page.url


def test_the_first_page_can_be_sent_by_its_name(visit, sample_dashboard):
    page = visit(sample_dashboard).open("this-week")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Start with these")
    assert page.get_by_text("Page not found").count() == 0
