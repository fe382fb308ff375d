"""Opening pages as a browser would, and reading all that they show."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pandas as pd
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import state
from data.importers.act import import_files
from data.logbook import Logbook, open_logbook

__all__ = [
    "PAGES",
    "TRACKER",
    "blemishes",
    "frames",
    "imported",
    "look",
    "presses",
    "tracker",
    "words",
]

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
PAGES = ("this-week", "reach", "import", "glossary")
NOW = datetime(2026, 3, 20, 9)

TRACKER = """seeker,contact_name,held_on,referred_by,names_given,thanked
Sam Sole,Ann Ash,2026-03-02,,Bob Birch; Cleo Cedar,2026-03-03
Sam Sole,Bob Birch,2026-03-09,Ann Ash,none,no
Sam Sole,Cleo Cedar,2026-03-12,Ann Ash,Dora Dogwood,
Tess Tarn,Ann Ash,2026-03-05,,1,yes
Tess Tarn,Egon Elm,2026-03-16,Ann Ash,,2026-03-16
"""


def tracker(without: str = "") -> str:
    """The six-column tracker, or five columns of it."""
    table = pd.read_csv(StringIO(TRACKER), dtype=str, keep_default_na=False)
    return table.drop(columns=[without] if without else []).to_csv(index=False)


def imported(folder: Path, text: str, seeker: str | None = None) -> Logbook:
    """A logbook of one CSV file, with ids that come in the order in which they are asked for."""
    (folder / "log.csv").write_text(text)
    book = open_logbook(folder / "log.duckdb", create=True)
    numbers = iter(range(10**6))
    report = import_files(
        book,
        [folder / "log.csv"],
        now=NOW,
        new_id=lambda: hashlib.sha256(str(next(numbers)).encode()).hexdigest()[:24],
        as_of=NOW.date(),
        seeker=seeker,
    )
    assert report.written, report.to_json()
    return book


def look(page: str, as_of: date | None = None, **url: str | list[str]) -> AppTest:
    """Open a page with this in its URL, and check that nothing was raised."""
    seen = AppTest.from_file(str(APP), default_timeout=120)
    # The public way, switch_page, knows files only; these pages are functions.
    seen._page_hash = calc_hash(page)
    for name, value in {**({"as_of": as_of.isoformat()} if as_of else {}), **url}.items():
        seen.query_params[name] = value
    seen.run()
    assert not seen.exception, [(e.value, e.stack_trace) for e in seen.exception]
    return seen


def presses(monkeypatch, key: str, row: int) -> None:
    """Let somebody press the button in this row of the column of that key."""
    said = state.said
    monkeypatch.setattr(
        state, "said", lambda name: {"row": row, "label": ""} if name == key else said(name)
    )


def _nodes(node) -> Iterator:
    for child in getattr(node, "children", {}).values():
        yield child
        yield from _nodes(child)


def frames(seen: AppTest) -> list[pd.DataFrame]:
    """Every table that is shown."""
    return [node.value for node in _nodes(seen.main) if node.type == "dataframe"]


def words(seen: AppTest, *, panel: bool = True) -> list[str]:
    """Every text that is shown, cell by cell; without the panels of how we know, if so wished."""
    found = []
    for side in (seen.main, seen.sidebar):
        for node in _outside(side, panel=panel):
            if node.type == "dataframe":
                found += [str(name) for name in node.value.columns]
                cells = [cell for row in node.value.itertuples(index=False) for cell in row]
                # A table that says what stands in a blank cell shows that, and here it is nothing.
                says_blank = node.proto.HasField("placeholder") and not node.proto.placeholder
                found += [str(cell) for cell in cells if not (says_blank and pd.isna(cell))]
                continue
            for part in ("label", "value", "body", "delta", "placeholder", "help", "options"):
                told = getattr(node, part, None)
                found += [told] if isinstance(told, str) else []
                found += [str(each) for each in told] if isinstance(told, list) else []
    return found


def _outside(node, *, panel: bool) -> Iterator:
    for child in getattr(node, "children", {}).values():
        if child.type == "popover" and not panel and _know(child):
            continue
        yield child
        yield from _outside(child, panel=panel)


def _know(popover) -> bool:
    return "how we know" in popover.proto.popover.label


def blemishes(texts: list[str]) -> list[str]:
    """Texts that show a missing value as a machine writes it."""
    return [text for text in texts if re.search(r"\b(nan|NaN|None|NaT|inf|<NA>)\b|<NA>", text)]
