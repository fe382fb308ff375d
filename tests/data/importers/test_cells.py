from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers import cells
from data.importers.cells import CellError, clean


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\x00"])
def test_the_apostrophe_that_export_puts_before_a_formula_is_taken_away(start):
    assert clean(f"'{start}x")[0] == (start + "x").strip().strip("\x00")


def test_other_apostrophes_stay():
    assert clean("'t Hooft") == ("'t Hooft", False)
    assert clean("O'Neill") == ("O'Neill", False)


@pytest.mark.parametrize(
    "hidden", ["\u200b", "\u200d", "\ufeff", "\u2060", "\u200e", "\x07", "\u00ad"]
)
def test_invisible_characters_are_taken_away_and_told(hidden):
    assert clean(f"An{hidden}n") == ("Ann", True)


def test_visible_text_stays_as_it_is():
    text = "Zoë 李 – «née» 👩 \n second line"
    assert clean(text) == (text, False)


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#NAME?", "#DIV/0!", " #VALUE! ", "Err:502"])
def test_error_cells_cannot_be_read(error):
    with pytest.raises(CellError, match="error"):
        clean(error)


def test_a_formula_without_value_cannot_be_read():
    with pytest.raises(CellError, match="formula"):
        clean(cells.NO_VALUE)


@pytest.mark.parametrize("name", ["\u200b", "\u3164", "\u2800 \u200d", "\u115f"])
def test_a_name_nobody_can_see_is_no_name(name):
    with pytest.raises(CellError, match="no visible"):
        cells.read_name(name)


@pytest.mark.parametrize("point", [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_a_name_with_direction_overrides_is_no_name(point):
    with pytest.raises(CellError, match="direction"):
        cells.read_name(f"Ann {chr(point)}Lee")


@pytest.mark.parametrize("word", ["NA", "None", "null", "n/a"])
def test_missing_words_are_text_in_names_and_unreadable_elsewhere(word):
    assert cells.read_name(word) == cells.read_text(word) == word
    with pytest.raises(CellError):
        cells.read_whole(word, 0, 9)
    with pytest.raises(CellError):
        cells.read_choice(word, ("accepted", "declined"))
    with pytest.raises(CellError):
        cells.read_yes_no(word)


@pytest.mark.parametrize(("text", "value"), [("1", 1), ("1440", 1440), ("30.0", 30), ("+5", 5)])
def test_whole_numbers(text, value):
    assert cells.read_whole(text, 1, 1440) == value


@pytest.mark.parametrize(
    "text", ["0", "1441", "-3", "1.5", "30 min", "1,000", "٣٠", "\uff13", "1e3", "9" * 5000, ""]
)
def test_what_is_no_number_of_minutes(text):
    with pytest.raises(CellError):
        cells.read_whole(text, 1, 1440)


def test_digits_other_than_ascii_are_named_as_the_reason():
    with pytest.raises(CellError, match="digits other than"):
        cells.read_whole("٣٠", 1, 1440)


@pytest.mark.parametrize("text", ["yes", "Y", "TRUE", "1", "x", "X"])
def test_yes(text):
    assert cells.read_yes_no(text) is True


@pytest.mark.parametrize("text", ["no", "N", "False", "0"])
def test_no(text):
    assert cells.read_yes_no(text) is False


@pytest.mark.parametrize("text", ["In person", "in_person", "IN-PERSON", "inperson"])
def test_choices_match_as_headers_do(text):
    assert cells.read_choice(text, ("in_person", "phone")) == "in_person"


@pytest.mark.parametrize(
    "address", ["ann@example.org", "o'neill@x.co", "a.b+c@d-e.org", "ü@bücher.de", "a@b.test"]
)
def test_addresses_are_kept_as_written(address):
    assert cells.read_email(address) == address


@pytest.mark.parametrize(
    "text",
    ["a@b.org; c@d.org", "a@b.org, c@d.org", "Ann <a@b.org>", "ann", "a@", "@b.org", "a@localhost",
     "a b@c.org", "a@b..org", "a@b.org\n", "none"],
)  # fmt: skip
def test_what_is_not_exactly_one_address(text):
    with pytest.raises(CellError):
        cells.read_email(text)


def test_names_given_are_names_or_none_or_a_number():
    read = cells.read_names_or_number
    assert read("Ann; Bob ;", 0, 200) == (["Ann", "Bob"], 2)
    assert read("None", 0, 200) == read("0", 0, 200) == ([], 0)
    assert read("12", 0, 200) == (None, 12)
    for text in ("201", "-1", "1.5", ";", "2026-03-04", "٣"):
        with pytest.raises(CellError):
            read(text, 0, 200)


@given(st.text())
def test_no_text_breaks_a_reader(text):
    for read in (
        clean,
        cells.read_name,
        cells.read_email,
        cells.read_yes_no,
        cells.read_names,
        lambda t: cells.read_whole(t, 0, 9),
        lambda t: cells.read_choice(t, ("a", "b")),
        lambda t: cells.read_names_or_number(t, 0, 9),
    ):
        with suppress(CellError):
            read(text)


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    try:
        once = clean(text)[0]
        twice = clean(once)[0]
    except CellError:
        return
    assert twice == once or once.startswith("'")
