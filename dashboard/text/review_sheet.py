"""The sheet of a review: one page of HTML that needs nothing else, to print and to write on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from dashboard.text.pictures import counted, day

__all__ = ["OnSheet", "review_sheet"]


@dataclass(frozen=True, slots=True)
class OnSheet:
    """One seeker on the sheet: why, what to do next, what waits, and when something agreed was due.

    ``more`` counts what waits beyond the lines that are told.
    """

    name: str
    cohort: str
    why: str
    next_step: str
    waits: tuple[str, ...] = ()
    more: int = 0
    agreed: dt.date | None = None


_STYLE = """
@page { margin: 16mm }
body { font: 15px/1.45 "Source Sans 3", "Helvetica Neue", Arial, sans-serif; color: #1E2328;
  max-width: 46em; margin: 2em auto; padding: 0 1em }
h1, h2 { font-family: "Source Serif 4", Georgia, serif; line-height: 1.2; font-weight: 600 }
h1 { font-size: 1.7em } h2 { font-size: 1.15em; margin: 0 }
table { border-collapse: collapse; width: 100%; margin: 1em 0 }
h2 .quiet { font: 400 .8em "Source Sans 3", Arial, sans-serif; margin-left: .5em }
td { border-top: 1px solid #DED7C9; padding: .3em 0 } td + td { text-align: right }
section { border-top: 1px solid #1E2328; padding: .8em 0; break-inside: avoid }
p { margin: .2em 0 } ul { margin: .4em 0; padding-left: 1.2em; columns: 2 }
.quiet { color: #5C6166 } .line { border-bottom: 1px solid #838F9A; height: 1.9em }
"""


def review_sheet(
    sentence: str,
    as_of: dt.date,
    answers: Mapping[str, str],
    people: Iterable[OnSheet],
    *,
    note: str = "",
) -> str:
    """Return the sheet as HTML; all that comes from data is escaped, nothing is loaded.

    ``note`` stands beneath the answers.

    >>> "&lt;b&gt;Ann" in review_sheet("All is well.", dt.date(2026, 3, 9), {},
    ...                                [OnSheet("<b>Ann", "", "gone quiet", "Call")])
    True
    """
    told = "".join(
        f"<tr><td>{escape(label)}</td><td>{escape(said)}</td></tr>"
        for label, said in answers.items()
    )
    sections = "".join(_section(person) for person in people)
    title = f"Review, {day(as_of)}"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>"
        f'<p class="quiet">{title}</p><h1>{escape(sentence)}</h1>'
        f'<table>{told}</table><p class="quiet">{escape(note)}</p>{sections}</body></html>'
    )


def _section(person: OnSheet) -> str:
    cohort = f' <span class="quiet">{escape(person.cohort)}</span>' if person.cohort else ""
    why = person.why[:1].upper() + person.why[1:]
    lines = [f"<li>{escape(line)}</li>" for line in person.waits]
    if person.more:
        lines.append(f'<li class="quiet">and {counted(person.more, "more thing")}</li>')
    agreed = (
        f'<p class="quiet">Something agreed was due on {day(person.agreed)}.</p>'
        if person.agreed
        else ""
    )
    return (
        f"<section><h2>{escape(person.name)}{cohort}</h2>"
        f"<p>{escape(why)}. {escape(person.next_step)}.</p>{agreed}"
        f"{'<ul>' + ''.join(lines) + '</ul>' if lines else ''}"
        '<p class="quiet">Agreed now, and by when:</p><div class="line"></div></section>'
    )
