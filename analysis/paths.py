"""Paths: everyone through whom an opportunity was found, from the first contact to the last.

The path goes up the credited forest (DESIGN §4), as the good news that is owed to everyone on it
does (:mod:`analysis.debts.news`), so both name the same people.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.debts.news import path_to
from analysis.figures import Figures
from analysis.follow_up import OPEN
from data.columns import TABLES
from data.lookup import is_among, place_of, shared_codes

__all__ = ["REACHED", "THANKS", "behind", "open_thanks", "owed_to", "paths", "still_to_thank"]

REACHED = ("opportunity", "interview", "offer", "accepted")
"""How far an opportunity has come, in order."""

THANKS = ("thank_you_email", "good_news", "tell_referrer")
"""What is owed to people on a path: thanks, the good news, and what came of a name."""

_PAIR = ["seeker_id", "contact_id"]
_DATES = {"interview": "interviewed_on", "offer": "offered_on", "accepted": "accepted_on"}


def behind(figures: Figures, at_least: str = "offer") -> pd.DataFrame:
    """Return the selected seekers' opportunities that have come so far or further, newest first.

    The columns of ``opportunities``, with ``reached`` (how far: one of :data:`REACHED`; a later
    step brings the earlier ones) and ``day`` (its latest date but that of closing; blank when the
    log has none).

    Raises ``ValueError`` for a step that is none of :data:`REACHED`.
    """
    wanted = REACHED.index(at_least)
    found = figures.opportunities
    came = np.zeros(len(found), dtype=np.int64)
    for step, column in _DATES.items():
        came = np.where(found[column].notna(), REACHED.index(step), came)
    dates = [c for c in TABLES["opportunities"].row_from if c != "closed_on"]
    found = found.assign(
        reached=np.array(REACHED, dtype=object)[came], day=found[dates].max(axis=1)
    )
    found = found[came >= wanted]
    order = ["day", "opportunity_id"]
    return found.sort_values(order, ascending=[False, True]).reset_index(drop=True)


def paths(figures: Figures, found: pd.DataFrame) -> pd.DataFrame:
    """Return who stands on the path to each of these opportunities, first contact first.

    One row per person: opportunity_id, ``place`` (0 for the first), contact_id, seeker_id (who
    asked that person, not always who found the opportunity), interview_id (the conversation, or
    the request that was passed through; blank for an introducer), ``role`` (``met``;
    ``passed_on``: gave a name without having been met; ``introducer``) and ``day`` (of the
    conversation, else of the request). An opportunity that names no conversation, or one that is
    not known by the as-of date, has no row.
    """
    asked = figures.whole_requests
    named = found["interview_id"].dropna()
    named = named[is_among(named, asked["interview_id"])]
    steps = path_to(named, figures.credited, asked)
    place = place_of(steps["interview_id"], asked["interview_id"])
    held = asked["held_on"].array.take(place, allow_fill=True)
    day = pd.Series(held, index=steps.index)
    first = asked["approach_on"].fillna(asked["answered_on"]).array
    met = day.notna().to_numpy()
    role = np.select(
        [met, steps["interview_id"].isna().to_numpy()], ["met", "introducer"], "passed_on"
    )
    steps = steps.assign(
        opportunity_id=found["opportunity_id"].reindex(steps["of"]).array,
        role=role,
        day=day.fillna(pd.Series(first.take(place, allow_fill=True), index=steps.index)),
        # Steps come from the last conversation up: the first contact is the last of its path.
        place=steps.groupby("of").cumcount(ascending=False),
    )
    columns = ["opportunity_id", "place", "contact_id", "seeker_id", "interview_id", "role", "day"]
    return steps.sort_values(["of", "place"], kind="stable")[columns].reset_index(drop=True)


def open_thanks(figures: Figures, steps: pd.DataFrame) -> pd.DataFrame:
    """Return what is still owed to the people on these paths: rows of ``figures.debts``.

    Of :data:`THANKS`, due or not yet due; of the news of names only those by which somebody on
    these paths was met.
    """
    owed = figures.debts
    open_now = owed["rule"].isin(THANKS) & owed["state"].isin([*OPEN, "later", "snoozed"])
    owed = owed[open_now].reset_index(drop=True)
    credits_ = figures.credited.credits
    here = is_among(credits_["interview_id"], steps["interview_id"])
    led_on = is_among(owed["referral_id"], credits_.loc[here, "referral_id"])
    of_another_name = (owed["rule"] == "tell_referrer").to_numpy() & ~led_on
    return owed_to(owed[~of_another_name], steps)


def owed_to(owed: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of ``owed`` between the seekers and contacts of the rows of ``people``."""
    mine, theirs = shared_codes(owed[_PAIR], people[_PAIR])
    return owed[np.isin(mine, theirs[theirs >= 0])].reset_index(drop=True)


def still_to_thank(figures: Figures, steps: pd.DataFrame) -> pd.DataFrame:
    """Return what is still owed to the people on these paths, one row per person and path.

    ``steps``: rows of :func:`paths`. Added: ``owed`` (the rules of :data:`THANKS` that are open,
    due or not yet due, joined by a blank; empty when nothing is) and ``due_on`` (the first of
    their due dates). People who asked not to be contacted are left out.
    """
    silent = figures.people.index[figures.people["do_not_contact_on"].notna()]
    steps = steps[~is_among(steps["contact_id"], silent)].reset_index(drop=True)
    owed = open_thanks(figures, steps)
    mine, theirs = shared_codes(steps[_PAIR], owed[_PAIR])
    by_pair = owed.assign(pair=theirs).groupby("pair")
    rules = by_pair["rule"].agg(lambda told: " ".join(r for r in THANKS if r in set(told)))
    return steps.assign(
        owed=rules.reindex(mine).fillna("").array,
        due_on=by_pair["due_on"].min().reindex(mine).array,
    )
