"""What is handed out to a seeker: one page of their own, readable anywhere, nothing of others.

No comparison, no rate, no note unless it is wished for. One HTML file with no address in it: it
opens without a network, and every text from the log is escaped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from dashboard.charts.palette import LIGHT
from dashboard.charts.template import SANS, SERIF
from dashboard.text.pictures import day

__all__ = ["Handout", "handout"]

_STYLE = (
    f"body{{font:15px/1.5 {SANS};color:{LIGHT.ink};background:#fff;max-width:54em;margin:2em auto;"
    "padding:0 1em}"
    f"h1,h2{{font-family:{SERIF};font-weight:600;line-height:1.25}}h1{{font-size:1.6em}}"
    "h2{font-size:1.15em;margin:1.8em 0 .4em}table{border-collapse:collapse;width:100%}"
    f"th,td{{text-align:left;vertical-align:top;padding:.3em .8em .3em 0;border-bottom:1px solid"
    f" {LIGHT.grid}}}th{{font-weight:600;color:{LIGHT.quiet}}}td:first-child{{white-space:nowrap}}"
    f".quiet{{color:{LIGHT.quiet}}}tr{{break-inside:avoid}}"
    "@media print{body{margin:0;max-width:none}}"
)


@dataclass(frozen=True, slots=True)
class Handout:
    """What stands on the page: a sentence, and tables under their titles; empty ones are left out.

    ``svg``: a picture drawn by this house, not by data.
    """

    name: str
    sentence: str
    as_of: dt.date
    tables: Sequence[tuple[str, pd.DataFrame]]
    svg: str = ""


def handout(page: Handout) -> bytes:
    """Return the page as HTML in UTF-8."""
    tables = "".join(_table(title, rows) for title, rows in page.tables if len(rows))
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(page.name)}</title><style>{_STYLE}</style></head><body>"
        f'<h1>{escape(page.sentence)}</h1><p class="quiet">As of {day(page.as_of)}</p>'
        f"{page.svg}{tables}</body></html>"
    )
    return text.encode()


def _table(title: str, rows: pd.DataFrame) -> str:
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in rows.columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(_cell(cell))}</td>' for cell in row)}</tr>"
        for row in rows.itertuples(index=False)
    )
    whole = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f"<h2>{escape(title)}</h2><table>{whole}</table>"


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return ""
    return day(value.date()) if isinstance(value, pd.Timestamp) else f"{value}"
