"""Reach: whom a cohort knows now, through whom, and where it is thin.

References
----------
.. [1] A. Chao (1984), Nonparametric estimation of the number of classes in a population,
   Scand. J. Statist. 11:265-270.
.. [2] A. Chao (1987), Estimating the population size for capture-recapture data with unequal
   catchability, Biometrics 43:783-791, doi 10.2307/2531532 (the interval)
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.definitions import Definition, Group, Reading
from analysis.figures import Figures
from analysis.forest import by_contact
from analysis.intervals import LEVEL, Estimate, share
from data.lookup import is_among, place_of, shared_codes
from data.names import fold_name

__all__ = [
    "DEFINITIONS",
    "Load",
    "chao1",
    "contact_load",
    "covered_by",
    "everything_held",
    "names_told",
    "open_doors",
    "origins",
]

TOP = 5
"""How many top contacts concentration looks at."""

LOAD_DAYS = 30
LOAD_LIMIT = 2
"""Requests per contact in ``LOAD_DAYS`` days when the contact has no limit of their own."""

EVERYTHING_HELD = 20
"""From this number of requests on, a log of nothing but held ones withholds shares of answers."""


def chao1(abundance: npt.ArrayLike, level: float = LEVEL) -> Estimate:
    """Return Chao's lower bound for the number of contacts within reach that nobody met or named.

    With ``f1`` contacts known through one seeker and ``f2`` through two: ``f1² / 2 f2`` [1]_,
    bias-corrected ``f1 (f1 − 1) / 2`` when ``f2 = 0``. ``abundance`` holds, per contact, the
    distinct seekers who met or were given the contact. The interval is log-normal [2]_.

    >>> chao1([1, 1, 1, 1, 2, 2, 3]).value
    4.0
    >>> chao1([]).reason
    'no_units'
    """
    counts = np.asarray(abundance)
    counts = counts[counts > 0]
    n = len(counts)
    if n == 0:
        return Estimate(None, level=level, reason="no_units")
    f1, f2 = int((counts == 1).sum()), int((counts == 2).sum())  # noqa: PLR2004
    if f2:
        ratio = f1 / f2
        unseen = f1 * f1 / (2 * f2)
        variance = f2 * (ratio**4 / 4 + ratio**3 + ratio**2 / 2)
    else:
        unseen = f1 * (f1 - 1) / 2
        variance = unseen + f1 * (2 * f1 - 1) ** 2 / 4 - f1**4 / (4 * (n + unseen))
    if unseen == 0:
        return Estimate(0.0, level=level, n=n)
    z = NormalDist().inv_cdf((1 + level) / 2)
    spread = exp(z * sqrt(log(1 + variance / unseen**2)))
    return Estimate(unseen, unseen / spread, unseen * spread, level, n)


def origins(figures: Figures) -> pd.Series:
    """Return how each meeting was found: ``introduced``, ``own_network``, ``other`` or blank.

    Indexed like ``figures.forest``. A meeting is introduced when a referral earned it or when it
    is an orphan; else its ``source`` says; where that is blank it is unknown.
    """
    meetings = figures.forest
    found = meetings["source"].where(meetings["source"].isin(["own_network"]), "other")
    found = found.where(meetings["source"].notna())
    introduced = meetings["referral_id"].notna() | meetings["orphan"].astype(bool)
    return found.mask(introduced, "introduced")


def names_told(figures: Figures) -> bool:
    """Return whether the log says anything of names given: one, or that there were none.

    A log without conversations has had none to tell of.
    """
    held = figures.interviews[figures.interviews["held_on"].notna()]
    said = held["names_given"].notna() | held["names_asked"].notna()
    return held.empty or len(figures.referrals) > 0 or bool(said.any())


def open_doors(figures: Figures) -> pd.DataFrame:
    """Return the open doors: people named to a seeker and neither met, declined nor given up.

    One row per seeker and person, by the first referral: referral_id, seeker_id, from_id,
    interview_id, referred_id, dated_on, first_requested_on. People who asked not to be contacted
    are no doors.
    """
    named = figures.referrals
    named = named[named["referred_id"].notna() & (named["referred_id"] != named["seeker_id"])]
    named = named[named["waived_on"].isna()]
    closed = figures.requests
    closed = closed[closed["state"].isin(["held", "declined"])]
    door, pair = shared_codes(
        named[["seeker_id", "referred_id"]], closed[["seeker_id", "contact_id"]]
    )
    silent = figures.people.index[figures.people["do_not_contact_on"].notna()]
    named = named[~np.isin(door, pair) & ~is_among(named["referred_id"], silent)]
    named = named[named["handed_off_on"].isna()]
    first = named.sort_values(["dated_on", "referral_id"], kind="stable")
    columns = ["referral_id", "seeker_id", "from_id", "interview_id", "referred_id", "dated_on"]
    return first.drop_duplicates(["seeker_id", "referred_id"])[
        [*columns, "first_requested_on"]
    ].reset_index(drop=True)


def covered_by(meetings: pd.DataFrame, contacts: pd.Index) -> npt.NDArray[np.bool_]:
    """Return which meetings lie below a conversation with one of these contacts.

    ``meetings`` is a forest; a meeting is covered when its parent is with one of the contacts or
    is covered itself. Shape (meetings,).
    """
    position = place_of(meetings["parent_id"], meetings["interview_id"])
    chosen = is_among(meetings["contact_id"], contacts)
    covered = np.zeros(len(meetings), dtype=bool)
    generation = meetings["generation"].to_numpy()
    for depth in range(1, int(generation.max(initial=0)) + 1):
        level = np.flatnonzero((generation == depth) & (position >= 0))
        parent = position[level]
        covered[level] = chosen[parent] | covered[parent]
    return covered


@dataclass(frozen=True, slots=True)
class Load:
    """How often one contact was asked lately, against the limit."""

    contact_id: str
    requests: int
    limit: int


def contact_load(figures: Figures) -> list[Load]:
    """Return the contacts who were asked by anybody in the last 30 days, most asked first.

    The limit is the contact's own ``asks_per_month``, else 2; nobody may be asked while resting
    or after asking not to be contacted (limit 0).
    """
    log_ = figures.log
    asked = log_.table("interviews")
    since = pd.Timestamp(log_.as_of) - pd.Timedelta(days=LOAD_DAYS)
    recent = asked[asked["requested_on"] > since]
    counts = recent.groupby("contact_id").size()
    wishes = ["asks_per_month", "resting_until", "do_not_contact_on"]
    people = pd.DataFrame(
        {wish: figures.of_people(counts.index, wish) for wish in wishes}, index=counts.index
    )
    limits = people["asks_per_month"].fillna(LOAD_LIMIT).astype(int)
    resting = (people["resting_until"] >= pd.Timestamp(log_.as_of)).to_numpy()
    limits = limits.mask(resting | people["do_not_contact_on"].notna().to_numpy(), 0)
    loads = [
        Load(str(contact), int(asks), int(limit))
        for contact, asks, limit in zip(counts.index, counts, limits, strict=True)
    ]
    return sorted(loads, key=lambda load: (-load.requests, load.contact_id))


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


def _concentration(figures: Figures) -> Reading:
    meetings = figures.whole_forest
    below = int((figures.forest["generation"] > 0).sum())
    if below == 0:
        found = origins(figures)
        if len(found) and found.isna().all():
            return _not_recorded(len(found))
        return Reading(Estimate(None, reason="no_introduced_meetings"))
    ranked = _anchors(meetings, figures.people)
    chosen = meetings["selected"].to_numpy(dtype=bool)

    def through(top: int) -> Estimate:
        covered = covered_by(meetings, ranked[:top]) & chosen
        return Estimate(float(covered.sum()) / below, n=below)

    groups = tuple(Group("top contacts", str(top), through(top)) for top in (1, TOP))
    return Reading(through(TOP), groups)


def _anchors(meetings: pd.DataFrame, people: pd.DataFrame) -> pd.Index:
    """The first contacts by selected meetings below them; ties by day, then by name."""
    hosts = by_contact(meetings.assign(descendants=_selected_below(meetings)))
    # Names are folded of those alone who may be among the first.
    hosts = hosts.nlargest(TOP, "descendants", keep="all").set_index("contact_id")
    named = people[people.index.isin(hosts.index)][["name", "email"]]
    named = named.reindex(hosts.index).fillna("")
    hosts = hosts.assign(name=named["name"].map(fold_name), email=named["email"])
    order = ["descendants", "held_on", "name", "email"]
    return hosts.sort_values(order, ascending=[False, True, True, True]).index


def _selected_below(meetings: pd.DataFrame) -> npt.NDArray[np.int64]:
    """How many selected meetings lie below each meeting of a forest, shape (meetings,)."""
    position = place_of(meetings["parent_id"], meetings["interview_id"])
    generation = meetings["generation"].to_numpy()
    chosen = meetings["selected"].to_numpy(dtype=np.int64)
    below = np.zeros(len(meetings), dtype=np.int64)
    for depth in range(int(generation.max(initial=0)), 0, -1):
        level = np.flatnonzero((generation == depth) & (position >= 0))
        np.add.at(below, position[level], below[level] + chosen[level])
    return below


def _unseen(figures: Figures) -> Reading:
    if len(figures.seekers) == 1:  # overlap needs two
        return Reading(Estimate(None, n=1, reason="one_seeker"))
    met = figures.forest[["seeker_id", "contact_id"]]
    named = figures.referrals[["seeker_id", "referred_id"]].dropna()
    named = named[named["referred_id"] != named["seeker_id"]]
    known = pd.concat([met, named.rename(columns={"referred_id": "contact_id"})])
    return Reading(chao1(known.groupby("contact_id")["seeker_id"].nunique().to_numpy()))


def _load(figures: Figures) -> Reading:
    every = contact_load(figures)
    mine = is_among([load.contact_id for load in every], figures.requests["contact_id"])
    loads = [load for load, is_mine in zip(every, mine, strict=True) if is_mine]
    return _count(sum(load.requests > load.limit for load in loads), len(loads))


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
        _concentration,
        exclusions="Conversations that did not come by an introduction in this log.",
    ),
    Definition(
        "reach.unseen_contacts",
        "at least this many more",
        "people",
        "A lower bound for the people within reach whom nobody has met or named yet.",
        "Chao1: f1² ÷ 2 f2, abundance = distinct seekers who met or were given the contact",
        _unseen,
        source="Chao 1984; interval: Chao 1987, doi 10.2307/2531532",
    ),
    Definition(
        "reach.load",
        "asked too often",
        "people",
        "People who were asked more often in the last 30 days than they wish, or than twice.",
        "contacts with more requests in 30 days than their limit (else 2; 0 while resting)",
        _load,
    ),
)
