"""What waits: whom seekers have yet to thank, ask or tell, in the order in which pages show it.

The rows are those of ``figures.debts``, by its index, so that an act on a row is an act on a debt.
Hosts who asked not to be contacted are in none of the lists: looking back at an earlier day must
not prompt for somebody who has asked since.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.figures import Figures
from analysis.findings import Finding
from analysis.follow_up import OPEN
from analysis.policy import RULES
from analysis.reach import names_told
from analysis.stakes import with_stakes
from data.lookup import is_among, place_of

__all__ = [
    "LISTS",
    "by_seeker",
    "days_waited",
    "first_of_their_kind",
    "gaps_finding",
    "late_seekers",
    "not_noted",
    "seekers_with_half",
    "waiting",
    "with_people",
]

LISTS: dict[str, tuple[str, ...]] = {
    "thanks": ("thank_you_email",),
    "names": ("act_on_referral",),
    "news": ("tell_referrer", "good_news", "nudge"),
}
"""The lists of what seekers are asked to do, each with its rules; the rest would be kind."""

_SEEKERS_RULES = ("first_request", "gone_quiet")


def waiting(figures: Figures, which: str) -> pd.DataFrame:
    """Return the debts of a list that wait, grouped by seeker, as rows of ``figures.debts``.

    ``which`` is one of :data:`LISTS`, or ``kind`` for all else that a seeker might do. In the first
    two lists stands also what is not due yet (state ``later``): whoever opens the list may do it
    today. See :func:`by_seeker` for the order: thanks by the day of the conversation, for thanks
    are owed to all alike; the rest by due date. Names come with what waiting costs
    (:func:`analysis.stakes.with_stakes`), and where that is known whoever loses most in a week
    comes first, as does within each the name of which most is lost.
    """
    owed = figures.debts
    if which == "kind":
        here = ~owed["rule"].isin(
            [*_SEEKERS_RULES, *(r for rules in LISTS.values() for r in rules)]
        )
    else:
        here = owed["rule"].isin(LISTS[which])
    states = (*OPEN, "later") if which in {"thanks", "names"} else OPEN
    here &= owed["state"].isin(states)
    rows = owed[here]
    people = figures.log.whole("people")
    wished = people.loc[people["do_not_contact_on"].notna(), "person_id"]
    rows = rows[~is_among(rows["contact_id"], wished)]
    if which == "names":
        return _by_cost(with_stakes(by_seeker(rows, "due_on", figures), figures))
    return by_seeker(rows, "opened_on" if which == "thanks" else "due_on", figures)


def _by_cost(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows by what waiting costs, seekers together; as they stand where nothing is lost."""
    if not (rows["lost_per_week"] > 0).any():
        return rows
    lost = rows["lost_per_week"].round(9)
    keys = pd.DataFrame(
        {
            "most": -lost.groupby(rows["seeker_id"]).transform("sum").round(6).to_numpy(),
            "seeker": pd.factorize(rows["seeker_id"])[0],
            "lost": -lost.to_numpy(),
        }
    )
    return rows.take(keys.sort_values(["most", "seeker", "lost"], kind="stable").index.to_numpy())


def by_seeker(rows: pd.DataFrame, day: str, figures: Figures) -> pd.DataFrame:
    """Return rows by seeker: whoever has one that waits longest first, within each by ``day``.

    What has no day stands last; ties go by the seeker's name.
    """
    days = rows[day].to_numpy()
    first = rows.groupby("seeker_id")[day].transform("min").to_numpy()
    names = pd.Series(figures.of_people(rows["seeker_id"], "name")).fillna("").to_numpy()
    keys = pd.DataFrame(
        {"first": first, "name": names, "id": rows["seeker_id"].to_numpy(), "day": days}
    )
    order = keys.sort_values(["first", "name", "id", "day"], kind="stable", na_position="last")
    return rows.take(order.index.to_numpy())


def with_people(rows: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """Return the rows with the names of those concerned, blank where the log has none.

    Columns added: seeker, contact (or what the name is a lead to), organization (the contact's),
    through (who gave the name) and about (who was named).
    """
    named = figures.log.whole("referrals")
    place = place_of(rows["referral_id"], named["referral_id"])
    lead = _words(named["lead"].array.take(place, allow_fill=True))
    referred = pd.Series(named["referred_id"].array.take(place, allow_fill=True))
    about = _words(figures.of_people(referred, "name"))

    def people(ids: str, column: str) -> Any:  # noqa: ANN401  # a column
        return _words(figures.of_people(rows[ids], column))

    return rows.assign(
        seeker=people("seeker_id", "name"),
        contact=np.where(rows["contact_id"].notna(), people("contact_id", "name"), lead),
        organization=people("contact_id", "organization"),
        through=people("through_id", "name"),
        about=np.where(about == "", lead, about),
    )


def _words(column: Any) -> Any:  # noqa: ANN401  # a column
    return pd.Series(column).fillna("").to_numpy(dtype=object)


def days_waited(rows: pd.DataFrame, figures: Figures) -> pd.Series:
    """Return for how many days each row has waited; blank where its day is not known."""
    return (pd.Timestamp(figures.log.as_of) - rows["opened_on"]).dt.days


def not_noted(figures: Figures) -> dict[str, int]:
    """Return how many things of each rule the log does not note, in the order of the rules."""
    owed = figures.debts
    counts = owed.loc[owed["state"] == "unrecorded", "rule"].value_counts()
    return {rule: int(counts[rule]) for rule in RULES if rule in counts}


def first_of_their_kind(rows: pd.DataFrame, figures: Figures) -> bool:
    """Whether some rows are of a rule of which the log of their seekers' cohorts notes nothing.

    Noting one of them would say that the cohort's log notes such things from then on.
    """
    silent = figures.debts[
        (figures.debts["state"] == "unrecorded") & figures.debts["rule"].isin(rows["rule"].unique())
    ]
    known = figures.roster.assign(cohort_id=figures.roster["cohort_id"].astype("str").fillna(""))
    members = known.set_index("person_id")["cohort_id"]
    unnoted = members[is_among(members.index, silent["seeker_id"])]
    return bool(is_among(members[is_among(members.index, rows["seeker_id"])], unnoted).any())


def late_seekers(thanks: pd.DataFrame, names: pd.DataFrame) -> pd.Series:
    """Return the seeker of every late row of these two lists."""
    return pd.concat(
        [rows.loc[(rows["state"] == "overdue").to_numpy(), "seeker_id"] for rows in (thanks, names)]
    )


def seekers_with_half(seekers: pd.Series) -> pd.Series:
    """Return the fewest seekers who hold half of these rows, with how many each holds.

    The one with most comes first; ties go by the id.

    >>> seekers_with_half(pd.Series(["a", "a", "b", "c"])).to_dict()
    {'a': 2}
    >>> len(seekers_with_half(pd.Series([], dtype="str")))
    0
    """
    held = seekers.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return held.head(int((2 * held.cumsum() < len(seekers)).sum()) + 1)


def gaps_finding(figures: Figures) -> Finding:
    """Return what can be said of who waits for thanks, and which names for a first message.

    * ``nothing_yet``: nobody has been met or named.
    * ``not_noted``: no thanks are noted anywhere in the log.
    * ``clear``: of what the log notes nothing is late.
    * ``waiting``: hosts or names have waited past their day.

    Numbers: thanks and names (late), thanks_open and names_open (waiting, not late), oldest (days
    that the oldest open name has waited), half (fewest seekers who hold half of what is late),
    holders (seekers who hold any of it), unnoted (conversations of which thanks are not noted),
    names_told (1 when the log says anything of names).
    """
    thanks, names = waiting(figures, "thanks"), waiting(figures, "names")
    late_thanks, late_names = (rows[rows["state"] == "overdue"] for rows in (thanks, names))
    late = late_seekers(thanks, names)
    oldest = days_waited(names, figures).max()
    numbers = {
        "thanks": len(late_thanks),
        "names": len(late_names),
        "thanks_open": len(thanks) - len(late_thanks),
        "names_open": len(names) - len(late_names),
        "oldest": 0 if pd.isna(oldest) else int(oldest),
        "half": len(seekers_with_half(late)),
        "holders": late.nunique(),
        "unnoted": not_noted(figures).get("thank_you_email", 0),
        "names_told": int(names_told(figures)),
    }
    of_thanks = figures.debts["rule"] == "thank_you_email"
    met = int(of_thanks.sum())
    if not met and not (figures.debts["rule"] == "act_on_referral").any():
        return Finding("gaps", "nothing_yet", "too_little", numbers)
    # What is not due yet says nothing of whether the log notes it.
    told = of_thanks & ~figures.debts["state"].isin(["unrecorded", "later"])
    if numbers["unnoted"] and not told.any():
        return Finding("gaps", "not_noted", "too_little", numbers)
    if len(late):
        return Finding("gaps", "waiting", "bad", numbers)
    return Finding("gaps", "clear", "good", numbers)
