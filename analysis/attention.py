"""Attention: which seekers an advisor might talk to this week, and about what.

Nobody is scored: seekers are listed by what waits and how long, and each is shown with just that.
"""

from __future__ import annotations

import pandas as pd

from analysis.figures import Figures, once
from analysis.follow_up import search_ends
from data.lookup import is_among

__all__ = ["LONG_SILENT", "MOST", "REASONS", "attention"]

MOST = 8
"""How many seekers are listed at the most."""

LONG_SILENT = 90
"""Days of silence from which on a seeker is asked first whether the search goes on at all.

Three months: after as long without a word the policy (DESIGN §5) asks a seeker to write to a host
again. A call brings back whoever fell silent last week; here it takes a decision.
"""

REASONS = ("gone_quiet", "not_started", "thanks", "names", "news", "nudges")
"""What may wait, in the order in which it is told."""

_OF_RULE = {
    "thank_you_email": "thanks",
    "act_on_referral": "names",
    "tell_referrer": "news",
    "good_news": "news",
    "nudge": "nudges",
    "gone_quiet": "gone_quiet",
    "first_request": "not_started",
}


_SILENCE = ["gone_quiet", "not_started"]


def attention(figures: Figures, most: int | None = MOST) -> pd.DataFrame:
    """Return the seekers for whom something is overdue, at most ``most``.

    Columns: seeker_id; one count per word of :data:`REASONS`; waiting (their sum); silent_days
    (since the last entry of somebody gone quiet, since the joining of somebody not started, else
    0); ended (the search is over: only thanks and news remain); since (when the silence began, else
    the earliest due day).

    Seekers who have gone quiet or not started come first, because only a word from the advisor
    helps there; then those whose search goes on; then whoever has been silent for
    :data:`LONG_SILENT` days; searches that ended come last. Among these, those for whom most waits;
    ties go to whoever has waited longest, then by name.
    """
    table = _counts(figures)
    silent = table["silent_days"]
    late = silent >= LONG_SILENT
    turn = (silent == 0).astype(int).mask(late, 2).mask(table["ended"], 3)
    names = pd.Series(figures.of_people(table.index, "name"), index=table.index).fillna("")
    ordered = table.assign(name=names, turn=turn).sort_values(
        ["turn", "waiting", "since", "name"], ascending=[True, False, True, True], kind="stable"
    )
    chosen = ordered.drop(columns=["name", "turn"]).rename_axis(columns=None).reset_index()
    return chosen if most is None else chosen.head(most)


@once
def _counts(figures: Figures) -> pd.DataFrame:
    """Return what waits with each seeker, by seeker_id."""
    owed = figures.debts[["rule", "seeker_id", "opened_on", "due_on"]]
    late = owed[figures.debts["state"] == "overdue"]
    late = late[is_among(late["seeker_id"], figures.seekers)]
    late = late.assign(reason=late["rule"].map(_OF_RULE)).dropna(subset=["reason"])
    # One column of ones per reason: a table of counts of 4,000 seekers in a tenth of the time.
    ones = {reason: (late["reason"] == reason).astype("int64") for reason in REASONS}
    table = pd.DataFrame(ones).groupby(late["seeker_id"]).sum()
    table["waiting"] = table.sum(axis=1)
    is_silent = late["reason"].isin(_SILENCE)
    began = late[is_silent].groupby("seeker_id")["opened_on"].max().reindex(table.index)
    silent = (pd.Timestamp(figures.log.as_of) - began).dt.days
    table["silent_days"] = silent.fillna(0).astype(int)
    table["ended"] = is_among(table.index, search_ends(figures.log).dropna().index)
    table["since"] = began.fillna(late.groupby("seeker_id")["due_on"].min())
    table.index.name = "seeker_id"
    return table
