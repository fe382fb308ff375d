"""A calendar file that calendar programs take in."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import NotAllowedError
from data.exported_calendar import CalendarEntry, calendar_text, export_calendar

NOW = dt.datetime(2026, 3, 1, 9)
DAY = dt.date(2026, 3, 2)


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def value_of(line):
    plain = line.split(":", 1)[1].replace("\\\\", "\0")
    for escaped, character in (("\\n", "\n"), ("\\;", ";"), ("\\,", ",")):
        plain = plain.replace(escaped, character)
    return plain.replace("\0", "\\")


# What a calendar cannot hold is not in the log: control characters are taken away at import.
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\n"), max_size=300))
def test_every_text_comes_back_and_no_line_is_too_long(title):
    text = calendar_text([CalendarEntry("k", DAY, title, title)], now=NOW)
    lines = unfolded(text)
    for start in ("SUMMARY:", "DESCRIPTION:") if title else ("SUMMARY:",):
        (line,) = [line for line in lines if line.startswith(start)]
        assert value_of(line) == title
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_entries_are_in_order_and_keep_their_identity():
    later, sooner = CalendarEntry("b", DAY, "B"), CalendarEntry("a", dt.date(2026, 3, 1), "A")
    lines = unfolded(calendar_text([later, sooner], now=NOW))
    assert [line for line in lines if line.startswith("SUMMARY")] == ["SUMMARY:A", "SUMMARY:B"]
    names = [line for line in lines if line.startswith("UID")]
    moved = calendar_text([CalendarEntry("b", dt.date(2026, 5, 1), "B again")], now=NOW)
    assert names[1] in unfolded(moved)
    assert names[0] != names[1]


def test_a_file_is_written_once(tmp_path):
    path = export_calendar([CalendarEntry("k", DAY, "Zoë")], tmp_path / "x.ics", now=NOW)
    assert "SUMMARY:Zoë\r\n".encode() in path.read_bytes()
    with pytest.raises(NotAllowedError, match="nothing is overwritten"):
        export_calendar([], path, now=NOW)
    assert [p.name for p in tmp_path.iterdir()] == ["x.ics"]
