"""The checklist of a conversation: before, during and after, in our own words; and its sheet.

The days are those of the office's own follow-up policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

__all__ = ["CHECKLIST", "Line", "checklist", "checklist_sheet", "within"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what to do, and the rule of the policy that says within how many days."""

    text: str
    rule: str = ""


CHECKLIST: Mapping[str, tuple[Line, ...]] = {
    "Before": (
        Line("Decide what you want to learn, and say it in one sentence."),
        Line("Look up the person, the work and the organization."),
        Line("Write five to ten open questions that no website answers."),
        Line("Offer to send the questions ahead."),
        Line("Practice saying who you are, in one minute."),
        Line("Ask for 15 to 30 minutes, when and where it suits your host; a call is fine too."),
        Line("Answer within a day. If they cannot meet: say thank you, and ask who else might."),
    ),
    "During": (
        Line("Be there a few minutes early."),
        Line("Say what you hope to learn, and that you have not come for a job."),
        Line("Listen more than you talk; leave your list when the talk turns rich."),
        Line("Do not ask for a job, nor for a review of your résumé. If they offer it, say yes."),
        Line("Stop at the time agreed, unless your host wants to go on."),
        Line("At the end, when it went well: “Whom else should I talk to? May I use your name?”"),
        Line("Write each name down, and say thank you."),
    ),
    "After": (
        Line("Thank by mail{within}; name the one thing that helped you most.", "thank_you_email"),
        Line("Write a few lines by hand{within}.", "thank_you_note"),
        Line("Connect online{within}.", "connect"),
        Line("Note the conversation and every name in your log."),
        Line("Write to each name{within}, and say who sent you.", "act_on_referral"),
        Line("Tell whoever named somebody what came of it{within}.", "tell_referrer"),
        Line("Say which advice you used{within}.", "tell_advice_used"),
        Line("Share good news with everyone who helped you get there.", ""),
    ),
}  # fmt: skip
"""What to do, by when in the course of a conversation."""

_SPANS = {1: "a day", 7: "a week", 14: "two weeks", 30: "a month", 60: "two months"}


def within(days: int | None) -> str:
    """Return a span of days as people say it, with a space before it.

    >>> within(7), within(3), within(0), within(None)
    (' within a week', ' within 3 days', ' on the same day', '')
    """
    if days is None:
        return ""
    return f" within {_SPANS.get(days, f'{days} days')}" if days else " on the same day"


def checklist(days: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return the lines of each part; ``days`` are those of the policy's rules, by name.

    >>> checklist({"thank_you_email": 2})["After"][0]
    'Thank by mail within 2 days; name the one thing that helped you most.'
    """
    return {
        part: tuple(line.text.format(within=within(days.get(line.rule))) for line in lines)
        for part, lines in CHECKLIST.items()
    }


_STYLE = """
@page { size: A4; margin: 14mm }
body { font: 14px/1.4 "Source Sans 3", "Helvetica Neue", Arial, sans-serif; color: #1E2328;
  max-width: 46em; margin: 2em auto; padding: 0 1em }
h1, h2 { font-family: "Source Serif 4", Georgia, serif; line-height: 1.2; font-weight: 600 }
h1 { font-size: 1.6em; margin: 0 0 .3em } h2 { font-size: 1.15em; margin: 1.1em 0 .3em }
ul { list-style: none; margin: 0; padding: 0 }
li { padding: .23em 0 .23em 1.9em; border-top: 1px solid #DED7C9; position: relative;
  break-inside: avoid }
li::before { content: ""; position: absolute; left: .1em; top: .4em; width: .85em; height: .85em;
  border: 1.5px solid #5C6166; border-radius: 2px }
.quiet { color: #5C6166; margin: 1.4em 0 0; font-size: .9em }
.lines { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2em }
.lines p { border-bottom: 1px solid #838F9A; margin: 0; padding-top: 1.5em; color: #5C6166;
  font-size: .85em }
@media print { body { margin: 0; max-width: none } }
"""


def checklist_sheet(days: Mapping[str, int]) -> str:
    """Return the checklist as one page of HTML that needs nothing else, with room to write.

    >>> "<h2>Before</h2>" in checklist_sheet({})
    True
    """
    parts = "".join(
        f"<h2>{escape(part)}</h2><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
        for part, lines in checklist(days).items()
    )
    first = _blanks("With", "On", "What I want to learn", "Who sent me")
    names = _blanks("Name", "Name", "Name", "Name")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Checklist of a conversation</title><style>{_STYLE}</style></head><body>"
        f"<h1>Before and after a conversation</h1>{first}{parts}"
        f"<h2>Who was named to me</h2>{names}"
        '<p class="quiet">In our own words, after four guides to informational interviews.</p>'
        "</body></html>"
    )


def _blanks(*labels: str) -> str:
    return f'<div class="lines">{"".join(f"<p>{label}</p>" for label in labels)}</div>'
