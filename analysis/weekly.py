"""Weekly counts: what happened in each of the last weeks, for a trend at a glance."""

from __future__ import annotations

import pandas as pd

from analysis.figures import Figures

__all__ = ["WEEKS", "weekly"]

WEEKS = 12


def weekly(figures: Figures, weeks: int = WEEKS) -> pd.DataFrame:
    """Return counts per week, one row for each of the ``weeks`` weeks that end on the as-of date.

    Index: the last day of the week. Columns: conversations (held), names (new people named),
    thanks (thank-yous sent), opportunities (found). The last row ends on the as-of date.
    """
    dates = {
        "conversations": figures.interviews["held_on"],
        "names": figures.referrals.loc[figures.referrals["fresh"].astype(bool), "dated_on"],
        "thanks": figures.follow_ups.loc[
            figures.follow_ups["kind"].isin(["thank_you_email", "thank_you_note"]), "done_on"
        ],
        "opportunities": figures.opportunities["opened_on"],
    }
    last = pd.Timestamp(figures.log.as_of)
    ends = pd.date_range(end=last, periods=weeks, freq="7D", unit="s")
    edges = [ends[0] - pd.Timedelta(days=7), *ends]
    counts = {
        name: pd.cut(days.dropna(), edges, labels=ends).value_counts(sort=False).to_numpy()
        for name, days in dates.items()
    }
    return pd.DataFrame(counts, index=pd.Index(ends, name="week_to"))
