"""Reach: whom a cohort knows now, through whom, and where it is thin."""

from __future__ import annotations

import pandas as pd

from analysis.concentration import concentration
from analysis.definitions import Definition, Group, Reading
from analysis.figures import Figures
from analysis.intervals import Estimate, share
from analysis.load import overloaded
from analysis.open_doors import names_told, open_doors
from analysis.origins import origins
from analysis.unseen import unseen
from data.lookup import is_among
from data.names import fold_name

__all__ = ["DEFINITIONS", "everything_held", "names_told", "open_doors", "origins"]

EVERYTHING_HELD = 20
"""From this number of requests on, a log of nothing but held ones withholds shares of answers."""


def _count(value: float, n: int) -> Reading:
    return Reading(Estimate(float(value), n=n))


def _not_recorded(left_out: int = 0) -> Reading:
    return Reading(Estimate(None, reason="not_recorded"), left_out=left_out)


def _contacts_met(figures: Figures) -> Reading:
    meetings = figures.forest
    return _count(meetings["contact_id"].nunique(), len(meetings))


def _contacts_named(figures: Figures) -> Reading:
    if not names_told(figures):
        return _not_recorded()
    named = figures.referrals
    named = named[named["referred_id"].notna() & (named["referred_id"] != named["seeker_id"])]
    return _count(named["referred_id"].nunique(), len(named))


def _open_doors(figures: Figures) -> Reading:
    if not names_told(figures):
        return _not_recorded()
    doors = open_doors(figures)
    return _count(doors["referred_id"].nunique(), len(doors))


def _kinds(part: str, figures: Figures) -> Reading:
    met = figures.forest["contact_id"].drop_duplicates()
    values = pd.Series(figures.of_people(met, part))
    known = int(values.notna().sum())
    left_out = len(values) - known
    if not known and len(values):
        return Reading(Estimate(None, n=0, reason="not_recorded"), left_out=left_out)
    kinds = values.dropna().drop_duplicates().map(fold_name).nunique()
    return Reading(Estimate(float(kinds), n=known), left_out=left_out)


def _generations(figures: Figures) -> Reading:
    depth = figures.forest["generation"]
    groups = tuple(
        Group("generation", str(g), Estimate(float(n), n=len(depth)))
        for g, n in depth.value_counts().sort_index().items()
    )
    if depth.empty:
        return Reading(Estimate(None, reason="no_units"))
    if origins(figures).isna().all():
        return _not_recorded(len(depth))
    return Reading(Estimate(float(depth.max()), n=len(depth)), groups)


def _started_share(figures: Figures) -> Reading:
    roster = figures.roster
    listed = roster.loc[roster["cohort_id"].notna(), "person_id"].unique()
    started = int(is_among(listed, figures.requests["seeker_id"]).sum())
    others = len(figures.seekers) - len(listed)
    return Reading(share(started, len(listed), reason_if_none="no_roster"), left_out=others)


def everything_held(asked: pd.DataFrame) -> bool:
    """Return whether a log of at least 20 requests holds nothing but conversations."""
    return len(asked) >= EVERYTHING_HELD and bool((asked["state"] == "held").all())


def _answers(asked: pd.DataFrame) -> Estimate:
    if everything_held(asked):
        return Estimate(None, n=len(asked), reason="only_held_logged")
    answered = asked["answer"].notna()
    yes = (asked["answer"] == "accepted").sum()
    return share(int(yes), int(answered.sum()), reason_if_none="no_answers")


def _yes_share(figures: Figures) -> Reading:
    asked = figures.requests
    whole = _answers(asked)
    groups = tuple(
        Group("source", str(source), _answers(rows)) for source, rows in asked.groupby("source")
    )
    waiting = int(asked["answer"].isna().sum())
    return Reading(whole, groups if whole.reason != "only_held_logged" else (), waiting)


def _share_of_origin(figures: Figures, *wanted: str) -> Reading:
    found = origins(figures)
    known = found.dropna()
    reason = "no_units" if found.empty else "not_recorded"
    estimate = share(int(known.isin(wanted).sum()), len(known), reason_if_none=reason)
    return Reading(estimate, left_out=len(found) - len(known))


def _overlap(figures: Figures) -> Reading:
    seekers = figures.forest.groupby("contact_id")["seeker_id"].nunique()
    return _count(int((seekers > 1).sum()), len(seekers))


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "reach.contacts_met",
        "people met",
        "people",
        "People with whom at least one of the seekers has had a conversation.",
        "distinct contacts with a held request",
        _contacts_met,
    ),
    Definition(
        "reach.contacts_named",
        "people named",
        "people",
        "People who were named to the seekers, met or not.",
        "distinct referred people",
        _contacts_named,
        exclusions="Leads (an organization or an opening) and a seeker's own name.",
    ),
    Definition(
        "reach.open_doors",
        "open doors",
        "people",
        "People named to a seeker whom that seeker has not met yet.",
        "distinct people named, less those met, declined, given up or handed off",
        _open_doors,
        exclusions="People who asked not to be contacted.",
    ),
    Definition(
        "reach.organizations",
        "organizations",
        "organizations",
        "Different organizations at which somebody was met.",
        "distinct organizations of contacts met, case, accents and punctuation aside",
        lambda figures: _kinds("organization", figures),
        exclusions="People whose organization is blank.",
    ),
    Definition(
        "reach.industries",
        "industries",
        "industries",
        "Different industries in which somebody was met.",
        "distinct industries of contacts met",
        lambda figures: _kinds("industry", figures),
        exclusions="People whose industry is blank.",
    ),
    Definition(
        "reach.generations",
        "introductions deep",
        "introductions",
        "How many introductions in a row lead to the person furthest away.",
        "largest number of meetings above a meeting in the credited forest",
        _generations,
    ),
    Definition(
        "reach.started_share",
        "seekers who have started",
        "share",
        "Seekers who have asked at least one person for a conversation, of all seekers.",
        "seekers with a request ÷ seekers on the roster; Wilson interval",
        _started_share,
        exclusions="Seekers on no list: they are known only because they have started.",
    ),
    Definition(
        "reach.yes_share",
        "yes to a request",
        "share",
        "Requests that were answered with a yes, of those that were answered.",
        "accepted ÷ (accepted + declined); held counts as accepted; Wilson interval",
        _yes_share,
        exclusions="Requests without an answer: silence is not a no.",
    ),
    Definition(
        "reach.share_beyond_own_network",
        "beyond their own network",
        "share",
        "Conversations with people whom the seeker did not know before.",
        "meetings not found in the seeker's own network ÷ meetings of known origin; Wilson",
        lambda figures: _share_of_origin(figures, "introduced", "other"),
        exclusions="Conversations of which the log does not say how the person was found.",
    ),
    Definition(
        "reach.introduced_share",
        "found by introduction",
        "share",
        "Conversations that came about because somebody named that person.",
        "meetings with a credited referral, or an orphan ÷ meetings of known origin; Wilson",
        lambda figures: _share_of_origin(figures, "introduced"),
        exclusions="Conversations of which the log does not say how the person was found.",
    ),
    Definition(
        "reach.overlap",
        "met by several seekers",
        "people",
        "People whom more than one of the seekers has met.",
        "contacts met by at least two distinct seekers",
        _overlap,
    ),
    Definition(
        "reach.concentration",
        "through the top five",
        "share",
        "Of the conversations that came by introduction, the part that goes back to the five people"
        " with most conversations behind them.",
        "meetings below the five contacts with most descendants ÷ meetings with a parent",
        concentration,
        exclusions="Conversations that did not come by an introduction in this log.",
    ),
    Definition(
        "reach.unseen_contacts",
        "at least this many more",
        "people",
        "A lower bound for the people within reach whom nobody has met or named yet.",
        "Chao1: f1² ÷ 2 f2, abundance = distinct seekers who met or were given the contact",
        unseen,
        source="Chao 1984; interval: Chao 1987, doi 10.2307/2531532",
    ),
    Definition(
        "reach.load",
        "asked too often",
        "people",
        "People who were asked more often in the last 30 days than they wish, or than twice.",
        "contacts with more requests in 30 days than their limit (else 2; 0 while resting)",
        overloaded,
    ),
)
