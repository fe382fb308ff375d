"""Weekly counts: what happened in each of the last weeks, for a trend at a glance."""

from __future__ import annotations

import pandas as pd

from analysis.debts.acts import is_approximate
from analysis.figures import Figures, once
from data.lookup import is_among

__all__ = ["WEEKS", "event_days", "weekly"]

WEEKS = 12

_FOUND = ["opened_on", "applied_on", "interviewed_on", "offered_on", "accepted_on"]


@once
def event_days(figures: Figures) -> dict[str, pd.Series]:
    """Return the days of conversations, names, thanks and opportunities known by the as-of date.

    Days known to the month only are left out: no week can be told from them. An opportunity is
    found on the first of its days.
    """
    held, found, sent = figures.interviews, figures.opportunities, figures.follow_ups
    sent = sent[sent["kind"].isin(["thank_you_email", "thank_you_note"])]
    named = figures.referrals[figures.referrals["fresh"].astype(bool)]
    made = figures.log.table("referrals")
    rough = made.loc[is_approximate(made, "made_on"), "referral_id"]
    told_in = held.loc[is_approximate(held, "held_on"), "interview_id"]
    by_month = is_among(named["referral_id"], rough) | (
        named["made_on"].isna() & is_among(named["interview_id"], told_in)
    )
    return {
        "conversations": held.loc[~is_approximate(held, "held_on"), "held_on"].dropna(),
        "names": named.loc[~by_month, "dated_on"].dropna(),
        "thanks": sent.loc[~is_approximate(sent, "done_on"), "done_on"].dropna(),
        "opportunities": found.loc[~found["approximate"].notna(), _FOUND].min(axis=1).dropna(),
    }


def weekly(figures: Figures, weeks: int = WEEKS) -> pd.DataFrame:
    """Return counts per week, one row for each of the ``weeks`` weeks that end on the as-of date.

    Index: the last day of the week. Columns: conversations (held), names (new people named),
    thanks (thank-yous sent), opportunities (found); see :func:`event_days`. The last row ends on
    the as-of date.
    """
    dates = event_days(figures)
    last = pd.Timestamp(figures.log.as_of)
    ends = pd.date_range(end=last, periods=weeks, freq="7D", unit="s")
    edges = [ends[0] - pd.Timedelta(days=7), *ends]
    counts = {
        name: pd.cut(days, edges, labels=ends).value_counts(sort=False).to_numpy()
        for name, days in dates.items()
    }
    return pd.DataFrame(counts, index=pd.Index(ends, name="week_to"))
