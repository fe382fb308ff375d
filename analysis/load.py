"""Load: how often people were asked lately, against what they wish."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.definitions import Reading
from analysis.figures import Figures, once
from analysis.intervals import Estimate
from data.asking import LOAD_DAYS, LOAD_LIMIT
from data.lookup import is_among

__all__ = ["Load", "contact_load", "overloaded"]


@dataclass(frozen=True, slots=True)
class Load:
    """How often one contact was asked lately, against the limit."""

    contact_id: str
    requests: int
    limit: int


@once
def contact_load(figures: Figures) -> list[Load]:
    """Return the contacts who were asked by anybody in the last 30 days, most asked first.

    A request counts on its approach date: ``requested_on``, else ``held_on``.

    The limit is the contact's own ``asks_per_month``, else 2; nobody may be asked while resting
    or after asking not to be contacted (limit 0).
    """
    log_ = figures.log
    asked = log_.table("interviews")
    since = pd.Timestamp(log_.as_of) - pd.Timedelta(days=LOAD_DAYS)
    recent = asked[asked["requested_on"].fillna(asked["held_on"]) > since]
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


def overloaded(figures: Figures) -> Reading:
    """Return how many contacts of the seekers were asked more often than their limit."""
    every = contact_load(figures)
    mine = is_among([load.contact_id for load in every], figures.requests["contact_id"])
    loads = [load for load, is_mine in zip(every, mine, strict=True) if is_mine]
    over = sum(load.requests > load.limit for load in loads)
    return Reading(Estimate(float(over), n=len(loads)))
