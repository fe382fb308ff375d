"""The grids of the page Log in a browser: rows pasted from a spreadsheet, two windows on a row."""

import pytest
from playwright.sync_api import expect

from data import open_logbook
from data.entering.rows import conversations
from tests.dashboard.looking import imported, tracker

pytestmark = pytest.mark.browser

# Three rows as Excel copies them: a line break within a cell stands in quotes, and days are as the
# program shows them. The first seeker is mistyped, the last day is none.
COPIED = (
    'Sam Sale\tFay Fir\t3/17/26\t\t"1. Gus Gum\n2. Hal Holly"\tyes\r\n'
    "Tess Tarn\tIvy Ice\t3/2/26\tAnn Ash\tnone\tn/a\r\n"
    "Tess Tarn\tJo June\ttoday\t\t1\tsent\r\n"
)
ROW, FIRST = 35, 52  # points: the height of a row, and the middle of the first one
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


@pytest.fixture(scope="module")
def own(tmp_path_factory, start_dashboard):
    return start_dashboard(imported(tmp_path_factory.mktemp("pasting"), tracker()).path)


def title(page):
    return page.get_by_role("heading", level=1)


def click(page, row, across=60):
    """Click a cell of the grid by its row from 0; the grid is a picture to the browser."""
    grid = page.get_by_test_id("stDataFrame").first
    grid.click(position={"x": across, "y": FIRST + row * ROW})


def write(page, text):
    """Write into the cell that is chosen."""
    page.keyboard.press("Enter")
    cell = page.locator("#portal textarea").first
    cell.fill(text)
    cell.press("Enter")
    page.wait_for_timeout(1000)  # the grid collects what is typed for a moment


def stored(own):
    book = open_logbook(own.logbook)
    ids = book.read("SELECT interview_id FROM interviews ORDER BY held_on DESC, interview_id")
    return conversations(book.read, ids["interview_id"].to_pylist())


def test_rows_from_a_spreadsheet_are_pasted_mended_saved_and_undone(visit, own):
    window = visit(own, **CLIPBOARD)
    page = window.open("log?as_of=2026-03-20")
    page.get_by_text("Many at once", exact=True).click()
    expect(page.get_by_text("Paste rows from a spreadsheet", exact=False)).to_be_visible()
    window.settle()
    page.evaluate("text => navigator.clipboard.writeText(text)", COPIED)
    click(page, 0)
    page.keyboard.press("Control+v")
    expect(page.get_by_text("Not saved yet: 3 new.")).to_be_visible()
    # 3/2/26 reads both ways; 3/17/26 in the same column can only have the month first.
    expect(page.get_by_text("3/2/2026 is read as 2 Mar 2026", exact=False)).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    asked = page.get_by_role("dialog")
    expect(
        asked.get_by_text("“Sam Sale” is not among the seekers yet", exact=False)
    ).to_be_visible()
    expect(asked.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    asked.get_by_text("Sam Sole", exact=True).click()
    asked.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("one cell needs you", exact=False)).to_be_visible()
    expect(page.get_by_text("This is not a date.", exact=False)).to_be_visible()
    click(page, 0)  # what it needs; then seeker, contact, day
    for key in ("ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    write(page, "18 Mar 2026")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(title(page)).to_contain_text("8 requests")
    rows = {row["contact_name"]: row for row in stored(own)}
    fay, jo = rows["Fay Fir"], rows["Jo June"]
    assert (fay["seeker"], fay["held_on"]) == ("Sam Sole", "2026-03-17")
    assert fay["names_given"] == "Gus Gum; Hal Holly"
    assert (jo["held_on"], jo["names_given"], jo["thanked"]) == ("2026-03-18", "1", "yes")
    page.get_by_role("button", name="Undo", exact=True).first.click()
    expect(title(page)).to_contain_text("5 requests")


def note_of_the_first_row(window, text):
    """Type a note into the first row that is there, without saving it."""
    page = window.open("log?as_of=2026-03-20")
    click(page, 0)
    page.keyboard.press("End")  # the last column
    write(page, text)
    expect(page.get_by_text("Not saved yet: 1 changed.")).to_be_visible()
    return page


def test_two_windows_on_one_row_the_second_is_shown_both_and_chooses(visit, own):
    first = note_of_the_first_row(visit(own), "from the first window")
    second = note_of_the_first_row(visit(own), "from the second window")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("1 conversation changed.").first).to_be_visible()
    second.get_by_role("button", name="Save", exact=True).click()
    asked = second.get_by_role("dialog")
    expect(asked.get_by_text("Mine: from the second window")).to_be_visible()
    expect(asked.get_by_text("Theirs: from the first window")).to_be_visible()
    asked.get_by_text("Theirs: from the first window").click()
    asked.get_by_text("Mine: from the second window").click()
    asked.get_by_role("button", name="Save what was chosen").click()
    expect(second.get_by_text("1 conversation changed.").first).to_be_visible()
    assert [row["notes"] for row in stored(own)].count("from the second window") == 1


def test_tables_offer_no_download_but_ours(visit, own):
    """Streamlit's own writes formulas as they are; it stays hidden above every table."""
    page = visit(own).open("seekers?as_of=2026-03-20")
    page.get_by_test_id("stDataFrame").first.hover()
    expect(page.get_by_role("button", name="Search").first).to_be_visible()
    theirs = page.locator("button[aria-label='Download as CSV']").first
    expect(theirs).to_be_attached()
    expect(theirs).to_be_hidden()
