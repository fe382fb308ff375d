"""Attention: which seekers an advisor might talk to this week, and about what.

Nobody is scored: seekers are listed by what waits and how long, and each is shown with just that.
"""

from __future__ import annotations

import pandas as pd

from analysis.figures import Figures
from data.lookup import is_among

__all__ = ["MOST", "REASONS", "attention"]

MOST = 8
"""How many seekers are listed at the most."""

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


def attention(figures: Figures, most: int | None = MOST) -> pd.DataFrame:
    """Return the seekers for whom something is overdue, at most ``most``.

    Columns: seeker_id, one count per word of :data:`REASONS`, waiting (their sum) and since (the
    earliest due day). Seekers who have gone quiet or not started come first, because only a word
    from the advisor helps there; then those for whom most waits; ties go to whoever has waited
    longest, then by name.
    """
    owed = figures.debts[["rule", "seeker_id", "due_on"]]
    late = owed[figures.debts["state"] == "overdue"]
    late = late[is_among(late["seeker_id"], figures.seekers)]
    late = late.assign(reason=late["rule"].map(_OF_RULE)).dropna(subset=["reason"])
    counts = pd.crosstab(late["seeker_id"], late["reason"]).reindex(columns=list(REASONS))
    table = counts.fillna(0).astype(int)
    table["waiting"] = table.sum(axis=1)
    table["since"] = late.groupby("seeker_id")["due_on"].min()
    names = pd.Series(figures.of_people(table.index, "name"), index=table.index).fillna("")
    silent = (table["gone_quiet"] + table["not_started"]).clip(upper=1)
    ordered = table.assign(name=names, silent=silent).sort_values(
        ["silent", "waiting", "since", "name"], ascending=[False, False, True, True], kind="stable"
    )
    ordered.index.name = "seeker_id"
    chosen = ordered.drop(columns=["name", "silent"]).rename_axis(columns=None).reset_index()
    return chosen if most is None else chosen.head(most)
