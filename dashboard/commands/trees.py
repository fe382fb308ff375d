"""The forest for people: every first contact, and beneath it whom it led to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dashboard.commands.output import print_table, say

if TYPE_CHECKING:
    import pandas as pd

    from analysis.figures import Figures

__all__ = ["tell_forest"]

_MOST = 500


def tell_forest(figures: Figures) -> None:
    """Print a sentence and the meetings, each beneath the one that led to it."""
    meetings = figures.forest.sort_values(["held_on", "interview_id"], ignore_index=True)
    say(_sentence(meetings))
    people = figures.people["name"]
    rows = [
        _row(meetings.iloc[place], depth, people) for place, depth in _beneath(meetings, most=_MOST)
    ]
    print_table(
        ("Who was met", "On", "By", "Reached through them", "Note"),
        rows,
        right=("Reached through them",),
    )
    if len(meetings) > _MOST:
        say(f"… and {len(meetings) - _MOST:,} more: onward forest --json gives all of them.")


def _sentence(meetings: pd.DataFrame) -> str:
    from dashboard.text.pictures import counted

    if meetings.empty:
        return "Nobody has been met yet."
    led_to = int(meetings["parent_id"].notna().sum())
    deepest = int(meetings["generation"].max())
    first = counted(len(meetings) - led_to, "first contact")
    if not led_to:
        return f"{counted(len(meetings), 'conversation')}: {first}, none by introduction yet."
    return (
        f"{counted(len(meetings), 'conversation')}: {first} and {led_to:,} by introduction,"
        f" up to {counted(deepest, 'introduction')} deep."
    )


def _beneath(meetings: pd.DataFrame, *, most: int) -> Iterator[tuple[int, int]]:
    """Give place and depth of the meetings, children beneath their parents, by day."""
    places = {interview: place for place, interview in enumerate(meetings["interview_id"])}
    children: dict[int, list[int]] = {}
    roots: list[int] = []
    for place, parent in enumerate(meetings["parent_id"].tolist()):
        # A parent may be missing here: a name handed on from another cohort's conversation.
        above = places.get(parent)
        (roots if above is None else children.setdefault(above, [])).append(place)
    waiting = [(root, 0) for root in reversed(roots)]
    shown = 0
    while waiting and shown < most:
        place, depth = waiting.pop()
        yield place, depth
        shown += 1
        waiting.extend((child, depth + 1) for child in reversed(children.get(place, [])))


def _row(meeting: pd.Series, depth: int, people: pd.Series) -> tuple[str, ...]:
    from dashboard.text.pictures import day

    met, seeker = (people.get(meeting[part], "") for part in ("contact_id", "seeker_id"))
    beyond = int(meeting["descendants"])
    return (
        f"{'   ' * depth}{'└ ' if depth else ''}{met}",
        day(meeting["held_on"]),
        str(seeker),
        f"{beyond:,}" if beyond else "",
        "; ".join(_notes(meeting, depth)),
    )


def _notes(meeting: pd.Series, depth: int) -> Iterator[str]:
    if meeting["orphan"]:
        yield "came by a name that is not in this log"
    if depth == 0 and meeting["generation"]:
        yield "handed on from another cohort"
    if meeting["inferred"]:
        yield "found by the name"
    if meeting["conduit"]:
        yield "by way of somebody not met before"
