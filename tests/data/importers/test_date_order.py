from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers.cells import CellError
from data.importers.date_order import Day, read_date, votes_on_order

# 2026-03-05 in Arabic-Indic digits.
ARABIC = "2026-03-05".translate({ord(str(n)): 0x660 + n for n in range(10)})
DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))


@pytest.mark.parametrize(
    "text",
    ["2026-03-05", "2026/03/05", "2026.3.5", "2026-03-05 00:00:00", "2026-03-05T09:30",
     "5 Mar 2026", "05-mar-2026", "5th of March 2026", "March 5, 2026", "Mar. 5 2026",
     "5. March 2026", "2026-Mar-05", "05/03/2026", "5.3.2026", "5-3-2026"],
)  # fmt: skip
def test_ways_to_write_one_day_in_a_column_with_the_day_first(text):
    assert read_date(text, "DMY") == Day(date(2026, 3, 5))


@pytest.mark.parametrize(
    "text", ["2026-03", "2026/3", "03/2026", "March 2026", "mar 2026", "Mar-2026"]
)
def test_a_month_is_its_fifteenth_and_approximate(text):
    assert read_date(text, "MDY") == Day(date(2026, 3, 15), approximate=True)


@pytest.mark.parametrize("text", ["05/03/26", "5 Mar 26", "Mar-26", "5-3-26"])
def test_years_of_two_digits_are_not_guessed(text):
    with pytest.raises(CellError, match="two digits"):
        read_date(text, "DMY")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("1899-12-31", "before 1900"), ("March 1850", "before 1900"), ("2026-02-30", "no such day"),
     ("2026-13-01", "no such day"), ("31/04/2026", "no such day"), (ARABIC, "digits other"),
     ("46086", "not a date"), ("NA", "not a date"), ("tomorrow", "not a date"),
     ("2026", "not a date"), ("2026-03-05T09:30Z", "not a date"), ("03/25/2026", "day first"),
     ("1/2/3/2026", "not a date"), ("2026-03-05\n", "not a date")],
)  # fmt: skip
def test_what_is_no_date_says_why(text, reason):
    with pytest.raises(CellError, match=reason):
        read_date(text, "DMY")


def test_a_day_that_contradicts_the_order_is_unreadable():
    with pytest.raises(CellError, match="month first"):
        read_date("25/03/2026", "MDY")
    with pytest.raises(CellError, match="year does not come first"):
        read_date("25/03/2026", "YMD")


@given(DAYS, st.sampled_from("-/. "))
def test_what_is_written_in_an_order_is_read_in_it(day, mark):
    mark = "-" if mark == " " else mark
    assert read_date(day.isoformat(), "MDY").on == day
    for order, parts in (("DMY", (day.day, day.month)), ("MDY", (day.month, day.day))):
        text = mark.join(f"{part:02d}" for part in parts) + f"{mark}{day.year}"
        assert read_date(text, order).on == day


@given(st.lists(st.tuples(DAYS, st.booleans()), max_size=8), st.randoms())
def test_the_decision_does_not_depend_on_the_order_of_rows(days, random):
    cells = [(f"{d:%d/%m/%Y}" if day_first else f"{d:%m/%d/%Y}", 1) for d, day_first in days]
    shuffled = random.sample(cells, len(cells))
    assert votes_on_order(cells) == votes_on_order(shuffled)


@given(st.lists(DAYS, min_size=1, max_size=8))
def test_a_decided_column_is_read_back_exactly(days):
    for order, form in (("DMY", "%d/%m/{}"), ("MDY", "%m/%d/{}")):
        texts = [day.strftime(form).format(day.year) for day in days]
        decided = votes_on_order([(text, 1) for text in texts]).order
        if any(day.day > 12 for day in days):
            assert decided == order
        if decided:
            assert [read_date(t, order).on for t in texts] == days


def test_most_cells_decide_and_a_tie_decides_nothing():
    assert votes_on_order([("25/03/2026", 2), ("03/25/2026", 1)]).order == "DMY"
    assert votes_on_order([("25/03/2026", 1), ("03/25/2026", 1)]).order is None


def test_the_same_day_either_way_needs_no_order():
    assert votes_on_order([("05/05/2026", 3)]).order == "YMD"
    assert read_date("05/05/2026", "YMD") == Day(date(2026, 5, 5))


@given(st.text(max_size=20), st.sampled_from(["DMY", "MDY", "YMD"]))
def test_no_text_breaks_the_reading_of_dates(text, order):
    votes_on_order([(text, 1)])
    with suppress(CellError):
        read_date(text, order)
