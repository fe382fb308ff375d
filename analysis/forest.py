"""The forest: which meeting led to which, as of a date (DESIGN §4)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.credit import Credit, credit
from analysis.ledger import ABSENT, Positions
from analysis.levels import descendants, offspring
from data.log import Log
from data.lookup import is_among, place_of

__all__ = ["by_contact", "forest"]

_COLUMNS = (
    "interview_id",
    "parent_id",
    "direct_parent_id",
    "inferred",
    "conduit",
    "orphan",
    "generation",
    "hops",
    "offspring",
    "descendants",
    "root_id",
    "seeker_id",
    "contact_id",
    "held_on",
    "source",
    "selected",
    "referral_id",
)


def forest(log: Log, credited: Credit | None = None) -> pd.DataFrame:
    """Return the meetings held by the as-of date, each with its parent and what came of it.

    A *meeting* is the first conversation of a seeker with a contact. Take the credited referral of
    its request; look at the first conversation of the pair (seeker, contact) whose request it was
    made in. Held on or before the child's day, it is the *parent*; otherwise that request is a
    *conduit*: take its own credited referral and ask again. No credited referral, an introducer, or
    a request met twice: the meeting is a *root*.

    One row per meeting of the whole log (all cohorts), sorted by interview_id:

    - ``parent_id`` (blank: a root), ``root_id`` (its own id for a root);
    - ``direct_parent_id``: the request in which its credited referral was made, conduit or not;
    - ``inferred``, ``orphan``: rules 2 and 3 of :func:`analysis.credit.credit`;
    - ``conduit``: at least one conduit between it and its parent;
    - ``generation``: meetings above; ``hops``: credited referrals up to the root, conduits
      included (both 0 for a root);
    - ``offspring``: meetings whose parent it is; ``descendants``: all below, held by then;
    - ``seeker_id``, ``contact_id``, ``held_on``, ``source``, ``selected`` (the seeker is among the
      log's selected ones), ``referral_id`` (credited).

    ``credited`` saves working out credit again; it must be that of the same log. Because credit
    never changes later, an earlier forest is this one without the later meetings.

    >>> log = Log.from_frames({
    ...     "interviews": [
    ...         {"interview_id": "1", "seeker_id": "s", "contact_id": "ann",
    ...          "held_on": "2026-01-05"},
    ...         {"interview_id": "2", "seeker_id": "s", "contact_id": "bob",
    ...          "requested_on": "2026-01-08", "answered_on": "2026-01-10", "answer": "declined"},
    ...         {"interview_id": "3", "seeker_id": "s", "contact_id": "cleo",
    ...          "held_on": "2026-01-25"}],
    ...     "referrals": [
    ...         {"referral_id": "a", "seeker_id": "s", "from_id": "ann", "interview_id": "1",
    ...          "referred_id": "bob"},
    ...         {"referral_id": "b", "seeker_id": "s", "from_id": "bob", "interview_id": "2",
    ...          "referred_id": "cleo"}]})
    >>> trees = forest(log)
    >>> trees[["interview_id", "parent_id", "direct_parent_id"]].to_numpy().tolist()
    [['1', nan, nan], ['3', '1', '2']]
    >>> trees[["generation", "hops", "conduit", "offspring"]].to_numpy().tolist()
    [[0, 0, False, 1], [1, 2, True, 0]]
    """
    known = credit(log) if credited is None else credited
    held = known.meetings["held_on"].to_numpy()
    kept = np.flatnonzero(held <= np.datetime64(log.as_of, "s"))
    parent = _among(kept, known.parents)
    trees = known.meetings.take(kept).reset_index(drop=True)
    return trees.assign(
        offspring=offspring(parent),
        descendants=descendants(parent),
        selected=is_among(trees["seeker_id"], log.seeker_ids),
    )[list(_COLUMNS)]


def by_contact(trees: pd.DataFrame) -> pd.DataFrame:
    """Return what came of each contact: one row per host of a forest, sorted by contact_id.

    Columns: contact_id, meetings, held_on (the first), generation (the lowest), offspring and
    descendants. A meeting that stands below two meetings with the same contact counts once among
    that contact's descendants.
    """
    counted = trees.assign(descendants=trees["descendants"].where(~_below_same_contact(trees), 0))
    return counted.groupby("contact_id", as_index=False).agg(
        meetings=("interview_id", "size"),
        held_on=("held_on", "min"),
        generation=("generation", "min"),
        offspring=("offspring", "sum"),
        descendants=("descendants", "sum"),
    )


def _below_same_contact(trees: pd.DataFrame) -> np.ndarray:
    """Return which meetings have a meeting with the same contact above them."""
    contact, _ = pd.factorize(trees["contact_id"])
    parent = place_of(trees["parent_id"], trees["interview_id"])
    below = np.zeros(len(trees), dtype=np.bool_)
    rows = np.flatnonzero(np.bincount(contact, minlength=1)[contact] > 1)
    above = parent[rows]
    while len(rows := rows[above >= 0]):
        above = above[above >= 0]
        same = contact[above] == contact[rows]
        below[rows[same]] = True
        rows, above = rows[~same], parent[above[~same]]
    return below


def _among(kept: Positions, parents: Positions) -> Positions:
    """Return the parents as positions among the kept meetings, which hold every parent."""
    place = np.full(len(parents) + 1, ABSENT)
    place[kept] = np.arange(len(kept))
    return place[parents[kept]]
