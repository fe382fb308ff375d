"""Entering in a browser: a conversation typed and undone; two windows on one person."""

import pytest
from playwright.sync_api import expect

from tests.dashboard.looking import imported, tracker

pytestmark = pytest.mark.browser


@pytest.fixture
def own(tmp_path, start_dashboard):
    return start_dashboard(imported(tmp_path, tracker()).path)


def found(page, label, typed, name):
    """Type a few letters and wait until the person is among the matches, chosen."""
    page.get_by_label(label, exact=True).fill(typed)
    expect(page.get_by_role("radio", name=name, exact=False).first).to_be_checked()


def test_a_conversation_is_typed_and_undone(visit, own):
    window = visit(own)
    page = window.open("log?as_of=2026-03-20")
    expect(page.get_by_role("heading", level=1)).to_contain_text("5 requests")
    page.get_by_text("Quick form", exact=True).click()
    found(page, "Who asked (seeker)", "sam", "Sam Sole")
    page.get_by_label("Whom (contact)", exact=True).fill("Fay Fir")
    expect(page.get_by_role("radio", name="Somebody new: Fay Fir")).to_be_checked()
    page.get_by_label("Names given", exact=True).fill("Gus Gum")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("6 requests")
    page.get_by_role("button", name="Undo", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("5 requests")


def correct(window, organization):
    """Open Bob Birch for correcting, and type his organization without saving."""
    page = window.open("log?as_of=2026-03-20")
    page.get_by_text("more: people", exact=False).click()
    found(page, "Whom to correct", "bob", "Bob Birch")
    page.get_by_label("Organization", exact=True).fill(organization)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save the correction")).to_be_enabled()
    return page


def test_two_windows_on_one_person_the_second_is_shown_both_and_chooses(visit, own):
    first, second = correct(visit(own), "First Firm"), correct(visit(own), "Second Firm")
    first.get_by_role("button", name="Save the correction").click()
    expect(first.get_by_text("Person corrected.")).to_be_visible()
    second.get_by_role("button", name="Save the correction").click()
    expect(second.get_by_text("Somebody else has changed this", exact=False)).to_be_visible()
    expect(second.get_by_text("Mine: Second Firm")).to_be_visible()
    expect(second.get_by_text("Theirs: First Firm")).to_be_visible()
    second.get_by_text("Mine: Second Firm").click()
    second.get_by_role("button", name="Save what was chosen").click()
    expect(second.get_by_text("Person corrected.")).to_be_visible()
